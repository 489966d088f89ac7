"""The library's answers to reference cases, read from a file or made elsewhere.

A case is ``{"model": "M01_bargaining_range", "inputs": {...}, ...}``. `evaluate` looks at the
model's number and at which inputs are given, never at a case's name, and answers with all that the
library knows about it; `differences` compares that with what a case expects.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from twoplustwo import capstone
from twoplustwo.capstone.studies import against_bot
from twoplustwo.models import (
    alarm,
    arms_race,
    bargaining,
    defence,
    events,
    exchange,
    forecast,
    games,
    geodesy,
    hawkes,
    network,
    sealanes,
    trade,
    trajectory,
    verification,
)

Inputs = Mapping[str, Any]
Answer = dict[str, Any]

# In the order in which the packages on the table add them: two islands, three, all four.
ISLANDS_KM2 = {"Habomai": 95, "Shikotan": 251, "Kunashir_Kunashiri": 1490, "Iturup_Etorofu": 3168}

# Names of inputs that mean the same.
OTHER_NAMES = {
    "M02": {"weights": "area_km2", "areas": "area_km2", "S": "side_payment"},
    "M07": {"q": "detect_prob"},
    "M12": {"p0": "P0", "target": "P0", "target_p0": "P0", "P_track": "p_track"},
    "M17": {"times": "events", "t_end": "T", "end": "T", "n": "trials"},
    "M19": {"days": "extra_days", "cargo_bbl": "barrels", "flow_mb_d": "flow_mbd"},
    "M21": {"f": "forecast", "o": "outcome"},
}

# Decimals to which the reference prints shares of islands; its tolerance there is zero.
SHARE_DIGITS = 6


def evaluate(case: Mapping[str, Any]) -> Answer:
    """Return the library's answer to one case.

    Raises
    ------
    ValueError
        If the model is unknown or its inputs fit none of its forms; the forms are listed.
    """
    model = case["model"].split("_")[0]
    if model not in FORMS:
        raise ValueError(f"model must be one of {', '.join(FORMS)}; got {case['model']!r}")
    other_names = OTHER_NAMES.get(model, {})
    inputs = {other_names.get(name, name): value for name, value in case["inputs"].items()}
    for needed, answer in FORMS[model]:
        if needed <= inputs.keys():
            return tidy(answer(inputs))
    forms = " or ".join(str(sorted(needed)) for needed, _ in FORMS[model])
    raise ValueError(f"inputs of {model} must hold {forms}; got {sorted(inputs)}")


def differences(answer: Any, expected: Any, tolerance: float, where: str = "") -> list[str]:
    """List where an answer departs from what is expected; what it holds besides is not asked."""
    if isinstance(expected, Mapping):
        if not isinstance(answer, Mapping):
            return [f"{where}: {answer!r}, expected {expected!r}"]
        return [
            line
            for key, value in expected.items()
            for line in differences(answer.get(key, "nothing"), value, tolerance, f"{where}/{key}")
        ]
    if isinstance(expected, list):
        if not isinstance(answer, list) or len(answer) != len(expected):
            return [f"{where}: {answer!r}, expected {expected!r}"]
        pairs = enumerate(zip(answer, expected, strict=True))
        return [d for i, (a, e) in pairs for d in differences(a, e, tolerance, f"{where}/{i}")]
    same = answer == expected
    if not isinstance(expected, bool) and isinstance(expected, int | float):
        number = isinstance(answer, int | float) and not isinstance(answer, bool)
        same = number and abs(answer - expected) <= tolerance
    return [] if same else [f"{where}: {answer!r}, expected {expected!r}"]


def tidy(value: Any) -> Any:
    """Turn tuples and arrays into lists, numpy's numbers into Python's, NaN into None."""
    if isinstance(value, Mapping):
        return {str(key): tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [tidy(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def given(inputs: Inputs, **names: str) -> Answer:
    """Return the library's arguments (keys) from a case's names (values), where they are given."""
    return {argument: inputs[name] for argument, name in names.items() if name in inputs}


def bargaining_range(i: Inputs) -> Answer:
    return bargaining.bargaining_range(**given(i, p="p", c_a="c_A", c_b="c_B", rho="rho"))._asdict()


def _weights(i: Inputs) -> dict[str, float]:
    weights = i.get("area_km2", ISLANDS_KM2)
    if not isinstance(weights, Mapping):
        return {str(index): weight for index, weight in enumerate(weights)}
    known = [name for name in ISLANDS_KM2 if name in weights]
    return {name: weights[name] for name in known or weights}


def packages(i: Inputs) -> Answer:
    weights = _weights(i)
    shares = bargaining.package_shares(list(weights.values()))
    answer = {"options": np.round(shares, SHARE_DIGITS), "total_km2": sum(weights.values())}
    if {"lower", "upper"} <= i.keys():
        fits = bargaining.feasible_packages(
            shares, **given(i, lower="lower", upper="upper", side_payment="side_payment")
        )
        answer["feasible"] = np.round(shares[fits], SHARE_DIGITS)
    return answer


def preventive_war(i: Inputs) -> Answer:
    return bargaining.preventive_war(i["p1"], i["p2"], i["delta"], i["c_B"])._asdict()


def preemption(i: Inputs) -> Answer:
    found = bargaining.preemption_range(i["p_f"], i["p_s"], i["c_A"], i["c_B"])
    ends = [found.lower, found.upper]
    return {"no_peaceful_range": not found.exists, "range": ends, **found._asdict()}


def nash(i: Inputs) -> Answer:
    return bargaining.nash_share(**given(i, d_j="d_J", d_r="d_R", tau="tau"))._asdict()


def rubinstein(i: Inputs) -> Answer:
    return {"x_first_mover": bargaining.rubinstein_share(i["delta1"], i["delta2"])}


def win_set(i: Inputs) -> Answer:
    return bargaining.win_set(**given(i, min_j="min_J", max_r="max_R", ban="ban"))._asdict()


def veto_set(i: Inputs) -> Answer:
    return bargaining.veto_set(i["ideal"], i["status_quo"])._asdict()


def decoupling(i: Inputs) -> Answer:
    found = bargaining.decoupling(i["b_J"], i["b_R"], i["k_J"], i["k_R"])
    return {
        "decouple": found.ratifiable,
        "surplus": found.surplus,
        "transfer_to_J": found.transfer_to_j,
    }


def game(i: Inputs) -> Answer:
    found = games.deployment_game(i["R"], i["T"], i["P"], i["S"])
    return {**found._asdict(), "mixed_prob_restrain": found.y}


def patience(i: Inputs) -> Answer:
    return {"delta_star": verification.critical_patience(i["T"], i["R"], i["P"], i["detect_prob"])}


def race(i: Inputs) -> Answer:
    rates = [i[name] for name in "abklgh"]
    answer: Answer = arms_race.richardson(*rates)._asdict()
    if "t" in i:
        path = arms_race.richardson_path(i["t"], i.get("x0", 0), i.get("y0", 0), *rates)
        answer |= {f"x_t{i['t']:g}": path.x, f"y_t{i['t']:g}": path.y}
    return answer


def race_fit(i: Inputs) -> Answer:
    fit = arms_race.fit_richardson(i["x"], i["y"])
    return {name: getattr(fit, name).value for name in "kag"}


def many(i: Inputs) -> Answer:
    return arms_race.race_of_many(i["n"], i["k"], i["a"])._asdict()


def parity(i: Inputs) -> Answer:
    return arms_race.parity(i["n"], i["alpha"])._asdict()


def largest_demand(i: Inputs) -> Answer:
    return {"max_alpha": arms_race.parity(i["n"], 1.0).max_alpha}


def single_shot(i: Inputs) -> Answer:
    return {"sspk": exchange.single_shot_probability(i["LR_over_CEP"])}


def survivors(i: Inputs) -> Answer:
    return {"survivors": exchange.survivors(i["targets"], i["warheads"], i["kill"])}


def exchange_ratio(i: Inputs) -> Answer:
    given_names = given(i, warheads_per_object="warheads_per_target", kill="kill", shots="shots")
    return {"exchange_ratio": exchange.exchange_ratio(**given_names)}


def first_strike(i: Inputs) -> Answer:
    found = exchange.first_strike(i["total"], i["survivable_share"], i["kill"], i["W0"])
    return {**found._asdict(), "index": exchange.stability_index(found.ratio, found.ratio)}


def bystander(i: Inputs) -> Answer:
    found = exchange.bystander(i["A"], i["B"], i["C"], i["spent"], i["destroyed"])
    return {
        **found._asdict(),
        "C_over_A_before": found.over_red_before,
        "C_over_A_after": found.over_red_after,
        "C_over_B_before": found.over_blue_before,
        "C_over_B_after": found.over_blue_after,
    }


def raid(i: Inputs) -> Answer:
    return defence.raid(**given(i, n="n", k="k", m="m", p_track="p_track"))._asdict()


def shots_needed(i: Inputs) -> Answer:
    found = defence.shots_needed(i["n"], i["k"], i["P0"], i.get("p_track", 1.0))
    shots = int(found.whole) if math.isfinite(found.whole) else None
    return {"m_exact": found.exact, "m": shots, "interceptors": shots and shots * i["n"]}


def minimum_energy(i: Inputs) -> Answer:
    return trajectory.minimum_energy(i["range_km"])._asdict()


def reported_arc(i: Inputs) -> Answer:
    found = trajectory.free_flight(i["range_km"], i["apogee_km"])
    return {**found._asdict(), "same_speed_range_km": trajectory.same_speed_range(found.v_km_s)}


def window(i: Inputs) -> Answer:
    minutes = given(i, detect="detect", assess="assess", command="command")
    return {"window_min": trajectory.decision_window(i["range_km"], **minutes)}


def horizon(i: Inputs) -> Answer:
    return trajectory.radar_horizon(i["h_radar_m"], i["h_target_m"], i["speed_km_s"])._asdict()


def great_circle(i: Inputs) -> Answer:
    radius = i.get("radius_km", geodesy.EARTH_RADIUS_KM)
    return {"km": geodesy.great_circle_km(*i["a"], *i["b"], radius)}


def one_alarm(i: Inputs) -> Answer:
    return {"posterior": alarm.posterior(i["prior"], i["hit"], i["false_alarm"])}


def two_alarms(i: Inputs) -> Answer:
    return alarm.dual_alarm(i["prior"], i["hit"], i["false_alarm"], i["common_mode"])._asdict()


def channel(i: Inputs) -> Answer:
    names = ("p_attack", "L_false", "L_miss", "deny_if_innocent", "deny_if_guilty")
    return alarm.channel_value(*(i[name] for name in names))._asdict()


def at_least_one(i: Inputs) -> Answer:
    return {"p": events.at_least_one(i["rate_per_month"], i["months"])}


def gamma_poisson(i: Inputs) -> Answer:
    names = ("alpha", "beta", "events", "exposure", "horizon")
    found = events.gamma_poisson(*(i[name] for name in names))
    return {**found._asdict(), "post_mean": found.mean, "ci95": [found.low, found.high]}


def dispersion(i: Inputs) -> Answer:
    found = events.dispersion(i["counts"])
    return {
        **found._asdict(),
        "var": found.variance,
        "nb_k": found.k,
        "p": found.p_value,
        "dispersion": found.index,
    }


def nothing_seen(i: Inputs) -> Answer:
    return {"upper": events.rule_of_three(i["trials"])}


def self_exciting(i: Inputs) -> Answer:
    end, rates = i["T"], (i["mu"], i["alpha"], i["beta"])
    branching = i["alpha"] / i["beta"]
    return {
        "compensator": hawkes.hawkes_compensator(i["events"], end, *rates),
        "loglik": hawkes.hawkes_log_likelihood(i["events"], end, *rates),
        "poisson_loglik": hawkes.poisson_log_likelihood(i["events"], end),
        "branching": branching,
        "mean_rate": i["mu"] / (1.0 - branching) if branching < 1.0 else None,
    }


def did(i: Inputs) -> Answer:
    return trade.difference_in_differences(i["treated"], i["control"])._asdict()


def synthetic(i: Inputs) -> Answer:
    return trade.synthetic_control(i["treated_pre"], i["donors_pre"])._asdict()


def gravity(i: Inputs) -> Answer:
    names = given(i, distance_ratio="distance_ratio", elasticity="elasticity")
    return {"trade_ratio": trade.gravity_ratio(**names)}


def welfare(i: Inputs) -> Answer:
    before, after = i["domestic_share_before"], i["domestic_share_after"]
    found = trade.welfare(before, after, i["epsilon"])
    return {"W_hat": found.w_hat, "autarky_loss": found.autarky_loss}


def routes(i: Inputs) -> Answer:
    lines = i["waypoints"]
    if not isinstance(lines, Mapping):
        return {"nm": sealanes.route_nm(lines)}
    return {"nm": {name: sealanes.route_nm(line) for name, line in lines.items()}}


def detour(i: Inputs) -> Answer:
    names = ("extra_nm", "knots", "charter", "fuel_t_day", "fuel_usd_t", "barrels")
    return sealanes.rerouting(*(i[name] for name in names))._asdict()


def fleet(i: Inputs) -> Answer:
    cargo = i["barrels"] / 1e6 if "barrels" in i else i.get("cargo_mb", 2.0)
    return {"extra_ships": sealanes.extra_ships(i["flow_mbd"], i["extra_days"], cargo)}


def dialogue(i: Inputs) -> Answer:
    edges = i["edges"]
    table = network.centrality(edges)
    answer: Answer = {column: table[column].to_dict() for column in table}
    answer |= {"bridges": network.bridges(edges), "density": network.density(edges)}
    if {"JP", "DPRK"} <= set(table.index):
        ways = network.shortest_paths(edges, "JP", "DPRK")
        answer |= {"jp_dprk_distance": ways.distance, "jp_dprk_paths": ways.count}
    return answer


def forecasts(i: Inputs) -> Answer:
    return forecast.score(i["forecast"], i["outcome"])._asdict()


def _seeds(text: str | list[int]) -> range | list[int]:
    if not isinstance(text, str):
        return text
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def _policy(plan: str | list[str]) -> capstone.Policy:
    if plan == "adaptive":
        return capstone.adaptive
    return capstone.planned(capstone.PLANS[plan] if isinstance(plan, str) else plan)


def _trace(row: capstone.Quarter) -> Answer:
    named = {"t": row.turn, "jp": row.moves.jp, "ru": row.moves.ru, "tests": row.tests}
    if row.joint:
        named["joint"] = row.joint
    if row.alarm:
        named |= {"alarm": True, "resolved": row.alarm.resolved}
    return {**named, "T_reported": row.reported, **_numbers(row.state)}


def _numbers(state: capstone.State) -> Answer:
    return {name: value for name, value in state._asdict().items() if name != "M"}


def one_game(i: Inputs) -> Answer:
    role, alarm, turns = i.get("role", "JP"), i.get("alarm", "verify"), i.get("turns", 8)
    game = against_bot(_policy(i["plan"]), role, i["world"], i["seed"], alarm, turns)
    return {
        "final": _numbers(game.final),
        "lost": game.lost,
        "turns": len(game.quarters),
        "score": capstone.score(game, role).total,
        "trace": [_trace(row) for row in game.quarters],
    }


@lru_cache(maxsize=4)
def _means(first: int, last: int) -> dict[tuple[str, str], capstone.Summary]:
    """Play every named plan in both worlds; two forms of M22 ask for the same games."""
    seeds = range(first, last + 1)
    plans = (*capstone.PLANS, "adaptive")
    return {
        (world, plan): capstone.monte_carlo(_policy(plan), world, seeds)
        for world in capstone.WORLDS
        for plan in plans
    }


def many_games(i: Inputs) -> Answer:
    seeds = _seeds(i["seeds"])
    means = _means(seeds[0], seeds[-1])
    return {f"{world}:{plan}": found._asdict() for (world, plan), found in means.items()}


def least_regret(i: Inputs) -> Answer:
    means = _means(1, int(i["source"].rsplit("_", 1)[1]))
    scores = {
        plan: {world: means[world, plan].mean_score for world in capstone.WORLDS}
        for plan in (*capstone.PLANS, "adaptive")
    }
    regret, choice = capstone.regrets(scores)
    return {"regret": regret, "choice": choice}


def exclusion(i: Inputs) -> Answer:
    def when(plan: str, seed: int) -> int | None:
        game = against_bot(_policy(plan), "JP", i["truth"], seed)
        return capstone.excluded_at(game, "JP", i["rival"])

    plans = (*capstone.PLANS, "adaptive")
    return {plan: [when(plan, seed) for seed in _seeds(i["seeds"])] for plan in plans}


def luck(i: Inputs) -> Answer:
    return {"u": capstone.draw(i["seed"], i["turn"], i["label"])}


# Each model's forms, the one with more inputs first where one includes the other.
FORMS: dict[str, list[tuple[set[str], Callable[[Inputs], Answer]]]] = {
    "M01": [({"p", "c_A", "c_B"}, bargaining_range)],
    "M02": [({"area_km2"}, packages), ({"lower", "upper"}, packages)],
    "M03": [
        ({"p1", "p2", "delta", "c_B"}, preventive_war),
        ({"p_f", "p_s", "c_A", "c_B"}, preemption),
    ],
    "M04": [({"d_J", "d_R"}, nash), ({"delta1", "delta2"}, rubinstein)],
    "M05": [
        ({"min_J", "max_R"}, win_set),
        ({"ideal", "status_quo"}, veto_set),
        ({"b_J", "b_R", "k_J", "k_R"}, decoupling),
    ],
    "M06": [({"R", "T", "P", "S"}, game)],
    "M07": [({"T", "R", "P", "detect_prob"}, patience)],
    "M08": [(set("abklgh"), race), ({"x", "y"}, race_fit)],
    "M09": [({"n", "k", "a"}, many), ({"n", "alpha"}, parity), ({"n"}, largest_demand)],
    "M10": [
        ({"LR_over_CEP"}, single_shot),
        ({"targets", "warheads", "kill"}, survivors),
        ({"warheads_per_target", "kill"}, exchange_ratio),
    ],
    "M11": [
        ({"total", "survivable_share", "kill", "W0"}, first_strike),
        ({"A", "B", "C", "spent", "destroyed"}, bystander),
    ],
    "M12": [
        ({"n", "k", "m"}, raid),
        ({"n", "k", "P0"}, shots_needed),
    ],
    "M13": [({"range_km", "apogee_km"}, reported_arc), ({"range_km"}, minimum_energy)],
    "M14": [({"range_km"}, window), ({"h_radar_m", "h_target_m", "speed_km_s"}, horizon)],
    "M15": [({"a", "b"}, great_circle)],
    "M16": [
        ({"prior", "hit", "false_alarm", "common_mode"}, two_alarms),
        ({"prior", "hit", "false_alarm"}, one_alarm),
        ({"p_attack", "L_false", "L_miss", "deny_if_innocent", "deny_if_guilty"}, channel),
    ],
    "M17": [
        ({"rate_per_month", "months"}, at_least_one),
        ({"mu", "alpha", "beta", "events", "T"}, self_exciting),
        ({"alpha", "beta", "events", "exposure", "horizon"}, gamma_poisson),
        ({"counts"}, dispersion),
        ({"trials"}, nothing_seen),
    ],
    "M18": [
        ({"treated", "control"}, did),
        ({"treated_pre", "donors_pre"}, synthetic),
        ({"distance_ratio"}, gravity),
        ({"domestic_share_before", "domestic_share_after", "epsilon"}, welfare),
    ],
    "M19": [
        ({"waypoints"}, routes),
        ({"extra_nm", "knots", "charter"}, detour),
        ({"flow_mbd", "extra_days"}, fleet),
    ],
    "M20": [({"edges"}, dialogue)],
    "M21": [({"forecast", "outcome"}, forecasts)],
    "M22": [
        ({"plan", "world", "seed"}, one_game),
        ({"truth", "rival", "seeds"}, exclusion),
        ({"seeds"}, many_games),
        ({"source"}, least_regret),
        ({"seed", "turn", "label"}, luck),
    ],
}
