""" "Who leads here?": opened by mail that comes back, answered by the office."""

from __future__ import annotations

import pytest

from awards.models import Contact, Item, Person
from awards.services.people import (
    CannotCorrect,
    NothingAsked,
    accept,
    ask_who_leads,
    close_question,
    confirm_lead,
    invite,
    mark_came_back,
)
from tests.awards.people.following import mails_to
from tests.factories.people import PersonFactory
from workflow.messages import post
from workflow.models import Job, MailStop, Message, TransitionRecord
from workflow.queue import perform

RIGHT = "lena.right@school.example"


def _mail(application, to, now, key="one"):
    return post(
        "awards/mails/hand_over_withdrawn.txt",
        to=to,
        key=key,
        context={"school": key, "name": "Lena", "successor": "Nora", "journey": application.run.journey},
        now=now,
        run=application.run,
    )


def _sent(message):
    perform(Job.objects.get(key=f"mail:{message.pk}").pk)
    return Message.objects.get(pk=message.pk)


@pytest.fixture
def question(world, application, lead, now):
    """Mail to the lead came back, and one more is held since."""
    (item,) = mark_came_back(_sent(_mail(application, lead.email, now)), by=world.officer, now=now)
    assert _mail(application, lead.email, now, key="held").state == "held"
    return item


def test_mail_that_came_back_stops_mail_and_asks_who_leads(question, application, lead, now):
    assert (question.kind, question.run, question.was) == ("who_leads", application.run, lead.name)
    assert question.now == f"Mail to {lead.email} came back."
    assert MailStop.objects.get(lifted_at=None).address == lead.email
    assert Message.objects.get(key="one").state == "bounced"


def test_mail_of_somebody_else_that_came_back_asks_nothing(world, application, now):
    sent = _sent(_mail(application, "chair@school.example", now))

    assert mark_came_back(sent, by=world.officer, now=now) == []
    assert MailStop.objects.get().address == "chair@school.example"


def test_mail_that_has_not_left_cannot_come_back(world, application, lead, now):
    with pytest.raises(NothingAsked, match="has left"):
        mark_came_back(_mail(application, lead.email, now), by=world.officer, now=now)


def test_every_live_journey_led_from_the_address_is_asked_about(world, application, lead, now):
    other = world.registered(lead=lead)

    items = mark_came_back(_sent(_mail(application, lead.email, now)), by=world.officer, now=now)

    assert [item.run for item in items] == [application.run, other.run]


def test_question_is_never_asked_twice_but_gets_the_newer_reason(question, application, now):
    again = ask_who_leads(application.run, why="The register names a new head.", now=now)

    assert (again.pk, again.now) == (question.pk, "The register names a new head.")
    assert Item.objects.count() == 1


def test_same_lead_at_the_same_address_gets_what_was_held(question, world, lead, now):
    closed = confirm_lead(question, email=lead.email, by=world.officer, now=now)

    assert (closed.outcome, closed.closed_by) == ("still_leads", world.officer)
    assert not MailStop.objects.filter(lifted_at=None).exists()
    assert Message.objects.get(key="held").state == "queued"


def test_same_lead_at_a_corrected_address_is_told_what_did_not_arrive(question, world, lead, now):
    old = lead.email
    closed = confirm_lead(question, email=RIGHT, by=world.officer, now=now)

    assert (closed.outcome, Person.objects.get(pk=lead.pk).email) == ("address_corrected", RIGHT)
    assert Message.objects.get(key="held").state == "dropped"
    assert mails_to(RIGHT) == ["address_corrected"]
    assert "- The lead at held does not pass on" in Message.objects.get(to_email=RIGHT).body
    record = TransitionRecord.objects.get(kind="noted")
    assert record.detail == {"about": "address-corrected"}
    assert record.note.text == f"{lead.name}: from {old} to {RIGHT}."


def test_address_of_somebody_else_is_refused_and_nothing_is_half_done(question, world, lead, now):
    PersonFactory(email=RIGHT)

    with pytest.raises(CannotCorrect, match="hand the lead over or invite"):
        confirm_lead(question, email=RIGHT, by=world.officer, now=now)

    assert Item.objects.get().closed_at is None
    assert MailStop.objects.filter(lifted_at=None).count() == 1
    assert Message.objects.get(key="held").state == "held"


def test_question_is_closed_with_words_and_only_once(question, world, now):
    close_question(question, note="The head leads for now.", by=world.officer, now=now)
    assert (Item.objects.get().outcome, Item.objects.get().note) == ("seen_to", "The head leads for now.")

    with pytest.raises(NothingAsked, match="answered already"):
        close_question(question, note="Again.", by=world.officer, now=now)


def test_new_lead_by_invitation_answers_the_question(question, world, application, lead, now):
    Person.objects.filter(pk=lead.pk).update(is_active=False)

    asked = invite(
        application, role=Contact.LEAD, name="Nora", email="n@s.example", by=world.officer, now=now
    )
    accept(asked, now=now)

    assert Item.objects.get().outcome == "handed_over"
