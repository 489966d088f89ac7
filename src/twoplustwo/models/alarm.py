"""False alarms, redundant sensors, and the value of a channel that can be asked (M16)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from twoplustwo.models.domain import Real, non_negative, plain, positive, share, within


class DualAlarm(NamedTuple):
    """Two sensors that must agree: joint false-alarm rate, joint hit rate, and the posterior."""

    joint_false_alarm: Real
    joint_hit: Real
    posterior: Real


class ChannelValue(NamedTuple):
    """Expected loss without and with the channel, their difference, and the response threshold."""

    loss_without: Real
    loss_with: Real
    voi: Real
    threshold: Real


def posterior(prior: ArrayLike, hit: ArrayLike, false_alarm: ArrayLike) -> Real:
    r"""Return the probability of an attack given an alarm, by Bayes' rule (M16).

    .. math:: P = \pi h / (\pi h + f (1 - \pi))

    Parameters
    ----------
    prior : array_like
        Probability of an attack before the alarm, in [0, 1].
    hit : array_like
        Probability of an alarm if there is one, in [0, 1].
    false_alarm : array_like
        Probability of an alarm if there is none, in [0, 1].

    Returns
    -------
    float or ndarray
        NaN where an alarm cannot happen at all.

    Raises
    ------
    ValueError
        If an argument lies outside [0, 1].

    Notes
    -----
    Source: Bayes' rule; in this use Barrett, Baum and Hostetler (2013). Limits: the prior is the
    whole argument and cannot be estimated (Scouras 2019); never read it as an estimate.
    """
    prior, hit = share("prior", prior), share("hit", hit)
    true = prior * hit
    total = true + share("false_alarm", false_alarm) * (1.0 - prior)
    possible = total > 0.0
    return plain(np.where(possible, true / np.where(possible, total, 1.0), np.nan))


def dual_alarm(
    prior: ArrayLike, hit: ArrayLike, false_alarm: ArrayLike, common_mode: ArrayLike
) -> DualAlarm:
    r"""Return the posterior when two sensors must both report (M16).

    .. math:: f_2 = c f + (1 - c) f^2, \quad h_2 = h^2 \;(c < 1), \quad h_2 = h \;(c = 1)

    Parameters
    ----------
    prior, hit, false_alarm : array_like
        As for `posterior`, for one sensor.
    common_mode : array_like
        Share c of false alarms that come from a cause common to both, in [0, 1]; at 1 the two are
        one sensor, so that its own hit rate applies.

    Raises
    ------
    ValueError
        If an argument lies outside [0, 1].

    Notes
    -----
    Source: common-cause (beta-factor) failure, Fleming (1975); the hit rates of the two sensors are
    independent by assumption. Limits: as for `posterior`.
    """
    h, f, c = (
        share("hit", hit),
        share("false_alarm", false_alarm),
        share("common_mode", common_mode),
    )
    joint_false = c * f + (1.0 - c) * f**2
    joint_hit = np.where(c < 1.0, h**2, h)
    both = np.broadcast_arrays(joint_false, joint_hit, posterior(prior, joint_hit, joint_false))
    return DualAlarm(*(plain(value) for value in both))


def response_threshold(l_false: ArrayLike, l_miss: ArrayLike) -> Real:
    """Return the posterior above which responding loses less: L_f / (L_f + L_m) (M16).

    Parameters
    ----------
    l_false, l_miss : array_like
        Loss of responding to nothing, and of not responding to an attack, above 0, in one unit.

    Raises
    ------
    ValueError
        If a loss is not above 0.

    Notes
    -----
    Source: decision theory (Berger 1985). Limits: the units of loss are ordinal at best.
    """
    l_false, l_miss = positive("l_false", l_false), positive("l_miss", l_miss)
    return plain(l_false / (l_false + l_miss))


def channel_value(
    p_attack: ArrayLike,
    l_false: ArrayLike,
    l_miss: ArrayLike,
    deny_if_innocent: ArrayLike,
    deny_if_guilty: ArrayLike,
) -> ChannelValue:
    r"""Return what a hotline is worth before it is used (M16).

    .. math:: V = \min(\pi L_m, (1 - \pi) L_f) -
        \sum_{msg} \min(\pi P(msg|att) L_m, (1 - \pi) P(msg|none) L_f)

    Parameters
    ----------
    p_attack : array_like
        Belief that the alarm is real, in [0, 1].
    l_false, l_miss : array_like
        Loss of responding to nothing, and of not responding to an attack, at least 0.
    deny_if_innocent, deny_if_guilty : array_like
        Probability that the other side denies, if it did not attack and if it did, in [0, 1].

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: value of information, Blackwell (1953). A channel that says the same in both states is
    worth 0. Limits: the response is all or nothing; message rates cannot be observed.
    """
    p, l_miss = share("p_attack", p_attack), non_negative("l_miss", l_miss)
    miss, false = np.broadcast_arrays(p * l_miss, (1.0 - p) * non_negative("l_false", l_false))
    innocent = share("deny_if_innocent", deny_if_innocent)
    guilty = share("deny_if_guilty", deny_if_guilty)
    without = np.minimum(miss, false)
    after_denial = np.minimum(miss * guilty, false * innocent)
    after_silence = np.minimum(miss * (1.0 - guilty), false * (1.0 - innocent))
    with_channel = after_denial + after_silence
    # In the last bits the difference may fall below the zero it cannot fall below.
    voi = np.maximum(without - with_channel, 0.0)
    threshold = _threshold(l_false, l_miss)
    values = np.broadcast_arrays(without, with_channel, voi, threshold)
    return ChannelValue(*(plain(value) for value in values))


def _threshold(l_false: ArrayLike, l_miss: ArrayLike) -> np.ndarray:
    total = np.asarray(l_false, float) + np.asarray(l_miss, float)
    return np.asarray(l_false, float) / within("l_false + l_miss", total, 0.0, open_low=True)
