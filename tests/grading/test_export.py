"""Exports change the cells of grades and nothing else, or write nothing and say why."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.grading import headers
from twoplustwo.grading.collect import COUNTS, Found
from twoplustwo.grading.export import ExportError, Order, export
from twoplustwo.grading.ledger import Ledger
from twoplustwo.grading.roster import Roster, Student

QUESTIONS = [("coding", 4.0, False), ("brier", 6.0, False), ("memo", 16.0, True)]
IDS = {
    "k1": {"id": "101", "sis login id": "ann", "identifier": "9001", "email": "ann@uni.example"},
    "k2": {"id": "102", "sis login id": "bob", "identifier": "9002", "email": "bob@uni.example"},
    "k3": {"id": "103", "sis login id": "cem", "identifier": "9003", "email": "cem@uni.example"},
}
CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (77),Reading (78),Current Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,10,26,(read only)\r\n"
    '"Lee, Ann",101,A-1,ann,"Sec 1, and Sec 2",9,,90.5\r\n'
    '"Ray, ""Bob""",102,,bob,Sec 1,,12.50,\r\n'
    '"Öz, Cem",103,,cem,Sec 1,8.5,EX,85\r\n'
    '"Zed, Zoe",109,,zoe,Sec 1,7,,70\r\n'
    '"Student, Test",110,,5f0c,Sec 1,,,\r\n'
)


def graded(place, scores, ids=None, marks=None):
    """A folder as `twoplustwo grade` leaves it: code -> points of the two tasks, or None."""
    out = place / "out"
    out.mkdir(exist_ok=True)
    questions = [{"name": n, "title": n, "points": p, "manual": m} for n, p, m in QUESTIONS]
    about = {"name": "reading", "title": "Reading", "questions": questions}
    (out / "assignment.json").write_text(json.dumps(about))
    (out / "ledger.sqlite").unlink(missing_ok=True)
    found = {
        code: Found(path=f"{code}.ipynb", owner=code, state=COUNTS, sha256=code, attempt=1)
        for code, points in scores.items()
        if points is not None
    }
    roster = Roster(tuple(Student(code, (ids or {}).get(code, {})) for code in scores))
    with Ledger(out / "ledger.sqlite") as ledger:
        ledger.enter(found.values(), roster)
        for code, one in found.items():
            tasks = [
                {"name": name, "score": value, "max_score": most}
                for (name, most, _), value in zip(QUESTIONS, scores[code], strict=False)
            ]
            ledger.finish(one, {"status": "graded", "isolation": "namespaces", "tasks": tasks})
        ledger.mark("memo", marks if marks is not None else dict.fromkeys(found, 10.0))
    return out


def merge(place, out, platform: str, text: str, encoding: str = "utf-8", **options):
    """Export into a platform's file; gives what was done and the text written."""
    (place / "theirs.csv").write_bytes(text.encode(encoding))
    order = Order(
        out=out,
        platform=platform,
        roster=place / "theirs.csv",
        target=place / "ours.csv",
        **options,
    )
    done = export(order)
    assert (place / "theirs.csv").read_bytes() == text.encode(encoding)
    return done, (place / "ours.csv").read_bytes().decode(encoding)


SCORES = {"k1": (4.0, 5.5), "k2": (1.0, 2.0), "k3": (4.0, 6.0)}


def test_canvas_gets_one_cell_and_every_other_byte_stays(tmp_path):
    done, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", CANVAS)
    expected = CANVAS.replace('"Sec 1, and Sec 2",9,,90.5', '"Sec 1, and Sec 2",9,19.5,90.5')
    assert text == expected
    assert (done.written, done.columns, done.added) == (1, ["Reading (78)"], [])
    assert done.kept == ["k2: 12.50, ours is 13", "k3: EX (excused), ours is 20"]
    assert len(done.without_grade) == 1
    assert done.without_grade[0].startswith("Zed")


def test_a_differing_grade_is_replaced_only_on_demand_and_an_excuse_never(tmp_path):
    done, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", CANVAS, replace=True)
    assert done.replaced == ["k2: 12.50 -> 13"]
    assert ",bob,Sec 1,,13,\r\n" in text
    assert ",cem,Sec 1,8.5,EX,85\r\n" in text


def test_an_equal_grade_stays_as_it_is_written(tmp_path):
    theirs = CANVAS.replace("12.50", "13.00")
    done, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", theirs)
    assert done.same == 1
    assert ",bob,Sec 1,,13.00,\r\n" in text


def test_canvas_gets_a_new_column_with_its_points(tmp_path):
    theirs = CANVAS.replace("Reading (78)", "Essay (78)")
    done, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", theirs)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert done.added == ["Reading"]
    assert [row[-1] for row in rows] == ["Reading", "", "26", "19.5", "13", "20", "", ""]
    assert [row[:-1] for row in rows] == list(csv.reader(io.StringIO(theirs[1:])))


def test_names_in_two_columns_and_semicolons_are_canvas_too(tmp_path):
    theirs = (
        "LastName;FirstName;ID;SIS Login ID;Section;Reading (78)\n"
        "    Points Possible;;;;;26,00\n"
        "Lee;Ann;101;ann;S1;\nRay;Bob;102;bob;S1;\nÖz;Cem;103;cem;S1;\nStudent;Test;9;q;S1;\n"
    )
    _, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", theirs)
    assert "Lee;Ann;101;ann;S1;19,5\n" in text
    assert "Student;Test;9;q;S1;\n" in text


def test_other_points_in_the_platform_are_refused_or_scaled(tmp_path):
    theirs = CANVAS.replace(",10,26,", ",10,100,")
    out = graded(tmp_path, SCORES, IDS)
    with pytest.raises(ExportError, match=r"at most 100 points, the set 'reading' 26.*--scale"):
        merge(tmp_path, out, "canvas", theirs)
    assert not (tmp_path / "ours.csv").exists()
    _, text = merge(tmp_path, out, "canvas", theirs, scale=True)
    assert '"Sec 1, and Sec 2",9,75,90.5' in text


def test_a_read_only_column_is_refused(tmp_path):
    theirs = CANVAS.replace("Current Score", "Final exam")
    with pytest.raises(ExportError, match="read only"):
        merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", theirs, column="Final exam")


def test_totals_never_take_a_grade(tmp_path):
    theirs = CANVAS.replace("Reading (78)", "Reading Final Score")
    done, _ = merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", theirs)
    assert done.added == ["Reading"]


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        (CANVAS.replace(",101,A-1,ann,", ",191,,ane,"), ["k1: 0 lines match"]),
        (CANVAS.replace(",103,,cem,", ",101,,cem,"), ["k1: 2 lines match", "Lee, Ann", "Cem"]),
        (
            CANVAS.replace(",101,A-1,ann,", ",191,,ane,").replace(",102,,bob,", ",192,,bot,"),
            ["k1: 0 lines", "k2: 0 lines"],
        ),
    ],
)
def test_a_student_who_matches_none_or_two_stops_the_export(tmp_path, theirs, words):
    out = graded(tmp_path, SCORES, IDS)
    for replace in (False, True):
        with pytest.raises(ExportError, match="nothing was written") as error:
            merge(tmp_path, out, "canvas", theirs, replace=replace)
        assert all(word in str(error.value) for word in words)
    assert not (tmp_path / "ours.csv").exists()
    assert not list(tmp_path.glob("*.part"))


def test_two_students_on_one_line_stop_the_export(tmp_path):
    ids = IDS | {"k2": {"id": "101"}}
    with pytest.raises(ExportError, match="k2 and k1 match the same line"):
        merge(tmp_path, graded(tmp_path, SCORES, ids), "canvas", CANVAS)


def test_codes_that_are_the_platforms_ids_need_no_more(tmp_path):
    scores = {"101": (4.0, 5.5), "102": (1.0, 2.0), "103": (0.0, 0.0)}
    _, text = merge(tmp_path, graded(tmp_path, scores), "canvas", CANVAS)
    assert '"Sec 1, and Sec 2",9,19.5,90.5' in text


def test_a_number_of_another_platform_is_no_match(tmp_path):
    ids = {code: {"moodle id": one["id"]} for code, one in IDS.items()}
    with pytest.raises(ExportError, match="k1: 0 lines match"):
        merge(tmp_path, graded(tmp_path, SCORES, ids), "canvas", CANVAS)


def test_who_handed_in_nothing_gets_no_grade(tmp_path):
    scores = SCORES | {"k1": None, "k9": None}
    done, text = merge(tmp_path, graded(tmp_path, scores, IDS), "canvas", CANVAS)
    assert text == CANVAS
    assert any(one.startswith("Lee") for one in done.without_grade)


WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 9001","Ann Lee",ann@uni.example,"Submitted for grading - ",,26.00,Yes,'
    '"Friday, 2 October 2026, 9:14 PM",-,\n'
    '"Participant 9002","Bob Ray",bob@uni.example,"No submission - ",-,26.00,Yes,-,-,\n'
    '"Participant 9003","Cem Öz",cem@uni.example,"Submitted for grading - ",,26.00,No,-,-,"<p>"\n'
)


def test_moodles_grading_worksheet_is_filled(tmp_path):
    done, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "moodle", WORKSHEET)
    expected = WORKSHEET.replace('grading - ",,26.00,Yes', 'grading - ",19.5,26.00,Yes')
    assert text == expected.replace('submission - ",-,26.00', 'submission - ",13,26.00')
    assert done.kept == ["k3: empty (the platform locks it), ours is 20"]


def test_moodles_gradebook_is_filled(tmp_path):
    theirs = (
        '"First name","Last name","ID number","Email address","Quiz: Reading one (Real)",'
        '"Assignment: Reading (Real)","Last downloaded from this course"\n'
        "Ann,Lee,,ANN@uni.example,1.00,-,1790000000\n"
        "Bob,Ray,,bob@uni.example,2.00,-,1790000000\nCem,Öz,,cem@uni.example,3.00,,1790000000\n"
    )
    _, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "moodle", theirs)
    expected = theirs.replace("1.00,-,", "1.00,19.5,").replace("2.00,-,", "2.00,13,")
    assert text == expected.replace("3.00,,", "3.00,20,")


def test_moodle_gets_no_column_that_it_did_not_export(tmp_path):
    theirs = "First name,Email address,Other\nAnn,ann@uni.example,\n"
    with pytest.raises(ExportError, match="named 'Reading' or 'reading' or 'Grade'; there are"):
        merge(tmp_path, graded(tmp_path, {"k1": (1.0, 1.0)}, IDS), "moodle", theirs)


GERMAN = (
    'ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,'
    '"Bewertung kann geändert werden","Zuletzt geändert (Bewertung)",Feedback\n'
    '"Teilnehmer/in9001","Ann Lee",ann@uni.example,Abgegeben,,"26,00",Ja,-,\n'
    '"Teilnehmer/in9002","Bob Ray",bob@uni.example,"Keine Abgabe",-,"26,00",Ja,-,\n'
    '"Teilnehmer/in9003","Cem Öz",cem@uni.example,Abgegeben,"20,00","26,00",Ja,-,\n'
)
RUSSIAN = (
    "Идентификатор,Имя,Состояние,Оценка,Максимум,Изменение,Время\n"
    "Участник9001,Анна,Ответ,,26.00,Да,-\nУчастник9002,Борис,Ответ,-,26.00,Да,-\n"
    "Участник9003,Джем,Ответ,20.00,26.00,Нет,-\n"
)
JAPANESE = (
    "識別子,氏名,状態,評定,最大評点,変更可,更新\n"
    "参加者 9001,アン,提出済み,,26,はい,-\n参加者 9002,ボブ,未提出,,26,はい,-\n"
    "参加者 9003,ジェム,提出済み,20,26,はい,-\n"
)
WORLD = pytest.mark.parametrize("theirs", [GERMAN, RUSSIAN, JAPANESE], ids=["de", "ru", "ja"])
NUMBERS = {code: {"identifier": one["identifier"]} for code, one in IDS.items()}
SURE = ["Идентификатор=Identifier", "Оценка=Grade", "Максимум=Maximum Grade"]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@WORLD
def test_a_worksheet_in_another_language_is_known_by_its_shape(tmp_path, theirs):
    done, text = merge(tmp_path, graded(tmp_path, SCORES, NUMBERS), "moodle", theirs)
    before, after = rows(theirs), rows(text)
    at = [old != new for old, new in zip(before[1], after[1], strict=True)].index(True)
    assert [row[at] for row in after[1:]] == ["19.5", "13", before[3][at]]
    assert done.columns == [before[0][at]]
    assert (done.written, done.same, done.added, done.notes) == (2, 1, [], [])
    for old, new in zip(before, after, strict=True):
        assert old[:at] + old[at + 1 :] == new[:at] + new[at + 1 :]


@WORLD
def test_its_maximum_is_checked_as_in_english(tmp_path, theirs):
    theirs = theirs.replace('"26,00"', '"100,00"').replace(",26", ",100")
    out = graded(tmp_path, SCORES, NUMBERS)
    with pytest.raises(ExportError, match=r"at most 100 points, the set 'reading' 26.*--scale"):
        merge(tmp_path, out, "moodle", theirs)
    done, _ = merge(tmp_path, out, "moodle", theirs, scale=True, replace=True)
    assert (done.written, len(done.replaced)) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Участник9002", "Студент9002"),  # two words
        ("Участник9002", "Участник9001"),  # one number twice
        ("Участник9002", "9002"),
        (",-,26.00,", ",-,25.00,"),  # two maxima
        (",20.00,26.00,", ",30.00,26.00,"),  # more than the most
        (",26.00,", ",Шкала,"),  # a scale has no maximum
    ],
)
def test_a_worksheet_of_doubtful_shape_is_refused_with_what_to_say(tmp_path, old, new):
    with pytest.raises(ExportError, match="there are 'Идентификатор', 'Имя'") as error:
        theirs = RUSSIAN.replace(old, new)
        merge(tmp_path, graded(tmp_path, SCORES, NUMBERS), "moodle", theirs)
    for words in (
        "students is needed",
        "--read-as 'THEIR NAME=Identifier'",
        "'THEIR NAME=Maximum Grade'",
    ):
        assert words in str(error.value)
    assert not (tmp_path / "ours.csv").exists()


def test_two_columns_that_may_be_the_grade_are_one_too_many(tmp_path):
    theirs = RUSSIAN.replace("Оценка,", "Группа,Ряд,Оценка,").replace("Ответ,", "Ответ,1,7,")
    out = graded(tmp_path, SCORES, NUMBERS)
    with pytest.raises(ExportError, match="--read-as"):
        merge(tmp_path, out, "moodle", theirs)
    _, text = merge(tmp_path, out, "moodle", theirs, read_as=headers.read_as(SURE))
    assert [row[5] for row in rows(text)] == ["Оценка", "19.5", "13", "20.00"]


def test_columns_that_are_named_need_no_shape(tmp_path):
    theirs = RUSSIAN.replace("Участник9002", "Студент9002").replace("26.00", "100.00")
    out = graded(tmp_path, SCORES, NUMBERS)
    with pytest.raises(ExportError, match="at most 100 points"):
        merge(tmp_path, out, "moodle", theirs, read_as=headers.read_as(SURE))
    done, text = merge(tmp_path, out, "moodle", theirs, read_as=headers.read_as(SURE[:2]))
    assert rows(text)[0] == rows(theirs)[0]
    assert "nobody checked that the assignment has 26 points" in done.notes[0]
    with pytest.raises(ExportError, match="named 'Reading' or 'reading' or 'Grade'"):
        merge(tmp_path, out, "moodle", theirs, read_as=headers.read_as(SURE[:1]))


def test_the_export_of_a_gradebook_in_another_language_needs_two_words(tmp_path):
    theirs = (
        'Vorname,E-Mail-Adresse,"Aufgabe: Reading (Punkte)"\nAnn,ann@uni.example,-\n'
        "Bob,bob@uni.example,-\nCem,cem@uni.example,-\n"
    )
    named = {
        "column": "Aufgabe: Reading (Punkte)",
        "read_as": headers.read_as(["E-Mail-Adresse=Email address"]),
    }
    _, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "moodle", theirs, **named)
    assert [row[2] for row in rows(text)[1:]] == ["19.5", "13", "20"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"Kennung": "Identifier"}, "no column is named 'Kennung', which --read-as names"),
        ({"Bewertung": "Maximum Grade", "Bestwertung": "Maximum Grade"}, "two columns"),
    ],
)
def test_columns_that_are_not_there_or_stand_for_one_are_named(tmp_path, given, words):
    with pytest.raises(ExportError, match="theirs") as error:
        merge(tmp_path, graded(tmp_path, SCORES, NUMBERS), "moodle", GERMAN, read_as=given)
    assert words in str(error.value)


@pytest.mark.parametrize("text", ["Bewertung", "=Grade", "Bewertung=", "Bewertung=Note"])
def test_what_is_said_of_columns_must_have_its_form(text):
    with pytest.raises(headers.HeaderError, match="Identifier, Grade, Maximum Grade"):
        headers.read_as([text])


def test_english_names_are_never_looked_for_by_shape(tmp_path):
    theirs = "Team,Email address,Other,Reading,Most\n"
    theirs += "".join(f"Team {n},{IDS[f'k{n}']['email']},x,,26\n" for n in (1, 2, 3))
    done, _ = merge(tmp_path, graded(tmp_path, SCORES, IDS), "moodle", theirs)
    assert done.columns == ["Reading"]


def test_gradescope_is_filled(tmp_path):
    theirs = (
        "First Name,Last Name,SID,Email,Sections,Reading,Reading - Max Points,"
        "Reading - Submission Time\n"
        "Ann,Lee,A-1,ann@uni.example,,,26.0,\nBob,Ray,,bob@uni.example,,13.0,26.0,\n"
        "Cem,Öz,,cem@uni.example,,,26.0,\n"
    )
    done, text = merge(tmp_path, graded(tmp_path, SCORES, IDS), "gradescope", theirs)
    assert (done.written, done.same) == (2, 1)
    assert "ann@uni.example,,19.5,26.0," in text
    assert "bob@uni.example,,13.0,26.0," in text
    total = "Name,SID,Email,Total Score,Max Points,Status\nAnn,,ann@uni.example,,26.0,Missing\n"
    _, text = merge(tmp_path, graded(tmp_path, {"k1": (1.0, 1.0)}, IDS), "gradescope", total)
    assert "ann@uni.example,12,26.0,Missing\n" in text


def test_any_table_gets_all_points(tmp_path):
    theirs = "student_code;group\nk2;B\nk1;A\nk3;A\n"
    done, text = merge(tmp_path, graded(tmp_path, SCORES), "csv", theirs)
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["student_code"] for row in rows] == ["k2", "k1", "k3"]
    assert rows[1] == {
        "student_code": "k1",
        "group": "A",
        "reading coding": "4",
        "reading brier": "5.5",
        "reading memo": "10",
        "reading score": "19.5",
        "reading max_score": "26",
        "reading status": "graded",
    }
    done, again = merge(tmp_path, tmp_path / "out", "csv", text)
    assert again == text
    assert done.written == 0


def test_unmarked_memos_and_unfinished_grading_are_named(tmp_path):
    out = graded(tmp_path, SCORES, IDS, marks={})
    done, _ = merge(tmp_path, out, "canvas", CANVAS)
    assert done.notes == ["3 memos are not marked yet: their points are not in these grades"]
    with Ledger(out / "ledger.sqlite") as ledger:
        new = Found(path="k4.ipynb", owner="k4", state=COUNTS, sha256="k4", attempt=1)
        ledger.enter([new], None)
    with pytest.raises(ExportError, match="not finished"):
        merge(tmp_path, out, "canvas", CANVAS)


def test_the_platforms_own_file_is_never_overwritten(tmp_path):
    (tmp_path / "theirs.csv").write_text(CANVAS)
    order = Order(
        out=graded(tmp_path, SCORES, IDS),
        platform="canvas",
        roster=tmp_path / "theirs.csv",
        target=tmp_path / "theirs.csv",
    )
    with pytest.raises(ExportError, match="own file"):
        export(order)


@pytest.mark.parametrize(
    ("platform", "theirs", "words"),
    [
        ("canvas", "Name,ID\nAnn,101\n", "Student, ID and Section are needed"),
        ("moodle", "Name,Grade\nAnn,1\n", "names students is needed"),
        ("canvas", "Student,ID,Section\n\n", "no line is a student's"),
        ("canvas", 'Student,ID,Section\n"Ann,101,S\n', "never closed"),
        ("canvas", "PK\x03\x04 of a spreadsheet", "save it as 'CSV UTF-8'"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, platform, theirs, words):
    with pytest.raises(ExportError, match="theirs") as error:
        merge(tmp_path, graded(tmp_path, SCORES, IDS), platform, theirs)
    assert words in str(error.value)


def test_a_folder_is_no_file_to_write(tmp_path):
    (tmp_path / "ours.csv").mkdir()
    with pytest.raises(ExportError, match="name the file"):
        merge(tmp_path, graded(tmp_path, SCORES, IDS), "canvas", CANVAS)
    assert not list(tmp_path.glob("*.part"))


CELL = st.text('ab ",;é', max_size=6)


@given(
    others=st.lists(st.tuples(CELL, CELL), min_size=3, max_size=3),
    ends=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    order=st.permutations(["101", "102", "103"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_whatever_else_is_in_the_file_stays(tmp_path_factory, others, ends, mark, order, quoting):
    place = tmp_path_factory.mktemp("round")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=ends, quoting=quoting)
    writer.writerow(["Student", "ID", "Section", "Notes", "Reading (5)", "Final Score"])
    for number, (name, note) in zip(order, others, strict=True):
        writer.writerow(["x" + name, number, "S", note, "", "1"])
    theirs = mark + text.getvalue()
    _, ours = merge(place, graded(place, SCORES, IDS), "canvas", theirs)
    assert ours.startswith(mark)
    before, after = (
        list(csv.reader(io.StringIO(one.removeprefix(mark), newline=""))) for one in (theirs, ours)
    )
    scores = {"101": "19.5", "102": "13", "103": "20"}
    for old, new in zip(before[1:], after[1:], strict=True):
        assert new[4] == scores[old[1]]
        assert new[:4] + new[5:] == old[:4] + old[5:]
    assert before[0] == after[0]
    blank = '"{}"' if quoting == csv.QUOTE_ALL else "{}"
    for value in scores.values():
        ours = ours.replace(f",{blank.format(value)},", f",{blank.format('')},")
    assert ours == theirs
