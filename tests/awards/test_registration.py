"""A school registers: who may, once, at what fee, and what it leaves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Application, Contact, Invoice, School, SchoolUrn, Subject
from awards.services.money import fee_for, invoice_fee, set_pupils
from awards.services.registration import CannotRegister, register_school
from tests.awards.world import entry_of
from tests.factories.people import PersonFactory
from tests.racing import race
from workflow.audit import breaches
from workflow.models import NumberSeries, Run, StateChange
from workflow.refusals import NotReady
from workflow.services import advance

BOUNDARY = Artsmark2018.small_school_below.value


def test_registration_starts_the_journey_with_its_lead_and_its_fee(world, now):
    entry, lead = entry_of("St Agatha’s School"), PersonFactory()

    application = register_school(entry, journey=Artsmark2018, lead=lead, now=now)

    run = Run.objects.get()
    record = run.records.get()
    assert (run.state, run.label, run.started_at, run.seq) == ("registered", "St Agatha’s School", now, 1)
    assert (record.actor, record.role, record.happened_at) == (lead, "school_lead", now)
    assert (application.subject.name, application.subject.kind) == ("St Agatha’s School", Subject.SCHOOL)
    assert SchoolUrn.objects.get().entry == entry
    contact = Contact.objects.get()
    assert (contact.person, contact.role, contact.since) == (lead, Contact.LEAD, dt.date(2026, 3, 10))
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.amount, invoice.state) == ("INV-2026-0001", Decimal(500), Invoice.SENT)
    assert (invoice.raised_on, invoice.due_on) == (dt.date(2026, 3, 10), dt.date(2026, 4, 9))
    assert list(breaches()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type_code": "18", "type_name": "Further education"}, "not other further education colleges"),
        ({"type_code": "30", "type_name": "Welsh establishment"}, "schools in England"),
        ({"status_code": "2", "status_name": "Closed"}, "closed"),
        ({"status_code": "4", "status_name": "Proposed to open"}, "not open yet"),
        ({"type_code": "99", "type_name": "Something new"}, "Ask us before you register"),
    ],
)
def test_school_that_the_scheme_does_not_take_is_refused_and_leaves_nothing(world, now, changes, said):
    with pytest.raises(CannotRegister, match=said):
        register_school(entry_of(**changes), journey=Artsmark2018, lead=PersonFactory(), now=now)

    kept = [model.objects.count() for model in (Run, Subject, School, Application, Invoice, NumberSeries)]
    assert kept == [0] * 6


def test_second_registration_is_refused_while_the_first_is_under_way(world, now):
    entry = entry_of("St Agatha’s School")
    world.registered(entry)

    with pytest.raises(CannotRegister, match="St Agatha’s School is already on its way through Artsmark"):
        world.registered(entry)

    assert (Run.objects.count(), Invoice.objects.count()) == (1, 1)


def test_school_whose_journey_ended_may_register_again_as_the_same_school(world, now):
    entry = entry_of()
    first = world.registered(entry)
    lead = world.lead_of(first)
    advance(first.run, Artsmark2018.withdraw, actor=lead, now=now, note="Not this year.")

    second = world.registered(entry, now=now + dt.timedelta(days=300))

    assert second.subject == first.subject
    assert list(Invoice.objects.order_by("pk").values_list("number", flat=True)) == [
        "INV-2026-0001",
        "INV-2027-0001",
    ]


def test_two_people_who_register_one_school_at_once_make_one_journey(lasting_world, now):
    leads = [PersonFactory(), PersonFactory()]
    for round_ in range(8):
        entry = entry_of()
        answers = race(
            *[
                lambda entry=entry, lead=lead: register_school(
                    entry, journey=Artsmark2018, lead=lead, now=now
                )
                for lead in leads
            ]
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Application", "CannotRegister"]
        assert (Run.objects.count(), School.objects.count(), Invoice.objects.count()) == (round_ + 1,) * 3

    numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"INV-2026-{number:04d}" for number in range(1, 9)]
    assert list(breaches()) == []


@pytest.mark.parametrize(
    ("pupils", "pounds"),
    [(0, 250), (1, 250), (BOUNDARY - 1, 250), (BOUNDARY, 500), (BOUNDARY + 1, 500), (3_000, 500)],
)
def test_fee_follows_from_the_pupils_on_roll(world, pupils, pounds):
    world.registered(entry_of(pupils=pupils))

    assert Invoice.objects.get().amount == Decimal(pounds)
    assert fee_for(Artsmark2018, pupils) == Decimal(pounds)


def test_small_ends_where_public_sources_say(world):
    assert BOUNDARY == 100


def test_number_that_the_lead_gives_counts_only_where_the_register_has_none(world):
    told = world.registered(entry_of(pupils=None), pupils=99)
    known = world.registered(entry_of(pupils=400), pupils=20)

    assert (told.pupils, known.pupils) == (99, 400)
    assert [it.invoices.get().amount for it in (told, known)] == [Decimal(250), Decimal(500)]


def test_blank_pupil_number_is_asked_and_then_invoiced_once(world, now):
    application = world.registered(entry_of(pupils=None))
    assert Invoice.objects.count() == 0

    made = set_pupils(application, pupils=99, now=now + dt.timedelta(days=3))
    again = set_pupils(application, pupils=800, now=now + dt.timedelta(days=4))

    assert made == again == Invoice.objects.get()
    assert (made.amount, made.due_on) == (Decimal(250), dt.date(2026, 4, 12))
    assert Application.objects.get().pupils == 99


def test_invoice_is_raised_once_however_often_it_is_asked_for(world, now):
    application = world.registered()

    assert invoice_fee(application, now=now) == Invoice.objects.get()


def test_sent_invoice_leaves_its_change(world, now):
    world.registered()

    change = StateChange.objects.get(kind__icontains="invoice")
    assert (change.row_id, change.source, change.target, change.at) == (
        Invoice.objects.get().pk,
        "raised",
        "sent",
        now,
    )


def test_invoice_number_goes_back_with_its_transaction(world, now):
    world.registered()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        world.registered()
        raise ZeroDivisionError
    world.registered()

    numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    assert numbers == ["INV-2026-0001", "INV-2026-0002"]


def test_invoice_numbers_taken_at_once_have_no_gaps_though_some_fail(lasting_world, now):
    entries = [entry_of() for _ in range(8)]
    leads = [PersonFactory() for _ in entries]

    def register(place):
        with transaction.atomic():
            register_school(entries[place], journey=Artsmark2018, lead=leads[place], now=now)
            if place % 4 == 1:
                raise ZeroDivisionError

    answers = race(*[lambda place=place: register(place) for place in range(8)])

    assert sum(isinstance(answer, ZeroDivisionError) for answer in answers) == 2
    numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"INV-2026-{number:04d}" for number in range(1, 7)]


def test_booking_is_refused_when_the_register_says_meanwhile_that_the_school_closed(world, now):
    entry = entry_of()
    application = world.registered(entry)
    entry.status_code, entry.status_name = "2", "Closed"
    entry.save()

    with pytest.raises(NotReady, match="closed"):
        world.booked(application)

    assert application.bookings.count() == 0
