"""The mails of steps, people, days and money: what their words may use."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from awards.journeys.enquiry import Enquiry
from awards.mailing.examples import (
    example_for_lead,
    example_of_day,
    example_of_enquiry,
    example_of_invoice,
    example_of_letter,
    example_of_support,
)
from workflow.journey import Journey
from workflow.messages.templates import declare
from workflow.registry import all_journeys

FOLDER = "awards/mails"

_DAY = {
    *("starts_at", "ends_at", "place", "address", "link"),
}
OFFICE = frozenset({"office_email", "office_telephone"})
RUN = frozenset({"run.label", "run.public_id"})
LEAD = OFFICE | RUN | {"name", "note", "due_on", "journey.title"}
DAYS = (
    OFFICE | RUN | {"name", "leads", "booking.pk", "booking.waiting_since", *(f"day.{part}" for part in _DAY)}
)
LETTER = OFFICE | RUN | {"name", "journey.title", "school"}
ADDRESS = OFFICE | {"name"}
INVOICE = (
    OFFICE
    | RUN
    | {"name", "link", "amount", "run.journey.title"}
    | {f"invoice.{part}" for part in ("number", "due_on", "billed_to", "order_number", "vat", "replaces")}
    | {"invoice.replaces.number"}
)
SUPPORT = (
    OFFICE
    | RUN
    | {"name", "booking.pk"}
    | {f"session.{part}" for part in ("topic", "starts_at", "ends_at", "held_by", "place", "link")}
)

TO_THE_LEAD = {
    "awarded": "The award is decided",
    "case_study_sent_back": "The Case Study: we have asked about answers",
    "case_study_submitted": "The Case Study is here",
    "closed": "The journey is closed",
    "commitment_accepted": "The Statement of Commitment is accepted",
    "commitment_sent_back": "The Statement of Commitment: we have asked about answers",
    "commitment_submitted": "The Statement of Commitment is here",
    "day_attended": "The development day was attended",
    "day_missed": "The development day was missed",
    "no_level": "No level this time",
    "recorded_accepted": "The award body accepted the Statement of Commitment",
    "recorded_asked": "The award body asked about something",
    "recorded_awarded": "The award body gave the award",
    "recorded_no_level": "The award body gave no level this time",
    "withdrawn": "The journey was withdrawn",
}
LETTERS: Mapping[str, tuple[str, Collection[str]]] = {
    "address_corrected": ("An address that did not work was put right", {"missed"}),
    "address_put_right": ("An officer put an address right, to the old one", ()),
    "hand_over_asked_head": (
        "Handing the lead over: the head is asked",
        {"successor", "leaver", "asker", "link", "days"},
    ),
    "hand_over_asked_leaver": (
        "Handing the lead over: the leaver is asked",
        {"successor", "leaver", "asker", "link", "days"},
    ),
    "hand_over_asked_successor": (
        "Handing the lead over: the successor is asked",
        {"successor", "leaver", "asker", "link", "days"},
    ),
    "hand_over_done_leaver": ("The lead was handed over, to the leaver", {"successor"}),
    "hand_over_done_successor": ("The lead was handed over, to the successor", {"leaver"}),
    "hand_over_withdrawn": ("A hand-over does not take place", {"successor", "is_declined"}),
    "invitation": ("An invitation", {"role", "asker", "link", "days"}),
    "invitation_declined": ("An invitation was declined", {"who", "role"}),
}
TO_ADDRESSES: Mapping[str, tuple[str, Collection[str]]] = {
    "address_changed": ("An address was changed, to the old one", ()),
    "address_new": ("A new address is to be confirmed", {"link", "days"}),
    "address_taken": ("Somebody has an account already", ()),
}


def declare_mails() -> None:
    """Make the mails known. Called once, when the application starts."""
    journeys = all_journeys()
    schools = [journey for journey in journeys if journey is not Enquiry]
    for name, title in TO_THE_LEAD.items():
        senders = [journey for journey in journeys if _tells_lead(journey, name)]
        declare(_file(name), LEAD, example_for_lead, title=title, editions=senders)
    for name, (title, more) in LETTERS.items():
        declare(_file(name), LETTER | set(more), example_of_letter, title=title, editions=schools)
    for name, (title, more) in TO_ADDRESSES.items():
        declare(_file(name), ADDRESS | set(more), example_of_letter, title=title, editions=schools[-1:])
    _declare_days(schools)
    _declare_money_and_support(schools)
    _declare_enquiries()


def _declare_days(schools: list[type[Journey]]) -> None:
    booked = {f"bookings.{part}" for part in ("pk", *(f"day.{part}" for part in _DAY))}
    declare(
        _file("day_booked"),
        OFFICE | RUN | booked | {"name", "note", "bookings"},
        example_of_day,
        title="A development day is booked",
        editions=schools,
    )
    declare(
        _file("day_moved"), DAYS | {"was"}, example_of_day, title="A development day moved", editions=schools
    )
    declare(
        _file("day_called_off"),
        DAYS | {"why", "becomes", *(f"instead.{part}" for part in _DAY)},
        example_of_day,
        title="A development day is called off",
        editions=schools,
    )
    declare(
        _file("waiting_list"),
        DAYS,
        example_of_day,
        title="On the waiting list for a development day",
        editions=schools,
    )


def _declare_money_and_support(schools: list[type[Journey]]) -> None:
    declare(_file("invoice"), INVOICE, example_of_invoice, title="An invoice", editions=schools)
    declare(
        _file("credit_note"),
        INVOICE | {"note_number", "credited", "why"},
        example_of_invoice,
        title="A credit note",
        editions=schools,
    )
    declare(_file("support_booked"), SUPPORT, example_of_support, title="Support is booked", editions=schools)
    declare(
        _file("support_called_off"),
        SUPPORT | {"why"},
        example_of_support,
        title="Support is called off",
        editions=schools,
    )


def _declare_enquiries() -> None:
    answers = {
        "enquiry_answer": "An enquiry: the answer",
        "enquiry_handed_over": "An enquiry: how to register",
        "enquiry_question": "An enquiry: a question back",
    }
    for name, title in answers.items():
        declare(
            _file(name),
            OFFICE | RUN | {"name", "note", "link"},
            example_of_enquiry,
            title=title,
            editions=[Enquiry],
        )
    declare(
        _file("enquiry_received"),
        RUN | OFFICE | {"name"},
        example_of_enquiry,
        title="An enquiry: it is here",
        editions=[Enquiry],
    )


def _file(name: str) -> str:
    return f"{FOLDER}/{name}.txt"


def _tells_lead(journey: type[Journey], name: str) -> bool:
    codes = {effect.code for transition in journey.transitions.values() for effect in transition.effects}
    return f"tell the lead: {name}" in codes
