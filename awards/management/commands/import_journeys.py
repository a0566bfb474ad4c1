"""`manage.py import_journeys FILE`: schools that are under way, from the office's own list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from awards.intakes import handling
from awards.intakes.journeys.starting import start_writing
from awards.intakes.queries import taken_in_before
from awards.intakes.registry import FATES, UNCHANGED, Examination, kind_of
from awards.intakes.tables import csv_lines
from awards.models import Intake, Person
from awards.queries import is_at_the_office
from workflow.refusals import Refused


class Command(BaseCommand):
    help = "Bring in schools that are under way, from a list (.xlsx or CSV). Nothing is written to them without --start."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--preview", action="store_true", help="only say what would become of each line")
        parser.add_argument("--by", metavar="EMAIL", help="the person at the office for whom it is done")
        parser.add_argument(
            "--start", action="store_true", help="write to the schools from now on (needs --by)"
        )
        parser.add_argument(
            "--rejects",
            type=Path,
            metavar="PATH",
            help="where lines that stay out go; otherwise FILE.rejects.csv",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        by = _person(options["by"])
        if options["start"] and by is None:
            raise CommandError("Somebody writes to the schools: say who with --by EMAIL.")
        now = timezone.now()
        try:
            intake = handling.hand_in(
                kind_of(Intake.JOURNEYS), path.read_bytes(), file_name=path.name, by=by, now=now
            )
            examination = handling.examine(intake, now=now)
            self._tell(intake, examination)
            self._keep_rejects(
                intake, examination, options["rejects"] or path.with_name(f"{path.name}.rejects.csv")
            )
            if options["preview"] or not examination.has_work:
                handling.drop(intake, by=by, now=now)
                self.stdout.write("Nothing was brought in.")
            else:
                handling.confirm(intake, digest=examination.digest, by=by, now=now, at_once=True)
                self.stdout.write("They were brought in. Nothing is written to them before you say start.")
            if options["start"] and by is not None and not options["preview"]:
                self._start(intake, by)
        except Refused as refused:
            raise CommandError(" ".join(refused.reasons)) from refused
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def _tell(self, intake: Intake, examination: Examination) -> None:
        if before := taken_in_before(intake):
            self.stdout.write(f"The very same file was taken in on {before.uploaded_at:%d %B %Y}.")
        for row in examination.rows:
            if row.fate == UNCHANGED and not row.sentences:
                continue
            said = [*row.sentences, *(f"{name}: {value}." for name, value in row.facts)]
            self.stdout.write(f"Line {row.number}, {row.title}. {FATES[row.fate]}. {' '.join(said)}")
        counts = ", ".join(f"{number:,} {FATES[fate].lower()}" for fate, number in examination.counts.items())
        self.stdout.write(f"{len(examination.rows):,} lines: {counts}.")

    def _keep_rejects(self, intake: Intake, examination: Examination, path: Path) -> None:
        left = handling.left_in(examination)
        if not left:
            path.unlink(missing_ok=True)
            return
        rows = handling.left_over(intake, left)
        path.write_text("".join(csv_lines(["Line", "Why", *intake.rows["columns"]], rows)), newline="")
        self.stdout.write(f"The {len(left):,} that stay out, with the reasons, are in {path}.")

    def _start(self, intake: Intake, by: Person) -> None:
        start_writing(Intake.objects.get(pk=intake.pk), by=by, send_held=False, now=timezone.now())
        self.stdout.write("The schools are written to from now on.")


def _person(email: str | None) -> Person | None:
    if not email:
        return None
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None or not is_at_the_office(person):
        raise CommandError(f"Nobody at the office signs in as {email}.")
    return person
