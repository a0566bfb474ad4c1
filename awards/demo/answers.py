"""What the made-up schools write."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents.services import Happening
from documents.vocabulary import Choice, CriterionLevel, Declaration, Form, Group, Question

NOTE = "We have begun, and staff share what works. The youngest classes have least."
NOTE_NOW = "Every class has its weeks of strings and clay, and staff lead most of it themselves. The youngest have more."

COMMITMENT: dict[str, Any] = {
    "values": "We want every child to leave us with something they have made and are proud of. Our school stands on a"
    " canal where things were once made by hand; the arts keep that going.",
    "context": "Two hundred and ten children, four to eleven, in eight classes. Thirty-one languages are spoken at home.",
    "goal_1": {
        "aim": "Every child sings in a group, and half of them play an instrument, by the end of two years.",
        "plan": "Priority three of our improvement plan: a rich curriculum for all.",
        "criterion": "range",
        "baseline": {"number": "34", "of": "210", "counted": "pupils learn an instrument"},
    },
    "goal_2": {
        "aim": "Our own staff teach dance in every class, six weeks a year.",
        "plan": "Priority five: teachers who learn from each other.",
        "criterion": "development",
        "baseline": {"number": "1", "of": "11", "counted": "teachers teach dance"},
    },
    "offer": "Music and drawing are taught every week in every class. We add dance in the hall, clay in the old boiler"
    " house, and a term of film with the two oldest classes.",
    "equality": "We look every half-term at who takes part and who does not, by class and by need, and we go to those"
    " who do not. Under the equality duty we provide places, kit and travel free of charge.",
    "leadership": "The deputy head leads, with a teacher from each phase. A governor visits each term and reports.",
    "resources": "Two hours of release a fortnight, a budget of £3,000, training with a dance company, and one artist"
    " for six weeks each year.",
    "partners": [
        {
            "who": "Lockside Dance",
            "what_for": "They teach beside our staff; they learn about the youngest.",
            "since": "2016",
        },
        {
            "who": "The borough’s music service",
            "what_for": "Instruments and a strings teacher, one day a week.",
        },
    ],
    "declaration": True,
    "no_names": True,
}

CASE_STUDY: dict[str, Any] = {
    "goal_1": {
        "done": "Whole-class strings for three year groups, 30 weeks a year, taught by a specialist beside our own staff."
        " Four teachers now lead it themselves.",
        "why": "Choirs had not brought the boys in; playing in a group did, in a trial with one class.",
        "who": "Years 3 to 5, four class teachers, a specialist of the music service",
        "how_many": "90",
        "now": {"number": "96", "of": "214", "counted": "pupils learn an instrument"},
        "effect": "Children who rarely spoke in class now lead a section. Attendance on those days rose from 92 to 95 in"
        " a hundred.",
    },
    "evidence_1": [
        {
            "activity": "Whole-class strings",
            "source": "Registers of the music service, spring 2018 and spring 2020",
            "shows": "34 of 210 pupils played before, 96 of 214 play now.",
        },
        {
            "activity": "Concert by the canal",
            "source": "Survey of 180 children, by the school council",
            "shows": "141 of 180 would like to go on; before, 60 of 175.",
        },
    ],
    "goal_2": {
        "done": "Six weeks of dance in each class every year. In the first year a dance company taught and staff looked"
        " on, in the second staff taught and the company looked on.",
        "why": "Dance came once a year, by visitors, and went with them.",
        "who": "All eight classes, nine teachers, Lockside Dance",
        "how_many": "214",
        "now": {"number": "9", "of": "11", "counted": "teachers teach dance"},
        "effect": "Children make up and remember longer dances, and boys of the oldest class asked for a club of their own.",
    },
    "evidence_2": [
        {
            "activity": "Six weeks of dance",
            "source": "Lesson visits by the deputy head, two a class",
            "shows": "In 14 of 16 visits the teacher led the warm-up and the making.",
        },
    ],
    "reflection": "The arts are on every class timetable and in every meeting of governors. Visitors hear music on the"
    " stairs, and the boiler house is never locked.",
    "did_not_work": "Our film term did not work in the first year: too short, too few cameras. We made it a whole term"
    " and borrowed from the library.",
    "voices": "“I thought music was for other people.” “You can hear when we listen to each other.”",
    "changed_engagement": "The school council chooses the theme of arts week, and spends its budget.",
    "next_steps": "Strings, the boiler house and the governor’s visits stay, and the school pays for them.",
}

WRITTEN = {"statement-of-commitment": COMMITMENT, "case-study": CASE_STUDY}
LEVELS = {"self-assessment": ("silver", NOTE), "self-assessment-now": ("gold", NOTE_NOW)}


def scraps(today: dt.date) -> list[Happening]:
    """What a school that has begun keeps in its scrapbook."""
    return [
        Happening(
            "Strings began in Year 4: thirty violins, one cello.",
            today - dt.timedelta(days=40),
            "goal_1",
            31,
            "Four asked to take theirs home on the first day.",
        ),
        Happening("The choir sang at the market hall.", today - dt.timedelta(days=19), "goal_1", 42),
        Happening("A week of dance in the hall, every class.", today - dt.timedelta(days=4), "goal_2", 210),
    ]


def answers_for(form: type[Form]) -> dict[str, Any]:
    """What the school writes in a form: at least an answer for each question that wants one."""
    written = WRITTEN.get(form.code, {})
    wanted = {
        name: _answer(form, it) for name, it in form.questions.items() if it.required and name not in written
    }
    return {name: value for name, value in written.items() if name in form.questions} | wanted


def _answer(form: type[Form], question: Question) -> Any:
    if isinstance(question, CriterionLevel):
        level, note = LEVELS.get(form.code, ("silver", NOTE))
        return {"level": level, "note": note}
    if isinstance(question, Group):
        return {name: _answer(form, part) for name, part in question.parts.items()}
    if isinstance(question, Declaration):
        return True
    if isinstance(question, Choice):
        return question.choices[1][0]
    return NOTE
