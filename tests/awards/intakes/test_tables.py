from __future__ import annotations

import datetime as dt

import pytest

from awards.intakes.tables import MOST_LINES, Column, UnreadableTable, csv_lines, read_table, xlsx_bytes
from tests.awards.lists import xlsx_of

COLUMNS = [
    Column("URN", ("Unique reference number",)),
    Column("School", ("Name",), needed=True),
    Column("On"),
]


def cells(content: bytes) -> list[tuple[int, list[str]]]:
    table = read_table(content, file_name="list", columns=COLUMNS)
    return [(line.number, list(line.cells.values())) for line in table.lines]


@pytest.mark.parametrize(
    "content",
    [
        "urn,School,On\r\n1,Déjà,x\r\n".encode(),
        "\ufeffURN;name;on\n1;Déjà;x".encode(),
        "Unique reference number\tSCHOOL \tOn\n1\tDéjà\tx".encode("cp1252"),
        "URN\tSchool\tOn\n1\tDéjà\tx\n".encode("utf-16"),
    ],
)
def test_text_is_read_however_it_was_saved(content):
    assert cells(content) == [(2, ["1", "Déjà", "x"])]


def test_line_numbers_are_those_of_the_file():
    assert cells(b'School\n\n"Two\nlines"\n,\nLast\n') == [(3, ["", "Two\nlines", ""]), (6, ["", "Last", ""])]


def test_headings_may_stand_under_a_title_and_other_columns_are_told():
    table = read_table(b"Our schools\n\nSchool,Colour\nA,red\n", file_name="list", columns=COLUMNS)

    assert (table.columns, table.ignored) == (("School",), ("Colour",))


def test_workbook_gives_days_whole_numbers_and_merged_cells():
    content = xlsx_of(
        [
            ["Schools of this year", None, None],
            ["URN", "School", "On"],
            [900100, "A", dt.date(2018, 4, 3)],
            [900101.0, "B", None],
            [None, "C", 43193.5],
        ],
        merged=("A1:C1", "C3:C4"),
    )

    assert cells(content) == [
        (3, ["900100", "A", "2018-04-03"]),
        (4, ["900101", "B", "2018-04-03"]),
        (5, ["", "C", "43193.5"]),
    ]


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "+44 1", "-", "@me", "'' =x", "plain", "'tis"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_written_is_read_back_and_is_no_formula(text, form):
    rows = [["1", text, ""]]
    if form == "csv":
        content = "".join(csv_lines(["URN", "School", "On"], rows)).encode()
        assert not content.split(b"\r\n")[1].split(b",")[1].startswith((b"=", b"+", b"-", b"@"))
    else:
        content = xlsx_bytes(["URN", "School", "On"], rows, title="Schools")

    assert cells(content) == [(2, ["1", text, ""])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"  \n", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF, whatever its name says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "of the old kind, or locked with a password"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (b"\x00\x01\x02\x03", "neither a CSV file nor an Excel workbook"),
        (b"Colour,Size\nred,1\n", "does not begin with the headings"),
        (b"School\n", "headings, but nothing under them"),
        (b"School,Name\nA,B\n", "more than one column “School”"),
        (b'School\n"A\nB\n', "cannot be read from line 2 on"),
        (b"School\n" + b"A\n" * (MOST_LINES + 1), "more than 25,000 lines"),
    ],
)
def test_file_that_is_no_such_table_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(UnreadableTable) as refused:
        read_table(content, file_name="list.xlsx", columns=COLUMNS)

    assert sentence in refused.value.reasons[0]


def test_missing_column_is_named_beside_those_that_are_there():
    with pytest.raises(UnreadableTable) as refused:
        read_table(b"URN,On\n1,2\n", file_name="l", columns=[*COLUMNS[1:], Column("URN", needed=True)])

    assert refused.value.reasons == [
        "The file has no column “School”. Its columns are “URN”, “On”. Rename or add the column, and hand it in again."
    ]
