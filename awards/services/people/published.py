"""What is published about a school: the number to ring, and its head teacher."""

from __future__ import annotations

from awards.facts import REGISTER_ENTRY
from awards.models import Application, Person, RegisterEntry, School


def published_number(application: Application) -> str:
    """The telephone number that the register gives; the office's own for a setting without a URN. '' for none."""
    entry = register_entry_of(application)
    if entry is not None:
        return entry.telephone
    school = School.objects.filter(subject=application.subject).first()
    return school.local_telephone if school else ""


def published_head(application: Application) -> str:
    """The head teacher as the register names them: "Mrs F Okoro, Headteacher". '' for none."""
    entry = register_entry_of(application)
    if entry is None:
        return ""
    name = " ".join(part for part in (entry.head_title, entry.head_first_name, entry.head_last_name) if part)
    return f"{name}, {entry.head_job_title}" if name and entry.head_job_title else name


def head_with_account(application: Application) -> Person | None:
    """Who holds the post of head teacher here and has an account."""
    return (
        Person.objects.filter(
            posts__role="head", posts__subject=application.subject, posts__until=None, is_active=True
        )
        .order_by("pk")
        .first()
    )


def register_entry_of(application: Application) -> RegisterEntry | None:
    return REGISTER_ENTRY.load([application.run]).get(application.run_id)
