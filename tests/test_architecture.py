"""The arrows of the architecture: which part of the package may import which."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "twoplustwo"
PARTS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists())
ALLOWED = {
    "data": set(),
    "models": set(),
    "charts": {"data", "models"},
    "explorers": {"data", "models", "charts", "capstone"},
    "capstone": {"data", "models", "charts"},
    "quiz": set(),
    "book": {"data", "models", "charts", "explorers", "capstone", "quiz"},
    "exercises": {"data"},
    "lite": {"book"},
    "grading": {"data", "exercises"},
    "publish": {"exercises", "grading"},
    "cli": {"data", "quiz", "exercises", "grading", "publish"},
}
HEAVY = ("sphinx", "docutils", "myst_nb", "jupyter_book", "otter", "typer", "rich", "frictionless")


def imported(path: Path) -> set[str]:
    """The parts of our package that the module at `path` imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = path.relative_to(SOURCE).parts[: -node.level]
            names.add(".".join(("twoplustwo", *base, node.module or "")))
    return {name.split(".")[1] for name in names if name.startswith("twoplustwo.")}


def test_every_part_has_its_arrows_declared():
    assert set(PARTS) <= set(ALLOWED), "declare the arrows of a new part in ALLOWED"


@pytest.mark.parametrize("part", PARTS)
def test_arrows_point_one_way(part):
    for path in (SOURCE / part).rglob("*.py"):
        others = {name for name in imported(path) if (SOURCE / name).is_dir()} - {part}
        assert others <= ALLOWED[part], f"{path.relative_to(SOURCE)} imports {others}"


def test_nothing_imports_the_command_line():
    for path in SOURCE.rglob("*.py"):
        assert path.parent.name == "cli" or "cli" not in imported(path), path


def test_the_checker_sees_every_form_of_import(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "SOURCE", tmp_path)
    module = tmp_path / "models" / "bad.py"
    module.parent.mkdir()
    for line in (
        "import twoplustwo.charts.chart",
        "from twoplustwo import charts",
        "from twoplustwo.charts import Chart",
        "from ..charts import Chart",
    ):
        module.write_text(line)
        assert "charts" in imported(module), line


def test_the_base_install_imports_nothing_heavy():
    code = (
        "import sys, pkgutil, importlib, twoplustwo\n"
        "for part in ('data', 'models', 'charts', 'explorers', 'capstone'):\n"
        "    try: package = importlib.import_module('twoplustwo.' + part)\n"
        "    except ModuleNotFoundError: continue\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(module.name)\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
