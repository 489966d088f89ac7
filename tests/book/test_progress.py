"""Progress on long work."""

from __future__ import annotations

import sys

import pytest

from twoplustwo.book.progress import Progress


def test_a_log_gets_a_line_a_step(capsys: pytest.CaptureFixture[str]):
    progress = Progress("notebooks", 2)
    progress.step("a")
    progress.step("b")
    progress.end()
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["notebooks 1/2: a", "notebooks 2/2: b"]
    assert lines[2].startswith("notebooks: 2 done in ")


def test_a_terminal_keeps_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = Progress("figures", 1)
    progress.step("a")
    progress.end()
    text = capsys.readouterr().err
    assert text.count("\n") == 1 and text.startswith("\r")


def test_nothing_to_do_says_nothing(capsys: pytest.CaptureFixture[str]):
    Progress("figures", 0).end()
    assert capsys.readouterr().err == ""
