# ruff: noqa: F401
"""Runs inside Pyodide: compiles what a first cell imports, and writes those wheels again.

The browser's Python would otherwise compile the same thousand modules at every start of a
kernel, which takes longer than all else. Only modules that the imports below bring in are
compiled; the rest stays source, because bytecode is larger than its source.
"""

import sys
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash
from pathlib import Path

import anywidget
import ipywidgets
import networkx
import pandas
import plotly.graph_objs._figurewidget
import plotly.io
import pyodide_kernel

sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # the kernel has its own
pandas.DataFrame({"a": [1.5, 2.0]})._repr_html_()
plotly.graph_objs.Figure([{"type": "scatter", "x": [1], "y": [2]}], {"height": 400}).to_dict()

SITE = "/lib/python3.14/site-packages/"
MAGIC_TIME = (2020, 1, 1, 0, 0, 0)
loaded = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
python = (path for path in loaded if path.startswith(SITE) and path.endswith(".py"))
wanted = {path.removeprefix(SITE) for path in python}
# ipywidgets asks whether its caller is this very file, and takes bytecode for a stranger.
wanted.discard("traitlets/traitlets.py")


def compiled(member, source):
    """Bytecode that Python takes without looking for the source."""
    code = compile(source, SITE + member, "exec", dont_inherit=True)
    return bytes(_code_to_hash_pyc(code, source_hash(source), False))


def rewrite(old, path):
    """Write an opened wheel to `path` with the wanted modules compiled."""
    with zipfile.ZipFile(path, "w") as new:
        for member in sorted(old.namelist()):
            content = old.read(member)
            if member in wanted:
                content, member = compiled(member, content), member + "c"
            info = zipfile.ZipInfo(member, MAGIC_TIME)
            info.external_attr = 0o644 << 16
            new.writestr(info, content, zipfile.ZIP_DEFLATED, 9)


for wheel in sorted(Path("/wheels").glob("*.whl")):
    with zipfile.ZipFile(wheel) as archive:
        if not wanted.isdisjoint(archive.namelist()):
            rewrite(archive, Path("/target") / wheel.name)
