"""Artsmark, edition 2019, in-house: from January 2019 a Case Study comes on any day.

What differs from 2018: no published dates; the outcome is due by the end of the next academic term (awarding page, 2019).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from awards.journeys.artsmark_2018 import Artsmark2018
from workflow.due import Due
from workflow.journey import Setting
from workflow.registry import register

NOT_HERE: Any = None  # takes away what the edition of 2018 has


@register
class Artsmark2019(Artsmark2018):
    edition = "2019-in-house"

    submission_dates = outcome_days = NOT_HERE
    outcome_terms = Setting(1, "awarding page, 2019: by the end of the next academic term")

    case_study_submitted = replace(
        Artsmark2018.case_study_submitted,
        due=Due(
            terms=outcome_terms.value,
            because="the outcome is due by the end of the term after the one in which the Case Study came",
        ),
    )
    in_assessment = replace(
        Artsmark2018.in_assessment,
        due=Due(
            terms=outcome_terms.value,
            because="the outcome is due by the end of the term after the one in which assessment began",
        ),
    )
