"""Reminders answered by their links, without signing in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.chasing.links import MORE_TIME, NOT_NOW, PAGES, SOMEONE_ELSE
from awards.models import Contact, HandOver, Item
from awards.services.people.parts import begin_part, end_part
from tests.awards.world import client_of, make_world, words_of
from tests.factories.people import PersonFactory
from tests.workflow.clock.watching import asked, mails
from workflow.clock import prompts_of, rests_through, tick
from workflow.messages import token_for
from workflow.models import Activity, ExtensionRequest, Message, Respite, Run

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world(timezone.now())


@pytest.fixture
def lead(world):
    """The part of somebody who leads a school that has registered."""
    application = world.registered(lead=PersonFactory(name="Lee Leader", email="lee@school.example"))
    return application.contacts.get(role=Contact.LEAD)


def page_of(purpose, contact):
    return reverse(PAGES[purpose], args=[token_for(purpose, contact.pk)])


def run_of(contact):
    return Run.objects.get(application=contact.application)


def far(days):
    return timezone.localdate() + days * DAY


@pytest.mark.parametrize("purpose", [MORE_TIME, NOT_NOW, SOMEONE_ELSE])
def test_looking_changes_nothing(lead, purpose):
    before = (Activity.objects.count(), Message.objects.count())
    page = Client().get(page_of(purpose, lead))

    assert page.status_code == 200
    assert "You answer as Lee Leader." in words_of(page)
    assert (Activity.objects.count(), Message.objects.count()) == before
    assert not Respite.objects.exists()
    assert not ExtensionRequest.objects.exists()
    assert not Item.objects.exists()


@pytest.mark.parametrize("purpose", [MORE_TIME, NOT_NOW, SOMEONE_ELSE])
def test_link_of_somebody_who_has_handed_on_is_over(world, lead, purpose):
    second = begin_part(lead.application, person=PersonFactory(), role=Contact.SECOND, now=world.now)
    end_part(second, by=world.officer, now=world.now)
    page = Client().get(page_of(purpose, second))

    assert page.status_code == 410
    assert "somebody who has handed this on" in words_of(page)


@pytest.mark.parametrize("purpose", [MORE_TIME, NOT_NOW, SOMEONE_ELSE])
def test_link_is_good_for_its_own_page_only(lead, purpose):
    others = {MORE_TIME, NOT_NOW, SOMEONE_ELSE} - {purpose}
    for other in others:
        page = Client().post(reverse(PAGES[other], args=[token_for(purpose, lead.pk)]))
        assert page.status_code == 410


def test_first_weeks_are_given_at_once(lead):
    run = run_of(lead)
    wanted = run.due_on + 14 * DAY
    page = Client().post(
        page_of(MORE_TIME, lead),
        {"wanted_on": wanted.isoformat(), "reason": "illness", "words": ""},
        follow=True,
    )

    assert page.status_code == 200
    assert "You have time until" in words_of(page)
    assert run_of(lead).due_on == wanted
    request = ExtensionRequest.objects.get()
    assert (request.state, request.asked_by, request.asked_as) == ("granted", None, "lee@school.example")
    assert (
        Message.objects.get(template="workflow/mails/more_time_granted.txt").to_email == "lee@school.example"
    )


def test_more_time_that_is_too_much_goes_to_an_officer(lead):
    run = run_of(lead)
    wanted = run.due_on + 100 * DAY
    Client().post(page_of(MORE_TIME, lead), {"wanted_on": wanted.isoformat(), "reason": "illness"})

    assert run_of(lead).due_on == run.due_on
    assert [code for code, _ in asked(run)] == ["more-time"]


def test_wrong_day_is_said_and_nothing_is_lost(lead):
    page = Client().post(
        page_of(MORE_TIME, lead), {"wanted_on": far(-1).isoformat(), "reason": "illness", "words": "We try."}
    )

    assert page.status_code == 409
    assert "That day is not in the future." in words_of(page)
    assert "We try." in words_of(page)


def test_not_now_is_quiet_until_the_day_and_tells_the_office(world, lead):
    page = Client().post(
        page_of(NOT_NOW, lead), {"day": far(20).isoformat(), "words": "Inspection next week."}, follow=True
    )

    assert page.status_code == 200
    run = run_of(lead)
    assert rests_through(run, today=timezone.localdate()) == far(19)
    (prompt,) = prompts_of(run)
    assert prompt.words.startswith("Lee Leader asked for no reminders before ")
    assert prompt.words.endswith("They wrote: Inspection next week.")
    assert Activity.objects.get(run=run).what == "heard"
    tick(now=timezone.now() + 10 * DAY)
    assert mails(template__startswith="awards/mails/reminder_") == []


@pytest.mark.parametrize(
    ("days", "said"), [(0, "That day is not in the future."), (43, "at most. Ask for more time")]
)
def test_quiet_has_its_limits(lead, days, said):
    page = Client().post(page_of(NOT_NOW, lead), {"day": far(days).isoformat(), "words": ""})

    assert page.status_code == 409
    assert said in words_of(page)
    assert not Respite.objects.exists()


def test_somebody_else_is_asked_to_confirm_and_so_is_whoever_leads(lead):
    Client().post(
        page_of(SOMEONE_ELSE, lead), {"name": "Nora Next", "email": "Nora@school.example", "words": ""}
    )

    hand_over = HandOver.objects.get()
    assert (hand_over.state, hand_over.name, hand_over.email) == ("open", "Nora Next", "nora@school.example")
    assert (hand_over.leaver_agreed_at, hand_over.successor_agreed_at) == (None, None)
    told = Message.objects.filter(template__contains="hand_over_asked").order_by("to_email")
    assert [mail.to_email for mail in told] == ["lee@school.example", "nora@school.example"]


def test_somebody_else_without_an_address_is_found_out_by_the_office(lead):
    Client().post(page_of(SOMEONE_ELSE, lead), {"name": "Nora Next", "email": "", "words": "Since May."})

    item = Item.objects.get()
    assert item.kind == Item.WHO_LEADS
    assert item.now == "Lee Leader says that somebody else leads now. Nora Next? They wrote: Since May."


def test_somebody_else_is_not_the_one_who_leads(lead):
    page = Client().post(
        page_of(SOMEONE_ELSE, lead), {"name": "Lee", "email": "lee@school.example", "words": ""}
    )

    assert page.status_code == 409
    assert "leads here already" in words_of(page)


def test_office_sees_what_rests_what_comes_and_what_is_asked(world, lead):
    run = run_of(lead)
    Client().post(page_of(NOT_NOW, lead), {"day": far(20).isoformat(), "words": ""})
    page = client_of(world.officer).get(reverse("awards:run", args=[run.public_id]))

    words = words_of(page)
    assert "Reminders rest through" in words
    assert "If nothing happens, next" in words
    assert "What is next, in good time, to Lee Leader" in words
    (prompt,) = prompts_of(run)
    done = client_of(world.officer).post(reverse("awards:prompt_done", args=[prompt.pk]), follow=True)
    assert done.status_code == 200
    assert prompts_of(run) == []


def test_school_sees_no_prompt_and_can_mark_none(world, lead):
    run = run_of(lead)
    Client().post(page_of(NOT_NOW, lead), {"day": far(20).isoformat(), "words": "Say nothing."})
    (prompt,) = prompts_of(run)
    school = client_of(lead.person)

    assert "Say nothing." not in words_of(school.get(reverse("awards:run", args=[run.public_id])))
    assert school.post(reverse("awards:prompt_done", args=[prompt.pk])).status_code in (403, 404)
    assert prompts_of(run) == [prompt]
