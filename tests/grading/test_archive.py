"""No path leaves the target, no link is followed, nothing is unpacked without a limit."""

from __future__ import annotations

import os
import random
import stat
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grading.handed import FULL, archive, folder, member, notebook
from twoplustwo.grading.archive import (
    MEGABYTE,
    ArchiveError,
    ReadLimits,
    UnreadableError,
    open_source,
    place,
)

FUZZED = 60_000 if FULL else 3_000


def whole(path: Path, limits: ReadLimits | None = None) -> tuple[dict[str, bytes], dict[str, str]]:
    """Everything that can be read, and the reasons for the rest."""
    with open_source(path, limits) as source:
        files, reasons = {}, {one.path: one.reason for one in source.refused}
        for entry in source.entries:
            try:
                files[entry.path] = source.read(entry)
            except UnreadableError as error:
                reasons[entry.path] = str(error)
        return files, reasons


def test_folder_and_archive_give_the_same(tmp_path):
    files = {"s01.ipynb": b"one", "deep/er/s02.ipynb": b"two", "notes.txt": b""}
    archive(files, tmp_path / "all.zip")
    folder(files, tmp_path / "all")
    assert whole(tmp_path / "all.zip") == whole(tmp_path / "all") == (files, {})


def test_a_single_notebook_is_a_source(tmp_path):
    folder({"s01.ipynb": b"one", "s02.ipynb": b"two"}, tmp_path)
    assert whole(tmp_path / "s01.ipynb") == ({"s01.ipynb": b"one"}, {})


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../etc/passwd", "leads out"),
        ("a/../../x.ipynb", "leads out"),
        ("..\\..\\x.ipynb", "leads out"),
        ("/etc/passwd", "absolute"),
        ("\\\\server\\x.ipynb", "absolute"),
        ("C:\\x.ipynb", "absolute"),
        ("a\x1b[2Jb.ipynb", "printed"),
        ("a\u202eb.ipynb", "printed"),
        ("x" * 301, "too long"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, name, reason):
    archive({name: b"{}", "fine.ipynb": b"{}"}, tmp_path / "all.zip")
    files, reasons = whole(tmp_path / "all.zip")
    assert files == {"fine.ipynb": b"{}"}
    assert len(reasons) == 1
    assert reason in next(iter(reasons.values()))
    assert all(shown.isprintable() for shown in reasons)


@given(st.text())
def test_no_accepted_path_leaves_the_target(name):
    path, reason = place(name)
    if not reason:
        target = Path("/target")
        assert os.path.normpath(target / path) == str(target / path)
        assert (target / path).is_relative_to(target)
        assert target / path != target


def test_links_in_an_archive_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as made:
        link = member("s01.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert "link" in whole(tmp_path / "all.zip")[1]["s01.ipynb"]


def test_links_and_pipes_in_a_folder_are_not_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "s09.ipynb").write_text("secret")
    hand = folder({"s01.ipynb": b"fine"}, tmp_path / "hand")
    (hand / "s02.ipynb").symlink_to(secret)
    (hand / "s03").symlink_to(tmp_path / "outside", target_is_directory=True)
    os.mkfifo(hand / "s04.ipynb")
    files, reasons = whole(hand)
    assert files == {"s01.ipynb": b"fine"}
    assert set(reasons) == {"s02.ipynb", "s03", "s04.ipynb"}
    assert "link" in reasons["s02.ipynb"]
    assert "link" in reasons["s03"]
    assert "ordinary" in reasons["s04.ipynb"]


def test_a_file_that_becomes_a_link_after_the_listing_is_not_followed(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s01.ipynb").write_text("secret")
    hand = folder({"a/s01.ipynb": b"fine", "s02.ipynb": b"fine"}, tmp_path / "hand")
    with open_source(hand) as source:
        (hand / "s02.ipynb").unlink()
        (hand / "s02.ipynb").symlink_to(tmp_path / "secret" / "s01.ipynb")
        (hand / "a" / "s01.ipynb").unlink()
        (hand / "a").rmdir()
        (hand / "a").symlink_to(tmp_path / "secret", target_is_directory=True)
        for entry in source.entries:
            with pytest.raises(UnreadableError):
                source.read(entry)


def test_a_bomb_is_refused_by_its_ratio(tmp_path):
    archive({"bomb.ipynb": b"0" * 20 * MEGABYTE, "s01.ipynb": b"{}"}, tmp_path / "all.zip")
    files, reasons = whole(tmp_path / "all.zip")
    assert list(files) == ["s01.ipynb"]
    assert "200 times" in reasons["bomb.ipynb"]


def test_sizes_are_limited(tmp_path):
    chance = random.Random(5)
    files = {f"s{n:02}.ipynb": chance.randbytes(1000 * (n + 1)) for n in range(5)}
    archive(files, tmp_path / "all.zip")
    folder(files, tmp_path / "all")
    for path in (tmp_path / "all.zip", tmp_path / "all"):
        got, reasons = whole(path, ReadLimits(file=3500, total=4000))
        assert list(got) == ["s00.ipynb", "s01.ipynb"]
        assert "together" in reasons["s02.ipynb"]
        assert "larger" in reasons["s03.ipynb"]


def test_a_large_file_that_is_stored_and_not_packed_is_read(tmp_path):
    data = random.Random(1).randbytes(20 * MEGABYTE)
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_STORED) as made:
        made.writestr("s01.ipynb", data)
    assert whole(tmp_path / "all.zip")[0] == {"s01.ipynb": data}


def test_an_archive_that_lies_about_sizes_gives_no_more_than_it_says(tmp_path):
    data = bytearray(archive({"s01.ipynb": b"0" * 50 * MEGABYTE}))
    says = (50 * MEGABYTE).to_bytes(4, "little")
    assert data.count(says) == 2
    (tmp_path / "all.zip").write_bytes(bytes(data).replace(says, (100).to_bytes(4, "little")))
    tracemalloc.start()
    files, reasons = whole(tmp_path / "all.zip")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert files == {}
    assert "broken" in reasons["s01.ipynb"]
    assert most < 5 * MEGABYTE


def test_numbers_of_entries_and_depth_are_limited(tmp_path):
    files = {f"{n}.ipynb": b"" for n in range(12)}
    archive(files, tmp_path / "all.zip")
    folder(files, tmp_path / "all")
    for path in (tmp_path / "all.zip", tmp_path / "all"):
        with pytest.raises(ArchiveError, match="more than 10"):
            open_source(path, ReadLimits(entries=10))
    folder({"a/b/c/d.ipynb": b""}, tmp_path / "deep")
    with pytest.raises(ArchiveError, match="deep"):
        open_source(tmp_path / "deep", ReadLimits(depth=2))


def test_a_table_of_contents_is_not_read_whatever_its_size(tmp_path):
    names = {f"{n:06}" + "x" * 240: b"" for n in range(10_000)}
    archive(names, tmp_path / "all.zip")
    limit = ReadLimits(directory=MEGABYTE)
    assert (tmp_path / "all.zip").stat().st_size > 5 * MEGABYTE
    with pytest.raises(ArchiveError, match="table of contents"):
        open_source(tmp_path / "all.zip", limit)


def test_encrypted_and_oddly_packed_members_are_refused(tmp_path):
    data = bytearray(archive({"s01.ipynb": b"{}"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    (tmp_path / "all.zip").write_bytes(bytes(data))
    assert whole(tmp_path / "all.zip")[1] == {"s01.ipynb": "encrypted"}
    with zipfile.ZipFile(tmp_path / "odd.zip", "w", zipfile.ZIP_LZMA) as made:
        made.writestr("s01.ipynb", "{}")
    assert "packed" in whole(tmp_path / "odd.zip")[1]["s01.ipynb"]


def test_a_broken_member_does_not_stop_the_others(tmp_path):
    data = bytearray(archive({"s01.ipynb": notebook("one") * 9, "s02.ipynb": notebook("two")}))
    data[60:70] = b"\xff" * 10
    (tmp_path / "all.zip").write_bytes(bytes(data))
    files, reasons = whole(tmp_path / "all.zip")
    assert files == {"s02.ipynb": notebook("two")}
    assert "broken" in reasons["s01.ipynb"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive_is_named(tmp_path, data):
    (tmp_path / "all.zip").write_bytes(data)
    with pytest.raises(ArchiveError, match=r"all\.zip"):
        open_source(tmp_path / "all.zip")
    with pytest.raises(ArchiveError, match="no such"):
        open_source(tmp_path / "none.zip")


def _mutated(seed: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out or put in; mostly where an archive describes itself."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        near = chance.choice([0, max(0, seed.find(b"PK\x01\x02")), max(0, len(data) - 22)])
        at = min(len(data) - 1, max(0, near + chance.randint(0, 60)))
        kind = chance.random()
        if kind < 0.7:
            data[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        elif kind < 0.8:
            del data[at : at + chance.randint(1, 30)]
        elif kind < 0.9:
            data[at:at] = chance.randbytes(chance.randint(1, 30))
        else:
            data[at : at + 4] = b"\xff" * 4
    return bytes(data)


def test_fuzzed_archives_are_read_or_refused(tmp_path, capsys):
    chance = random.Random(20260928)
    seeds = [
        archive({"s01.ipynb": notebook("one"), "a/b.ipynb": b"{}" * 500}),
        archive({f"{n}.ipynb": bytes([n]) * n * 40 for n in range(9)}),
        b"before" + archive({"s01.ipynb": notebook("one")}),
    ]
    path, refused, began = tmp_path / "all.zip", 0, time.perf_counter()
    for _ in range(FUZZED):
        path.write_bytes(_mutated(chance.choice(seeds), chance))
        try:
            files, reasons = whole(path)
        except ArchiveError:
            refused += 1
        else:
            assert all(place(name) == (name, "") for name in files), files
            assert all(reasons.values())
            assert sum(map(len, files.values())) < MEGABYTE
    seconds = time.perf_counter() - began
    with capsys.disabled():
        print(f"\nfuzzed {FUZZED:,} archives in {seconds:.0f} s; {refused:,} refused as a whole")
    assert 0 < refused < FUZZED
