"""Artsmark, edition 2018, recorded: the award body decides, and the office writes down what it did.

In 2015 to 2023 registration, invoice, acceptance, assessment, decision and certificate were the award body's own
("How Artsmark works", fee conditions and awarding pages); a regional office ran the days, supported schools and kept count.
What differs from the in-house edition: whose move it is, and that the moves record facts, which no condition stops.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from awards.effects import keep_act_day, tell_lead
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.artsmark_parts import book_a_day, certify_award, come_to_a_day, hold_award
from awards.papers.artsmark_2018 import CASE_STUDY, COMMITMENT, SELF_ASSESSMENT, SELF_ASSESSMENT_NOW
from awards.parties import AWARD_BODY
from awards.roles import OFFICER, SCHOOL_LEAD
from documents.tasks import scrapbook, write
from workflow.journey import BroughtIn, Setting, Transition
from workflow.registry import register

NOT_HERE: Any = None  # takes away what the in-house edition has
AWARD_BODYS = "how-artsmark-works and awarding pages, 2015 to 2023: the award body’s own act"
ACT_PAGE = "awards:award_body"

draft_self_assessment = write(SELF_ASSESSMENT, "Keep your self-assessment here", optional=True)
draft_commitment = write(COMMITMENT, "Draft your Statement of Commitment here", optional=True)
draft_self_assessment_now = write(
    SELF_ASSESSMENT_NOW, "Look again at your self-assessment here", optional=True
)
draft_case_study = write(CASE_STUDY, "Draft your Case Study here", optional=True)


@register
class Artsmark2018Recorded(Artsmark2018):
    edition = "2018-recorded"

    registration_by = Setting(AWARD_BODY, AWARD_BODYS)
    invoice_by = Setting(AWARD_BODY, AWARD_BODYS)
    acceptance_by = Setting(AWARD_BODY, AWARD_BODYS)
    assessment_by = Setting(AWARD_BODY, AWARD_BODYS)
    decision_by = Setting(AWARD_BODY, AWARD_BODYS)
    certificate_by = Setting(AWARD_BODY, AWARD_BODYS)

    fee = fee_small_school = small_school_below = invoice_days = vat_rate = NOT_HERE
    decided = record_decision = NOT_HERE

    registered = replace(Artsmark2018.registered, tasks=[book_a_day, draft_self_assessment])
    day_booked = replace(Artsmark2018.day_booked, tasks=[draft_self_assessment])
    day_attended = replace(
        Artsmark2018.day_attended,
        asks="Write your Statement of Commitment, have it signed, and send it to the award body. Tell us when you have.",
        tasks=[come_to_a_day, draft_self_assessment, draft_commitment],
    )
    commitment_submitted = replace(
        Artsmark2018.commitment_submitted,
        label="Commitment with the award body",
        outside="",
        waits_for=AWARD_BODY,
        asks="The award body reads the Statement of Commitment. Record what it says, by its letter or its list.",
    )
    commitment_sent_back = replace(
        Artsmark2018.commitment_sent_back,
        outside="The award body has asked about your commitment",
        asks="Look at what the award body asked about your Statement of Commitment, and send it again.",
        tasks=[draft_commitment],
    )
    delivering = replace(
        Artsmark2018.delivering,
        asks="Do what you committed to, write your Case Study as you go, and send it to the award body.",
        tasks=[scrapbook, draft_case_study, draft_self_assessment_now],
    )
    case_study_submitted = replace(
        Artsmark2018.case_study_submitted,
        label="Case Study with the award body",
        outside="",
        waits_for=AWARD_BODY,
        asks="The award body has the Case Study. Record what it says, by its letter or its list.",
        tasks=[],
    )
    case_study_sent_back = replace(
        Artsmark2018.case_study_sent_back,
        outside="The award body has asked about your Case Study",
        asks="Look at what the award body asked about your Case Study, and send it again.",
        tasks=[scrapbook, draft_case_study, draft_self_assessment_now],
    )
    in_assessment = replace(
        Artsmark2018.in_assessment,
        waits_for=AWARD_BODY,
        asks="The award body assesses both documents. Record its decision, by its letter or its list.",
        tasks=[],
    )

    submit_commitment = Transition(
        "Record that the Statement of Commitment was sent",
        [registered, day_booked, day_attended, commitment_sent_back],
        commitment_submitted,
        by=[SCHOOL_LEAD, OFFICER],
        records_fact=True,
        effects=[keep_act_day],
        anchors="submitted",
        hint="For a Statement that went to the award body. It reads it, and writes to the school.",
    )
    accept_commitment = Transition(
        "Record that it accepted the commitment",
        [registered, day_booked, day_attended, commitment_submitted, commitment_sent_back],
        delivering,
        by=OFFICER,
        records_fact=True,
        effects=[keep_act_day, tell_lead("recorded_accepted")],
        anchors="accepted",
        page=ACT_PAGE,
    )
    send_back_commitment = Transition(
        "Record that it asked about the commitment",
        commitment_submitted,
        commitment_sent_back,
        by=OFFICER,
        records_fact=True,
        effects=[keep_act_day, tell_lead("recorded_asked")],
        page=ACT_PAGE,
    )
    submit_case_study = Transition(
        "Record that the Case Study was sent",
        [delivering, case_study_sent_back],
        case_study_submitted,
        by=[SCHOOL_LEAD, OFFICER],
        records_fact=True,
        effects=[keep_act_day],
        hint="For a Case Study that went to the award body. It assesses it, and writes to the school.",
    )
    begin_assessment = Transition(
        "Record that it began the assessment",
        [delivering, case_study_submitted, case_study_sent_back],
        in_assessment,
        by=OFFICER,
        records_fact=True,
        effects=[keep_act_day],
        page=ACT_PAGE,
    )
    send_back_case_study = Transition(
        "Record that it asked about the Case Study",
        [case_study_submitted, in_assessment],
        case_study_sent_back,
        by=OFFICER,
        records_fact=True,
        effects=[keep_act_day, tell_lead("recorded_asked")],
        page=ACT_PAGE,
    )
    award = Transition(
        "Record the award",
        [delivering, case_study_submitted, case_study_sent_back, in_assessment],
        Artsmark2018.awarded,
        by=OFFICER,
        records_fact=True,
        effects=[keep_act_day, hold_award, certify_award, tell_lead("recorded_awarded")],
        page=ACT_PAGE,
    )
    close_without_level = Transition(
        "Record “no level this time”",
        [delivering, case_study_submitted, case_study_sent_back, in_assessment],
        Artsmark2018.no_level,
        by=OFFICER,
        records_fact=True,
        effects=[keep_act_day, tell_lead("recorded_no_level", final="The outcome has gone to the school.")],
        page=ACT_PAGE,
    )

    brought_in: ClassVar[BroughtIn] = BroughtIn(
        into=[*Artsmark2018.brought_in.into, in_assessment], by=OFFICER
    )
