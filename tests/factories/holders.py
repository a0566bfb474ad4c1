"""People who hold a role on a run: for each role one way to come by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from awards.models import Application, Contact
from awards.roles import HEAD_OR_CHAIR, OFFICER, SCHOOL_EDITOR, SCHOOL_LEAD
from tests.factories.people import OfficerFactory, PersonFactory
from tests.factories.subjects import ApplicationFactory, ContactFactory, HeadFactory
from tests.trial import roles as trial
from workflow.journey import Role
from workflow.models import Run


def application_of(run: Run) -> Application:
    found: Application | None = Application.objects.filter(run=run).first()
    return found or ApplicationFactory(run=run)


def _trial_lead(run: Run) -> Any:
    person = PersonFactory()
    trial.make_lead(person, run)
    return person


def _trial_officer(run: Run) -> Any:
    person = PersonFactory()
    trial.make_officer(person, run)
    return person


MAKERS: dict[Role, Callable[[Run], Any]] = {
    trial.LEAD: _trial_lead,
    trial.OFFICER: _trial_officer,
    OFFICER: lambda run: OfficerFactory().person,
    SCHOOL_LEAD: lambda run: ContactFactory(application=application_of(run)).person,
    SCHOOL_EDITOR: lambda run: ContactFactory(application=application_of(run), role=Contact.EDITOR).person,
    HEAD_OR_CHAIR: lambda run: HeadFactory(subject=application_of(run).subject).person,
}


def holder(role: Role, run: Run) -> Any:
    """A new person who holds the role on the run, in the usual way."""
    return MAKERS[role](run)
