"""The Data Package standard, the wheel, and the layout of the folder."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from twoplustwo.data import package
from twoplustwo.data.package import folder

ROOT = Path(__file__).parents[2]


def test_the_package_is_a_valid_data_package() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder().joinpath("datapackage.json")))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == len(package.descriptor()["resources"])


def test_every_table_declares_its_custom_properties() -> None:
    for item in package.descriptor()["resources"]:
        assert {"vintage", "updatePeriod", "knownGaps", "licenses"} <= set(item), item["name"]
        assert item["schema"]["primaryKey"], item["name"]


def test_warheads_name_both_authors() -> None:
    licences = package.resources_by_name(package.descriptor())["warheads"]["licenses"]
    text = json.dumps(licences)
    assert "Our World in Data" in text and "Federation of American Scientists" in text


def test_a_folder_without_tables_says_where_it_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "DESCRIPTOR", "no-such-file.json")
    package.folder.cache_clear()
    with pytest.raises(FileNotFoundError, match=r"no-such-file\.json beside the installed package"):
        package.folder()
    package.folder.cache_clear()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(place.glob("*.whl"))


def test_the_wheel_carries_the_tables(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for path in folder().iterdir():
        if path.name.endswith((".csv", ".json")):
            assert f"twoplustwo/data/tables/{path.name}" in names


def test_an_installed_wheel_loads_its_own_tables(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import twoplustwo\n"
        "from twoplustwo.data import validate\n"
        "from twoplustwo.data.package import folder\n"
        "print(folder()); print(len(twoplustwo.load('scrambles')), len(validate()))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    place, counts = run.stdout.split("\n")[:2]
    assert place == str(tmp_path / "twoplustwo" / "data" / "tables")
    assert counts.split()[1] == "0" and int(counts.split()[0]) > 25
