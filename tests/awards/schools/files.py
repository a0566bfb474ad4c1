"""Register files of one day after another, and links files, of schools that do not exist."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from django.utils import timezone

from awards.models import Application, RegisterEntry
from awards.register.importing import ImportReport, import_register
from awards.register.links import LinksReport, import_links
from tests.awards.register_files import school, write

CLOSED = {
    "EstablishmentStatus (code)": "2",
    "EstablishmentStatus (name)": "Closed",
    "CloseDate": "31-08-2026",
}
CLOSING = {
    "EstablishmentStatus (code)": "3",
    "EstablishmentStatus (name)": "Open, but proposed to close",
    "CloseDate": "31-08-2026",
}
ACADEMY = {
    "EstablishmentName": "Elm Academy",
    "TypeOfEstablishment (code)": "34",
    "TypeOfEstablishment (name)": "Academy converter",
}
_HEADINGS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")


class Days:
    """The register, file after file: ``land`` imports a file of the next day."""

    def __init__(self, folder: Path, now: dt.datetime) -> None:
        self.folder = folder
        self.now = now - dt.timedelta(days=60)

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.now)

    def land(self, *schools: dict[str, str], next_day: bool = True) -> ImportReport:
        if next_day:
            self.now += dt.timedelta(days=1)
        path = write(self.folder / "register.csv", *schools)
        return import_register(path, seen_on=self.day, now=self.now)

    def link(self, *rows: tuple[Any, ...]) -> LinksReport:
        return import_links(links_file(self.folder / "links.csv", *rows), seen_on=self.day, now=self.now)


def links_file(path: Path, *rows: tuple[Any, ...]) -> Path:
    """Rows of URN, LinkURN, name, kind ("Successor") and day ("")."""
    defaults = ("", "", "A School", "Successor", "")
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(_HEADINGS)
        writer.writerows([*row, *defaults[len(row) :]] for row in rows)
    return path


def entry(urn: int) -> RegisterEntry:
    return RegisterEntry.objects.get(pk=urn)


def present_urn_of(application: Application) -> int:
    found: int = application.subject.school.urns.get(until=None).entry_id
    return found


__all__ = ["ACADEMY", "CLOSED", "CLOSING", "Days", "entry", "links_file", "present_urn_of", "school"]
