"""The six hundred schools as a register and as an office's list. Names, numbers and addresses are made up."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from awards.demo.year.scenes import SCENES, Scene, on

FICTIONAL = Path(__file__).resolve().parents[2] / "register" / "data" / "fictional_schools.csv"
ENCODING = "cp1252"  # as the national register has it
FIRST_URN = 902_000
NO_AREA = "000"
FIRST = [
    "Alderway", "Bramblegate", "Cinderhill", "Dovecote", "Elmstead", "Foxglove", "Gorsebank", "Hartsmere", "Ivyfield",
    "Juniper", "Kestrel", "Larkrise", "Mossbridge", "Nettlecombe", "Otterburn", "Pennywell", "Quarryside", "Rowanbrook",
    "Saltmarsh", "Thistledown", "Underwood", "Violet Bank", "Willowherb", "Yarrow",
]  # fmt: skip
SECOND = [
    "Lane", "Hill", "Park", "Green", "Cross", "Mill", "Rise", "Vale", "Wood", "Heath", "Court", "Field", "Bridge", "Well",
    "End", "Moor", "Grange", "Row", "Ford", "Lea", "Combe", "Holt", "Fold", "Thorpe", "Wick",
]  # fmt: skip
PHASES = (("2", "Primary"), ("4", "Secondary"))


def register_with(scenes: tuple[Scene, ...] = SCENES) -> bytes:
    """The fictional register with the schools of the year added, as its file."""
    rows = list(csv.reader(io.StringIO(FICTIONAL.read_text(encoding=ENCODING))))
    heads, model = rows[0], rows[1]
    areas = list(
        dict.fromkeys((row[heads.index("LA (code)")], row[heads.index("LA (name)")]) for row in rows[1:])
    )
    added = []
    for number, (scene, name) in enumerate(_all(scenes)):
        row = dict(zip(heads, model, strict=True))
        area, area_name = next((one for one in areas if one[0] == scene.area), _other(areas, number))
        phase, phase_name = PHASES[number % 5 == 0]
        row |= {
            "URN": str(FIRST_URN + number),
            "LA (code)": area,
            "LA (name)": area_name,
            "EstablishmentNumber": f"{number:04d}",
            "EstablishmentName": name,
            "PhaseOfEducation (code)": phase,
            "PhaseOfEducation (name)": phase_name,
            "NumberOfPupils": str(90 + number % 700),
            "UKPRN": str(99_902_000 + number),
            "Postcode": f"ZZ{1 + number % 9} {1 + number % 8}YR",
            "SchoolWebsite": f"www.school-{FIRST_URN + number}.example",
            "HeadLastName": "Madeup",
        }
        added.append([row[head] for head in heads])
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([*rows, *added])
    return written.getvalue().encode(ENCODING)


def schools_of(code: str, scenes: tuple[Scene, ...] = SCENES) -> list[int]:
    """The URNs of a scene's schools."""
    return [FIRST_URN + number for number, (scene, _) in enumerate(_all(scenes)) if scene.code == code]


def lead_of(scene: Scene, place: int) -> str:
    """The address of the lead of a scene's school, counted from nought."""
    return f"lead{place // scene.led_together}@{scene.code}.example"


def second_of(scene: Scene, place: int) -> str:
    return f"second{place}@{scene.code}.example" if scene.has_second else ""


def lines_of(
    *, year: int, edition: str, officer: str, scenes: tuple[Scene, ...] = SCENES
) -> Iterator[dict[str, str]]:
    """The office's list on 1 September of a year: a line for each school, by the headings of the list."""
    number = itertools.count(FIRST_URN)
    for scene in scenes:
        for place in range(scene.number):
            second = second_of(scene, place)
            yield {
                "URN": str(next(number)),
                "Edition": edition,
                "Step reached": scene.step,
                "Lead name": f"Lee {scene.code.title()} {place // scene.led_together + 1}",
                "Lead email": lead_of(scene, place),
                "Second contact name": f"Sam {scene.code.title()} {place + 1}" if second else "",
                "Second contact email": second,
                "Officer’s email": officer,
                **{column: _written(on(day, year=year)) for column, day in scene.days.items()},
            }


def _written(day: dt.date) -> str:
    return day.isoformat()


def _all(scenes: tuple[Scene, ...]) -> Iterator[tuple[Scene, str]]:
    """Every school's scene and name, in order."""
    names = (f"{first} {second} Fictional School" for second in SECOND for first in FIRST)
    for scene in scenes:
        for _ in range(scene.number):
            yield scene, next(names)


def _other(areas: list[tuple[str, str]], number: int) -> tuple[str, str]:
    """An area where no scene holds the post."""
    free = [one for one in areas if one[0] not in {NO_AREA, *(scene.area for scene in SCENES)}]
    return free[number % len(free)]
