"""Ladders and clock transitions that cannot work are refused when the class is made."""

from __future__ import annotations

import pytest

from tests.trial.chased import LADDER, LEADS, MAIL, Chased
from tests.trial.roles import OFFICE, OFFICER, TEAM
from workflow import registry
from workflow.checks import check_reminders
from workflow.due import Due
from workflow.journey import (
    NOBODY,
    SYSTEM,
    Journey,
    Phase,
    Rung,
    State,
    Transition,
    WrongDeclaration,
)


def declare(state, **move):
    end = State("End", Phase.ENDED, NOBODY, final=True)
    go = Transition("Go", state, end, **{"by": OFFICER, **move})
    return type(
        "Tried",
        (Journey,),
        {"code": "tried", "edition": "1", "title": "Tried", "begin": state, "end": end, "go": go},
    )


def begin(*rungs, **changes):
    words = {"phase": Phase.JOINING, "waits_for": TEAM, "asks": "Act.", "initial": True, "due": Due(days=9)}
    return State("Begin", **{**words, "reminders": rungs, **changes})


def faults(state, **move):
    with pytest.raises(WrongDeclaration) as refusal:
        declare(state, **move)
    return [line.removeprefix("- ") for line in str(refusal.value).splitlines()[1:]]


def test_ladder_that_works_is_taken():
    assert declare(begin(*LADDER)).states["begin"].reminders == LADDER


def test_ladder_without_a_due_date_is_refused():
    assert faults(begin(*LADDER, due=None)) == [
        "'begin' has reminders, yet nothing is due in it: say until when with due=…"
    ]


def test_ladder_of_nobodys_state_is_refused():
    assert faults(begin(*LADDER, waits_for=NOBODY)) == [
        "'begin' waits for nobody, so nobody is reminded: drop reminders=…"
    ]


@pytest.mark.parametrize(
    ("rungs", "fault"),
    [
        (
            [Rung("a", 1, LEADS, MAIL), Rung("a", 2, LEADS, MAIL)],
            "two rungs of 'begin' have the code 'a': give each its own",
        ),
        (
            [Rung("a", 1, LEADS, MAIL), Rung("b", 0, LEADS, MAIL)],
            "the rungs of 'begin' are not in order: begin with the one farthest before the day",
        ),
        (
            [Rung("a", 1, LEADS, MAIL), Rung("b", 1, LEADS, MAIL)],
            "two rungs of 'begin' write on the same day (1): write to both people in one",
        ),
        ([Rung("a", 1)], "rung 'a' of 'begin' does nothing: say to whom it goes, or what it prompts"),
        ([Rung("a", 1, LEADS)], "rung 'a' of 'begin' needs both to=… and template=…, or neither"),
        (
            [Rung("a" * 41, 1, prompts="Ring.")],
            f"rung '{'a' * 41}' of 'begin' has no code, or one longer than 40 letters: give it a short one",
        ),
        (
            [Rung("a", 1, LEADS, MAIL, may_merge=False)],
            "rung 'a' of 'begin' writes, so it gives way to a later one: drop may_merge=False",
        ),
    ],
)
def test_rung_that_cannot_work_is_refused(rungs, fault):
    assert faults(begin(*rungs)) == [fault]


def test_final_state_reminds_nobody():
    end = State("End", Phase.ENDED, NOBODY, final=True, reminders=LADDER)
    state = begin()

    with pytest.raises(WrongDeclaration, match="'end' is final, so nobody is reminded: drop reminders=…"):
        type(
            "Tried",
            (Journey,),
            {
                "code": "tried",
                "edition": "1",
                "title": "Tried",
                "begin": state,
                "end": end,
                "go": Transition("Go", state, end, by=OFFICER),
            },
        )


@pytest.mark.parametrize(
    ("changes", "move", "fault"),
    [
        ({}, {"by": OFFICER}, "'go' has after=…, yet the clock may not take it: add SYSTEM to by=…"),
        (
            {"due": None},
            {"by": SYSTEM},
            "the clock takes a transition from 'begin', where nothing is due: say until when with due=…",
        ),
        (
            {},
            {"by": SYSTEM, "after": Due(days=3, anchor="paid")},
            "'go' counts from 'paid', which no transition sets: name it in anchors=…",
        ),
    ],
)
def test_clock_transition_that_cannot_work_is_refused(changes, move, fault):
    assert faults(begin(**changes), **{"after": Due(days=3), **move}) == [fault]


def test_clock_takes_one_way_out_of_a_state():
    with pytest.raises(WrongDeclaration, match="the clock takes two transitions from 'read'"):

        class Wrong(Chased):
            edition = "two ways"
            take_too = Transition("Take too", Chased.read, Chased.done, by=SYSTEM, after=Due(days=3))


def test_mail_that_is_not_there_is_found(monkeypatch):
    monkeypatch.setattr(registry, "_journeys", dict(registry._journeys))

    @registry.register
    class Lost(Chased):
        edition = "lost"
        read = State(
            "Read",
            Phase.DECIDING,
            OFFICE,
            asks="Read it.",
            due=Due(days=7),
            reminders=[Rung("a", 1, LEADS, "nowhere/mail.txt")],
        )

    assert [fault.msg for fault in check_reminders(None)] == [
        "Lost.read reminds with the mail 'nowhere/mail.txt', which is not there."
    ]
