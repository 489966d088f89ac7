"""``python -m twoplustwo.publish``: the sets' catalogue and student notebooks, into this tree."""

from __future__ import annotations

from twoplustwo.exercises.catalogue import folder
from twoplustwo.publish import facts, student


def main() -> None:
    """Write ``exercises/catalogue.json`` and ``exercises/notebooks/`` (``make exercises``)."""
    root = folder().parent
    print(f"{facts.write(root)} written")
    names = [one["name"] for one in facts.facts(root)["sets"]]
    print(f"{len(student.write(root, names))} notebooks written to {root / student.NOTEBOOKS}")


if __name__ == "__main__":
    main()
