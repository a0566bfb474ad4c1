"""A small journey whose submissions are assessed, and its people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from assessments import services
from assessments.effects import abandon_reviews, open_review
from assessments.guards import feedback_ready, level_decided, no_level_decided
from assessments.models import Assessment, Assessor, Review
from assessments.roles import ASSESSOR
from assessments.rubric import Criterion, Level, Rubric
from assessments.rubric import register as register_rubric
from assessments.services import Judgement
from awards.models import Person
from documents.effects import freeze
from documents.registry import register as register_form
from documents.services import Given, open_document, save_answers
from documents.tasks import write
from documents.vocabulary import Form, LongText, Section
from workflow.journey import NOBODY, SYSTEM, Journey, Party, Phase, Role, State, Transition
from workflow.models import Run
from workflow.registry import register
from workflow.services import advance, start

SCHOOL = Party("school", "School")
OFFICE = Party("office", "Office")

OFFICER = Role("officer", "Officer", lambda person: Run.objects.filter(officer_id=person.pk))
WRITER = Role("writer", "Writer", lambda person: Run.objects.filter(kind=f"written by {person.pk}"))


def _levels(words: str) -> dict[str, str]:
    return {level: f"{words}, {level}" for level in ("below", "green", "evergreen")}


RUBRIC = register_rubric(
    Rubric(
        code="garden",
        title="Gardens",
        levels=(
            Level("below", "Working towards Green"),
            Level("green", "Green"),
            Level("evergreen", "Evergreen"),
        ),
        criteria=(
            Criterion("beds", "Flower beds", _levels("Beds")),
            Criterion("trees", "Trees", _levels("Trees")),
            Criterion("ponds", "Ponds", _levels("Ponds")),
        ),
    )
)


@register_form
class Promise(Form):
    code = "garden-promise"
    title = "Garden promise"
    first = Section("What you mean to do")
    plan = LongText("What will you plant?", missing="Say what you will plant.")


@register_form
class Story(Form):
    code = "garden-story"
    title = "Garden story"
    first = Section("What you did")
    grown = LongText("What grew?", missing="Say what grew.")


@register
class Garden(Journey):
    code = "garden"
    edition = "trial"
    title = "Garden"
    office = (OFFICER,)
    readers = (ASSESSOR,)
    editors = (WRITER,)

    planting = State(
        "Planting",
        initial=True,
        phase=Phase.DELIVERING,
        waits_for=SCHOOL,
        asks="Plant it.",
        tasks=[write(Promise), write(Story)],
    )
    in_assessment = State("In assessment", phase=Phase.DECIDING, waits_for=OFFICE, asks="See it through.")
    resting = State("Resting", phase=Phase.DECIDING, waits_for=OFFICE, asks="Go on when it can.")
    decided = State("Decided", phase=Phase.DECIDING, waits_for=OFFICE, asks="Release it.")
    awarded = State("Awarded", phase=Phase.ACHIEVED, waits_for=NOBODY, final=True)
    no_level = State("No level this time", phase=Phase.ENDED, waits_for=NOBODY, final=True)
    withdrawn = State("Withdrawn", phase=Phase.ENDED, waits_for=NOBODY, final=True)

    submit = Transition(
        "Submit",
        planting,
        in_assessment,
        by=[WRITER, OFFICER],
        effects=[freeze(Promise), freeze(Story), open_review(RUBRIC, then="record_decision")],
    )
    rest = Transition("Rest", in_assessment, resting, by=OFFICER)
    go_on = Transition("Go on", resting, in_assessment, by=OFFICER)
    record_decision = Transition("Record the decision", in_assessment, decided, by=SYSTEM)
    release = Transition("Release", decided, awarded, by=OFFICER, guards=[level_decided, feedback_ready])
    release_none = Transition(
        "Release no level", decided, no_level, by=OFFICER, guards=[no_level_decided, feedback_ready]
    )
    withdraw = Transition(
        "Withdraw",
        [planting, in_assessment, resting],
        withdrawn,
        by=[WRITER, OFFICER],
        effects=[abandon_reviews],
    )


def whole(level: str = "green", **levels: str) -> Judgement:
    """A judgement that lacks nothing."""
    marks = {it.code: (levels.get(it.code, level), f"Because of the {it.code}.") for it in RUBRIC.criteria}
    return Judgement(marks, level, f"All in all {level}.")


@dataclass
class World:
    """People and what they do, at one moment."""

    now: dt.datetime
    officer: Person
    writer: Person
    assessors: list[Assessor]
    moderator: Assessor
    runs: int = field(default=0)

    @property
    def readers(self) -> list[Person]:
        return [assessor.person for assessor in self.assessors]

    def planted(self) -> Run:
        self.runs += 1
        run = start(
            Garden,
            actor=self.writer,
            role=WRITER.code,
            now=self.now,
            label=f"Thistle Hill School {self.runs}",
            officer=self.officer,
            kind=f"written by {self.writer.pk}",
        )
        for form, question, words in [
            (Promise, "plan", f"We promise {self.runs} oaks."),
            (Story, "grown", f"There are {self.runs} oaks now."),
        ]:
            document = open_document(run, form=form, now=self.now)
            save_answers(document, given={question: Given(words)}, person=self.writer, now=self.now)
        return run

    def submitted(self) -> Review:
        run = self.planted()
        advance(run, Garden.submit, actor=self.writer, now=self.now)
        return Review.objects.select_related("run").get(run=run, closed_at=None)

    def allocated(self) -> tuple[Review, Assessment, Assessment]:
        review = services.allocate(
            self.submitted(), assessors=self.assessors[:2], by=self.officer, now=self.now
        )
        first, second = review.assessments.select_related("review", "assessor__person").order_by("slot")
        return review, first, second

    def finish(self, assessment: Assessment, level: str = "green", **options: Any) -> Assessment:
        person = assessment.assessor.person
        services.save_marks(assessment, judgement=whole(level), person=person, now=self.now)
        return services.finish(assessment, person=person, now=options.get("now", self.now))

    def decided(self, first: str = "green", second: str = "green") -> Review:
        review, one, other = self.allocated()
        self.finish(one, first)
        self.finish(other, second)
        return Review.objects.select_related("run").get(pk=review.pk)


def make_world(now: dt.datetime) -> World:
    def person(name: str) -> Person:
        return Person.objects.create_user(f"{name.lower()}@office.example", "", name=name)

    def assessor(name: str, **options: Any) -> Assessor:
        return Assessor.objects.create(person=person(name), since=now.date(), **options)

    return World(
        now=now,
        officer=person("Olive"),
        writer=person("Wren"),
        assessors=[assessor("Ash"), assessor("Birch"), assessor("Cedar")],
        moderator=assessor("Maple", is_moderator=True),
    )
