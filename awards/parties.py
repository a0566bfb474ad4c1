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
