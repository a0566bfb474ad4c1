"""What the editions of Artsmark share: conditions, tasks and effects with the values that the editions settle."""

from __future__ import annotations

from assessments.effects import open_review
from awards.effects import certify, hold
from awards.guards import attended, fee_paid
from awards.journeys.artsmark_rules import Rules2018
from awards.papers.artsmark_2018 import SELF_ASSESSMENT_NOW
from awards.rubrics.artsmark_2018 import RUBRIC
from documents.tasks import write
from workflow.journey import Task

two_attended = attended(2, senior_leaders=1)
book_a_day = Task("Book a development day", "awards:days", two_attended)
come_to_a_day = Task("Attend a development day", "awards:days", two_attended)
hold_award = hold(valid=Rules2018.award_months, levels=RUBRIC)
certify_award = certify(valid=Rules2018.award_months, levels=RUBRIC)
begin_review = open_review(RUBRIC, then="record_decision")
see_to_the_fee = Task("See to the registration fee", "awards:fee", fee_paid)
look_again = write(SELF_ASSESSMENT_NOW, "Look again at your self-assessment")
