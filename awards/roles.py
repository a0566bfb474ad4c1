"""Who may do what on a run. Each role answers with the runs on which a person holds it."""

from __future__ import annotations

from django.db.models import Exists, QuerySet

from awards.models import Contact, Person, Post
from workflow.journey import Role
from workflow.models import Run


def _runs_as(person: Person, *roles: str) -> QuerySet[Run]:
    return Run.objects.filter(
        application__contacts__person=person,
        application__contacts__role__in=roles,
        application__contacts__until=None,
    )


def _runs_led_by(person: Person) -> QuerySet[Run]:
    return _runs_as(person, Contact.LEAD, Contact.SECOND)


def _runs_written_by(person: Person) -> QuerySet[Run]:
    return _runs_as(person, Contact.LEAD, Contact.SECOND, Contact.EDITOR)


def _runs_answered_for_by(person: Person) -> QuerySet[Run]:
    return Run.objects.filter(
        application__subject__posts__person=person,
        application__subject__posts__role__in=[Post.HEAD, Post.CHAIR],
        application__subject__posts__until=None,
    )


def _runs_of_office(person: Person) -> QuerySet[Run]:
    return Run.objects.filter(Exists(office_posts(person)))


def office_posts(person: Person) -> QuerySet[Post]:
    """The posts at the office that the person holds now."""
    return Post.objects.filter(
        person_id=person.pk, subject=None, role__in=[Post.OFFICER, Post.MANAGER], until=None
    )


SCHOOL_LEAD = Role("school_lead", "School’s lead", _runs_led_by)
SCHOOL_EDITOR = Role("school_editor", "School’s editors", _runs_written_by)
HEAD_OR_CHAIR = Role("head_or_chair", "Head teacher or chair of governors", _runs_answered_for_by)
OFFICER = Role("officer", "Programme officer", _runs_of_office)
