from __future__ import annotations

import pytest

from tests.trial.journeys import Trial
from tests.trial.roles import LEAD
from tests.walking import path_to, walk_to
from workflow.models import Run


@pytest.mark.parametrize(
    ("there", "moves"),
    [
        ("draft", []),
        ("submitted", ["submit"]),
        ("done", ["submit", "accept", "decide"]),
        ("withdrawn", ["withdraw"]),
    ],
)
def test_path_is_the_shortest(there, moves):
    assert [move.name for move in path_to(Trial, "draft", there)] == moves


def test_path_out_of_an_end_is_none():
    with pytest.raises(LookupError, match="Trial has no way from 'done' to 'draft'"):
        path_to(Trial, "done", "draft")


@pytest.mark.parametrize("name", list(Trial.states))
def test_run_walks_to_every_state_by_records(run, now, name):
    walk_to(run, Trial.states[name], now=now)

    kept = Run.objects.get(pk=run.pk)
    assert (kept.state, kept.records.count()) == (name, kept.seq)


def test_run_walks_by_way_of_other_states_with_given_people(run, lead, now):
    walk_to(run, Trial.done, now=now, via=[Trial.sent_back], actors={LEAD: lead})

    assert list(run.records.order_by("seq").values_list("target", flat=True)) == [
        *["draft", "submitted", "sent_back", "submitted", "deciding", "done"]
    ]
    assert {record.actor for record in run.records.filter(transition="submit")} == {lead}


def test_run_is_made_ready_before_a_move(start, now):
    run = start(area="")

    walk_to(
        run,
        Trial.submitted,
        now=now,
        before={Trial.submit: lambda run: Run.objects.filter(pk=run.pk).update(area="x")},
    )

    assert run.state == "submitted"
