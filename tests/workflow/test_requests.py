"""More time, asked for and answered."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.trial.journeys import Trial
from workflow import services
from workflow.models import ExtensionRequest, Message, Prompt, Run
from workflow.refusals import NotReady, NotYours
from workflow.requests import answer_request, ask_for_time, may_ask_for_time

DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 3, 24)
SMALL, LARGE = DUE + 42 * DAY, DUE + 43 * DAY


@pytest.fixture
def asked(run, lead, now):
    """Asks for time as the lead, until a day."""

    def ask(wanted_on=SMALL, *, at=now, **words):
        given = {"reason": "illness", "words": "Flu.", "by": lead, **words}
        return ask_for_time(run, wanted_on=wanted_on, now=at, **given)

    return ask


def fresh(run):
    return Run.objects.get(pk=run.pk)


def mails():
    return list(Message.objects.order_by("pk").values_list("to_email", "subject"))


def test_small_first_request_is_granted_at_once(run, lead, asked):
    request = asked()

    assert (request.state, request.by_rule, request.answered_by) == ("granted", True, None)
    assert (fresh(run).due_on, run.due_on) == (SMALL, SMALL)
    assert (request.record.role, request.record.detail["reason"], request.record.note.text) == (
        *("system", "illness"),
        "Flu.",
    )
    assert mails() == [(lead.email, "You have time until 5 May 2026")]
    assert Prompt.objects.count() == 0


def test_second_request_and_a_large_one_are_for_an_officer(run, asked, now):
    asked()
    second = asked(SMALL + DAY)

    assert (second.state, fresh(run).due_on) == ("open", SMALL)
    (prompt,) = Prompt.objects.all()
    assert (prompt.words, prompt.href) == (
        "Asks for time until 6 May 2026, due 5 May 2026. Illness.",
        f"/more-time/{second.pk}/",
    )


def test_large_request_is_for_an_officer(run, asked):
    assert asked(LARGE).state == "open"
    assert fresh(run).due_on == DUE


def test_first_request_of_the_next_step_is_a_first_one(run, asked, lead, officer, now):
    asked()
    services.advance(run, Trial.submit, actor=lead, now=now + DAY)
    services.advance(run, Trial.send_back, actor=officer, now=now + DAY, note="More.")
    Run.objects.filter(pk=run.pk).update(due_on=DUE)

    assert asked(SMALL, at=now + 2 * DAY).state == "granted"


@pytest.mark.parametrize(
    ("to", "subject", "due"),
    [
        (None, "You have time until 6 May 2026", LARGE),
        (DUE + 7 * DAY, "You have time until 31 March 2026", DUE + 7 * DAY),
    ],
)
def test_officer_grants_it_or_another_day(run, asked, lead, officer, now, to, subject, due):
    request = asked(LARGE)

    answered = answer_request(request, grant=True, to=to, by=officer, now=now + DAY, note="Get well soon.")

    assert (answered.state, answered.answered_by, answered.by_rule) == ("granted", officer, False)
    assert fresh(run).due_on == due
    assert mails() == [(lead.email, subject)]
    assert "Get well soon." in Message.objects.get().body
    assert Prompt.objects.get().done_by == officer


def test_officer_says_no_and_why(run, asked, lead, officer, now):
    request = asked(LARGE)

    answer_request(request, grant=False, by=officer, now=now, note="Ring me first.")

    assert (ExtensionRequest.objects.get().state, fresh(run).due_on) == ("refused", DUE)
    assert mails() == [(lead.email, "More time: let us talk")]


def test_request_by_a_link_is_answered_to_its_address(asked):
    asked(by=None, asked_as="somebody@school.example")

    assert mails() == [("somebody@school.example", "You have time until 5 May 2026")]


def test_answer_is_given_once_with_words_and_by_the_office(asked, lead, officer, now):
    request = asked(LARGE)
    with pytest.raises(NotReady, match="Write them a line"):
        answer_request(request, grant=True, by=officer, now=now, note=" ")
    with pytest.raises(NotYours):
        answer_request(request, grant=True, by=lead, now=now, note="Yes.")
    answer_request(request, grant=True, by=officer, now=now, note="Yes.")

    with pytest.raises(NotReady, match="This request was answered already."):
        answer_request(request, grant=False, by=officer, now=now, note="No.")


@pytest.mark.parametrize(
    ("wanted_on", "reason", "sentence"),
    [
        (dt.date(2026, 3, 10), "illness", "That day is not in the future."),
        (DUE, "illness", "You have time until 24 March 2026 already."),
        (SMALL, "whim", "Choose the reason that comes nearest."),
    ],
)
def test_request_that_cannot_be_is_refused(asked, wanted_on, reason, sentence):
    with pytest.raises(NotReady, match=sentence):
        asked(wanted_on, reason=reason)


def test_one_request_is_open_at_a_time_and_a_step_overtakes_it(run, asked, lead, officer, now):
    asked(LARGE)
    with pytest.raises(NotReady, match="More time was asked for on 10 March 2026 already."):
        asked(LARGE)
    services.advance(run, Trial.submit, actor=lead, now=now + DAY)
    services.advance(run, Trial.send_back, actor=officer, now=now + DAY, note="More.")
    Run.objects.filter(pk=run.pk).update(due_on=DUE)

    asked(LARGE, at=now + 2 * DAY)

    assert list(ExtensionRequest.objects.order_by("pk").values_list("state", flat=True)) == [
        "withdrawn",
        "open",
    ]
    assert Prompt.objects.filter(done_at=None).count() == 1


def test_time_is_asked_for_only_while_something_is_due_from_them(run, asked, lead, officer, now):
    assert may_ask_for_time(run)
    services.pause(run, reason="other", actor=officer, now=now, note="x")
    assert not may_ask_for_time(run)
    with pytest.raises(NotReady, match="Trial run is paused: nothing is due until it goes on."):
        asked()
    services.resume(run, actor=officer, now=now)
    services.advance(run, Trial.submit, actor=lead, now=now)
    with pytest.raises(NotReady, match="It is not your move now"):
        asked(dt.date(2026, 12, 1))
    services.advance(run, Trial.accept, actor=officer, now=now)
    with pytest.raises(NotReady, match="Nothing is due on a day"):
        asked(dt.date(2026, 12, 1))
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="x")
    with pytest.raises(NotReady, match="Trial run has come to its end"):
        asked()
