"""Artsmark, edition 2019, recorded: the award body decides by the rules of 2019, and the office writes down what it did."""

from __future__ import annotations

from dataclasses import replace

from awards.journeys.artsmark_2018_recorded import NOT_HERE, Artsmark2018Recorded
from awards.journeys.artsmark_2019 import Artsmark2019
from workflow.registry import register


@register
class Artsmark2019Recorded(Artsmark2018Recorded):
    edition = "2019-recorded"

    submission_dates = outcome_days = NOT_HERE
    outcome_terms = Artsmark2019.outcome_terms

    case_study_submitted = replace(
        Artsmark2018Recorded.case_study_submitted, due=Artsmark2019.case_study_submitted.due
    )
    in_assessment = replace(Artsmark2018Recorded.in_assessment, due=Artsmark2019.in_assessment.due)
