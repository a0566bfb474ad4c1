"""The papers of Artsmark, edition 2018: self-assessment, Statement of Commitment, Case Study.

What they ask about: "How Artsmark works" and the self-assessment framework of 2018-23 (eight criteria). The scheme's
own questions and word limits are not published: the wording is ours, and every limit our default, no public source.
"""

from __future__ import annotations

from awards.signatories import SIGNATORIES
from documents.registry import register
from documents.vocabulary import (
    Choice,
    CriterionLevel,
    Declaration,
    Example,
    Form,
    Group,
    LongText,
    Section,
    ShortText,
)

CRITERIA = (
    ("values", "Values and ethos"),
    ("leadership", "Leadership"),
    ("engagement", "Children and young people’s engagement"),
    ("curriculum", "Curriculum design"),
    ("range", "Range of offer"),
    ("development", "Continuing professional development"),
    ("partnerships", "Partnerships"),
    ("equality", "Equality and diversity"),
)


def _criterion(code: str, hint: str) -> CriterionLevel:
    label = dict(CRITERIA)[code]
    return CriterionLevel(label, hint=hint, missing=f"Say where you are on “{label}”.")


@register
class SelfAssessment(Form):
    code = "self-assessment"
    title = "Self-assessment"
    intro = (
        "Where is your school now? Answer with colleagues and senior leaders, honestly: most schools find themselves at"
        " different levels on different criteria. Bring it to your development day."
    )

    purpose = Section(
        "Why the arts, and who drives them", "Think of the whole school, not of one year group."
    )
    values = _criterion("values", "How the arts show in what your school says it stands for.")
    leadership = _criterion(
        "leadership", "Who plans for the arts, who answers for them, and how you check quality."
    )
    engagement = _criterion("engagement", "How far children and young people choose, plan and lead.")

    learning = Section(
        "What is taught, and by whom", "Name what happens every week, not only what happens once a year."
    )
    curriculum = _criterion("curriculum", "How arts subjects are planned, sequenced and given time.")
    range = _criterion("range", "Which art forms, in lessons and beyond, and for how many.")
    development = _criterion(
        "development", "How staff learn in the arts, and what changes in lessons afterwards."
    )

    reach = Section("With whom, and for whom")
    partnerships = _criterion(
        "partnerships", "Artists, venues, other schools: what each side gives and gains."
    )
    equality = _criterion("equality", "Who takes part and who does not, and what you do about it.")


def _goal(label: str, *, required: bool) -> Group:
    return Group(
        label,
        required=required,
        missing="Say which goals you have set yourselves: at least one." if required else "",
        parts={
            "aim": LongText(
                "What do you want to be different?",
                hint="One goal, for the whole school, that you can look back on in two years.",
                words=100,
                missing="say what you want to be different.",
            ),
            "plan": LongText(
                "Where does it stand in your school improvement plan?",
                words=75,
                missing="say where it stands in your improvement plan.",
            ),
            "criterion": Choice(
                "Which criterion does it belong to most?",
                choices=CRITERIA,
                missing="choose the criterion that it belongs to.",
            ),
            "baseline": ShortText(
                "What is it like now?",
                hint="A number with what it is out of, like “34 of 210 pupils learn an instrument”.",
                letters=300,
                missing="name a baseline: what it is like now.",
            ),
        },
    )


@register
class StatementOfCommitment(Form):
    code = "statement-of-commitment"
    title = "Statement of Commitment"
    intro = (
        "What your school means to do with the arts over the next two years, and why."
        " You can save at any time and come back; colleagues can write with you."
    )
    signatories = SIGNATORIES

    who_you_are = Section("Your values and your school", "Begin with why, before you list what you offer.")
    values = LongText(
        "What do the arts mean to your school, and why?",
        words=500,
        missing="Say what the arts mean to your school, and why.",
        example=Example(
            weak="We offer choir, drama club and a summer show every year.",
            strong="Half of our children start with little spoken English. We want drama to be where each of them finds"
            " a voice, so it has an hour a week in every year and not only a show in July.",
            because="The second begins with the children and says why; the list can follow.",
        ),
    )
    context = LongText(
        "What should a reader know about your school?",
        hint="Size, place, the children you teach, what is changing.",
        words=250,
        missing="Say what a reader should know about your school.",
    )

    first_goal = Section(
        "Your first goal",
        "One to three goals are enough. You will look back on each in your Case Study, so say what it is like now.",
    )
    goal_1 = _goal("Your first goal", required=True)
    second_goal = Section("Your second goal", "Leave this page empty if you have one goal.")
    goal_2 = _goal("Your second goal", required=False)
    third_goal = Section("Your third goal", "Leave this page empty if you have fewer goals.")
    goal_3 = _goal("Your third goal", required=False)

    for_everyone = Section("For every child")
    offer = LongText(
        "How will you widen the range of art forms that your pupils meet?",
        words=300,
        missing="Say how you will widen the range of art forms.",
    )
    equality = LongText(
        "How do you make sure that nobody is left out?",
        hint="Say also how the public sector equality duty is met: it is often forgotten.",
        words=300,
        missing="Say how you make sure that nobody is left out, and how the equality duty is met.",
    )

    making_it_happen = Section("Leading it and paying for it")
    leadership = LongText(
        "Who leads this, and how will you share what you learn?",
        hint="Name posts rather than people. Say how governors will follow it.",
        words=300,
        missing="Say who leads this and how you will share what you learn.",
    )
    resources = LongText(
        "What time, money, training and partners will you give to it?",
        words=300,
        missing="Say what time, money, training and partners you will give to it.",
    )

    promise = Section("Your declaration")
    declaration = Declaration(
        "Our senior leaders and governors have agreed this, and we will review it every year.",
        missing="Tick the declaration, when your senior leaders and governors have agreed.",
    )


def _goal_review(label: str, goal: str, *, required: bool) -> Group:
    return Group(
        label,
        required=required,
        missing="Say what became of your first goal." if required else "",
        recalls=(StatementOfCommitment.code, goal),
        parts={
            "done": LongText(
                "What did you do, with whom and how many?",
                words=300,
                missing="say what you did, with whom and how many.",
            ),
            "evidence": LongText(
                "How do you know?",
                hint="What it was like before and what it is like now. Behind a percentage, give the number.",
                words=250,
                missing="say how you know: what it was like before, and now.",
            ),
            "effect": LongText(
                "What changed for children and young people?",
                words=250,
                missing="say what changed for children and young people.",
            ),
        },
    )


@register
class CaseStudy(Form):
    code = "case-study"
    title = "Case Study"
    intro = (
        "What became of your commitment. Go through it goal by goal: what you did, how you know, and what changed."
        " Write for somebody who has never been to your school, and spell out every abbreviation."
    )

    first_goal = Section("Your first goal", "What has happened, not what is planned.")
    goal_1 = _goal_review("Your first goal", "goal_1", required=True)
    second_goal = Section("Your second goal", "Leave this page empty if you set one goal.")
    goal_2 = _goal_review("Your second goal", "goal_2", required=False)
    third_goal = Section("Your third goal", "Leave this page empty if you set fewer goals.")
    goal_3 = _goal_review("Your third goal", "goal_3", required=False)

    whole_school = Section("The whole school")
    reflection = LongText(
        "What is different in your school now?",
        hint="Across year groups and art forms. Say also what did not work, and what you learned from it.",
        words=500,
        missing="Say what is different in your school now.",
        example=Example(
            weak="Engagement has gone up by 40% and everyone enjoyed it.",
            strong="In 2018, 34 of 210 pupils played an instrument; now 96 of 214 do, and every class has a half-term of"
            " whole-class strings. Attendance on those days rose from 92 to 95 in a hundred.",
            because="The second gives the numbers behind the percentage, and says who and how often.",
        ),
    )
    voices = LongText(
        "What do children and young people say about it?",
        hint="In their own words. Do not name a child.",
        words=200,
        required=False,
    )
    next_steps = LongText(
        "What will you keep?",
        words=200,
        missing="Say what you will keep.",
    )


SELF_ASSESSMENT = SelfAssessment
COMMITMENT = StatementOfCommitment
CASE_STUDY = CaseStudy
