"""The whole site as one zip, for a class without a network.

`python -m twoplustwo.book.offline [FOLDER]` writes it into the downloads of a built site, which
`make site` does last. Same site, same bytes: names are sorted, every file has the same date.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

NAME = "two-plus-two"
ARCHIVE = Path("downloads", f"{NAME}.zip")
LINKED = {"path": ARCHIVE.as_posix(), "megabytes": 44}
"""What the footer of a page says of it; a test measures the size."""

GUIDE = "READ-ME-FIRST.txt"
DATE = (2020, 1, 1, 0, 0, 0)
MODE = 0o100644 << 16
LEFT_OUT = {".buildinfo", ".nojekyll", ARCHIVE.as_posix()}
PACKED = {".bin", ".gz", ".png", ".whl", ".woff2", ".zip"}
"""Endings of files that do not get smaller."""

LINK = re.compile(r'\s*<p class="download">.*?</p>', re.DOTALL)
"""The footer's line that offers the zip; inside the zip it would lead nowhere."""

WORDS = """\
Two Plus Two, the whole course, for use without a network.

Open index.html: text, figures, tables and quizzes work at once.

Figures that answer to the hand, and the notebooks that run in the browser, need a file server,
because browsers read no data files from a disk. With Python, in this folder:

    python3 -m http.server 8000

Then open http://localhost:8000/ in a browser of the same machine. For a class, any file server of
the local network does: unpack this folder there.

Text and tables: CC BY 4.0. Code: BSD 3-Clause.
"""


def write(html: Path) -> Path:
    """Write the zip of the built site `html` into its downloads.

    Returns
    -------
    Path
        The zip.
    """
    target = html / ARCHIVE
    target.parent.mkdir(exist_ok=True)
    draft = html.parent / f"{target.name}.part"
    with zipfile.ZipFile(draft, "w") as archive:
        for name, content in _members(html):
            info = zipfile.ZipInfo(f"{NAME}/{name}", DATE)
            info.external_attr = MODE
            packed = Path(name).suffix in PACKED
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)
    draft.replace(target)  # nobody finds half an archive
    return target


def _members(html: Path) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents in the order of their names, the guide first."""
    yield GUIDE, WORDS.encode()
    files = {path.relative_to(html).as_posix(): path for path in html.rglob("*") if path.is_file()}
    for name in sorted(files.keys() - LEFT_OUT):
        content = files[name].read_bytes()
        own = name.endswith(".html") and not name.startswith("lite/")
        yield name, LINK.sub("", content.decode()).encode() if own else content


def main(arguments: list[str]) -> int:
    """Write the zip of the site that is built in the course's folder."""
    html = Path(arguments[0] if arguments else ".", "_build", "html")
    if not (html / "index.html").is_file():
        print(f"{html} holds no built site. Run first: make book", file=sys.stderr)
        return 1
    path = write(html)
    print(f"The whole site as one file is {path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
