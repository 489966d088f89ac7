"""Exported notebooks: plain Markdown, deterministic, and they run on the base install."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from twoplustwo.book.export import names, needed, without_glue
from twoplustwo.launch import wheel_address

from . import sample

ROLE = re.compile(r"\{[a-zA-Z:_-]+\}`")
NOT_IN_BASE = ("docutils", "jupyter_book", "kaleido", "lxml", "myst_nb", "otter", "scipy", "sphinx")


@pytest.fixture(scope="module")
def exported(book: sample.Built) -> nbformat.NotebookNode:
    path = book.html / "notebooks" / "part" / "chapter.ipynb"
    return nbformat.read(path, as_version=4)


def text(exported: nbformat.NotebookNode, kind: str) -> str:
    return "\n\n".join(cell.source for cell in exported.cells if cell.cell_type == kind)


def test_only_pages_with_code_become_notebooks(book: sample.Built):
    found = [p.relative_to(book.html).as_posix() for p in book.html.rglob("*.ipynb")]
    assert found == ["notebooks/part/chapter.ipynb"]
    assert "notebooks/part/chapter.ipynb" in book.page("part/chapter.html")


def test_it_is_valid_and_holds_no_outputs(exported: nbformat.NotebookNode):
    nbformat.validate(exported)
    assert exported.metadata.kernelspec.name == "python3"
    code = [cell for cell in exported.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert len({cell.id for cell in exported.cells}) == len(exported.cells)


def test_a_folded_first_cell_brings_the_package_where_it_is_missing(
    exported: nbformat.NotebookNode, monkeypatch: pytest.MonkeyPatch
):
    first = exported.cells[0]
    assert first.metadata.jupyter.source_hidden and first.metadata.cellView == "form"
    asked = []
    monkeypatch.setattr(subprocess, "check_call", asked.append)
    exec(first.source, {})
    assert asked == []  # the package is here
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    exec(first.source, {})
    assert asked[0][1:4] == ["-m", "pip", "install"]
    assert asked[0][-1] == wheel_address()


def test_nothing_of_myst_is_left(exported: nbformat.NotebookNode):
    for cell in exported.cells:
        assert not ROLE.search(cell.source), cell.source
        assert ":::" not in cell.source and "{code-cell}" not in cell.source


def test_numbers_citations_and_formulas_are_resolved(exported: nbformat.NotebookNode):
    written = text(exported, "markdown")
    assert "scrambled 1,168 times in 2016, says a source [1], and so do two [2, 1]." in written
    assert r"The share is $x = \frac{a}{b}$ and" in written
    assert r"\end{bmatrix} \tag{1}" in written and "as (1) says" in written


@pytest.mark.parametrize(
    "part",
    [
        "# The chapter",
        "> **In this chapter**\n>\n> 1. Do this.\n> 2. Do that.",
        "> **The strongest case: Tokyo**\n>\n> The case *in its own terms*.",
        "| Island | Area |\n| --- | --- |\n| Iturup | 3,168 |",
        '```python\nplain = "code"\n```',
        "<details><summary>Show the answer</summary>\n\nIt is **42**.\n\n</details>",
        "**Which is *right*?**\n\nA. This one  \nB. That one",
        "- A: Right. Because.\n- B: Not quite. Because not.",
        "> Let $p$ be the share.\n>\n> $$\n> p = 1\n> $$",
        "**Term**\n\nWhat it means.",
        "> A quotation.",
    ],
)
def test_each_block_is_plain_markdown(exported: nbformat.NotebookNode, part: str):
    assert part in text(exported, "markdown")


def test_hidden_code_stays_only_where_it_is_needed(exported: nbformat.NotebookNode):
    code = [cell.source for cell in exported.cells if cell.cell_type == "code"][1:]
    assert code[0].startswith("import pandas as pd\nframe =")
    assert "glue" not in "\n".join(code)
    assert code[1:3] == ["frame", "print('one'); print('two')"]


def test_it_runs_in_an_empty_folder_on_the_base_install(book: sample.Built, tmp_path: Path):
    path = book.html / "notebooks" / "part" / "chapter.ipynb"
    code = [c["source"] for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code"]
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(
        "import sys\n"
        "class Guard:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] in {NOT_IN_BASE!r}:\n"
        "            raise ImportError(name + ' is not in the base install')\n"
        "sys.meta_path.insert(0, Guard())\n"
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    source = Path(sample.ROOT / "src")
    environment = {**os.environ, "PYTHONPATH": f"{guard}{os.pathsep}{source}"}
    environment.pop("TWOPLUSTWO_BUILD", None)
    script = "from IPython.core.interactiveshell import InteractiveShell\n"
    script += "shell = InteractiveShell()\n"
    script += f"for code in {code!r}:\n    shell.run_cell(code).raise_error()\n"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=empty, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    assert list(empty.iterdir()) == []


def test_a_hidden_cell_is_kept_for_a_name_that_a_later_cell_reads():
    sources = {0: "import pandas as pd", 1: "x = pd.NA", 2: "y = 1", 3: "print(x)"}
    assert needed(sources, hidden={0, 1, 2}) == {0, 1, 3}


def test_a_name_that_is_set_anew_needs_no_hidden_cell():
    assert needed({0: "x = 1", 1: "x = 2", 2: "print(x)"}, hidden={0}) == {1, 2}


def test_names_of_imports_functions_and_loops():
    loads, stores = names("import a.b as c\nfrom d import e\ndef f(): return g\nfor h in e: pass")
    assert stores == {"c", "e", "f", "h"}
    assert {"g", "e"} <= loads


def test_glue_is_taken_out_of_code():
    code = "from twoplustwo.prose import glue\nx = 1\nglue(\n    a=x,\n)\ny = 2"
    assert without_glue(code) == "x = 1\ny = 2"
    assert without_glue("%timeit x") == "%timeit x"
