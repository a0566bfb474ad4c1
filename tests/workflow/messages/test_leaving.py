"""When mail leaves, how it is kept from leaving, and what happens when the mail server does not take it."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
import requests
from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core import mail
from django.utils import timezone

from tests.workflow.messages.conftest import HEAD, letter, now_of, work
from workflow.messages import (
    CannotSendAgain,
    TooLate,
    leave_due,
    post_many,
    recall,
    recall_for,
    reminders_to,
    send_again,
    what_would_go,
)
from workflow.messages.faults import fault_of
from workflow.models import Incident, Job, Message
from workflow.state import change
from workflow.stops import stop_mail

TEN = dt.timedelta(minutes=10)
BUSY = smtplib.SMTPDataError(451, b"Try again later")
UNKNOWN = smtplib.SMTPRecipientsRefused({HEAD: (550, b"No such user")})


@pytest.fixture
def refusing(settings):
    def with_fault(fault):
        settings.TRIAL_FAULT = fault
        settings.EMAIL_BACKEND = "tests.trial.refusing_box.EmailBackend"

    return with_fault


@pytest.fixture
def taking(settings):
    def again():
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    return again


# ------------------------------------------------------------------------------------------ hold and recall


def test_mail_waits_for_its_time_and_then_leaves_once(mailed, now):
    message = mailed(hold=TEN)

    work()
    assert (now_of(message).state, now_of(message).leaves_at, mail.outbox) == ("queued", now + TEN, [])
    assert leave_due(now=now + dt.timedelta(minutes=9)) == 0
    assert leave_due(now=now + TEN) == 1
    assert leave_due(now=now + TEN) == 0
    work()
    assert (now_of(message).state, len(mail.outbox)) == ("sent", 1)


def test_time_to_recall_is_a_setting_and_a_caller_may_do_without(mailed, settings, now):
    settings.MAIL_HOLD_MINUTES = 10

    assert mailed("one").leaves_at == now + TEN
    assert mailed("two", hold=dt.timedelta()).leaves_at is None


def test_recalled_mail_does_not_leave(mailed, officer, now):
    message = mailed(hold=TEN)

    recall(message, by=officer, now=now)

    assert leave_due(now=now + TEN) == 0
    assert (now_of(message).state, now_of(message).leaves_at) == ("recalled", None)


def test_mail_that_a_worker_has_already_is_not_sent_once_it_is_recalled(mailed, officer, now):
    message = mailed()
    recall(message, by=officer, now=now)

    work()

    assert (now_of(message).state, mail.outbox) == ("recalled", [])


def test_mail_that_left_is_not_recalled(mailed, officer, now):
    message = mailed()
    work()

    with pytest.raises(TooLate, match="It is too late to recall “News of Elm”: it has left."):
        recall(message, by=officer, now=now)


def test_recalling_for_runs_leaves_other_mail_alone(mailed, start, officer, now):
    run, other = start(), start()
    ours, reminder = mailed("a", run=run), mailed("b", run=run, is_reminder=True)
    stop_mail(run=run, why="trial", words="x", by=officer, now=now)
    held, beside = mailed("c", run=run), mailed("d", run=other)

    assert recall_for(run, by=None, now=now, reminders_only=True) == 1
    assert recall_for([run], by=None, now=now) == 2
    assert [now_of(one).state for one in (ours, reminder, held, beside)] == [
        *("recalled", "recalled", "recalled", "queued")
    ]


def test_recalling_for_a_record_recalls_what_its_effects_posted(mailed, run, now):
    record = run.records.get()
    ours, other = mailed(f"hello:{record.pk}:{HEAD}", run=run), mailed(f"hello:{record.pk + 1}:x", run=run)

    assert recall_for([record], by=None, now=now) == 1
    assert (now_of(ours).state, now_of(other).state) == ("recalled", "queued")


# ------------------------------------------------------------------------------- what the mail server refuses


def test_mail_refused_for_now_is_tried_farther_and_farther_apart_and_then_given_to_a_person(
    mailed, refusing, run
):
    refusing(BUSY)
    message = mailed(run=run)
    waits = []
    for _ in range(3):
        begun = timezone.now()
        work()
        found = now_of(message)
        waits.append(found.leaves_at and round((found.leaves_at - begun).total_seconds() / 60))
        leave_due(now=timezone.now() + dt.timedelta(days=1))

    assert waits == [5, 45, None]
    assert (found.state, found.attempts, found.fault) == ("failed", 3, "451 Try again later")
    incident = Incident.objects.get()
    assert (incident.summary, incident.run) == (f"A mail to {HEAD} could not leave", run)
    assert leave_due(now=timezone.now() + dt.timedelta(days=9)) == 0


def test_mail_that_is_taken_at_the_second_try_leaves_once(mailed, refusing, taking):
    refusing(ConnectionRefusedError(111, "Connection refused"))
    message = mailed()
    work()
    taking()

    leave_due(now=timezone.now() + dt.timedelta(hours=1))
    work()

    assert (now_of(message).state, now_of(message).attempts, len(mail.outbox)) == ("sent", 1, 1)
    assert Incident.objects.count() == 0


@pytest.mark.parametrize(
    ("fault", "summary"),
    [
        (UNKNOWN, "A mail to head@waymark.example was refused"),
        (TimeoutError("timed out"), "A mail to head@waymark.example may or may not have left"),
        (
            smtplib.SMTPServerDisconnected("gone"),
            "A mail to head@waymark.example may or may not have left",
        ),
    ],
)
def test_mail_refused_for_good_or_perhaps_sent_is_not_tried_again(mailed, refusing, fault, summary):
    refusing(fault)
    message = mailed()

    work()

    assert now_of(message).state == "failed"
    assert Incident.objects.get().summary == summary
    assert leave_due(now=timezone.now() + dt.timedelta(days=1)) == 0


def answered(status):
    response = requests.Response()
    response.status_code, response.reason = status, "of the service"
    return AnymailRequestsAPIError("No", response=response)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (answered(429), "later"),
        (answered(503), "later"),
        (answered(500), "unsure"),
        (answered(422), "never"),
        (AnymailRecipientsRefused(), "never"),
        (smtplib.SMTPRecipientsRefused({HEAD: (450, b"Busy")}), "later"),
        (smtplib.SMTPAuthenticationError(535, b"Who are you"), "never"),
        (ConnectionResetError(), "unsure"),
    ],
)
def test_what_a_refusal_means(error, meaning):
    assert fault_of(error).meaning.value == meaning


def test_fault_of_ours_says_nothing_about_the_mail():
    assert fault_of(ZeroDivisionError()) is None


def test_person_sends_it_again_with_the_same_message_id(mailed, refusing, taking, officer, now):
    refusing(UNKNOWN)
    message = mailed()
    work()
    taking()

    send_again(message, by=officer, now=now)
    work()

    (sent,) = mail.outbox
    assert sent.message()["Message-ID"] == message.message_id
    assert (now_of(message).state, now_of(message).fault, now_of(message).attempts) == ("sent", "", 0)
    assert Incident.objects.get().closed_by == officer
    with pytest.raises(CannotSendAgain):
        send_again(message, by=officer, now=now)


def test_mail_found_in_sending_is_never_sent_by_itself(mailed, now):
    message = mailed()
    change(message, "begin_sending", now=now)

    leave_due(now=now + dt.timedelta(days=1))
    work()

    assert (now_of(message).state, mail.outbox) == ("failed", [])


def test_replies_reach_the_officer_of_the_run(mailed, run, officer):
    run.officer = officer
    run.save(update_fields=["officer"])
    mailed(run=run)

    work()

    assert mail.outbox[0].reply_to == [officer.email]


# ----------------------------------------------------------------------------------------------- many at once


def test_many_are_posted_in_as_many_statements_as_few(start, now, django_assert_num_queries):
    for number in (2, 9):
        letters = [letter(f"{number}:{i}", run=start(), to=f"h{i}@waymark.example") for i in range(number)]
        with django_assert_num_queries(12):
            made = post_many(letters, now=now)
        assert len(made) == number
    assert post_many(letters, now=now) == []
    work()
    assert len(mail.outbox) == 11


def test_many_wait_for_their_time_without_a_job_and_leave_in_one_look(start, now, django_assert_num_queries):
    post_many([letter(str(i), run=start()) for i in range(5)], now=now, hold=TEN)
    assert Job.objects.count() == 0

    with django_assert_num_queries(9):
        assert leave_due(now=now + TEN) == 5
    work()
    assert len(mail.outbox) == 5


def test_many_under_a_stop_are_held(start, officer, now):
    first, second = start(area="north"), start(area="south")
    stop_mail(area="north", why="trial", words="x", by=officer, now=now)

    made = post_many([letter("a", run=first), letter("b", run=second), letter("c")], now=now)

    assert [message.state for message in made] == ["held", "queued", "queued"]


def test_reminders_are_counted_by_address_over_all_runs(start, mailed, officer, now):
    for number in range(3):
        mailed(f"r{number}", run=start(), to="Head@Waymark.example", is_reminder=True)
    recall(mailed("r3", is_reminder=True), by=officer, now=now)
    mailed("news")
    mailed("old", is_reminder=True, now=now - dt.timedelta(days=40))

    assert reminders_to([HEAD, "x@waymark.example"], since=now - dt.timedelta(days=30)) == {HEAD: 3}


def test_dry_run_says_who_gets_what_who_does_not_and_why(start, mailed, officer, now):
    run, stopped = start(), start()
    mailed("went", run=run)
    stop_mail(run=stopped, why="trial", words="Ofsted is in", by=officer, now=now)
    before = Message.objects.count()

    lines = what_would_go(
        [
            letter("new", run=run, words="Good news."),
            letter("new", run=run),
            letter("went", run=run),
            letter("held", run=stopped),
            letter("none", run=run, to=""),
        ]
    )

    assert [(line.fate, line.why) for line in lines] == [
        ("goes", ""),
        ("went", "It is in this list already."),
        ("went", "It was written on 10 March 2026 already."),
        ("held", "Its post is stopped: Ofsted is in"),
        ("nobody", "There is no address to write to."),
    ]
    assert lines[0].subject == "News of Elm"
    assert "Good news." in lines[0].body
    assert Message.objects.count() == before
