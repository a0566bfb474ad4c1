"""What the editions of Artsmark share: conditions, tasks and effects with the values that the editions settle."""

from __future__ import annotations

from typing import Any

from assessments.effects import open_review
from awards.effects import certify, hold
from awards.guards import attended, fee_paid
from awards.journeys.artsmark_rules import Rules2018
from awards.papers.artsmark_2018 import SELF_ASSESSMENT_NOW
from awards.rubrics.artsmark_2018 import RUBRIC
from documents.tasks import ASK_PAGE, write
from workflow.journey import Task

two_attended = attended(2, senior_leaders=1)
book_a_day = Task("Book a development day", "awards:days", two_attended)
come_to_a_day = Task("Attend a development day", "awards:days", two_attended)
hold_award = hold(valid=Rules2018.award_months, levels=RUBRIC)
certify_award = certify(valid=Rules2018.award_months, levels=RUBRIC)
begin_review = open_review(RUBRIC, then="record_decision")
see_to_the_fee = Task("See to the registration fee", "awards:fee", fee_paid)

asks_again: dict[str, Any] = {
    "needs_note": True,
    "note_label": "What do you ask the school to look at again?",
    "page": ASK_PAGE,
    "page_optional": True,
    "hint": "You choose the answers. The school changes those and submits again; the others stay as they are.",
}
"""What sends a document back is the same for each."""
look_again = write(SELF_ASSESSMENT_NOW, "Look again at your self-assessment")
