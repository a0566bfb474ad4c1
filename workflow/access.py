"""Who may see or work on a run: answered by the roles that its journey names."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from workflow.journey import Journey, Role
from workflow.models import Run
from workflow.refusals import held_roles

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
RolesOf = Callable[[type[Journey]], Sequence[Role]]


def office(journey: type[Journey]) -> Sequence[Role]:
    return journey.office


def editors(journey: type[Journey]) -> Sequence[Role]:
    return journey.editors


def everyone(journey: type[Journey]) -> Sequence[Role]:
    """All who may see a run at all."""
    return list(dict.fromkeys([*journey.office, *journey.readers, *journey.editors]))


def roles_held(person: Any, run: Run, roles_of: RolesOf) -> set[str]:
    """The codes of those of the roles that the person holds on the run now."""
    return held_roles(person, [run], roles_of(run.journey))[run.pk]


def run_for(person: Any, public_id: uuid.UUID | str, roles_of: RolesOf = everyone) -> Run:
    """The run of a public id, for a person who holds one of the roles on it.

    Raises Http404 alike for a run that is not there and for one that is not this person's: its existence is private.
    """
    try:
        run = Run.objects.get(public_id=public_id)
    except Run.DoesNotExist as error:
        raise Http404 from error
    if not roles_held(person, run, roles_of):
        raise Http404
    return run


def office_only(view: View[P]) -> View[P]:
    """For pages without a run: behind the gate that ``settings.OFFICE_GATE`` names, a decorator of views."""

    @wraps(view)
    def gated(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        gate: Callable[[View[P]], View[P]] = import_string(settings.OFFICE_GATE)
        return gate(view)(request, *args, **kwargs)

    return cast("View[P]", gated)
