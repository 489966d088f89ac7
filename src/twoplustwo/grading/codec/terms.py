"""What both ends of the codec agree on: limits, types of arrays, and what is no data."""

from __future__ import annotations

from dataclasses import dataclass

MAX_DEPTH = 24
MAX_ITEMS = 1_000_000
MAX_TEXT = 1_000_000
MAX_BITS = 4096
MAX_DIMENSIONS = 8
SAFE_INT = 2**63
RAW = {f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)}
RAW |= {"|b1", "|i1", "|u1", "<f2", "<f4", "<f8"}
TIMES = {f"<{kind}8[{unit}]" for kind in "Mm" for unit in ("s", "ms", "us", "ns", "D")}
MASKED = {f"{sign}{size}" for sign in ("Int", "UInt") for size in (8, 16, 32, 64)}
MASKED |= {"Float32", "Float64", "boolean"}


class CodecError(ValueError):
    """Bytes or values that the codec does not take; the message says why."""


@dataclass(frozen=True)
class Opaque:
    """A value that stayed behind, and why."""

    reason: str


@dataclass(frozen=True)
class Remote:
    """A function that stayed behind and can be called over the pipe."""

    name: str
