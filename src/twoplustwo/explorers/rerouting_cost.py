"""What a detour adds to a barrel (M19), beside what ships, insurance and Hormuz have added.

The reader moves the detour. The marks below it are published prices of 2025 and 2026 and do not
move. The scale is logarithmic: each step to the right is ten times as much.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import new_figure, tint
from twoplustwo.charts.theme import ACCENT, COUNTRY, INK_COLOUR, RULE, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers._sea import CARGO, KNOTS, USUAL, route
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Slider, fixed, grouped
from twoplustwo.models.sealanes import extra_days, extra_ships, rerouting

FUEL_AT = 60.0
"""Tonnes of fuel a day at `KNOTS`, illustrative; it grows with the cube of the speed."""

SHIP_VALUE = 100e6
"""Dollars: a large tanker, the upper end of the published values of 2025."""

DETOURS = {
    "gulf_lombok_makassar_yokohama": "By Lombok to Yokohama",
    "gulf_lombok_makassar_ulsan": "By Lombok to Ulsan",
    "gulf_australia_yokohama": "Round Australia to Yokohama",
    "gulf_australia_ulsan": "Round Australia to Ulsan",
}
MODEL, HIRE, COVER, PRICE = 3.0, 2.0, 1.0, 0.0  # heights of the rows
LOWEST, HIGHEST = -2.3, 2.15  # logarithms of dollars a barrel: half a cent to 140 dollars


@cache
def item(item_id: str) -> tuple[float, float]:
    """A published value of shipping_costs, low and high."""
    row = load("shipping_costs").set_index("item_id").loc[item_id]
    return float(row["value_low"]), float(row["value_high"])


@cache
def malacca_flow() -> float:
    """Oil through Malacca in 2023, million barrels a day."""
    rows = load("chokepoint_flows")
    rows = rows[(rows["chokepoint_id"] == "malacca") & (rows["metric"] == "oil_flow")]
    return float(rows.loc[rows["period"] == "2023", "value"].iloc[0])


def fuel_a_day(knots: NDArray) -> NDArray:
    """Tonnes a day at a speed: resistance grows with its square, power with its cube."""
    return FUEL_AT * (np.asarray(knots, float) / KNOTS) ** 3


def marks() -> dict[str, tuple[float, float]]:
    """Published additions to a barrel, dollars: hire of a ship, insurance, price of crude."""
    days = 2 * float(extra_days(route(USUAL["yokohama"]).nm, KNOTS))  # there and back
    hire = tuple(item(i)[0] * days / CARGO for i in ("rate_2025_06_11", "rate_2026_03_02"))
    cover = tuple(
        rate / 100 * SHIP_VALUE / CARGO
        for rate in (item("premium_before")[0], item("premium_2026_03")[1])
    )
    jump = item("brent_2026_03_09")[0] - item("brent_2026_02_27")[0]
    return {"hire": hire, "cover": cover, "price": (jump, jump)}  # type: ignore[dict-item]


def dollars(x: float) -> str:
    """An amount a barrel: cents below one dollar."""
    return f"{fixed(100 * x)} cents" if x < 0.995 else f"${fixed(x, 2 if x < 10 else 0)}"


def cost(detour: NDArray, knots: NDArray, hire: NDArray, fuel: NDArray) -> dict[str, Any]:
    extra = np.array([route(str(d)).extra_nm for d in detour])
    out = rerouting(extra, knots, hire, fuel_a_day(knots), fuel, CARGO)
    one, both = np.asarray(out.usd_per_bbl), 2 * np.asarray(out.usd_per_bbl)
    texts = [
        _sentence(str(d), day, a, b)
        for d, day, a, b in zip(detour, np.asarray(out.extra_days), one, both, strict=True)
    ]
    return {
        "model.x": np.log10(np.stack([one, both], axis=1)),
        "model.text": [[dollars(a), dollars(b)] for a, b in zip(one, both, strict=True)],
        "summary": texts,
        "alt": [f"Marks on a logarithmic scale of dollars a barrel. {t}" for t in texts],
        "table.usd": [[a, b, *_fixed_rows()] for a, b in zip(one, both, strict=True)],
    }


def _fixed_rows() -> list[float]:
    found = marks()
    return [*found["hire"], *found["cover"], found["price"][0]]


def _sentence(detour: str, days: float, one: float, both: float) -> str:
    way = DETOURS[detour]
    return (
        f"{way}: {fixed(days, 1)} days more, {dollars(one)} a barrel, or {dollars(both)} if the "
        f"empty voyage back is counted. In March 2026 the price of crude rose by "
        f"{dollars(marks()['price'][0])} a barrel in ten days."
    )


def ships(detour: NDArray, knots: NDArray) -> dict[str, Any]:
    extra = np.array([route(str(d)).extra_nm for d in detour])
    days = np.asarray(extra_days(extra, knots))
    count = np.asarray(extra_ships(malacca_flow(), days, CARGO / 1e6))
    fleet = item("fleet")[0]
    words = [
        f"{grouped(n)} of about {grouped(fleet)} supertankers, for all the oil of Malacca"
        for n in count
    ]
    return {
        "bound.x": count[:, None],
        "layout.annotations[4].text": words,
        "title": [TITLES[PORTS_OF[str(d)]] for d in detour],
        "table.what": [list(ROWS)] * len(detour),
        "table.ships": [[n, n, None, None, None, None, None] for n in count],
    }


ROWS = (
    "this detour, loaded leg",
    "this detour, both legs",
    "hire of a ship, usual voyage and back, 11 June 2025",
    "hire of a ship, usual voyage and back, 2 March 2026",
    "war-risk insurance, before the war",
    "war-risk insurance, March 2026 (upper value)",
    "price of crude, 27 February to 9 March 2026",
)
PORTS_OF = {name: ("lombok" if "lombok" in name else "australia") for name in DETOURS}
TITLES = {
    "lombok": "The detour by Lombok costs cents; ships, insurance and Hormuz cost dollars",
    "australia": "Even round Australia fuel and hire are the small part; finding the ships is not",
}


def template() -> go.Figure:
    found = marks()
    model = go.Scatter(
        uid="model", x=[0.0, 0.0], y=[MODEL, MODEL], mode="markers+lines+text", text=["", ""],
        textposition=["middle left", "middle right"], line={"color": ACCENT, "width": 3},
        marker={"size": 13, "color": ACCENT, "symbol": ["circle", "circle-open"],
                "line": {"width": 2, "color": ACCENT}},
        textfont={"color": INK_COLOUR}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    rows = [_range("hire", HIRE, found["hire"]), _range("cover", COVER, found["cover"]),
            _range("price", PRICE, found["price"][:1])]  # fmt: skip
    fleet = go.Bar(
        uid="fleet", orientation="h", x=[item("fleet")[0]], y=[0], width=0.5, xaxis="x2",
        yaxis="y2", marker={"color": tint(COUNTRY["OTHER"], 0.3)}, hoverinfo="skip",
    )  # fmt: skip
    bound = go.Bar(
        uid="bound", orientation="h", x=[0], y=[0], width=0.5, xaxis="x2", yaxis="y2",
        marker={"color": ACCENT}, hoverinfo="skip",
    )  # fmt: skip
    return new_figure([model, *rows, fleet, bound], _layout())


def _range(uid: str, row: float, ends: tuple[float, ...]) -> go.Scatter:
    places = ["middle left", "middle right"] if len(ends) > 1 else ["middle left"]
    symbols = ["circle-open", "circle"] if len(ends) > 1 else ["circle"]
    return go.Scatter(
        uid=uid, x=[float(np.log10(e)) for e in ends], y=[row] * len(ends),
        mode="markers+lines+text", text=[dollars(e) for e in ends], textposition=places,
        line={"color": SOFT, "width": 3}, textfont={"color": INK_COLOUR}, hoverinfo="skip",
        marker={"size": 11, "color": SOFT, "symbol": symbols, "line": {"width": 2, "color": SOFT}},
        cliponaxis=False,
    )  # fmt: skip


HEADS = (
    (MODEL, "This detour: loaded leg, and with the empty leg back"),
    (HIRE, "Hire of a ship for the usual voyage: June 2025, March 2026"),
    (COVER, "War-risk insurance: before the war, March 2026"),
    (PRICE, "Rise of the crude price, 27 February to 9 March 2026"),
)


def _layout() -> dict[str, Any]:
    ticks = [0.01, 0.1, 1, 10, 100]
    heads = [
        {"x": LOWEST, "y": row + 0.42, "text": text, "xanchor": "left", "showarrow": False,
         "font": {"color": SOFT}}
        for row, text in HEADS
    ]  # fmt: skip
    fleet = {"x": 0, "y": 0.62, "xref": "x2", "yref": "y2", "text": "", "xanchor": "left",
             "showarrow": False, "font": {"color": SOFT}}  # fmt: skip
    return {
        "barmode": "overlay",
        "margin": {"l": 14, "r": 18, "t": 6, "b": 30},
        "xaxis": {"range": [LOWEST, HIGHEST], "tickvals": [float(np.log10(t)) for t in ticks],
                  "ticktext": ["1 cent", "10 cents", "$1", "$10", "$100"], "showgrid": True,
                  "gridcolor": RULE, "anchor": "y"},
        "yaxis": {"range": [-0.5, 3.75], "visible": False, "domain": [0.27, 1]},
        "xaxis2": {"range": [0, 790], "anchor": "y2", "tickvals": [0, 200, 400, 600],
                   "ticksuffix": ""},
        "yaxis2": {"range": [-0.4, 0.9], "visible": False, "domain": [0, 0.15], "anchor": "x2"},
        "annotations": [*heads, fleet],
    }  # fmt: skip


def _sources() -> tuple[str, ...]:
    rows = load("shipping_costs").set_index("item_id")
    used = ["rate_2025_06_11", "rate_2026_03_02", "premium_before", "premium_2026_03",
            "ship_value_2025", "brent_2026_02_27", "brent_2026_03_09", "fuel_2024_03",
            "fuel_2022_05", "fleet", "fuel_use"]  # fmt: skip
    return ("noer_gregory_1996", *source_ids(rows.loc[used, "source_id"]),
            "eia_chokepoints_2024", "own_calculation")  # fmt: skip


explorer = Explorer(
    name="rerouting_cost",
    subtitle="US dollars a barrel (each step to the right is ten times as much), and supertankers",
    sources=_sources(),
    note="Speed, hire and fuel price are yours to set. Illustrative: 2 million barrels a ship, 60 "
    "tonnes of fuel a day at 13.5 knots, growing with the cube of the speed; insurance on a ship "
    "worth 100 million dollars. Marks in grey are published values of the dates given. The fleet "
    "is a count from before the end of 2022.",
    controls=(
        Choice("detour", "Detour", tuple(DETOURS.items())),
        Slider("knots", "Speed", 11, 16, step=0.5, default=13.5, unit="knots"),
        Slider("hire", "Hire of the ship a day", 25000, 425000, step=25000, default=50000,
               labels=[f"{grouped(n)} dollars" for n in range(25000, 425001, 25000)]),
        Slider("fuel", "Price of a tonne of fuel", 400, 1000, step=200, default=600,
               labels=[f"{grouped(n)} dollars" for n in range(400, 1001, 200)]),
    ),
    figure=template,
    products=(
        Product(("detour", "knots", "hire", "fuel"), cost),
        Product(("detour", "knots"), ships),
    ),
    columns=(
        Column("what", "What"),
        Column("usd", "Dollars a barrel", digits=2),
        Column("ships", "Extra supertankers", digits=0),
    ),
    narrow={"layout.margin.l": 10, "layout.margin.r": 14,
            **{f"layout.annotations[{i}].font.size": 11 for i in range(5)}},
    height=470,
)  # fmt: skip
