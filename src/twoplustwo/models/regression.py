"""Ordinary least squares with intervals, shared by the fits of several model families."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.distributions import student_quantile
from twoplustwo.models.domain import within

# Half the 95 % point of chi-square with one degree of freedom: how far below its maximum a
# log-likelihood may fall within a 95 % profile interval.
DROP_95 = 1.9207294103470262


class Estimate(NamedTuple):
    """A fitted number and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


class LeastSquares(NamedTuple):
    """A fit of n observations on k regressors.

    `spread` is (X'X)^-1, so that the covariance of `beta` is the residual variance times `spread`.
    """

    beta: NDArray[np.float64]
    residuals: NDArray[np.float64]
    spread: NDArray[np.float64]
    df: int
    r_squared: float

    def variance(self) -> float:
        """Return the residual variance with n - k degrees of freedom."""
        return float(self.residuals @ self.residuals) / self.df

    def estimate(self, index: int) -> Estimate:
        """Return one coefficient with its 95 % Student interval."""
        error = math.sqrt(self.variance() * self.spread[index, index])
        return interval_95(float(self.beta[index]), error, self.df)


def least_squares(regressors: ArrayLike, response: ArrayLike) -> LeastSquares:
    """Fit `response` (n,) on `regressors` (n, k), which hold their own constant if wanted.

    Raises
    ------
    ValueError
        If there are no more observations than regressors, or the regressors are collinear.
    """
    x, y = within("regressors", regressors), within("response", response)
    n, k = x.shape
    if n <= k:
        raise ValueError(f"a fit of {k} coefficients needs at least {k + 1} observations; got {n}")
    # Scaling the columns keeps the rank test free of units.
    scale = np.linalg.norm(x, axis=0)
    if (scale == 0).any() or np.linalg.matrix_rank(x / scale, tol=1e-10) < k:
        raise ValueError("the regressors are collinear: the coefficients cannot be told apart")
    beta = np.linalg.lstsq(x / scale, y, rcond=None)[0] / scale
    residuals = y - x @ beta
    spread = np.linalg.inv((x / scale).T @ (x / scale)) / np.outer(scale, scale)
    total = float(((y - y.mean()) ** 2).sum())
    fit = 1.0 - float(residuals @ residuals) / total if total > 0 else float("nan")
    return LeastSquares(beta, residuals, spread, n - k, fit)


def interval_95(value: float, error: float, df: float) -> Estimate:
    """Return a value with the 95 % Student interval of its standard error."""
    reach = student_quantile(0.975, df) * error
    return Estimate(value, value - reach, value + reach)
