"""A decision that was held up is recorded from the page of incidents."""

from __future__ import annotations

import pytest

from tests.assessments.world import Garden, World
from workflow.mending import remedy_for, try_again
from workflow.models import Incident, Run
from workflow.refusals import NotReady
from workflow.services import advance


def test_held_up_decision_is_tried_again_from_its_incident(world: World):
    review, first, second = world.allocated()
    advance(review.run, Garden.rest, actor=world.officer, now=world.now)
    world.finish(first)
    world.finish(second)
    incident = Incident.objects.get(closed_at=None)
    remedy = remedy_for(incident)
    assert remedy is not None
    assert remedy.label == "Record the decision now"

    with pytest.raises(NotReady):
        try_again(incident, by=world.officer, now=world.now)
    assert Incident.objects.get(pk=incident.pk).closed_at is None

    advance(review.run, Garden.go_on, actor=world.officer, now=world.now)
    assert try_again(incident, by=world.officer, now=world.now) == "The decision is recorded."
    assert Run.objects.get(pk=review.run.pk).state == "decided"
    assert Incident.objects.filter(closed_at=None).count() == 0
