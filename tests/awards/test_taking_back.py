"""Steps of schools taken back, with their mail; reminders by hand; what ended and lives again."""

from __future__ import annotations

import uuid

import pytest

from awards.journeys.artsmark_2018 import Artsmark2018
from tests.awards.world import client_of, entry_of, words_of
from tests.factories.people import PersonFactory
from tests.walking import walk_to
from workflow import services
from workflow.acts import ACTS
from workflow.models import Message, Run, TransitionRecord
from workflow.refusals import NotReady
from workflow.state import change

WHY = {"reason": "by-mistake", "note": "The wrong school."}


def fresh(run):
    return Run.objects.get(pk=run.pk)


def mails(run):
    return list(Message.objects.filter(run=run).order_by("pk").values_list("template", "to_email", "state"))


@pytest.fixture
def withdrawn(world):
    application = world.registered(entry=entry_of("Quagga Lane School"))
    services.advance(application.run, Artsmark2018.withdraw, actor=world.officer, now=world.now, note="Gone.")
    return application


def test_mail_that_has_not_left_is_recalled(world, withdrawn):
    services.undo(withdrawn.run, actor=world.officer, now=world.now, **WHY)

    lead = world.lead_of(withdrawn).email
    assert mails(withdrawn.run)[-1] == ("awards/mails/withdrawn.txt", lead, "recalled")
    assert fresh(withdrawn.run).state == "registered"


def test_for_mail_that_has_left_another_says_where_it_stands(world, withdrawn):
    message = Message.objects.get(template="awards/mails/withdrawn.txt")
    change(message, "begin_sending", now=world.now)
    change(message, "note_sent", now=world.now, fields=["sent_at"], sent_at=world.now)

    services.undo(withdrawn.run, actor=world.officer, now=world.now, **WHY)

    lead = world.lead_of(withdrawn)
    assert mails(withdrawn.run)[-1] == ("awards/mails/put_back.txt", lead.email, "queued")
    put_back = Message.objects.get(template="awards/mails/put_back.txt")
    assert put_back.subject == "We moved Quagga Lane School back a step"
    assert f"Dear {lead.name}" in put_back.body
    assert "“Your journey has ended”" in put_back.body
    assert "stands at “Registered” again, and what is asked of you there is due by" in put_back.body


def test_released_outcome_is_never_undone(world):
    for state in ("awarded", "no_level"):
        walk = world.walk(state)
        with pytest.raises(NotReady, match="cannot be undone"):
            services.undo(walk.run, actor=world.officer, now=walk.clock, **WHY)


def test_step_whose_page_does_more_is_put_right_there(world):
    application = world.registered()
    world.booked(application)

    with pytest.raises(NotReady, match="“Book a development day” wrote down more than the step."):
        services.undo(application.run, actor=world.officer, now=world.now, **WHY)


def test_school_that_began_anew_does_not_live_twice(world, withdrawn):
    world.registered(entry=withdrawn.subject.school.urns.get().entry, lead=PersonFactory())

    for act in (services.undo, services.reopen):
        with pytest.raises(NotReady, match="The school has begun anew since"):
            act(withdrawn.run, actor=world.officer, now=world.now, **WHY)


def test_withdrawn_school_is_reopened(world, withdrawn):
    services.reopen(withdrawn.run, actor=world.officer, now=world.now, **WHY)

    run = fresh(withdrawn.run)
    assert (run.state, run.finished_at) == ("registered", None)
    assert run.due_on is not None


def test_enquirer_is_told_of_a_step_taken_back(world):
    run = world.enquiry()
    walk_to(run, run.journey.states["answered"], now=world.now, actors={run.journey.office[0]: world.officer})
    message = Message.objects.get(template="awards/mails/enquiry_answer.txt")
    change(message, "begin_sending", now=world.now)

    services.undo(run, actor=world.officer, now=world.now, **WHY)

    body = Message.objects.get(template="awards/mails/enquiry_put_back.txt").body
    assert "Dear Ada Asker" in body
    assert "Your question stands at “Received” again" in body


def test_reminder_by_hand_goes_to_the_lead_with_a_line_of_the_officers(world):
    application = world.registered(entry=entry_of("Quagga Lane School"))
    given = {"actor": world.officer, "now": world.now}
    lead = world.lead_of(application)
    assert ACTS["nudge"].judge([application.run], {}, **given)[application.run.pk].shows == (
        ("Email", "", f"to {lead.email}"),
    )

    outcome = ACTS["nudge"].do([application.run], {}, **given, reason="", note="Ring me!", batch=uuid.uuid4())

    record = outcome.records[application.run.pk]
    assert (record.kind, record.detail) == (TransitionRecord.NOTED, {"about": "nudged"})
    message = Message.objects.get(template="awards/mails/nudge.txt")
    assert (message.to_email, message.is_reminder) == (lead.email, True)
    assert "Ring me!" in message.body


def test_nobody_is_reminded_when_it_is_not_their_move(world):
    application = world.registered()
    given = {"actor": world.officer, "now": world.now}
    services.pause(application.run, **WHY, **given)
    ended = world.registered()
    services.advance(ended.run, Artsmark2018.close, note="No.", **given)

    outcome = ACTS["nudge"].do([fresh(application.run), fresh(ended.run)], {}, **given, reason="", note="")

    assert [refusal.reasons[0] for refusal in outcome.refused.values()] == [
        f"{application.run.label} is paused. Resume it first.",
        f"It is not {ended.run.label}’s move, so there is nothing to remind it of.",
    ]


def test_school_and_office_find_their_ways_to_acts(world):
    application = world.registered()
    run = application.run
    lead, office = client_of(world.lead_of(application)), client_of(world.officer)

    assert f"/journeys/{run.public_id}/more-time/ask/" in words_of(lead.get(f"/journeys/{run.public_id}/"))
    inside = words_of(office.get(f"/journeys/{run.public_id}/"))
    assert all(f"/acts/{code}/" in inside for code in ("extend", "pause", "undo", "reassign", "nudge"))
    services.pause(run, actor=world.officer, now=world.now, **WHY)
    assert "Nothing is due meanwhile." in words_of(lead.get(f"/journeys/{run.public_id}/"))
    assert "/acts/resume/" in words_of(office.get(f"/journeys/{run.public_id}/"))
