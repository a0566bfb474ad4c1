"""One page for governors: promised, done, owed, by when."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.goals import Goal
from documents.presenters.promises import LETTERS_OF_A_PAGE, owed_view, promise_views
from documents.vocabulary import GoalReview, LongText
from tests.awards.world import make_world
from tests.documents.meadow import MeadowReport, meadow
from tests.documents.test_scrapbook import growing, kept
from workflow.models import Run


def opened(person: Any, run: Run) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse("documents:governors", args=[run.public_id]))


def test_it_says_what_was_promised_what_is_done_and_what_is_owed(world):
    run = growing(world)
    kept(world, run, "The first poppies.", goal="goal_1")
    world.save(world.document(run, MeadowReport), goal_1={"effect": "Nine classes sit among flowers."})
    Run.objects.filter(pk=run.pk).update(due_on="2027-07-01")

    html = opened(world.reader, run).content.decode()

    assert "1. Poppies and birds." in html
    assert "3 of 40 yards in flower" in html
    assert "Nine classes sit among flowers." in html
    assert "One entry in the scrapbook, the latest of 10 March 2026: The first poppies." in html
    assert "<strong>Growing</strong>: Look. By 1 July 2027." in html


def test_while_others_move_it_does_not_say_how_far_they_are(db):
    run = make_world(timezone.now()).walk("decided").run

    owed = owed_view(run, [])

    assert (owed.step, owed.asks, owed.by) == ("Being assessed", "", "")


def test_five_long_goals_fit_on_one_sheet():
    goals = [
        Goal(
            f"goal_{place}",
            place,
            "Every child sings, and more. " * 30,
            "",
            "range",
            "Range of offer",
            "34 of 210 " * 30,
        )
        for place in range(1, 6)
    ]
    question = GoalReview(
        "Look back",
        of=("plan", "goal_1"),
        gathers={"words": "done", "changed": "effect"},
        parts={"done": LongText("Done?"), "effect": LongText("Effect?")},
    )
    reviews = {
        goal.key: (question, {"done": "- We *sang*.\n" * 90, "effect": "They listen. " * 90})
        for goal in goals
    }

    views = promise_views(goals, reviews, [])

    assert sum(len(it.aim) + sum(map(len, it.now)) for it in views) <= LETTERS_OF_A_PAGE
    assert views[0].now[0].startswith("We sang. We sang.")
    assert views[4].baseline.endswith(" …")


def test_before_there_are_goals_it_says_what_will_appear(world):
    html = opened(world.editor, meadow(world, world.now)).content.decode()

    assert "No goals are set yet." in html


@pytest.mark.parametrize("who", ["stranger"])
def test_a_stranger_finds_none(world, who):
    assert opened(getattr(world, who), growing(world)).status_code == 404
