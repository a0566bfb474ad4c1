"""The daily file of the register: what lands, what is rejected, what is refused."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from awards.models import Area, RegisterEntry
from awards.register.importing import ImportReport, import_register
from awards.register.landing import hold_the_register
from awards.register.refusals import (
    AlreadyImporting,
    ColumnsMissing,
    CutShort,
    NothingToImport,
    NotTheRegister,
    RegisterRefused,
)
from tests.awards.register_files import FICTIONAL, HEADINGS, rejected, school, text_of, write

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 9)
NEXT_DAY = dt.date(2026, 3, 10)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "edubasealldata20260309.csv"


def test_import_lands_the_fictional_file(tmp_path):
    copy = tmp_path / "fictional.csv"
    copy.write_bytes(FICTIONAL.read_bytes())

    report = import_register(copy, seen_on=DAY)

    assert report == ImportReport(read=60, new=60, changed=0, unchanged=0, rejected=0, rejects_path=None)
    assert RegisterEntry.objects.count() == 60
    assert RegisterEntry.objects.get(name__startswith="Café").search_name == (
        "cafe lane make believe solihull"
    )


def test_import_keeps_every_value_as_the_register_means_it(path):
    write(path, school(EstablishmentName="L'Étoile Pretend  School ", **{"Trusts (code)": "00917"}))

    import_register(path, seen_on=DAY)

    entry = RegisterEntry.objects.select_related("area").get()
    assert (entry.urn, entry.name) == (900100, "L'Étoile Pretend School")
    assert (entry.type_code, entry.establishment_number, entry.trust_code) == ("01", "0042", "00917")
    assert (entry.opened_on, entry.closed_on) == (dt.date(1974, 9, 1), None)
    assert (entry.low_age, entry.high_age, entry.pupils) == (4, 11, 207)
    assert entry.free_meals_percentage == Decimal("12.5")
    assert (entry.first_seen_on, entry.last_seen_on) == (DAY, DAY)
    assert entry.area is not None
    assert (entry.area.code, entry.area.name, entry.area.region) == ("330", "Birmingham", "West Midlands")


def test_import_keeps_backslashes_and_bars(path):
    write(path, school(Street=r"1 \N Lane | 2 \. Way", Locality="a\tb"))

    import_register(path, seen_on=DAY)

    entry = RegisterEntry.objects.get()
    assert (entry.street, entry.locality) == (r"1 \N Lane | 2 \. Way", "a b")


def test_import_takes_blank_numbers_days_and_area_as_unknown(path):
    blank = dict.fromkeys(("OpenDate", "NumberOfPupils", "PercentageFSM", "StatutoryLowAge", "LA (code)"), "")
    write(path, school(**blank))

    import_register(path, seen_on=DAY)

    entry = RegisterEntry.objects.get()
    assert (entry.opened_on, entry.pupils, entry.free_meals_percentage, entry.low_age) == (None,) * 4
    assert entry.area is None


def test_import_twice_changes_nothing(path):
    write(path, school(900100), school(900101))
    import_register(path, seen_on=DAY)
    before = _versions()

    report = import_register(path, seen_on=DAY)

    assert report == ImportReport(read=2, new=0, changed=0, unchanged=2, rejected=0, rejects_path=None)
    assert _versions() == before


def test_import_rewrites_only_what_differs_and_deletes_nothing(path):
    write(path, school(900100), school(900101), school(900102))
    import_register(path, seen_on=DAY)
    closed = {
        "EstablishmentStatus (code)": "2",
        "EstablishmentStatus (name)": "Closed",
        "CloseDate": "31-12-2025",
    }
    write(path, school(900100), school(900101, **closed), school(900103))

    report = import_register(path, seen_on=NEXT_DAY)

    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    seen = dict(RegisterEntry.objects.values_list("urn", "last_seen_on"))
    assert seen == {900100: NEXT_DAY, 900101: NEXT_DAY, 900102: DAY, 900103: NEXT_DAY}
    assert RegisterEntry.objects.get(urn=900101).closed_on == dt.date(2025, 12, 31)
    assert RegisterEntry.objects.get(urn=900101).first_seen_on == DAY


def test_import_of_an_earlier_file_leaves_later_rows_alone(path):
    write(path, school(900100, EstablishmentName="Later Name"))
    import_register(path, seen_on=NEXT_DAY)
    write(path, school(900100, EstablishmentName="Earlier Name"))

    report = import_register(path, seen_on=DAY)

    assert (report.changed, report.unchanged, report.older) == (0, 1, 1)
    assert RegisterEntry.objects.get().name == "Later Name"


def test_import_brings_an_area_up_to_date(path):
    Area.objects.create(code="330", name="Brum")
    write(path, school())

    import_register(path, seen_on=DAY)

    assert Area.objects.get().name == "Birmingham"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"URN": "12"}, "URN “12” is not a number of six digits."),
        ({"URN": ""}, "URN is blank."),
        ({"EstablishmentName": " "}, "EstablishmentName is blank."),
        ({"EstablishmentName": "A" * 251}, "EstablishmentName is longer than 250 characters."),
        ({"OpenDate": "31-02-1999"}, "OpenDate “31-02-1999” is not a day written as DD-MM-YYYY."),
        ({"OpenDate": "1999-02-01"}, "OpenDate “1999-02-01” is not a day written as DD-MM-YYYY."),
        ({"NumberOfPupils": "many"}, "NumberOfPupils “many” is not a whole number that can be right."),
        ({"StatutoryLowAge": "99999"}, "StatutoryLowAge “99999” is not a whole number that can be right."),
        ({"PercentageFSM": "120"}, "PercentageFSM “120” is not a percentage from 0 to 100."),
        ({"URN": "900100"}, "URN 900100 is on line 2 already."),
        (
            {"URN": "", "OpenDate": "soon"},
            "URN is blank. OpenDate “soon” is not a day written as DD-MM-YYYY.",
        ),
    ],
)
def test_bad_row_is_rejected_with_its_line_and_reason_and_good_rows_land(path, values, reason):
    write(path, school(900100), {**school(900101), **values}, school(900102))

    report = import_register(path, seen_on=DAY)

    assert (report.read, report.new, report.rejected) == (3, 2, 1)
    assert [(row["Line"], row["Reason"]) for row in rejected(report.rejects_path)] == [("3", reason)]


def test_character_that_cannot_be_read_rejects_the_row(path):
    path.write_bytes(
        text_of(school(900100), school(900101, Town="Pretend")).encode().replace(b'Pretend"', b'\x81"')
    )

    report = import_register(path, seen_on=DAY)

    reasons = [row["Reason"] for row in rejected(report.rejects_path)]
    assert reasons == ["Town holds a character that cannot be read."]


def test_row_of_another_shape_is_rejected(path):
    lines = text_of(school(900100), school(900101), school(900102)).splitlines(keepends=True)
    lines[2] = '900101,"only two"\r\n'
    path.write_bytes("".join(lines).encode())

    report = import_register(path, seen_on=DAY)

    (row,) = rejected(report.rejects_path)
    assert (row["Line"], row["URN"]) == ("3", "900101")
    assert row["Reason"] == "The row has 2 values, but there are 135 headings."
    assert report.new == 2


def test_quoted_line_break_is_part_of_its_value_and_lines_are_still_counted_right(path):
    write(path, school(900100, Street="The Lodge\r\nPretend Street"), school(900101, OpenDate="soon"))

    report = import_register(path, seen_on=DAY)

    assert RegisterEntry.objects.get().street == "The Lodge Pretend Street"
    assert [row["Line"] for row in rejected(report.rejects_path)] == ["4"]


def test_stray_quotation_mark_costs_only_the_lines_that_it_took_in(path):
    text = text_of(school(900100), school(900101, Town="Here"), school(900102), school(900103))
    path.write_bytes(text.replace('"Here"', '"Here', 1).encode())

    report = import_register(path, seen_on=DAY)

    (row,) = rejected(report.rejects_path)
    assert row["Line"] == "3"
    assert row["Reason"].startswith("A quotation mark stands in the wrong place")
    assert set(RegisterEntry.objects.values_list("urn", flat=True)) >= {900100, 900103}


def test_spreadsheet_takes_no_formula_from_the_rejects(path):
    write(path, school(900100), school("x", EstablishmentName="=HYPERLINK(1)"))

    report = import_register(path, seen_on=DAY)

    assert [row["EstablishmentName"] for row in rejected(report.rejects_path)] == ["'=HYPERLINK(1)"]


def test_rejects_of_an_earlier_try_do_not_stay(path):
    write(path, school(900100), school("x"))
    first = import_register(path, seen_on=DAY)
    write(path, school(900100), school(900101))

    second = import_register(path, seen_on=DAY)

    assert first.rejects_path is not None
    assert (first.rejects_path.exists(), second.rejects_path) == (False, None)


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(list(reversed(HEADINGS)), id="other order"),
        pytest.param([*HEADINGS, "SomethingNew (name)"], id="one more"),
        pytest.param(
            [
                heading
                for heading in HEADINGS
                if heading not in ("FSM", "AccreditationExpiryDate", "QABReport")
            ]
            + ["RSCRegion (name)", "CensusAreaStatisticWard (name)", "OfstedRating (name)"],
            id="2021",
        ),
        pytest.param([heading.replace(" (", "(").upper() for heading in HEADINGS], id="capitals and spaces"),
    ],
)
def test_import_finds_columns_by_name_whatever_else_drifts(path, headings):
    shouted = {heading.replace(" (", "(").upper(): value for heading, value in school().items()}
    write(path, {**school(), **shouted}, headings=headings)

    import_register(path, seen_on=DAY)

    assert RegisterEntry.objects.get().name == "Pretend Primary School"


def test_missing_column_is_refused_by_name_before_anything_is_written(path):
    write(
        path, school("x"), headings=[heading for heading in HEADINGS if heading not in ("Postcode", "Town")]
    )

    with pytest.raises(ColumnsMissing, match="no column “Town”, “Postcode”"):
        import_register(path, seen_on=DAY)

    assert list(path.parent.iterdir()) == [path]


def test_column_that_stands_twice_is_refused(path):
    write(path, school(), headings=[*HEADINGS, "Town"])

    with pytest.raises(ColumnsMissing, match="more than one column “Town”"):
        import_register(path, seen_on=DAY)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_accents_are_read_in_each_encoding(path, encoding):
    write(path, school(EstablishmentName="Collège Imaginé"), encoding=encoding)

    import_register(path, seen_on=DAY)

    assert RegisterEntry.objects.get().name == "Collège Imaginé"


@pytest.mark.parametrize(
    ("content", "refusal", "sentence"),
    [
        (b"", NothingToImport, "is empty"),
        (b"\xef\xbb\xbf\r\n", NothingToImport, "is empty"),
        (text_of().encode(), NothingToImport, "has the headings, but no schools"),
        (text_of(school("x")).encode(), NothingToImport, "None of the 1 rows"),
        (b"\r\n <!DOCTYPE html><html>404", NotTheRegister, "is a web page"),
        (b"PK\x03\x04anything", NotTheRegister, "unpack it"),
        (b"%PDF-1.7", NotTheRegister, "is a PDF"),
        (text_of(school()).encode("utf-16"), NotTheRegister, "UTF-16"),
        (text_of(school()).encode() + b"9\0", NotTheRegister, "line 3 holds a NUL byte"),
        (b"\xef\xbb\xbf" + text_of(school(Town="Caf\xe9")).encode("cp1252"), NotTheRegister, "not all UTF-8"),
        (b"name,town\r\nA,B\r\n", NotTheRegister, "does not begin with the register's headings"),
        (b"just some words", NotTheRegister, "does not begin with the register's headings"),
        (text_of(school(900100), school(900101)).encode()[:-200], CutShort, "begins on line 3"),
        (text_of(school(900100)).encode()[:-1] + b'\n900101,"330', CutShort, "begins on line 3"),
    ],
)
def test_file_that_is_none_is_refused_in_a_sentence_and_nothing_lands(path, content, refusal, sentence):
    path.write_bytes(content)

    with pytest.raises(refusal, match=sentence):
        import_register(path, seen_on=DAY)

    assert RegisterEntry.objects.count() == 0
    assert Area.objects.count() == 0


def test_refused_file_leaves_what_was_there(path):
    write(path, school(900100))
    import_register(path, seen_on=DAY)
    before = _versions()
    path.write_bytes(text_of(school(900100, Town="Elsewhere"), school(900101), school(900102)).encode()[:-90])

    with pytest.raises(CutShort):
        import_register(path, seen_on=NEXT_DAY)

    assert _versions() == before


def test_last_line_without_its_end_lands(path):
    path.write_bytes(text_of(school(900100)).rstrip().encode())

    assert import_register(path, seen_on=DAY).new == 1


@pytest.mark.parametrize("name", ["nowhere.csv", ""])
def test_path_without_a_file_is_refused(tmp_path, name):
    with pytest.raises(NotTheRegister):
        import_register(tmp_path / name, seen_on=DAY)


def test_progress_ends_with_the_last_line(path):
    write(path, *(school(900100 + number) for number in range(1200)))
    told: list[tuple[int, int]] = []

    import_register(path, seen_on=DAY, progress=lambda done, lines: told.append((done, lines)))

    assert told == [(1000, 1201), (1201, 1201)]


@pytest.mark.django_db(transaction=True)
def test_second_import_is_refused_while_one_runs(path):
    write(path, school())
    held, done, refused = threading.Event(), threading.Event(), []

    def hold() -> None:
        with transaction.atomic():
            hold_the_register()
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    try:
        import_register(path, seen_on=DAY)
    except AlreadyImporting as error:
        refused.append(str(error))
    done.set()
    other.join()

    assert refused == ["Another import of the register is running. Start this one again when it has ended."]
    assert import_register(path, seen_on=DAY).new == 1


def test_command_imports_and_says_what_it_did(path, capsys):
    write(path, school(900100), school("x"))

    call_command("import_register", str(path))

    told = capsys.readouterr().out
    assert told.startswith("2 rows of 9 March 2026: 1 new, 0 changed, 0 unchanged, 1 rejected.")
    assert f"are in {path}.rejects.csv" in told
    assert RegisterEntry.objects.get().last_seen_on == DAY


@pytest.mark.django_db(transaction=True)
def test_command_leaves_the_index_of_names_settled(path):
    write(path, *(school(900100 + number) for number in range(50)))

    call_command("import_register", str(path))

    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('entry_by_name')")
        assert cursor.fetchone() == (0,)


def test_command_takes_the_day_and_the_rejects_path(path, tmp_path):
    write(path, school(900100), school("x"))

    call_command("import_register", str(path), "--on", "2025-01-02", "--rejects", str(tmp_path / "bad.csv"))

    assert RegisterEntry.objects.get().last_seen_on == dt.date(2025, 1, 2)
    assert (tmp_path / "bad.csv").exists()


@pytest.mark.parametrize("day", ["2999-01-01", "soon"])
def test_command_refuses_a_day_that_cannot_be(path, day):
    write(path, school())

    with pytest.raises(CommandError):
        call_command("import_register", str(path), "--on", day)


def test_command_turns_a_refusal_into_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="There is no file") as refused:
        call_command("import_register", str(tmp_path / "nowhere.csv"))

    assert (refused.value.returncode, isinstance(refused.value.__cause__, RegisterRefused)) == (1, True)


def _versions() -> list[tuple[int, str]]:
    """Which physical rows there are: rewriting one changes its place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT urn, ctid::text FROM awards_registerentry ORDER BY urn")
        return list(cursor.fetchall())
