"""Who signs for a setting, and when a school may read what its assessors say."""

from __future__ import annotations

import pytest

from assessments.queries import decision_of
from assessments.services import write_feedback
from awards.demo.walk import FEEDBACK
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.queries import released_feedback
from awards.signatories import SIGNATORIES, signatories_of
from tests.awards.world import client_of, entry_of, words_of
from workflow.services import advance

SECRET = "Strings are the strongest part of what you do."


@pytest.mark.parametrize(
    ("type_code", "second"),
    [
        ("01", "Chair of governors"),
        ("02", "Chair of governors"),
        ("07", "Chair of governors"),
        ("28", "Chair of trustees or of the local committee"),
        ("34", "Chair of trustees or of the local committee"),
        ("35", "Chair of trustees or of the local committee"),
        ("11", "Proprietor or chair of governors"),
        ("14", "Chair of the management committee"),
    ],
)
def test_those_who_sign_follow_from_the_type_of_setting(world, type_code, second):
    application = world.registered(entry_of(type_code=type_code))

    found = SIGNATORIES.load([application.run])[application.run_id]

    assert [(it.code, it.label) for it in found] == [("head", "Head teacher"), ("chair", second)]


def test_setting_without_a_register_entry_is_signed_for_by_its_manager_and_board():
    assert [(it.code, it.label) for it in signatories_of(None)] == [
        ("head", "Service manager"),
        ("chair", "Chair of the management board"),
    ]


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Headteacher", "Head teacher"),
        ("", "Head teacher"),
        ("Executive Headteacher", "Executive head teacher"),
        ("Acting Headteacher", "Acting head teacher"),
        ("Interim Head Teacher", "Acting head teacher"),
        ("Acting Executive Principal", "Executive head teacher"),
        ("PRINCIPAL", "Principal"),
    ],
)
def test_head_is_called_as_the_register_calls_the_post(db, title, label):
    assert signatories_of(entry_of(head_job_title=title))[0].label == label


def test_signatories_of_many_runs_are_read_at_once(world, django_assert_num_queries):
    runs = [world.registered(entry_of(type_code=code)).run for code in ("01", "11", "34")]

    with django_assert_num_queries(1):
        found = SIGNATORIES.load(runs)

    assert [found[run.pk][1].label.split()[0] for run in runs] == ["Chair", "Proprietor", "Chair"]


@pytest.mark.parametrize(("level", "end"), [("gold", "awarded"), ("below", "no_level")])
def test_feedback_is_the_schools_once_it_is_released(world, level, end):
    walk = world.walk("decided", level=level)
    assert (walk.run.state, released_feedback(walk.run)) == ("decided", "")
    write_feedback(decision_of(walk.run), text=SECRET, person=world.officer, now=walk.clock)
    page = f"/journeys/{walk.run.public_id}/"
    school = client_of(walk.lead)
    assert (released_feedback(walk.run), SECRET in words_of(school.get(page))) == ("", False)

    move = Artsmark2018.award if level == "gold" else Artsmark2018.close_without_level
    advance(walk.run, move, actor=world.officer, now=walk.clock)

    assert (walk.run.state, released_feedback(walk.run)) == (end, SECRET)
    assert SECRET in words_of(school.get(page))


@pytest.mark.parametrize("move", [Artsmark2018.withdraw, Artsmark2018.close])
def test_feedback_that_was_never_released_is_not_read_after_a_withdrawal(world, move):
    walk = world.walk("decided")
    write_feedback(decision_of(walk.run), text=SECRET, person=world.officer, now=walk.clock)
    advance(walk.run, move, actor=world.officer, now=walk.clock, note="The school shut.")

    school = words_of(client_of(walk.lead).get(f"/journeys/{walk.run.public_id}/"))

    assert (released_feedback(walk.run), SECRET in school) == ("", False)


def test_outcome_in_waiting_is_called_assessment_outside_the_office(world):
    walk = world.walk("decided")
    page = f"/journeys/{walk.run.public_id}/"

    outside, inside = (words_of(client_of(it).get(page)) for it in (walk.lead, world.officer))

    assert ("Decided" in outside, "not released" in outside, "Being assessed" in outside) == (
        False,
        False,
        True,
    )
    assert "Decided, not released" in inside


def test_walk_of_the_demonstration_releases_its_feedback(world):
    assert released_feedback(world.walk("awarded").run) == FEEDBACK
