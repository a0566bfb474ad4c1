"""The people of the demonstration. All sign in with one password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assessments.models import Assessor
from awards.models import Person, Post

PASSWORD = "waymark-demo-2018"  # noqa: S105 - of made-up people, printed by the demonstration


@dataclass(frozen=True)
class Cast:
    """Who plays which part."""

    officer: Person
    manager: Person
    readers: tuple[Assessor, ...]
    moderator: Assessor
    leads: tuple[Person, ...]

    @property
    def logins(self) -> list[dict[str, str]]:
        parts = [
            ("school lead", self.leads[0]),
            ("programme officer", self.officer),
            ("programme manager", self.manager),
            *((f"assessor {place}", reader.person) for place, reader in enumerate(self.readers, 1)),
            ("moderator", self.moderator.person),
        ]
        return [{"role": role, "email": person.email, "password": PASSWORD} for role, person in parts]


LEADS = [
    "Amina Holt", "Tom Brackley", "Ruth Osei", "Daniel Fenn", "Priya Marsh", "Kate Lowell", "Owen Tandy",
    "Grace Pell", "Leon Asher", "Mary Quill", "Sunil Rao", "Ella Wharton", "Jack Morrow", "Nadia Kerr",
    "Bea Linton", "Hugo Stead", "Farah Amin",
]  # fmt: skip
READERS = ["Helen Sparrow", "Idris Vaughan", "Joan Petrie"]


def cast(*, today: dt.date) -> Cast:
    """Make the people, or find them."""
    officer = _person("Olivia Grant", "officer@artsconnect.example")
    manager = _person("Martin Dale", "manager@artsconnect.example")
    _post(officer, Post.OFFICER, today)
    _post(manager, Post.MANAGER, today)
    readers = tuple(
        _assessor(name, f"assessor{place}@assessors.example", today) for place, name in enumerate(READERS, 1)
    )
    moderator = _assessor("Sylvia Brand", "moderator@assessors.example", today, is_moderator=True)
    leads = tuple(
        _person(name, "lead@school.example" if place == 1 else f"lead{place}@school.example")
        for place, name in enumerate(LEADS, 1)
    )
    return Cast(officer, manager, readers, moderator, leads)


def _person(name: str, email: str) -> Person:
    known = Person.objects.filter(email=email).first()
    return known or Person.objects.create_user(email, PASSWORD, name=name)


def _post(person: Person, role: str, today: dt.date) -> None:
    Post.objects.get_or_create(person=person, role=role, subject=None, until=None, defaults={"since": today})


def _assessor(name: str, email: str, today: dt.date, *, is_moderator: bool = False) -> Assessor:
    assessor, _ = Assessor.objects.get_or_create(
        person=_person(name, email), defaults={"since": today, "is_moderator": is_moderator}
    )
    return assessor
