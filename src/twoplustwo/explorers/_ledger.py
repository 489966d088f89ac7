"""The claims ledger as pictures need it: words, signs and order of kinds, verdicts and themes."""

from __future__ import annotations

from functools import cache
from posixpath import relpath

import pandas as pd

from twoplustwo import load
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.data import sources_of

KINDS = {"fact": "Fact", "forecast": "Forecast", "judgement": "Judgement"}
VERDICTS = {
    "confirmed": "Confirmed",
    "partly": "Partly",
    "contradicted": "Contradicted",
    "not_testable": "Cannot be tested",
    "not_found": "No data found",
}
SIGNS = {
    "confirmed": ("circle", ACCENT, "●"),
    "partly": ("circle-open-dot", ACCENT, "◉"),
    "contradicted": ("x", INK_COLOUR, "✖"),
    "not_testable": ("square-open", SOFT, "□"),
    "not_found": ("triangle-up-open", SOFT, "△"),
}
"""Verdict -> marker, colour and the same sign in a key."""

THEMES = {
    "year_2020": "The year 2020",
    "us_china": "US-China rivalry",
    "sea_lanes": "Sea lanes",
    "technology": "Technology race",
    "japan": "Japan’s weapons",
    "two_plus_two": "Two-plus-two",
    "constitution": "Constitution",
    "dispute": "Treaty talks",
    "deployments": "Forces on islands",
    "new_start": "New START",
    "third_power": "Third power",
    "after_inf": "After INF",
    "missile_defence": "Missile defence",
    "korea": "Korea",
    "dialogue": "Dialogue",
}
"""Themes in the order of the course, in words that fit beside a picture on a phone."""

PAGES = {
    "book/start/reading": "How to read a policy text as data",
    "book/start/ledger": "The claims ledger",
    "book/setting/year_2020": "2020 and after",
    "book/setting/sea_lanes": "Sea lanes, energy and food",
    "book/dispute/history": "From Shimoda to the constitution",
    "book/dispute/bargaining": "Bargaining without a treaty",
    "book/dispute/deployments": "Guns on the islands",
    "book/arms-control/counting": "Counting warheads",
    "book/arms-control/after_inf": "After INF",
    "book/arms-control/third_power": "The third nuclear power",
    "book/arms-control/warning": "Hypersonics, warning time and missile defence",
    "book/korea/tests_sanctions": "Tests and sanctions",
    "book/korea/risk": "Risk, clustering and false alarms",
    "book/dialogue/channel": "What a channel is worth",
    "book/dialogue/networks": "Networks of dialogue",
}
"""Pages that test a claim -> their titles, in the order of the course."""


@cache
def ledger() -> pd.DataFrame:
    """Return the ledger in the order of the commentary, numbered from 1, with its page's title."""
    table = load("claims")
    page = table["chapter"].str.partition("#")[0]
    return table.assign(
        number=range(1, len(table) + 1), page=page, tested_in=page.map(PAGES).astype(str)
    )


def source_ids() -> tuple[str, ...]:
    """Return every source of the ledger once."""
    return tuple(source.source_id for source in sources_of("claims"))


def key_of_verdicts(*, breaks: tuple[str, ...] = ()) -> str:
    """Return the key under a picture: each sign with its verdict, lines broken before `breaks`."""
    entries = []
    for verdict, (_, colour, sign) in SIGNS.items():
        gap = "<br>" if verdict in breaks else "   " if entries else ""
        entries.append(f'{gap}<span style="color:{colour}">{sign}</span> {VERDICTS[verdict]}')
    return "".join(entries)


def links(page: str) -> str:
    """Return the whole ledger as Markdown: each claim a link to the section that tests it.

    Parameters
    ----------
    page : str
        The page on which the list stands, ``"book/start/ledger"``: links are relative to it.
    """
    lines = []
    for path, title in PAGES.items():
        rows = ledger()[ledger()["page"] == path]
        if len(rows):
            lines += [f"**{title}**", ""]
        for row in rows.itertuples():
            _, _, anchor = row.chapter.partition("#")
            file = relpath(f"{path}.md", page.rpartition("/")[0])
            lines.append(f"- [{row.claim}]({file}#{anchor}) {VERDICTS[row.verdict]}.")
        lines.append("")
    return "\n".join(lines)
