"""Enquiry: anybody asks the office something; it answers, asks back, or hands over."""

from __future__ import annotations

from awards.effects import tell_enquirer
from awards.parties import ENQUIRER, OFFICE
from awards.roles import OFFICER
from workflow.due import Due
from workflow.journey import ANY_LIVE, NOBODY, SYSTEM, Journey, Phase, State, Transition
from workflow.registry import register


@register
class Enquiry(Journey):
    code = "enquiry"
    edition = "2018"
    title = "Enquiry"
    office = (OFFICER,)

    received = State(
        "Received",
        initial=True,
        phase=Phase.JOINING,
        waits_for=OFFICE,
        stop="Received",
        asks="Read it and take it on.",
        due=Due(days=7, because="we answer within a week"),
    )
    answering = State(
        "Answering",
        outside="We are looking into it",
        phase=Phase.DELIVERING,
        waits_for=OFFICE,
        stop="Answering",
        asks="Answer it, ask back, or hand it over.",
        due=Due(days=7, because="we answer within a week"),
    )
    waiting_for_you = State(
        "Waiting for the person who asked",
        outside="Waiting for you",
        phase=Phase.DELIVERING,
        waits_for=ENQUIRER,
        stop="Answering",
        asks="Answer our question: the link is in our mail.",
        allowance=21,
    )
    answered = State("Answered", phase=Phase.ACHIEVED, waits_for=NOBODY, final=True, stop="Answered")
    handed_over = State("Handed over", phase=Phase.ACHIEVED, waits_for=NOBODY, final=True, stop="Answered")
    closed = State("Closed", phase=Phase.ENDED, waits_for=NOBODY, final=True)

    take_on = Transition("Take it on", received, answering, by=OFFICER)
    answer = Transition(
        "Answer",
        [received, answering, waiting_for_you],
        answered,
        by=OFFICER,
        needs_note=True,
        note_label="Your answer",
        effects=[tell_enquirer("enquiry_answer")],
    )
    ask_back = Transition(
        "Ask back",
        [received, answering],
        waiting_for_you,
        by=OFFICER,
        needs_note=True,
        note_label="Your question to the person who asked",
        effects=[tell_enquirer("enquiry_question")],
    )
    reply = Transition(
        "Reply", waiting_for_you, answering, by=SYSTEM, needs_note=True, note_label="Your reply"
    )
    hand_over = Transition(
        "Hand over into a programme",
        [received, answering, waiting_for_you],
        handed_over,
        by=OFFICER,
        needs_note=True,
        note_label="Which programme, and what is the next step?",
        effects=[tell_enquirer("enquiry_handed_over")],
    )
    close = Transition(
        "Close without an answer",
        ANY_LIVE,
        closed,
        by=OFFICER,
        needs_note=True,
        hint="For spam, or for somebody who does not want an answer any more. No mail is sent.",
        danger=True,
    )

    reopens = (answered, handed_over, closed)
