"""Accounts of people who come by a link in a mail: found or made, and kept from whoever else may hold them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from awards.models import Person
from documents.plain_text import one_line
from workflow.refusals import Refused


class AccountIsClosed(Refused):
    """Nobody can work with a closed account."""


def person_with(email: str, *, name: str) -> Person:
    """The person who signs in with an address; made where there is none, without a password: they sign in by a code.

    Raises AccountIsClosed.
    """
    known = Person.objects.filter(email__iexact=email).first() or _made(email, name)
    if not known.is_active:
        raise AccountIsClosed("The account with this email address is closed. Ask us to open it again.")
    return known


def keep_safe(person: Person, *, reads_mail: bool, signed_in: Person | None = None) -> None:
    """Let nobody in who merely chose a password for somebody else's address.

    An account may be made with any address. Until somebody has shown that they read its mail, by a code or a link,
    the password is put aside before the account is given a part; they come in by a code and choose a new one.
    ``reads_mail``: they have just shown it, by a link.
    """
    address = EmailAddress.objects.filter(user=person, email__iexact=person.email).first()
    if address is not None and address.verified:
        return
    if signed_in != person and person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
    if reads_mail:
        prove(person)


def prove(person: Person) -> None:
    """Note that the person reads the mail of the address with which they sign in; it is their only one."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def _made(email: str, name: str) -> Person:
    try:
        with transaction.atomic():
            return Person.objects.create_user(email, name=one_line(name)[:150])
    except IntegrityError:
        return Person.objects.get(email__iexact=email)
