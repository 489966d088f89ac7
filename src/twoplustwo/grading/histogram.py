"""The distribution of points as a picture: bars in SVG user units, which the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
WIDTH, HEIGHT = 640, 250
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 30, 34


@dataclass(frozen=True)
class Bar:
    """One bar: its place in the picture, and how many students stand in it."""

    x: float
    y: float
    width: float
    height: float
    count: int
    label: str


@dataclass(frozen=True)
class Histogram:
    """Shares of the points, from 0 to 1, in ten bars of equal width; the last includes 1."""

    bars: tuple[Bar, ...]
    median_x: float | None
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Places and words below the axis."""
        return [(_x(step / 5), f"{20 * step}%") for step in range(6)]


def histogram(shares: Sequence[float], median: float | None) -> Histogram:
    """Sort shares of the points into bars."""
    counts = [0] * BINS
    for share in shares:
        # A hair of room, so that 0.3 computed as 0.29999999 stands where 0.3 does.
        counts[min(BINS - 1, int(share * BINS + 1e-9))] += 1
    tallest = max(counts, default=0) or 1
    bars = tuple(_bar(at, count, tallest) for at, count in enumerate(counts))
    return Histogram(bars, None if median is None else _x(median))


def _bar(at: int, count: int, tallest: int) -> Bar:
    height = (HEIGHT - TOP - BOTTOM) * count / tallest
    left, right = _x(at / BINS) + 2, _x((at + 1) / BINS) - 2
    closing = "to 100%" if at == BINS - 1 else f"to under {10 * (at + 1)}%"
    top = HEIGHT - BOTTOM - height
    return Bar(left, round(top, 1), right - left, round(height, 1), count, f"{10 * at}% {closing}")


def _x(share: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)
