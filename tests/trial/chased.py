"""A journey whose people are reminded. Who leads a run, and who is second, stands in its label."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.trial.roles import OFFICE, OFFICER, TEAM
from workflow.due import Due
from workflow.journey import (
    ANY_LIVE,
    NOBODY,
    SYSTEM,
    Addressee,
    Fact,
    Facts,
    Guard,
    Journey,
    Phase,
    Recipient,
    Rung,
    State,
    Transition,
)
from workflow.models import Run
from workflow.registry import register


class NoSuchPerson(Exception):
    """What the addressees of a run raise that is labelled as broken."""


def _written(word: str) -> Callable[[Sequence[Run]], Mapping[int, Sequence[Recipient]]]:
    """People by the words of labels: "lead=ann lead=bob second=cid"."""

    def people_of(runs: Sequence[Run]) -> Mapping[int, Sequence[Recipient]]:
        if any(run.label == "broken" for run in runs):
            raise NoSuchPerson
        return {
            run.pk: [
                Recipient(f"{part.partition('=')[2]}@waymark.example", part.partition("=")[2].title())
                for part in run.label.split()
                if part.startswith(f"{word}=")
            ]
            for run in runs
        }

    return people_of


LEADS = Addressee("trial_leads", "Who leads it", _written("lead"))
SECONDS = Addressee("trial_seconds", "Who is second", _written("second"))

MAIL = "trial/reminder.txt"
LADDER = (
    Rung("ahead", -5, LEADS, MAIL),
    Rung("soon", -2, LEADS, MAIL),
    Rung("today", 0, LEADS, MAIL),
    Rung("late", 3, LEADS, MAIL),
    Rung("look", 3, prompts="Look why they are late.", may_merge=False),
    Rung("second", 6, SECONDS, MAIL, prompts="Find out who is second."),
    Rung("ring", 10, prompts="Ring them."),
)

LABELS = Fact("chased label", lambda runs: {run.pk: run.label for run in runs}, absent="")


def _is_stuck(facts: Facts) -> Sequence[str]:
    return ["It is stuck: pull."] if facts[LABELS] == "stuck" else []


@register
class Chased(Journey):
    code = "chased"
    edition = "1"
    title = "A trial of reminders"
    office = (OFFICER,)

    asked = State(
        "Asked", Phase.PLANNING, TEAM, initial=True, asks="Write it.", due=Due(days=14), reminders=LADDER
    )
    again = State("Asked again", Phase.PLANNING, TEAM, asks="Mend it.", due=Due(days=14), reminders=LADDER)
    read = State("Being read", Phase.DECIDING, OFFICE, asks="Read it.", due=Due(days=7))
    done = State("Done", Phase.ACHIEVED, NOBODY, final=True)

    answer = Transition("Answer", [asked, again], read, by=OFFICER)
    ask_again = Transition("Ask again", read, again, by=OFFICER)
    take = Transition(
        "Take it as read",
        read,
        done,
        by=[OFFICER, SYSTEM],
        after=Due(days=7),
        guards=[Guard("not stuck", (LABELS,), _is_stuck)],
    )
    stop = Transition("Stop", ANY_LIVE, done, by=OFFICER)
