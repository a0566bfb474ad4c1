"""Giving sections of a document to a colleague who has no account: by a personal link, for a time, until taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.models import Document, Handout, HandoutOpening
from documents.plain_text import one_line, plain
from documents.queries import form_of, may_be_written
from documents.services.locking import lock_with_run
from documents.services.writing import Given, Saved, save_answers
from documents.vocabulary import Form
from workflow import messages
from workflow.refusals import Refused
from workflow.state import change

PURPOSE = "handout"
LINK_LASTS = dt.timedelta(days=14)  # our default, no public source
MOST_OPEN = 20  # of one document; our default, no public source


class NotForHandingOut(Refused):
    """The sections cannot be given out, or not be taken back, now."""


class HandoutOver(Refused):
    """The link no longer opens anything, or not now."""


@transaction.atomic
def hand_out(
    document: Document,
    *,
    sections: Sequence[str],
    name: str,
    email: str,
    by: Any,
    key: uuid.UUID,
    now: dt.datetime,
    note: str = "",
) -> Handout:
    """Give sections to somebody. They get a mail with a personal link. Asked again with the key it answers what was made.

    Raises NotForHandingOut when the document is not open, no section was chosen, or too many links are open.
    """
    form, locked = form_of(document), lock_with_run(document)
    if there := locked.handouts.filter(made_by=by, key=key).first():
        return there
    if locked.locked_at is not None or not may_be_written(locked.run, form):
        raise NotForHandingOut(f"The {form.title} is not open for writing now, so nobody can be asked to.")
    chosen = [section for section in form.sections if section in sections]
    if not chosen:
        raise NotForHandingOut("Choose at least one part to hand over.")
    if locked.handouts.filter(state=Handout.GIVEN, expires_at__gt=now).count() >= MOST_OPEN:
        raise NotForHandingOut(
            f"{MOST_OPEN} links to this document are open. Take one back before you send another."
        )
    handout = Handout.objects.create(
        document=locked,
        sections=chosen,
        name=one_line(name)[:200],
        email=email,
        note=plain(note)[:1000],
        key=key,
        made_by=by,
        made_at=now,
        expires_at=now + LINK_LASTS,
    )
    messages.post(
        "documents/mails/handout.txt",
        to=email,
        key=f"handout:{handout.pk}",
        context={
            "name": handout.name,
            "title": form.title,
            "who": locked.run.label,
            "asker": str(by),
            "parts": parts_in_words(form, chosen),
            "note": handout.note,
            "until": _day(handout.expires_at),
            "link": messages.personal_link("documents:handout_open", PURPOSE, handout.pk),
        },
        now=now,
        run=locked.run,
    )
    return handout


@transaction.atomic
def take_handout_back(handout: Handout, *, by: Any, now: dt.datetime) -> Handout:
    """The link stops working at once. What was saved by it stays. Raises NotForHandingOut when it was taken back."""
    locked = _locked(handout)
    if locked.state != Handout.GIVEN:
        raise NotForHandingOut(f"The link of {locked.name} was taken back already.")
    change(locked, "take_back", now=now, actor=by, fields=["ended_at"], ended_at=now)
    return locked


@transaction.atomic
def confirm_opening(handout: Handout, *, now: dt.datetime) -> HandoutOpening:
    """Somebody with the link says in a browser that it is for them. Raises HandoutOver."""
    locked = _locked(handout)
    if over := why_over(locked, now=now):
        raise HandoutOver(over)
    return HandoutOpening.objects.create(handout=locked, opened_at=now)


@transaction.atomic
def save_by_link(handout: Handout, *, given: Mapping[str, Given], now: dt.datetime) -> Saved:
    """Save answers in the sections that were given out, under the colleague's name; as ``save_answers`` otherwise.

    Raises HandoutOver, and KeyError for a question of another section.
    """
    locked = _locked(handout)
    if over := why_over(locked, now=now):
        raise HandoutOver(over)
    form = form_of(locked.document)
    for question in given:
        if form.section_names[question] not in locked.sections:
            raise KeyError(question)
    saved = save_answers(locked.document, given=given, person=None, name=locked.name, now=now)
    if saved.answers:
        locked.last_saved_at = now
        locked.save(update_fields=["last_saved_at"])
    return saved


def why_over(handout: Handout, *, now: dt.datetime) -> str:
    """Why the link opens nothing now, in a sentence for whoever holds it; '' while it opens."""
    document, asker = handout.document, handout.made_by
    form = form_of(document)
    if handout.state != Handout.GIVEN:
        return f"{asker} took this link back, so there is nothing for you to write. What you saved is kept."
    if now >= handout.expires_at:
        return (
            f"This link worked until {_day(handout.expires_at)}. What you saved is kept."
            f" If there is more to write, ask {asker} for a new link."
        )
    if document.locked_at is not None:
        return f"The {form.title} has been submitted, so nothing more can be written in it. Thank you for your part."
    if not may_be_written(document.run, form):
        return f"The {form.title} is not being written just now. Ask {asker} if you expected something else."
    return ""


def parts_in_words(form: type[Form], sections: Sequence[str]) -> str:
    titles = [f"“{form.sections[name].title}”" for name in sections if name in form.sections]
    return " and ".join([*filter(None, [", ".join(titles[:-1])]), *titles[-1:]])


def _locked(handout: Handout) -> Handout:
    document = lock_with_run(handout.document)
    locked = Handout.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=handout.pk)
    locked.document = document
    return locked


def _day(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"
