"""A journey with every kind of move: by one, by several, by nobody, guarded, recorded, with words, in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

import tests.documents.meadow
import tests.trial.orchard  # noqa: F401 - as above
from tests.trial.roles import LEAD, OFFICE, OFFICER, TEAM
from workflow.due import Due
from workflow.journey import (
    ANY_LIVE,
    NOBODY,
    SYSTEM,
    BroughtIn,
    Effect,
    Fact,
    Facts,
    Guard,
    Journey,
    Phase,
    Remark,
    Setting,
    State,
    Step,
    Transition,
)
from workflow.models import NumberSeries, Run
from workflow.refusals import NotReady
from workflow.registry import register


def _areas(runs: Sequence[Run]) -> Mapping[int, str]:
    return dict(Run.objects.filter(pk__in=[run.pk for run in runs]).values_list("pk", "area"))


def _labels(runs: Sequence[Run]) -> Mapping[int, str]:
    return dict(Run.objects.filter(pk__in=[run.pk for run in runs]).values_list("pk", "label"))


AREA = Fact("area", _areas, absent="")
LABEL = Fact("label", _labels, absent="")


def _area_is_missing(facts: Facts) -> Sequence[str]:
    return [] if facts[AREA] else ["Say which area it is in."]


def _label_is_short(facts: Facts) -> Sequence[str]:
    return [] if len(facts[LABEL]) > 3 else ["Give it a longer name.", "Four letters are enough."]


AREA_GIVEN = Guard("area given", (AREA,), _area_is_missing, waivable=True)
NAME_GIVEN = Guard("name given", (LABEL, AREA), _label_is_short)


def _count(steps: Sequence[Step]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_numberseries (code, last) VALUES ('trial', %s)"
            " ON CONFLICT (code) DO UPDATE SET last = workflow_numberseries.last + excluded.last",
            [len(steps)],
        )


def _discount(steps: Sequence[Step]) -> None:
    """Counts back."""


def _note_day(steps: Sequence[Step]) -> None:
    """Keeps the day to which a move was corrected, as a number. Some days cannot be."""
    for step in steps:
        if step.record.happened_at.isoweekday() == SUNDAY:
            raise NotReady("Nobody is here on a Sunday.")
        NumberSeries.objects.update_or_create(
            code=f"corrected {step.run.pk}", defaults={"last": int(f"{step.record.happened_at:%Y%m%d}")}
        )


SUNDAY = 7
COUNTED = Effect("count", _count, undo=_discount, corrected=_note_day)


class CannotBeMade(Exception):
    """What the failing effect raises."""


def _fail(steps: Sequence[Step]) -> None:
    raise CannotBeMade


FAILING = Effect("fail", _fail, final="It never gets as far.")


RANG = Remark("trial_rang", "Somebody rang")
SENT_A_LETTER = Remark("trial_letter", "A letter was sent to them", outside="We sent you a letter")


@register
class Trial(Journey):
    code = "trial"
    edition = "1"
    title = "A trial"
    office = (OFFICER,)
    readers = (LEAD,)

    weeks = Setting(6, "a page of its own")

    draft = State(
        "Draft", Phase.JOINING, TEAM, initial=True, asks="Write it.", stop="Draft", due=Due(days=14)
    )
    submitted = State(
        "Submitted",
        Phase.DECIDING,
        OFFICE,
        outside="With us",
        asks="Read it.",
        stop="Decision",
        due=Due(terms=1, because="a term is long enough"),
        allowance=10,
    )
    sent_back = State("Sent back", Phase.PLANNING, TEAM, asks="Mend it.", stop="Draft")
    deciding = State("Deciding", Phase.DECIDING, NOBODY, stop="Decision")
    done = State("Done", Phase.ACHIEVED, NOBODY, final=True, stop="Done")
    refused = State("Refused", Phase.ENDED, NOBODY, final=True, stop="Done")
    withdrawn = State("Withdrawn", Phase.ENDED, NOBODY, final=True)

    submit = Transition(
        "Submit", [draft, sent_back], submitted, by=LEAD, guards=[AREA_GIVEN, NAME_GIVEN], effects=[COUNTED]
    )
    record_visit = Transition("Record a visit", submitted, submitted, by=OFFICER, records_fact=True)
    send_back = Transition("Send back", submitted, sent_back, by=OFFICER, needs_note=True, effects=[COUNTED])
    accept = Transition("Accept", submitted, deciding, by=[OFFICER, LEAD])
    decide = Transition("Decide", deciding, done, by=SYSTEM, effects=[COUNTED])
    refuse = Transition("Refuse", deciding, refused, by=[OFFICER, SYSTEM])
    withdraw = Transition("Withdraw", ANY_LIVE, withdrawn, by=[LEAD, OFFICER], needs_note=True, danger=True)
    stumble = Transition("Stumble", draft, withdrawn, by=OFFICER, effects=[COUNTED, FAILING])

    brought_in = BroughtIn(into=[draft, submitted, sent_back, done], by=OFFICER)
    reopens = (withdrawn, refused)
