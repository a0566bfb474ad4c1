"""`manage.py journeys list|draw|check`: what is declared, its pages and drawings, and whether these are current."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow import diagrams
from workflow.journey import Journey
from workflow.registry import all_journeys

DRAW = Path(__file__).resolve().parents[2] / "drawing" / "draw.mjs"
PAGES = Path("docs") / "journeys"
DRAWINGS = Path("static") / "public" / "journeys"


class Command(BaseCommand):
    help = "Lists the declared journeys, draws their pages and pictures, or checks that these are current."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["list", "draw", "check"])
        parser.add_argument(
            "--root", type=Path, default=Path(settings.BASE_DIR), help="where docs/ and static/ are"
        )

    def handle(self, *args: Any, act: str, root: Path, **options: Any) -> None:
        journeys = all_journeys()
        if act == "list":
            self._list(journeys)
        elif act == "draw":
            self._draw(files_of(journeys), root)
        else:
            self._check(files_of(journeys), root)

    def _list(self, journeys: list[type[Journey]]) -> None:
        rows = [
            (
                one.code,
                one.edition,
                one.title,
                f"{len(one.states)} states",
                f"{len(one.transitions)} transitions",
            )
            for one in journeys
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )

    def _draw(self, files: dict[Path, str], root: Path) -> None:
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
            self.stdout.write(str(path))
        for path in _left_over(files, root):
            (root / path).unlink()
            self.stdout.write(f"{path} removed")

    def _check(self, files: dict[Path, str], root: Path) -> None:
        differ = [path for path, text in files.items() if _read(root / path) != text]
        differ += _left_over(files, root)
        if differ:
            names = "\n".join(str(path) for path in differ)
            raise CommandError(
                f"These do not show the journeys as they are declared; run `make docs`:\n{names}"
            )


def files_of(journeys: list[type[Journey]]) -> dict[Path, str]:
    """The text of every page and drawing, by its path in the project."""
    files: dict[Path, str] = {}
    drawings = _drawn({diagrams.name_of(journey): diagrams.dot(journey) for journey in journeys})
    for journey in journeys:
        name = diagrams.name_of(journey)
        drawing = DRAWINGS / f"{name}.svg"
        files[PAGES / f"{name}.md"] = diagrams.page(journey, drawing=f"../../{drawing.as_posix()}")
        files[drawing] = diagrams.finished(drawings[name], journey)
    return files


def _drawn(graphs: dict[str, str]) -> dict[str, str]:
    node = shutil.which("node")
    if node is None:
        raise CommandError("Node is not on this machine: it draws the journeys. Install Node 20 or newer.")
    done = subprocess.run(  # noqa: S603 - our own program, by full path
        [node, str(DRAW)], input=json.dumps(graphs), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"The journeys could not be drawn; is `npm ci` done?\n{done.stderr.strip()}")
    drawn: dict[str, str] = json.loads(done.stdout)
    return drawn


def _left_over(files: dict[Path, str], root: Path) -> list[Path]:
    """Pages and drawings of journeys that are no longer declared."""
    there = [*(root / PAGES).glob("*.md"), *(root / DRAWINGS).glob("*.svg")]
    return sorted({path.relative_to(root) for path in there} - set(files))


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
