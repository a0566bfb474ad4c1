"""Which columns of the register's file we keep, and how each is read.

Source: the daily file `edubasealldataYYYYMMDD.csv` of Get Information about Schools. Columns are found by heading, because
their order and number drift: 2018 to 2025 saw columns come (QABName, FSM, AccreditationExpiryDate), go (RSCRegion,
CensusAreaStatisticWard, the Ofsted ratings) and change their names (the inspectorates). None of those is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from awards.models import Area, RegisterEntry


class Kind(Enum):
    """How a value is written in the file."""

    TEXT = "text"
    DAY = "day"
    WHOLE = "whole number"
    PERCENTAGE = "percentage"


@dataclass(frozen=True)
class Column:
    """A heading of the file and the field that it fills.

    ``required`` values may not be blank; ``longest`` counts characters of a text, ``most`` is the largest whole number.
    """

    heading: str
    field: str
    kind: Kind = Kind.TEXT
    required: bool = False
    most: int = 0

    @property
    def longest(self) -> int:
        model, field = (Area, _OF_AREA[self.field]) if self.field in _OF_AREA else (RegisterEntry, self.field)
        return int(getattr(model._meta.get_field(field), "max_length", None) or 0)


_OF_AREA = {"area_id": "code", "area_name": "name", "area_region": "region"}
_SMALL, _LARGE = 32_767, 2_147_483_647

URN = Column("URN", "urn", required=True)

TEXTS = (
    Column("EstablishmentName", "name", required=True),
    Column("TypeOfEstablishment (code)", "type_code", required=True),
    Column("TypeOfEstablishment (name)", "type_name", required=True),
    Column("EstablishmentStatus (code)", "status_code", required=True),
    Column("EstablishmentStatus (name)", "status_name", required=True),
    Column("Town", "town"),
    Column("Postcode", "postcode"),
    Column("PhaseOfEducation (name)", "phase_name"),
    Column("FurtherEducationType (name)", "further_education_type"),
    Column("Trusts (code)", "trust_code"),
    Column("Trusts (name)", "trust_name"),
    Column("EstablishmentNumber", "establishment_number"),
    Column("UKPRN", "ukprn"),
    Column("Street", "street"),
    Column("Locality", "locality"),
    Column("SchoolWebsite", "website"),
    Column("TelephoneNum", "telephone"),
    Column("HeadTitle (name)", "head_title"),
    Column("HeadFirstName", "head_first_name"),
    Column("HeadLastName", "head_last_name"),
    Column("HeadPreferredJobTitle", "head_job_title"),
    Column("GOR (code)", "region_code"),
    Column("LA (code)", "area_id"),
    Column("LA (name)", "area_name"),
    Column("GOR (name)", "area_region"),
)

NUMBERS_AND_DAYS = (
    Column("OpenDate", "opened_on", Kind.DAY),
    Column("CloseDate", "closed_on", Kind.DAY),
    Column("CensusDate", "census_on", Kind.DAY),
    Column("LastChangedDate", "changed_on", Kind.DAY),
    Column("StatutoryLowAge", "low_age", Kind.WHOLE, most=_SMALL),
    Column("StatutoryHighAge", "high_age", Kind.WHOLE, most=_SMALL),
    Column("NumberOfPupils", "pupils", Kind.WHOLE, most=_LARGE),
    Column("PercentageFSM", "free_meals_percentage", Kind.PERCENTAGE),
)

NEEDED = (URN, *TEXTS, *NUMBERS_AND_DAYS)


def places_of(headings: list[str]) -> tuple[dict[str, int], list[str], list[str]]:
    """Where each needed heading stands, which are missing, and which stand there twice.

    Capitals and spaces in a heading do not matter.
    """
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        found.setdefault(_plain(heading), []).append(place)
    places = {column.heading: found.get(_plain(column.heading), []) for column in NEEDED}
    missing = [heading for heading, at in places.items() if not at]
    repeated = [heading for heading, at in places.items() if len(at) > 1]
    return {heading: at[0] for heading, at in places.items() if at}, missing, repeated


def _plain(heading: str) -> str:
    return "".join(heading.split()).casefold()
