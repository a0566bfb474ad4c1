"""The PDF of what was handed in: drawn once, by a worker, from the frozen copy alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils import timezone

from documents import files
from documents.models import Submission, SubmissionPaper
from workflow.models import Job
from workflow.queue import Once, enqueue, task

TEMPLATE = "documents/pdf/submission"
NO_SHAPE = "□"


def ask_for_paper(submission: Submission, *, now: dt.datetime) -> Job:
    """Have a worker draw the PDF, once."""
    return enqueue(draw_submission, submission.pk, key=f"submission:{submission.pk}", now=now)


@task
def draw_submission(once: Once, submission_id: int) -> None:
    """Draw the copy and keep the file. Safe to run twice or to be stopped anywhere."""
    submission = Submission.objects.select_related("document__run", "submitted_by").get(pk=submission_id)
    drawer: Any = import_module(settings.PAPER_DRAWER)
    shapes: frozenset[int] = drawer.shapes()
    kept, lost = _with_shapes(submission.content, shapes)
    words = {
        "content": kept,
        "who": _only(submission.document.run.label, shapes),
        "number": submission.number,
        "submitted_at": submission.submitted_at,
        "submitted_by": _only(str(submission.submitted_by or ""), shapes),
        "fingerprint": submission.sha256,
        "lost": lost,
        "sample": settings.IS_DEMO,
        "office": settings.OFFICE_NAME,
    }
    digest = files.keep_bytes(drawer.render_pdf(TEMPLATE, words))
    with once.finishing():
        SubmissionPaper.objects.get_or_create(
            submission=submission, defaults={"sha256": digest, "made_at": timezone.now()}
        )


def _with_shapes(content: Any, shapes: frozenset[int]) -> tuple[Any, int]:
    """The content with a box in place of each letter that the faces cannot draw, and how many those are."""
    lost = sum(1 for text in _texts(content) for letter in text if _is_lost(letter, shapes))
    return _boxed(content, shapes), lost


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for name, value in content.items():
            if name != "value":
                yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)


def _boxed(content: Any, shapes: frozenset[int]) -> Any:
    if isinstance(content, str):
        return _only(content, shapes)
    if isinstance(content, dict):
        return {name: _boxed(value, shapes) for name, value in content.items()}
    if isinstance(content, list):
        return [_boxed(value, shapes) for value in content]
    return content


def _only(text: str, shapes: frozenset[int]) -> str:
    return "".join(NO_SHAPE if _is_lost(letter, shapes) else letter for letter in text)


def _is_lost(letter: str, shapes: frozenset[int]) -> bool:
    return not letter.isspace() and ord(letter) not in shapes
