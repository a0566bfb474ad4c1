"""A journey with a ladder of reminders: what the clock does is the same, whatever the office's own ladders say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from awards.parties import SCHOOL
from awards.queries import leads_of
from awards.roles import SCHOOL_LEAD
from workflow.due import Due
from workflow.journey import NOBODY, Addressee, Journey, Phase, Recipient, Rung, State, Transition
from workflow.models import Run
from workflow.registry import register


def _leads(runs: Sequence[Run]) -> Mapping[int, Sequence[Recipient]]:
    return {
        run_id: [Recipient(one.person.email, one.person.name, one.person_id) for one in contacts]
        for run_id, contacts in leads_of(runs).items()
    }


LEADS = Addressee("bench_leads", "Who leads it", _leads)
MAIL = "bench/reminder.txt"


@register
class Chased(Journey):
    """One step, with a word before the day, on it and after it."""

    code = "bench-chased"
    edition = "1"
    title = "Chased"

    asked = State(
        "Asked",
        Phase.DELIVERING,
        SCHOOL,
        initial=True,
        asks="Write it.",
        due=Due(days=60),
        reminders=(
            Rung("ahead", -5, LEADS, MAIL),
            Rung("today", 0, LEADS, MAIL),
            Rung("late", 5, LEADS, MAIL),
        ),
    )
    done = State("Done", Phase.ENDED, NOBODY, final=True)
    answer = Transition("Answer", asked, done, by=SCHOOL_LEAD)
