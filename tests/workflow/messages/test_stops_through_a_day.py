"""A stop through a day: what happens when it is over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from tests.workflow.messages.conftest import HEAD, now_of, work
from workflow.models import MailStop, Message
from workflow.stops import Lifted, lift, lift_due, stop_mail

TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def stop(officer, now):
    def one(*, days=2, then="send", **scope):
        through = TODAY + dt.timedelta(days=days)
        return stop_mail(why="office", words="Snow", by=officer, now=now, through=through, then=then, **scope)

    return one


@pytest.fixture
def later(now):
    return lambda days: now + dt.timedelta(days=days)


def test_stop_holds_through_its_last_day(stop, mailed, later):
    stop(everything=True)
    message = mailed()

    assert lift_due(now=later(2)) == Lifted(0)
    assert now_of(message).state == "held"
    assert lift_due(now=later(3)) == Lifted(1, sent=1)
    assert lift_due(now=later(3)) == Lifted(0)
    work()
    assert (now_of(message).state, MailStop.objects.get().lifted_by) == ("sent", None)


def test_what_was_held_goes_as_one_mail_to_each_person(start, stop, mailed, later):
    stop(everything=True, then="merge")
    first = mailed("a", run=start(), words="The day is booked.")
    second = mailed("b", run=start(), to="HEAD@waymark.example", words="The day has moved.")
    alone = mailed("c", to="chair@waymark.example")

    assert lift_due(now=later(3)) == Lifted(1, sent=2, merged=2)

    work()
    assert [now_of(one).state for one in (first, second, alone)] == ["merged", "merged", "sent"]
    together = next(one for one in mail.outbox if one.to == [HEAD])
    assert (len(mail.outbox), together.subject) == (2, "2 messages from Arts Connect")
    assert together.body.index("The day is booked.") < together.body.index("The day has moved.")


def test_what_was_held_is_dropped(stop, mailed, later):
    stop(address=HEAD, then="drop")
    message = mailed()

    assert lift_due(now=later(3)) == Lifted(1, dropped=1)
    assert now_of(message).state == "dropped"


def test_what_two_stops_held_is_dropped_if_one_says_so(run, stop, mailed, later):
    stop(run=run, then="send")
    stop(everything=True, then="drop")
    message = mailed(run=run)

    assert lift_due(now=later(3)) == Lifted(2, dropped=1)
    assert now_of(message).state == "dropped"


def test_another_day_counts_for_the_stop_that_is_open(stop):
    first = stop(everything=True)

    assert stop(everything=True, days=9, then="drop") == first
    assert (MailStop.objects.get().through, MailStop.objects.get().then) == (dt.date(2026, 3, 19), "drop")


def test_day_without_what_happens_then_is_refused(officer, now):
    with pytest.raises(ValueError, match="says what happens then"):
        stop_mail(why="x", words="x", by=officer, now=now, everything=True, through=TODAY)


def test_merging_by_hand_takes_as_many_statements_for_many_as_for_one(
    start, mailed, officer, now, django_assert_num_queries
):
    for number in (2, 6):
        stop = stop_mail(everything=True, why=str(number), words="x", by=officer, now=now)
        for i in range(number):
            mailed(f"{number}:{i}", run=start())
            mailed(f"{number}:{i}:alone", to=f"p{number}{i}@waymark.example")
        with django_assert_num_queries(20):
            lift(stop, by=officer, now=now, send=True, merged=True)
    assert Message.objects.filter(state="merged").count() == 8
