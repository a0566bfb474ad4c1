"""How long a step takes, learnt from the spells in it; and from when on a run is slow by that."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.journeys.enquiry import Enquiry
from awards.services.enquiries import ask
from tests.awards.world import QUESTION, make_world
from workflow.models import Run, StepPace
from workflow.services import advance
from workflow.tracking import FEWEST_SPELLS, pace_of, refresh_pace

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ALLOWANCE = Enquiry.waiting_for_you.allowance
STEP = (*Enquiry.key(), "waiting_for_you")


@pytest.fixture
def officer(db, now):
    return make_world(now).officer


def spell(officer, *, began, days=None):
    """Somebody who was asked on a day, and replied so many days later."""
    run = ask(QUESTION, now=began)
    advance(run, Enquiry.ask_back, actor=officer, now=began, note="How many?")
    if days is not None:
        advance(run, Enquiry.reply, actor=None, now=began + days * DAY, note="Two.")
    return run


def kaplan_meier(ended, censored, share):
    """The slow, obvious reference: the first day by which no more than the share is still there."""
    still_there = 1.0
    for day in sorted(set(ended)):
        at_risk = sum(length >= day for length in [*ended, *censored])
        still_there *= 1 - ended.count(day) / at_risk
        if still_there <= share + 1e-9:
            return day
    return None


def test_pace_counts_unfinished_spells_as_kaplan_and_meier_do(officer, now):
    ended = [1, 2, 2, 3, 5, 8, 8, 9, 12, 14, 20, 21, 22, 23, 25, 26, 28, 30, 33, 40]
    censored = [4, 6, 7, 10, 11, 15, 24, 31, 35, 41, 50]
    for days in ended:
        spell(officer, began=now - 60 * DAY, days=days)
    for days in censored:
        spell(officer, began=now - days * DAY)

    refresh_pace(now=now)

    pace = StepPace.objects.get(journey_code="enquiry", state="waiting_for_you")
    assert (pace.spells, pace.open_spells) == (31, 11)
    assert (pace.median_days, pace.p90_days) == (
        kaplan_meier(ended, censored, 0.5), kaplan_meier(ended, censored, 0.1)
    )  # fmt: skip


def test_few_spells_leave_the_editions_allowance(officer, now):
    for _ in range(FEWEST_SPELLS - 1):
        spell(officer, began=now - 20 * DAY, days=2)

    refresh_pace(now=now)

    assert pace_of([STEP]) == {}
    run = spell(officer, began=now)
    assert run.slow_on == (now + ALLOWANCE * DAY).date()


def test_known_pace_is_written_on_entry_and_refreshed_at_night(officer, now):
    before = spell(officer, began=now - 3 * DAY)
    for days in range(1, FEWEST_SPELLS + 1):
        spell(officer, began=now - 60 * DAY, days=1 + days // 10)

    changed = refresh_pace(now=now)

    p90 = pace_of([STEP])[STEP].p90_days
    after = spell(officer, began=now)
    assert (changed, p90) == (1, 3)
    assert Run.objects.get(pk=before.pk).slow_on == (now + (p90 - 3) * DAY).date()
    assert after.slow_on == Run.objects.get(pk=after.pk).slow_on == (now + p90 * DAY).date()
    assert refresh_pace(now=now + DAY) == 0


def test_run_that_moves_on_is_slow_by_the_next_step(officer, now):
    run = spell(officer, began=now, days=1)

    allowance = Run.objects.get(pk=run.pk).declared_state.allowance
    due = (now + (1 + allowance) * DAY).date() if allowance else None
    assert (run.slow_on, Run.objects.get(pk=run.pk).slow_on) == (due, due)


def test_refreshing_takes_as_many_statements_for_many_runs(officer, now, django_assert_num_queries):
    spell(officer, began=now - 9 * DAY)
    with django_assert_num_queries(5):  # savepoints, and three of its own
        refresh_pace(now=now)
    for days in range(40):
        spell(officer, began=now - 60 * DAY, days=days)
    with django_assert_num_queries(5):
        refresh_pace(now=now)
