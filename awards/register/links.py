"""The register's links file into our links: which establishment came before or after which.

Source: the daily file `links_edubasealldataYYYYMMDD.csv` of Get Information about Schools. As seen on 22 April 2025: no
mark of its encoding (cp1252), 33,801 rows, a quarter of them without a date. The file is whole: a link that is no longer
in it was taken back by the register, and goes here too.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from awards.models import RegisterLink
from awards.register.changes import note_changes
from awards.register.landing import hold_the_register
from awards.register.refusals import ColumnsMissing, NothingToImport, NotTheRegister
from awards.register.rejects import Rejects
from awards.register.survey import survey

HEADINGS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
MOSTLY_WHOLE = 0.9
"""A file with fewer than this part of the links that are held takes none of them away: it is a part, or cut short."""

_URN = re.compile(r"[1-9]\d{5}", re.ASCII)
_DAY = re.compile(r"(\d\d)-(\d\d)-(\d{4})", re.ASCII)
_LINK = sql.Identifier(RegisterLink._meta.db_table)
_LONGEST_NAME, _LONGEST_KIND = 250, 60

_STAGE = (
    "CREATE TEMPORARY TABLE staged_links"
    " (urn integer, link_urn integer, link_name text, kind text, established_on date) ON COMMIT DROP"
)
_COPY = "COPY staged_links (urn, link_urn, link_name, kind, established_on) FROM STDIN"
_GOES = sql.SQL(
    """
    DELETE FROM {link} held WHERE NOT EXISTS (
        SELECT FROM staged_links staged
        WHERE (staged.urn, staged.link_urn, staged.kind) = (held.urn, held.link_urn, held.kind)
    )
    """
).format(link=_LINK)
_CHANGES = sql.SQL(
    """
    UPDATE {link} held SET link_name = staged.link_name, established_on = staged.established_on
    FROM staged_links staged
    WHERE (staged.urn, staged.link_urn, staged.kind) = (held.urn, held.link_urn, held.kind)
      AND (staged.link_name, staged.established_on) IS DISTINCT FROM (held.link_name, held.established_on)
    """
).format(link=_LINK)
_COMES = sql.SQL(
    """
    INSERT INTO {link} (urn, link_urn, link_name, kind, established_on)
    SELECT urn, link_urn, link_name, kind, established_on FROM staged_links
    ON CONFLICT (urn, link_urn, kind) DO NOTHING
    """
).format(link=_LINK)

_Row = tuple[int, int, str, str, dt.date | None]


@dataclass(frozen=True)
class LinksReport:
    """What an import of links did, in rows. ``kept`` are those that are held though a file so small lacks them;
    ``items``: how many things a person is newly asked to look into.
    """

    read: int
    new: int
    changed: int
    gone: int
    rejected: int
    rejects_path: Path | None
    kept: int = 0
    items: int = 0


def import_links(
    path: Path, *, seen_on: dt.date, now: dt.datetime, rejects_path: Path | None = None
) -> LinksReport:
    """Import the links file, in one transaction: all of its good rows or, when it is refused, nothing.

    Schools with a live journey or an award that have a successor by it come to the office as items.
    Raises RegisterRefused (NotTheRegister, ColumnsMissing, NothingToImport, AlreadyImporting).
    """
    path = Path(path)
    with Rejects(rejects_path or path.with_name(path.name + ".rejects.csv")) as rejects:
        rows = _read(path, rejects)
        if not rows:
            raise NothingToImport(f"{path.name} holds no link that could be read. Download it again.")
        with transaction.atomic(), connection.cursor() as cursor:
            hold_the_register()
            report = _land(cursor, rows)
            items = note_changes(seen_on=seen_on, now=now)
        kept = rejects.keep()
    return LinksReport(
        read=len(rows) + rejects.count,
        rejected=rejects.count,
        rejects_path=kept,
        items=len(items),
        **report,
    )


def _land(cursor: CursorWrapper, rows: Sequence[_Row]) -> dict[str, int]:
    cursor.execute(_STAGE)
    with cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute("ANALYZE staged_links")
    cursor.execute(sql.SQL("SELECT count(*) FROM {link}").format(link=_LINK))
    held = cursor.fetchone()[0]
    gone = 0
    is_whole = len(rows) >= held * MOSTLY_WHOLE
    if is_whole:
        cursor.execute(_GOES)
        gone = cursor.rowcount
    cursor.execute(_CHANGES)
    changed = cursor.rowcount
    cursor.execute(_COMES)
    new = cursor.rowcount
    cursor.execute("DROP TABLE staged_links")
    return {"new": new, "changed": changed, "gone": gone, "kept": 0 if is_whole else held + new - len(rows)}


def _read(path: Path, rejects: Rejects) -> list[_Row]:
    """The good rows, each link once; the others go to the rejects."""
    found: dict[tuple[int, int, str], _Row] = {}
    with _opened(path) as file:
        reader = csv.reader(file)
        places = _places(path, next(reader, []))
        for values in reader:
            if not any(values):
                continue
            row, reason = _row(values, places)
            if row is None:
                urn = values[places[0]] if places[0] < len(values) else ""
                rejects.add(reader.line_num, reason, urn=urn)
            else:
                found[row[0], row[1], row[3]] = row
    return list(found.values())


def _row(values: list[str], places: Sequence[int]) -> tuple[_Row | None, str]:
    if len(values) <= max(places):
        return None, f"The row has {len(values)} values, which is too few."
    urn, link_urn, name, kind, day = (" ".join(values[place].split()) for place in places)
    if not (_URN.fullmatch(urn) and _URN.fullmatch(link_urn)):
        return None, "URN and LinkURN must both be numbers of six digits."
    if not kind or len(kind) > _LONGEST_KIND:
        return None, f"LinkType is blank or longer than {_LONGEST_KIND} characters."
    try:
        return (int(urn), int(link_urn), name[:_LONGEST_NAME], kind, _day(day)), ""
    except ValueError:
        return None, f"LinkEstablishedDate “{day[:40]}” is not a day written as DD-MM-YYYY."


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    day, month, year = map(int, found.groups())
    return dt.date(year, month, day)


def _places(path: Path, headings: list[str]) -> list[int]:
    plain = ["".join(heading.split()).casefold() for heading in headings]
    missing = [heading for heading in HEADINGS if heading.casefold() not in plain]
    if len(missing) > 1:
        raise NotTheRegister(
            f"{path.name} does not begin with the headings of the links file ({', '.join(HEADINGS)})."
            " Is it another file?"
        )
    if missing:
        raise ColumnsMissing(f"{path.name} has no column “{missing[0]}”. No link was imported.")
    return [plain.index(heading.casefold()) for heading in HEADINGS]


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        surveyed = survey(path)
        with path.open(encoding=surveyed.encoding, errors="replace", newline="") as file:
            yield file
    except FileNotFoundError as error:
        raise NotTheRegister(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise NotTheRegister(f"{path} is a folder. Name the links file of the register.") from error
    except csv.Error as error:
        raise NotTheRegister(f"{path.name} is damaged: {error}. Download it again.") from error
