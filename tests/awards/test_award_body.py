"""What the award body did, recorded by the office: one act by its letter."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.journeys.artsmark_2019 import Artsmark2019
from awards.journeys.artsmark_2019_recorded import Artsmark2019Recorded
from awards.models import Award, AwardBodyAct, Invitation, Invoice
from awards.services.award_body import (
    MOST_BYTES,
    CannotRecordAct,
    Told,
    UnreadableLetter,
    read_letter,
    record_act,
)
from awards.services.people import Colleague
from awards.services.registration import CannotRegister, register_for, register_school
from certificates.queries import current_certificate
from tests.awards.world import entry_of, make_world
from tests.factories.people import PersonFactory
from tests.factories.subjects import SchoolFactory
from workflow.models import Message
from workflow.refusals import NotReady, NotYours
from workflow.services import advance, correct

A = AwardBodyAct
PDF = b"%PDF-1.7 a letter"
LEAD = Colleague("Lee Lead", "lee@school.example")

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now):
    return make_world(now)


@pytest.fixture
def application(now):
    return register_school(
        entry_of(), journey=Artsmark2019Recorded, lead=PersonFactory(), now=now - dt.timedelta(days=9)
    )


def told(kind, now, *, days_ago=0, **more):
    return Told(kind, now.date() - dt.timedelta(days=days_ago), **more)


def acted(application, world, *acts):
    return [record_act(application, it, by=world.officer, now=world.now) for it in acts]


def test_journey_is_recorded_from_registration_to_award(application, world, now):
    acts = acted(
        application,
        world,
        told(A.INVOICED, now, days_ago=8),
        told(A.RECEIVED, now, days_ago=7),
        told(A.ACCEPTED, now, days_ago=6),
        told(A.RECEIVED, now, days_ago=5),
        told(A.AWARDED, now, days_ago=1, level_code="platinum", reference="AB/7"),
    )

    run = application.run
    run.refresh_from_db(fields=["finished_at", "seq"])
    assert [act.record.transition for act in acts] == [
        "",
        "submit_commitment",
        "accept_commitment",
        "submit_case_study",
        "award",
    ]
    assert acts[-1].record.detail == {"level": "platinum"}
    award = Award.objects.get()
    assert (award.level_code, award.decided_by, award.awarded_on) == (
        "platinum",
        Award.AWARD_BODY,
        now.date() - dt.timedelta(days=1),
    )
    says = current_certificate(run).says
    assert "not the award body’s own certificate" in says.statement
    assert (says.level_code, says.valid_to) == ("platinum", award.expires_on)
    assert not Invoice.objects.exists()


def test_act_that_moves_nothing_is_in_the_history(application, world, now):
    (act,) = acted(application, world, told(A.PAID, now))

    assert (act.record.kind, act.record.source) == ("noted", act.record.target)


def test_act_is_recorded_once(application, world, now):
    acted(application, world, told(A.ACCEPTED, now))

    with pytest.raises(CannotRecordAct, match="recorded already"):
        acted(application, world, told(A.ACCEPTED, now))
    assert AwardBodyAct.objects.count() == 1


def test_act_belongs_to_the_step_that_the_school_took(application, world, now):
    run = application.run
    lead = application.contacts.get().person
    record = advance(run, run.journey.transitions["submit_commitment"], actor=lead, now=now)

    (act,) = acted(application, world, told(A.RECEIVED, now))

    assert act.record_id == record.pk


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda now: told(A.AWARDED, now), "Say which level"),
        (lambda now: told(A.ACCEPTED, now, days_ago=-1), "future"),
        (lambda now: told(A.ACCEPTED, now, days_ago=40), "before"),
        (lambda now: told(A.AWARDED, now, level_code="gold"), "cannot come after this"),
    ],
)
def test_act_that_does_not_fit_is_refused(application, world, now, act, words):
    with pytest.raises(CannotRecordAct, match=words):
        acted(application, world, act(now))
    assert not AwardBodyAct.objects.exists()


def test_late_letter_needs_a_reason(world, now):
    early = now - dt.timedelta(days=100)
    application = register_school(entry_of(), journey=Artsmark2019Recorded, lead=PersonFactory(), now=early)
    late = told(A.ACCEPTED, now, days_ago=60)

    with pytest.raises(NotReady, match="ten working days"):
        record_act(application, late, by=world.officer, now=now)
    record_act(application, late, by=world.officer, now=now, note="The post was slow.")

    application.run.refresh_from_db(fields=["due_on", "seq"])
    assert application.run.due_on == dt.date(2028, 1, 9)


def test_only_the_office_records(application, now):
    with pytest.raises(NotYours):
        record_act(application, told(A.PAID, now), by=application.contacts.get().person, now=now)


def test_in_house_edition_has_no_acts_of_the_award_body(world, now):
    application = world.registered()

    with pytest.raises(CannotRecordAct, match="the office does this itself"):
        acted(application, world, told(A.ACCEPTED, now))


def test_letter_is_kept_as_it_came(application, world, now):
    letter = read_letter(PDF, name="../Letter of 3 May.exe")

    act = record_act(application, told(A.ACCEPTED, now), by=world.officer, now=now, letter=letter)

    assert (act.letter_name, act.letter_sha256) == ("Letter of 3 May.pdf", letter.sha256)
    with act.letter.open("rb") as kept:
        assert kept.read() == PDF


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"MZ\x90", "none of PDF"), (b"%PDF-" + b"a" * MOST_BYTES, "larger than 10 MB")],
)
def test_other_files_are_no_letters(content, words):
    with pytest.raises(UnreadableLetter, match=words):
        read_letter(content, name="letter.pdf")


def test_day_of_the_act_follows_a_correction(application, world, now):
    (act,) = acted(application, world, told(A.ACCEPTED, now, days_ago=2))

    right = now - dt.timedelta(days=4)
    correct(
        application.run,
        act.record.seq,
        happened_at=right,
        actor=world.officer,
        now=now,
        note="A slip of the pen.",
    )

    act.refresh_from_db()
    application.run.refresh_from_db(fields=["due_on", "seq"])
    assert act.happened_on == right.date()
    assert application.run.due_on == dt.date(2028, 3, 6)


def test_day_of_an_award_with_a_certificate_stands(application, world, now):
    acted(application, world, told(A.ACCEPTED, now, days_ago=6))
    (act,) = acted(application, world, told(A.AWARDED, now, days_ago=2, level_code="gold"))

    with pytest.raises(NotReady, match="cannot be replaced yet"):
        correct(
            application.run,
            act.record.seq,
            happened_at=now - dt.timedelta(days=4),
            actor=world.officer,
            now=now,
            note="A slip of the pen.",
        )
    assert Award.objects.get().awarded_on == act.happened_on


def test_officer_registers_what_the_award_body_registered(world, now):
    entry = entry_of(status_code="2", status_name="Closed")  # it is so, whatever the register says
    letter = read_letter(PDF, name="registered.pdf")

    application = register_for(
        entry,
        journey=Artsmark2019Recorded,
        lead=LEAD,
        second=Colleague("Sue Second", "sue@school.example"),
        by=world.officer,
        now=now,
        happened_on=now.date() - dt.timedelta(days=3),
        reference="R/1",
        letter=letter,
    )

    act = application.award_body_acts.get()
    assert (act.kind, act.reference, act.happened_on) == (
        "registered",
        "R/1",
        now.date() - dt.timedelta(days=3),
    )
    assert application.run.started_at.date() == act.happened_on
    assert dict(Invitation.objects.values_list("role", "email")) == {
        "lead": "lee@school.example",
        "second": "sue@school.example",
    }
    assert application.run.records.get(seq=1).actor_id == world.officer.pk


def test_officer_registers_from_a_paper_form(world, now):
    application = register_for(entry_of(), journey=Artsmark2019, lead=LEAD, by=world.officer, now=now)

    assert Invoice.objects.get(application=application).amount == 500
    assert not application.award_body_acts.exists()
    assert [message.to_email for message in Message.objects.filter(template__contains="invitation")] == [
        LEAD.email
    ]


def test_officer_registers_a_setting_without_a_urn(world, now):
    school = SchoolFactory()

    application = register_for(school, journey=Artsmark2019, lead=LEAD, by=world.officer, now=now)

    assert (application.subject, application.run.label) == (school.subject, school.subject.name)
    with pytest.raises(CannotRegister, match="already on its way"):
        register_for(school, journey=Artsmark2019, lead=LEAD, by=world.officer, now=now)
    with pytest.raises(NotYours):
        register_for(school, journey=Artsmark2019, lead=LEAD, by=PersonFactory(), now=now)
