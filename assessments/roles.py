"""Roles that a person holds through assessment, for journeys to name among their readers."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from assessments.models import Assessment, Review
from assessments.queries import reviews_moderated_by
from workflow.journey import Role
from workflow.models import Run


def _runs_read_by(person: Any) -> QuerySet[Run]:
    own = Assessment.objects.filter(
        review__run=OuterRef("pk"), assessor__person_id=person.pk, assessor__is_active=True
    ).exclude(review__outcome=Review.ABANDONED)
    return Run.objects.filter(Exists(own))


def _runs_moderated_by(person: Any) -> QuerySet[Run]:
    return Run.objects.filter(Exists(reviews_moderated_by(person).filter(run=OuterRef("pk"))))


ASSESSOR = Role("assessor", "Assessor", _runs_read_by)
MODERATOR = Role("moderator", "Moderator", _runs_moderated_by)
