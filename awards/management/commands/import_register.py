"""`manage.py import_register FILE [--links FILE]`: the daily files of the national register of schools."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone
from tqdm import tqdm

from awards.register.importing import ImportReport, import_register
from awards.register.landing import settle
from awards.register.links import LinksReport, import_links
from awards.register.refusals import RegisterRefused

_DAY_IN_NAME = re.compile(r"edubasealldata(\d{4})(\d\d)(\d\d)")


class Command(BaseCommand):
    help = "Import the daily file of Get Information about Schools (edubasealldataYYYYMMDD.csv). Nothing is deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--links",
            type=Path,
            metavar="FILE",
            help="the links file of the same day (links_edubasealldataYYYYMMDD.csv): who came before and after whom",
        )
        parser.add_argument(
            "--on",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the day that the file describes; otherwise the day in its name, or today",
        )
        parser.add_argument(
            "--rejects",
            type=Path,
            metavar="PATH",
            help="where rows that cannot be read go; otherwise FILE.rejects.csv",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        today = timezone.localdate()
        seen_on = options["on"] or _day_in_name(path) or today
        if seen_on > today:
            raise CommandError(f"{_words(seen_on)} has not come yet. Give the day of the file with --on.")
        now = timezone.now()
        with tqdm(desc="Schools", unit=" lines", disable=not sys.stderr.isatty()) as bar:

            def progress(done: int, lines: int) -> None:
                bar.total = lines
                bar.update(done - bar.n)

            with _refusals_told("Nothing was imported"):
                report = import_register(
                    path, seen_on=seen_on, now=now, rejects_path=options["rejects"], progress=progress
                )
        if report.new or report.changed:
            settle()
        self._tell(report, seen_on)
        if options["links"]:
            with _refusals_told("The schools were imported, but no links"):
                links = import_links(options["links"], seen_on=seen_on, now=now)
            self._tell_links(links)

    def _tell(self, report: ImportReport, seen_on: dt.date) -> None:
        self.stdout.write(
            f"{report.read:,} rows of {_words(seen_on)}: {report.new:,} new, {report.changed:,} changed, "
            f"{report.unchanged:,} unchanged, {report.rejected:,} rejected."
        )
        if report.older:
            self.stdout.write(
                f"{report.older:,} were left as they are: they are in a later file that was imported."
            )
        if report.rejects_path:
            self.stdout.write(f"The rejected rows, with the reason, are in {report.rejects_path}")
        self._tell_items(report.items)

    def _tell_links(self, report: LinksReport) -> None:
        self.stdout.write(
            f"{report.read:,} links: {report.new:,} new, {report.changed:,} changed, {report.gone:,} taken back, "
            f"{report.rejected:,} rejected."
        )
        if report.kept:
            self.stdout.write(
                f"{report.kept:,} links that the file lacks were kept: it is far smaller than the one before."
            )
        if report.rejects_path:
            self.stdout.write(f"The rejected links, with the reason, are in {report.rejects_path}")
        self._tell_items(report.items)

    def _tell_items(self, number: int) -> None:
        if number:
            things = "One thing is" if number == 1 else f"{number:,} things are"
            self.stdout.write(f"{things} to be looked into: see “Schools” in the office.")


@contextmanager
def _refusals_told(what_was_done: str) -> Iterator[None]:
    """Whatever stops an import, as a sentence at the terminal."""
    try:
        yield
    except RegisterRefused as refused:
        raise CommandError(str(refused)) from refused
    except OperationalError as error:
        raise CommandError(f"The database broke off. {what_was_done}: {error}") from error
    except OSError as error:
        raise CommandError(f"{what_was_done}: {error.strerror} ({error.filename}).") from error


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day written as YYYY-MM-DD") from error


def _day_in_name(path: Path) -> dt.date | None:
    found = _DAY_IN_NAME.match(path.name)
    if not found:
        return None
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError:
        return None


def _words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
