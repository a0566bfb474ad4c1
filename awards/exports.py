"""The office's list of journeys as a file: every row of it, with all that the list knows."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

from awards.intakes.tables import in_a_cell
from awards.models import Application, Area
from awards.parties import ASSESSOR, AWARD_BODY, OFFICE, PARTIES, SCHOOL
from awards.presenters.lists import whose_move
from awards.presenters.tracking import activity_of, paces, reasons_of
from workflow.journey import NOBODY
from workflow.models import Run
from workflow.queries import stays_of
from workflow.tracking import Age, age_of

AT_ONCE = 500
MOST_ROWS = 1_000_000  # of a sheet

Cell = str | int

HEADINGS = [
    "Name",
    "URN",
    "Programme",
    "Edition",
    "Step",
    "Whose move",
    "Since",
    "Days",
    "Due",
    "Stands out",
    "Paused since",
    "Officer",
    "Local authority",
    "School phase",
    "Last heard",
    "Started",
    "Ended",
    "Days with the school",
    "Days with assessors",
    "Days with the office",
    "Days with the award body",
    "Days with others",
    "Days paused",
    "Days before it was here",
]
_OWN_COLUMN = (SCHOOL, ASSESSOR, OFFICE, AWARD_BODY)


def lines(runs: QuerySet[Run], *, now: dt.datetime) -> Iterator[list[Cell]]:
    """A line for each run, in the order of the list and of ``HEADINGS``; read in parts, three queries each."""
    names = dict(Area.objects.values_list("code", "name"))
    given = runs.iterator(chunk_size=AT_ONCE)
    while part := list(islice(given, AT_ONCE)):
        stays, pace, urns = stays_of(part), paces(part), _urns(part)
        for run in part:
            activity = activity_of(run)
            yield [
                run.label,
                urns.get(run.pk, ""),
                run.journey.title,
                run.edition,
                run.declared_state.label,
                whose_move(run.waits_for),
                _day(run.entered_at) if run.entered_is_known else "",
                (timezone.localdate(now) - timezone.localdate(run.entered_at)).days
                if run.entered_is_known
                else "",
                run.due_on.isoformat() if run.due_on else "",
                "; ".join(reasons_of(run, paces=pace, now=now, activity=activity)),
                _day(run.paused_at),
                str(run.officer) if run.officer else "",
                names.get(run.area, run.area),
                run.kind,
                _day(activity.last_at if activity else None),
                _day(run.started_at),
                _day(run.finished_at),
                *_age_cells(age_of(run, stays[run.pk], now=now)),
            ]


def workbook(rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """A workbook of the lines, written row by row to a file that is gone when it is closed. Text stays text."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it was sent
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, place, sheet = book.add_format({"bold": True}), 0, _sheet(book)
    sheet.write_row(0, 0, HEADINGS, bold)
    for row in rows:
        if place == MOST_ROWS:
            place, sheet = 0, _sheet(book)
            sheet.write_row(0, 0, HEADINGS, bold)
        place += 1
        _write(sheet, place, row)
    book.close()
    file.seek(0)
    return file


def _sheet(book: xlsxwriter.Workbook) -> Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(HEADINGS) - 1, 16)
    return sheet


def _write(sheet: Worksheet, place: int, row: Sequence[Cell]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int):
            sheet.write_number(place, column, cell)
        elif cell:
            sheet.write_string(place, column, in_a_cell(cell))


def _urns(runs: Sequence[Run]) -> dict[int, Cell]:
    rows = Application.objects.filter(run__in=runs, subject__school__urns__until=None).values_list(
        "run_id", "subject__school__urns__entry_id"
    )
    return {run_id: urn for run_id, urn in rows if urn}


def _age_cells(age: Age) -> list[Cell]:
    own = [party.code for party in _OWN_COLUMN]
    others = sum(
        age.by_party.get(party.code, 0) for party in PARTIES if party.code not in own and party is not NOBODY
    )
    return [*(age.by_party.get(code, 0) for code in own), others, age.paused, age.unknown]


def _day(moment: dt.datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
