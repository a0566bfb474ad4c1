"""Whatever the order of sweeps, moves, pauses and extensions: each rung once, each person twice a week at most."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trial.chased import Chased
from tests.workflow.clock.watching import at
from workflow import services
from workflow.calendars import calendars_for
from workflow.clock import rest, tick
from workflow.clock.days import may_write
from workflow.models import Incident, Message, ReminderSent, Run
from workflow.refusals import Refused

DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 2, 24)

acts = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=6),  # days since the act before
        st.sampled_from(
            [
                "tick",
                "tick",
                "tick",
                "tick",
                "answer",
                "ask_again",
                "undo",
                "extend",
                "pause",
                "resume",
                "rest",
            ]
        ),
        st.integers(min_value=0, max_value=1),  # which run
        st.integers(min_value=1, max_value=20),  # days, where the act wants some
    ),
    min_size=5,
    max_size=30,
)


def do(act, run, *, on, days, actor):
    words = {"reason": "illness", "actor": actor, "now": at(on), "note": "So it was."}
    if act == "tick":
        tick(now=at(on))
    elif act == "rest":
        rest(run, through=on + days * DAY, why="rang", by=None, now=at(on))
    elif act == "extend":
        services.extend(run, to=on + days * DAY, **words)
    elif act == "pause":
        services.pause(run, until=on + days * DAY, **words)
    elif act == "resume":
        services.resume(run, actor=actor, now=at(on))
    elif act == "undo":
        services.undo(run, **words)
    else:
        services.advance(run, Chased.transitions[act], actor=actor, now=at(on))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_rung_goes_once_whatever_happens(begin, officer, acts):
    with transaction.atomic():
        _play(begin, officer, acts)
        transaction.set_rollback(True)


def _play(begin, officer, acts):
    runs = [begin("lead=ann second=bob", day=str(FIRST)), begin("lead=ann", day=str(FIRST))]
    on, resting = FIRST, Counter()
    for after, act, which, days in acts:
        on += after * DAY
        run = Run.objects.get(pk=runs[which].pk)
        before = Message.objects.count()
        try:
            with transaction.atomic():
                do(act, run, on=on, days=days, actor=officer)
        except Refused:
            continue
        if act == "rest":
            resting[run.pk] = max(resting[run.pk] or FIRST, on + days * DAY)
        new = list(Message.objects.order_by("pk")[before:])
        assert len({message.run_id for message in new}) == len(new)  # one mail a run and sweep
        for message in new:
            now = Run.objects.get(pk=message.run_id)
            assert act == "tick"
            assert (now.finished_at, now.paused_at) == (None, None)
            assert not resting[now.pk] or resting[now.pk] < on
            assert may_write(on, calendars_for(["north"])["north"], now.kind)
    taken = Counter(ReminderSent.objects.values_list("run", "state", "due_on", "rung"))
    assert set(taken.values()) <= {1}
    keys = Counter(":".join(key.split(":")[:5]) for key in Message.objects.values_list("key", flat=True))
    assert set(keys.values()) <= {1}
    _assert_budget()
    assert Incident.objects.count() == 0


def _assert_budget():
    days = [timezone.localdate(when) for when in Message.objects.values_list("queued_at", flat=True)]
    people = Message.objects.values_list("to_email", flat=True)
    for person in set(people):
        theirs = [
            timezone.localdate(when)
            for when in Message.objects.filter(to_email=person).values_list("queued_at", flat=True)
        ]
        assert all(sum(0 <= (day - one).days < 7 for one in theirs) <= 2 for day in days)
