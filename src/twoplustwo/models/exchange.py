"""Exchange arithmetic and first-strike stability between Red, Blue and Green (M10, M11).

DUAL-USE: dimensionless and notional on purpose. No accuracy, yield, hardness or reliability of a
real system belongs in an argument, a default, an example or a table of these functions, and no
extension toward the choice of aim points will be accepted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from twoplustwo.models.domain import (
    Real,
    non_negative,
    plain,
    positive,
    share,
    whole,
    within,
)


class FirstStrike(NamedTuple):
    """One side's cost of striking first against that of waiting.

    `retaliation` counts the warheads that answer; both costs are shares of value in [0, 1);
    `ratio` is cost_first / cost_second.
    """

    retaliation: Real
    cost_first: Real
    cost_second: Real
    ratio: Real


class Bystander(NamedTuple):
    """Green's force over Red's and over Blue's, before and after Red attacks Blue."""

    over_red_before: Real
    over_red_after: Real
    over_blue_before: Real
    over_blue_after: Real


def single_shot_probability(ratio: ArrayLike) -> Real:
    r"""Return the chance that one notional shot destroys its object (M10).

    .. math:: 1 - 2^{-(LR/CEP)^2}

    Parameters
    ----------
    ratio : array_like
        Lethal radius over circular error probable, dimensionless, at least 0.

    Raises
    ------
    ValueError
        If the ratio is negative or not finite.

    Notes
    -----
    Source: Davis and Schilling (1973). Limits: Rayleigh miss distance, no bias, no fratricide.
    DUAL-USE: only the dimensionless ratio, never real values.
    """
    return plain(-np.expm1(-np.log(2.0) * non_negative("ratio", ratio) ** 2))


def survivors(objects: ArrayLike, warheads: ArrayLike, kill: ArrayLike) -> Real:
    r"""Return the expected survivors when warheads are spread as evenly as they go (M10).

    .. math:: T [(1 - f)(1 - k)^m + f (1 - k)^{m + 1}], \quad W / T = m + f

    Parameters
    ----------
    objects : array_like
        Number T of protected objects, above 0.
    warheads : array_like
        Number W of warheads, at least 0.
    kill : array_like
        Chance k that one warhead destroys its object, in [0, 1].

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Davis and Schilling (1973). Limits: independent shots, nothing moves, no launch under
    warning. DUAL-USE: notional numbers only.
    """
    objects, warheads = positive("objects", objects), non_negative("warheads", warheads)
    miss = 1.0 - share("kill", kill)
    each, remainder = np.divmod(warheads, objects)
    second = remainder / objects
    return plain(objects * ((1.0 - second) * miss**each + second * miss ** (each + 1.0)))


def exchange_ratio(warheads_per_object: ArrayLike, kill: ArrayLike, shots: ArrayLike = 2) -> Real:
    r"""Return the warheads destroyed for each warhead spent (M10).

    .. math:: M (1 - (1 - k)^n) / n

    Parameters
    ----------
    warheads_per_object : array_like
        Warheads M carried by each object attacked, at least 0.
    kill : array_like
        Chance k that one shot destroys it, in [0, 1].
    shots : array_like
        Shots n at each object, whole, at least 1.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Davis and Schilling (1973). Above 1, shooting first is rewarded: the argument against
    several warheads on one missile. Limits: as for `survivors`. DUAL-USE: notional numbers only.
    """
    carried, shots = (
        non_negative("warheads_per_object", warheads_per_object),
        whole("shots", shots, 1),
    )
    return plain(carried * (1.0 - (1.0 - share("kill", kill)) ** shots) / shots)


def first_strike(
    total: ArrayLike, survivable_share: ArrayLike, kill: ArrayLike, w0: ArrayLike
) -> FirstStrike:
    r"""Return one side's costs of striking first and of waiting (M11).

    .. math:: W = N s + N (1 - s)(1 - k), \quad D(W) = 1 - e^{-W / W_0}, \quad r = D(W) / D(N)

    Parameters
    ----------
    total : array_like
        The other side's force N, in warheads, above 0.
    survivable_share : array_like
        Share s of it that cannot be found, in [0, 1].
    kill : array_like
        Chance k that a findable warhead is destroyed, in [0, 1].
    w0 : array_like
        Warheads at which the damage D reaches 63 %, above 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: after Kent and Thaler (1989), simplified here (the opponent's damage does not count).
    Limits: no politics, no error, no person; Davis (1989) on what the index leaves out.
    DUAL-USE: notional numbers only.
    """
    total, w0 = positive("total", total), positive("w0", w0)
    s, k = share("survivable_share", survivable_share), share("kill", kill)
    retaliation = total * s + total * (1.0 - s) * (1.0 - k)
    first, second = -np.expm1(-retaliation / w0), -np.expm1(-total / w0)
    retaliation, first, second = np.broadcast_arrays(retaliation, first, second)
    return FirstStrike(plain(retaliation), plain(first), plain(second), plain(first / second))


def stability_index(ratio_red: ArrayLike, ratio_blue: ArrayLike) -> Real:
    """Return the index 100 r_Red r_Blue (M11): 100 means no advantage in striking first.

    Parameters
    ----------
    ratio_red, ratio_blue : array_like
        The `ratio` of `first_strike` for either side, in [0, 1].

    Raises
    ------
    ValueError
        If a ratio lies outside [0, 1].
    """
    return plain(100.0 * share("ratio_red", ratio_red) * share("ratio_blue", ratio_blue))


def bystander(
    red: ArrayLike, blue: ArrayLike, green: ArrayLike, spent: ArrayLike, destroyed: ArrayLike
) -> Bystander:
    """Return how an exchange between two changes the third's rank (M11).

    Parameters
    ----------
    red, blue, green : array_like
        Forces before, in warheads, above 0.
    spent : array_like
        Warheads Red spends, at least 0 and below `red`.
    destroyed : array_like
        Blue's warheads destroyed, at least 0 and below `blue`.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: arithmetic made for this course. Limits: counts only, no retaliation.
    DUAL-USE: notional numbers only.
    """
    red, blue = positive("red", red), positive("blue", blue)
    green, spent = positive("green", green), non_negative("spent", spent)
    destroyed = non_negative("destroyed", destroyed)
    red_left = within("red - spent", red - spent, 0.0, open_low=True)
    blue_left = within("blue - destroyed", blue - destroyed, 0.0, open_low=True)
    return Bystander(*(plain(green / other) for other in (red, red_left, blue, blue_left)))
