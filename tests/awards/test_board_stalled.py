"""Which journeys stand out, in which order, and in which words."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.http import QueryDict
from django.utils import timezone
from openpyxl import load_workbook

from awards.board import CannotChoose, counts, counts_by_state, runs_chosen
from awards.journeys.enquiry import Enquiry
from awards.models import ContactLog, RegisterEntry
from awards.register.phases import phase_of
from awards.services.contact_log import log_contact
from awards.services.enquiries import ask
from tests.awards.world import QUESTION, client_of, entry_of, words_of
from workflow.models import Activity, Run, SavedView, StepPace
from workflow.services import advance, pause, start
from workflow.tracking import note_activity
from workflow.tracking.activity import SAVED

DAY = dt.timedelta(days=1)


@pytest.fixture
def office(world):
    return client_of(world.officer)


@pytest.fixture
def today():
    return timezone.now()


def shown(client, **chosen):
    return [row.label for row in client.get("/journeys/", chosen).context["rows"]]


def row_for(client, run, **chosen):
    (row,) = [row for row in client.get("/journeys/", chosen).context["rows"] if row.label == run.label]
    return row


def test_each_way_to_be_stalled_finds_its_journeys_and_says_so(world, office, today):
    late = world.registered(now=today - 400 * DAY).run
    fresh = world.registered(now=today - DAY).run
    old = ask({**QUESTION, "name": "Asker of old"}, now=today - 40 * DAY)
    advance(old, Enquiry.ask_back, actor=world.officer, now=today - 25 * DAY, note="How many?")

    assert late.label in shown(office, stalled="overdue")
    assert fresh.label not in shown(office, stalled="overdue") + shown(office, stalled="slow")
    assert shown(office, stalled="slow") == shown(office, stalled="allowance") == [old.label]
    assert shown(office, stalled="silent") == [late.label]
    assert row_for(office, late).reasons == [
        f"{(timezone.localdate() - late.due_on).days} days late",
        "Silent for 400 days",
    ]
    assert row_for(office, old).reasons == ["Over the 21 days for this step"]
    assert row_for(office, fresh).reasons == []


def test_slowest_is_first_and_compared_with_the_others(world, office, today):
    runs = [start(Enquiry, actor=None, now=today - days * DAY, label=f"{days} days") for days in (12, 30, 20)]
    StepPace.objects.create(
        journey_code="enquiry",
        edition=Enquiry.edition,
        state="received",
        spells=30,
        open_spells=3,
        median_days=3,
        p90_days=10,
        computed_at=today,
    )
    Run.objects.update(slow_on=(today - DAY).date())
    for run in runs:
        Run.objects.filter(pk=run.pk).update(slow_on=timezone.localdate(run.entered_at) + 10 * DAY)

    assert shown(office, stalled="slow") == shown(office, sort="slow") == ["30 days", "20 days", "12 days"]
    assert row_for(office, runs[0]).reasons[-1] == "Longer than 9 of 10 at this step"


def test_word_from_the_school_ends_silence(world, office, today):
    application = world.registered(now=today - 60 * DAY)
    label = application.run.label
    assert shown(office, stalled="silent") == [label]

    note_activity([application.run.pk], what=SAVED, now=today - 40 * DAY)
    assert shown(office, stalled="silent") == [label]
    assert "Silent for 40 days" in row_for(office, application.run).reasons

    log_contact(application, kind=ContactLog.CALL, line="They go on.", by=world.officer, now=today)
    assert shown(office, stalled="silent") == []
    assert Activity.objects.get().what == "heard"


def test_signing_in_is_activity_of_ones_journeys(world, client, today):
    application = world.registered(now=today - 60 * DAY)
    lead = world.lead_of(application)
    lead.set_password("a long and quiet word")
    lead.save()

    client.post("/account/login/", {"login": lead.email, "password": "a long and quiet word"})

    assert [(row.run_id, row.what) for row in Activity.objects.all()] == [(application.run.pk, "signed_in")]


def test_paused_journey_is_not_stalled(world, office, today):
    run = world.registered(now=today - 400 * DAY).run
    pause(run, reason="illness", actor=world.officer, now=today, note="The lead is ill.")

    assert [shown(office, stalled=kind) for kind in ("overdue", "slow", "allowance", "silent")] == [[]] * 4
    assert shown(office, paused="only") == [run.label]
    assert shown(office, paused="no") == []
    assert row_for(office, run).is_paused


def test_officer_sees_what_is_theirs_and_what_is_nobodys(world, office, today):
    mine, others = (world.registered(now=today).run for _ in range(2))
    Run.objects.filter(pk=mine.pk).update(officer=world.officer)

    assert shown(office, officer="mine") == shown(office, officer=str(world.officer.pk)) == [mine.label]
    assert shown(office, officer="none") == [others.label]


def test_due_window_orders_by_the_due_day(world, office, today):
    for label, days in (("later", 20), ("soon", 3), ("late", -2), ("never", None)):
        run = start(Enquiry, actor=None, now=today, label=label)
        Run.objects.filter(pk=run.pk).update(due_on=today.date() + days * DAY if days else None)

    assert shown(office, due="week") == ["soon"]
    assert shown(office, due="four-weeks") == ["soon", "later"]
    assert shown(office, due="late") == ["late"]
    assert shown(office, due="none") == ["never"]
    assert shown(office, sort="due") == ["late", "soon", "later"]


def test_school_is_found_by_urn_and_by_the_leads_address(world, office, today):
    entry = entry_of("Fernbank School")
    application = world.registered(entry, now=today)
    world.registered(now=today)

    assert shown(office, q=str(entry.urn)) == ["Fernbank School"]
    assert shown(office, q=world.lead_of(application).email.upper()) == ["Fernbank School"]


@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ({"phase_name": "Primary"}, "primary"),
        ({"phase_name": "Middle deemed secondary"}, "secondary"),
        ({"type_code": "07", "phase_name": "Not applicable"}, "special"),
        ({"phase_name": "Nursery"}, "nursery"),
        ({"phase_name": "All-through"}, "other"),
        ({"type_code": "11", "phase_name": "Not applicable"}, "other"),
    ],
)
def test_phase_of_a_school_is_one_of_five_words(words, phase):
    assert phase_of(RegisterEntry(**{"type_code": "01", **words})) == phase


def test_journey_of_a_school_knows_its_phase(world, office, today):
    run = world.registered(entry_of(phase_name="Primary"), now=today).run
    world.registered(now=today)

    assert run.kind == "primary"
    assert shown(office, kind="primary") == [run.label]


def test_list_chosen_for_an_act_is_never_wider_than_was_meant(world, today):
    run = world.registered(now=today).run
    world.enquiry()

    assert list(runs_chosen("programme=artsmark", person=world.officer, now=today)) == [run]
    with pytest.raises(CannotChoose):
        runs_chosen("programme=nonsense", person=world.officer, now=today)


def test_counts_are_by_move_and_by_step_and_agree_with_a_plain_count(world, today):
    world.registered(now=today)
    for _ in range(2):
        world.enquiry()
    done = world.enquiry()
    advance(done, Enquiry.answer, actor=world.officer, now=world.now, note="Yes.")

    by_move, by_step = counts()

    assert by_move == {"school": 1, "office": 2}
    assert by_step == counts_by_state() == {("artsmark", "registered"): 1, ("enquiry", "received"): 2}


def test_files_hold_every_row_of_the_list_and_no_formula(world, office, today):
    start(Enquiry, actor=None, now=today - 3 * DAY, label='=HYPERLINK("http://evil.example")')
    for place in range(60):
        start(Enquiry, actor=None, now=today - 2 * DAY, label=f"Asker {place:02d}")
    world.registered(now=today)

    text = b"".join(office.get("/journeys/list.csv", {"programme": "enquiry"}).streaming_content).decode(
        "utf-8-sig"
    )
    lines = list(csv.DictReader(io.StringIO(text)))
    content = b"".join(office.get("/journeys/list.xlsx", {"programme": "enquiry"}).streaming_content)
    rows = list(load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True))

    assert len(lines) == len(rows) - 1 == 61
    assert lines[0]["Name"] == rows[1][0] == '\'=HYPERLINK("http://evil.example")'
    assert (lines[0]["Whose move"], lines[0]["Days"], lines[0]["Days with the office"]) == (
        "Office",
        "3",
        "3",
    )
    assert list(lines[0]) == list(rows[0])


def test_file_of_a_list_that_cannot_be_read_is_refused(office):
    assert office.get("/journeys/list.csv", {"programme": "nonsense"}).status_code == 422


def test_list_is_kept_shared_renamed_and_dropped(world, office):
    colleague = client_of(world.cast.manager)
    answer = office.post(
        "/journeys/kept/keep/",
        {"name": " Late  ones ", "query": "stalled=overdue&q=&after=x", "shared": "on"},
    )
    view = SavedView.objects.get()
    assert (answer.url, view.name, view.query) == (
        "/journeys/?stalled=overdue", "Late ones", "stalled=overdue"
    )  # fmt: skip
    assert [it["text"] for it in colleague.get("/journeys/").context["views"]] == [
        f"Late ones ({world.officer})"
    ]
    assert colleague.get(f"/journeys/kept/{view.pk}/").status_code == 404
    assert colleague.post(f"/journeys/kept/{view.pk}/drop/").status_code == 404

    office.post(f"/journeys/kept/{view.pk}/", {"name": "Overdue"})
    assert [it["text"] for it in office.get("/journeys/").context["views"]] == ["Overdue"]
    assert colleague.get("/journeys/").context["views"] == []

    office.post(f"/journeys/kept/{view.pk}/drop/")
    assert not SavedView.objects.exists()
    assert "No list is kept yet" in words_of(office.get("/journeys/kept/"))


def test_list_without_a_name_is_asked_for_one(office):
    answer = office.post("/journeys/kept/keep/", {"name": "", "query": "move=school"})

    assert answer.status_code == 422
    assert "Give the list a name" in words_of(answer)
    assert "move=school" in words_of(answer)


def test_name_of_another_list_is_refused(world, office):
    for name in ("One", "Two"):
        office.post("/journeys/kept/keep/", {"name": name, "query": ""})
    two = SavedView.objects.get(name="Two")

    answer = office.post(f"/journeys/kept/{two.pk}/", {"name": "One"})

    assert answer.status_code == 422
    assert "You have another list called “One”" in words_of(answer)


def test_page_takes_as_many_queries_for_one_row_as_for_a_hundred(
    world, office, django_assert_max_num_queries
):
    start(Enquiry, actor=None, now=world.now, label="Asker")
    with django_assert_max_num_queries(15) as one:
        office.get("/journeys/")
    for place in range(99):
        start(Enquiry, actor=None, now=world.now, label=f"Asker {place}")
    Run.objects.update(officer=world.officer)
    with django_assert_max_num_queries(len(one)):
        office.get("/journeys/", QueryDict("sort=waiting").dict())


def test_page_of_a_journey_says_whose_time_it_was(world, office, today):
    application = world.registered(now=today - 50 * DAY)
    day = world.day(days=(today - world.now).days + 10)
    world.booked(application, day=day, now=today - 40 * DAY)

    age = office.get(f"/journeys/{application.run.public_id}/").context["age"]

    assert age == [{"key": "Waiting on school", "value": "50 days"}, {"key": "In all", "value": "50 days"}]
