"""The Statement of Commitment: values, goals with a baseline, offer and inclusion, leadership, resources, declarations.

Its sections follow what is known of the scheme's own: values first, priorities tied to the improvement plan, the equality
duty with the offer, goals shared and led, support and resources; approved by head and governors.
"""

from __future__ import annotations

from awards.papers.artsmark_2018 import rules as say
from awards.papers.artsmark_2018.criteria import CRITERIA, GOALS
from awards.signatories import SIGNATORIES
from documents.registry import register
from documents.vocabulary import (
    Choice,
    Declaration,
    Example,
    Form,
    Goal,
    LongText,
    Measured,
    Section,
    ShortText,
    Table,
)

_A_GOAL = Example(
    weak="More children will enjoy music.",
    strong="Half of our children play an instrument in a group by the end of two years. It stands in priority three of our"
    " improvement plan. Now: 34 of 210 pupils learn an instrument.",
    because="The second can be looked back on: it says who, what and how many, and what it is like now.",
)


def _goal(label: str, *, required: bool = False) -> Goal:
    return Goal(
        label,
        required=required,
        missing="Say which goals you have set yourselves: at least one." if required else "",
        example=_A_GOAL if required else None,
        instead={"baseline": "baseline_words"},
        parts={
            "aim": LongText(
                "What do you want to be different?",
                hint="One goal, for the whole school, that you can look back on in two years.",
                words=100,
                missing="say what you want to be different.",
            ),
            "plan": LongText(
                "Where does it stand in your school improvement plan?",
                hint="The priority it belongs to, in a line or two.",
                words=75,
                missing="say where it stands in your improvement plan.",
            ),
            "criterion": Choice(
                "Which criterion does it belong to most?",
                choices=CRITERIA,
                missing="choose the criterion that it belongs to.",
            ),
            "baseline": Measured(
                "What is it like now?",
                hint="A number that you can count again in two years, like 34 out of 210 pupils who learn an instrument.",
                missing="name a baseline: what it is like now, as a number or in a few words.",
            ),
            "baseline_words": ShortText(
                "Or, if it cannot be counted: what is it like now, in a few words?",
                letters=300,
                required=False,
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
    signs_again = ("head",)  # our default, no public source; the chair is told what changed
    rules = (
        say.equality_duty(("equality",)),
        say.percentage(("values", "context", *GOALS, "offer", "equality", "leadership", "resources")),
        say.year_group(("values", "offer")),
        say.abbreviation(("values", "context", *GOALS, "offer", "equality", "leadership", "resources")),
    )

    who_you_are = Section(
        "Your values and your school",
        "Begin with why, before you list what you offer. A reader should know your children before your clubs.",
    )
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
        example=Example(
            weak="We are a happy, larger than average primary school with lovely grounds.",
            strong="We are 420 children in a town that lost its theatre in 2011; one in three moves school before Year 6."
            " A new head came in January, and music has had no specialist for two years.",
            because="The second tells what stands in the way and what is new: a reader can judge the goals by it.",
        ),
    )

    first_goal = Section(
        "Your first goal",
        "One to three goals are enough, and five are the most. You will look back on each in two years, so say what it is"
        " like now.",
    )
    goal_1 = _goal("Your first goal", required=True)
    second_goal = Section("Your second goal", "Leave this page empty if you have one goal.")
    goal_2 = _goal("Your second goal")
    third_goal = Section("Your third goal", "Leave this page empty if you have fewer goals.")
    goal_3 = _goal("Your third goal")
    fourth_goal = Section(
        "Your fourth goal", "Leave this page empty if you have fewer goals. Most schools have."
    )
    goal_4 = _goal("Your fourth goal")
    fifth_goal = Section(
        "Your fifth goal", "Leave this page empty if you have fewer goals. Most schools have."
    )
    goal_5 = _goal("Your fifth goal")

    for_everyone = Section(
        "For every child", "What will widen, and for whom. Think of those who are seldom seen in your clubs."
    )
    offer = LongText(
        "How will you widen the range of art forms that your pupils meet?",
        hint="Name what is taught now and how often, what will be new, and for which years.",
        words=300,
        missing="Say how you will widen the range of art forms.",
        example=Example(
            weak="We will offer a rich and varied diet of creative opportunities.",
            strong="Music and drawing are taught weekly in every year. Dance comes once a year. From September each class"
            " has six weeks of dance and six of clay, taught by our own staff beside an artist in the first year.",
            because="The second names the art forms, how often and who teaches. “Rich and varied” could be any school.",
        ),
    )
    equality = LongText(
        "How do you make sure that nobody is left out?",
        hint="Say also how the public sector equality duty is met: it is often forgotten.",
        words=300,
        missing="Say how you make sure that nobody is left out, and how the equality duty is met.",
        example=Example(
            weak="We are fully inclusive and every child is welcome.",
            strong="We look each half-term at who takes part, by class, need and free meals, and go to those who do not."
            " Under the equality duty we set an objective in 2018: as many boys as girls dance by Year 6. Governors see"
            " the figures in March.",
            because="The second says how you know, names the duty and who looks at it.",
        ),
    )

    making_it_happen = Section(
        "Leading it and paying for it",
        "Two years are long: people leave and budgets shrink. Say what holds it up.",
    )
    leadership = LongText(
        "Who leads this, and how will you share what you learn?",
        hint="Name posts rather than people. Say how governors will follow it, and how you will check that it is good.",
        words=300,
        missing="Say who leads this and how you will share what you learn.",
        example=Example(
            weak="The arts lead is passionate and is supported by the head.",
            strong="The deputy head leads, with a teacher from each phase; they meet every half-term with two hours of"
            " release. They watch one arts lesson in each class a year. The arts governor reports each term, and two"
            " neighbouring schools come to our staff meeting in June.",
            because="The second would go on if one person left, and it says how quality is checked.",
        ),
    )
    resources = LongText(
        "What time, money and training will you give to it?",
        words=300,
        missing="Say what time, money and training you will give to it.",
        example=Example(
            weak="We will use our budget and apply for grants.",
            strong="£3,000 a year from the school’s own budget for materials and artists; two hours of release a fortnight"
            " for the lead; one training day a year for all staff, the first on dance in October.",
            because="The second can be checked in two years: sums, hours and dates.",
        ),
    )
    partners = Table(
        "Your partners",
        hint="Artists, companies, venues, other schools, the music service. Leave out those that you only hope for.",
        required=False,
        row="Partner",
        most=12,
        columns={
            "who": ShortText("Who", letters=120, missing="say who the partner is."),
            "what_for": ShortText(
                "What they give, and what they gain", letters=240, missing="say what the partnership is for."
            ),
            "since": ShortText("Since when", letters=80, required=False),
        },
    )

    promise = Section("Your declarations", "Tick them when they are true.")
    declaration = Declaration(
        "Our senior leaders and governors have agreed this, and we will review it every year.",
        missing="Tick the declaration, when your senior leaders and governors have agreed.",
    )
    no_names = Declaration(
        "No child can be recognised from what we have written.",
        missing="Read your answers again for names of children, and tick that there are none.",
    )
