"""People with an account."""

from __future__ import annotations

import datetime as dt

import factory

from awards.models import Person, Post

SINCE = dt.date(2026, 1, 5)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@waymark.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("a long enough password")


class OfficerFactory(factory.django.DjangoModelFactory):
    """A post at the office; ``.person`` is who holds it."""

    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    role = Post.OFFICER
    since = SINCE
