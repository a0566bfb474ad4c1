"""The verbs of assessment. Each locks the run, then the review, and acts in one transaction."""

from assessments.services.concluding import conclude_again
from assessments.services.feedback import FeedbackIsReleased, write_feedback
from assessments.services.marking import Judgement, MarksIncomplete, finish, missing_from, save_marks
from assessments.services.reviewing import abandon_reviews, allocate, moderate, open_reviews, resume_reviews
from assessments.services.rules import NotThisStep, ReviewIsOver, WrongReaders

__all__ = [
    "FeedbackIsReleased",
    "Judgement",
    "MarksIncomplete",
    "NotThisStep",
    "ReviewIsOver",
    "WrongReaders",
    "abandon_reviews",
    "allocate",
    "conclude_again",
    "finish",
    "missing_from",
    "moderate",
    "open_reviews",
    "resume_reviews",
    "save_marks",
    "write_feedback",
]
