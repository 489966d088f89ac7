"""Which file is whose, and which one counts.

Every file that is found gets a row with a reason; the newest valid notebook of each student counts.
Owners come from names that the learning platform or the instructor gave (a folder, a number, the
code in the file's name), never from inside a notebook, where a student could write anything.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from twoplustwo.grading.archive import Entry, Source, UnreadableError
from twoplustwo.grading.headers import KINDS
from twoplustwo.grading.naming import Name, before_download, is_download, parse
from twoplustwo.grading.roster import Roster, is_code

_RENAME = "name the file CODE.ipynb"
COUNTS, SUPERSEDED, REFUSED = "counts", "superseded", "refused"


@dataclass(frozen=True)
class Verdict:
    """What a look at a file says before anything runs.

    Attributes
    ----------
    reason
        Why it cannot be graded, or nothing.
    doubt
        Why another file of the same student is to be preferred, or nothing.
    """

    reason: str = ""
    doubt: str = ""


Check = Callable[[bytes], Verdict]


@dataclass(frozen=True, kw_only=True)
class Found:
    """One file that was handed in.

    Attributes
    ----------
    owner
        The student's code; empty where nothing tells whose it is.
    state
        ``counts``, ``superseded`` (a newer one counts) or ``refused``.
    reason
        Why it is refused or does not count; for the one that counts, what should be known of it.
    attempt
        1 for the student's first notebook, and so on.
    received
        Local time of the file's last change (ISO), as far as it is known.
    """

    path: str
    owner: str = ""
    state: str = REFUSED
    reason: str = ""
    sha256: str = ""
    attempt: int = 0
    received: str = ""
    late: bool = False
    entry: Entry | None = None


@dataclass(frozen=True)
class _Handed:
    """A file with its name read and its owner found."""

    entry: Entry
    name: Name
    owner: str
    reason: str


def _by_age(handed: list[_Handed]) -> list[_Handed]:
    """The files of one owner from the oldest to the newest.

    Counts in names are surer than times, which unpacking may change; but they compare only
    files that have the same name otherwise.
    """
    counted = len({one.name.base for one in handed}) == 1

    def age(one: _Handed) -> tuple[int, int, str, int, str, int]:
        modified = one.entry.modified.isoformat() if one.entry.modified else ""
        first = one.name.again if counted else 0
        return one.name.upload, first, modified, one.name.again, one.entry.path, one.entry.number

    return sorted(handed, key=age)


def collect(
    source: Source,
    check: Check,
    roster: Roster | None = None,
    deadline: datetime | None = None,
    title: str = "",
) -> list[Found]:
    """Find the owner of every file, and the notebook of each owner that counts.

    Parameters
    ----------
    check
        Looks at a file's bytes.
    deadline
        Later files are late, by the time in the folder or archive. Canvas marks late files in
        their names, and its archives hold no other time, so there the mark decides.
    title
        Name of the set: a notebook of this name belongs to the folder it lies in, and so does one
        that a browser saved as ``exercises_NAME`` or ``NAME (1)``.

    Returns
    -------
    list of Found
        Ordered by path.
    """
    owners = _Owners(roster, [one.path for one in source.entries], title)
    rows = [Found(path=one.path, reason=one.reason) for one in source.refused]
    by_owner: dict[str, list[_Handed]] = defaultdict(list)
    for entry in source.entries:
        handed = owners.handed(entry)
        if handed.owner and not handed.reason:
            by_owner[handed.owner].append(handed)
        else:
            rows.append(_row(handed, deadline, reason=handed.reason))
    for handed_in in by_owner.values():
        rows += _ranked(source, check, _by_age(handed_in), deadline)
    return sorted(rows, key=lambda row: (row.path, row.attempt, row.sha256))


def _row(handed: _Handed, deadline: datetime | None, **more: object) -> Found:
    modified, late = handed.entry.modified, handed.name.late
    if deadline and modified and handed.name.scheme != "canvas":
        late = late or modified > deadline
    row = Found(
        path=handed.entry.path,
        owner=handed.owner,
        received=modified.isoformat() if modified else "",
        late=late,
        entry=handed.entry,
    )
    return replace(row, **more)


def _ranked(
    source: Source, check: Check, handed: list[_Handed], deadline: datetime | None
) -> Iterator[Found]:
    """The notebooks of one owner, oldest first; the last valid one counts."""
    rows, doubts = [], []
    for attempt, one in enumerate(handed, 1):
        digest, verdict = _read(source, one.entry, check)
        state = REFUSED if verdict.reason else SUPERSEDED
        more = {"state": state, "reason": verdict.reason, "sha256": digest, "attempt": attempt}
        rows.append(_row(one, deadline, **more))
        doubts.append(verdict.doubt)
    counting = _counting(rows, doubts)
    for at, (row, doubt) in enumerate(zip(rows, doubts, strict=True)):
        if at == counting:
            yield replace(row, state=COUNTS, reason=_remarks(row, doubt, rows))
        elif row.state == SUPERSEDED:
            yield replace(row, reason=doubt or _beside(row, rows[counting]))
        else:
            yield row


def _counting(rows: list[Found], doubts: list[str]) -> int | None:
    """The newest valid one, if possible without doubt."""
    valid = [at for at, row in enumerate(rows) if row.state != REFUSED]
    return max([at for at in valid if not doubts[at]] or valid, default=None)


def _beside(row: Found, counting: Found) -> str:
    word = "the same file again as" if row.sha256 == counting.sha256 else "older than"
    return f"{word} {counting.path}, which counts"


def _remarks(row: Found, doubt: str, rows: list[Found]) -> str:
    """What should be known of the notebook that counts."""
    remarks = ["late"] if row.late else []
    if doubt:
        remarks.append(doubt)
    newer = [one for one in rows[row.attempt :] if one.state == REFUSED]
    if newer:
        remarks.append(f"a newer file is refused ({newer[-1].path}: {newer[-1].reason})")
    if len(rows) > 1:
        remarks.append(f"attempt {row.attempt} of {len(rows)}")
    return "; ".join(remarks)


def _read(source: Source, entry: Entry, check: Check) -> tuple[str, Verdict]:
    """The file's SHA-256, and what a look at it says."""
    try:
        data = source.read(entry)
    except UnreadableError as error:
        return "", Verdict(str(error))
    return hashlib.sha256(data).hexdigest(), check(data)


class _Owners:
    """Finds owners; the paths of all files together tell at which depth students are named."""

    def __init__(self, roster: Roster | None, paths: list[str], title: str) -> None:
        self._roster, self._title = roster, title
        names = [parse(path) for path in paths if path.lower().endswith(".ipynb")]
        names = [name for name in names if name.scheme != "system"]
        self._above = _common([name.folders for name in names])
        self._stems = {name.stem for name in names}
        # Several notebooks in one folder may be of as many students.
        self._single = len(names) == 1

    def handed(self, entry: Entry) -> _Handed:
        """Read an entry's name and find its owner, or the reason why there is none."""
        name = parse(entry.path)
        if name.scheme == "system":
            return _Handed(entry, name, "", "left by an operating system or by Jupyter")
        owner, reason = self._listed(name) if self._roster else self._unlisted(name)
        if not entry.path.lower().endswith(".ipynb"):
            ending = PurePosixPath(entry.path).suffix or "none"
            reason = f"not a notebook: the ending is {ending}, .ipynb is needed"
            if self._roster is None and name.scheme == "plain" and not self._below(name):
                owner = ""  # a readme beside the notebooks is nobody's
        return _Handed(entry, name, owner, reason)

    def _below(self, name: Name) -> tuple[str, ...]:
        """The folders that do not lie above all notebooks."""
        return name.folders[len(self._above) :]

    def _listed(self, name: Name) -> tuple[str, str]:
        """The student of the roster that a name stands for, or why there is none."""
        found = self._by_folder(name.folders)
        if not found and self._below(name):
            # Below a folder of its own, a student could give a file anybody's name.
            return "", f"the folder {name.folders[-1]!r} names no student of the roster"
        if not found and name.scheme == "plain":
            found = next(filter(None, map(self._by_word, self._words(name))), ())
        elif not found and name.scheme != "anonymous":
            found = self._roster.find_number(name.scheme, name.number)
        if len(found) == 1:
            return found[0], ""
        if found:
            return "", f"it names more than one student: {', '.join(found)}"
        return "", self._unknown(name)

    def _by_folder(self, folders: tuple[str, ...]) -> tuple[str, ...]:
        """Students that a folder names; the outer one first, as inner ones are the student's."""
        return next(filter(None, map(self._by_word, folders)), ())

    def _words(self, name: Name) -> tuple[str, ...]:
        """What in a file's name may be a code: all of it, or what stands before the set's name."""
        return name.stem, name.base, before_download(name.stem, self._title)

    def _by_word(self, word: str) -> tuple[str, ...]:
        return self._roster.find(word, *dict.fromkeys(KINDS.values()))

    def _unknown(self, name: Name) -> str:
        """Say why no student of the roster is the owner."""
        if name.scheme == "anonymous":
            return "Canvas hid the names; switch anonymous grading off and download again"
        if name.scheme == "plain":
            return f"{name.stem!r} is no code of the roster; {_RENAME}"
        where = {"canvas": "Canvas", "moodle": "Moodle"}[name.scheme]
        need = {"canvas": "ID", "moodle": "Identifier"}[name.scheme]
        columns = ", ".join(self._roster.columns())
        return (
            f"no student of the roster has the {where} number {name.number} "
            f"(looked in: {columns}; {where} exports it as {need!r}, and where it is called "
            f"otherwise, say --read-as 'THEIR NAME={need}')"
        )

    def _unlisted(self, name: Name) -> tuple[str, str]:
        """The owner where there is no roster: the platform's number, or the code in the name."""
        below = self._below(name)
        if name.scheme == "anonymous" and not below:
            return "", self._unknown(name)
        if name.scheme in ("canvas", "moodle") and not below:
            return name.number, ""
        if not below and is_download(name.stem, self._title):
            if not (self._above and self._single):
                return "", f"{name.stem!r} is the notebook's own name and no student's; {_RENAME}"
            below = self._above[-1:]
        word = below[0] if below else self._code_in(name)
        return (word, "") if is_code(word) else ("", f"{word!r} is no student code; {_RENAME}")

    def _code_in(self, name: Name) -> str:
        """The code in a name: ``s01 (2)`` is of s01, and ``s01-2`` is too if there is an s01."""
        if code := before_download(name.stem, self._title):
            return code
        again = name.again and (name.base in self._stems or name.stem.endswith(")"))
        return name.base if again else name.stem


def _common(folders: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The folders that lie above all of them."""
    if not folders:
        return ()
    first, last = min(folders), max(folders)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]
