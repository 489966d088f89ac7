"""Runs the cells of the pages, all pages at once, before Sphinx reads them.

Outputs are kept under a digest of what they depend on: the code, the package, the tables and the
versions underneath. A change of any of them runs the page again; a change of prose runs nothing.
Cells run in an empty folder with this very Python, so a page that works here works downloaded.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .outputs import OutputError, shown
from .problems import report
from .progress import Progress
from .settings import PACKAGE, cache_folder, data_files, fingerprint, package_parts

VERSIONS = ("ipykernel", "ipython", "numpy", "pandas", "plotly")
CELL_SECONDS = 120

Outputs = list[list[dict[str, Any]]]


@dataclass
class Page:
    """One page as a notebook: `texts` are its glued texts, `failed` whether a cell did not run."""

    docname: str
    notebook: nbformat.NotebookNode
    texts: dict[str, str] = field(default_factory=dict)
    failed: bool = False

    @property
    def code(self) -> list[nbformat.NotebookNode]:
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    def line(self, cell: nbformat.NotebookNode) -> int:
        """Line of the page where a cell's code begins."""
        return self.notebook.metadata.source_map[self.notebook.cells.index(cell)] + 1


_READ: dict[str, Page] = {}
"""Pages of this build by the digest of their text: myst-nb hands a reader the text alone."""


def read_page(text: str) -> nbformat.NotebookNode:
    """Return a page as the notebook myst-nb renders, with outputs (its `nb_custom_formats`)."""
    page = _READ.get(_digest(text))
    return page.notebook if page else _parse(text, MdParserConfig())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _parse(text: str, config: MdParserConfig) -> nbformat.NotebookNode:
    return read_myst_markdown_notebook(text, config, add_source_map=True)


def pages(env: BuildEnvironment) -> dict[str, Page]:
    """The pages read in this build, by docname."""
    if not hasattr(env.app, "twoplustwo_pages"):
        env.app.twoplustwo_pages = {}
    return env.app.twoplustwo_pages


def run_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Parse the pages about to be read and run their cells (event `env-before-read-docs`)."""
    for docname in docnames:
        text = Path(env.doc2path(docname)).read_text(encoding="utf-8")
        page = Page(docname, _parse(text, env.myst_config))
        pages(env)[docname] = _READ[_digest(text)] = page
        if page.code and not is_myst_markdown_notebook(text):
            report(env, "the page has code cells but no `file_format: mystnb` on top", docname)
    with_code = [page for name in docnames if (page := pages(env)[name]).code]
    store = Store(cache_folder(app) / "outputs")
    _fill(env, with_code, store)
    for page in with_code:
        _show(env, page, store)


def _fill(env: BuildEnvironment, wanted: Sequence[Page], store: Store) -> None:
    """Run the pages whose outputs the store lacks."""
    missing = [page for page in wanted if store.load(page) is None]
    if not missing:
        return
    with _folder() as folder:
        results = asyncio.run(_run_all(missing, folder))
    for page, result in zip(missing, results, strict=True):
        if isinstance(result, list):
            store.save(page, result)
        else:
            page.failed = True
            report(env, result.message, (page.docname, result.line))


def _show(env: BuildEnvironment, page: Page, store: Store) -> None:
    """Put the outputs into the notebook in the form the page shows."""
    for cell, outputs in zip(page.code, store.load(page) or [], strict=False):
        try:
            result = shown(outputs)
        except OutputError as error:
            report(env, str(error), (page.docname, page.line(cell)))
            continue
        _glue(env, page, cell, result.texts)
        cell.outputs = result.outputs
    page.notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "python"}


def _glue(
    env: BuildEnvironment, page: Page, cell: nbformat.NotebookNode, texts: dict[str, str]
) -> None:
    for key in texts.keys() & page.texts.keys():
        report(env, f"the key {key!r} is glued twice on this page", (page.docname, page.line(cell)))
    page.texts.update(texts)


class Store:
    """Executed outputs on disk, one file a digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        versions = [f"{name} {version(name)}" for name in VERSIONS]
        self.basis = [fingerprint(*package_parts(), *data_files()), sys.version, *versions]

    def path(self, page: Page) -> Path:
        basis = json.dumps([self.basis, [cell.source for cell in page.code]])
        return self.folder / f"{_digest(basis)[:32]}.json"

    def load(self, page: Page) -> Outputs | None:
        path = self.path(page)
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def save(self, page: Page, outputs: Outputs) -> None:
        path = self.path(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")  # a killed build leaves no half file behind
        part.write_text(json.dumps(outputs), encoding="utf-8")
        part.replace(path)


@dataclass
class Failure:
    """A cell that did not run."""

    message: str
    line: int


class ThisPython(KernelSpecManager):
    """Knows one kernel: the Python that builds. A kernel of the same name elsewhere is ignored."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


async def _run_all(wanted: Sequence[Page], folder: Path) -> list[Outputs | Failure]:
    gate = asyncio.Semaphore(_workers())
    progress = Progress("notebooks", len(wanted))

    async def one(page: Page) -> Outputs | Failure:
        async with gate:
            result = await _run(page, folder)
        progress.step(page.docname)
        return result

    results = await asyncio.gather(*(one(page) for page in wanted))
    progress.end()
    return results


def _workers() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2


async def _run(page: Page, folder: Path) -> Outputs | Failure:
    """Run one page's cells; return the outputs of each, or where it failed."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell.source) for cell in page.code]
    )
    manager = AsyncKernelManager(kernel_spec_manager=ThisPython(), kernel_name="python3")
    if os.name != "nt":  # sockets in our folder, for this user alone, instead of open ports
        manager.transport, manager.ip = "ipc", str(folder / _digest(page.docname)[:8])
    client = NotebookClient(notebook, km=manager, timeout=CELL_SECONDS, kernel_name="python3")
    try:
        empty = tempfile.mkdtemp(dir=folder)
        await client.async_execute(env=_environment(folder), cwd=empty)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        failed = next((i for i, c in enumerate(notebook.cells) if _raised(c)), None)
        last = next((i for i, c in enumerate(notebook.cells) if not c.execution_count), 0)
        cell = page.code[last if failed is None else failed]
        return Failure(f"the cell fails: {_short(error)}", page.line(cell))
    finally:
        await _stop(client)
    return [json.loads(json.dumps(cell.outputs)) for cell in notebook.cells]


async def _stop(client: NotebookClient) -> None:
    """nbclient leaves a manager that it was given running."""
    if client.kc is not None:
        client.kc.stop_channels()
    if client.km is not None and client.km.has_kernel:
        await client.km.shutdown_kernel(now=True)


def _raised(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.outputs)


def _short(error: Exception) -> str:
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}"
    if isinstance(error, CellTimeoutError):
        return f"it took more than {CELL_SECONDS} s"
    return "its kernel died"


def _environment(folder: Path) -> dict[str, str]:
    """Variables of a kernel: our package first, nothing of the user's own Jupyter set-up."""
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(folder / ".ipython"),
        "TWOPLUSTWO_BUILD": "1",
    }


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="twoplustwo-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", run_pages)
