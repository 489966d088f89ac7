"""Submissions as files: a folder or a zip archive, read without trusting a byte of it.

Nothing is ever unpacked to disk: an entry is read into memory, within limits, when it is wanted.
So a name such as ``../../x`` has nowhere to lead; it is refused all the same, and named.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

MEGABYTE = 2**20


class ArchiveError(Exception):
    """The folder or archive as a whole cannot be read."""


class UnreadableError(Exception):
    """One entry cannot be read; the message is the reason."""


@dataclass(frozen=True, kw_only=True)
class ReadLimits:
    """How much of a folder or archive is read.

    Attributes
    ----------
    entries
        Number of files and folders.
    file
        Bytes of one file, unpacked.
    total
        Bytes of all files that are not refused, unpacked.
    ratio
        Unpacked over packed size of one file of more than a megabyte.
    directory
        Bytes of an archive's table of contents.
    depth
        Folders within folders.
    """

    entries: int = 50_000
    file: int = 32 * MEGABYTE
    total: int = 8 * 1024 * MEGABYTE
    ratio: int = 200
    directory: int = 16 * MEGABYTE
    depth: int = 16


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file that may be read.

    Attributes
    ----------
    path
        Its path inside the folder or archive, with ``/``.
    size
        Its size as declared, in bytes, unpacked.
    modified
        Local time of its last change, as far as it is known.
    number
        Position among the files; two entries of an archive may share a path.
    """

    path: str
    size: int
    modified: datetime | None
    number: int


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A file that is not read, and why."""

    path: str
    reason: str


class Source:
    """The files of a folder or an archive; use it as a context manager.

    Attributes
    ----------
    entries
        The files that may be read, ordered by path.
    refused
        The others, ordered by path.
    """

    def __init__(self, limits: ReadLimits) -> None:
        self.limits = limits
        self._handles: list[Any] = []
        entries: list[Entry] = []
        refused: list[Refused] = []
        total = 0
        for number, (path, handle, size, modified, reason) in enumerate(
            sorted(self._found(), key=_order)
        ):
            self._handles.append(handle)
            reason = reason or self._too_much(size, total)
            if reason:
                refused.append(Refused(path=path, reason=reason))
                continue
            total += size
            entries.append(Entry(path=path, size=size, modified=modified, number=number))
        self.entries, self.refused = tuple(entries), tuple(refused)

    def read(self, entry: Entry) -> bytes:
        """Give the bytes of an entry.

        Raises
        ------
        UnreadableError
            With the reason, where they cannot be read.
        """
        data = self._bytes(self._handles[entry.number], self.limits.file + 1)
        if len(data) > self.limits.file:
            raise UnreadableError(f"larger than {amount(self.limits.file)}")
        return data

    def close(self) -> None:
        """Give back what is open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _found(self) -> Iterator[tuple[str, Any, int, datetime | None, str]]:
        """Path, handle, size, time of change and reason for refusal (or none) of each file."""
        raise NotImplementedError

    def _bytes(self, handle: Any, most: int) -> bytes:
        raise NotImplementedError

    def _too_much(self, size: int, total: int) -> str:
        if size > self.limits.file:
            return f"larger than {amount(self.limits.file)}"
        if total + size > self.limits.total:
            return f"the files together are larger than {amount(self.limits.total)}"
        return ""


def open_source(path: Path, limits: ReadLimits | None = None) -> Source:
    """Open a folder, a zip archive or a single notebook.

    Raises
    ------
    ArchiveError
        If it is none of them, or holds more than the limits allow.
    """
    limits = limits or ReadLimits()
    if path.is_dir():
        return _Folder(path, limits)
    if not path.is_file():
        raise ArchiveError(f"{path}: there is no such folder or file of submissions")
    if path.suffix.lower() == ".ipynb":
        return _Single(path, limits)
    if not zipfile.is_zipfile(path):
        raise ArchiveError(
            f"{path}: neither a folder nor a zip archive nor a notebook (.ipynb); "
            "give the folder, or the zip as the learning platform delivered it"
        )
    return _Archive(path, limits)


def amount(size: int) -> str:
    """Write a number of bytes for people."""
    for unit, scale in (("GB", 1024 * MEGABYTE), ("MB", MEGABYTE), ("kB", 1024)):
        if size >= scale:
            return f"{size / scale:g} {unit}"
    return f"{size} bytes"


def place(name: str) -> tuple[str, str]:
    """Give the path that a name stands for, and why it is refused (or nothing).

    A refused name is made printable, so that it can be shown.
    """
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)[:300]
    if shown != name:
        return shown, "its name is too long or has characters that cannot be printed"
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return shown, "its name is an absolute path"
    if ".." in parts:
        return shown, "its name leads out of the archive"
    return ("/".join(parts), "") if parts else (shown, "it has no name")


def _order(found: tuple[str, Any, int, datetime | None, str]) -> tuple[str, str, int, str]:
    path, _, size, modified, reason = found
    return path, modified.isoformat() if modified else "", size, reason


class _Folder(Source):
    """A folder; every step down is opened without following links."""

    def __init__(self, root: Path, limits: ReadLimits) -> None:
        self._root = root.resolve()
        super().__init__(limits)

    def _found(self) -> Iterator[tuple[str, Any, int, datetime | None, str]]:
        for seen, (parts, item) in enumerate(self._walk(()), 1):
            if seen > self.limits.entries:
                raise ArchiveError(f"{self._root}: more than {self.limits.entries:,} files")
            path, reason = place("/".join(parts))
            status = item.stat(follow_symlinks=False)
            reason = reason or _kind(status.st_mode)
            yield path, parts, status.st_size, datetime.fromtimestamp(status.st_mtime), reason

    def _walk(self, parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], os.DirEntry[str]]]:
        try:
            with os.scandir(self._root.joinpath(*parts)) as items:
                found = list(items)
        except OSError as error:
            raise ArchiveError(f"{self._root.joinpath(*parts)}: {error.strerror}") from None
        for item in found:
            below = (*parts, item.name)
            if not item.is_dir(follow_symlinks=False):
                yield below, item
            elif len(below) <= self.limits.depth:
                yield from self._walk(below)
            else:
                raise ArchiveError(f"{'/'.join(below)}: more than {self.limits.depth} folders deep")

    def _bytes(self, handle: tuple[str, ...], most: int) -> bytes:
        try:
            descriptor = _open_below(self._root, handle)
        except OSError as error:
            raise UnreadableError(error.strerror or "it cannot be opened") from None
        with open(descriptor, "rb") as stream:
            reason = _kind(os.fstat(descriptor).st_mode)
            if reason:
                raise UnreadableError(reason)
            return stream.read(most)


def _kind(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    return "a link, which is not followed" if stat.S_ISLNK(mode) else "not an ordinary file"


def _open_below(root: Path, parts: tuple[str, ...]) -> int:
    """Open a file below a folder; a link anywhere on the way is an error."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    for part in parts[:-1]:
        try:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
        finally:
            os.close(folder)
        folder = below
    try:
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        return os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)


class _Single(_Folder):
    """One notebook by itself."""

    def __init__(self, path: Path, limits: ReadLimits) -> None:
        self._name = path.name
        super().__init__(path.parent, limits)

    def _walk(self, parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], os.DirEntry[str]]]:
        with os.scandir(self._root) as items:
            yield from (((item.name,), item) for item in items if item.name == self._name)


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # encrypted, or a kind of compression that is unknown
    ValueError,
)


class _Archive(Source):
    """A zip archive, read in place."""

    def __init__(self, path: Path, limits: ReadLimits) -> None:
        self._path = path
        self._file = _Guarded(path, limits.directory)
        try:
            self._zip = zipfile.ZipFile(self._file)
            self._file.most = max(limits.directory, limits.file)
            super().__init__(limits)
        except ArchiveError:
            self._file.close()
            raise
        except _BROKEN as error:
            self._file.close()
            raise ArchiveError(f"{path}: a broken zip archive ({error})") from None

    def close(self) -> None:
        self._zip.close()
        self._file.close()

    def _found(self) -> Iterator[tuple[str, Any, int, datetime | None, str]]:
        members = self._zip.infolist()
        if len(members) > self.limits.entries:
            raise ArchiveError(f"{self._path}: more than {self.limits.entries:,} entries")
        for info in members:
            path, reason = place(info.orig_filename)
            if not reason and info.is_dir():
                continue
            yield path, info, info.file_size, _time(info), reason or self._member(info)

    def _member(self, info: zipfile.ZipInfo) -> str:
        """Why a member is refused, or nothing."""
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) and _kind(mode):
            return _kind(mode)
        if info.flag_bits & 0x1:
            return "encrypted"
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return "packed in a way that no learning platform uses"
        packed = max(info.compress_size, 1)
        if info.file_size > max(MEGABYTE, self.limits.ratio * packed):
            return f"it unpacks to more than {self.limits.ratio} times its size"
        return ""

    def _bytes(self, handle: zipfile.ZipInfo, most: int) -> bytes:
        try:
            with self._zip.open(handle) as stream:
                # No more than it says: what is asked for is unpacked before it is cut.
                return stream.read(min(most, handle.file_size + 1))
        except _BROKEN as error:
            raise UnreadableError(f"broken inside the archive ({error})") from None


class _Guarded(io.FileIO):
    """A file that hands out no more than `most` bytes at once.

    The table of contents of an archive is read in one piece, whatever size it declares.
    """

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(path, "rb")
        self.most = most

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, os.fstat(self.fileno()).st_size - self.tell())
        size = left if size is None or size < 0 else min(size, left)
        if size > self.most:
            raise ArchiveError(
                f"{self.name}: its table of contents is larger than {amount(self.most)}"
            )
        return super().read(size) or b""


def _time(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time)
    except ValueError:  # the 0th of month 0, as some tools write
        return None
