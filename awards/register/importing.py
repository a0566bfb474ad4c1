"""The daily file of the national register of schools into our register."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from awards.register.changes import before_import, note_changes
from awards.register.columns import URN
from awards.register.landing import Landed, hold_the_register, land, stage, staging
from awards.register.reading import RegisterFile, open_register
from awards.register.refusals import NothingToImport
from awards.register.rejects import Rejects
from awards.register.rows import BadRow, RowConverter

Progress = Callable[[int, int], None]
_PROGRESS_EVERY = 1000
_BATCH = 5000
_HAND_OVER = 0.0001  # seconds


@dataclass(frozen=True)
class ImportReport:
    """What an import did, in rows. ``read = new + changed + unchanged + rejected``.

    ``items`` is how many things at schools with a journey or an award a person is newly asked to look into.
    ``older`` counts those of the unchanged that were left alone because a later file had been imported before.
    ``rejects_path`` is the file of rejected rows with line number and reason, None when there was none.
    """

    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    rejects_path: Path | None
    older: int = 0
    items: int = 0


def import_register(
    path: Path,
    *,
    seen_on: dt.date,
    now: dt.datetime | None = None,
    rejects_path: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import one file, in one transaction: all of its good rows or, when it is refused, nothing.

    Entries are added or brought up to date by URN; none is deleted. What changed at schools with a live journey or an
    award becomes items for the office. ``seen_on`` is the day that the file describes, ``now`` the present moment.
    Rejected rows go to ``rejects_path``, by default the file's name with ``.rejects.csv`` after it. ``progress`` is told
    now and then how many lines of how many are read.

    Raises RegisterRefused (NotTheRegister, ColumnsMissing, CutShort, NothingToImport, AlreadyImporting).
    """
    path, now = Path(path), now or timezone.now()
    with (
        Rejects(rejects_path or path.with_name(path.name + ".rejects.csv")) as rejects,
        open_register(path) as file,
    ):
        with transaction.atomic():
            hold_the_register()
            before = before_import(now=now)
            rows = _Rows(file, rejects, progress)
            landed = _land_all(rows, seen_on=seen_on)
            items = note_changes(seen_on=seen_on, now=now, before=before, rows=rows.good)
        kept = rejects.keep()
    if not rows.good:
        raise NothingToImport(_nothing(file, rejects, kept))
    return ImportReport(
        read=rows.good + rejects.count,
        new=landed.new,
        changed=landed.changed,
        unchanged=rows.good - landed.new - landed.changed,
        rejected=rejects.count,
        rejects_path=kept,
        older=landed.older,
        items=len(items),
    )


def _land_all(rows: _Rows, *, seen_on: dt.date) -> Landed:
    new = changed = older = 0
    with staging() as cursor, closing(_batches_ahead(iter(rows))) as batches:
        for lines in batches:
            stage(cursor, lines)
            landed = land(cursor, seen_on=seen_on)
            new, changed, older = new + landed.new, changed + landed.changed, older + landed.older
    return Landed(new, changed, older)


def _batches_ahead(lines: Iterator[str]) -> Generator[list[str], None, None]:
    """Batches, each read in another thread while the database lands the one before."""
    with _quick_hand_over(), ThreadPoolExecutor(max_workers=1) as reading:

        def read() -> Future[list[str]]:
            return reading.submit(lambda: list(islice(lines, _BATCH)))

        batch = read()
        while ready := batch.result():
            batch = read()
            yield ready


@contextmanager
def _quick_hand_over() -> Iterator[None]:
    """The reading thread gives way soon after the database has answered, or the database stands idle for half the time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_HAND_OVER)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


class _Rows:
    """The good rows of a file as lines to copy; counts them, and gives the others to the rejects."""

    def __init__(self, file: RegisterFile, rejects: Rejects, progress: Progress | None) -> None:
        self.good = 0
        self._file, self._rejects, self._progress = file, rejects, progress

    def __iter__(self) -> Iterator[str]:
        convert = RowConverter(self._file.places).line
        for line, values in self._file.rows(self._reject):
            try:
                yield convert(line, values)
            except BadRow as bad:
                self._reject(line, " ".join(bad.args), values)
            else:
                self.good += 1
            if self._progress and line % _PROGRESS_EVERY == 0:
                self._progress(line, self._file.lines)
        if self._progress:
            self._progress(self._file.lines, self._file.lines)

    def _reject(self, line: int, reason: str, values: list[str]) -> None:
        urn = name = ""
        with suppress(IndexError):
            urn = values[self._file.places[URN.heading]]
            name = values[self._file.places["EstablishmentName"]]
        self._rejects.add(line, reason, urn=urn, name=name)


def _nothing(file: RegisterFile, rejects: Rejects, kept: Path | None) -> str:
    if kept is None:
        return f"{file.name} has the headings, but no schools. Download it again."
    return f"None of the {rejects.count:,} rows of {file.name} could be read. The reasons are in {kept}."
