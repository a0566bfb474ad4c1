"""`manage.py export_journeys FILE`: every journey of the office, in the form that `import_journeys` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards.intakes.journeys.exporting import HEADINGS, exported_lines
from awards.intakes.tables import csv_lines, xlsx_bytes


class Command(BaseCommand):
    help = "Write every journey of the office to FILE, as .xlsx or .csv by its name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            if path.suffix.lower() == ".xlsx":
                path.write_bytes(xlsx_bytes(HEADINGS, exported_lines(), title="Journeys"))
            elif path.suffix.lower() == ".csv":
                with path.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(csv_lines(HEADINGS, exported_lines()))
            else:
                raise CommandError(f"{path.name} should end in .xlsx or .csv.")
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"The journeys are in {path}.")
