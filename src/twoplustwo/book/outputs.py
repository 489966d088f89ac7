"""What a cell may print on a page, and the form it takes there.

A page accepts text, a table, a Chart and an explorer. Everything else is refused with a reason:
a bare Plotly figure or a picture has no alternative text, a widget has no kernel, and styles or
scripts would break the Content-Security-Policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import nbformat

from twoplustwo.prose import MIME as GLUE

from . import tables

FIGURE = "application/vnd.twoplustwo+json"
"""Type of the output that stands for a Chart or an explorer."""

MARK = "<!--twoplustwo-figure "

REFUSED = {
    "application/vnd.plotly.v1+json": "a bare Plotly figure; wrap it in twoplustwo.charts.Chart",
    "application/vnd.jupyter.widget-view+json": "a widget, which needs a kernel; use an explorer",
    "image/png": "a picture without alternative text; draw it as a Chart",
    "image/svg+xml": "a picture without alternative text; draw it as a Chart",
    "image/jpeg": "a picture without alternative text; draw it as a Chart",
    "application/javascript": "JavaScript, which the site's security policy blocks",
}

_STYLED = re.compile(r"<style|<script|\sstyle=|\son[a-z]+=", re.IGNORECASE)


class OutputError(ValueError):
    """An output that a page cannot show; the message says what to do instead."""


@dataclass
class Shown:
    """The outputs of one cell, ready for the page."""

    outputs: list[nbformat.NotebookNode] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def shown(outputs: Iterable[Mapping[str, Any]]) -> Shown:
    """Return what the page shows of a cell's outputs.

    Raises
    ------
    OutputError
        If an output is not fit for a page.
    """
    result = Shown()
    for output in outputs:
        if output["output_type"] == "stream":
            result.outputs.append(_stream(output))
        elif output["output_type"] == "error":
            raise OutputError(f"{output['ename']}: {output['evalue']}")
        elif GLUE in output["data"]:
            result.texts.update(output["data"][GLUE])
        else:
            result.outputs.append(_display(output["data"]))
    return result


def _stream(output: Mapping[str, Any]) -> nbformat.NotebookNode:
    if output["name"] == "stderr":
        first = output["text"].strip().splitlines()[0]
        raise OutputError(f"the cell writes to stderr: {first}")
    return nbformat.v4.new_output("stream", name="stdout", text=output["text"])


def _display(data: Mapping[str, Any]) -> nbformat.NotebookNode:
    kind, content = _page_form(data)
    return nbformat.v4.new_output("display_data", data={kind: content})


def _page_form(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the one type and content that stands on the page."""
    if FIGURE in data:
        return "text/html", MARK + _safe_json(data[FIGURE]) + "-->"
    for kind, reason in REFUSED.items():
        if kind in data:
            raise OutputError(f"the cell shows {reason}")
    if "text/html" in data:
        return "text/html", _html(data["text/html"])
    if "text/markdown" in data:
        return "text/markdown", data["text/markdown"]
    return "text/plain", data.get("text/plain", "")


def _html(text: str) -> str:
    if tables.is_frame(text):
        return tables.clean(text)
    if _STYLED.search(text):
        raise OutputError(
            "the cell shows HTML with styles or scripts (a pandas Styler, perhaps), "
            "which the site's security policy drops; show the plain DataFrame"
        )
    return text


def _safe_json(payload: Any) -> str:
    """JSON that can stand in a comment: without the signs that would end it."""
    return json.dumps(payload, sort_keys=True).replace(">", "\\u003e")


def figure_payload(html: str) -> dict[str, Any] | None:
    """Return the payload that `shown` hid in `html`, or None for other HTML."""
    if not html.startswith(MARK):
        return None
    return json.loads(html[len(MARK) : -len("-->")])
