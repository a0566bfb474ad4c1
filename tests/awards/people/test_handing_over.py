"""The hand-over of the lead: confirmed in three ways, and never half-done."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.models import Contact, HandOver, Invitation, Item, Person
from awards.services.people import (
    HEAD,
    LEAVER,
    SUCCESSOR,
    NoHandOver,
    accept,
    agree,
    ask_head,
    ask_who_leads,
    invite,
    propose,
    record_call,
    withdraw_hand_over,
)
from tests.awards.people.following import mails_to, parts_of
from tests.awards.world import entry_of
from tests.factories.people import PersonFactory
from tests.racing import race
from workflow.audit import breaches
from workflow.models import Run, TransitionRecord

NORA = "nora@school.example"


def _proposed(application, by, now, **changes):
    return propose(application, **{"name": "Nora New", "email": NORA} | changes, by=by, now=now)


def _second(application, lead, now, email="sam@school.example"):
    asked = invite(application, role=Contact.SECOND, name="Sam Second", email=email, by=lead, now=now)
    return accept(asked, now=now).person


def test_lead_proposes_and_the_successor_agrees(application, lead, now):
    hand_over = _proposed(application, lead, now, why="I move to Leeds.")
    assert parts_of(application) == {(lead.email, "lead")}
    assert mails_to(NORA) == ["hand_over_asked_successor"]

    agree(hand_over, side=SUCCESSOR, now=now + dt.timedelta(days=2), by_link=True)

    assert parts_of(application) == {(NORA, "lead")}
    ended = Contact.objects.get(person=lead)
    assert ended.until == dt.date(2026, 3, 12)
    assert Contact.objects.get(person__email=NORA).since == dt.date(2026, 3, 12)
    assert mails_to(NORA)[-1] == "hand_over_done_successor"
    assert mails_to(lead.email)[-1] == "hand_over_done_leaver"
    assert HandOver.objects.get().state == "done"


def test_hand_over_leaves_a_remark_and_a_history_in_order(application, lead, now):
    agree(_proposed(application, lead, now), side=SUCCESSOR, now=now, by_link=True)

    record = TransitionRecord.objects.get(run=application.run, kind="noted")
    assert (record.detail["about"], record.source, record.target) == ("new-lead", "registered", "registered")
    assert record.note.text == f"Nora New leads now, after {lead.name}. Confirmed by both."
    assert list(breaches()) == []


def test_second_contact_proposes_and_both_must_agree(application, lead, now):
    second = _second(application, lead, now)
    hand_over = _proposed(application, second, now)
    assert (mails_to(lead.email)[-1], mails_to(NORA)) == (
        "hand_over_asked_leaver",
        ["hand_over_asked_successor"],
    )

    agree(hand_over, side=SUCCESSOR, now=now, by_link=True)
    assert (lead.email, "lead") in parts_of(application)
    agree(hand_over, side=LEAVER, now=now, signed_in=lead)

    assert parts_of(application) == {(NORA, "lead"), (second.email, "second")}


def test_second_contact_takes_over_and_is_no_second_any_more(application, lead, now):
    second = _second(application, lead, now)
    hand_over = _proposed(application, second, now, name="Sam Second", email=second.email)
    assert mails_to(second.email) == ["invitation"]

    agree(hand_over, side=LEAVER, now=now, by_link=True)

    assert parts_of(application) == {(second.email, "lead")}


def test_head_confirms_alone(world, application, lead, now):
    hand_over = _proposed(application, world.officer, now)
    ask_head(hand_over, email="head@school.example", by=world.officer, now=now)
    assert mails_to("head@school.example") == ["hand_over_asked_head"]

    agree(hand_over, side=HEAD, now=now, by_link=True)

    assert parts_of(application) == {(NORA, "lead")}
    assert TransitionRecord.objects.get(kind="noted").note.text.endswith("Confirmed by the head teacher.")


def test_head_cannot_be_asked_at_the_address_of_whoever_takes_over(world, application, now):
    hand_over = _proposed(application, world.officer, now)

    with pytest.raises(NoHandOver, match="has another one"):
        ask_head(hand_over, email=NORA, by=world.officer, now=now)


def test_officer_rings_the_number_of_the_register(world, now):
    application = world.registered(entry_of(telephone="01902 555 0199"))
    hand_over = _proposed(application, world.officer, now)

    record_call(hand_over, rang_on=dt.date(2026, 3, 9), spoke_to="Mrs Okoro, head", by=world.officer, now=now)

    done = HandOver.objects.get()
    assert (done.rang_by, done.rang_number, done.state) == (world.officer, "01902 555 0199", "done")
    assert parts_of(application) == {(NORA, "lead")}
    note = TransitionRecord.objects.get(kind="noted").note.text
    assert "Confirmed by telephone on 01902 555 0199, 9 March 2026: Mrs Okoro, head." in note


def test_call_is_refused_without_a_published_number_and_for_a_day_to_come(world, application, now):
    hand_over = _proposed(application, world.officer, now)
    with pytest.raises(NoHandOver, match="gives no telephone number"):
        record_call(hand_over, rang_on=now.date(), spoke_to="x", by=world.officer, now=now)

    other = world.registered(entry_of(telephone="01902 555 0199"))
    with pytest.raises(NoHandOver, match="lies in the future"):
        record_call(
            _proposed(other, world.officer, now),
            rang_on=now.date() + dt.timedelta(days=1),
            spoke_to="x",
            by=world.officer,
            now=now,
        )
    assert set(HandOver.objects.values_list("rang_number", "state")) == {("", "open")}


def test_one_agreed_then_taken_back_changes_nothing(application, lead, now):
    second = _second(application, lead, now)
    hand_over = _proposed(application, second, now)
    agree(hand_over, side=SUCCESSOR, now=now, by_link=True)
    before = parts_of(application)

    withdraw_hand_over(hand_over, by=second, now=now)

    assert parts_of(application) == before
    assert not Person.objects.filter(email=NORA).exists()
    assert (mails_to(NORA)[-1], mails_to(lead.email)[-1]) == ("hand_over_withdrawn", "hand_over_withdrawn")
    with pytest.raises(NoHandOver, match="taken back, and nothing has changed"):
        agree(hand_over, side=LEAVER, now=now, by_link=True)


def test_link_used_twice_says_that_it_is_done(application, lead, now):
    hand_over = _proposed(application, lead, now)
    agree(hand_over, side=SUCCESSOR, now=now, by_link=True)

    with pytest.raises(NoHandOver, match="is done: Nora New has taken over"):
        agree(hand_over, side=SUCCESSOR, now=now, by_link=True)
    assert TransitionRecord.objects.filter(kind="noted").count() == 1


def test_second_proposal_waits_for_the_first_unless_that_has_run_out(application, lead, now):
    _proposed(application, lead, now)
    with pytest.raises(NoHandOver, match="to Nora New is waiting"):
        _proposed(application, lead, now, email="other@school.example")

    _proposed(application, lead, now + dt.timedelta(days=31), email="other@school.example")

    states = HandOver.objects.order_by("pk").values_list("email", "state")
    assert list(states) == [(NORA, "withdrawn"), ("other@school.example", "open")]


def test_hand_over_that_has_run_out_cannot_be_confirmed(application, lead, now):
    hand_over = _proposed(application, lead, now)

    with pytest.raises(NoHandOver, match="more than 30 days ago"):
        agree(hand_over, side=SUCCESSOR, now=now + dt.timedelta(days=31), by_link=True)


def test_lead_whose_account_is_closed_cannot_agree_any_more(world, application, lead, now):
    hand_over = _proposed(application, world.officer, now)
    lead.is_active = False
    lead.save()
    agree(hand_over, side=SUCCESSOR, now=now, by_link=True)

    with pytest.raises(NoHandOver, match="leads here no more"):
        agree(hand_over, side=LEAVER, now=now, by_link=True)
    assert HandOver.objects.get().state == "open"

    ask_head(hand_over, email="head@school.example", by=world.officer, now=now)
    agree(hand_over, side=HEAD, now=now, by_link=True)
    assert parts_of(application) == {(NORA, "lead")}


def test_lead_cannot_hand_over_to_themselves(application, lead, now):
    with pytest.raises(NoHandOver, match="leads here already"):
        _proposed(application, lead, now, email=lead.email.upper())


def test_nobody_agrees_for_somebody_else(world, application, lead, now):
    hand_over = _proposed(application, world.officer, now)

    for side in (LEAVER, SUCCESSOR, HEAD):
        with pytest.raises(NoHandOver, match="for somebody else"):
            agree(hand_over, side=side, now=now, signed_in=world.officer)


def test_hand_over_takes_back_what_the_leaver_sent_and_answers_who_leads(application, lead, now):
    invite(application, role=Contact.EDITOR, name="F", email="friend@elsewhere.example", by=lead, now=now)
    ask_who_leads(application.run, why="Mail came back.", now=now)

    agree(_proposed(application, lead, now), side=SUCCESSOR, now=now, by_link=True)

    assert Invitation.objects.get().state == "withdrawn"
    assert (Item.objects.get().outcome, Item.objects.get().closed_at) == ("handed_over", now)


def test_lead_who_is_at_two_schools_keeps_the_other(world, application, lead, now):
    other = world.registered(lead=lead)

    agree(_proposed(application, lead, now), side=SUCCESSOR, now=now, by_link=True)

    assert parts_of(other) == {(lead.email, "lead")}


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_moment_hand_over_once(lasting_world, now):
    application = lasting_world.registered()
    lead = lasting_world.lead_of(application)
    hand_over = _proposed(application, lasting_world.officer, now)

    found = race(
        lambda: agree(hand_over, side=SUCCESSOR, now=now, by_link=True),
        lambda: agree(hand_over, side=LEAVER, now=now, signed_in=lead),
    )

    assert [type(it).__name__ for it in found] == ["HandOver", "HandOver"]
    assert parts_of(application) == {(NORA, "lead")}
    assert TransitionRecord.objects.filter(kind="noted").count() == 1
    assert Run.objects.get().seq == 2


@pytest.mark.django_db(transaction=True)
def test_head_and_officer_confirm_at_the_same_moment(lasting_world, now):
    application = lasting_world.registered(entry_of(telephone="01902 555 0199"))
    hand_over = _proposed(application, lasting_world.officer, now)

    found = race(
        lambda: agree(hand_over, side=HEAD, now=now, by_link=True),
        lambda: record_call(
            hand_over, rang_on=now.date(), spoke_to="Reception", by=lasting_world.officer, now=now
        ),
    )

    assert sorted(type(it).__name__ for it in found) == ["HandOver", "NoHandOver"]
    assert parts_of(application) == {(NORA, "lead")}
    assert mails_to(NORA).count("hand_over_done_successor") == 1


@pytest.mark.django_db(transaction=True)
def test_two_proposals_at_the_same_moment_leave_one(lasting_world, now):
    application = lasting_world.registered()
    lead = lasting_world.lead_of(application)
    PersonFactory()

    found = race(
        lambda: _proposed(application, lead, now),
        lambda: _proposed(application, lasting_world.officer, now, email="other@school.example"),
    )

    assert sorted(type(it).__name__ for it in found) == ["HandOver", "NoHandOver"]
