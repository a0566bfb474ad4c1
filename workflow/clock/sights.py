"""What the clock must know of runs to decide: read for many at once, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from workflow.calendar import Calendar
from workflow.calendars import calendars_for
from workflow.deadlines import deadlines, standings
from workflow.journey import Addressee, Recipient, Transition
from workflow.models import ExtensionRequest, Incident, Respite, Run, TransitionRecord

People = Mapping[Addressee, Sequence[Recipient]]

SETS_A_DAY = [
    *TransitionRecord.MOVES,
    TransitionRecord.EXTENDED,
    TransitionRecord.RESUMED,
    TransitionRecord.CORRECTED,
]


@dataclass(frozen=True)
class Sight:
    """A run as the clock sees it.

    taken: the rungs that were taken for its state and due date. day_since: since when its due date may have been what it is.
    rests_through: until when reminders rest. has_asked: more time was asked for, and nobody has answered. people: who may
    be written to. move, move_after: what the clock takes, and the last day before. is_broken: an incident is open for it.
    """

    run: Run
    calendar: Calendar
    day_since: dt.date
    taken: frozenset[str] = frozenset()
    rests_through: dt.date | None = None
    has_asked: bool = False
    people: People = field(default_factory=dict)
    move: Transition | None = None
    move_after: dt.date | None = None
    is_broken: bool = False


def incident_key(run_id: int) -> str:
    return f"clock:{run_id}"


def sights_of(runs: Sequence[Run]) -> list[Sight]:
    """What the clock sees, in the order given. The number of queries does not grow with the runs."""
    ids = [run.pk for run in runs]
    reminding = [run for run in runs if run.declared_state.reminders]
    calendars = calendars_for({run.area for run in reminding})
    taken, since, rests = _taken(reminding), _days_since(reminding), rests_of(run.pk for run in reminding)
    asked = _asked(reminding)
    people = people_of(reminding)
    moves = _moves(runs)
    broken = set(
        Incident.objects.filter(key__in=[incident_key(pk) for pk in ids], closed_at=None).values_list(
            "key", flat=True
        )
    )
    found = []
    for run in runs:
        move, after = moves.get(run.pk, (None, None))
        found.append(
            Sight(
                run,
                calendars.get(run.area, _NONE),
                since.get(run.pk) or timezone.localdate(run.entered_at),
                frozenset(taken[run.pk]),
                rests.get(run.pk),
                run.pk in asked,
                people.get(run.pk, {}),
                move,
                after,
                incident_key(run.pk) in broken,
            )
        )
    return found


def rests_of(run_ids: Iterable[int]) -> dict[int, dt.date]:
    """By run id, the last day through which its reminders rest, past or to come. One query; none for no runs."""
    ids = list(run_ids)
    if not ids:
        return {}
    rows = Respite.objects.filter(run__in=ids).order_by().values_list("run").annotate(last=Max("through"))
    return dict(rows)


def people_of(runs: Sequence[Run]) -> dict[int, People]:
    """By run id, who may be written to: each addressee asked once for all the runs whose ladder names them."""
    asked: dict[Addressee, list[Run]] = defaultdict(list)
    for run in runs:
        for addressee in dict.fromkeys(rung.to for rung in run.declared_state.reminders if rung.to):
            asked[addressee].append(run)
    known: dict[int, dict[Addressee, Sequence[Recipient]]] = defaultdict(dict)
    for addressee, theirs in asked.items():
        answers = addressee.people_of(theirs)
        for run in theirs:
            known[run.pk][addressee] = _each_once(answers.get(run.pk, ()))
    return dict(known)


def without(sight: Sight, codes: Collection[str]) -> Sight:
    """The sight after rungs were taken."""
    return replace(sight, taken=sight.taken | frozenset(codes))


_NONE = Calendar()


def _each_once(people: Sequence[Recipient]) -> list[Recipient]:
    return list({one.email.lower(): one for one in people if one.email}.values())


_TAKEN = """
    SELECT sent.run_id, sent.rung FROM workflow_remindersent sent
    JOIN workflow_run run ON run.id = sent.run_id AND (run.state, run.due_on) = (sent.state, sent.due_on)
    WHERE sent.run_id = ANY(%s)
"""


def _taken(runs: Sequence[Run]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    if not runs:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [[run.pk for run in runs]])
        for run_id, rung in cursor.fetchall():
            found[run_id].add(rung)
    return found


def _days_since(runs: Sequence[Run]) -> dict[int, dt.date]:
    """By run id, the day on which its due date was last set by a record."""
    if not runs:
        return {}
    rows = (
        TransitionRecord.objects.filter(run__in=[run.pk for run in runs], kind__in=SETS_A_DAY)
        .order_by()
        .values_list("run")
        .annotate(last=Max("recorded_at"))
    )
    return {run_id: timezone.localdate(last) for run_id, last in rows}


def _asked(runs: Sequence[Run]) -> set[int]:
    if not runs:
        return set()
    rows = ExtensionRequest.objects.filter(run__in=[run.pk for run in runs], state=ExtensionRequest.OPEN)
    return set(rows.values_list("run_id", flat=True))


def _moves(runs: Sequence[Run]) -> dict[int, tuple[Transition, dt.date]]:
    """By run id, what the clock takes from its state, and the last day before it does. No query where it takes nothing."""
    taken = {
        run.pk: move for run in runs for move in run.journey.leaving(run.state) if move.after is not None
    }
    timed = [run for run in runs if run.pk in taken]
    if not timed:
        return {}
    entered = standings(timed)
    counted = deadlines(
        [replace(one, state=replace(one.state, due=taken[one.run_id].after)) for one in entered]
    )
    found = {}
    for run, one, deadline in zip(timed, entered, counted, strict=True):
        if deadline is None:
            continue
        agreed = run.due_on if one.is_agreed and run.due_on else deadline.day
        found[run.pk] = (taken[run.pk], max(deadline.day, agreed))
    return found
