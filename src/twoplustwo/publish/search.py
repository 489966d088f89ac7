"""Looks for private words in files, however they are wrapped.

A solution that was packed, compressed or written in base 64 has leaked all the same, so every
file is unwrapped, layer by layer: gzip, zlib, bzip2, xz, zip (wheels), tar, JSON (notebooks),
base 64, hexadecimal, wide characters.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import io
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEPTH = 5
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
FOLDED = re.compile(rb"(?:[A-Za-z0-9+/]{60,80}(?:\r?\n|\\n)){1,}[A-Za-z0-9+/]*={0,2}")
BREAKS = re.compile(rb"\r?\n|\\n")
HEXADECIMAL = re.compile(rb"(?:[0-9a-f]{2}){12,}|(?:[0-9A-F]{2}){12,}")


def inflate(data: bytes) -> bytes:
    """Unpack gzip or zlib, also what is cut off, or has more behind it."""
    made = []
    while data[:2] in DEFLATED:
        part = zlib.decompressobj(wbits=47)  # either header
        made.append(part.decompress(data))
        data = part.unused_data
    return b"".join(made)


DEFLATED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
PACKED: dict[bytes, Callable[[bytes], bytes]] = {
    **dict.fromkeys(DEFLATED, inflate),
    b"BZh": bz2.decompress,
    b"\xfd7zXZ\x00": lzma.decompress,
}
BROKEN = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True)
class Private:
    """What must not be in an edition.

    Attributes
    ----------
    words
        A pattern that is private wherever it stands.
    lines
        Whole lines, without the space around them, and where they come from.
    """

    words: re.Pattern[bytes] | None
    lines: dict[bytes, str]


@dataclass(frozen=True)
class Leak:
    """Something private in a file: `path` below the folder, and what it is."""

    path: str
    what: str


def leaks(folder: Path, private: Private) -> list[Leak]:
    """Look into every file below a folder, its name included."""
    found: dict[Leak, None] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        for what in _named(name.encode(), private):
            found[Leak(name, what)] = None
        if path.is_symlink():
            found[Leak(name, "a link, which may lead anywhere")] = None
        elif path.is_file():
            for what in inside(path.read_bytes(), private):
                found[Leak(name, what)] = None
    return list(found)


def inside(data: bytes, private: Private) -> Iterator[str]:
    """Say what is private in some bytes."""
    for layer in layers(data):
        yield from _named(layer, private)
        if private.lines:
            for line in layer.splitlines():
                if source := private.lines.get(line.strip()):
                    yield f"a line of {source}: {line.strip().decode(errors='replace')}"


def _named(data: bytes, private: Private) -> Iterator[str]:
    if private.words:
        for found in private.words.findall(data):
            yield found.decode(errors="replace")


def layers(data: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """Yield the bytes and everything that is wrapped in them."""
    yield data
    if not depth:
        return
    for inner in _unwrapped(data):
        yield from layers(inner, depth - 1)


def _unwrapped(data: bytes) -> Iterator[bytes]:
    """Yield what one layer of wrapping holds."""
    for magic, unpack in PACKED.items():
        if data.startswith(magic):
            yield from _tried(unpack, data)
    if data.startswith(b"PK"):
        yield from _archived(data)
    if data[257:262] == b"ustar":
        yield from _taped(data)
    if data[:1] in (b"{", b"["):
        yield from _texts(data)
    if b"\0" in data:
        yield data.replace(b"\0", b"")
    for found in FOLDED.findall(data):
        yield from _decoded(BREAKS.sub(b"", found))
    for found in BASE64.findall(data):
        yield from _decoded(found)
    for found in HEXADECIMAL.findall(data):
        yield binascii.unhexlify(found)


def _tried(unpack: Callable[[bytes], bytes], data: bytes) -> Iterator[bytes]:
    try:
        yield unpack(data)
    except BROKEN:
        return


def _archived(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for item in archive.infolist():
                yield item.filename.encode() + b"\n" + item.comment
                yield archive.read(item)
    except (zipfile.BadZipFile, RuntimeError, *BROKEN):
        return


def _taped(data: bytes) -> Iterator[bytes]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for item in archive:
                yield item.name.encode()
                content = archive.extractfile(item) if item.isfile() else None
                if content is not None:
                    yield content.read()
    except (tarfile.TarError, *BROKEN):
        return


def _texts(data: bytes) -> Iterator[bytes]:
    """Yield every text of a JSON file, joined, so that escapes hide nothing."""
    try:
        parsed = json.loads(data)
    except (ValueError, RecursionError):
        return
    yield "\n".join(_strings(parsed)).encode("utf-8", "surrogatepass")


def _strings(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            stack += [*item, *item.values()]
        elif isinstance(item, list):
            stack += item


def _decoded(found: bytes) -> Iterator[bytes]:
    plain = found.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    whole = plain[: len(plain) - (len(plain) % 4 == 1)]
    yield base64.b64decode(whole + b"=" * (-len(whole) % 4))
