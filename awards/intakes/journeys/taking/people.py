"""The people of many lines: found by their addresses, made where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from awards.intakes.journeys.plans import Plan
from awards.models import Person, Post


def people_for(plans: Iterable[Plan]) -> dict[str, Person]:
    """Everybody whom the lines name, by address in small letters; a fixed number of statements.

    They have no password: they sign in by a code that is mailed to them. An account that somebody made before with such an
    address, and never proved to be theirs, loses its password before it is given a part.
    """
    names = _names(plans)
    known = {person.email.lower(): person for person in Person.objects.filter(email__in=list(names))}
    _keep_safe(known.values())
    made = Person.objects.bulk_create(
        Person(email=email, name=name[:150] or email[:150], password=make_password(None))
        for email, name in names.items()
        if email not in known
    )
    return known | {person.email: person for person in made}


def _names(plans: Iterable[Plan]) -> dict[str, str]:
    names: dict[str, str] = {}
    for plan in plans:
        values: Mapping[str, str] = plan.wanted.values if plan.wanted else {}
        for who in ("lead", "second"):
            if email := values.get(f"{who}_email", ""):
                names[email] = names.get(email) or values[f"{who}_name"]
    return names


def _keep_safe(people: Iterable[Person]) -> None:
    held = [person for person in people if person.has_usable_password() and not person.is_staff]
    if not held:
        return
    trusted = set(EmailAddress.objects.filter(user__in=held, verified=True).values_list("user_id", flat=True))
    at_the_office = Post.objects.filter(subject=None, until=None, person__in=held)
    trusted |= set(at_the_office.values_list("person_id", flat=True))
    unproved = [person for person in held if person.pk not in trusted]
    for person in unproved:
        person.set_unusable_password()
    Person.objects.bulk_update(unproved, ["password"])
