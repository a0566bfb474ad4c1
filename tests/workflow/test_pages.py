"""The engine's own pages, as the office meets them."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import OfficerFactory, PersonFactory
from tests.trial.journeys import AREA_GIVEN, RANG, Trial
from tests.trial.roles import make_lead, make_officer
from workflow import services
from workflow.models import MailStop, Message, Run, Waiver
from workflow.stops import stop_mail, stop_mail_many


@pytest.fixture
def now():
    """Pages know no other time."""
    return timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5)


@pytest.fixture
def officer(db):
    return OfficerFactory(person=PersonFactory(name="Olga Officer")).person


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def office(officer):
    return client_of(officer)


def words(answer):
    return " ".join(answer.content.decode().split())


# ----------------------------------------------------------------------------------- putting a day right


def correcting(run, seq=1):
    return f"/journeys/{run.public_id}/history/{seq}/"


def test_day_is_put_right_after_its_changes_were_shown(run, office, now):
    right = timezone.localdate(now) - dt.timedelta(days=3)
    given = {"happened_on": right.isoformat(), "note": "The letter says so."}

    shown = office.post(correcting(run), given)

    assert shown.status_code == 200
    assert Run.objects.get(pk=run.pk).seq == 1
    assert (shown.context["shown"], [row[0]["text"] for row in shown.context["changes"]]) == (
        right.isoformat(),
        ["The day itself", "Began", "Here since", "Due by"],
    )
    done = office.post(correcting(run), {**given, "shown": right.isoformat()})
    assert done.status_code == 302
    assert timezone.localdate(Run.objects.get(pk=run.pk).started_at) == right


def test_page_begins_with_the_day_so_far(run, office, now):
    page = words(office.get(correcting(run)))

    assert f'value="{timezone.localdate(now).isoformat()}"' in page
    assert f'<a class="govuk-link" href="/journeys/{run.public_id}/">Not now</a>' in page


def test_another_day_is_shown_its_changes_first(run, office, now):
    days = [timezone.localdate(now) - dt.timedelta(days=number) for number in (3, 4)]

    answer = office.post(
        correcting(run), {"happened_on": days[1].isoformat(), "note": "x", "shown": days[0].isoformat()}
    )

    assert (answer.status_code, answer.context["shown"]) == (200, days[1].isoformat())
    assert Run.objects.get(pk=run.pk).seq == 1


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"happened_on": "", "note": ""}, 422, "Give the day on which it happened."),
        ({"happened_on": "2999-01-01", "note": "x"}, 409, "lies in the future"),
        ({"happened_on": "2026-01-05", "note": ""}, 422, "whoever looks at the history later"),
    ],
)
def test_correction_that_cannot_be_says_why_and_keeps_what_was_typed(run, office, given, status, sentence):
    answer = office.post(correcting(run), given)

    assert answer.status_code == status
    assert sentence in words(answer)
    assert given["note"] in words(answer)


def test_same_day_is_no_correction(run, office, now):
    answer = office.post(correcting(run), {"happened_on": timezone.localdate(now).isoformat(), "note": "x"})

    assert (answer.status_code, "That is the day which it says already." in words(answer)) == (409, True)


def test_only_lines_with_a_day_of_their_own_are_put_right(run, officer, office, now):
    services.annotate(run, RANG, actor=officer, now=now)
    services.waive(_without_area(run), AREA_GIVEN, actor=officer, now=now, note="x")

    assert [office.get(correcting(run, seq)).status_code for seq in (1, 2, 3, 4)] == [200, 200, 404, 404]


def _without_area(run):
    Run.objects.filter(pk=run.pk).update(area="")
    return run


# ------------------------------------------------------------------------------------ waiving a condition


def waiving(run):
    return f"/journeys/{run.public_id}/conditions/waive/"


def test_condition_is_waived(run, office):
    _without_area(run)
    page = office.get(waiving(run))
    assert "Area given: Say which area it is in." in words(page)

    answer = office.post(waiving(run), {"guard": "area given", "note": "They have none."})

    assert answer.status_code == 302
    assert Waiver.objects.get().record.note.text == "They have none."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"guard": "", "note": "x"}, "Choose the condition."),
        ({"guard": "name given", "note": "x"}, "That one no longer stands in the way."),
        ({"guard": "area given", "note": ""}, "a waiver without a reason cannot be defended later"),
    ],
)
def test_waiver_that_cannot_be_says_why(run, office, given, sentence):
    _without_area(run)

    answer = office.post(waiving(run), given)

    assert (answer.status_code, Waiver.objects.count()) == (422, 0)
    assert sentence in words(answer)


def test_page_says_when_nothing_can_be_waived(run, office):
    assert "Nothing can be waived here now" in words(office.get(waiving(run)))


def test_reasons_of_a_move_lead_the_office_to_the_waiver(run, lead, officer, office):
    make_lead(officer, _without_area(run))

    page = words(office.get(f"/journeys/{run.public_id}/submit/"))

    assert f'href="{waiving(run)}"' in page
    make_lead(lead, run)
    assert "waive" not in words(client_of(lead).get(f"/journeys/{run.public_id}/submit/"))


def test_waivers_are_listed_with_their_runs(run, officer, office, now):
    services.waive(_without_area(run), AREA_GIVEN, actor=officer, now=now, note="They have none.")

    (line,) = office.get("/waivers/").context["lines"]
    assert (line.condition, line.programme, line.number, line.used, line.last_used) == (
        *("Area given", "A trial, 1"),
        *(1, 0, "not yet"),
    )
    chosen = words(office.get(line.href))
    assert "Trial run" in chosen
    assert "They have none." in chosen


def test_nothing_waived_says_how_to_begin(office):
    assert "Nothing was waived so far" in words(office.get("/waivers/"))


# --------------------------------------------------------------------------------------------- stopped post


def held(run, now, number=1):
    return [
        Message.objects.create(
            key=str(uuid.uuid4()),
            run=run,
            template="x",
            to_email="head@waymark.example",
            subject=f"News {i}",
            body="x",
            message_id="<1>",
            queued_at=now,
            state="held",
        )
        for i in range(number)
    ]


@pytest.fixture
def stop(run, officer, now):
    return stop_mail(run=run, why="trial", words="Brought in", by=officer, now=now)


def test_stopped_post_shows_what_is_stopped_and_what_waits(run, stop, office, now):
    held(run, now, 2)

    page = words(office.get("/stopped-post/"))

    for part in ("Everything about Trial run", "Brought in", "Olga Officer", '<td class="number">2</td>'):
        assert part in page


@pytest.mark.parametrize(("act", "state"), [("send", "queued"), ("drop", "dropped")])
def test_stop_is_lifted_after_what_was_held_was_shown(run, stop, office, now, act, state):
    (message,) = held(run, now)
    page = f"/stopped-post/{stop.pk}/"
    assert "News 0" in words(office.get(page))

    answer = office.post(page, {"act": act}, follow=True)

    assert (Message.objects.get(pk=message.pk).state, MailStop.objects.get().lifted_at is None) == (
        state,
        False,
    )
    assert "All post goes out" in words(answer)
    assert office.get(page).status_code == 404


def test_lifting_without_an_answer_changes_nothing(stop, office):
    answer = office.post(f"/stopped-post/{stop.pk}/")

    assert (answer.status_code, MailStop.objects.get().lifted_at) == (422, None)
    assert "Choose one of the two buttons" in words(answer)


def test_batch_is_lifted_on_one_page(start, officer, office, now):
    runs = [start(), start(), start()]
    first, *_ = stop_mail_many(runs, why="trial", words="Brought in", by=officer, now=now, batch=uuid.uuid4())
    held(runs[2], now)

    assert "Everything about 3 journeys" in words(office.get(f"/stopped-post/{first.pk}/"))
    office.post(f"/stopped-post/{first.pk}/", {"act": "send"})

    assert MailStop.objects.filter(lifted_at=None).count() == 0


def test_much_that_was_held_is_counted(run, stop, office, now):
    held(run, now, 53)

    assert "And 3 more." in words(office.get(f"/stopped-post/{stop.pk}/"))


def test_pages_are_not_there_for_others(run, lead, stop, now):
    make_lead(lead, run)
    pages = ["/stopped-post/", f"/stopped-post/{stop.pk}/", "/waivers/", waiving(run), correcting(run)]

    assert {client_of(lead).get(page).status_code for page in pages} == {404}
    assert {Client().get(page).status_code for page in pages} == {302}


def test_officer_of_another_run_does_not_see_this_one(run, now):
    other = services.start(Trial, actor=None, now=now)
    somebody = PersonFactory()
    make_officer(somebody, other)

    assert client_of(somebody).get(correcting(run)).status_code == 404
