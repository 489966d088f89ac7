"""Explorers by name: objects, never modules, and near names for a slip."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from twoplustwo import explorers
from twoplustwo.explorers.engine import Explorer

NAMES = explorers.catalogue()


def test_the_folder_is_the_catalogue():
    assert sorted(NAMES) == NAMES
    assert "engine" not in NAMES
    assert not [name for name in NAMES if name.startswith("_")]


def test_names_give_objects_even_after_the_module_was_imported():
    name = NAMES[0]
    module = importlib.import_module(f"twoplustwo.explorers.{name}")
    scope: dict = {}
    exec(f"from twoplustwo.explorers import {name}", scope)
    assert isinstance(scope[name], Explorer)
    assert scope[name] is module.explorer is explorers.get(name) is getattr(explorers, name)


def test_the_engine_stays_a_module():
    assert explorers.engine.Explorer is Explorer


def test_nothing_is_imported_before_it_is_asked_for():
    code = (
        "import sys, twoplustwo.explorers as e; e.catalogue();"
        "print([m for m in sys.modules if m.startswith('twoplustwo.explorers.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_slip_lists_near_names():
    name = NAMES[0]
    with pytest.raises(KeyError, match=name):
        explorers.get(name[:-1])
    with pytest.raises(ImportError):
        exec(f"from twoplustwo.explorers import {name}_x")
    assert not hasattr(explorers, "no_such_explorer")


def test_dir_lists_them():
    assert set(NAMES) <= set(dir(explorers))
