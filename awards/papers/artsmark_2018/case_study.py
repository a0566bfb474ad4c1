"""The Case Study: goal by goal what was done and what changed, then the whole school.

Only what has happened counts; evidence is tied to its effect, numbers stand behind percentages (assessors' tips). The
rows of evidence and the words for each goal are our shape: the scheme's own questions are not published.
"""

from __future__ import annotations

from awards.papers.artsmark_2018 import rules as say
from awards.papers.artsmark_2018.commitment import StatementOfCommitment
from awards.papers.artsmark_2018.criteria import CRITERIA, GOALS
from documents.registry import register
from documents.vocabulary import (
    Example,
    File,
    Form,
    GoalReview,
    LongText,
    Measured,
    Number,
    Section,
    ShortText,
    Table,
)

_A_REVIEW = Example(
    weak="We bought ukuleles and the children loved them. Engagement rose by 40%.",
    strong="Whole-class strings for three years, thirty weeks each, because singing alone had not brought our boys in."
    " Before: 34 of 210 pupils played. Now: 96 of 214. Children who rarely spoke in class lead a section, and seven asked"
    " to go on at the music centre.",
    because="The second gives why, how often, how many, before and after, and ends with what children now do.",
)

_criteria = dict(CRITERIA)


def _of(goal: str) -> tuple[str, str]:
    return StatementOfCommitment.code, goal


def _review(label: str, goal: str, *, required: bool = False) -> GoalReview:
    return GoalReview(
        label,
        required=required,
        missing=f"Say what became of {label[:1].lower() + label[1:]}.",
        of=_of(goal),
        example=_A_REVIEW if required else None,
        instead={"now": "now_words"},
        gathers={"words": "done", "changed": "effect"},
        parts={
            "done": LongText(
                "What did you do?",
                hint="What happened, how often, in which years. If plans changed, say how.",
                words=300,
                missing="say what you did, and how often.",
            ),
            "why": LongText(
                "Why this, and not something else?",
                words=100,
                missing="say why you chose to do this.",
            ),
            "who": ShortText(
                "Who took part, and with whom?",
                hint="Years or classes, staff, artists and partners. Do not name a child.",
                letters=240,
                missing="say who took part, and with whom.",
            ),
            "how_many": Number(
                "How many children and young people?",
                hint="Each of them once, however often they came.",
                most=20_000,
                missing="say how many children and young people took part.",
            ),
            "now": Measured(
                "What is it like now?",
                hint="Count the same as at the start, so that the two can be set side by side.",
                missing="say what it is like now, as a number or in a few words.",
            ),
            "now_words": ShortText(
                "Or, if it cannot be counted: what is it like now, in a few words?",
                letters=300,
                required=False,
            ),
            "effect": LongText(
                "What changed for children and young people?",
                hint="What they can do, or do, that they could or did not before.",
                words=250,
                missing="say what changed for children and young people.",
            ),
        },
    )


def _evidence(goal: str, *, required: bool = False) -> Table:
    return Table(
        "How do you know?",
        hint="A row for each activity: where the evidence comes from (a survey, a register, lesson visits, recordings) and"
        " what it shows.",
        required=required,
        missing="Say how you know: name at least one activity, with its evidence.",
        of=_of(goal),
        row="Activity",
        most=12,
        columns={
            "activity": ShortText("Activity", letters=160, missing="name the activity."),
            "source": ShortText(
                "Where the evidence comes from",
                letters=160,
                missing="say where the evidence comes from.",
            ),
            "shows": LongText("What it shows", words=60, missing="say what it shows."),
        },
    )


def _files(goal: str) -> File:
    return File(
        "Pictures and papers for this goal",
        hint="Up to six. Say in the row above what they show: a picture alone proves little.",
        required=False,
        of=_of(goal),
        most=6,
    )


def _changed(code: str, hint: str) -> LongText:
    return LongText(_criteria[code], hint=hint, words=150, required=False)


_ABOUT_THE_SCHOOL = ("reflection", "did_not_work", *(f"changed_{code}" for code, _ in CRITERIA))


@register
class CaseStudy(Form):
    code = "case-study"
    title = "Case Study"
    intro = (
        "What became of your commitment. Go through it goal by goal: what you did, how you know, and what changed."
        " Write for somebody who has never been to your school, and spell out every abbreviation."
    )
    rules = (
        say.percentage((*GOALS, *_ABOUT_THE_SCHOOL)),
        say.plan((*GOALS, *_ABOUT_THE_SCHOOL)),
        say.year_group(("reflection",)),
        say.abbreviation((*GOALS, *(f"evidence_{n}" for n in range(1, 6)), *_ABOUT_THE_SCHOOL, "next_steps")),
        say.effect(GOALS, part="effect"),
    )

    first_goal = Section(
        "Your first goal",
        "What has happened, not what is planned. Tie each thing that you did to what it changed.",
    )
    goal_1 = _review("Your first goal", "goal_1", required=True)
    evidence_1 = _evidence("goal_1", required=True)
    files_1 = _files("goal_1")
    second_goal = Section("Your second goal", "What has happened, and what it changed.")
    goal_2 = _review("Your second goal", "goal_2")
    evidence_2 = _evidence("goal_2")
    files_2 = _files("goal_2")
    third_goal = Section("Your third goal", "What has happened, and what it changed.")
    goal_3 = _review("Your third goal", "goal_3")
    evidence_3 = _evidence("goal_3")
    files_3 = _files("goal_3")
    fourth_goal = Section("Your fourth goal", "What has happened, and what it changed.")
    goal_4 = _review("Your fourth goal", "goal_4")
    evidence_4 = _evidence("goal_4")
    files_4 = _files("goal_4")
    fifth_goal = Section("Your fifth goal", "What has happened, and what it changed.")
    goal_5 = _review("Your fifth goal", "goal_5")
    evidence_5 = _evidence("goal_5")
    files_5 = _files("goal_5")

    whole_school = Section(
        "The whole school", "Look up from the goals: what would a visitor notice who knew you two years ago?"
    )
    reflection = LongText(
        "What is different in your school now?",
        hint="Across year groups and art forms.",
        words=500,
        missing="Say what is different in your school now.",
        example=Example(
            weak="Engagement has gone up by 40% and everyone enjoyed it.",
            strong="In 2018, 34 of 210 pupils played an instrument; now 96 of 214 do, and every class has a half-term of"
            " whole-class strings. Attendance on those days rose from 92 to 95 in a hundred.",
            because="The second gives the numbers behind the percentage, and says who and how often.",
        ),
    )
    did_not_work = LongText(
        "What did not work, and what did you learn from it?",
        words=250,
        missing="Say what did not work, and what you learned from it.",
        example=Example(
            weak="Everything went well, although time was short.",
            strong="Our film term failed in the first year: three weeks and four cameras for sixty children. We made it a"
            " whole term, borrowed from the library, and let each class film one scene.",
            because="An honest failure with a consequence shows more of a school than praise.",
        ),
    )
    voices = LongText(
        "What do children and young people say about it?",
        hint="In their own words. Do not name a child.",
        words=200,
        required=False,
        example=Example(
            weak="“It was fun!” “I liked it a lot.”",
            strong="“I thought music was for other people.” “Before, I only watched.” (two children in Year 5, asked by"
            " the school council)",
            because="The second tells of a change, and who asked.",
        ),
    )

    criteria_now = Section(
        "The eight criteria",
        "Write only where something changed that your goals have not told yet. A few sentences each; no lists.",
    )
    changed_values = _changed("values", "Where it shows in what your school says and does.")
    changed_leadership = _changed("leadership", "Who answers for the arts now, and how quality is checked.")
    changed_engagement = _changed("engagement", "What children and young people choose, plan or lead.")
    changed_curriculum = _changed("curriculum", "What is taught, how often, in which years.")
    changed_range = _changed("range", "Art forms that came, and for how many.")
    changed_development = _changed("development", "What staff learned, and what lessons show of it.")
    changed_partnerships = _changed("partnerships", "What each side gave and gained.")
    changed_equality = _changed("equality", "Who takes part now who did not before.")

    afterwards = Section("What stays", "The only page on which plans belong.")
    next_steps = LongText(
        "What will you keep?",
        hint="What goes on without extra money, what you will stop, and what comes next.",
        words=200,
        missing="Say what you will keep.",
        example=Example(
            weak="We will continue our arts journey.",
            strong="Strings stay: the school pays for the teacher from its own budget from April. The film term goes on"
            " every second year. Next we turn to the youngest classes, who have least.",
            because="The second says what is paid for and by whom, and dares to say what stops.",
        ),
    )
