"""Words and shapes for pages."""

from documents.presenters.reading import (
    AnswerView,
    SectionView,
    SignedView,
    SubmissionView,
    in_groups,
    sections_view,
    submission_view,
)

__all__ = [
    "AnswerView",
    "SectionView",
    "SignedView",
    "SubmissionView",
    "in_groups",
    "sections_view",
    "submission_view",
]
