"""Pages of development days, support and the contact log: what they do, whom they show what, what they cost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from awards.models import Booking, ContactLog, DevelopmentDay, SupportBooking, SupportSession
from awards.services.contact_log import log_contact
from awards.services.development import join_waiting_list
from awards.services.support import book_support, record_support
from tests.awards.pages.addresses import page_of, queries_of, run_page
from tests.awards.world import SENIOR, TEACHER, client_of, words_of
from workflow.models import Message, Run

SECRET = "The head and the chair do not speak"


def of_day(name, day):
    return reverse(f"awards:{name}", args=[day.public_id])


def of_booking(name, booking):
    return reverse(f"awards:{name}", args=[booking.application.run.public_id, booking.pk])


def people(*names):
    form = {}
    for number, name in enumerate(names, 1):
        form |= {f"name_{number}": name, f"post_{number}": "teacher"}
    return form


def session_of(world, *, hours=48.0, capacity=5):
    starts = world.now + dt.timedelta(hours=hours)
    return SupportSession.objects.create(
        kind=SupportSession.SESSION,
        topic="Writing your Case Study",
        link="https://meet.example/room-7",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=1),
        capacity=capacity,
        held_by=world.officer,
    )


def day_form(day, **changes):
    form = {
        "place": day.place,
        "address": "",
        "link": "",
        "on": day.starts_at.date().isoformat(),
        "begins": "09:30",
        "ends": "15:30",
        "capacity": "20",
    }
    return form | changes


def test_lead_waits_for_a_full_day_from_the_booking_page(world):
    day = world.day(capacity=2)
    world.booked(world.registered(), day=day)
    application = world.registered()
    lead, page = client_of(world.lead_of(application)), page_of("days", application.run)
    form = {"day": str(day.pk), **people("Ann", "Bob")}

    full = lead.post(page, form)
    waits = lead.post(page, {**form, "wait": "1"}, follow=True)

    assert (full.status_code, "join its waiting list" in words_of(full)) == (409, True)
    assert "You are on the waiting list" in words_of(waits)
    assert (
        Booking.objects.exclude(waiting_since=None).count(),
        Run.objects.get(pk=application.run_id).state,
    ) == (
        1,
        "registered",
    )
    assert "day.ics" not in words_of(lead.get(page))


def test_link_of_a_day_is_shown_to_those_with_places_only(world):
    day = world.day(capacity=2)
    DevelopmentDay.objects.update(link="https://meet.example/secret-room")
    placed = world.booked(world.registered(), day=day)
    waits = world.registered()
    join_waiting_list(waits, day=day, coming=[TEACHER], by=world.lead_of(waits), now=world.now)

    inside, outside = (
        words_of(client_of(world.lead_of(it)).get(page_of("days", it.run)))
        for it in (placed.application, waits)
    )

    assert ("secret-room" in inside, "secret-room" in outside) == (True, False)
    told = Message.objects.filter(body__contains="secret-room").values_list("to_email", flat=True)
    assert world.lead_of(waits).email not in told


def test_lead_changes_and_gives_up_places_and_takes_them_into_a_calendar(world):
    booking = world.booked(world.registered())
    lead = client_of(world.lead_of(booking.application))

    file = lead.get(of_booking("day_calendar", booking))
    nobody = lead.post(of_booking("change_places", booking), {"name_1": ""})
    lead.post(of_booking("change_places", booking), people("New Face"))
    asked = lead.get(of_booking("give_up_places", booking))
    gone = lead.post(of_booking("give_up_places", booking), follow=True)

    assert (file["Content-Type"].split(";")[0], b"STATUS:CONFIRMED" in file.content) == (
        "text/calendar",
        True,
    )
    assert (nobody.status_code, asked.status_code) == (422, 200)
    assert [it.name for it in booking.attendees.all()] == ["New Face"]
    assert "Thank you for telling us" in words_of(gone)
    assert b"STATUS:CANCELLED" in lead.get(of_booking("day_calendar", booking)).content
    assert lead.get(of_booking("change_places", booking)).status_code == 404


def test_bookings_and_days_of_others_are_not_there(world):
    booking = world.booked(world.registered())
    stranger = client_of(world.lead_of(world.registered()))
    pages = [
        of_booking("day_calendar", booking),
        of_booking("change_places", booking),
        of_booking("give_up_places", booking),
        page_of("run_support", booking.application.run),
        page_of("log_contact", booking.application.run),
        page_of("walk_in", booking.application.run),
        *[of_day(name, booking.day) for name in ("day", "call_list", "move_day", "call_off_day")],
        reverse("awards:support"),
        reverse("awards:next_steps"),
    ]

    assert {page: stranger.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)


def test_officer_moves_a_day_and_the_page_says_what_is_wrong(world, office):
    day = world.booked(world.registered(), day=world.day(days=9)).day

    late = office.post(of_day("move_day", day), day_form(day, ends="09:00"))
    few = office.post(of_day("move_day", day), day_form(day, capacity="1"))
    nowhere = office.post(of_day("move_day", day), day_form(day, place=""))
    done = office.post(of_day("move_day", day), day_form(day, place="The Glasshouse"), follow=True)

    assert (late.status_code, few.status_code, nowhere.status_code) == (422, 409, 422)
    assert "it cannot have fewer" in words_of(few)
    assert "Two emails went out" in words_of(done)
    assert DevelopmentDay.objects.get().place == "The Glasshouse"


def test_officer_sees_what_calling_off_does_before_it_is_done(world, office):
    day, other = world.day(days=1), world.day(days=9, capacity=2)
    fits, not_fits = (world.booked(world.registered(), day=day) for _ in range(2))
    form = {"why": "Snow.", "instead": str(other.pk)}

    preview = office.post(of_day("call_off_day", day), form)
    plan = preview.context["plan"]
    assert (plan.carried, plan.waits, Message.objects.filter(template__contains="called_off").count()) == (
        [fits],
        [not_fits],
        0,
    )
    stale = office.post(of_day("call_off_day", day), {**form, "seen": "something else"})
    done = office.post(of_day("call_off_day", day), {**form, "seen": plan.seen}, follow=True)

    assert (stale.status_code, "since you looked" in words_of(stale)) == (409, True)
    assert "The day is called off" in words_of(done)
    assert words_of(done).count("Tess Teacher") == 2
    again = office.post(of_day("call_off_day", day), {**form, "seen": plan.seen})
    assert (again.status_code, "called off already" in words_of(again)) == (409, True)


def test_officer_records_a_part_a_walk_in_and_the_catching_up(world, office):
    application = world.registered()
    run = application.run
    booking = world.booked(application, TEACHER, day=world.day(days=0.01))
    starts = world.now - dt.timedelta(hours=7)
    DevelopmentDay.objects.update(starts_at=starts, ends_at=starts + dt.timedelta(hours=6))
    person = booking.attendees.get()

    bare = office.post(page_of("attendance", run), {f"attended_{person.pk}": "part"})
    office.post(
        page_of("attendance", run), {f"attended_{person.pk}": "part", f"missed_{person.pk}": "the morning"}
    )
    office.post(page_of("walk_in", run), {"day": str(booking.day_id), **people("Una Unasked")})
    office.post(
        reverse("awards:catch_up", args=[run.public_id, person.pk]), {"on": world.now.date().isoformat()}
    )
    unsaid = office.post(page_of("attendance", run), {f"attended_{pk}": "no" for pk in _people_of(booking)})

    assert (bare.status_code, "Say what Tess Teacher missed" in words_of(bare)) == (422, True)
    assert Run.objects.get(pk=run.pk).state == "day_attended"
    person.refresh_from_db()
    assert (person.missed_part, person.caught_up_on is not None) == ("the morning", True)
    assert (unsaid.status_code, "Say in the note why" in words_of(unsaid)) == (409, True)


def _people_of(booking):
    return list(booking.attendees.values_list("pk", flat=True))


def test_school_books_support_and_the_office_records_it(world, office):
    application, session = world.registered(), session_of(world)
    lead, page = client_of(world.lead_of(application)), page_of("run_support", application.run)
    assert "room-7" not in words_of(lead.get(page))

    lead.post(page, {"session": str(session.pk), "wish": "Our goals"})
    twice = lead.post(page, {"session": str(session.pk)})
    shown = words_of(lead.get(page))
    listed = words_of(office.get(reverse("awards:support_session", args=[session.pk])))

    assert (twice.status_code, "room-7" in shown, "Our goals" in listed) == (409, True, True)
    booking = SupportBooking.objects.get()
    file = lead.get(reverse("awards:support_calendar", args=[application.run.public_id, booking.pk]))
    assert b"SUMMARY:Session: Writing your Case Study" in file.content
    lead.post(reverse("awards:give_up_support", args=[application.run.public_id, booking.pk]))
    assert SupportBooking.objects.filter(given_up_at=None).count() == 0


def test_office_offers_and_calls_off_support(world, office):
    tomorrow = (world.now + dt.timedelta(days=1)).date().isoformat()
    form = {
        "kind": "session",
        "topic": "Evidence",
        "on": tomorrow,
        "begins": "16:00",
        "ends": "17:00",
        "capacity": "8",
    }

    nowhere = office.post(reverse("awards:support"), form)
    office.post(reverse("awards:support"), {**form, "place": "Online, by telephone"})
    session = SupportSession.objects.get()
    bare = office.post(reverse("awards:call_off_support", args=[session.pk]))
    office.post(reverse("awards:call_off_support", args=[session.pk]), {"why": "Ill."})

    assert (nowhere.status_code, bare.status_code) == (422, 422)
    session.refresh_from_db()
    assert (session.called_off_why, session.held_by) == ("Ill.", world.officer)


def test_officer_writes_a_line_in_one_post_and_ticks_its_next_step(world, office):
    run = world.registered().run
    on = (world.now + dt.timedelta(days=3)).date().isoformat()

    back = office.post(
        page_of("log_contact", run),
        {"kind": "call", "line": "Rang the lead.", "next_step": "Send the list", "next_on": on},
    )
    empty = office.post(page_of("log_contact", run), {"kind": "call", "with_whom": "Lena", "line": ""})
    entry = ContactLog.objects.get()

    assert (back.status_code, back.url) == (302, run_page(run) + "#log")
    assert (empty.status_code, 'value="Lena"' in words_of(empty)) == (422, True)
    assert "Rang the lead." in words_of(office.get(run_page(run)))
    assert "Send the list" in words_of(office.get(reverse("awards:next_steps")))
    done = office.post(reverse("awards:next_step_done", args=[entry.pk]), {"back": "https://evil.example/"})
    office.get(done.url)
    assert (done.url, "Send the list" in words_of(office.get(done.url))) == (
        reverse("awards:next_steps"),
        False,
    )


def test_notes_of_the_office_reach_no_school_by_page_mail_or_file(world):
    application = world.registered()
    run, lead = application.run, client_of(world.lead_of(application))
    booking = world.booked(application)
    session = session_of(world, hours=1)
    support = book_support(session, application=application, wish="", by=world.officer, now=world.now)
    record_support(support, attended=True, note=SECRET, now=world.now + dt.timedelta(hours=2))
    log_contact(
        application,
        kind="note",
        line=SECRET,
        next_step=SECRET,
        with_whom=SECRET,
        by=world.officer,
        now=world.now,
    )

    pages = [
        "/home/",
        run_page(run),
        *[page_of(name, run) for name in ("days", "run_support", "people", "brief", "fee")],
        of_booking("day_calendar", booking),
        reverse("awards:support_calendar", args=[run.public_id, support.pk]),
    ]
    answers = {page: lead.get(page, follow=True) for page in pages}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(pages, 200)
    assert [page for page, answer in answers.items() if SECRET in words_of(answer)] == []
    assert not Message.objects.filter(body__contains=SECRET).exists()
    assert SECRET in words_of(client_of(world.officer).get(run_page(run)))


@pytest.mark.parametrize("name", ["day", "call_list", "move_day"])
def test_page_of_a_day_takes_the_same_queries_for_one_school_and_for_four(world, office, name):
    day = world.day(capacity=6)
    world.booked(world.registered(), day=day)
    waits = world.registered()
    join_waiting_list(waits, day=day, coming=[TEACHER] * 6, by=world.officer, now=world.now)
    few = queries_of(office, of_day(name, day))
    for _ in range(3):
        world.booked(world.registered(), SENIOR, day=day)
        waits = world.registered()
        join_waiting_list(waits, day=day, coming=[TEACHER] * 6, by=world.officer, now=world.now)

    assert queries_of(office, of_day(name, day)) == few


def test_support_and_next_steps_take_the_same_queries_for_one_and_for_four(world, office):
    def add():
        application = world.registered()
        session = session_of(world)
        book_support(session, application=application, wish="", by=world.officer, now=world.now)
        log_contact(
            application, kind="call", line="Said.", next_step="Do it", by=world.officer, now=world.now
        )
        return reverse("awards:support_session", args=[session.pk])

    pages = [reverse("awards:support"), reverse("awards:next_steps")]
    add()
    few = [queries_of(office, page) for page in pages]
    for _ in range(3):
        add()

    assert [queries_of(office, page) for page in pages] == few
