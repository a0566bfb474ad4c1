"""The engine against a slow, obvious model: whatever people try, both say the same and keep the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.people import PersonFactory
from tests.trial.journeys import Trial
from tests.trial.roles import make_lead, make_officer
from workflow import services
from workflow.audit import breaches
from workflow.models import Run
from workflow.options import options_for

# What the trial journey is meant to allow, written down by hand: from, to, and by whom, in
# the order in which a person who may act in two roles is taken to act.
TABLE = {
    "submit": ({"draft", "sent_back"}, "submitted", ("lead",)),
    "record_visit": ({"submitted"}, "submitted", ("officer",)),
    "send_back": ({"submitted"}, "sent_back", ("officer",)),
    "accept": ({"submitted"}, "deciding", ("officer", "lead")),
    "decide": ({"deciding"}, "done", ("system",)),
    "refuse": ({"deciding"}, "refused", ("officer", "system")),
    "withdraw": ({"draft", "submitted", "sent_back", "deciding"}, "withdrawn", ("lead", "officer")),
}
WORDS_NEEDED = {"send_back", "withdraw"}
HATS = {
    "lead": {"lead"},
    "officer": {"officer"},
    "both": {"lead", "officer"},
    "stranger": set(),
    "inactive": set(),
    "system": {"system"},
}
RUNS = 3


@dataclass
class Model:
    state: str = "draft"
    area: str = ""
    history: list = field(default_factory=lambda: [("", "", "draft", "system")])

    def answer(self, move, who, version, note, days_ago):
        sources, _, takers = TABLE[move]
        if version not in (None, len(self.history)):
            return "Stale"
        if self.state not in sources:
            return "NotFromHere"
        if not HATS[who].intersection(takers):
            return "NotYours"
        if move == "submit" and not self.area:
            return "NotReady"
        if (
            days_ago < 0
            or (days_ago > 14 and not note.strip())
            or (move in WORDS_NEEDED and not note.strip())
        ):
            return "NotReady"
        return None

    def take(self, move, who):
        _, target, takers = TABLE[move]
        role = next(taker for taker in takers if taker in HATS[who])
        self.history.append((move, self.state, target, role))
        self.state = target

    def open_to(self, who):
        return {
            move
            for move, (sources, _, takers) in TABLE.items()
            if self.state in sources
            and HATS[who].intersection(takers)
            and not (move == "submit" and not self.area)
        }


@pytest.fixture
def people(db):
    kinds = {who: PersonFactory(is_active=who != "inactive") for who in HATS if who != "system"}
    return {**kinds, "system": None}


tries = st.tuples(
    st.sampled_from([*TABLE, "submit", "accept"]),
    st.sampled_from(list(HATS)),
    st.sets(st.integers(0, RUNS - 1), min_size=1),
    st.sampled_from([None, None, None, 1, 2, 3]),
    st.sampled_from(["", " ", "Because."]),
    st.sampled_from([0, 0, 0, 3, 14, 21, -1]),  # days ago; -1 is tomorrow
)
places = st.tuples(st.integers(0, RUNS - 1), st.sampled_from(["", "north"]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(tries, tries, tries, places), min_size=3, max_size=25))
def test_engine_does_what_the_model_does(people, now, acts):
    runs = [services.start(Trial, actor=None, now=now, label=f"Run {i}") for i in range(RUNS)]
    make_lead(people["lead"], *runs)
    make_officer(people["officer"], *runs)
    models = [Model() for _ in runs]

    for act in acts:
        if len(act) == 2:
            which, area = act
            Run.objects.filter(pk=runs[which].pk).update(area=area)
            models[which].area = area
        else:
            try_to_move(runs, models, people, now, *act)
        compare(runs, models)

    for run, model in zip(runs, models, strict=True):
        for who in ("lead", "officer", "stranger", "inactive", "system"):
            offered = options_for([Run.objects.get(pk=run.pk)], actor=people[who])[run.pk]
            assert {option.transition.name for option in offered if option.is_open} - {
                "stumble"
            } == model.open_to(who)
    assert list(breaches()) == []


def try_to_move(runs, models, people, now, move, who, which, version, note, days_ago):
    if who == "both":
        make_lead(people["both"], *runs)
        make_officer(people["both"], *runs)
    outcome = services.advance_many(
        [Run.objects.get(pk=runs[i].pk) for i in which],
        Trial.transitions[move],
        actor=people[who],
        now=now,
        happened_at=now - dt.timedelta(days=days_ago),
        note=note,
        versions={runs[i].pk: version for i in which} if version else None,
    )
    for i in which:
        expected = models[i].answer(move, who, version, note, days_ago)
        refusal = outcome.refused.get(runs[i].pk)
        assert (type(refusal).__name__ if refusal else None) == expected
        assert (runs[i].pk in outcome.records) == (expected is None)
        if expected is None:
            models[i].take(move, who)
    if who == "both":
        make_lead(people["lead"], *runs)
        make_officer(people["officer"], *runs)


def compare(runs, models):
    for run, model in zip(runs, models, strict=True):
        kept = Run.objects.get(pk=run.pk)
        history = list(kept.records.order_by("seq").values_list("transition", "source", "target", "role"))
        assert (kept.state, kept.seq) == (model.state, len(model.history))
        assert [(*move, role.removeprefix("trial_")) for *move, role in history] == model.history
