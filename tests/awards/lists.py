"""Lists of schools under way, as an office keeps them: for tests of bringing in."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from openpyxl import Workbook

from awards.intakes import handling
from awards.intakes.registry import Examination, kind_of
from awards.intakes.tables import csv_lines
from awards.models import Intake, Person

HEADINGS = [
    "URN",
    "School name",
    "Postcode",
    "Edition",
    "Step reached",
    "Registered",
    "Day attended",
    "SoC submitted",
    "SoC accepted",
    "Case Study submitted",
    "Due date agreed",
    "Lead name",
    "Lead email",
    "Second contact name",
    "Second contact email",
    "Award level",
    "Awarded on",
    "Award expires on",
    "Award reference",
    "Officer",
]
AT_DELIVERY = {
    "Edition": "2018-in-house",
    "Step reached": "SoC accepted",
    "Registered": "12/01/2025",
    "Day attended": "3 March 2025",
    "SoC submitted": "2025-05-20",
    "SoC accepted": "2025-06-02",
    "Lead name": "Lena Lead",
    "Lead email": "lena@school.example",
}


def line(**cells: str) -> dict[str, str]:
    """A school putting its commitment into practice, unless told otherwise: words of a heading with _ for spaces."""
    return {**AT_DELIVERY, **{heading.replace("_", " "): value for heading, value in cells.items()}}


def csv_of(*lines: dict[str, str], headings: list[str] = HEADINGS) -> bytes:
    rows = [[given.get(heading, "") for heading in headings] for given in lines]
    return "".join(csv_lines(headings, rows)).encode()


def xlsx_of(rows: list[list[Any]], *, merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def handed_in(*lines: dict[str, str], by: Person, now: dt.datetime, content: bytes = b"") -> Intake:
    return handling.hand_in(
        kind_of(Intake.JOURNEYS), content or csv_of(*lines), file_name="schools.csv", by=by, now=now
    )


def examined(intake: Intake, *, now: dt.datetime) -> Examination:
    return handling.examine(Intake.objects.get(pk=intake.pk), now=now)


def taken_in(*lines: dict[str, str], by: Person, now: dt.datetime, content: bytes = b"") -> Intake:
    """Handed in, looked at and confirmed."""
    intake = handed_in(*lines, by=by, now=now, content=content)
    return handling.confirm(intake, digest=examined(intake, now=now).digest, by=by, now=now)


def fates(examination: Examination) -> list[str]:
    return [row.fate for row in examination.rows]
