"""What every page of a document needs: the run, the form, and what this person may do with them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from documents import queries
from documents.effects import opened_by
from documents.models import Document
from documents.tasks import ASK_PAGE
from documents.vocabulary import Form
from workflow import access
from workflow.journey import Transition
from workflow.models import Run


@dataclass(frozen=True)
class Desk:
    """A document of a run as one person has it before them. ``document`` is None until it was begun.

    is_editor: may write in the run's documents. can_write: and this one is open for it now. side: for whom they speak in
    comments (Comment.OFFICE, Comment.SCHOOL), '' for those who have no part in them.
    """

    run: Run
    form: type[Form]
    document: Document | None
    is_editor: bool
    can_write: bool
    side: str = ""

    @property
    def address(self) -> tuple[Any, str]:
        return self.run.public_id, self.form.code

    @property
    def has_scrapbook(self) -> bool:
        return queries.has_scrapbook(self.run.journey)

    @property
    def journey_url(self) -> str:
        """The page of the run."""
        return reverse(settings.RUN_PAGE, args=[self.run.public_id])


def desk_for(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> Desk:
    """The desk of a person who may see the run. Raises Http404 for others and for a form that the journey has not."""
    run = access.run_for(request.user, public_id, access.everyone)
    form = queries.form_in_journey(run.journey, form_code)
    if form is None:
        raise Http404
    document = queries.document_of(run, form)
    is_open = queries.may_be_written(run, form) and (document is None or document.locked_at is None)
    held = access.roles_held(request.user, run, access.everyone)
    is_editor = bool(held & {role.code for role in run.journey.editors})
    return Desk(
        run,
        queries.form_asked(run, form, document),
        document,
        is_editor,
        is_open and is_editor,
        queries.side_with(held, run.journey),
    )


def sent_back_by(run: Run) -> tuple[Transition, type[Form]]:
    """The move of the run's state that sends a document back, and its form. Raises Http404 where there is none."""
    for transition in run.journey.leaving(run.state):
        if transition.page == ASK_PAGE and (form := opened_by(transition)):
            return transition, form
    raise Http404
