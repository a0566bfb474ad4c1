"""Names and addresses of people with an account: changed by themselves, or put right by an officer."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction

from awards.models import Contact, Person, Post
from awards.remarks import ADDRESS_CORRECTED
from awards.services.people.accounts import prove
from awards.services.people.letters import write
from documents.plain_text import one_line
from workflow import messages
from workflow.models import Run
from workflow.refusals import Refused
from workflow.services import annotate_many

PURPOSE = "new-address"
LINK_LASTS = dt.timedelta(days=2)  # our default, no public source


class CannotCorrect(Refused):
    """The address belongs to somebody else, or the person changes their own."""


def rename(person: Person, *, name: str) -> Person:
    """Change the name that colleagues read."""
    person.name = one_line(name)[:150]
    person.save(update_fields=["name"])
    return person


def choose_digest(person: Person, *, wanted: bool) -> None:
    """Get the morning's mail, or no longer."""
    person.wants_digest = wanted
    person.save(update_fields=["wants_digest"])


@transaction.atomic
def ask_new_address(person: Person, *, email: str, now: dt.datetime) -> None:
    """Mail a link to a new address; it is used once the link was followed. Nothing says whether it is somebody's."""
    email = email.strip().lower()
    if email == person.email:
        return
    if _is_taken(email, apart_from=person):
        _post("address_taken", to=email, key=f"address-taken:{person.pk}:{email}:{now:%Y%m%d%H%M}", now=now)
        return
    EmailAddress.objects.filter(user=person, verified=False).exclude(email=person.email).delete()
    address, _ = EmailAddress.objects.get_or_create(user=person, email=email)
    _post(
        "address_new",
        to=email,
        key=f"address-new:{address.pk}:{now:%Y%m%d%H%M}",
        now=now,
        name=person.name,
        link=messages.personal_link("awards:confirm_address", PURPOSE, address.pk),
        days=LINK_LASTS.days,
    )


@transaction.atomic
def use_new_address(address: EmailAddress, *, now: dt.datetime) -> Person:
    """Use an address from now on, by the link that was mailed to it. The old one is told. Raises CannotCorrect."""
    person = Person.objects.select_for_update().get(pk=address.user_id)
    if _is_taken(address.email, apart_from=person):
        raise CannotCorrect("This address cannot be used any more. Choose another one, or ask us.")
    old = person.email
    _give(person, address.email)
    prove(person)
    if old != person.email:
        _post(
            "address_changed", to=old, key=f"address-changed:{person.pk}:{old}:{now:%Y%m%d%H%M}", now=now,
            name=person.name,
        )  # fmt: skip
    return person


@transaction.atomic
def correct_address(contact: Contact, *, email: str, by: Person, now: dt.datetime) -> Person:
    """An officer puts right the address of somebody who works on a school's journey. Written down on their journeys.

    Raises CannotCorrect for an address of somebody else, and for people of the office, who change their own.
    """
    runs = lock_runs_of(contact.person)
    person = Person.objects.select_for_update().get(pk=contact.person_id)
    old, new = person.email, email.strip().lower()
    if person.is_staff or person.posts.filter(role__in=[Post.OFFICER, Post.MANAGER], until=None).exists():
        raise CannotCorrect(f"{person} works at the office and changes the address under “My details”.")
    if new == old:
        return person
    if _is_taken(new, apart_from=person):
        raise CannotCorrect(
            "Somebody else signs in with this address. If they take over here, hand the lead over or invite them instead."
        )
    _give(person, new)
    EmailAddress.objects.filter(user=person).delete()
    annotate_many(runs, ADDRESS_CORRECTED, actor=by, now=now, note=f"{person.name}: from {old} to {new}.")
    write(
        "address_put_right", contact.application, to=old, now=now,
        key=f"address-put-right:{person.pk}:{old}:{now:%Y%m%d%H%M}", name=person.name,
    )  # fmt: skip
    return person


def _is_taken(email: str, *, apart_from: Person) -> bool:
    return (
        Person.objects.exclude(pk=apart_from.pk).filter(email__iexact=email).exists()
        or EmailAddress.objects.exclude(user=apart_from).filter(email__iexact=email, verified=True).exists()
    )


def _give(person: Person, email: str) -> None:
    person.email = email
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError as error:
        raise CannotCorrect("This address cannot be used any more. Choose another one, or ask us.") from error


def _post(template: str, *, to: str, key: str, now: dt.datetime, **words: object) -> None:
    messages.post(
        f"awards/mails/{template}.txt",
        to=to,
        key=key,
        context={
            "office_email": settings.OFFICE_EMAIL,
            "office_telephone": settings.OFFICE_TELEPHONE,
            **words,
        },
        now=now,
        hold=dt.timedelta(),  # somebody waits for it now
    )


def lock_runs_of(person: Person) -> list[Run]:
    """The runs on which somebody works now, locked in the order of their keys. Before one of them is locked alone."""
    working = Contact.objects.filter(person=person, until=None).values("application__run")
    return list(Run.objects.select_for_update(no_key=True).filter(pk__in=working).order_by("pk"))


def address_by_key(pk: int) -> EmailAddress | None:
    """The address that a link was mailed to; None when another one was asked for since."""
    return EmailAddress.objects.filter(pk=pk).first()
