"""Files in the layout of the national register, for tests: schools that do not exist."""

from __future__ import annotations

import csv
import io
from pathlib import Path

FICTIONAL = Path(__file__).parents[2] / "awards" / "register" / "data" / "fictional_schools.csv"

with FICTIONAL.open(encoding="cp1252", newline="") as fictional:
    HEADINGS: list[str] = next(csv.reader(fictional))

SCHOOL = {
    "URN": "900100",
    "LA (code)": "330",
    "LA (name)": "Birmingham",
    "EstablishmentNumber": "0042",
    "EstablishmentName": "Pretend Primary School",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1974",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "NumberOfPupils": "207",
    "CensusDate": "18-01-2024",
    "PercentageFSM": "12.5",
    "Town": "Birmingham",
    "Postcode": "ZZ1 1AA",
    "GOR (code)": "F",
    "GOR (name)": "West Midlands",
}


def school(urn: int | str = 900100, **values: str) -> dict[str, str]:
    return {**SCHOOL, "URN": str(urn), **values}


def text_of(*schools: dict[str, str], headings: list[str] = HEADINGS) -> str:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in schools)
    return written.getvalue()


def write(
    path: Path, *schools: dict[str, str], headings: list[str] = HEADINGS, encoding: str = "cp1252"
) -> Path:
    path.write_bytes(text_of(*schools, headings=headings).encode(encoding))
    return path


def rejected(path: Path | None) -> list[dict[str, str]]:
    assert path
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


FIRST = [
    "Alder",
    "Ash",
    "Beech",
    "Birch",
    "Bracken",
    "Bramble",
    "Cedar",
    "Cherry",
    "Clover",
    "Elder",
    "Elm",
    "Fern",
    "Foxglove",
    "Gorse",
    "Hawthorn",
    "Hazel",
    "Heather",
    "Holly",
    "Ivy",
    "Juniper",
    "Larch",
    "Lime",
    "Linden",
    "Maple",
    "Oak",
    "Poplar",
    "Rowan",
    "Sorrel",
    "Willow",
    "Yew",
]
SECOND = [
    "Bank",
    "Bough",
    "Bridge",
    "Brook",
    "Common",
    "Croft",
    "Dale",
    "Edge",
    "End",
    "Field",
    "Gate",
    "Green",
    "Grove",
    "Heath",
    "Hill",
    "Lane",
    "Mead",
    "Park",
    "Row",
    "Well",
]


def region(number: int, *, first_urn: int = 900_200) -> list[dict[str, str]]:
    """A region of schools that do not exist, up to 600, each with a name and a postcode of its own."""
    names = [f"{one} {two} Primary School" for two in SECOND for one in FIRST]
    return [
        school(
            first_urn + place,
            EstablishmentName=name,
            Postcode=f"ZZ{10 + place // 10} {place % 10}AA",
        )
        for place, name in enumerate(names[:number])
    ]
