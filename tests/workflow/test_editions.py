"""A later edition that says only what differs."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.trial.journeys import Trial
from tests.trial.roles import LEAD, OFFICER
from workflow import diagrams, services
from workflow.audit import breaches
from workflow.due import Due
from workflow.journey import NOBODY, Phase, Setting, State, Transition, WrongDeclaration
from workflow.models import Run
from workflow.options import options_for
from workflow.presenters import path_of
from workflow.refusals import NotFromHere
from workflow.registry import register


@register
class Varied(Trial):
    """Another due date, another name, another way to submit, a further state, and no more sending back."""

    edition = "varied"

    weeks = Setting(8, "a later page")

    submitted = dataclasses.replace(Trial.submitted, due=Due(days=7), outside="In our hands")
    waiting = State("Waiting", Phase.DECIDING, NOBODY, stop="Decision")
    sent_back = None
    send_back = None

    submit = Transition("Send in", Trial.draft, submitted, by=LEAD)
    wait = Transition("Wait", submitted, waiting, by=OFFICER)
    go_on = Transition("Go on", waiting, Trial.deciding, by=OFFICER)
    brought_in = None


@register
class OnlyASetting(Trial):
    edition = "only-a-setting"
    weeks = Setting(10)


@pytest.fixture
def varied(lead, officer, now):
    run = services.start(
        Varied, actor=None, now=now, label="Varied run", officer=officer, kind=f"led by {lead.pk}"
    )
    services.advance(run, Varied.submit, actor=lead, now=now)
    return run


def test_state_that_is_said_again_takes_the_place_of_the_earlier_one():
    assert list(Varied.states) == [
        *("draft", "submitted", "deciding", "done", "refused", "withdrawn", "waiting")
    ]
    assert (Varied.states["submitted"].name, Varied.states["submitted"].label) == ("submitted", "Submitted")
    assert Trial.states["submitted"].outside_label == "With us"
    assert Varied.initial is Trial.draft


def test_inherited_transitions_enter_the_state_that_was_said_again(varied, now):
    assert (varied.due_on, varied.declared_state.outside_label) == (dt.date(2026, 3, 17), "In our hands")


def test_inherited_transitions_leave_the_state_that_was_said_again(varied, officer, now):
    services.advance(varied, Varied.record_visit, actor=officer, now=now)
    services.advance(varied, Trial.accept, actor=officer, now=now)

    assert Run.objects.get(pk=varied.pk).state == "deciding"
    assert list(breaches()) == []


def test_what_was_said_again_is_another_transition(start, varied, lead, now):
    run = start()

    with pytest.raises(NotFromHere):
        services.advance(run, Varied.submit, actor=lead, now=now)
    services.advance(run, Trial.submit, actor=lead, now=now)
    assert run.due_on == dt.date(2026, 7, 17)


def test_each_edition_has_its_own_ways_out(varied, start, lead, officer, now):
    other = start()
    services.advance(other, Trial.submit, actor=lead, now=now)

    options = options_for([varied, other], actor=officer)

    names = [[option.transition.name for option in options[run.pk]] for run in (varied, other)]
    assert names == [
        ["record_visit", "accept", "withdraw", "wait"],
        ["record_visit", "send_back", "accept", "withdraw"],
    ]


def test_any_live_state_is_that_of_the_edition(varied, officer, now):
    services.advance(varied, Varied.wait, actor=officer, now=now)

    services.advance(varied, Varied.withdraw, actor=officer, now=now, note="No.")

    assert Trial.withdraw.source_names(Varied) == ("draft", "submitted", "deciding", "waiting")


def test_state_that_is_taken_away_takes_its_transitions_along_or_is_refused():
    with pytest.raises(
        WrongDeclaration, match="'submit' names a state that is not one of this journey's: sent_back"
    ):
        type("Tried", (Trial,), {"edition": "tried", "sent_back": None, "send_back": None})


def test_brought_into_a_state_that_was_taken_away_is_refused():
    submit = Transition("Submit", Trial.draft, Trial.submitted, by=LEAD)
    with pytest.raises(WrongDeclaration) as refusal:
        type("Tried", (Trial,), {"edition": "t", "sent_back": None, "send_back": None, "submit": submit})

    assert "runs are brought into a state that is not one of its own: sent_back" in str(refusal.value)


def test_setting_of_an_edition_is_found_by_its_name():
    assert [Trial.weeks.of(journey) for journey in (Trial, Varied, OnlyASetting)] == [6, 8, 10]
    assert (OnlyASetting.states, OnlyASetting.transitions) == (Trial.states, Trial.transitions)


def test_path_is_that_of_the_edition(varied):
    assert [(stop.label, stop.state) for stop in path_of(varied, list(varied.records.all()))] == [
        ("Draft", "done"),
        ("Decision", "here"),
        ("Done", "ahead"),
    ]


def test_drawing_is_that_of_the_edition():
    graph, page = diagrams.dot(Varied), diagrams.page(Varied, drawing="x.svg")

    assert '"draft" -> "submitted" [label="  Send in  "' in graph
    assert "sent_back" not in graph
    assert "| Submitted | In our hands | deciding | Office | Read it. | 7 days | 10 days |" in page
    assert "| Record a visit | Submitted | Submitted |" in page
    assert "Waiting: leads to Deciding." in diagrams.in_a_sentence(Varied)


def test_page_says_what_may_be_brought_in_and_waived():
    page = diagrams.page(Trial, drawing="x.svg")

    assert "## Bringing in\n\nOfficer, into: Draft, Submitted, Sent back, Done.\n" in page
    assert "## Waivers\n\nThe office may waive, once and with a reason: Area given (`area given`).\n" in page
    assert "## Bringing in" not in diagrams.page(Varied, drawing="x.svg")


def test_party_in_a_setting_is_shown_by_its_label():
    class Owned(Trial):
        edition = "owned"
        decides = Setting(NOBODY)

    assert "| `decides` | Nobody |" in diagrams.page(Owned, drawing="x.svg")
