"""Who may register for Artsmark by what the register says."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.models import RegisterEntry
from awards.register.eligibility import Verdict, eligibility

ELIGIBLE = (
    1,
    2,
    3,
    5,
    6,
    7,
    8,
    10,
    11,
    12,
    14,
    26,
    28,
    31,
    33,
    34,
    35,
    36,
    38,
    39,
    40,
    41,
    42,
    43,
    44,
    45,
    46,
)
ASK = (24, 27, 32, 49, 56, 57, 99)
NOT_ELIGIBLE = (15, 18, 25, 29, 30, 37)


def entry(**values) -> RegisterEntry:
    return RegisterEntry(
        **{
            "name": "Pretend School",
            "type_code": "01",
            "type_name": "Some type",
            "status_code": "1",
            **values,
        }
    )


@pytest.mark.parametrize(
    ("code", "verdict"),
    [(code, Verdict.ELIGIBLE) for code in ELIGIBLE]
    + [(code, Verdict.ASK) for code in ASK]
    + [(code, Verdict.NOT_ELIGIBLE) for code in NOT_ELIGIBLE],
)
@pytest.mark.parametrize("written", ["{}", "{:02}"])
def test_type_decides(code, verdict, written):
    found = eligibility(entry(type_code=written.format(code)))

    assert found.verdict is verdict
    assert found.may_register is (verdict is Verdict.ELIGIBLE)
    assert bool(found.sentence) is not found.may_register


@pytest.mark.parametrize(
    ("further_education", "may"),
    [
        ("Sixth Form College - General", True),
        ("General FE College", False),
        ("Not applicable", False),
        ("", False),
    ],
)
def test_college_may_register_only_as_a_sixth_form_college(further_education, may):
    assert eligibility(entry(type_code="18", further_education_type=further_education)).may_register is may


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("1", Verdict.ELIGIBLE),
        ("2", Verdict.NOT_ELIGIBLE),
        ("3", Verdict.ELIGIBLE),
        ("4", Verdict.ASK),
        ("9", Verdict.ASK),
    ],
)
def test_status_decides(status, verdict):
    assert eligibility(entry(status_code=status)).verdict is verdict


def test_closed_school_is_told_when_and_where_to_look():
    found = eligibility(entry(status_code="2", closed_on=dt.date(2019, 8, 31)))

    assert found.sentence == (
        "The national register says that Pretend School closed on 31 August 2019. "
        "If it goes on under another name or as an academy, search for that school."
    )


@pytest.mark.parametrize(
    ("high_age", "verdict"), [(5, Verdict.ASK), (7, Verdict.ELIGIBLE), (None, Verdict.ELIGIBLE)]
)
def test_early_years_only_is_asked_about(high_age, verdict):
    assert eligibility(entry(type_code="11", high_age=high_age)).verdict is verdict
