"""Documents as they are read: frozen ones and drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from documents.models import Submission


@dataclass(frozen=True)
class AnswerView:
    """One question with its answer. Empty ``words``: not answered.

    ``parts`` are filled for a group, ``columns`` and ``rows`` for a table.
    """

    code: str
    label: str
    kind: str
    words: str
    parts: tuple[AnswerView, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_group(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True)
class SectionView:
    code: str
    title: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True)
class SignedView:
    """A signature under a submission."""

    label: str
    name: str
    signed_at: dt.datetime | None


@dataclass(frozen=True)
class SubmissionView:
    """A frozen document to be shown with ``documents/includes/submission.html``."""

    form_code: str
    title: str
    number: int
    submitted_at: dt.datetime
    submitted_by: str
    sha256: str
    sections: tuple[SectionView, ...]
    signatures: tuple[SignedView, ...]

    @property
    def meta(self) -> str:
        """When it was submitted and by whom, in words."""
        by = f" by {self.submitted_by}" if self.submitted_by else ""
        return f"Submitted {day(self.submitted_at)}{by}"

    @property
    def fingerprint_words(self) -> str:
        """The hash in groups of eight, to be read aloud and compared."""
        return in_groups(self.sha256)


def submission_view(submission: Submission) -> SubmissionView:
    """How a submission reads: from its frozen content alone, so it reads the same for ever."""
    kept = submission.content
    return SubmissionView(
        form_code=kept["form"],
        title=kept["title"],
        number=submission.number,
        submitted_at=submission.submitted_at,
        submitted_by=str(submission.submitted_by or ""),
        sha256=submission.sha256,
        sections=sections_view(kept["sections"]),
        signatures=tuple(
            SignedView(
                it["label"],
                it["name"],
                dt.datetime.fromisoformat(it["signed_at"]) if it["signed_at"] else None,
            )
            for it in kept["signatures"]
        ),
    )


def sections_view(sections: list[dict[str, Any]]) -> tuple[SectionView, ...]:
    """Sections laid out by ``documents.content`` in the shape that templates show."""
    return tuple(
        SectionView(section["code"], section["title"], tuple(answer_view(it) for it in section["questions"]))
        for section in sections
    )


def day(moment: dt.datetime) -> str:
    """3 March 2026."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


def in_groups(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def answer_view(laid: Mapping[str, Any]) -> AnswerView:
    return AnswerView(
        laid["code"],
        laid["label"],
        laid["kind"],
        laid["words"],
        tuple(answer_view(part) for part in laid.get("parts", ())),
        tuple(laid.get("columns", ())),
        tuple(tuple(row) for row in laid.get("rows", ())),
    )
