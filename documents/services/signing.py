"""Signatures: asked for by mail, given by a personal link, void when the text changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents.content import text_hash
from documents.facts import problems_in
from documents.models import Document, Evidence, Signature
from documents.plain_text import one_line
from documents.queries import (
    form_of,
    may_be_written,
    signatories_of,
    signatures_under_open_documents,
    values_of,
)
from documents.services.evidence import Description, add_evidence
from documents.services.locking import lock_with_run
from documents.services.voiding import mark_signed
from documents.vocabulary import Form, Signatory
from workflow import messages
from workflow.models import Run
from workflow.refusals import Refused
from workflow.state import change

PURPOSE = "signature"
LINK_LASTS = dt.timedelta(days=60)  # our default, no public source


class NotForSigning(Refused):
    """The document or the request is not one that can be signed now."""


class NotComplete(Refused):
    """Answers are missing: nobody is asked to sign an unfinished text."""


class TextChanged(Refused):
    """The text is no longer the one that the signatory read."""


@transaction.atomic
def ask_for_signature(
    document: Document, *, role: str, name: str, email: str, by: Any, now: dt.datetime
) -> Signature:
    """Ask somebody to sign the document as the holder of a post. They get a mail with a personal link.

    A request of that post that is still open is withdrawn first.
    Raises NotForSigning for a post that does not sign or has signed, and NotComplete.
    """
    form, locked = form_of(document), lock_with_run(document)
    _refuse_closed(locked, form)
    signatory = _signatory(locked, form, role)
    _refuse_unfinished(locked, form)
    _withdraw_open(locked, role, signatory, by=by, now=now)
    signature = Signature.objects.create(
        document=locked,
        role=role,
        role_label=signatory.label,
        name=one_line(name)[:200],
        email=email,
        asked_by=by,
        asked_at=now,
    )
    messages.post(
        "documents/mails/please_sign.txt",
        to=email,
        key=f"please-sign:{signature.pk}",
        context={
            "signature": signature,
            "title": form.title,
            "who": locked.run.label,
            "asker": str(by) if by else "",
            "link": messages.personal_link("documents:sign_by_link", PURPOSE, signature.pk),
            "days": LINK_LASTS.days,
        },
        now=now,
        run=locked.run,
    )
    return signature


@transaction.atomic
def withdraw_request(signature: Signature, *, by: Any, now: dt.datetime) -> Signature:
    """Take back a request to sign; its link no longer works. Raises NotForSigning when it is not open."""
    lock_with_run(signature.document)
    locked = Signature.objects.select_for_update().get(pk=signature.pk)
    if locked.state != Signature.ASKED:
        raise NotForSigning(f"The request to {locked.name} is no longer open.")
    change(locked, "withdraw", now=now, actor=by, fields=["ended_at"], ended_at=now)
    return locked


@transaction.atomic
def end_signatures(run: Run, *, by: Any, now: dt.datetime) -> list[Signature]:
    """End what was asked for or given under the run's documents that are not handed in: other people sign from now on.

    Links that went out no longer work, and whoever writes the document asks anew.
    """
    Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    documents = list(Document.objects.select_for_update().filter(run=run, locked_at=None).order_by("pk"))
    ended = list(signatures_under_open_documents([run]).select_for_update(of=("self",)))
    for signature in ended:
        taken = "void" if signature.state == Signature.SIGNED else "withdraw"
        change(signature, taken, now=now, actor=by, fields=["ended_at"], ended_at=now)
    for document in documents:
        mark_signed(document, is_signed=False)
    return ended


@transaction.atomic
def sign(signature: Signature, *, name: str, read: str, now: dt.datetime) -> Signature:
    """Sign the text whose hash is ``read``, under the name that the signatory confirms.

    Raises TextChanged when the text is another by now, and NotForSigning when the request is not open.
    """
    locked_document = lock_with_run(signature.document)
    form = form_of(locked_document)
    locked = Signature.objects.select_for_update().get(pk=signature.pk)
    if locked.state != Signature.ASKED:
        raise NotForSigning(_why_not_open(locked))
    _refuse_closed(locked_document, form)
    now_reads = text_hash(locked_document, values_of(locked_document))
    if now_reads != read:
        raise TextChanged(
            f"The {form.title} was changed while you were reading. Read it again before you sign."
        )
    confirmed = one_line(name)[:200]
    if not confirmed:
        raise NotForSigning("Write your full name to sign.")
    change(
        locked,
        "sign",
        now=now,
        fields=["name", "text_hash", "signed_at"],
        name=confirmed,
        text_hash=now_reads,
        signed_at=now,
    )
    mark_signed(locked_document, is_signed=True)
    return locked


@transaction.atomic
def sign_on_paper(
    document: Document,
    *,
    role: str,
    name: str,
    picture: UploadedFile,
    read: str,
    by: Any,
    now: dt.datetime,
) -> Signature:
    """Record that somebody signed a print of the document, with the picture of it. It is marked as such wherever it shows.

    ``read``: the fingerprint that stands on the print. A request of that post that is still open is withdrawn.
    Raises NotForSigning, NotComplete, TextChanged when the print is of another text, and NotForTaking for the picture.
    """
    form, locked = form_of(document), lock_with_run(document)
    _refuse_closed(locked, form)
    signatory = _signatory(locked, form, role)
    _refuse_unfinished(locked, form)
    reads = text_hash(locked, values_of(locked))
    if read != reads:
        raise TextChanged(
            f"The {form.title} was changed since it was printed. Print it again and have that signed."
        )
    if not (signed := one_line(name)[:200]):
        raise NotForSigning("Write the name of the person who signed.")
    _withdraw_open(locked, role, signatory, by=by, now=now)
    said = Description(title=f"Signature of {signed} on paper", about="", children=Evidence.NO_CHILDREN)
    evidence = add_evidence(locked.run, picture, said=said, by=by, now=now)
    signature = Signature.objects.create(
        document=locked,
        role=role,
        role_label=signatory.label,
        name=signed,
        asked_by=by,
        asked_at=now,
        on_paper=evidence,
    )
    change(
        signature,
        "sign",
        now=now,
        actor=by,
        fields=["name", "text_hash", "signed_at"],
        name=signed,
        text_hash=reads,
        signed_at=now,
    )
    mark_signed(locked, is_signed=True)
    return signature


def _refuse_unfinished(document: Document, form: type[Form]) -> None:
    if problems := problems_in(form).load([document.run]).get(document.run_id, problems_in(form).absent):
        raise NotComplete(
            f"Finish the {form.title} first, so that nobody signs a text that still changes."
            f" What is missing: {problems[0]}"
        )


def _withdraw_open(document: Document, role: str, signatory: Signatory, *, by: Any, now: dt.datetime) -> None:
    for earlier in document.signatures.select_for_update(of=("self",)).filter(
        role=role, state__in=[Signature.ASKED, Signature.SIGNED]
    ):
        if earlier.state == Signature.SIGNED:
            raise NotForSigning(f"{earlier.name} has signed as {signatory.label.lower()} already.")
        change(earlier, "withdraw", now=now, actor=by, fields=["ended_at"], ended_at=now)


def _refuse_closed(document: Document, form: type[Form]) -> None:
    if document.locked_at is not None:
        raise NotForSigning(f"The {form.title} was handed in already: there is nothing to sign.")
    if not may_be_written(document.run, form):
        raise NotForSigning(f"The {form.title} is not waiting for signatures now.")


def _signatory(document: Document, form: type[Form], role: str) -> Signatory:
    for signatory in signatories_of(document.run, form):
        if signatory.code == role:
            return signatory
    raise NotForSigning(
        f"Nobody signs the {form.title} in that post here. Choose one of those named on the page."
    )


def _why_not_open(signature: Signature) -> str:
    return {
        Signature.SIGNED: "You have signed this already. There is nothing more to do.",
        Signature.WITHDRAWN: "This request was taken back, so there is nothing for you to sign.",
        Signature.VOIDED: "The text was changed after you signed. You will be asked again.",
    }[signature.state]
