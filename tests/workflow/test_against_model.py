"""The engine against a slow, obvious model: whatever people try, both say the same and keep the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.people import PersonFactory
from tests.trial.journeys import RANG, Trial
from tests.trial.roles import make_lead, make_officer
from workflow import services
from workflow.audit import breaches
from workflow.models import Run
from workflow.options import options_for
from workflow.refusals import NotReady
from workflow.services import Arrival

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
RUNS = 3  # that were started; one more is brought in
NOW = dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)


@dataclass
class Model:
    state: str = "draft"
    area: str = ""
    brought_in: bool = False  # and nothing but remarks since
    history: list = field(default_factory=lambda: [("", "", "draft", "system")])
    days: list = field(default_factory=lambda: [0])  # how long ago each record happened, as it stands
    moving: list = field(default_factory=lambda: [True])  # whether each record sets the state, as it stands
    arrivals: set = field(default_factory=set)  # the places of records that brought it in
    paused: set = field(default_factory=set)  # the places of the stays that are paused
    agreed: dict = field(default_factory=dict)  # the day that was agreed for a stay, by its place

    def answer(self, move, who, version, note, days_ago):
        sources, _, takers = TABLE[move]
        if version not in (None, len(self.history)):
            return "Stale"
        if self.state not in sources:
            return "NotFromHere"
        if not HATS[who].intersection(takers):
            return "NotYours"
        if self.is_paused and not self.goes_on_while_paused(move, who):
            return "Paused"
        if (
            (move == "submit" and not self.area)
            or days_ago < 0
            or (days_ago > 14 and not note.strip())
            or (move in WORDS_NEEDED and not note.strip())
        ):
            return "NotReady"
        return None

    def take(self, move, who, days_ago):
        _, target, takers = TABLE[move]
        hats = [taker for taker in takers if taker in HATS[who]]
        role = "officer" if self.is_paused and "officer" in hats else hats[0]
        self.write(move, target, role, days_ago, moving=True)
        self.brought_in = False

    def goes_on_while_paused(self, move, who):
        return move in {"record_visit", "withdraw"} and "officer" in HATS[who]

    @property
    def counting(self):
        """The places of the stays that count, the present one last."""
        return [place for place, moving in enumerate(self.moving) if moving]

    @property
    def is_paused(self):
        return self.counting[-1] in self.paused

    def act(self, days_ago=None):
        """Something of the office's that moves nothing, and no day of which is put right."""
        self.write("", self.state, "officer")
        self.days[-1] = days_ago
        self.brought_in = False

    def is_undoable(self):
        """Never a beginning, and no step by Waymark itself."""
        here = self.counting[-1]
        is_move = self.history[here][0] != "" or self.history[here][1] != self.history[here][2]
        return (
            len(self.counting) > 1
            and here not in self.arrivals
            and is_move
            and self.history[here][0] != "decide"
            and not self.is_paused
        )

    def undo(self):
        undone, before = self.counting[-1], self.counting[-2]
        self.moving[undone] = False
        if self.history[undone][0] == "":
            self.days[undone] = None  # a reopening
        self.write("", self.history[before][2], "officer")
        self.days[-1] = None
        self.brought_in = False

    def is_reopenable(self):
        return self.state in {"withdrawn", "refused"} and len(self.counting) > 1

    def reopen(self):
        self.write("", self.history[self.counting[-2]][2], "officer", moving=True)
        self.brought_in = False

    def write(self, move, target, role, days_ago=0, *, moving=False):
        self.history.append((move, self.state, target, role))
        self.days.append(days_ago)
        self.moving.append(moving)
        self.state = target

    def bring_again(self, target, days_ago):
        self.moving = [False] * len(self.moving)
        self.arrivals.add(len(self.history))
        self.write("", target, "officer", days_ago, moving=True)

    def answer_to_correction(self, number, days_ago):
        """None, or why not: no such line, the day it says already, tomorrow, or out of order."""
        if number >= len(self.history) or self.days[number] is None:
            return "NotReady"
        moves = [place for place, moving in enumerate(self.moving) if moving]
        is_remark = self.history[number][0] == "" and not self.moving[number] and number not in self.arrivals
        if number not in moves and not is_remark:
            return "NotReady"
        if self.days[number] == days_ago or days_ago < 0:
            return "NotReady"
        if number in moves:
            earlier = [self.days[place] for place in moves if place < number][-1:]
            later = [self.days[place] for place in moves if place > number][:1]
            if any(days_ago > days for days in earlier) or any(days_ago < days for days in later):
                return "NotReady"
        return None

    @property
    def entered(self):
        """How long ago the present state was entered."""
        return next(
            days for days, moving in zip(reversed(self.days), reversed(self.moving), strict=True) if moving
        )

    def open_to(self, who):
        return {
            move
            for move, (sources, _, takers) in TABLE.items()
            if self.state in sources
            and HATS[who].intersection(takers)
            and not (move == "submit" and not self.area)
            and (not self.is_paused or self.goes_on_while_paused(move, who))
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
remarks = st.tuples(st.just("remark"), st.integers(0, RUNS), st.sampled_from([0, 3, -1]))
arrivals = st.tuples(
    st.just("arrival"),
    st.integers(0, RUNS),
    st.sampled_from(["draft", "submitted", "sent_back", "deciding"]),
    st.sampled_from([0, 3, 30, -1]),
)
corrections = st.tuples(
    st.just("correction"), st.integers(0, RUNS), st.integers(0, 4), st.sampled_from([0, 1, 3, 14, -1])
)
acts_of_the_office = st.tuples(
    st.sampled_from(["undo", "undo", "reopen", "pause", "resume", "extend"]), st.integers(0, RUNS)
)
places = st.tuples(st.integers(0, RUNS - 1), st.sampled_from(["", "north"]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            tries,
            tries,
            tries,
            places,
            remarks,
            arrivals,
            corrections,
            acts_of_the_office,
            acts_of_the_office,
        ),
        min_size=3,
        max_size=25,
    )
)
def test_engine_does_what_the_model_does(people, acts):
    now = NOW
    runs = [services.start(Trial, actor=None, now=now, label=f"Run {i}") for i in range(RUNS)]
    runs += services.bring_in(
        Trial, [Arrival(Trial.submitted, None, now.date(), label="Run in")], actor=None, now=now
    )
    make_lead(people["lead"], *runs)
    make_officer(people["officer"], *runs)
    models = [Model() for _ in runs[:RUNS]]
    models.append(
        Model("submitted", "", brought_in=True, history=[("", "", "submitted", "system")], arrivals={0})
    )

    for act in acts:
        if act[0] in OTHERS:
            OTHERS[act[0]](runs[act[1]], models[act[1]], people["officer"], now, *act[2:])
        elif act[0] in ACTS:
            ACTS[act[0]](Run.objects.get(pk=runs[act[1]].pk), models[act[1]], people["officer"], now)
        elif len(act) == 2:
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
            models[i].take(move, who, days_ago)
    if who == "both":
        make_lead(people["lead"], *runs)
        make_officer(people["officer"], *runs)


def day(now, days_ago):
    return now - dt.timedelta(days=days_ago)


def try_to_remark(run, model, officer, now, days_ago):
    run = Run.objects.get(pk=run.pk)
    if days_ago < 0:
        with pytest.raises(NotReady):
            services.annotate(run, RANG, actor=officer, now=now, happened_at=day(now, days_ago))
        return
    services.annotate(run, RANG, actor=officer, now=now, happened_at=day(now, days_ago))
    model.write("", model.state, "officer", days_ago)


def try_to_bring_in_again(run, model, officer, now, state, days_ago):
    arrival = Arrival(Trial.states[state], None, day(now, days_ago).date())
    run = Run.objects.get(pk=run.pk)
    if not model.brought_in or state == "deciding" or days_ago < 0:
        with pytest.raises(NotReady):
            services.bring_in_again(run, arrival, actor=officer, now=now)
        return
    services.bring_in_again(run, arrival, actor=officer, now=now)
    model.bring_again(state, days_ago)


def try_to_correct(run, model, officer, now, number, days_ago):
    run = Run.objects.get(pk=run.pk)
    expected = model.answer_to_correction(number, days_ago)
    happened_at = day(now, days_ago)
    if number in model.arrivals and number < len(model.days) and model.days[number] == days_ago:
        return  # an arrival has a day and no time: another time of that day is no fault
    try:
        services.correct(run, number + 1, happened_at=happened_at, actor=officer, now=now, note="So it was.")
    except NotReady:
        assert expected == "NotReady"
        return
    assert expected is None
    model.write("", model.state, "officer")
    model.days[number] = days_ago
    model.days[-1] = None
    model.brought_in = False


OTHERS = {"remark": try_to_remark, "arrival": try_to_bring_in_again, "correction": try_to_correct}


WHY = {"reason": "other", "note": "Because."}
ENDS = {"done", "refused", "withdrawn"}


def done_or_refused(act, *, expected):
    """Does it; where it is not to be expected, looks that it is refused instead."""
    if expected:
        act()
    else:
        with pytest.raises(NotReady):
            act()
    return expected


def try_to_undo(run, model, officer, now):
    if done_or_refused(
        lambda: services.undo(run, actor=officer, now=now, **WHY), expected=model.is_undoable()
    ):
        model.undo()


def try_to_reopen(run, model, officer, now):
    if done_or_refused(
        lambda: services.reopen(run, actor=officer, now=now, **WHY), expected=model.is_reopenable()
    ):
        model.reopen()


def try_to_pause(run, model, officer, now):
    expected = model.state not in ENDS and not model.is_paused
    if done_or_refused(lambda: services.pause(run, actor=officer, now=now, **WHY), expected=expected):
        model.paused.add(model.counting[-1])
        model.act()


def try_to_resume(run, model, officer, now):
    if done_or_refused(lambda: services.resume(run, actor=officer, now=now + REST), expected=model.is_paused):
        here = model.counting[-1]
        model.paused.discard(here)
        if here in model.agreed:
            model.agreed[here] += REST
        model.act()


def try_to_extend(run, model, officer, now):
    to = max(run.due_on or now.date(), now.date()) + dt.timedelta(days=1)
    is_due = model.state in {"draft", "submitted"}
    expected = is_due and not model.is_paused
    if done_or_refused(lambda: services.extend(run, to=to, actor=officer, now=now, **WHY), expected=expected):
        model.agreed[model.counting[-1]] = to
        model.act()


REST = dt.timedelta(days=2)
ACTS = {
    "undo": try_to_undo,
    "reopen": try_to_reopen,
    "pause": try_to_pause,
    "resume": try_to_resume,
    "extend": try_to_extend,
}


def compare(runs, models):
    for run, model in zip(runs, models, strict=True):
        kept = Run.objects.get(pk=run.pk)
        history = list(kept.records.order_by("seq").values_list("transition", "source", "target", "role"))
        assert (kept.state, kept.seq) == (model.state, len(model.history))
        assert kept.entered_at.date() == day(NOW, model.entered).date()
        assert (kept.paused_at is not None) == model.is_paused
        if agreed := model.agreed.get(model.counting[-1]):
            assert kept.due_on == agreed
        assert [(*move, role.removeprefix("trial_")) for *move, role in history] == model.history
