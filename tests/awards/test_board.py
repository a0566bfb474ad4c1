"""The office's list: what it shows, how it is narrowed, and that nothing is lost from page to page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.enquiry import Enquiry
from awards.models import Area
from awards.paging import SIZE, page_of
from awards.queries import board_runs
from tests.awards.world import client_of, entry_of, words_of
from workflow.models import Run
from workflow.presenters import short_day
from workflow.services import advance, start


@pytest.fixture
def office(world):
    return client_of(world.officer)


def shown(client, **chosen):
    answer = client.get("/journeys/", chosen)
    assert answer.status_code == 200
    return [row.label for row in answer.context["rows"]]


def enquiries(world, number, *, together=False):
    step = dt.timedelta(0) if together else dt.timedelta(minutes=1)
    return [
        start(Enquiry, actor=None, now=world.now + place * step, label=f"Asker {place:03d}")
        for place in range(number)
    ]


@pytest.fixture
def four(world, now):
    """Two schools in two areas, an enquiry that waits for its asker, and one that was answered."""
    dudley, oldbury = (
        Area.objects.create(code=code, name=name) for code, name in (("332", "Dudley"), ("333", "Oldbury"))
    )
    first = world.registered(entry_of("O'Dreary’s Grammar School", area=dudley))
    world.registered(
        entry_of("Larkspur & Foxglove Infant School", area=oldbury), now=now + dt.timedelta(hours=1)
    )
    world.booked(first, now=now + dt.timedelta(hours=2))
    asked = world.enquiry(name="Bilal Hussain")
    advance(asked, Enquiry.ask_back, actor=world.officer, now=now + dt.timedelta(hours=3), note="How many?")
    done = world.enquiry(name="Tessa Lowe")
    advance(done, Enquiry.answer, actor=world.officer, now=now + dt.timedelta(hours=4), note="Yes.")


FIRST, SECOND, ASKER, DONE = (
    "O'Dreary’s Grammar School", "Larkspur & Foxglove Infant School", "Bilal Hussain", "Tessa Lowe"
)  # fmt: skip


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, [SECOND, FIRST, ASKER]),
        ({"ended": "all"}, [SECOND, FIRST, ASKER, DONE]),
        ({"ended": "only"}, [DONE]),
        ({"programme": "artsmark"}, [SECOND, FIRST]),
        ({"programme": "enquiry", "ended": "all"}, [ASKER, DONE]),
        ({"step": "artsmark:day_booked"}, [FIRST]),
        ({"step": "enquiry:answered", "ended": "all"}, [DONE]),
        ({"move": "enquirer"}, [ASKER]),
        ({"move": "school"}, [SECOND, FIRST]),
        ({"area": "332"}, [FIRST]),
        ({"q": "foxglove infant"}, [SECOND]),
        ({"q": "INFANT  larkspur"}, [SECOND]),
        ({"q": "O'Dreary’s"}, [FIRST]),
        ({"q": "%"}, []),
        ({"q": "' OR 1=1 --"}, []),
        ({"q": "foxglove", "area": "332"}, []),
    ],
)
def test_filters_narrow_the_list_and_the_longest_waiting_is_first(office, chosen, found):
    assert shown(office, **chosen) == found


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    "chosen",
    [
        {"programme": "nonsense"},
        {"step": "a:b:c"},
        {"move": "'"},
        {"area": "999"},
        {"ended": "x"},
        {"q": "\x00"},
    ],
)
def test_choice_that_there_is_not_is_no_fault_of_the_page(office, chosen):
    assert office.get("/journeys/", chosen).status_code == 200


@pytest.mark.usefixtures("four")
def test_empty_list_says_what_to_do(office):
    assert "No journey fits" in words_of(office.get("/journeys/", {"q": "nobody"}))


def test_row_says_whose_move_since_when_and_whether_it_is_late(world, office):
    began = timezone.now() - dt.timedelta(days=400)
    run = world.registered(now=began).run

    (row,) = office.get("/journeys/").context["rows"]

    assert (row.label, row.programme, row.step, row.who) == (run.label, "Artsmark", "Registered", "school")
    assert (row.since, row.href) == (short_day(began), f"/journeys/{run.public_id}/")
    days = (timezone.localdate() - timezone.localdate(began)).days
    assert (row.days, row.is_overdue) == (days, True)


def pages(runs, *, size, between=lambda: None):
    """The labels of every page, with something happening between any two."""
    labels, after = [], ""
    for _ in range(50):
        page = page_of(runs(), after=after, address=QueryDict("move=office"), size=size)
        labels.append([run.label for run in page.rows])
        if not page.next_href:
            return labels
        after = QueryDict(page.next_href[1:])["after"]
        between()
    raise AssertionError("The list has no end.")


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("size", [1, 3, 4, 12, 13])
def test_pages_hold_every_run_once(world, size, together):
    runs = enquiries(world, 12, together=together)

    found = pages(board_runs, size=size)

    assert [label for page in found for label in page] == [run.label for run in runs]
    assert {len(page) for page in found[:-1]} <= {size}


def test_runs_that_stay_are_neither_lost_nor_doubled_while_others_move(world):
    runs = enquiries(world, 20)
    moving = iter([runs[place] for place in (1, 9, 4, 15, 0, 19)])
    clock = iter(world.now + dt.timedelta(days=place) for place in range(1, 20))

    def one_moves_and_one_comes():
        moment = next(clock)
        run = next(moving, None)
        if run:
            advance(run, Enquiry.take_on, actor=world.officer, now=moment)
        start(Enquiry, actor=None, now=world.now - dt.timedelta(days=5), label="Late entry")

    found = [label for page in pages(board_runs, size=3, between=one_moves_and_one_comes) for label in page]

    stayed = [run.label for run in runs if run not in [runs[place] for place in (1, 9, 4, 15, 0, 19)]]
    assert [label for label in found if label in stayed] == stayed


def test_list_goes_on_by_its_own_links_and_keeps_the_filters(world, office):
    enquiries(world, SIZE + 3)
    chosen = {"programme": "enquiry", "move": "office", "q": "Asker"}

    first = office.get("/journeys/", chosen)
    second = office.get("/journeys/" + first.context["page"].next_href)

    labels = [row.label for answer in (first, second) for row in answer.context["rows"]]
    assert labels == [f"Asker {place:03d}" for place in range(SIZE + 3)]
    assert (first.context["page"].first_href, second.context["page"].next_href) == ("", "")
    back = QueryDict(second.context["page"].first_href[1:])
    assert back.dict() == chosen


@pytest.mark.parametrize(
    "after",
    [
        "x", "~", "~1", "2026-03-10~1", "2026-03-10T10:00:00+00:00~", "2026-03-10T10:00:00+00:00~one",
        "2026-03-10T10:00:00~1", "9999-12-31T23:59:59-23:59~1", "0001-01-01T00:00:00+23:59~1", "2026-13-45~1",
        "2026-03-01T10:00:00+00:00~99999999999999999999999", "2026-03-01T10:00:00+00:00~-1", "\x00~\x00",
        "' OR 1=1 --", "2026-03-01T10:00:00+00:00~" + "9" * 5000,
    ],
)  # fmt: skip
def test_key_that_cannot_be_read_is_no_fault_of_the_page(world, office, after):
    enquiries(world, 1)

    assert office.get("/journeys/", {"after": after}).status_code == 200


@pytest.mark.parametrize("after", ["x", "2026-03-10~1", "2026-03-10T10:00:00~1", ""])
def test_key_that_cannot_be_read_begins_at_the_beginning(world, office, after):
    enquiries(world, 1)

    assert shown(office, after=after) == ["Asker 000"]


def test_list_takes_the_same_queries_for_one_row_and_for_three(world, office, django_assert_num_queries):
    world.registered()
    assert len(shown(office)) == 1
    with django_assert_num_queries(15, exact=False) as one:
        office.get("/journeys/")
    world.registered()
    advance(world.enquiry(), Enquiry.take_on, actor=world.officer, now=world.now)
    Run.objects.update(officer=world.officer)

    with django_assert_num_queries(len(one)):
        assert len(shown(office)) == 3


def test_step_filter_offers_every_state_of_every_programme(office):
    choices = dict(office.get("/journeys/").context["form"].fields["step"].choices)

    assert {f"artsmark:{name}" for name in Artsmark2018.states} <= set(choices)
    assert {f"enquiry:{name}" for name in Enquiry.states} <= set(choices)


def test_email_is_found_however_it_is_written(world, office):
    application = world.registered()
    email = world.lead_of(application).email

    assert [row.label for row in office.get("/journeys/", {"q": email.upper()}).context["rows"]] == [
        application.run.label
    ]
