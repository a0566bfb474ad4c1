"""The question of the term: who is asked and when, and what each answer does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.chasing.links import QUESTION
from awards.chasing.question import ask, ask_everybody, letters_of, term_asked_on
from awards.models import CheckIn, Contact, Item
from tests.awards.world import make_world, words_of
from tests.factories.people import PersonFactory
from tests.workflow.clock.watching import asked, at
from workflow.calendar import Calendar
from workflow.clock import rests_through
from workflow.messages import token_for
from workflow.models import Job, Message, Run

DAY = dt.timedelta(days=1)
MONDAY = "2025-09-15"  # of the third week of the autumn term


@pytest.fixture
def run(db):
    world = make_world(at("2025-09-01", 8))
    application = world.registered(lead=PersonFactory(name="Lee Leader", email="lee@school.example"))
    assert application.contacts.get(role=Contact.LEAD)
    Run.objects.filter(pk=application.run_id).update(due_on=dt.date(2025, 12, 19))
    return Run.objects.get(pk=application.run_id)


@pytest.fixture
def question(run):
    ask([run.pk], now=at(MONDAY))
    return CheckIn.objects.get()


def answered(question, answer, words=""):
    page = reverse("awards:term_question", args=[token_for(QUESTION, question.pk)])
    return Client().post(page, {"answer": answer, "words": words}, follow=True)


@pytest.mark.parametrize(
    ("day", "term"),
    [
        ("2025-09-12", ""),
        (MONDAY, "2025-autumn"),
        ("2025-09-20", ""),
        ("2025-09-26", "2025-autumn"),
        ("2025-09-29", ""),
        ("2026-01-19", "2025-spring"),
        ("2026-05-05", "2025-summer"),
    ],
)
def test_question_belongs_to_the_third_and_fourth_week(day, term):
    assert term_asked_on(dt.date.fromisoformat(day), Calendar()) == term


def test_lead_is_asked_once_a_term(run):
    assert len(ask([run.pk], now=at(MONDAY))) == 1
    assert ask([run.pk], now=at("2025-09-16")) == []

    mail = Message.objects.get(template="awards/mails/term_question.txt")
    assert (mail.to_email, mail.is_reminder) == ("lee@school.example", True)
    assert ask_everybody(now=at("2025-09-17")) == 0


def test_day_hands_its_pages_over_and_a_dry_run_tells_them(run):
    assert [letter.to for letter in letters_of(dt.date(2025, 9, 15), at("2025-09-10"))] == [
        "lee@school.example"
    ]
    assert ask_everybody(now=at(MONDAY)) == 1
    assert Job.objects.filter(key__startswith="term-question:").count() == 1


@pytest.mark.parametrize(
    "change",
    [{"paused_at": at(MONDAY)}, {"due_on": dt.date(2025, 10, 13)}, {"waits_for": "office"}],
    ids=["paused", "due soon", "our move"],
)
def test_others_are_not_asked(run, change):
    Run.objects.filter(pk=run.pk).update(**change)

    assert ask([run.pk], now=at(MONDAY)) == []


def test_office_can_switch_it_off(run, settings):
    settings.TERM_QUESTION = False

    assert ask([run.pk], now=at(MONDAY)) == []


def test_one_address_gets_no_more_than_its_week_allows(run, settings):
    settings.REMINDERS_A_WEEK = 0

    assert ask([run.pk], now=at(MONDAY)) == []
    assert not CheckIn.objects.exists()


def test_looking_changes_nothing(question):
    page = Client().get(reverse("awards:term_question", args=[token_for(QUESTION, question.pk)]))

    assert page.status_code == 200
    assert "You answer as Lee Leader." in words_of(page)
    assert CheckIn.objects.get().answer == ""


def test_on_track_rests_and_behind_offers_more_time(run, question):
    answered(question, CheckIn.ON_TRACK)
    assert rests_through(run, today=timezone.localdate()) is not None

    page = answered(question, CheckIn.BEHIND)
    assert "Ask for more time" in words_of(page)
    assert run.respites.count() == 1


def test_help_and_stop_are_asked_of_the_office_and_close_nothing(run, question):
    page = answered(question, CheckIn.HELP, "We lost our notes.")
    assert "will ring you" in words_of(page)
    assert asked(run) == [
        ("asked-for-help", "Ring them: they asked for help. Lee Leader wrote: We lost our notes.")
    ]

    page = answered(question, CheckIn.MUST_STOP)
    assert "Nothing is closed by your answer" in words_of(page)
    assert asked(run) == [("must-stop", "They say they must stop. Ring them: nothing is closed.")]
    assert Run.objects.get(pk=run.pk).finished_at is None


def test_somebody_else_leads_to_the_page_that_asks_who(question):
    page = answered(question, CheckIn.SOMEONE_ELSE)

    assert "Somebody else leads now" in words_of(page)
    assert Item.objects.get().kind == Item.WHO_LEADS


def test_nothing_chosen_is_said(question):
    page = answered(question, "")

    assert page.status_code == 422
    assert "Choose the answer that fits best." in words_of(page)


def test_answer_may_be_changed_for_a_week(question):
    CheckIn.objects.update(answer=CheckIn.ON_TRACK, answered_at=timezone.now() - 8 * DAY)
    page = answered(question, CheckIn.HELP)

    assert page.status_code == 409
    assert CheckIn.objects.get().answer == CheckIn.ON_TRACK
