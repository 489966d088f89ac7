"""The simulation on its page: whole games by keyboard, spoken, shared, and the same as Python's."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from twoplustwo.capstone import PLANS, Game, Policy, bot_jp, bot_ru, planned, play, score
from twoplustwo.capstone.game import world_of
from twoplustwo.capstone.rules import JP_ACTIONS, RU_ACTIONS
from twoplustwo.capstone.words import MOVES, TEXTS

from .site import FULL, visit, weight

PAGE = "book/capstone.html"
KB = 1024
ACTIONS = {"JP": list(JP_ACTIONS), "RU": list(RU_ACTIONS)}
DEFAULT = {"JP": "35-15-15-15-10-10", "RU": "35-10-20-20-5-10"}
# Games in which an alarm sounds, in which control is lost, and in which neither happens.
PLAYED = {
    "alarm": ("JP", 7, PLANS["dual_track"]),
    "lost": ("JP", 1, PLANS["deploy_first"]),
    "russia": ("RU", 3, ("accept_2plus2", "transparency") * 4),
}


def opened(browser, base, game: str = "", **options):
    """The page with a game in its address."""
    return visit(browser, base, PAGE + (f"?capstone={game}" if game else ""), **options)


def python_game(role: str, seed: int, moves: tuple[str, ...], world: str | None = None) -> Game:
    sides: tuple[Policy, Policy] = (planned(moves), bot_ru)
    if role == "RU":
        sides = (bot_jp, planned(moves))
    return play(*sides, world=world or world_of(seed), seed=seed)


def address(role: str, seed: int, moves: tuple[str, ...]) -> str:
    """A finished game as the page writes it, alarms verified."""
    game = python_game(role, seed, moves)
    digits = "".join(
        f"{ACTIONS[role].index(move)}{'v' if row.alarm else ''}"
        for move, row in zip(moves, game.quarters, strict=False)
    )
    return f"seed:{seed},role:{role},weights:{DEFAULT[role]},moves:{digits}"


def text(page, selector: str) -> str:
    return page.locator(selector).inner_text()


def heading(page) -> str:
    return text(page, ".capstone-stage > h3")


# ---- hands on the keyboard --------------------------------------------------------------------


def tab_to(page, selector: str) -> None:
    """Press Tab until what has focus matches; the mouse is never used."""
    for _ in range(220):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def choose(page, name: str, value: str) -> None:
    """Reach a group of radio buttons, pick one with the arrows, and send the form with Enter."""
    tab_to(page, f"#capstone input[name={name}]")
    page.keyboard.press("Space")
    for _ in range(9):
        if page.evaluate("document.activeElement.value") == value:
            break
        page.keyboard.press("ArrowDown")
    assert page.evaluate("[document.activeElement.value, document.activeElement.checked]") == [
        value, True
    ]  # fmt: skip
    page.keyboard.press("Enter")


def play_on(page, moves: dict[str, tuple[str, ...]]) -> None:
    """Play to the end by keyboard; `moves` gives each delegation's."""
    for turn in range(8):
        for role, plan in moves.items():
            assert page.evaluate("document.activeElement.tagName") == "H3", "focus is on the title"
            assert heading(page).startswith(f"Quarter {turn + 1} of 8")
            choose(page, "move", plan[turn])
            assert MOVES[role][plan[turn]].name not in heading(page)
        if "alarm" in heading(page):
            choose(page, "alarm", "verify")
        if page.get_by_role("button", name=TEXTS["debriefNow"]).count():
            return


def press(page, name: str) -> None:
    """Reach a button by Tab and press it."""
    for _ in range(220):
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches the button {name!r}")


def log_of(page) -> list[list[str]]:
    """The cells of the log, row by row."""
    rows = page.locator(".capstone-log tbody tr").first.locator("xpath=..").locator("tr")
    return [row.locator("th, td").all_text_contents() for row in rows.all()]


@pytest.mark.parametrize("name", PLAYED if FULL else ["alarm", "russia"])
def test_a_whole_game_by_keyboard_alone(browser, base, name):
    role, seed, moves = PLAYED[name]
    seen = opened(browser, base)
    page = seen.page
    tab_to(page, "#capstone input[name=role]")
    while page.evaluate("document.activeElement.value") != role:
        page.keyboard.press("ArrowDown")
    tab_to(page, "#capstone-seed")
    page.keyboard.press("Control+a")
    page.keyboard.type(str(seed))
    press(page, TEXTS["start"])
    play_on(page, {role: moves})
    game = python_game(role, seed, moves)
    total = score(game, role).total
    assert TEXTS["total"].format(total=f"{total:.1f}") in text(page, ".capstone-total")
    logged = [[int(row[i]) for i in (0, 4, 5)] for row in log_of(page)]
    assert logged == [[row.turn, row.tests, row.reported] for row in game.quarters]
    assert (TEXTS["capped"] in text(page, ".capstone-total")) == game.lost
    debrief(page, role)
    assert seen.errors == [] and seen.violations() == []
    page.context.close()


def debrief(page, role: str) -> None:
    """All six steps, by keyboard."""
    press(page, TEXTS["debriefNow"])
    press(page, TEXTS["next"])
    assert "Step 2 of 6" in page.evaluate("document.activeElement.textContent")
    tab_to(page, "#capstone-plan")
    page.keyboard.press("ArrowDown")
    press(page, TEXTS["replay"])
    press(page, TEXTS["next"])
    choose(page, "theory", "spiral")
    assert "You said spiral; it was" in text(page, ".capstone-step:nth-of-type(3)")
    press(page, TEXTS["next"])
    tab_to(page, "#capstone-otherWeights-" + role + "-stability")
    page.keyboard.press("Control+a")
    page.keyboard.type("0")
    assert TEXTS["make100"] in text(page, ".capstone-step:nth-of-type(4)")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    own = "50" if role == "JP" else "45"
    page.keyboard.type(own)
    assert "Sum, other weights" in text(page, ".capstone-step:nth-of-type(4)")
    press(page, TEXTS["next"])
    press(page, TEXTS["next"])
    for target in page.locator(".capstone-step a").all():
        assert page.locator(target.get_attribute("href")).count() == 1


# ---- fairness of the table --------------------------------------------------------------------


def test_two_players_do_not_see_each_others_move(browser, base):
    seen = opened(browser, base, f"seed:4,role:both,weights:{DEFAULT['JP']}~{DEFAULT['RU']},moves:")
    page = seen.page
    tab_to(page, "#capstone input[name=move]")
    choose(page, "move", "protest_islands")
    assert heading(page) == "Quarter 1 of 8: Russia"
    assert MOVES["JP"]["protest_islands"].name not in text(page, ".capstone-stage")
    assert "moves:" in page.url and "moves:5" not in page.url
    choose(page, "move", "moratorium")
    assert heading(page) == "Quarter 2 of 8: Japan"
    assert "Japan: Protest over the islands. Russia: Renew the moratorium." in text(
        page, ".capstone-stage"
    )
    page.context.close()


def test_true_tension_appears_only_in_the_debrief(browser, base):
    role, seed, moves = PLAYED["alarm"]
    page = opened(browser, base, address(role, seed, moves)).page
    assert TEXTS["true"] not in page.content().split("data-rules")[0]
    assert page.locator(".capstone-stage", has_text=TEXTS["true"]).count() == 0
    assert page.locator(".capstone-chart .truth").count() == 0
    page.get_by_role("button", name=TEXTS["debriefNow"]).click()
    game = python_game(role, seed, moves)
    assert [int(row[6]) for row in log_of(page)] == [row.state.T for row in game.quarters]
    assert page.locator(".capstone-chart path.truth").count() == 1
    page.context.close()


def test_each_quarter_is_announced_once(browser, base):
    page = opened(browser, base, f"seed:2,role:JP,weights:{DEFAULT['JP']},moves:").page
    page.evaluate(
        "() => { window.said = []; const voice = document.querySelector('#capstone > [aria-live]');"
        " new MutationObserver(() => window.said.push(voice.textContent))"
        ".observe(voice, { childList: true, characterData: true, subtree: true }); }"
    )
    game = python_game("JP", 2, PLANS["talk_only"])
    assert not any(row.alarm for row in game.quarters[:3])
    for turn in range(3):
        choose(page, "move", PLANS["talk_only"][turn])
        page.wait_for_timeout(50)
    said = page.evaluate("window.said")
    assert len(said) == 3
    for row, words in zip(game.quarters, said, strict=False):
        assert words.startswith(TEXTS["over"].format(turn=row.turn))
        assert f"Reported tension: {row.reported}," in words
    page.context.close()


# ---- the address ------------------------------------------------------------------------------


def test_a_page_loaded_again_goes_on_where_it_was(browser, base):
    page = opened(browser, base, f"seed:9,role:RU,weights:{DEFAULT['RU']},moves:").page
    for move in ("transparency", "functional"):
        choose(page, "move", move)
    before = text(page, ".capstone-stage")
    assert page.url.endswith("moves:35")
    page.reload()
    assert text(page, ".capstone-stage") == before
    page.context.close()


@pytest.mark.parametrize(
    "wrong",
    ["seed:-3,role:US", "seed:7,role:JP,weights:1-2-3,moves:00", "seed:x,key:zzzz", "nonsense"],
)
def test_a_broken_address_starts_a_new_game(browser, base, wrong):
    seen = opened(browser, base, wrong)
    assert heading(seen.page) == TEXTS["setup"]
    assert 1 <= int(seen.page.locator("#capstone-seed").input_value()) <= 9999
    assert seen.errors == []
    seen.page.context.close()


@pytest.mark.parametrize("world", ["spiral", "deterrence"])
def test_an_instructor_hides_a_theory_in_a_link(browser, base, world):
    seen = opened(browser, base, "seed:7,role:JP")
    page = seen.page
    page.locator(".capstone-instructor summary").click()
    page.locator(f"#capstone-world-{world}").check()
    page.get_by_role("button", name=TEXTS["start"]).click()
    link = page.url
    assert "key:" in link and world not in link and "spiral" not in link
    moves = PLANS["talk_only"]
    digits = re.sub(r",moves:.*", "", link.split("capstone=")[1])
    page.context.close()
    game = python_game("JP", 7, moves, world)
    answered = "".join(
        f"{ACTIONS['JP'].index(move)}{'v' if row.alarm else ''}"
        for move, row in zip(moves, game.quarters, strict=False)
    )
    page = opened(browser, base, f"{digits},moves:{answered}").page
    assert [int(row[5]) for row in log_of(page)] == [row.reported for row in game.quarters]
    page.context.close()


def test_weights_must_add_up(browser, base):
    page = opened(browser, base, "seed:7,role:JP").page
    page.locator("#capstone-weights-JP-alliance").fill("30")
    page.get_by_role("button", name=TEXTS["start"]).click()
    assert heading(page) == TEXTS["setup"]
    assert "They add up to 115." in text(page, ".capstone-error")
    assert page.evaluate("document.activeElement.type") == "number"
    page.locator("#capstone-weights-JP-stability").fill("20")
    page.get_by_role("button", name=TEXTS["start"]).click()
    assert heading(page) == "Quarter 1 of 8"
    assert page.locator("#capstone input[type=number]").count() == 0, "weights are locked"
    assert "weights:20-15-30-15-10-10" in page.url
    page.context.close()


# ---- for every reader -------------------------------------------------------------------------

VIEWS = {
    "light": {"width": 1280, "scheme": "light"},
    "dark": {"width": 1280, "scheme": "dark"},
    "phone": {"width": 375, "height": 812, "scheme": "light"},
}


def check(seen) -> None:
    """No axe finding inside the game, nothing wider than the screen, no error."""
    results = Axe().run(seen.page, context="#capstone")
    found = [(v["id"], v["nodes"][0]["html"][:160]) for v in results.response["violations"]]
    assert found == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert seen.page.evaluate(wide) <= 1
    assert seen.errors == [] and seen.foreign == [] and seen.violations() == []


@pytest.mark.parametrize("view", VIEWS if FULL else ["dark", "phone"])
def test_every_screen_is_clean(browser, base, view):
    role, seed, moves = PLAYED["alarm"]
    until_alarm = re.sub(r"\dv.*", "", address(role, seed, moves))
    seen = opened(browser, base, f"seed:{seed},role:both", **VIEWS[view])
    check(seen)
    seen.page.context.close()
    seen = opened(browser, base, until_alarm, **VIEWS[view])
    check(seen)
    choose(seen.page, "move", moves[2])
    assert "an alarm" in heading(seen.page)
    check(seen)
    seen.page.context.close()
    seen = opened(browser, base, address(role, seed, moves), **VIEWS[view])
    check(seen)
    debrief(seen.page, role)
    check(seen)
    seen.page.context.close()


def test_targets_are_large_enough_for_a_finger(browser, base):
    page = opened(browser, base, f"seed:2,role:JP,weights:{DEFAULT['JP']},moves:", width=375).page
    for option in page.locator(".capstone-option, .capstone button").all():
        assert option.bounding_box()["height"] >= 44
    page.context.close()


def test_without_javascript_the_rules_stand_as_tables(browser, base):
    page = opened(browser, base, java_script_enabled=False).page
    assert "needs JavaScript" in text(page, ".capstone-off")
    assert "invented" in text(page, ".capstone-limits")
    words = text(page, "main")
    for moves in MOVES.values():
        for word in moves.values():
            assert word.name in words
    assert page.locator("main table").count() >= 7
    page.context.close()


def test_the_script_is_light():
    assert weight("_assets/capstone.js") < 12 * KB
    assert weight("_assets/capstone.css") < 3 * KB
