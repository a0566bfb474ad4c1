"""The pictures of the work and the columns: their numbers against an office small enough to count by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from awards.models import Area
from tests.awards.pages.addresses import queries_of, run_page
from tests.awards.world import entry_of, words_of
from workflow.models import Run, StepPace
from workflow.services import pause

DAY = dt.timedelta(days=1)
NASTY = '<script>alert("school")</script>'


@pytest.fixture
def small_office(world):
    """Seven schools of Artsmark: where they are stands in their names."""
    runs = {
        name: world.walk(state, entry=entry_of(f"{name} School")).run
        for name, state in [
            ("Registered", "registered"),
            ("Writing", "day_attended"),
            ("Read", "commitment_submitted"),
            ("Doing", "delivering"),
            ("Withdrawn", "withdrawn"),
            ("Closed", "closed"),
            ("Awarded", "awarded"),
        ]
    }
    pause(runs["Doing"], reason="illness", actor=world.officer, now=world.now, note="The lead is ill.")
    return runs


def figure(client, name, **chosen):
    return next(
        one for one in client.get("/journeys/figures/", chosen).context["figures"] if one.name == name
    )


def rows_of(client, name, **chosen):
    return [tuple(cell["text"] for cell in row) for row in figure(client, name, **chosen).rows]


def lanes_of(client, **chosen):
    found = client.get("/journeys/columns/", chosen).context["lanes"]
    return {lane.label: (lane.number, [card.label for card in lane.cards]) for lane in found if lane.number}


def test_funnel_counts_who_came_to_each_stop_who_is_there_and_who_stopped(small_office, office):
    rows = rows_of(office, "funnel", programme="artsmark")

    assert [row[:5] for row in rows] == [
        ("Registered", "7", "6", "1", "0"),
        ("Development day", "6", "6", "0", "0"),
        ("Statement of Commitment", "6", "3", "2", "1"),
        ("Putting it into practice", "3", "1", "1", "1"),
        ("Case Study", "1", "1", "0", "0"),
        ("Assessment", "1", "1", "0", "0"),
        ("Award", "1", "1", "0", "0"),
    ]
    assert [row[5] for row in rows] == ["0%", "0%", "17%", "33%", "0%", "0%", "0%"]


def test_work_in_hand_is_told_by_whose_move_and_paused_apart(small_office, office):
    assert [(row[0], row[-1]) for row in rows_of(office, "ages", programme="artsmark")] == [
        ("School", "2"),
        ("Office", "1"),
        ("Paused", "1"),
    ]


def test_waiting_falls_into_bands_of_weeks(world, office):
    for days in (27, 28, 90, 91, 181, 182, 700):
        world.registered(now=world.now - days * DAY)

    assert rows_of(office, "ages") == [("School", "1", "2", "2", "2", "0", "7")]


def test_what_falls_due_is_told_by_week_and_by_whose_move(small_office, office):
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    for name, due in (
        ("Registered", today - DAY),
        ("Writing", monday + 8 * DAY),
        ("Read", monday + 13 * DAY),
    ):
        Run.objects.filter(pk=small_office[name].pk).update(due_on=due)
    rows = rows_of(office, "due", programme="artsmark")

    assert rows[0] == ("Late already", "1", "0", "1")
    assert [row[1:] for row in rows[1:]] == [("0", "0", "0"), ("1", "1", "2"), *[("0", "0", "0")] * 8]


def test_pace_of_each_step_says_what_is_not_known_yet(world, office):
    facts = {"journey_code": "artsmark", "edition": "2018-in-house", "computed_at": world.now}
    StepPace.objects.create(
        **facts, state="day_attended", spells=40, open_spells=4, median_days=30, p90_days=80
    )
    StepPace.objects.create(
        **facts, state="delivering", spells=40, open_spells=30, median_days=400, p90_days=None
    )

    assert rows_of(office, "pace", programme="artsmark") == [
        ("Day attended", "30", "80", "40", "4"),
        ("Delivering", "400", "not yet", "40", "30"),
    ]


def test_columns_hold_the_longest_waiting_first_and_say_how_many_there_are(small_office, office, world):
    runs = [world.registered(now=world.now - days * DAY).run for days in range(100, 109)]
    columns = lanes_of(office, programme="artsmark")
    oldest = [run.label for run in reversed(runs)][:8]

    assert columns == {
        "Registered": (10, oldest),
        "Day attended": (1, ["Writing School"]),
        "Commitment submitted": (1, ["Read School"]),
        "Delivering": (1, ["Doing School"]),
    }
    page = words_of(office.get("/journeys/columns/", {"programme": "artsmark"}))
    assert page.count("See all") == 1
    assert 'href="/journeys/?step=artsmark%3Aregistered"' in page


def test_choice_of_area_and_of_mine_narrows(small_office, office, world):
    Area.objects.create(code="899", name="Quaggashire")
    Run.objects.filter(pk=small_office["Writing"].pk).update(area="899", officer=world.officer)

    assert lanes_of(office, programme="artsmark", area="899") == {"Day attended": (1, ["Writing School"])}
    assert lanes_of(office, programme="artsmark", whose="mine") == {"Day attended": (1, ["Writing School"])}
    assert rows_of(office, "funnel", programme="artsmark", area="899")[0][:3] == (
        "Registered",
        "1",
        "1",
    )


def test_move_leads_to_the_moves_of_its_journey(small_office, office):
    page = words_of(office.get("/journeys/columns/", {"programme": "artsmark"}))
    address = run_page(small_office["Read"])

    assert f'href="{address}#moves"' in page
    assert 'id="moves"' in words_of(office.get(address))


def test_names_are_escaped(world, office):
    world.registered(entry=entry_of(NASTY))

    assert NASTY not in words_of(office.get("/journeys/columns/", {"programme": "artsmark"}))


@pytest.mark.parametrize("chosen", [{"programme": "no-such"}, {"edition": "artsmark"}, {"area": NASTY}])
def test_choice_that_cannot_be_read_shows_everything(chosen, small_office, office):
    page = office.get("/journeys/figures/", chosen)

    assert page.status_code == 200
    assert NASTY not in words_of(page)


def test_empty_office_says_what_will_appear(world, office):
    assert {one.name: (one.says, one.svg) for one in office.get("/journeys/figures/").context["figures"]} == {
        "funnel": (
            "Each stop of the path appears here with how many reached it, once a journey has begun.",
            "",
        ),
        "pace": (
            "How long each step takes appears here the night after the first school has taken one.",
            "",
        ),
        "ages": ("Open journeys appear here by whose move it is.", ""),
        "due": ("Nothing is late, and nothing falls due in the next 10 weeks.", ""),
    }
    assert lanes_of(office) == {}


def test_figures_and_columns_take_the_same_queries_for_one_journey_and_for_many(world, office):
    world.registered()
    pages = ("/journeys/figures/", "/journeys/columns/")
    one = [queries_of(office, page) for page in pages]
    for state in ("day_attended", "commitment_submitted", "closed"):
        world.walk(state)

    assert [queries_of(office, page) for page in pages] == one
    assert max(one) <= 15
