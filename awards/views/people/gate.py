"""Whose page about people it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from awards import queries
from awards.models import Application, Person, Subject
from awards.roles import OFFICER, SCHOOL_LEAD
from workflow import access
from workflow.journey import Journey, Role
from workflow.models import Run


@dataclass(frozen=True)
class Desk:
    """A run with its application, and who looks at it. ``manages``: leads here, or is of the office."""

    run: Run
    application: Application
    person: Person
    manages: bool
    inside: bool


def managers(journey: type[Journey]) -> Sequence[Role]:
    """Who says who works on a run: its leads, and the office."""
    return SCHOOL_LEAD, OFFICER


def desk_for(request: HttpRequest, public_id: UUID, *, to_manage: bool = False) -> Desk:
    """The desk of somebody who may look; with ``to_manage``, of somebody who may change. 404 to everybody else."""
    run = access.run_for(request.user, public_id)
    held = access.roles_held(request.user, run, managers)
    application = queries.application_of(run)
    if application.subject.kind != Subject.SCHOOL or (to_manage and not held):
        raise Http404
    return Desk(
        run=run,
        application=application,
        person=queries.person_of(request),
        manages=bool(held),
        inside=OFFICER.code in held,
    )
