"""What the editions of Artsmark settle: who does what, how long, how much. Each value with its source."""

from __future__ import annotations

import datetime as dt

from awards.parties import OFFICE
from workflow.due import Due
from workflow.journey import Setting

IN_HOUSE = "our default, no public source: in 2015 to 2023 this was the award body’s own act"


class Dates(tuple[dt.date, ...]):
    """Days in order, which read as people write them."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(f"{day.day} {day:%B %Y}" for day in self)


SUBMISSION_DATES = Dates(
    (
        dt.date(2017, 10, 20),
        dt.date(2017, 12, 15),
        dt.date(2018, 2, 9),
        dt.date(2018, 3, 29),
        dt.date(2018, 5, 25),
        dt.date(2018, 7, 13),
    )
)


class Rules2018:
    """As of 2018, where the office does everything itself. A later edition says what differs."""

    # Who does what: the office, or the award body, whose acts the office then records.
    registration_by = Setting(OFFICE, IN_HOUSE)
    invoice_by = Setting(OFFICE, IN_HOUSE)
    acceptance_by = Setting(OFFICE, IN_HOUSE)
    assessment_by = Setting(OFFICE, IN_HOUSE)
    decision_by = Setting(OFFICE, IN_HOUSE)
    certificate_by = Setting(OFFICE, IN_HOUSE)

    award_months = Setting(24, "awarding pages, 2017 to 2025: valid for two years")
    delivery_months = Setting(24, "how-artsmark-works, 2018-19: up to two years from acceptance")
    delivery_from = Setting("accepted", "how-artsmark-works, 2018-19; other pages say: from submitting")
    outcome_days = Setting(70, "awarding page, 2017-18: within ten weeks")
    submission_dates = Setting(
        SUBMISSION_DATES, "awarding page, 2017-18: half-termly dates; after the last, any day"
    )
    small_school_below = Setting(100, "faq, about 2018: under 100 pupils on roll")
    fee = Setting("500.00", "faq, about 2018")
    fee_small_school = Setting("250.00", "faq, about 2018")
    invoice_days = Setting(30, "application fee conditions, about 2018")
    vat_rate = Setting("0", "our default, no public source: per cent of the fee")


DAY_DUE = Due(terms=1, because="a development day is due within one term of registering")
COMMITMENT_DUE = Due(
    terms=1,
    anchor="attended",
    because="the Statement of Commitment is due within one term of the day",
)


_ACTS = {"accepted": "acceptance", "submitted": "submission"}


def case_study_due(anchor: str) -> Due:
    """The limit of a Case Study, from the day on which the Statement of Commitment was "accepted" or "submitted"."""
    return Due(
        months=Rules2018.delivery_months.value,
        anchor=anchor,
        anchor_words=f"your Statement of Commitment was {anchor}",
        because=f"the Case Study is due within two years of {_ACTS[anchor]}",
    )


CASE_STUDY_DUE = case_study_due(Rules2018.delivery_from.value)
OUTCOME_DUE = Due(
    days=Rules2018.outcome_days.value,
    dates=Rules2018.submission_dates.value,
    because="the outcome is due ten weeks after the date for Case Studies that follows yours",
)
ASKED_DUE = Due(days=42, because="it is due six weeks after we asked")
ASSESSED_DUE = Due(
    days=Rules2018.outcome_days.value, because="the outcome is due ten weeks after assessment begins"
)
RELEASE_DUE = Due(days=14, because="an outcome is released within two weeks of the decision")
