"""Keeps the wordings of forms, and takes open drafts over into the present one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from documents.models import Document, FormVersion, Signature
from documents.queries import live_signatures_of
from documents.registry import present
from documents.vocabulary import Form, plain_form
from workflow.models import Run
from workflow.state import change


@dataclass
class TakenUp:
    """What came of taking drafts over: ``documents`` that moved, ``left`` because of signatures, ``ended`` signatures."""

    documents: list[Document] = field(default_factory=list)
    left: list[Document] = field(default_factory=list)
    ended: list[Signature] = field(default_factory=list)


def keep_wording(form: type[Form], *, now: dt.datetime) -> str:
    """Keep the form's present wording, for documents that are begun in it. Gives its version."""
    whole = present(form)
    FormVersion.objects.bulk_create(
        [FormVersion(code=whole.code, version=whole.version, declared=plain_form(whole), since=now)],
        ignore_conflicts=True,
    )
    return whole.version


@transaction.atomic
def take_up(form: type[Form], *, now: dt.datetime, by: Any = None, void: bool = False) -> TakenUp:
    """Move every open draft of the form to its present wording. Answers to questions that are gone are kept, unseen.

    A draft that was signed, or that somebody was asked to sign, is left alone, unless ``void`` ends those signatures.
    """
    version = keep_wording(form, now=now)
    older = Document.objects.filter(form_code=form.code, locked_at=None).exclude(form_version=version)
    runs = sorted(older.values_list("run_id", flat=True))
    list(Run.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=runs).order_by("pk"))
    drafts = list(older.select_for_update(of=("self",)).select_related("run").order_by("pk"))
    live = list(live_signatures_of(drafts).select_for_update(of=("self",)))
    signed = {signature.document_id for signature in live}
    taken = TakenUp(
        documents=[draft for draft in drafts if void or draft.pk not in signed],
        left=[draft for draft in drafts if not void and draft.pk in signed],
    )
    if void:
        taken.ended = _ended(live, by=by, now=now)
        Document.objects.filter(pk__in=[draft.pk for draft in drafts]).update(is_signed=False)
    Document.objects.filter(pk__in=[draft.pk for draft in taken.documents]).update(form_version=version)
    return taken


def _ended(signatures: Sequence[Signature], *, by: Any, now: dt.datetime) -> list[Signature]:
    for signature in signatures:
        step = "void" if signature.state == Signature.SIGNED else "withdraw"
        change(signature, step, now=now, actor=by, fields=["ended_at"], ended_at=now)
    return list(signatures)
