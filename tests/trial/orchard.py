"""A small journey in which a plan is written, signed, handed in, sent back, and looked back on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from documents.effects import freeze, unlock
from documents.guards import complete, signed_by
from documents.registry import register as register_form
from documents.tasks import ASK_PAGE, scrapbook, sign, write
from documents.vocabulary import (
    Choice,
    CriterionLevel,
    Declaration,
    Example,
    Form,
    Group,
    LongText,
    Number,
    Section,
    ShortText,
    Signatory,
)
from workflow.journey import NOBODY, Fact, Journey, Party, Phase, Role, State, Transition
from workflow.models import Run
from workflow.registry import register

SCHOOL = Party("school", "School")
OFFICE = Party("office", "Office")

OFFICER = Role("orchard_officer", "Officer", lambda person: Run.objects.filter(officer_id=person.pk))
EDITOR = Role("orchard_editor", "Editor", lambda person: Run.objects.filter(kind__regex=rf"\m{person.pk}\M"))
READER = Role("orchard_reader", "Reader", lambda person: Run.objects.filter(area=f"read {person.pk}"))

HEAD = Signatory("head", "Head teacher")
CHAIR = Signatory("chair", "Chair of governors")


def _signatories(runs: Sequence[Run]) -> Mapping[int, tuple[Signatory, ...]]:
    rows = Run.objects.filter(pk__in=[run.pk for run in runs]).values_list("pk", "label")
    return {pk: (HEAD,) if label.startswith("Little") else (HEAD, CHAIR) for pk, label in rows}


SIGNATORIES: Fact[tuple[Signatory, ...]] = Fact("orchard signatories", _signatories, (HEAD, CHAIR))


@register_form
class Plan(Form):
    code = "orchard-plan"
    title = "Orchard plan"
    intro = "What you mean to plant."
    signatories = SIGNATORIES

    why = Section("Why", "Begin with the children.")
    reason = LongText(
        "Why an orchard?",
        words=50,
        missing="Say why you want an orchard.",
        example=Example(
            weak="Trees are nice.", strong="Our playground has no shade.", because="It names a need."
        ),
    )
    soil = Choice(
        "What is the ground like?",
        choices=[("clay", "Heavy clay"), ("sand", "Light sand")],
        missing="Choose what the ground is like.",
    )

    how = Section("How")
    trees = Number("How many trees?", least=1, most=500, missing="Say how many trees.")
    goal = Group(
        "Your goal",
        missing="Name a goal.",
        parts={
            "aim": LongText("What will be different?", words=20, missing="say what will be different."),
            "now": ShortText("What is it like now?", letters=80, missing="say what it is like now."),
        },
    )
    shade = CriterionLevel("Shade", required=False)
    wish = ShortText("Anything else?", required=False)
    promise = Declaration("We will water it.", missing="Tick that you will water it.")


@register_form
class Harvest(Form):
    code = "orchard-harvest"
    title = "Orchard harvest"

    looking_back = Section("Looking back")
    outcome = LongText(
        "What became of your goal?", missing="Say what became of it.", recalls=(Plan.code, "goal")
    )


@register
class Orchard(Journey):
    code = "orchard"
    edition = "trial"
    title = "Orchard"
    office = (OFFICER,)
    readers = (READER,)
    editors = (EDITOR,)

    planning = State(
        "Planning",
        initial=True,
        phase=Phase.PLANNING,
        waits_for=SCHOOL,
        asks="Plan it.",
        tasks=[write(Plan), sign(Plan)],
    )
    submitted = State("Submitted", phase=Phase.DECIDING, waits_for=OFFICE, asks="Read it.", outside="With us")
    sent_back = State(
        "Sent back",
        phase=Phase.PLANNING,
        waits_for=SCHOOL,
        asks="Look at it again.",
        tasks=[write(Plan), sign(Plan)],
    )
    growing = State(
        "Growing",
        phase=Phase.DELIVERING,
        waits_for=SCHOOL,
        asks="Write it up.",
        tasks=[write(Harvest), scrapbook],
    )
    done = State("Done", phase=Phase.ACHIEVED, waits_for=NOBODY, final=True)

    submit = Transition(
        "Submit",
        [planning, sent_back],
        submitted,
        by=EDITOR,
        guards=[complete(Plan), signed_by(Plan)],
        effects=[freeze(Plan)],
    )
    submit_unread = Transition("Submit as it is", planning, submitted, by=OFFICER, effects=[freeze(Plan)])
    submit_again_unread = Transition(
        "Submit again as it is", sent_back, submitted, by=OFFICER, effects=[freeze(Plan)]
    )
    submit_elsewhere = Transition("It was handed in elsewhere", planning, submitted, by=OFFICER)
    send_back = Transition(
        "Send back",
        submitted,
        sent_back,
        by=OFFICER,
        effects=[unlock(Plan)],
        page=ASK_PAGE,
        page_optional=True,
    )
    accept = Transition("Accept", submitted, growing, by=OFFICER)
    finish = Transition(
        "Finish", growing, done, by=EDITOR, guards=[complete(Harvest)], effects=[freeze(Harvest)]
    )
