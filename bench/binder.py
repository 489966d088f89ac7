"""Build the Binder environment from nothing, measure it, and write bench/binder.json.

Run it with `make binder` after any change in `binder/`; it fetches every package, so it takes some
minutes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.binder import rehearsal  # noqa: E402
from tests.places.edition import edition  # noqa: E402


def main() -> None:
    """Publish the student edition, build it as repo2docker would, and keep the figures."""
    with tempfile.TemporaryDirectory(prefix="binder-") as folder:
        place = Path(folder, "image")
        place.mkdir()
        image = rehearsal.build(edition(Path(folder, "edition")), place)
        found = rehearsal.measure(image) | {"files": rehearsal.digests(ROOT / "binder")}
    path = ROOT / "bench" / "binder.json"
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{found['megabytes']} MB in {found['packages']} packages: {path}")


if __name__ == "__main__":
    main()
