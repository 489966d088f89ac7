"""The pinned requirement files are exports of pyproject.toml, and carry no address."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = {
    "requirements.txt": ("book",),
    "requirements-dev.txt": ("book", "cli", "dev", "grade", "lite"),
    "binder/requirements.txt": ("binder",),
    "tests/requirements-lowest.txt": ("lowest",),
}


def asked(extras: tuple[str, ...]) -> list[Requirement]:
    """The base dependencies and those of `extras`, as pyproject.toml states them."""
    project = PROJECT["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def pins(text: str) -> dict[str, list[Requirement]]:
    """Name -> the pinned requirements of that name (several where markers differ)."""
    found: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^([A-Za-z0-9][^\\\n#]*==[^\\\n]*?)\s*\\?$", text, re.MULTILINE):
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def here(requirement: Requirement, extras: set[str]) -> bool:
    """Whether the marker of `requirement` holds on this machine with one of `extras`."""
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({"extra": extra}) for extra in extras or {""})


@cache
def needs(name: str, extras: frozenset[str]) -> list[Requirement]:
    """What the installed distribution `name` requires here."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        pytest.fail(f"{name} is required but not installed: run make lock and make test")
    return [item for item in map(Requirement, lines) if here(item, {"", *extras})]


def closure(direct: list[Requirement]) -> set[str]:
    """Names of everything that `direct` pulls in on this machine."""
    seen: set[tuple[str, frozenset[str]]] = set()
    stack = [item for item in direct if here(item, set())]
    while stack:
        item = stack.pop()
        key = (canonicalize_name(item.name), frozenset(item.extras))
        if key not in seen:
            seen.add(key)
            stack += needs(*key)
    return {name for name, _ in seen}


@pytest.mark.parametrize("file", EXTRAS)
def test_every_direct_dependency_is_pinned_within_its_range(file):
    pinned = pins((ROOT / file).read_text())
    for requirement in asked(EXTRAS[file]):
        versions = pinned.get(canonicalize_name(requirement.name))
        assert versions, f"{file} lacks {requirement}: run make lock"
        for pin in versions:
            assert requirement.specifier.contains(next(iter(pin.specifier)).version, True)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_the_file_pins_the_whole_closure_and_nothing_else(file):
    pinned = {
        name
        for name, versions in pins((ROOT / file).read_text()).items()
        if any(here(pin, set()) for pin in versions)
    }
    assert pinned == closure(asked(EXTRAS[file]))


@pytest.mark.parametrize("file", EXTRAS)
def test_pins_carry_hashes_and_no_address(file):
    text = (ROOT / file).read_text()
    assert "://" not in text and "index" not in text.split("\n", 1)[1]
    blocks = re.split(r"\n(?=\S)", text.split("\n", 1)[1].strip())
    assert all(re.match(r"\S+==\S+ ", block) for block in blocks)
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_held_versions_stand_in_every_pinned_file():
    for file in ("requirements.txt", "requirements-dev.txt", "binder/requirements.txt"):
        text = (ROOT / file).read_text()
        for pin in PROJECT["tool"]["twoplustwo"]["pins"]:
            assert re.search(rf"^{re.escape(pin)} ", text, re.MULTILINE), f"{file}: {pin}"


def test_the_lowest_file_holds_the_lower_bounds():
    pinned = pins((ROOT / "tests/requirements-lowest.txt").read_text())
    for requirement in asked(()):
        bound = next(iter(requirement.specifier)).version
        version = next(iter(pinned[canonicalize_name(requirement.name)][0].specifier)).version
        assert version.startswith(bound), requirement


def test_binder_installs_neither_sphinx_nor_grading():
    names = pins((ROOT / "binder/requirements.txt").read_text())
    assert not names.keys() & {"sphinx", "jupyter-book", "otter-grader", "kaleido", "pytest"}
