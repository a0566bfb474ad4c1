"""Comments of school and office on a draft; each side is told of what the other writes, by one mail for a burst."""

from __future__ import annotations

import datetime as dt
import traceback
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.module_loading import import_string

from documents.models import Comment, Document
from documents.plain_text import plain
from documents.queries import comments_to_tell, form_of, may_be_commented, side_of
from documents.services.locking import lock_with_run
from documents.vocabulary import Form
from workflow import incidents, messages
from workflow.messages import Letter
from workflow.models import Run
from workflow.refusals import NotYours, Refused
from workflow.tracking import activity, note_activity

MOST_LETTERS = 2000  # our default, no public source
BETWEEN_MAILS = dt.timedelta(minutes=30)  # to one side about one document; our default, no public source
_OTHER = {Comment.SCHOOL: Comment.OFFICE, Comment.OFFICE: Comment.SCHOOL}


class NotForComments(Refused):
    """The comment cannot be made, resolved or taken back."""


@transaction.atomic
def comment(
    document: Document, *, question: str, text: str, by: Any, key: uuid.UUID, now: dt.datetime
) -> Comment:
    """Say something on a question, for the side of whoever says it. The other side is written to: at once, or together
    with what else comes, half an hour after its last mail about the document. Asked again with the key it answers the
    comment that there is. Opens a thread that was resolved.

    Raises NotYours for those who are of neither side, NotForComments, and KeyError for a question not in the form.
    """
    form, locked = form_of(document), lock_with_run(document)
    form.questions[question]
    side = _side(locked, by)
    if there := locked.comments.filter(author=by, key=key).first():
        return there
    if not may_be_commented(locked.run, form, locked):
        raise NotForComments(f"The {form.title} is no longer open to comments. What was said stays here.")
    words = plain(text)
    if not words:
        raise NotForComments("Write your comment.")
    if len(words) > MOST_LETTERS:
        raise NotForComments(
            f"Your comment has {len(words):,} letters: {MOST_LETTERS:,} is the most. Shorten it."
        )
    made = Comment.objects.create(
        document=locked, question=question, author=by, author_side=side, text=words, at=now, key=key
    )
    if side == Comment.SCHOOL:
        note_activity([locked.run_id], what=activity.HEARD, now=now)
    _tell_others(locked, form, written_by=side, now=now)
    return made


@transaction.atomic
def resolve_comments(document: Document, *, question: str, by: Any, now: dt.datetime) -> int:
    """Close the thread of a question. Answers how many comments that settled. Raises NotYours."""
    locked = lock_with_run(document)
    _side(locked, by)
    found = locked.comments.filter(question=question, resolved_at=None)
    return found.update(resolved_at=now, resolved_by=by)


@transaction.atomic
def take_comment_back(comment: Comment, *, by: Any, now: dt.datetime) -> Comment:
    """Its author takes the words back; that there was a comment stays. Raises NotYours."""
    locked = lock_with_run(comment.document)
    _side(locked, by)
    taken = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if taken.author_id != by.pk:
        raise NotYours("Only whoever wrote a comment can take it back.")
    if taken.taken_back_at is None:
        taken.text, taken.taken_back_at = "", now
        taken.save(update_fields=["text", "taken_back_at"])
    return taken


def tell_of_comments(*, now: dt.datetime) -> int:
    """Write to those sides for whom comments have waited long enough. Answers to how many.

    For the schedule; two at once tell each side once. What fails for one document stops no other.
    """
    told = 0
    for waiting in comments_to_tell():
        document = waiting.document
        try:
            told += _tell_waiting(document, written_by=waiting.author_side, now=now)
        except Exception:  # noqa: BLE001 - whatever fails for one document is told, and the others go on
            incidents.open_incident(
                f"comments:{document.pk}",
                summary="Nobody could be told of comments on a draft",
                detail=f"It is tried again every minute.\n\n{traceback.format_exc(limit=-8)}",
                now=now,
            )
        else:
            incidents.close(f"comments:{document.pk}", now=now)
    return told


@transaction.atomic
def _tell_waiting(document: Document, *, written_by: str, now: dt.datetime) -> bool:
    locked = lock_with_run(document)
    return _tell_others(locked, form_of(locked), written_by=written_by, now=now)


def _tell_others(document: Document, form: type[Form], *, written_by: str, now: dt.datetime) -> bool:
    """The document is locked: of two comments at once, the second finds that the first was told."""
    ours = document.comments.filter(author_side=written_by)
    last = ours.aggregate(last=Max("told_at"))["last"]
    if last is not None and now < last + BETWEEN_MAILS:
        return False
    untold = list(ours.filter(told_at=None, taken_back_at=None).select_related("author").order_by("at", "pk"))
    if not untold:
        return False
    ours.filter(pk__in=[one.pk for one in untold]).update(told_at=now)
    messages.post_many(_letters(document, form, untold, to=_OTHER[written_by]), now=now)
    return True


def _letters(document: Document, form: type[Form], comments: Sequence[Comment], *, to: str) -> list[Letter]:
    run, authors = document.run, {one.author.email.lower() for one in comments}
    path = reverse("documents:comments", args=[run.public_id, form.code])
    said = [
        {"label": _label(form, one.question), "author": str(one.author), "words": one.text}
        for one in comments
    ]
    words = {
        "title": form.title,
        "who": run.label,
        "how_many": "1 comment" if len(said) == 1 else f"{len(said)} comments",
        "comments": said,
        "link": settings.PUBLIC_ADDRESS + path,
    }
    people = _office(run) if to == Comment.OFFICE else _school(document)
    return [
        Letter(
            "documents/mails/comments.txt",
            email,
            f"comments:{comments[0].pk}:{number}",
            {**words, "name": name},
            run,
        )
        for number, (name, email) in enumerate(people)
        if email.lower() not in authors
    ]


def _office(run: Run) -> list[tuple[str, str]]:
    if run.officer is not None and run.officer.is_active:
        return [(str(run.officer), run.officer.email)]
    return [(settings.OFFICE_NAME, settings.OFFICE_EMAIL)]


def _school(document: Document) -> list[tuple[str, str]]:
    """Whoever leads, and those of the other writers who wrote in the document or commented on it."""
    writers_of: Callable[[Run], Sequence[Any]] = import_string(settings.RUN_WRITERS)
    writers = writers_of(document.run)
    wrote = {
        *document.answers.order_by().values_list("saved_by", flat=True),
        *document.comments.order_by().values_list("author", flat=True),
    }
    chosen = [person for place, person in enumerate(writers) if place == 0 or person.pk in wrote]
    return [(str(person), person.email) for person in chosen]


def _label(form: type[Form], question: str) -> str:
    return form.questions[question].label if question in form.questions else "a question no longer asked"


def _side(document: Document, person: Any) -> str:
    side = side_of(person, document.run)
    if not side:
        raise NotYours("Comments are for those who write this, and for the office.")
    return side
