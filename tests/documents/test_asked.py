"""Questions that are asked only when they make sense, goals as objects, and the titles that editions give."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents import queries, services
from documents.facts import problems_in
from documents.goals import Goal, goals_of, goals_of_many
from documents.services import Given
from tests.documents.meadow import GOAL, WHOLE, Meadow, MeadowPlan, MeadowReport, meadow
from workflow.refusals import NotReady
from workflow.services import advance


def write(world, run, form, now, **values):
    document = services.open_document(run, form=form, now=now)
    known = queries.answers_of(document)
    given = {name: Given(it, known[name].version if name in known else 0) for name, it in values.items()}
    services.save_answers(document, given=given, person=world.editor, now=now)
    return document


def sown(world, now, **values):
    run = meadow(world, now)
    write(world, run, MeadowPlan, now, **{**WHOLE, **values})
    advance(run, Meadow.sow, actor=world.editor, now=now)
    return run


def test_a_goal_that_was_not_set_is_not_asked_about(world, now):
    run = sown(world, now)
    document = write(world, run, MeadowReport, now, goal_1={"effect": "Poppies."}, today="Wide.")

    assert list(queries.form_of(document).questions) == ["goal_1", "today"]
    advance(run, Meadow.mow, actor=world.editor, now=now)
    frozen = queries.submissions_by_form(run)[MeadowReport.code].content
    assert [section["code"] for section in frozen["sections"]] == ["first", "whole"]


def test_a_goal_that_was_set_must_be_looked_back_on(world, now):
    run = sown(world, now, goal_2={**GOAL, "aim": "Bees."})
    write(world, run, MeadowReport, now, goal_1={"effect": "Poppies."}, today="Wide.")

    with pytest.raises(NotReady, match="Say what became of goal_2"):
        advance(run, Meadow.mow, actor=world.editor, now=now)


def test_pages_ask_what_the_facts_want(world, now):
    run = sown(world, now)
    client = Client()
    client.force_login(world.editor)

    overview = client.get(
        reverse("documents:write", args=[run.public_id, MeadowReport.code])
    ).content.decode()

    assert "Your first goal" in overview
    assert "Your second goal" not in overview
    assert '<h1 class="govuk-heading-xl">Meadow story</h1>' in overview
    missing = client.get(reverse("documents:section", args=[run.public_id, MeadowReport.code, "second"]))
    assert missing.status_code == 404


def test_an_edition_gives_a_form_its_title_in_sentences_and_in_the_copy(world, now):
    run = sown(world, now)
    document = write(world, run, MeadowReport, now, goal_1={"effect": "Poppies."}, today="Wide.")

    assert queries.form_of(document).title == "Meadow story"
    advance(run, Meadow.mow, actor=world.editor, now=now)
    assert queries.submissions_by_form(run)[MeadowReport.code].content["title"] == "Meadow story"


def test_facts_of_many_runs_cost_the_same(world, now, django_assert_num_queries):
    runs = [sown(world, now), *(sown(world, now, goal_2=GOAL) for _ in range(3))]
    fact = problems_in(MeadowReport)

    with django_assert_num_queries(2):
        assert len(fact.load(runs[:1])[runs[0].pk]) == 2
    with django_assert_num_queries(2):
        found = fact.load(runs)

    assert [len(found[run.pk]) for run in runs] == [2, 3, 3, 3]


def test_goals_are_objects_of_the_copy_and_before_it_of_the_draft(world, now):
    run = meadow(world, now)
    assert goals_of(run) == []
    write(world, run, MeadowPlan, now, **{**WHOLE, "goal_2": {"aim": "Bees.", "baseline_words": "None."}})
    poppies = Goal("goal_1", 1, "Poppies and birds.", "", "dry", "Dry", "3 of 40 yards in flower")
    bees = Goal("goal_2", 2, "Bees.", "", "", "", "None.")

    assert goals_of(run) == [poppies, bees]
    write(world, run, MeadowPlan, now, goal_2={})
    advance(run, Meadow.sow, actor=world.editor, now=now)
    assert goals_of(run) == [poppies]


def test_goals_of_many_runs_cost_the_same(world, now, django_assert_num_queries):
    runs = [sown(world, now), sown(world, now), meadow(world, now), meadow(world, now)]
    write(world, runs[2], MeadowPlan, now, goal_1=GOAL)

    with django_assert_num_queries(2):
        found = goals_of_many(runs)

    assert [len(found[run.pk]) for run in runs] == [1, 1, 1, 0]
