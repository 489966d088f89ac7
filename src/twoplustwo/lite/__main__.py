"""Build the course for the browser beside a built book: `python -m twoplustwo.lite [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from twoplustwo.book.npm import FetchError

from .compiled import CompileError
from .lock import LockError
from .site import SiteError, build


def main(arguments: list[str]) -> int:
    root = Path(arguments[0] if arguments else ".")
    html = root / "_build" / "html"
    if not (html / "notebooks").is_dir():
        print(f"{html} holds no built book. Run first: make book", file=sys.stderr)
        return 1
    try:
        build(root, html)
    except (CompileError, FetchError, LockError, SiteError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
