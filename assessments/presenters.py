"""Words and shapes for pages: piles, readings, reviews and what they came to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Decision, Review
from assessments.queries import marks_of
from assessments.rubric import THE_WHOLE, Rubric
from assessments.services import Judgement
from documents.models import Submission
from documents.presenters import SubmissionView, submission_view
from documents.presenters.reading import Address, file_address
from workflow.models import Run
from workflow.presenters import day


@dataclass(frozen=True)
class PileRow:
    """One assessment in a reader's pile."""

    school: str
    href: str
    programme: str
    submitted: str
    since: str
    days: int
    state: str
    tone: str


@dataclass(frozen=True)
class ToModerate:
    """One review that waits for a moderator."""

    school: str
    href: str
    programme: str
    submitted: str


@dataclass(frozen=True)
class Reading:
    """The submissions of a run for a reader: the last two side by side, the earlier ones below."""

    pair: Sequence[SubmissionView]
    earlier: Sequence[SubmissionView]


@dataclass(frozen=True)
class Answer:
    """What a reader gave for one criterion, or for the whole. ``missing`` says what it still lacks."""

    label: str
    level: str
    reason: str
    missing: str
    href: str


@dataclass(frozen=True)
class Side:
    """What one reader gave for one thing."""

    level: str
    reason: str


@dataclass(frozen=True)
class Compared:
    """What both readers gave for one thing."""

    label: str
    sides: Sequence[Side]
    differ: bool


@dataclass(frozen=True)
class Stage:
    """Where a review is for the office, what is done next and where."""

    text: str
    tone: str
    button: str = ""
    page: str = ""


@dataclass(frozen=True)
class ReviewRow:
    """One review in the office's list. ``posts``: pressing the button acts at once."""

    school: str
    run: uuid.UUID
    programme: str
    submitted: str
    days: int
    readers: str
    stage: str
    tone: str
    button: str
    href: str
    posts: bool


ALLOCATE = Stage("Choose two readers", "rust", "Choose readers", "assessments:allocate")
READING = Stage("With the readers", "plum")
MODERATE = Stage("The readers differ", "rust", "Decide", "assessments:moderate")
HELD_UP = Stage("Decided, not recorded", "rust", "Try again", "assessments:conclude")
FEEDBACK = Stage("Feedback to edit", "rust", "Edit the feedback", "assessments:feedback")
READY = Stage("Ready to release", "teal", "Look at the feedback", "assessments:feedback")


def pile_rows(pile: Sequence[Assessment], *, now: dt.datetime) -> list[PileRow]:
    return [_pile_row(assessment, now=now) for assessment in pile]


def moderation_rows(reviews: Iterable[Review]) -> list[ToModerate]:
    return [
        ToModerate(
            review.run.label,
            reverse("assessments:moderate", args=[review.run.public_id]),
            review.run.journey.title,
            day(review.opened_by.happened_at),
        )
        for review in reviews
    ]


def reading_of(
    submissions: Sequence[Submission], *, assessment: Assessment | None = None, run: Run | None = None
) -> Reading:
    """The documents side by side. Their files are found through the reader's assessment, or the run that is moderated."""
    if assessment is not None:
        address: Address = partial(_file_at, "assessments:file", assessment.public_id)
    elif run is not None:
        address = partial(_file_at, "assessments:moderated_file", run.public_id)
    else:
        address = file_address
    views = [submission_view(submission, address=address) for submission in submissions]
    return Reading(views[-2:], views[:-2])


def judgement_of(assessment: Assessment) -> Judgement:
    return Judgement(marks_of(assessment), assessment.level, assessment.reason)


def answers_of(
    rubric: Rubric, judgement: Judgement, *, missing: Mapping[str, str], links: Mapping[str, str]
) -> list[Answer]:
    """A reader's own marks, with what is missing and where each is changed, both by criterion ('' is the whole)."""
    given = [(it.code, it.label, *judgement.marks.get(it.code, ("", ""))) for it in rubric.criteria]
    given.append(("", THE_WHOLE, judgement.level, judgement.reason))
    return [
        Answer(
            label,
            rubric.level(level).label if level else "",
            reason,
            missing.get(code, ""),
            links.get(code, ""),
        )
        for code, label, level, reason in given
    ]


def hint_of(rubric: Rubric, judgement: Judgement) -> str:
    """A sentence that helps to look twice at the overall level, or '' while criteria are open. It decides nothing."""
    level = rubric.hint({code: level for code, (level, _) in judgement.marks.items() if level})
    if level is None:
        return ""
    if level == rubric.below:
        return f"Half of your criteria or more are at “{level.label}”. The overall level is your judgement."
    return f"More than half of your criteria reach {level.label}. The overall level is your judgement."


def compared(rubric: Rubric, assessments: Sequence[Assessment]) -> list[Compared]:
    """Both readers' marks, criterion by criterion, and last the whole."""
    marks = [marks_of(assessment) for assessment in assessments]
    rows = [(it.label, [given.get(it.code, ("", "")) for given in marks]) for it in rubric.criteria]
    rows.append((THE_WHOLE, [(it.level, it.reason) for it in assessments]))
    return [
        Compared(
            label,
            [Side(rubric.level(level).label if level else "", reason) for level, reason in sides],
            len({level for level, _ in sides}) > 1,
        )
        for label, sides in rows
    ]


def review_rows(reviews: Sequence[Review], *, now: dt.datetime) -> list[ReviewRow]:
    return [_review_row(review, now=now) for review in reviews]


def route_in_words(decision: Decision) -> str:
    if decision.route == Decision.AGREED:
        return f"Both readers agreed, on {day(decision.decided_at)}."
    return f"{decision.decided_by} decided, on {day(decision.decided_at)}: {decision.reason}"


def feedback_draft(rubric: Rubric, assessments: Sequence[Assessment]) -> str:
    """What the readers wrote, by criterion, to begin the feedback with."""
    marks = [marks_of(assessment) for assessment in assessments]
    parts = ["\n".join(dict.fromkeys(it.reason for it in assessments))]
    for criterion in rubric.criteria:
        reasons = dict.fromkeys(given[criterion.code][1] for given in marks if criterion.code in given)
        parts.append("\n".join([criterion.label, *reasons]))
    return "\n\n".join(part for part in parts if part)


def _pile_row(assessment: Assessment, *, now: dt.datetime) -> PileRow:
    review = assessment.review
    state, tone = ("Not begun", "rust") if assessment.saved_at is None else ("Begun", "teal")
    if assessment.state == Assessment.DONE:
        state, tone = "Finished", "quiet"
    return PileRow(
        review.run.label,
        reverse("assessments:mark", args=[assessment.public_id]),
        review.run.journey.title,
        day(review.opened_by.happened_at),
        day(review.allocated_at),
        _days(review.allocated_at, assessment.done_at or now),
        state,
        tone,
    )


def _review_row(review: Review, *, now: dt.datetime) -> ReviewRow:
    stage = stage_of(review)
    return ReviewRow(
        review.run.label,
        review.run.public_id,
        review.run.journey.title,
        day(review.opened_by.happened_at),
        _days(review.opened_at, now),
        "; ".join(_reader_in_words(it) for it in review.assessments.all()),
        stage.text,
        stage.tone,
        stage.button,
        reverse(stage.page, args=[review.run.public_id]) if stage.page else "",
        stage is HELD_UP,
    )


def stage_of(review: Review) -> Stage:
    """Where a review stands, from what was loaded with it."""
    decision: Decision | None = getattr(review, "decision", None)
    if review.closed_at is not None:
        return READY if decision is not None and hasattr(decision, "feedback") else FEEDBACK
    if decision is not None:
        return HELD_UP
    if review.allocated_at is None:
        return ALLOCATE
    if all(it.state == Assessment.DONE for it in review.assessments.all()):
        return MODERATE
    return READING


def _reader_in_words(assessment: Assessment) -> str:
    state = (
        "finished" if assessment.state == Assessment.DONE else "begun" if assessment.saved_at else "not begun"
    )
    return f"{assessment.assessor} ({state})"


def _days(since: dt.datetime | None, until: dt.datetime) -> int:
    return (timezone.localdate(until) - timezone.localdate(since)).days if since else 0


def _file_at(name: str, through: uuid.UUID, public_id: str, small: bool) -> str:
    return reverse(f"{name}_small" if small else name, args=[through, public_id])
