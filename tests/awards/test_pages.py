"""The business's pages as people use them: what they answer, keep, refuse and escape."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.demo.walk import Walk
from awards.effects import ENQUIRY_LINK
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.enquiry import Enquiry
from awards.models import Application, Booking, Contact, DevelopmentDay, Invoice, Payment
from awards.services.enquiries import LINK_LASTS
from tests.awards.world import QUESTION, SENIOR, TEACHER, client_of, entry_of, make_world, words_of
from tests.factories.people import PersonFactory
from workflow.incidents import open_incident
from workflow.messages import LinkIsOver, read_token, token_for
from workflow.models import Incident, Job, Message, Run, TransitionRecord
from workflow.services import advance

HOSTILE = '<script>alert(1)</script> & “O\'Hara” "CE" <b>{{ 7 }}</b> %s {0}'


@pytest.fixture
def world(db):
    """As the world is this morning: pages know no other time."""
    return make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))


@pytest.fixture
def office(world):
    return client_of(world.officer)


def run_page(run):
    return reverse("awards:run", args=[run.public_id])


def page_of(name, run):
    return reverse(f"awards:{name}", args=[run.public_id])


def take_page(run, move):
    return reverse("workflow:take", args=[run.public_id, move.name])


def queries_of(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(page).status_code == 200
    return len(sent)


# ------------------------------------------------------------------------------------------------ registering


def test_lead_finds_the_school_and_registers_it(world):
    entry, lead = entry_of("Quagga Lane School"), PersonFactory()
    client = client_of(lead)
    page = f"/schools/{entry.urn}/register/"
    assert page in words_of(client.get("/schools/", {"q": "quaga lane"}))

    unsure = client.post(page, {})
    answer = client.post(page, {"agreed": "on"})

    assert (unsure.status_code, answer.status_code) == (200, 302)
    assert answer["Location"] == run_page(Run.objects.get())
    assert "Quagga Lane School is registered for Artsmark. You are its lead." in words_of(
        client.get(answer["Location"])
    )
    again = client_of(PersonFactory()).post(page, {"agreed": "on"})
    assert (again.status_code, "already on its way" in words_of(again)) == (409, True)


def test_registering_without_the_heads_word_is_asked_again(world):
    entry = entry_of()
    answer = client_of(PersonFactory()).post(f"/schools/{entry.urn}/register/", {"x": "1"})

    assert answer.status_code == 422
    assert "Ask your head teacher first, then tick this." in words_of(answer)
    assert Run.objects.count() == 0


def test_pupils_are_asked_where_the_register_has_none_and_only_there(world):
    unknown, known = (
        client_of(PersonFactory()).get(f"/schools/{entry_of(pupils=it).urn}/register/") for it in (None, 99)
    )

    assert ('name="pupils"' in words_of(unknown), 'name="pupils"' in words_of(known)) == (True, False)
    assert "£250" in words_of(known)


@pytest.mark.parametrize(
    ("pupils", "status"), [("", 422), ("0", 422), ("-3", 422), ("many", 422), ("20001", 422), ("99", 302)]
)
def test_pupils_that_are_no_number_are_asked_again(world, pupils, status):
    entry = entry_of(pupils=None)
    answer = client_of(PersonFactory()).post(
        f"/schools/{entry.urn}/register/", {"pupils": pupils, "agreed": "on"}
    )

    assert answer.status_code == status
    assert Application.objects.count() == (status == 302)


def test_pupils_nobody_gave_are_asked_on_the_page_of_the_fee(world):
    application = world.registered(entry_of(pupils=None))
    client, page = client_of(world.lead_of(application)), page_of("fee", application.run)
    assert 'name="pupils"' in words_of(client.get(page))
    assert client.post(page, {"pupils": "none"}).status_code == 422

    answer = client.post(page, {"pupils": "100"}, follow=True)

    assert Invoice.objects.get().amount == 500
    assert f"Invoice {Invoice.objects.get().number} is on its way." in words_of(answer)


def test_school_that_cannot_take_part_reads_why(world):
    entry = entry_of("Far College", type_code="18", type_name="Further education")
    client = client_of(PersonFactory())

    page = client.get(f"/schools/{entry.urn}/register/")
    posted = client.post(f"/schools/{entry.urn}/register/", {"agreed": "on"})

    assert "not other further education colleges" in words_of(page)
    assert (posted.status_code, Run.objects.count()) == (409, 0)


@pytest.mark.parametrize("urn", ["1", "99999999", "999999999999999999999"])
def test_school_that_is_not_in_the_register_is_404(world, urn):
    assert client_of(PersonFactory()).get(f"/schools/{urn}/register/").status_code == 404


@pytest.mark.parametrize("asked", ["", " ", "\x00", "%", "_", "'", "9" * 400, "(", "\\", "ß" * 201])
def test_search_takes_whatever_is_typed(world, asked):
    entry_of()
    assert client_of(PersonFactory()).get("/schools/", {"q": asked}).status_code == 200


# ------------------------------------------------------------------------------------------------ hostile words


def test_name_of_a_school_is_only_words_on_every_page(world, office):
    entry = entry_of(HOSTILE[:240])
    walk = Walk(
        world.cast, entry, PersonFactory(name="<i>Lena</i>"), clock=timezone.now() - dt.timedelta(days=60)
    )
    walk.to("day_booked")
    asked = world.enquiry(name=HOSTILE[:150], message="<img src=x onerror=alert(1)>")
    open_incident("odd", summary="<u>Odd</u>", detail="<u>Odd</u>", now=world.now)
    lead = client_of(walk.lead)
    pages = [
        *[
            (office, page)
            for page in (
                "/journeys/",
                "/incidents/",
                "/development-days/",
                run_page(asked),
                run_page(walk.run),
            )
        ],
        *[(office, page_of(name, walk.run)) for name in ("days", "fee", "attendance")],
        *[(lead, page) for page in (run_page(walk.run), page_of("days", walk.run), page_of("fee", walk.run))],
        (lead, "/schools/?q=alert"),
        (lead, f"/schools/{entry.urn}/register/"),
        (office, take_page(walk.run, Artsmark2018.withdraw)),
        (Client(), reverse("awards:enquiry", args=[token_for(ENQUIRY_LINK, asked.pk)])),
    ]
    for client, page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        found = re.findall(r"<script>alert|<b>\{\{|<i>Lena|<img src=x|<u>Odd", words_of(answer))
        assert found == [], page


def test_mail_says_the_name_as_it_is_and_keeps_to_one_line(world):
    application = world.registered(entry_of("O'Hara & “Sons”\r\nBcc: all@people.example"[:200]))
    world.booked(application)

    messages = Message.objects.filter(run=application.run)
    assert messages.count() == 2
    for message in messages:
        assert "\n" not in message.subject
        assert "&amp;" not in message.body
        assert "O'Hara & “Sons”" in message.subject + message.body


# ------------------------------------------------------------------------------------------------ taking a move


def test_move_is_confirmed_taken_and_told(world, office):
    run = world.enquiry()
    page = take_page(run, Enquiry.take_on)
    assert office.get(page).status_code == 200

    answer = office.post(page, {"version": run.seq}, follow=True)

    assert Run.objects.get().state == "answering"
    assert "Take it on: done. Ada Asker is now at “We are looking into it”." in words_of(answer)


def test_page_that_is_out_of_date_is_409_and_what_was_written_is_still_there(world, office):
    application = world.registered()
    page = take_page(application.run, Artsmark2018.withdraw)
    written = "Our head teacher has left & we cannot go on <this> year."
    seen = application.run.seq
    world.booked(application)

    answer = office.post(page, {"version": seen, "note": written})

    assert answer.status_code == 409
    assert "has moved on since you opened the page: it is now at “Day booked”" in words_of(answer)
    assert "Our head teacher has left &amp; we cannot go on &lt;this&gt; year." in words_of(answer)
    assert Run.objects.get().state == "day_booked"


def test_move_that_was_already_taken_is_409_with_a_sentence(world, office):
    run = world.enquiry()
    page, form = take_page(run, Enquiry.take_on), {"version": run.seq}
    office.post(page, form)

    again = office.post(page, form)

    assert again.status_code == 409
    assert "moved on since you opened the page" in words_of(again)
    assert TransitionRecord.objects.filter(transition="take_on").count() == 1
    assert "This cannot be done now" in words_of(office.get(page))


def test_move_without_its_reason_is_422_and_says_so(world, office):
    run = world.enquiry()

    answers = [
        office.post(take_page(run, Enquiry.close), {"version": run.seq, "note": it}) for it in ("", "  \n ")
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "Write it down here: the others will need it." in words_of(answer)
    assert Run.objects.get().state == "received"


@pytest.mark.parametrize("version", ["", "one", "1.5"])
def test_move_without_the_version_that_was_seen_is_422(world, office, version):
    run = world.enquiry()

    assert office.post(take_page(run, Enquiry.take_on), {"version": version, "x": "y"}).status_code == 422
    assert Run.objects.get().state == "received"


def test_move_with_unmet_guards_names_what_is_missing(world, office):
    walk = world.walk("case_study_submitted")
    page = take_page(walk.run, Artsmark2018.begin_assessment)
    number = Invoice.objects.get().number

    shown, posted = office.get(page), office.post(page, {"version": walk.run.seq})

    assert (shown.status_code, posted.status_code) == (200, 409)
    for answer in (shown, posted):
        assert f"The registration fee is not paid: £500 of invoice {number} is still owed." in words_of(
            answer
        )
    assert walk.run.state == "case_study_submitted"


@pytest.mark.parametrize(
    ("days", "note", "status"), [(1, "", 409), (-2, "", 302), (-30, "", 409), (-30, "Found it late.", 302)]
)
def test_day_on_which_it_happened_is_up_to_today_and_late_only_with_a_reason(
    world, office, days, note, status
):
    run = world.enquiry()
    on = timezone.localdate() + dt.timedelta(days=days)

    answer = office.post(
        take_page(run, Enquiry.take_on), {"version": run.seq, "note": note, "happened_on": on.isoformat()}
    )

    assert answer.status_code == status
    if status == 302:
        record = TransitionRecord.objects.get(transition="take_on")
        assert (timezone.localdate(record.happened_at), timezone.localdate(record.recorded_at)) == (
            on,
            timezone.localdate(),
        )


def test_school_gives_no_day_for_what_it_does_itself(world):
    application = world.registered()
    client = client_of(world.lead_of(application))
    page = take_page(application.run, Artsmark2018.withdraw)

    client.post(page, {"version": 1, "note": "We stop.", "happened_on": "2020-01-01"})

    record = TransitionRecord.objects.get(transition="withdraw")
    assert timezone.localdate(record.happened_at) == timezone.localdate()


# ------------------------------------------------------------------------------------------------ days, money


def day_form(day, *people):
    form = {"day": str(day.pk)}
    for number, (name, post) in enumerate(people, 1):
        form |= {f"name_{number}": name, f"post_{number}": post}
    return form


def test_lead_books_a_day_and_the_officer_records_who_came(world, office):
    application = world.registered()
    run, day = application.run, world.day(days=2)
    lead = client_of(world.lead_of(application))
    people = [("Tess Teacher", "teacher"), ("Sam Senior", "senior_leader")]

    booked = lead.post(page_of("days", run), day_form(day, *people))

    assert (booked.status_code, Booking.objects.count()) == (302, 1)
    attendees = {it.name: it.pk for it in Booking.objects.get().attendees.all()}
    assert sorted(attendees) == ["Sam Senior", "Tess Teacher"]
    early = office.post(page_of("attendance", run), {f"attended_{pk}": "yes" for pk in attendees.values()})
    assert (early.status_code, "The day has not been yet." in words_of(early)) == (409, True)
    DevelopmentDay.objects.update(
        starts_at=timezone.now() - dt.timedelta(hours=7), ends_at=timezone.now() - dt.timedelta(hours=1)
    )
    half = office.post(page_of("attendance", run), {f"attended_{attendees['Sam Senior']}": "yes", "note": ""})
    assert (half.status_code, "Say whether Tess Teacher came." in words_of(half)) == (422, True)
    office.post(page_of("attendance", run), {f"attended_{pk}": "yes" for pk in attendees.values()})
    assert Run.objects.get().state == "day_attended"
    assert words_of(office.get(page_of("attendance", run))).count("<form") <= 1


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([], "Write the name of at least one person who is coming."),
        ([("Tess", "")], "Choose the post of Tess."),
        ([("", "teacher")], "Write the name of person 1, or leave the line empty."),
    ],
)
def test_booking_that_lacks_something_is_422_and_keeps_what_was_written(world, people, said):
    application = world.registered()
    answer = client_of(world.lead_of(application)).post(
        page_of("days", application.run), day_form(world.day(), *people)
    )

    assert (answer.status_code, said in words_of(answer), Booking.objects.count()) == (422, True, 0)


def test_day_that_filled_up_meanwhile_is_409(world):
    application, day = world.registered(), world.day(capacity=2)
    world.booked(world.registered(), day=day)

    answer = client_of(world.lead_of(application)).post(
        page_of("days", application.run), day_form(day, ("Tess Teacher", "teacher"))
    )

    assert (answer.status_code, "no places left on that day" in words_of(answer)) == (409, True)
    assert 'value="Tess Teacher"' in words_of(answer)


def test_school_whose_journey_is_over_books_nothing_from_an_old_page(world):
    application = world.registered()
    lead = world.lead_of(application)
    advance(application.run, Artsmark2018.withdraw, actor=lead, now=world.now, note="We stop.")

    answer = client_of(lead).post(
        page_of("days", application.run), day_form(world.day(), ("Tess Teacher", "teacher"))
    )

    assert (answer.status_code, Booking.objects.count()) == (409, 0)


def test_officer_records_payments_until_nothing_is_owed(world, office):
    application = world.registered()
    page, today = page_of("fee", application.run), timezone.localdate().isoformat()

    too_much = office.post(page, {"amount": "500.01", "paid_on": today})
    part = office.post(page, {"amount": "120.50", "paid_on": today, "reference": "BACS 7"})
    rest = office.post(page, {"amount": "379.50", "paid_on": today}, follow=True)

    assert (too_much.status_code, part.status_code) == (409, 302)
    assert "Only £500 is owed" in words_of(too_much)
    assert (Payment.objects.count(), Invoice.objects.get().state) == (2, Invoice.PAID)
    assert 'name="amount"' not in words_of(rest)


@pytest.mark.parametrize("amount", ["", "0", "-1", "ten", "1e3", "0.001", "99999999999", "NaN", "Infinity"])
def test_amount_that_is_no_money_is_asked_again(world, office, amount):
    application = world.registered()
    answer = office.post(
        page_of("fee", application.run), {"amount": amount, "paid_on": timezone.localdate().isoformat()}
    )

    assert answer.status_code in (409, 422)
    assert Payment.objects.count() == 0


def test_officer_puts_a_day_on_offer(office):
    form = {"place": "Glasshouse", "on": "2031-03-04", "begins": "09:30", "ends": "15:30", "capacity": "12"}

    wrong = office.post("/development-days/", form | {"ends": "09:00"})
    answer = office.post("/development-days/", form)

    assert (wrong.status_code, answer.status_code) == (422, 302)
    assert "The day ends after it begins" in words_of(wrong)
    day = DevelopmentDay.objects.get()
    assert (day.place, day.capacity, day.starts_at) == (
        "Glasshouse",
        12,
        dt.datetime(2031, 3, 4, 9, 30, tzinfo=dt.UTC),
    )


# ------------------------------------------------------------------------------------------------ incidents


def test_incident_with_a_job_is_tried_again_and_one_without_is_closed(world, office):
    world.enquiry()
    job = Job.objects.get()
    Job.objects.update(status=Job.FAILED)
    failed = open_incident("job:1", summary="Send message failed", detail="Traceback", job=job, now=world.now)
    other = open_incident("move:1", summary="A move was refused", now=world.now)
    text = words_of(office.get("/incidents/"))
    assert ("Send message failed" in text, "A move was refused" in text) == (True, True)

    for incident in (failed, other):
        assert office.post(reverse("awards:mend", args=[incident.pk])).status_code == 302

    assert Job.objects.get().status == Job.QUEUED
    assert set(Incident.objects.values_list("closed_by", flat=True)) == {world.officer.pk}
    assert office.post(reverse("awards:mend", args=[other.pk])).status_code == 404


# ------------------------------------------------------------------------------------------------ enquiries


def test_anybody_asks_and_gets_a_receipt(db):
    client = Client()
    empty = client.post("/contact/", {"name": ""})
    answer = client.post("/contact/", QUESTION)

    assert (empty.status_code, answer.status_code) == (422, 302)
    run = Run.objects.get()
    assert (run.state, run.label, Message.objects.get().to_email) == (
        "received",
        "Ada Asker",
        "ada@people.example",
    )
    assert str(run.pk) in words_of(client.get(answer["Location"]))


@pytest.mark.parametrize("reference", ["", "<script>", "x", "1; DROP", "٣"])
def test_thanks_repeat_no_reference_that_is_no_number(db, reference):
    answer = Client().get("/contact/thanks/", {"reference": reference})

    assert answer.status_code == 200
    assert "<script>" not in words_of(answer).split("<main")[1]


def waiting(world):
    run = world.enquiry()
    advance(run, Enquiry.ask_back, actor=world.officer, now=world.now, note="How many <pupils>?")
    return run


def test_link_opens_without_acting_and_a_post_replies_once(world):
    run, client = waiting(world), Client()
    page = reverse("awards:enquiry", args=[token_for(ENQUIRY_LINK, run.pk)])
    client.head(page)
    client.get(page)
    assert Run.objects.get().state == "waiting_for_you"
    assert "How many &lt;pupils&gt;?" in words_of(client.get(page))
    assert client.post(page, {"text": " "}).status_code == 422

    first, second = (client.post(page, {"text": "Ninety-four."}) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert "cannot be done now" in words_of(second)
    record = TransitionRecord.objects.get(transition="reply")
    assert (record.actor, record.role, record.note.text) == (None, "system", "Ninety-four.")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: "x",
        lambda token: token.replace(":", "", 1),
        lambda token: token_for("signature", 1),
        lambda token: signing.dumps(1),
    ],
)
def test_link_that_is_not_ours_is_410_and_acts_on_nothing(world, spoil):
    run = waiting(world)
    page = reverse("awards:enquiry", args=[spoil(token_for(ENQUIRY_LINK, run.pk))])

    opened, posted = Client().get(page), Client().post(page, {"text": "Mischief."})

    assert (opened.status_code, posted.status_code) == (410, 410)
    assert "Ada Asker" not in words_of(opened)
    assert Run.objects.get().state == "waiting_for_you"


def test_link_is_over_after_its_time(world):
    run = waiting(world)
    token = token_for(ENQUIRY_LINK, run.pk)

    assert read_token(ENQUIRY_LINK, token, max_age=LINK_LASTS) == run.pk
    with pytest.raises(LinkIsOver):
        read_token(ENQUIRY_LINK, token, max_age=dt.timedelta(seconds=-1))
    assert LINK_LASTS.days == 60


def test_link_to_a_school_by_the_key_of_an_enquiry_shows_nothing_of_it(world):
    """The link names a run: only one of an enquiry was ever sent out."""
    run = world.registered(entry_of("Quagga Lane School")).run

    answer = Client().post(
        reverse("awards:enquiry", args=[token_for(ENQUIRY_LINK, run.pk)]), {"text": "Mischief."}
    )

    assert answer.status_code == 409
    assert Run.objects.get().state == "registered"


# ------------------------------------------------------------------------------------------------ query counts


def test_home_takes_the_same_queries_for_two_journeys_and_for_four(world):
    lead = PersonFactory()
    for _ in range(2):
        world.registered(lead=lead)
    client = client_of(lead)
    two = queries_of(client, "/home/")
    for _ in range(2):
        world.registered(lead=lead)

    assert queries_of(client, "/home/") == two
    assert len(client.get("/home/").context["cards"]) == 4


def test_development_days_take_the_same_queries_for_one_day_and_for_three(world, office):
    world.booked(world.registered(), day=world.day())
    one = queries_of(office, "/development-days/")
    for days in (5, 9):
        world.booked(world.registered(), day=world.day(days=days))

    assert queries_of(office, "/development-days/") == one


def test_incidents_take_the_same_queries_for_one_and_for_three(world, office):
    for place in range(3):
        run = world.enquiry()
        open_incident(
            str(place), summary=f"Incident {place}", now=world.now, run=run, job=Job.objects.first()
        )
        if place == 0:
            one = queries_of(office, "/incidents/")

    assert queries_of(office, "/incidents/") == one


@pytest.mark.parametrize("who", ["lead", "officer"])
def test_page_of_a_run_takes_the_same_queries_however_much_happened(world, who):
    application = world.registered()
    client = client_of(world.lead_of(application) if who == "lead" else world.officer)
    page = run_page(application.run)
    world.attended(
        world.booked(application, TEACHER, SENIOR, day=world.day(days=0.01)),
        True,
        True,
        now=world.now + dt.timedelta(hours=7),
    )
    one = queries_of(client, page)
    for _ in range(3):
        world.booked(application, SENIOR, day=world.day(days=20))
        Contact.objects.create(
            application=application, person=PersonFactory(), role=Contact.EDITOR, since=world.now.date()
        )

    assert queries_of(client, page) == one
    assert one <= 40
