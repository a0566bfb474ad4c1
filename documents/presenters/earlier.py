"""What was written for a question before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from documents.models import EarlierAnswer
from documents.presenters.writing import saved_words
from documents.vocabulary import Question


@dataclass(frozen=True)
class EarlierView:
    """Words that stood for a question, and who had saved them when."""

    version: int
    words: str
    saved: str


def earlier_views(
    question: Question, earlier: Iterable[EarlierAnswer], *, now: dt.datetime
) -> list[EarlierView]:
    return [EarlierView(it.version, question.in_words(it.value), saved_words(it, now=now)) for it in earlier]
