"""Artsmark, edition 2018, in-house: the office registers, invoices, accepts, assesses, decides and certifies.

Steps and time limits: "How Artsmark works" and the awarding pages as they stood in 2018-19. In those years nearly all of
these acts were the award body's own; this variant is a full in-house version. The other editions say only what differs.
"""

from __future__ import annotations

from typing import ClassVar

from assessments.effects import abandon_reviews
from assessments.guards import feedback_ready, level_decided, no_level_decided
from assessments.tasks import choose_readers, edit_feedback
from awards.chasing import ladders
from awards.effects import give_up_places, tell_lead
from awards.guards import eligible_type, fee_paid, only_one_live
from awards.journeys import artsmark_parts as parts
from awards.journeys import artsmark_rules as rules
from awards.papers.artsmark_2018 import CASE_STUDY, COMMITMENT, SELF_ASSESSMENT, SELF_ASSESSMENT_NOW
from awards.parties import ASSESSOR, OFFICE, SCHOOL
from awards.roles import HEAD_OR_CHAIR, OFFICER, SCHOOL_EDITOR, SCHOOL_LEAD
from documents.effects import freeze, unlock
from documents.guards import complete, signed_by
from documents.tasks import scrapbook, sign, write
from workflow.journey import ANY_LIVE, NOBODY, SYSTEM, BroughtIn, Journey, Phase, State, Transition
from workflow.registry import register


@register
class Artsmark2018(rules.Rules2018, Journey):
    code = "artsmark"
    edition = "2018-in-house"
    title = "Artsmark"
    office = (OFFICER,)
    readers = (SCHOOL_LEAD, HEAD_OR_CHAIR)
    editors = (SCHOOL_EDITOR, OFFICER)

    # Where a school can be, in the order most schools get there.
    registered = State(
        "Registered",
        initial=True,
        phase=Phase.JOINING,
        waits_for=SCHOOL,
        stop="Registered",
        asks="Book places on a development day for two of you, one a senior leader.",
        due=rules.DAY_DUE,
        reminders=ladders.DAY,
        tasks=[parts.book_a_day, write(SELF_ASSESSMENT)],
    )
    day_booked = State(
        "Day booked",
        phase=Phase.JOINING,
        waits_for=SCHOOL,
        stop="Development day",
        asks="Come to your development day, and bring your self-assessment with you.",
        allowance=90,
        tasks=[write(SELF_ASSESSMENT)],
    )
    day_attended = State(
        "Day attended",
        phase=Phase.PLANNING,
        waits_for=SCHOOL,
        stop="Statement of Commitment",
        asks="Write your Statement of Commitment, have it signed, and submit it.",
        due=rules.COMMITMENT_DUE,
        reminders=ladders.COMMITMENT,
        tasks=[parts.come_to_a_day, write(SELF_ASSESSMENT), write(COMMITMENT), sign(COMMITMENT)],
    )
    commitment_submitted = State(
        "Commitment submitted",
        outside="Commitment with us",
        phase=Phase.PLANNING,
        waits_for=OFFICE,
        stop="Statement of Commitment",
        asks="Read the Statement of Commitment, and accept it or ask about answers.",
        allowance=28,
    )
    commitment_sent_back = State(
        "Commitment sent back",
        outside="We have asked about your commitment",
        phase=Phase.PLANNING,
        waits_for=SCHOOL,
        stop="Statement of Commitment",
        asks="Look at what we asked about your Statement of Commitment, and submit it again.",
        due=rules.ASKED_DUE,
        reminders=ladders.ASKED,
        tasks=[write(COMMITMENT), sign(COMMITMENT)],
    )
    delivering = State(
        "Delivering",
        outside="Putting it into practice",
        phase=Phase.DELIVERING,
        waits_for=SCHOOL,
        stop="Putting it into practice",
        asks="Do what you committed to, and write your Case Study as you go.",
        due=rules.CASE_STUDY_DUE,
        reminders=ladders.DELIVERY,
        tasks=[scrapbook, write(CASE_STUDY), parts.look_again],
    )
    case_study_submitted = State(
        "Case Study submitted",
        outside="Case Study with us",
        phase=Phase.DECIDING,
        waits_for=OFFICE,
        stop="Case Study",
        asks="Check that the fee is paid, and begin the assessment.",
        due=rules.OUTCOME_DUE,
        reminders=ladders.OUTCOME,
        tasks=[parts.see_to_the_fee],
    )
    case_study_sent_back = State(
        "Case Study sent back",
        outside="We have asked about your Case Study",
        phase=Phase.DELIVERING,
        waits_for=SCHOOL,
        stop="Case Study",
        asks="Look at what we asked about your Case Study, and submit it again.",
        due=rules.ASKED_DUE,
        reminders=ladders.ASKED,
        tasks=[scrapbook, write(CASE_STUDY), parts.look_again],
    )
    in_assessment = State(
        "In assessment",
        outside="Being assessed",
        phase=Phase.DECIDING,
        waits_for=ASSESSOR,
        stop="Assessment",
        asks="Read both documents and say which level they show.",
        due=rules.ASSESSED_DUE,
        reminders=ladders.OUTCOME,
        tasks=[choose_readers],
    )
    decided = State(
        "Decided, not released",
        outside="Being assessed",
        phase=Phase.DECIDING,
        waits_for=OFFICE,
        stop="Assessment",
        asks="Edit the feedback and release the outcome.",
        due=rules.RELEASE_DUE,
        tasks=[edit_feedback],
    )
    awarded = State("Awarded", phase=Phase.ACHIEVED, waits_for=NOBODY, final=True, stop="Award")
    no_level = State("No level this time", phase=Phase.ENDED, waits_for=NOBODY, final=True, stop="Award")
    withdrawn = State("Withdrawn", phase=Phase.ENDED, waits_for=NOBODY, final=True)
    closed = State("Closed", phase=Phase.ENDED, waits_for=NOBODY, final=True)

    # How it moves.
    book_day = Transition(
        "Book a development day",
        registered,
        day_booked,
        by=[SCHOOL_LEAD, OFFICER, SYSTEM],
        guards=[eligible_type],
        effects=[tell_lead("day_booked")],
        page="awards:days",
    )
    record_attendance = Transition(
        "Record who came",
        [registered, day_booked],
        day_attended,
        by=OFFICER,
        records_fact=True,
        anchors="attended",
        effects=[tell_lead("day_attended")],
        page="awards:attendance",
    )
    record_absence = Transition(
        "Record that nobody came",
        day_booked,
        registered,
        by=OFFICER,
        records_fact=True,
        effects=[tell_lead("day_missed")],
        page="awards:attendance",
    )
    put_absence_right = Transition(
        "Put right: nobody came",
        day_attended,
        registered,
        by=OFFICER,
        records_fact=True,
        page="awards:attendance",
    )
    give_up_day = Transition(
        "Give up your places", day_booked, registered, by=[SCHOOL_LEAD, OFFICER], page="awards:days"
    )
    day_called_off = Transition(
        "The day was called off",
        day_booked,
        registered,
        by=OFFICER,
        records_fact=True,
        page="awards:days",
        hint="For a day that we called off: the time for coming to another one counts anew.",
    )
    submit_commitment = Transition(
        "Submit the Statement of Commitment",
        [day_attended, commitment_sent_back],
        commitment_submitted,
        by=[SCHOOL_LEAD, OFFICER],
        guards=[parts.two_attended, complete(SELF_ASSESSMENT), complete(COMMITMENT), signed_by(COMMITMENT)],
        effects=[freeze(SELF_ASSESSMENT), freeze(COMMITMENT), tell_lead("commitment_submitted")],
        anchors="submitted",
        hint="It is read, and an answer comes by email. Until then it cannot be changed.",
    )
    accept_commitment = Transition(
        "Accept the commitment",
        commitment_submitted,
        delivering,
        by=OFFICER,
        effects=[tell_lead("commitment_accepted")],
        anchors="accepted",
        hint="The school is told, and has two years to put it into practice.",
    )
    send_back_commitment = Transition(
        "Ask about the commitment",
        commitment_submitted,
        commitment_sent_back,
        by=OFFICER,
        effects=[unlock(COMMITMENT), tell_lead("commitment_sent_back")],
        **parts.asks_again,
    )
    submit_case_study = Transition(
        "Submit the Case Study",
        [delivering, case_study_sent_back],
        case_study_submitted,
        by=[SCHOOL_LEAD, OFFICER],
        guards=[complete(CASE_STUDY), complete(SELF_ASSESSMENT_NOW)],
        effects=[freeze(CASE_STUDY), freeze(SELF_ASSESSMENT_NOW), tell_lead("case_study_submitted")],
        hint="Two assessors read it beside the Statement of Commitment. Until an answer comes it cannot be changed.",
    )
    begin_assessment = Transition(
        "Begin the assessment",
        case_study_submitted,
        in_assessment,
        by=OFFICER,
        guards=[fee_paid],
        effects=[parts.begin_review],
        hint="Next you choose two readers. The school can no longer change anything.",
    )
    send_back_case_study = Transition(
        "Ask about the Case Study",
        case_study_submitted,
        case_study_sent_back,
        by=OFFICER,
        effects=[unlock(CASE_STUDY), unlock(SELF_ASSESSMENT_NOW), tell_lead("case_study_sent_back")],
        **parts.asks_again,
    )
    record_decision = Transition("Record the decision", in_assessment, decided, by=SYSTEM)
    award = Transition(
        "Release the award",
        decided,
        awarded,
        by=OFFICER,
        guards=[level_decided, feedback_ready],
        effects=[parts.hold_award, parts.certify_award, tell_lead("awarded")],
        hint="The school is told its level and gets its certificate and feedback.",
    )
    close_without_level = Transition(
        "Release “no level this time”",
        decided,
        no_level,
        by=OFFICER,
        guards=[no_level_decided, feedback_ready],
        effects=[tell_lead("no_level", final="The outcome has gone to the school.")],
        hint="The school is told, with its feedback and what can come next.",
    )
    withdraw = Transition(
        "Withdraw",
        ANY_LIVE,
        withdrawn,
        by=[SCHOOL_LEAD, OFFICER],
        needs_note=True,
        effects=[abandon_reviews, give_up_places, tell_lead("withdrawn")],
        hint="The journey ends here. What was written is kept.",
        danger=True,
    )
    close = Transition(
        "Close",
        ANY_LIVE,
        closed,
        by=OFFICER,
        needs_note=True,
        effects=[abandon_reviews, give_up_places, tell_lead("closed")],
        hint="The office ends the journey, for a school that shut or cannot be reached.",
        danger=True,
    )

    reopens = (withdrawn, closed)
    lives_again = (only_one_live,)
    brought_in: ClassVar[BroughtIn] = BroughtIn(
        into=[registered, day_attended, commitment_submitted, commitment_sent_back, delivering, case_study_submitted,
              case_study_sent_back, awarded, no_level, withdrawn],
        by=OFFICER,
    )  # fmt: skip
