"""Whether a school may register for Artsmark, by what the register says of it.

Source: "Who can apply" on artsmark.org.uk (2018-19): primary, secondary, independent and special schools, pupil referral
units, youth offending teams and sixth form colleges, in England. Not: outside England except forces schools (BFPO); early
years unless attached to a school with Key Stage 1 pupils; further education colleges; higher education. Which type codes
of the register (22 April 2025) these are is our reading; where none is certain, we ask to be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from awards.models import RegisterEntry


class Verdict(Enum):
    """What the register's words come to."""

    ELIGIBLE = "eligible"
    ASK = "ask us"
    NOT_ELIGIBLE = "not eligible"


@dataclass(frozen=True)
class Eligibility:
    """A verdict with the sentence that a school reads; blank where it is simply eligible."""

    verdict: Verdict
    sentence: str = ""

    @property
    def may_register(self) -> bool:
        return self.verdict is Verdict.ELIGIBLE


OPEN, CLOSED, OPEN_BUT_CLOSING, PROPOSED = "1", "2", "3", "4"
LIVE = (OPEN, OPEN_BUT_CLOSING)
"""Statuses of schools that teach (codes of the register, 2025)."""

_MAINTAINED = ("1", "2", "3", "5", "14")
_INDEPENDENT = ("6", "11")
_SPECIAL = ("7", "8", "10", "12")
_ACADEMIES = ("28", "33", "34", "42", "43", "44", "45", "46")
_FREE_SCHOOLS = ("35", "36", "38", "39", "40", "41")
_SIXTH_FORM_CENTRE, _FORCES_SCHOOL = "31", "26"
_ELIGIBLE = frozenset(
    (*_MAINTAINED, *_INDEPENDENT, *_SPECIAL, *_ACADEMIES, *_FREE_SCHOOLS, _SIXTH_FORM_CENTRE, _FORCES_SCHOOL)
)

_NURSERY_SCHOOL, _FURTHER_EDUCATION, _HIGHER_EDUCATION = "15", "18", "29"
_WELSH, _OFFSHORE, _OVERSEAS = "30", "25", "37"
_SIXTH_FORM_COLLEGE = "sixth form college"
_AGE_OF_KEY_STAGE_1 = 5

_CANNOT = {
    _NURSERY_SCHOOL: "Artsmark takes early years settings only as part of a school with Key Stage 1 pupils.",
    _FURTHER_EDUCATION: "Artsmark takes sixth form colleges, but not other further education colleges.",
    _HIGHER_EDUCATION: "Artsmark is not for universities and other higher education.",
    _WELSH: "Artsmark is for schools in England and forces schools abroad.",
    _OFFSHORE: "Artsmark is for schools in England and forces schools abroad.",
    _OVERSEAS: "Artsmark is for schools in England and forces schools abroad.",
}


def eligibility(entry: RegisterEntry) -> Eligibility:
    """Whether this school may register for Artsmark, edition 2018."""
    return _by_status(entry) or _by_type(entry)


def _by_status(entry: RegisterEntry) -> Eligibility | None:
    status = entry.status_code.lstrip("0")
    if status == CLOSED:
        when = f" on {entry.closed_on.day} {entry.closed_on:%B %Y}" if entry.closed_on else ""
        return Eligibility(
            Verdict.NOT_ELIGIBLE,
            f"The national register says that {entry.name} closed{when}. "
            "If it goes on under another name or as an academy, search for that school.",
        )
    if status == PROPOSED:
        return _ask(f"The national register says that {entry.name} is not open yet.")
    if status not in LIVE:
        return _ask(f"The national register says “{entry.status_name}” of {entry.name}.")
    return None


def _by_type(entry: RegisterEntry) -> Eligibility:
    code = entry.type_code.lstrip("0")  # "01" in the file
    is_sixth_form_college = code == _FURTHER_EDUCATION and (
        entry.further_education_type.casefold().startswith(_SIXTH_FORM_COLLEGE)
    )
    if code in _CANNOT and not is_sixth_form_college:
        return Eligibility(Verdict.NOT_ELIGIBLE, f"{_described(entry)} {_CANNOT[code]}")
    if code not in _ELIGIBLE and not is_sixth_form_college:
        return _ask(_described(entry))
    if entry.high_age is not None and 0 < entry.high_age <= _AGE_OF_KEY_STAGE_1:
        return _ask(
            f"The national register says that {entry.name} takes children up to {entry.high_age} only. "
            f"{_CANNOT[_NURSERY_SCHOOL]}"
        )
    return Eligibility(Verdict.ELIGIBLE)


def _described(entry: RegisterEntry) -> str:
    return f"The national register lists {entry.name} as “{entry.type_name}”."


def _ask(why: str) -> Eligibility:
    return Eligibility(
        Verdict.ASK, f"{why} Ask us before you register: we will find out whether it can take part."
    )
