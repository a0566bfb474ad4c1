"""Documents as they are read: frozen ones and drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from documents.files import KINDS
from documents.models import Submission

Address = Callable[[str, bool], str]
"""Where a file is found by its public id: whole, or small."""


@dataclass(frozen=True)
class FileView:
    """A file that goes with an answer. ``small_href`` is empty for what is no picture."""

    title: str
    alt: str
    facts: str
    href: str
    small_href: str


@dataclass(frozen=True)
class AnswerView:
    """One question with its answer. Empty ``words``: not answered.

    ``parts`` are filled for a group, ``columns`` and ``rows`` for a table, ``files`` where files go with it.
    """

    code: str
    label: str
    kind: str
    words: str
    parts: tuple[AnswerView, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[FileView, ...] = ()

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
    is_on_paper: bool = False
    is_of_this_text: bool = True


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


def file_address(public_id: str, small: bool) -> str:
    """Where whoever may see the run finds a file."""
    return reverse("documents:evidence_small" if small else "documents:evidence", args=[public_id])


def submission_view(submission: Submission, *, address: Address = file_address) -> SubmissionView:
    """How a submission reads: from its frozen content alone, so it reads the same for ever.

    address: where its files are found by the person who reads.
    """
    kept = submission.content
    files = _files(kept.get("evidence", []), address)
    return SubmissionView(
        form_code=kept["form"],
        title=kept["title"],
        number=submission.number,
        submitted_at=submission.submitted_at,
        submitted_by=str(submission.submitted_by or ""),
        sha256=submission.sha256,
        sections=sections_view(kept["sections"], files=files),
        signatures=tuple(
            SignedView(
                it["label"],
                it["name"],
                dt.datetime.fromisoformat(it["signed_at"]) if it["signed_at"] else None,
                it.get("on_paper", False),
                it["text_hash"] == kept["text_hash"],
            )
            for it in kept["signatures"]
        ),
    )


def sections_view(
    sections: list[dict[str, Any]], *, files: Mapping[str, Sequence[FileView]] | None = None
) -> tuple[SectionView, ...]:
    """Sections laid out by ``documents.content`` in the shape that templates show. ``files`` go with questions."""
    going = files or {}
    return tuple(
        SectionView(
            section["code"],
            section["title"],
            tuple(answer_view(it, files=going.get(it["code"], ())) for it in section["questions"]),
        )
        for section in sections
    )


def _files(kept: Sequence[Mapping[str, Any]], address: Address) -> dict[str, list[FileView]]:
    found: dict[str, list[FileView]] = {}
    for it in kept:
        kind = KINDS[it["kind"]]
        view = FileView(
            it["title"],
            it["alt"] or f"Picture: {it['title']}",
            f"{kind.label.capitalize()}, {filesizeformat(it['size'])}",
            address(it["id"], False),
            address(it["id"], True) if kind.is_picture else "",
        )
        found.setdefault(it["about"], []).append(view)
    return found


def day(moment: dt.datetime) -> str:
    """3 March 2026."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


def in_groups(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def answer_view(laid: Mapping[str, Any], *, files: Sequence[FileView] = ()) -> AnswerView:
    return AnswerView(
        laid["code"],
        laid["label"],
        laid["kind"],
        laid["words"],
        tuple(answer_view(part) for part in laid.get("parts", ())),
        tuple(laid.get("columns", ())),
        tuple(tuple(row) for row in laid.get("rows", ())),
        tuple(files),
    )
