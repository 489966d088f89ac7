"""The Plotly bundle: fetched once, checked, kept outside the tree."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import plotly.offline
import pytest

from twoplustwo.book import bundle, npm

VERSION = bundle.PLOTLY.version


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(npm.CACHE_VARIABLE, str(tmp_path))
    return tmp_path


def test_it_is_the_version_that_plotly_carries():
    head = plotly.offline.get_plotlyjs()[:200]
    assert re.search(r"plotly\.js v([\d.]+)", head)[1] == VERSION


def test_the_name_in_the_site_holds_the_digest():
    path, content = bundle.plotly()
    assert re.fullmatch(r"_packs/plotly-basic\.[0-9a-f]{12}\.min\.js", path)
    assert f"v{VERSION}".encode() in content[:200]


def test_a_cached_archive_is_not_fetched_again(empty_cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(npm.CACHE_VARIABLE)
    kept = bundle.PLOTLY.archive()
    monkeypatch.setenv(npm.CACHE_VARIABLE, str(empty_cache))
    shutil.copyfile(kept, empty_cache / kept.name)
    monkeypatch.setattr(npm, "pack", lambda wanted, folder: pytest.fail("fetched again"))
    assert bundle.PLOTLY.archive() == empty_cache / kept.name


def test_a_changed_archive_is_refused(empty_cache: Path):
    path = empty_cache / "x.tgz"
    path.write_bytes(b"something else")
    with pytest.raises(npm.FetchError, match="delete the file"):
        bundle.PLOTLY.check(path)


def test_unreachable_says_what_to_run(empty_cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(npm, "pack", lambda wanted, folder: "ENOTFOUND")
    with pytest.raises(npm.FetchError) as caught:
        bundle.PLOTLY.archive()
    command = f"npm pack plotly.js-basic-dist-min@{VERSION} --pack-destination {empty_cache}"
    assert command in str(caught.value) and "ENOTFOUND" in str(caught.value)
    assert list(empty_cache.iterdir()) == []
