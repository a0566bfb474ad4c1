"""An example of every mail, which the office reads before a school does."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings

from awards.models import Booking, DevelopmentDay, Invoice, Person, SupportBooking, SupportSession
from awards.wording import pounds
from workflow.journey import Journey
from workflow.messages import personal_link
from workflow.models import Run

_WHEN = dt.datetime(2026, 3, 3, 9, 30, tzinfo=dt.UTC)
_DUE = dt.date(2026, 7, 17)
_DAYS = "14"


def example_run(journey: type[Journey]) -> Run:
    """A school's journey that does not exist, for examples of mails."""
    return Run(
        public_id=uuid.UUID(int=1),
        journey_code=journey.code,
        edition=journey.edition,
        label="Example Primary School",
        due_on=_DUE,
        state=next(iter(journey.states)),
    )


def example_words(journey: type[Journey]) -> dict[str, Any]:
    """What an example of every mail about a journey may use."""
    return {
        "run": example_run(journey),
        "journey": journey,
        "school": "Example Primary School",
        "name": "Tess Teacher",
        "note": "Who takes part in the summer term? Please say it in a sentence or two.",
        "due_on": _DUE,
        "office_email": settings.OFFICE_EMAIL,
        "office_telephone": settings.OFFICE_TELEPHONE,
    }


def example_for_lead(journey: type[Journey]) -> dict[str, Any]:
    return example_words(journey)


def example_of_letter(journey: type[Journey]) -> dict[str, Any]:
    return {
        **example_words(journey),
        "missed": ["Your Statement of Commitment is accepted"],
        "successor": "Nora Next",
        "leaver": "Tess Teacher",
        "asker": "Olga Officer",
        "who": "Carl Colleague",
        "role": "second contact",
        "is_declined": True,
        "link": personal_link("awards:invitation", "example", 0),
        "days": _DAYS,
    }


def example_of_day(journey: type[Journey]) -> dict[str, Any]:
    day = _day("The Old Foundry", _WHEN)
    booking = Booking(pk=1, day=day)
    return {
        **example_words(journey),
        "leads": True,
        "day": day,
        "booking": booking,
        "bookings": [booking],
        "was": _WHEN - dt.timedelta(days=7),
        "why": "The heating of the house has failed.",
        "becomes": "carried",
        "instead": _day("The New Mill", _WHEN + dt.timedelta(days=14)),
    }


def _day(place: str, starts_at: dt.datetime) -> DevelopmentDay:
    return DevelopmentDay(
        place=place,
        address="1 Example Street",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=6),
    )


def example_of_invoice(journey: type[Journey]) -> dict[str, Any]:
    amount = Decimal(500)
    replaced = Invoice(number="INV-0001", amount=amount, raised_on=_WHEN.date(), due_on=_DUE)
    invoice = Invoice(
        number="INV-0002",
        amount=amount,
        raised_on=_WHEN.date(),
        due_on=_DUE,
        billed_to="Example Learning Trust",
        order_number="PO 7",
        replaces=replaced,
    )
    return {
        **example_words(journey),
        "invoice": invoice,
        "amount": pounds(amount),
        "link": personal_link("awards:invoice_by_link", "example", 0),
        "note_number": "CN-0001",
        "credited": pounds(amount),
        "why": "The order number was another one.",
    }


def example_of_support(journey: type[Journey]) -> dict[str, Any]:
    session = SupportSession(
        kind=SupportSession.SESSION,
        topic="Writing your Statement of Commitment",
        place="Online",
        link="https://meet.example/arts",
        starts_at=_WHEN,
        ends_at=_WHEN + dt.timedelta(hours=1),
        held_by=Person(name="Olga Officer"),
    )
    return {
        **example_words(journey),
        "session": session,
        "booking": SupportBooking(pk=1, session=session),
        "why": "Olga is not well.",
    }


def example_of_enquiry(journey: type[Journey]) -> dict[str, Any]:
    return {
        **example_words(journey),
        "name": "Ada Asker",
        "note": "Yes: two small schools may come together.",
        "link": personal_link("awards:enquiry", "example", 0),
    }
