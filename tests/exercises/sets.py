"""The sets under test, and how many cases of each family are tried."""

from __future__ import annotations

import os
from pathlib import Path

FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))  # every seed, not the fixed sample
SEEDS = 500 if FULL else 12
HERE = Path(__file__).parent
SAMPLE = HERE / "sample"
ROOT = HERE.parents[1]
NAMES = (
    "reading",
    "dispute",
    "arms-control",
    "third-power",
    "warning-time",
    "korea",
    "sea-lanes",
    "dialogue",
    "capstone",
)
