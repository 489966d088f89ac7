"""The spine of the course: every claim has a verdict, a source and a section that tests it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from twoplustwo import load, tables
from twoplustwo.data import source
from twoplustwo.data.citation import split_ids
from twoplustwo.explorers._ledger import PAGES, links

ROOT = Path(__file__).parents[1]
CODE = re.compile(r"^(`{3,})\{?.*?^\1\s*$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)
CLOSING = {
    "what-the-model-leaves-out",
    "check-yourself",
    "exercises",
    "sources-and-further-reading",
}
"""Sections that every chapter has; none of them tests a claim."""

CLAIMS = load("claims").set_index("claim_id")
rows = pytest.mark.parametrize("claim", [row for _, row in CLAIMS.iterrows()], ids=CLAIMS.index)


def anchor(heading: str) -> str:
    """Return the anchor that a link in Markdown gives to a heading."""
    plain = re.sub(r"[*`]", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(page: str) -> set[str]:
    """Return the anchors of the second and third level of a page, without the closing sections."""
    text = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    return {anchor(heading) for heading in HEADING.findall(CODE.sub("", text))} - CLOSING


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Was it 943 or 944?", "was-it-943-or-944"),
        ("Did the ban make Russia's hand stronger?", "did-the-ban-make-russias-hand-stronger"),
        ("1855: a line in the strait", "1855-a-line-in-the-strait"),
    ],
)
def test_anchors_are_those_of_the_pages(heading, expected):
    assert anchor(heading) == expected


@rows
def test_a_section_tests_the_claim(claim: pd.Series):
    page, _, section = claim["chapter"].partition("#")
    assert (ROOT / f"{page}.md").is_file(), page
    assert section in anchors(page), f"{page}.md has no such section; it has {anchors(page)}"
    assert page in PAGES


@rows
def test_the_claim_has_a_verdict_and_a_source_besides_the_text(claim: pd.Series):
    assert isinstance(claim["verdict"], str)
    cited = split_ids(claim["source_id"])
    assert cited[0] == "carnegie_2021"
    assert all(source(name).title for name in cited)
    if claim["verdict"] in ("confirmed", "partly", "contradicted"):
        assert len(cited) > 1, "the text cannot be its own witness"


@rows
def test_the_evidence_is_a_table_of_the_course(claim: pd.Series):
    if pd.notna(claim["evidence"]):
        assert set(split_ids(claim["evidence"])) <= set(tables()["name"])


def test_what_can_be_tested_has_evidence():
    tested = CLAIMS["verdict"].isin(["confirmed", "partly", "contradicted"])
    assert CLAIMS.loc[tested, "evidence"].notna().all()


def test_every_page_of_the_course_tests_something():
    used = set(CLAIMS["chapter"].str.partition("#")[0])
    assert used == set(PAGES) - {"book/start/ledger"}


def test_titles_are_those_of_the_pages():
    for page, title in PAGES.items():
        text = (ROOT / f"{page}.md").read_text(encoding="utf-8")
        assert re.search(r"^# (.+)$", CODE.sub("", text), re.MULTILINE)[1] == title, page


def test_the_claims_are_in_our_own_words():
    """Nothing is quoted; that nothing is copied, a reader with both texts must judge."""
    for column in ("claim", "data_2021", "by_2026"):
        assert not CLAIMS[column].str.contains('[“”"]', regex=True).any()


def test_eight_forecasts_carry_a_question_and_both_answers_occur():
    asked = CLAIMS.dropna(subset=["question"])
    assert len(asked) == 8
    assert set(asked["forecast_outcome"]) == {"happened", "did_not_happen"}
    assert asked["question"].str.endswith("?").all()


def test_the_page_links_every_claim_to_its_section():
    text = links("book/start/ledger")
    assert text.count("](") == len(CLAIMS)
    assert "](../dispute/history.md#why-did-the-talks-end-in-2022-and-what-is-left)" in text
    assert f"](reading.md#{anchor('How many rounds were there?')})" in text
