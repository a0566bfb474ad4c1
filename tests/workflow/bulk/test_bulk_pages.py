"""The pages of one act on many journeys, as the office meets them."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.awards.world import client_of, words_of
from tests.factories.people import OfficerFactory, PersonFactory
from tests.trial.roles import make_officer
from tests.workflow.bulk.working import WHY, done, fresh, shown, work_off
from workflow import services
from workflow.models import BulkAct

DAY = dt.timedelta(days=1)


@pytest.fixture
def office(officer):
    return client_of(officer)


def words(answer):
    return " ".join(words_of(answer).split())


def form_page(code, query=""):
    return f"/journeys/together/{code}/?{query}"


@pytest.fixture
def forty(start):
    return [start(label=f"Team {place:02d}") for place in range(40)]


def test_forty_are_given_more_time_after_a_look_and_it_is_taken_back(forty, start, office, officer, now):
    services.pause(forty[7], actor=officer, now=now, **WHY)
    other = start(label="Nobody meant this")
    to = forty[0].due_on + 30 * DAY
    board = office.get("/journeys/", {"q": "Team"})
    assert 'href="/journeys/together/?q=Team"' in words(board)
    choose = words(office.get("/journeys/together/", {"q": "Team"}))
    assert "The list has 40 journeys." in choose
    assert 'href="/journeys/together/extend/?q=Team"' in choose

    answer = office.post(form_page("extend", "q=Team"), {"to": to.isoformat(), **WHY}, follow=True)

    preview = words(answer)
    assert "This changes 39 journeys. 1 stays as it is, for the reasons below." in preview
    assert f"Due by: {to.day} {to:%B %Y}, for 39 journeys" in preview
    assert "No email goes with it." in preview
    bulk = BulkAct.objects.get()
    page = reverse("workflow:bulk", args=[bulk.public_id])
    assert "Team 07 is paused, and its day waits with it." in words(office.get(page, {"show": "refused"}))
    assert "Team 08" not in words(office.get(page, {"show": "refused"}))

    under_way = office.post(f"{page}confirm/", follow=True)
    assert "It is being done: 1 of 40 so far." in words(under_way)
    assert under_way["Refresh"] == "3"
    assert "Refresh" not in office.get(page, {"still": "1"})
    work_off()
    result = office.get(page)
    assert "Done for 39 journeys. 1 was left as it is, for the reasons below." in words(result)
    assert "Refresh" not in result
    assert [fresh(run).due_on == to for run in (forty[0], forty[7], other)] == [True, False, False]

    assert "Take back: Give more time" in words(office.get(f"{page}take-back/"))
    assert office.post(f"{page}take-back/", {"note": "Oh."}).status_code == 422
    taking = office.post(f"{page}take-back/", {"reason": "by-mistake", "note": "Oh."}, follow=True)
    assert "It is being taken back: 0 of 39 so far." in words(taking)
    work_off()
    assert "It was taken back for 39 journeys." in words(office.get(page))
    assert fresh(forty[0]).due_on == forty[0].due_on
    assert "Taken back" in words(office.get("/together/"))


def test_rows_are_paged_with_as_many_queries_for_one_as_for_many(start, officer, office):
    few, many = ([start(label=f"Run {place}") for place in range(number)] for number in (1, 60))
    pages = []
    for runs in (few, many):
        bulk = shown(runs, "pause", officer, until="")
        pages.append(reverse("workflow:bulk", args=[bulk.public_id]))
    office.get(pages[0])
    counted = []
    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            answer = office.get(page)
        counted.append(len(captured))

    assert counted[0] == counted[1] <= 12
    assert len(answer.context["rows"]) == 50
    assert len(office.get(pages[1] + answer.context["next_href"]).context["rows"]) == 10


def test_results_are_a_file(start, officer, office):
    bulk = done([start(label="=Sum"), start(label="Other")], "pause", officer, until="")

    answer = office.get(f"/together/{bulk.public_id}/results.csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert rows[0] == ["Name", "Journey", "Result", "Why", "What was to change"]
    assert rows[2] == ["Other", "A trial", "Done", "", "Paused: no → until it is resumed"]
    assert rows[1][0] != "=Sum"


def test_reminder_for_many_that_none_can_have_offers_no_button(start, office):
    start()

    answer = office.post(form_page("nudge"), {"note": "Hello."}, follow=True)

    assert "Nothing can be done: 1 journey stays as it is now" in words(answer)
    assert "Do it for" not in words(answer)
    page = answer.redirect_chain[-1][0]
    assert office.post(f"{page}confirm/").status_code == 409


def test_form_that_says_too_little_keeps_what_was_typed(start, office):
    start()
    answer = office.post(form_page("pause"), {"until": "2090-01-02", "note": "Roof fell in."})

    assert answer.status_code == 422
    assert "Choose the reason" in words(answer)
    assert "Roof fell in." in words(answer)


def test_filter_that_there_is_not_changes_nothing(start, office):
    start()

    assert office.get("/journeys/together/", {"programme": "nonsense"}).status_code == 422
    answer = office.post(form_page("pause", "programme=nonsense"), {"until": "", **WHY})

    assert answer.status_code == 422
    assert "says something that is not on offer" in words(answer)
    assert BulkAct.objects.count() == 0


def test_empty_list_is_told(office):
    assert "No journey is on this list" in words(office.get("/journeys/together/", {"q": "nobody"}))
    answer = office.post(form_page("pause", "q=nobody"), {"until": "", **WHY})
    assert (answer.status_code, "There is no journey on this list." in words(answer)) == (409, True)


def test_final_act_says_so_before_and_has_no_way_back(start, officer, office, now):
    run = start()
    services.pause(run, actor=officer, now=now, **WHY)
    bulk = shown([run], "resume", officer)
    page = reverse("workflow:bulk", args=[bulk.public_id])
    assert "What was resumed is not set back: pause it again." in words(office.get(page))
    office.post(f"{page}confirm/")
    work_off()

    assert "Take all of it back" not in words(office.get(page))
    answer = office.post(f"{page}take-back/", {"reason": "other", "note": "No."})
    assert answer.status_code == 409


def test_pages_are_the_offices_and_a_preview_its_makers(start, officer, lead, now):
    runs = [start()]
    bulk = shown(runs, "pause", officer, until="")
    page = reverse("workflow:bulk", args=[bulk.public_id])
    colleague, stranger = client_of(OfficerFactory().person), client_of(PersonFactory())
    gets = [page, f"{page}take-back/", f"{page}results.csv", "/together/", "/journeys/together/"]

    assert [colleague.get(one).status_code for one in gets] == [404, 404, 404, 200, 200]
    assert colleague.post(f"{page}confirm/").status_code == 404
    for client in (stranger, client_of(lead)):
        assert {client.get(one).status_code for one in [*gets, form_page("pause")]} == {404}
        assert client.post(f"{page}confirm/").status_code == 404
        assert client.post(form_page("pause"), {"until": "", **WHY}).status_code == 404
    make_officer(officer, *runs)
    client_of(officer).post(f"{page}confirm/")
    work_off()
    assert colleague.get(page).status_code == 200


def test_what_was_done_is_listed(start, officer, office):
    assert "Nothing was done to many at once yet" in words(office.get("/together/"))
    done([start(), start()], "pause", officer, until="")

    listed = words(office.get("/together/"))

    assert "Olga Officer" in listed
    assert [
        (line["name"], line["counts"].were_done) for line in office.get("/together/").context["lines"]
    ] == [("Pause", 2)]


def test_act_that_there_is_not_is_not_here(office, db):
    assert office.get(form_page("fly")).status_code == 404
