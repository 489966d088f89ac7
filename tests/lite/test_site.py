"""The built site: its settings, its lock, and nothing that comes from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile

import pytest

from twoplustwo.lite import lock, pyodide, site

PINS = {"anywidget": "0.11.0", "ipywidgets": "8.1.9", "jsonschema": "4.17.3", "numpy": "2.4.3",
        "pandas": "3.0.2", "plotly": "7.1.0"}  # fmt: skip


@pytest.fixture(scope="module")
def locked(lite):
    return lock.read(lite / "static" / "pyodide")


def test_pyodide_comes_from_this_site(lite):
    settings = site.kernel_settings(lite)
    assert settings["pyodideUrl"] == "./static/pyodide/pyodide.mjs"
    assert settings["disablePyPIFallback"] is True
    assert list(site.addresses(lite)) == []
    for name in pyodide.RUNTIME:
        assert (lite / "static" / "pyodide" / name).is_file()


def test_a_foreign_address_in_the_settings_is_seen(tmp_path):
    (tmp_path / "jupyter-lite.json").write_text('{"a": [{"b": "https://example.org/x"}]}')
    assert list(site.addresses(tmp_path)) == ["jupyter-lite.json: https://example.org/x"]


def test_a_build_without_our_pyodide_is_refused(tmp_path):
    config = {"jupyter-config-data": {"litePluginSettings": {site.KERNEL: {"pyodideUrl": "cdn"}}}}
    (tmp_path / "jupyter-lite.json").write_text(json.dumps(config))
    with pytest.raises(site.SiteError, match="pyodideUrl is 'cdn'"):
        site.finish(tmp_path)


def test_every_wheel_lies_in_the_site_with_its_digest(lite, locked):
    folder = lite / "static" / "pyodide"
    for name, entry in locked["packages"].items():
        content = (folder / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], name
    assert {path.name for path in folder.glob("*.whl")} == {
        entry["file_name"] for entry in locked["packages"].values()
    }


def test_the_lock_is_closed_and_holds_the_stated_versions(locked):
    names = set(locked["packages"])
    for name, entry in locked["packages"].items():
        assert set(entry["depends"]) <= names, name
    assert set(site.PRELOADED) <= names
    assert {name: locked["packages"][name]["version"] for name in PINS} == PINS
    assert locked["packages"]["twoplustwo"]["imports"] == ["twoplustwo"]
    assert "scipy" not in names


def test_our_wheel_brings_the_tables(lite, locked):
    name = locked["packages"]["twoplustwo"]["file_name"]
    with zipfile.ZipFile(lite / "static" / "pyodide" / name) as wheel:
        members = wheel.namelist()
    assert "twoplustwo/data/tables/scrambles.csv" in members
    assert not [m for m in members if re.search(r"salt|master\.md|variants\.py|rubric\.yml", m)]


def test_the_extensions_that_show_figures_are_there(lite):
    config = json.loads((lite / "jupyter-lite.json").read_text())["jupyter-config-data"]
    names = {extension["name"] for extension in config["federated_extensions"]}
    assert names == set(site.EXTENSIONS)
    for extension in config["federated_extensions"]:
        assert (lite / "extensions" / extension["name"] / extension["load"]).is_file()
    assert (lite / "static" / "plotly" / "widget.js").stat().st_size > 1e6


def test_every_notebook_of_the_book_is_in_it(lite):
    ours = {p.relative_to(lite / "files") for p in (lite / "files").rglob("*.ipynb")}
    book = lite.parent / "notebooks"
    assert ours == {p.relative_to(book) for p in book.rglob("*.ipynb")}
    listed = json.loads((lite / "api" / "contents" / "book" / "all.json").read_text())
    assert any(item["path"] == "book/dispute" for item in listed["content"])
