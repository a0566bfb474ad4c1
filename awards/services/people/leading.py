""" "Who leads here?": asked of the office when mail comes back or a school has a new head, and answered by it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from awards.models import Application, Contact, Item, Person
from awards.services.people.addresses import correct_address, lock_runs_of
from awards.services.people.letters import write
from awards.services.people.parts import lock_run, present_lead
from workflow import messages, stops
from workflow.models import MailStop, Message, Run
from workflow.refusals import Refused

STILL_LEADS, ADDRESS_CORRECTED, SEEN_TO = "still_leads", "address_corrected", "seen_to"


class NothingAsked(Refused):
    """The question is answered already, or the mail did not leave."""


def ask_who_leads(run: Run, *, why: str, now: dt.datetime) -> Item:
    """Ask the office who leads a run's school. While the question is open it only gets the newer reason."""
    application = Application.objects.select_related("subject", "run").get(run=run)
    lead = present_lead(application)
    item, is_new = Item.objects.get_or_create(
        kind=Item.WHO_LEADS,
        subject=application.subject,
        run=run,
        closed_at=None,
        defaults={"was": lead.person.name if lead else "", "now": why[:300], "opened_at": now},
    )
    if not is_new and item.now != why[:300]:
        item.now = why[:300]
        item.save(update_fields=["now"])
    return item


@transaction.atomic
def mark_came_back(message: Message, *, by: Person | None, now: dt.datetime) -> list[Item]:
    """A mail came back: nothing more goes to its address, and of each live journey led from there it is asked who leads.

    ``by`` None: the mail server told. Raises NothingAsked for a mail that has not left.
    """
    locked = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if locked.state not in (Message.SENT, Message.SENDING, Message.FAILED):
        raise NothingAsked("Only a mail that has left can come back. Look at the page again.")
    messages.note_bounce(locked, by=by, now=now)
    led_from_there = Run.objects.filter(
        finished_at=None,
        application__contacts__role__in=[Contact.LEAD, Contact.SECOND],
        application__contacts__until=None,
        application__contacts__person__email__iexact=locked.to_email,
    ).distinct()
    why = f"Mail to {locked.to_email} came back."
    return [ask_who_leads(run, why=why, now=now) for run in led_from_there.order_by("pk")]


@transaction.atomic
def confirm_lead(item: Item, *, email: str, by: Person, now: dt.datetime) -> Item:
    """It is still the same lead, at the same address or at a corrected one; post to them flows again.

    At the same address what was held is sent now. Under a corrected one it is dropped, and a mail to the new address
    says what did not arrive. Raises NothingAsked, and CannotCorrect.
    """
    lead = present_lead(item.run.application) if item.run else None
    if lead is None:
        raise NothingAsked("Nobody leads here just now. Hand the lead over, or invite somebody.")
    lock_runs_of(lead.person)
    locked = _locked_open(item)
    application = lead.application
    old, new = lead.person.email, email.strip().lower()
    if new == old:
        _lift(old, by=by, now=now, send=True)
        return _closed(locked, outcome=STILL_LEADS, by=by, now=now)
    missed = _titles_held(old)
    correct_address(lead, email=new, by=by, now=now)
    _lift(old, by=by, now=now, send=False)
    write(
        "address_corrected",
        application,
        to=new,
        key=f"address-corrected:{locked.pk}",
        now=now,
        name=lead.person.name,
        missed=missed,
    )
    return _closed(locked, outcome=ADDRESS_CORRECTED, by=by, now=now)


@transaction.atomic
def close_question(item: Item, *, note: str, by: Person, now: dt.datetime) -> Item:
    """Close the question, with what was done about it. Raises NothingAsked."""
    return _closed(_locked_open(item), outcome=SEEN_TO, by=by, now=now, note=note)


def stops_of(email: str) -> list[MailStop]:
    """The open stops of the post to an address, oldest first."""
    return list(
        MailStop.objects.filter(address=email.lower(), lifted_at=None)
        .select_related("by")
        .order_by("since", "pk")
    )


def _lift(email: str, *, by: Person, now: dt.datetime, send: bool) -> None:
    for stop in stops_of(email):
        stops.lift(stop, by=by, now=now, send=send)


def _titles_held(email: str) -> list[str]:
    held = Message.objects.filter(to_email__iexact=email, state=Message.HELD)
    return list(held.order_by("queued_at", "pk").values_list("subject", flat=True))


def _locked_open(item: Item) -> Item:
    if item.run is not None:
        lock_run(item.run.application)
    locked = Item.objects.select_for_update(of=("self",)).select_related("run__application").get(pk=item.pk)
    if locked.closed_at is not None or locked.kind != Item.WHO_LEADS:
        raise NothingAsked("This question is answered already.")
    return locked


def _closed(item: Item, *, outcome: str, by: Person, now: dt.datetime, note: str = "") -> Item:
    item.closed_at, item.closed_by, item.outcome, item.note = now, by, outcome, note
    item.save(update_fields=["closed_at", "closed_by", "outcome", "note"])
    return item
