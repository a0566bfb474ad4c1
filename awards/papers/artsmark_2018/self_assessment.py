"""The self-assessment: eight criteria, a level and a note on each, at the start and again two years on."""

from __future__ import annotations

from awards.papers.artsmark_2018.criteria import CRITERIA
from documents.registry import register
from documents.vocabulary import CriterionLevel, Example, Form, Section

_WEAK_AND_STRONG = {
    "leadership": Example(
        weak="The arts are well led and everybody supports them.",
        strong="The deputy head answers for the arts and sees each subject lead once a term. A governor visits twice a year"
        " and reports. Nobody yet looks at the quality of lessons in dance, so we chose Silver.",
        because="The second says who does what and how often, and admits what is missing.",
    ),
    "engagement": Example(
        weak="Our children love the arts and take part in everything.",
        strong="The school council chose the theme of this year’s arts week and spent its budget. In lessons teachers"
        " still choose the art form and the artist. Eighteen of 210 children help to run a club.",
        because="Taking part is not yet choosing. The second tells the two apart and counts.",
    ),
    "development": Example(
        weak="Staff go on courses when they can.",
        strong="Four of our eleven teachers had a day of training in dance last year. Two teach it differently now, with a"
        " warm-up that the children lead. We have not asked the other two.",
        because="The second follows training into the classroom, where it counts.",
    ),
    "equality": Example(
        weak="The arts at our school are open to all.",
        strong="We looked at who came to the twelve clubs: of 60 children entitled to free meals, 9 came. Instruments were"
        " paid for, but the clubs end after the last bus. We move three of them to lunchtime.",
        because="Open to all is not the same as reaching all. The second looked, found out, and acted.",
    ),
}


def _criterion(code: str, hint: str, *, again: bool = False) -> CriterionLevel:
    label = dict(CRITERIA)[code]
    return CriterionLevel(
        label,
        hint=hint,
        missing=f"Say where you are on “{label}”" + (" now." if again else "."),
        example=None if again else _WEAK_AND_STRONG.get(code),
        recalls=("self-assessment", code) if again else None,
    )


@register
class SelfAssessment(Form):
    code = "self-assessment"
    title = "Self-assessment"
    intro = (
        "Where is your school now? Answer with colleagues and senior leaders, honestly: most schools find themselves at"
        " different levels on different criteria. Bring it to your development day."
    )

    purpose = Section(
        "Why the arts, and who drives them",
        "Think of the whole school, not of one year group. What a visitor could see or hear is worth more than what is"
        " meant.",
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

    reach = Section(
        "With whom, and for whom",
        "Say what each side of a partnership gives and gains, and who is still left out.",
    )
    partnerships = _criterion(
        "partnerships", "Artists, venues, other schools: what each side gives and gains."
    )
    equality = _criterion("equality", "Who takes part and who does not, and what you do about it.")


@register
class SelfAssessmentNow(Form):
    code = "self-assessment-now"
    title = "Self-assessment, two years on"
    intro = (
        "The same eight criteria again. What you wrote at the start stands beside each. The way you have come counts, not"
        " only where you stand: a level that stayed the same may be an honest answer."
    )

    purpose = Section(
        "Why the arts, and who drives them", "Say what is different from then, and how you know."
    )
    values = _criterion("values", "Where the arts show now that they did not show before.", again=True)
    leadership = _criterion("leadership", "What leaders and governors now do, and how often.", again=True)
    engagement = _criterion("engagement", "What children choose, plan or lead now.", again=True)

    learning = Section("What is taught, and by whom", "Say what is different from then, and how you know.")
    curriculum = _criterion("curriculum", "What is taught now, how often, in which years.", again=True)
    range = _criterion("range", "Which art forms have come, and which have gone.", again=True)
    development = _criterion("development", "What staff learned, and what lessons show of it.", again=True)

    reach = Section("With whom, and for whom", "Say what is different from then, and how you know.")
    partnerships = _criterion("partnerships", "Who came, who stayed, and what each side gained.", again=True)
    equality = _criterion("equality", "Who takes part now who did not before.", again=True)
