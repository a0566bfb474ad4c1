"""When somebody was last heard of."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.journeys.enquiry import Enquiry
from workflow.models import Activity, Run
from workflow.services import start
from workflow.tracking import note_activity
from workflow.tracking.activity import HEARD, SAVED

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_later_activity_replaces_the_earlier_and_never_the_other_way(now):
    run = start(Enquiry, actor=None, now=now, label="Asker")

    for what, when in ((SAVED, now), (HEARD, now + DAY), (SAVED, now - DAY)):
        note_activity([run.pk], what=what, now=when)

    kept = Activity.objects.get()
    assert (kept.run_id, kept.what, kept.last_at) == (run.pk, HEARD, now + DAY)


def test_activity_is_one_statement_and_touches_no_run(now, django_assert_num_queries):
    runs = [start(Enquiry, actor=None, now=now, label=f"Asker {place}") for place in range(3)]
    before = list(Run.objects.order_by("pk").values())

    with django_assert_num_queries(1):
        note_activity([run.pk for run in [*runs, *runs]], what=SAVED, now=now)
    with django_assert_num_queries(0):
        note_activity([], what=SAVED, now=now)

    assert Activity.objects.count() == 3
    assert list(Run.objects.order_by("pk").values()) == before
