"""One page for governors: promised, done, owed, by when."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

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
    assert "One entry in the scrapbook, the latest:" in html
    assert "The first poppies." in html
    assert "<strong>Growing</strong>: Look. By 1 July 2027." in html


def test_before_there_are_goals_it_says_what_will_appear(world):
    html = opened(world.editor, meadow(world, world.now)).content.decode()

    assert "No goals are set yet." in html


@pytest.mark.parametrize("who", ["stranger"])
def test_a_stranger_finds_none(world, who):
    assert opened(getattr(world, who), growing(world)).status_code == 404
