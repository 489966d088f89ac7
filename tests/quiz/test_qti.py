"""The QTI package holds every question, its right answer and the reasons."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from twoplustwo.quiz import read
from twoplustwo.quiz.qti import plain, write

ROOT = Path(__file__).parents[2]
NAMES = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


@pytest.fixture(scope="module")
def bank():
    return read(ROOT / "book" / "quiz.yml")


@pytest.fixture(scope="module")
def package(bank, tmp_path_factory):
    path = tmp_path_factory.mktemp("qti") / "quiz.zip"
    write("Two Plus Two", bank, path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        (name,) = [
            n
            for n in names
            if n.endswith(".xml") and "assessment_meta" not in n and "manifest" not in n
        ]
        assert "imsmanifest.xml" in names
        return etree.fromstring(archive.read(name))


def test_every_question_is_in_the_package(bank, package):
    items = package.findall(".//q:item", NAMES)
    assert len(items) == len(bank)
    for item, one in zip(items, bank, strict=True):
        assert len(item.findall(".//q:response_label", NAMES)) == len(one.options)


def test_the_right_option_scores_and_the_others_do_not(bank, package):
    for item, one in zip(package.findall(".//q:item", NAMES), bank, strict=True):
        labels = [label.get("ident") for label in item.findall(".//q:response_label", NAMES)]
        scored = [
            condition.find(".//q:varequal", NAMES).text
            for condition in item.findall(".//q:respcondition", NAMES)
            if condition.find("q:setvar", NAMES) is not None
        ]
        right = [label for label, option in zip(labels, one.options, strict=True) if option.right]
        assert scored == right


def test_every_reason_travels_as_feedback(bank, package):
    feedback = "".join("".join(e.itertext()) for e in package.findall(".//q:itemfeedback", NAMES))
    count = len(package.findall(".//q:itemfeedback", NAMES))
    assert count >= sum(len(one.options) for one in bank)
    assert "{cite}" not in feedback


def test_roles_and_links_of_the_book_are_taken_out():
    assert plain("See {cite}`a,b` [there](x.md#y).") == "See there."
