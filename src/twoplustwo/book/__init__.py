"""The book: a Sphinx extension that turns MyST pages into the published site.

One module a concern, each with a `setup` of its own:

- `settings`: what Sphinx must know; only the pages of `_toc.yml` are pages
- `execution`: runs the cells of all pages in parallel, with a cache
- `boxes`, `quiz`, `prose`, `citations`, `maths`, `figures`, `capstone`: what an author writes,
  as nodes
- `catalogue`, `glossary`, `cards`, `pacing`, `exercises`, `bibliography`: pages made from data
- `translator`, `pages`: the HTML of a page, under a strict Content-Security-Policy
- `export`, `launch`: the pages as plain notebooks, and where they run

Mistakes of authors are gathered by `problems` and fail the build.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sphinx.application import Sphinx

import twoplustwo

PARTS = (
    "settings",
    "problems",
    "execution",
    "boxes",
    "quiz",
    "prose",
    "citations",
    "maths",
    "figures",
    "capstone",
    "catalogue",
    "glossary",
    "cards",
    "pacing",
    "exercises",
    "bibliography",
    "translator",
    "launch",
    "pages",
    "export",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    app.setup_extension("myst_nb")
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {
        "version": twoplustwo.__version__,
        "parallel_read_safe": False,
        "parallel_write_safe": False,
    }
