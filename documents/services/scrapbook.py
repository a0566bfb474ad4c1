"""Keeping a scrapbook: adding in seconds, by colleagues too, and putting what was kept into the last document."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from documents.models import Document, Scrap, ScrapbookLink
from documents.plain_text import one_line, plain
from documents.queries import answer_to, may_keep_scraps
from documents.services.evidence import Description, add_evidence
from documents.services.writing import Given, Saved, save_answers
from documents.vocabulary import GoalReview
from workflow.models import Run
from workflow.presenters import day
from workflow.refusals import Refused
from workflow.tracking import activity, note_activity

MOST_LETTERS = 1000  # of each text; our default, no public source
MOST_A_DAY = 200  # by one link; our default, no public source


class NotForKeeping(Refused):
    """The scrapbook is closed, or what was sent cannot be kept."""


@dataclass(frozen=True)
class Happening:
    """What somebody wants to keep. See ``documents.models.Scrap``."""

    words: str
    happened_on: dt.date
    goal: str = ""
    how_many: int | None = None
    changed: str = ""


@transaction.atomic
def keep_scrap(
    run: Run,
    happening: Happening,
    *,
    key: uuid.UUID,
    now: dt.datetime,
    by: Any = None,
    link: ScrapbookLink | None = None,
    name: str = "",
    picture: UploadedFile | None = None,
) -> Scrap:
    """Keep it in the run's scrapbook. Sent again with the key it answers what was kept.

    by: a person with an account; otherwise ``link`` and the ``name`` of the colleague who used it.
    A picture becomes evidence, placed under the goal.
    Raises NotForKeeping when the scrapbook is closed, there is neither word nor picture, or the link was used too often
    today, and NotForTaking for a picture that cannot be taken.
    """
    locked = Run.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if there := Scrap.objects.filter(run=locked, key=key).first():
        return there
    if not may_keep_scraps(locked):
        raise NotForKeeping(
            f"The scrapbook is closed: this journey is at “{locked.declared_state.outside_label}”."
        )
    if link is not None:
        _refuse_too_many(link, now=now)
    words, changed = plain(happening.words)[:MOST_LETTERS], plain(happening.changed)[:MOST_LETTERS]
    if not words and not changed and not picture:
        raise NotForKeeping("Write a line about what happened, or add a picture.")
    if happening.happened_on > timezone.localdate(now):
        raise NotForKeeping("Choose a day that has been: the scrapbook keeps what happened.")
    evidence = None
    if picture:
        said = Description(title=one_line(words)[:100], about=happening.goal)
        evidence = add_evidence(locked, picture, said=said, by=by, name=name, now=now, only_pictures=True)
    scrap = Scrap.objects.create(
        evidence=evidence,
        run=locked,
        key=key,
        goal=happening.goal,
        words=words,
        how_many=happening.how_many,
        changed=changed,
        happened_on=happening.happened_on,
        added_by=by,
        added_by_name="" if by else one_line(name)[:200],
        link=link,
        added_at=now,
    )
    note_activity([locked.pk], what=activity.SAVED, now=now)
    return scrap


@transaction.atomic
def take_out(scrap: Scrap, *, now: dt.datetime) -> Scrap:
    """Take it out of the scrapbook. What was put into an answer stays there."""
    locked = Scrap.objects.select_for_update(of=("self",)).get(pk=scrap.pk)
    locked.removed_at = locked.removed_at or now
    locked.save(update_fields=["removed_at"])
    return locked


@transaction.atomic
def put_back_in(scrap: Scrap) -> Scrap:
    """Undo ``take_out``."""
    locked = Scrap.objects.select_for_update(of=("self",)).get(pk=scrap.pk)
    locked.removed_at = None
    locked.save(update_fields=["removed_at"])
    return locked


@transaction.atomic
def open_link(run: Run, *, by: Any, now: dt.datetime) -> ScrapbookLink:
    """The run's link for colleagues; made when there is none. Raises NotForKeeping when the scrapbook is closed."""
    locked = Run.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if not may_keep_scraps(locked):
        raise NotForKeeping("The scrapbook is closed, so there is nothing for colleagues to add to.")
    link, _ = ScrapbookLink.objects.get_or_create(
        run=locked, ended_at=None, defaults={"made_by": by, "made_at": now}
    )
    return link


@transaction.atomic
def end_link(run: Run, *, now: dt.datetime) -> None:
    """The link works no longer, at once. What came by it stays."""
    ScrapbookLink.objects.filter(run=run, ended_at=None).update(ended_at=now)


@transaction.atomic
def put_into_answer(
    document: Document, question: GoalReview, *, scrap: Scrap, person: Any, now: dt.datetime
) -> Saved:
    """Add what was kept to the end of an answer, as lines of a list, in the parts that the question names for it.

    Raises what ``save_answers`` raises.
    """
    kept = answer_to(document, question.name)
    value = dict(kept.value) if kept else {}
    for part, line in _lines(question, scrap):
        value[part] = f"{value.get(part, '')}\n- {line}".strip()
    saved = save_answers(
        document,
        given={question.name: Given(value, kept.version if kept else 0)},
        person=person,
        now=now,
    )
    if question.name in saved.answers:
        Scrap.objects.filter(pk=scrap.pk).update(used_at=now)
    return saved


def _lines(question: GoalReview, scrap: Scrap) -> list[tuple[str, str]]:
    """The lines that a scrap makes, each with the part of the answer to which it goes."""
    took_part = f"{scrap.how_many:,} took part, " if scrap.how_many else ""
    happened = f"{one_line(scrap.words)} ({took_part}{day(scrap.happened_on)})"
    said = {"words": happened if scrap.words else "", "changed": one_line(scrap.changed)}
    return [
        (question.gathers[kept], line) for kept, line in said.items() if line and kept in question.gathers
    ]


def _refuse_too_many(link: ScrapbookLink, *, now: dt.datetime) -> None:
    if link.scraps.filter(added_at__gt=now - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        raise NotForKeeping(
            f"{MOST_A_DAY} entries came by this link in one day, so it rests until tomorrow. Your words are still here."
        )
