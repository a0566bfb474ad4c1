"""The papers of Artsmark, edition 2018: self-assessment (twice), Statement of Commitment, Case Study.

What they ask about: "How Artsmark works" and the self-assessment framework of 2018-23 (eight criteria). The scheme's
own questions and word limits are not published: the wording and the examples are ours and fictional, and every limit is
our default, no public source.
"""

from awards.papers.artsmark_2018.case_study import CaseStudy
from awards.papers.artsmark_2018.commitment import StatementOfCommitment
from awards.papers.artsmark_2018.criteria import CRITERIA
from awards.papers.artsmark_2018.self_assessment import SelfAssessment, SelfAssessmentNow

SELF_ASSESSMENT = SelfAssessment
SELF_ASSESSMENT_NOW = SelfAssessmentNow
COMMITMENT = StatementOfCommitment
CASE_STUDY = CaseStudy

__all__ = ["CASE_STUDY", "COMMITMENT", "CRITERIA", "SELF_ASSESSMENT", "SELF_ASSESSMENT_NOW"]
