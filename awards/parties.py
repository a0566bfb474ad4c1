"""Whose move it can be."""

from __future__ import annotations

from workflow.journey import NOBODY, Party

SCHOOL = Party("school", "School")
ASSESSOR = Party("assessor", "Assessors")
OFFICE = Party("office", "Office")
AWARD_BODY = Party("award_body", "Award body")
PARTNER = Party("partner", "Partner")
ENQUIRER = Party("enquirer", "Person who asked")

PARTIES = [SCHOOL, ASSESSOR, OFFICE, AWARD_BODY, PARTNER, ENQUIRER, NOBODY]
OUTSIDE = [SCHOOL.code, PARTNER.code, ENQUIRER.code]
"""Those of whom one may hear nothing: our own people and the award body are not silent, they are late."""
OURS = [OFFICE.code, ASSESSOR.code]
"""Those for whom the office answers: when they are late, we are."""
