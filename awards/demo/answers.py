"""What the made-up schools write."""

from __future__ import annotations

from typing import Any

from documents.vocabulary import Choice, CriterionLevel, Declaration, Form, Group, Question

WORDS = {
    "values": "We want every child to leave us with something they have made and are proud of. Our school stands on a"
    " canal where things were once made by hand; the arts keep that going.",
    "context": "Two hundred and ten children, four to eleven, in eight classes. Thirty-one languages are spoken at home.",
    "offer": "Music and drawing are taught every week. We add dance in the hall, clay in the old boiler house, and a"
    " term of film with the two oldest classes.",
    "equality": "We look every half-term at who takes part and who does not, by class and by need, and we go to those"
    " who do not. Under the equality duty we provide places, kit and travel free of charge.",
    "leadership": "The deputy head leads, with a teacher from each phase. A governor visits each term and reports.",
    "resources": "Two hours of release a fortnight, a budget of £3,000, training with a dance company, and one artist"
    " for six weeks each year.",
    "aim": "Every child sings in a group, and half of them play an instrument, by the end of two years.",
    "plan": "Priority three of our improvement plan: a rich curriculum for all.",
    "baseline": "34 of 210 pupils learn an instrument; one choir of 20.",
    "done": "Whole-class strings for three year groups, 30 weeks a year, taught by a specialist beside our own staff."
    " Ninety children a year; four teachers now lead it themselves.",
    "evidence": "Before: 34 of 210 pupils played. Now: 96 of 214. Recordings from each term, the music lead’s notes"
    " and a survey of 180 children.",
    "effect": "Children who rarely spoke in class now lead a section. Attendance on those days rose from 92 to 95 in"
    " a hundred.",
    "reflection": "The arts are on every class timetable and in every meeting of governors. Our film term did not work"
    " in the first year: too short, too few cameras. We made it a whole term and borrowed from the library.",
    "voices": "“I thought music was for other people.” “You can hear when we listen to each other.”",
    "next_steps": "Strings, the boiler house and the governor’s visits stay, and the school pays for them.",
}
NOTE = "We have begun, and staff share what works. The youngest classes have least."


def answers_for(form: type[Form]) -> dict[str, Any]:
    """An answer for each question that wants one."""
    return {name: _answer(question) for name, question in form.questions.items() if question.required}


def _answer(question: Question) -> Any:
    if isinstance(question, CriterionLevel):
        return {name: _answer(part) for name, part in question.parts.items()}
    if isinstance(question, Group):
        return {name: _answer(part) for name, part in question.parts.items()}
    if isinstance(question, Declaration):
        return True
    if isinstance(question, Choice):
        return question.choices[1][0]
    return WORDS.get(question.name, NOTE)
