"""What the pictures of the office count: where runs stand and end, how old they are, what falls due. One query each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncWeek

from workflow.journey import Journey, Phase
from workflow.models import Run, StepPace, TransitionRecord
from workflow.registry import all_journeys

WEEKS = 10  # ahead, of what falls due
BANDS = (28, 91, 182)  # days that bound the ages of work in hand: four weeks, a quarter, half a year
PAUSED = "paused"


@dataclass(frozen=True)
class Choice:
    """Of which runs the pictures speak: of a programme, an edition, an area; empty: of all."""

    programme: str = ""
    edition: str = ""
    area: str = ""

    @property
    def runs(self) -> QuerySet[Run]:
        given = {"journey_code": self.programme, "edition": self.edition, "area": self.area}
        return Run.objects.filter(**{name: value for name, value in given.items() if value}).order_by()

    @property
    def journeys(self) -> list[type[Journey]]:
        """The editions of which it speaks, the latest first."""
        return [
            journey
            for journey in reversed(all_journeys())
            if journey.code == self.programme and self.edition in ("", journey.edition)
        ]


@dataclass(frozen=True)
class Reached:
    """A stop of the path: how many came there, are there now, went no further, and went on."""

    stop: str
    came: int
    here: int
    left: int

    @property
    def went_on(self) -> int:
        return self.came - self.here - self.left


def funnel(choice: Choice) -> list[Reached]:
    """How far the runs have come, by the stops of the path; none where nothing has begun. One query.

    A run stands at the stop of its state; one that ended off the path (withdrawn, closed) at the last stop before.
    Whoever stands at a stop has come to all stops before it.
    """
    stops = stops_of(choice.journeys)
    standing = dict.fromkeys(stops, (0, 0))
    achieved = 0
    for stop, phase, number in _standing(choice):
        here, left = standing[stop]
        if phase == Phase.ACHIEVED:
            achieved += number
        elif phase == Phase.ENDED:
            standing[stop] = (here, left + number)
        else:
            standing[stop] = (here + number, left)
    found: list[Reached] = []
    came = achieved
    for stop in reversed(stops):
        here, left = standing[stop]
        came += here + left
        found.insert(0, Reached(stop, came, here, left))
    return found if came else []


def stops_of(journeys: Sequence[type[Journey]]) -> list[str]:
    """The stops of editions, in order: those of the first, then what others have besides."""
    return list(dict.fromkeys(stop for journey in journeys for stop in journey.stops()))


def _standing(choice: Choice) -> Iterator[tuple[str, str, int]]:
    """Stop, phase and number of the runs that stand there. An achieved run is given with the last stop."""
    stop_of = {
        (journey.edition, name): state.stop
        for journey in choice.journeys
        for name, state in journey.states.items()
        if state.stop
    }
    on_the_path = {name for _, name in stop_of}
    before = TransitionRecord.objects.filter(run=OuterRef("pk"), source__in=on_the_path).order_by("-seq")
    rows = (
        choice.runs.annotate(
            stood=Case(
                When(state__in=on_the_path, then=F("state")),
                default=Subquery(before.values("source")[:1]),
                output_field=CharField(),
            )
        )
        .values_list("edition", "stood", "phase")
        .annotate(number=Count("pk"))
    )
    stops = stops_of(choice.journeys)
    for edition, stood, phase, number in rows:
        yield stop_of.get((edition, stood)) or stops[0], phase, number


def paces(choice: Choice) -> tuple[str, list[StepPace]]:
    """The pace of the steps of one edition (the one chosen, or the one with most spells), in the order of its states.

    Learnt over all areas. One query.
    """
    editions = {journey.edition: journey for journey in choice.journeys}
    rows = list(StepPace.objects.filter(journey_code=choice.programme, edition__in=editions))
    if not rows:
        return choice.edition, []
    spells = {edition: sum(row.spells for row in rows if row.edition == edition) for edition in editions}
    edition = max(spells, key=lambda one: spells[one])
    states = [name for name, state in editions[edition].states.items() if not state.final]
    of_it = [row for row in rows if row.edition == edition and row.state in states]
    return edition, sorted(of_it, key=lambda row: states.index(row.state))


@dataclass(frozen=True)
class Ages:
    """How many open runs wait for somebody: by age in the bands of ``BANDS``, and those whose age nobody knows."""

    who: str
    by_band: tuple[int, ...]
    unknown: int

    @property
    def total(self) -> int:
        return sum(self.by_band) + self.unknown


def ages(choice: Choice, *, now: dt.datetime) -> list[Ages]:
    """The open runs by whose move it is and for how long; those that are paused by themselves. One query."""
    unknown, oldest = -1, len(BANDS)
    band = Case(
        When(entered_is_known=False, then=Value(unknown)),
        *(
            When(entered_at__gt=now - dt.timedelta(days=days), then=Value(place))
            for place, days in enumerate(BANDS)
        ),
        default=Value(oldest),
    )
    who = Case(
        When(paused_at__isnull=False, then=Value(PAUSED)), default=F("waits_for"), output_field=CharField()
    )
    rows = choice.runs.filter(finished_at=None).annotate(who=who, band=band).values_list("who", "band")
    counted: dict[str, dict[int, int]] = {}
    for party, place, number in rows.annotate(number=Count("pk")):
        counted.setdefault(party, {})[place] = number
    found = [
        Ages(party, tuple(of.get(place, 0) for place in range(oldest + 1)), of.get(unknown, 0))
        for party, of in counted.items()
    ]
    return sorted(found, key=lambda one: (-one.total, one.who))


@dataclass(frozen=True)
class Due:
    """What falls due in a week that begins on a Monday; ``begins`` None: what is late already."""

    begins: dt.date | None
    theirs: int
    ours: int

    @property
    def total(self) -> int:
        return self.theirs + self.ours


def due_by_week(choice: Choice, *, ours: Sequence[str], today: dt.date) -> list[Due]:
    """What is late, and what falls due in this week and the next ones, by whose move it is; paused runs apart. One query."""
    this_week = today - dt.timedelta(days=today.weekday())
    weeks = [this_week + dt.timedelta(weeks=place) for place in range(WEEKS)]
    is_late = Case(When(due_on__lt=today, then=Value(None)), default=Cast(TruncWeek("due_on"), DateField()))
    rows = (
        choice.runs.filter(finished_at=None, paused_at=None, due_on__lt=weeks[-1] + dt.timedelta(weeks=1))
        .annotate(week=is_late)
        .values_list("week")
        .annotate(number=Count("pk"), ours=Count("pk", filter=Q(waits_for__in=ours)))
    )
    counted = {week: (number - mine, mine) for week, number, mine in rows}
    return [Due(week, *counted.get(week, (0, 0))) for week in (None, *weeks)]


@dataclass(frozen=True)
class Lane:
    """A state with the runs that have been there longest, and how many are there."""

    code: str
    state: str
    label: str
    number: int
    runs: Sequence[Run]


def lanes(choice: Choice, *, officer: int | None = None, most: int) -> list[Lane]:
    """The live states of a programme, each with at most so many runs. Two queries, whatever the number of states."""
    open_runs = choice.runs.filter(finished_at=None)
    if officer:
        open_runs = open_runs.filter(officer=officer)
    numbers: dict[str, dict[str, int]] = {}
    counted = open_runs.values_list("state", "edition").annotate(number=Count("pk"))
    for name, edition, number in counted:
        numbers.setdefault(name, {})[edition] = number
    some = [open_runs.filter(state=name).order_by("entered_at", "pk").values("pk")[:most] for name in numbers]
    cards: dict[str, list[Run]] = {}
    if some:
        keys = some[0].union(*some[1:], all=True) if len(some) > 1 else some[0]
        runs = Run.objects.filter(pk__in=keys).select_related("officer").order_by("entered_at", "pk")
        for run in runs:
            cards.setdefault(run.state, []).append(run)
    return [
        Lane(choice.programme, name, label, sum(numbers.get(name, {}).values()), cards.get(name, []))
        for name, label in _labels(choice.journeys, numbers).items()
    ]


def _labels(journeys: Sequence[type[Journey]], numbers: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """The live states by name; one that is called otherwise in another edition has each word under which a run is there."""
    words: dict[str, list[str]] = {}
    live = [(journey.edition, *item) for journey in journeys for item in journey.states.items()]
    for edition, name, state in live:
        if state.final:
            continue
        known, here = words.setdefault(name, []), numbers.get(name, {})
        if edition in here or not (here or known):
            known.append(state.label)
    return {name: " / ".join(dict.fromkeys(known)) for name, known in words.items()}
