"""Errors of the pages, gathered so that one build names all of them.

Sphinx knows warnings, which a plain build survives, and exceptions, which stop at the first.
An author wants neither: every mistake of a reading pass, each with file and line, and a build
that then fails.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)

Place = nodes.Node | str | tuple[str, int | None]


class PageError(ExtensionError):
    """The pages hold mistakes; the log lists them."""

    category = "Page error"


def report(env: BuildEnvironment, message: str, place: Place | None = None) -> None:
    """Log a mistake with its place and remember it; the build fails after reading.

    Parameters
    ----------
    place : node, docname, or (docname, line)
        Where the mistake is.
    """
    location = (place[0], place[1] or 1) if isinstance(place, tuple) else place
    LOGGER.error(message, location=location, type="twoplustwo")
    _found(env).append(message)


def _found(env: BuildEnvironment) -> list[str]:
    if not hasattr(env.app, "twoplustwo_problems"):
        env.app.twoplustwo_problems = []
    return env.app.twoplustwo_problems


def fail_on_problems(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Raise PageError if the reading pass found a mistake (event `env-updated`).

    The environment is pickled after this event, so a failed pass is read anew next time.
    """
    count = len(_found(env))
    if count:
        noun = "mistake" if count == 1 else "mistakes"
        raise PageError(f"{count} {noun} in the pages (listed above)")
    return []


def setup(app: Sphinx) -> None:
    app.connect("env-updated", fail_on_problems, priority=300)
