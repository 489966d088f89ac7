"""The salt is found beside the release, or it is said where it was looked for."""

from __future__ import annotations

import json

import pytest

from twoplustwo.exercises.notebooks import COMMON
from twoplustwo.grading.origin import OriginError, find_origin


def release(place, salt: str, codes=(), name: str = "reading"):
    place.mkdir(parents=True)
    (place / "salt.txt").write_text(salt + "\n")
    about = {"set": name, "salt_file": "salt.txt", "codes": list(codes)}
    (place / "release.json").write_text(json.dumps(about))
    return place


def test_it_is_found_in_a_folder_or_one_below(tmp_path):
    release(tmp_path / "monday", "abc", ["s01"])
    release(tmp_path / "other", "xyz", name="dispute")
    for place in (tmp_path, tmp_path / "monday"):
        origin = find_origin("reading", [place, place])
        assert (origin.salt, origin.codes) == ("abc", ("s01",))
        assert origin.variant_owner("s01") == "s01"


def test_the_common_variant_is_everybodys(tmp_path):
    release(tmp_path / "monday", "abc")
    assert find_origin("reading", [tmp_path]).variant_owner("s01") == COMMON


def test_a_named_salt_file_knows_its_release(tmp_path):
    place = release(tmp_path / "monday", "abc")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "mine.txt").write_text("abc")
    (tmp_path / "kept" / "strange.txt").write_text("qqq")
    assert find_origin("reading", [], place / "salt.txt").variant_owner("s01") == COMMON
    moved = find_origin("reading", [tmp_path], tmp_path / "kept" / "mine.txt")
    assert moved.variant_owner("s01") == COMMON
    alone = find_origin("reading", [tmp_path], tmp_path / "kept" / "strange.txt")
    assert (alone.salt, alone.variant_owner("s01")) == ("qqq", "s01")


def test_no_salt_or_two_are_an_error_that_names_places(tmp_path):
    with pytest.raises(OriginError, match="--salt-file") as error:
        find_origin("reading", [tmp_path])
    assert str(tmp_path) in str(error.value)
    release(tmp_path / "monday", "abc")
    release(tmp_path / "tuesday", "def")
    with pytest.raises(OriginError, match="different salts") as error:
        find_origin("reading", [tmp_path])
    assert "monday" in str(error.value)
    assert "tuesday" in str(error.value)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_salt_is_none(tmp_path, text):
    (tmp_path / "salt.txt").write_text(text)
    with pytest.raises(OriginError, match="empty"):
        find_origin("reading", [], tmp_path / "salt.txt")
