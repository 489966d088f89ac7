"""Otter's test files: read, parsed, and written as text whatever form they had."""

from __future__ import annotations

import pprint
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from otter.test_files import TestFile

MARK = "OK_FORMAT"


def parse(text: str, path: str = "<test>") -> TestFile:
    """Parse the text of a test file, in otter's exception or its older ``ok`` format.

    Raises
    ------
    ValueError
        If the text is no test file; the message says what is missing.
    """
    # Importing otter takes a second, which only grading and proving need.
    from otter.test_files import ExceptionTestFile, OKTestFile

    values: dict[str, Any] = {}
    try:
        exec(compile(text, path, "exec", dont_inherit=True), values)
        if values.get(MARK):
            return OKTestFile.from_spec(values["test"], path=path)
        if MARK in values:
            return ExceptionTestFile.from_string(text, path=path)
    except Exception as error:
        raise ValueError(f"{path}: no otter test file: {type(error).__name__}: {error}") from error
    raise ValueError(f"{path}: no otter test file: it does not define {MARK}")


def from_folder(folder: Path) -> dict[str, str]:
    """Texts of the test files in a folder, by question."""
    paths = sorted(folder.glob("*.py")) if folder.is_dir() else []
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def from_metadata(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Texts of the tests that a notebook's metadata hold, by question."""
    tests = metadata.get("otter", {}).get("tests", {})
    return {
        name: one if isinstance(one, str) else f"{MARK} = True\n\ntest = {pprint.pformat(one)}\n"
        for name, one in tests.items()
    }
