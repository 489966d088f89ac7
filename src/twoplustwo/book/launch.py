"""The launch menu: where the notebook of a page, or of a problem set, can be run.

It is a native disclosure of links, so it works with a keyboard and without JavaScript. A script
only adds a warning about the size where the reader's line is metered.
"""

from __future__ import annotations

import html
import os
from collections.abc import Iterable
from dataclasses import dataclass

from sphinx.application import Sphinx
from sphinx.config import Config

from twoplustwo import launch

LITE_VARIABLE = "TWOPLUSTWO_LITE"
"""Set by `make site`, which builds the browser's Jupyter beside the book."""

LITE_MEGABYTES = 33
"""What a first run in the browser loads, compressed; `bench/lite.py` and a test measure it."""

SIZE = f"{LITE_MEGABYTES} MB"
METERED = (
    f"Your line seems to be metered. A first run in the browser loads about {SIZE}; later ones "
    "take most of it from the browser's store."
)
FOLDER = (
    "Here it cannot start: your browser does not let a page opened from a folder load what it "
    "needs. Serve the folder with <code>python -m http.server</code> and open the address it "
    "prints."
)


@dataclass(frozen=True)
class Place:
    """Somewhere to run a notebook: what a link says, where it leads, and what that asks for."""

    key: str
    title: str
    address: str
    needs: str
    download: bool = False


def places(config: Config, *, repository_path: str, site_path: str, lite_path: str) -> list[Place]:
    """Return where a notebook can be run.

    Parameters
    ----------
    repository_path : str
        Path of the notebook in the student edition's repository.
    site_path : str
        Path of the same notebook in the built site, from its root.
    lite_path : str
        Path of the same notebook in JupyterLite.
    """
    where = (repository_path, config.twoplustwo_repository, config.twoplustwo_release)
    browser = Place(
        "lite",
        "Run in your browser",
        launch.lite(lite_path),
        f"Nothing to install. The first run loads about {SIZE} and takes about a quarter of a "
        "minute, longer on a slow line. Your work stays in this browser.",
    )
    others = [
        Place(
            "binder",
            "Binder",
            launch.binder(*where),
            "A browser and no account. A public server builds your machine in one to five "
            "minutes, and forgets it when you leave: download your work.",
        ),
        Place(
            "colab",
            "Colab",
            launch.colab(*where),
            "A Google account. Opens in seconds; the first cell then installs the course "
            "package, in about half a minute.",
        ),
        Place(
            "download",
            "Download notebook",
            site_path,
            "Jupyter or VS Code on your computer, with Python 3.11 or newer. The first cell "
            "installs the course package.",
            download=True,
        ),
    ]
    return [browser, *others] if config.twoplustwo_lite else others


def chapter(config: Config, docname: str) -> list[Place]:
    """Return where the notebook of a page can be run."""
    path = f"{launch.CHAPTERS}/{docname}.ipynb"
    return places(config, repository_path=path, site_path=path, lite_path=f"{docname}.ipynb")


def problem_set(config: Config, name: str, site_path: str) -> list[Place]:
    """Return where the notebook of a problem set can be run."""
    path = f"{launch.EXERCISES}/{name}.ipynb"
    lite_path = site_path.removeprefix(f"{launch.CHAPTERS}/")  # the site's notebooks, as they lie
    return places(config, repository_path=path, site_path=site_path, lite_path=lite_path)


def menu(found: Iterable[Place], root: str, title: str) -> str:
    """Return the HTML of a menu.

    Parameters
    ----------
    found : iterable of Place
        What to offer.
    root : str
        From the page to the site's root, such as ``../``.
    title : str
        What the closed menu says.
    """
    items = "".join(_item(place, root) for place in found)
    warning = f'<p class="launch-metered" data-metered hidden>{html.escape(METERED)}</p>'
    return (
        f'<details class="launch"><summary>{html.escape(title)}</summary>'
        f"{warning}<ul>{items}</ul></details>"
    )


def _item(place: Place, root: str) -> str:
    address = place.address if "://" in place.address else root + place.address
    extra = " download" if place.download else ""
    folder = f"<span data-folder hidden>{FOLDER}</span>" if place.key == "lite" else ""
    return (
        f'<li><a href="{html.escape(address)}" data-launch="{place.key}"{extra}>'
        f"{html.escape(place.title)}</a><span>{html.escape(place.needs)}</span>{folder}</li>"
    )


def read_variable(app: Sphinx, config: Config) -> None:
    """Let `make site` say that the browser's Jupyter is built, too (event `config-inited`)."""
    config.twoplustwo_lite = config.twoplustwo_lite or bool(os.environ.get(LITE_VARIABLE))


def setup(app: Sphinx) -> None:
    app.add_config_value("twoplustwo_repository", launch.DEFAULT_REPOSITORY, "html", str)
    app.add_config_value("twoplustwo_release", launch.RELEASE, "html", str)
    app.add_config_value("twoplustwo_lite", False, "html", bool)
    app.connect("config-inited", read_variable)
