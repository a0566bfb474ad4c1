"""Who a journey is about, and their way through a programme."""

from __future__ import annotations

import factory

from awards.models import Application, Contact, Enquirer, Post, School, Subject
from tests.factories.people import SINCE, PersonFactory


class SubjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subject

    kind = Subject.SCHOOL
    name = factory.Sequence(lambda n: f"St Mary’s School {n}")


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    subject = factory.SubFactory(SubjectFactory, kind=Subject.SCHOOL)


class EnquirerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enquirer

    subject = factory.SubFactory(SubjectFactory, kind=Subject.ENQUIRER, name="Ada Asker")
    email = factory.Sequence(lambda n: f"asker{n}@waymark.example")


class ApplicationFactory(factory.django.DjangoModelFactory):
    """Needs ``run``."""

    class Meta:
        model = Application

    subject = factory.SubFactory(SubjectFactory)


class ContactFactory(factory.django.DjangoModelFactory):
    """Needs ``application``."""

    class Meta:
        model = Contact

    person = factory.SubFactory(PersonFactory)
    role = Contact.LEAD
    since = SINCE


class HeadFactory(factory.django.DjangoModelFactory):
    """The post of head teacher. Needs ``subject``."""

    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    role = Post.HEAD
    since = SINCE
