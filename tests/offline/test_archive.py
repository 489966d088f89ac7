"""The zip of the site: the same site gives the same bytes, and nothing in it leads outside."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.site import HTML, ROOT, pages
from twoplustwo.book.offline import ARCHIVE, GUIDE, LINKED, NAME, main, write

FOOTER = '<p>One.</p>\n    <p class="download"><a href="downloads/x.zip">All</a> (zip).</p>\n'


@pytest.fixture
def site(tmp_path) -> Path:
    html = tmp_path / "_build" / "html"
    (html / "lite").mkdir(parents=True)
    (html / "index.html").write_text(f"<main>A page</main>{FOOTER}")
    (html / "lite" / "index.html").write_text(FOOTER)
    (html / "b.bin").write_bytes(bytes(500))
    (html / "a.css").write_text("a {}\n" * 100)
    (html / ".buildinfo").write_text("x")
    return html


def test_the_same_site_gives_the_same_bytes(site):
    first = write(site).read_bytes()
    (site / "a.css").touch()
    assert write(site).read_bytes() == first  # and the zip itself is not in it


def test_names_are_sorted_in_one_folder_with_one_date(site):
    with zipfile.ZipFile(write(site)) as packed:
        infos = packed.infolist()
    names = [info.filename for info in infos]
    assert names == [
        f"{NAME}/{name}" for name in (GUIDE, "a.css", "b.bin", "index.html", "lite/index.html")
    ]
    assert {info.date_time for info in infos} == {(2020, 1, 1, 0, 0, 0)}
    assert {info.external_attr >> 16 for info in infos} == {0o100644}
    stored = [info.filename for info in infos if info.compress_type == zipfile.ZIP_STORED]
    assert stored == [f"{NAME}/b.bin"]


def test_the_offer_of_the_zip_is_not_in_the_zip(site):
    with zipfile.ZipFile(write(site)) as packed:
        assert packed.read(f"{NAME}/index.html") == b"<main>A page</main><p>One.</p>\n"
        assert packed.read(f"{NAME}/lite/index.html").decode() == FOOTER


def test_without_a_site_it_says_what_to_run(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "make book" in capsys.readouterr().err


def test_the_command_writes_it_and_says_how_large_it_is(site, tmp_path, capsys):
    assert main([str(tmp_path)]) == 0
    assert (site / ARCHIVE).is_file() and "MB" in capsys.readouterr().out


@pytest.mark.browser
def test_it_holds_the_whole_site(archive):
    with zipfile.ZipFile(archive) as packed:
        names = {name.removeprefix(f"{NAME}/") for name in packed.namelist()}
        assert packed.testzip() is None
    there = {path.relative_to(HTML).as_posix() for path in HTML.rglob("*") if path.is_file()}
    assert there - names == {".buildinfo", ".nojekyll", ARCHIVE.as_posix()} & there
    assert names - there == {GUIDE}
    assert "lite/index.html" in names


@pytest.mark.browser
def test_its_size_is_what_pages_say(archive):
    assert archive.stat().st_size / 1e6 == pytest.approx(LINKED["megabytes"], rel=0.1)
    for name in ("README.md", "DEPLOY.md"):
        assert f"about {LINKED['megabytes']} MB" in (ROOT / name).read_text(encoding="utf-8")
    footer = (HTML / "index.html").read_text(encoding="utf-8").split("<footer")[1]
    assert f"about {LINKED['megabytes']} MB" in footer


@pytest.mark.browser
@pytest.mark.parametrize("page", pages())
def test_every_link_of_a_page_leads_somewhere(unpacked, page):
    text = (unpacked / page).read_text(encoding="utf-8")
    for address in re.findall(
        r'(?:href|src|srcset|data-pack|data-twin|data-plotly)="([^"]+)"', text
    ):
        parts = urlsplit(address.replace("&amp;", "&"))
        if parts.scheme or parts.netloc or not parts.path:
            continue
        target = (unpacked / page).parent / unquote(parts.path)
        assert target.resolve().is_relative_to(unpacked.resolve()), address
        assert target.is_file(), address
