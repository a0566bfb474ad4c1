"""Every page of the business, asked for by everybody: each finds there what is theirs, and nobody anything else."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessor
from assessments.queries import latest_review_of
from assessments.services import allocate
from awards import urls
from awards.effects import ENQUIRY_LINK
from awards.models import Booking, Contact, DevelopmentDay, Payment, Person
from awards.queries import bookings_of
from tests.awards.days.table import PAGES as PAGES_ABOUT_DAYS
from tests.awards.money.table import PAGES as PAGES_ABOUT_MONEY
from tests.awards.office_pages import PAGES as PAGES_OF_THE_OFFICE
from tests.awards.people.table import PAGES as PAGES_ABOUT_PEOPLE
from tests.awards.world import World, client_of, entry_of, words_of
from tests.factories.people import SINCE, PersonFactory
from tests.factories.subjects import ContactFactory, HeadFactory
from workflow.incidents import open_incident
from workflow.messages import token_for
from workflow.models import Incident, Run, TransitionRecord

PEOPLE = ("anonymous", "lead", "head", "finance", "other", "former", "reader", "officer", "manager")
OUTSIDE = ("lead", "head", "finance", "other", "former", "reader")
SECRETS = ("Quagga Lane", "INV-20", "Jo Ellis", "The wolves are at the door")

EVERYBODY = dict.fromkeys(PEOPLE, 200)
SIGNED_IN = EVERYBODY | {"anonymous": 302}
OFFICE = dict.fromkeys(OUTSIDE, 404) | {"anonymous": 302, "officer": 200, "manager": 200}
NOT_HERE = OFFICE | {"officer": 404, "manager": 404}
THIS_SCHOOL = OFFICE | {"lead": 200, "head": 200}
HOME = dict.fromkeys(PEOPLE, 302) | {"other": 200, "former": 200, "finance": 200}
EXPECTED = {
    "start": EVERYBODY,
    "contact": EVERYBODY,
    "contact_thanks": EVERYBODY,
    "enquiry": EVERYBODY,
    "home": HOME,
    "find_school": SIGNED_IN,
    "register": SIGNED_IN,
    "register_for": OFFICE,
    "register_setting": OFFICE,
    "award_body": NOT_HERE,  # the office does it itself in this edition
    "award_body_letter": NOT_HERE,
    "board": OFFICE,
    "run": THIS_SCHOOL,
    "days": THIS_SCHOOL,
    "fee": THIS_SCHOOL,
    "attendance": OFFICE,
    "tell_lateness": OFFICE,
    "development_days": OFFICE,
    "calendar": OFFICE,
    "calendar_terms": OFFICE,
    "calendar_bank_holiday": OFFICE,
    "calendar_quiet_days": OFFICE,
    "incidents": OFFICE,
    "mend": OFFICE | {"officer": 405, "manager": 405},
}
TAKING = ("lead", "officer", "manager")


@pytest.fixture
def school(world: World):
    """A school in assessment, an enquiry, an incident, and everybody who might want to look."""
    walk = world.walk("in_assessment", entry=entry_of("Quagga Lane School"))
    allocate(latest_review_of(walk.run), assessors=world.cast.readers[:2], by=world.officer, now=walk.clock)
    head = HeadFactory(subject=walk.on.subject).person
    former, finance = (ContactFactory(application=walk.on, role=Contact.LEAD).person, PersonFactory())
    Contact.objects.filter(person=former).update(until=SINCE)
    ContactFactory(application=walk.on, role=Contact.FINANCE, person=finance)
    booking = bookings_of(walk.on)[0]
    asked = world.enquiry(name="Quagga Lane asker")
    return SimpleNamespace(
        run=walk.run,
        application=walk.on,
        booking=booking,
        enquiry=asked,
        incident=open_incident("wolf", summary="The wolves are at the door", detail="", now=world.now),
        people={
            "lead": walk.lead,
            "head": head,
            "finance": finance,
            "other": PersonFactory(),
            "former": former,
            "reader": world.cast.readers[0].person,
            "officer": world.officer,
            "manager": world.cast.manager,
        },
    )


def addresses(school):
    incident = Incident.objects.get()
    given = {
        "enquiry": [token_for(ENQUIRY_LINK, school.enquiry.pk)],
        "register": [entry_of("Another School").urn],
        "register_for": [entry_of("Another School").urn],
        "register_setting": [school.application.subject.public_id],
        "award_body": [school.run.public_id],
        "award_body_letter": [school.run.public_id, 1],
        "mend": [incident.pk],
        **{name: [school.run.public_id] for name in ("run", "days", "fee", "attendance", "tell_lateness")},
    }
    return {name: reverse(f"awards:{name}", args=given.get(name, [])) for name in EXPECTED}


def visitors(school):
    return {"anonymous": Client()} | {name: client_of(it) for name, it in school.people.items()}


def test_every_page_is_in_the_table():
    assert {pattern.name for pattern in urls.urlpatterns} == {
        *EXPECTED,
        *PAGES_ABOUT_DAYS,
        *PAGES_ABOUT_MONEY,
        *PAGES_ABOUT_PEOPLE,
        *PAGES_OF_THE_OFFICE,
    }


def test_everybody_gets_what_is_theirs_and_404_for_the_rest(school):
    pages, clients = addresses(school), visitors(school)

    found = {
        name: {who: client.get(pages[name]).status_code for who, client in clients.items()} for name in pages
    }

    assert found == EXPECTED


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(school):
    for name, page in addresses(school).items():
        if EXPECTED[name]["anonymous"] == 302:
            answer = Client().get(page)
            assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={page}"), name


def test_nothing_of_a_school_leaks_to_those_who_have_no_part_in_it(school):
    pages, clients = addresses(school), visitors(school)
    for who in ("anonymous", "other", "former", "finance", "reader"):
        for name, page in pages.items():
            if name != "enquiry":
                text = words_of(clients[who].get(page, follow=True))
                if who == "reader" and name == "home":
                    text = text.replace("Quagga Lane School", "what lies with them to read")
                assert [secret for secret in SECRETS if secret in text] == [], (who, name)


def test_mails_and_people_of_the_office_are_not_on_the_schools_page(school):
    clients, page = visitors(school), reverse("awards:run", args=[school.run.public_id])

    assert '<h2 class="govuk-heading-m">Email</h2>' in words_of(clients["officer"].get(page))
    for who in ("lead", "head"):
        text = words_of(clients[who].get(page))
        assert ("Email</h2>" in text, "assessor1@" in text, "Helen Sparrow" in text) == (False, False, False)


def test_run_that_is_not_there_is_answered_like_one_of_somebody_else(school):
    page = reverse("awards:run", args=[school.run.public_id])
    nowhere = reverse("awards:run", args=["00000000-0000-4000-8000-000000000000"])
    client = visitors(school)["other"]

    there, absent = client.get(page), client.get(nowhere)

    assert (there.status_code, absent.status_code) == (404, 404)
    texts = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words_of(it)) for it in (there, absent)]
    assert texts[0] == texts[1]


def test_home_leads_everybody_to_their_own_work(school):
    clients = visitors(school)
    run = reverse("awards:run", args=[school.run.public_id])

    found = {
        who: clients[who].get("/home/").get("Location", "") for who in ("lead", "head", "reader", "officer")
    }

    assert found == {
        "lead": run,
        "head": run,
        "reader": reverse("assessments:pile"),
        "officer": reverse("awards:morning"),
    }


def test_what_is_posted_by_somebody_else_is_refused_and_changes_nothing(school):
    pages, clients = addresses(school), visitors(school)
    day = DevelopmentDay.objects.first()
    forms = {
        "days": {"day": day.pk, "name_1": "Ivy Intruder", "post_1": "teacher"},
        "fee": {"amount": "1", "paid_on": "2026-03-01", "pupils": "5"},
        "attendance": {f"attended_{it.pk}": "no" for it in school.booking.attendees.all()},
        "development_days": {
            "place": "Nowhere", "on": "2031-03-01", "begins": "09:00", "ends": "10:00", "capacity": "3"
        },
        "mend": {},
    }  # fmt: skip
    for name, form in forms.items():
        for who in ("anonymous", "other", "former", "finance", "reader"):
            expected = 302 if who == "anonymous" else 404
            assert clients[who].post(pages[name], form).status_code == expected, (name, who)
    for who in ("lead", "head"):
        for name in ("attendance", "development_days", "mend"):
            assert clients[who].post(pages[name], forms[name]).status_code == 404, (name, who)
    assert clients["head"].post(pages["days"], forms["days"]).status_code == 404
    assert clients["lead"].post(pages["fee"], forms["fee"]).status_code == 200

    assert Payment.objects.count() == 1
    assert (Booking.objects.count(), DevelopmentDay.objects.count()) == (1, 1)
    assert Incident.objects.get().closed_at is None
    assert list(school.booking.attendees.values_list("attended", flat=True)) == [True, True]


def test_move_is_offered_to_those_who_may_take_it_and_to_nobody_else(school):
    page = reverse("workflow:take", args=[school.run.public_id, "withdraw"])
    found = {who: client.get(page).status_code for who, client in visitors(school).items()}

    assert found == dict.fromkeys(OUTSIDE, 404) | {"anonymous": 302} | dict.fromkeys(TAKING, 200)


def test_move_of_somebody_else_is_refused_when_it_is_posted_all_the_same(school):
    page = reverse("workflow:take", args=[school.run.public_id, "withdraw"])
    form = {"version": school.run.seq, "note": "Mischief."}
    refused = {
        who: client.post(page, form).status_code
        for who, client in visitors(school).items()
        if who not in TAKING
    }

    others = dict.fromkeys(("finance", "other", "former", "reader"), 404)
    assert refused == others | {"anonymous": 302, "head": 403}
    assert Run.objects.get(pk=school.run.pk).state == "in_assessment"


def test_move_that_only_the_program_takes_is_on_no_page(school):
    for move in ("record_decision", "book_day", "record_attendance", "no_such_move"):
        page = reverse("workflow:take", args=[school.run.public_id, move])
        for who in ("lead", "officer"):
            assert visitors(school)[who].get(page).status_code == 404, (move, who)


def test_move_that_only_the_program_takes_is_refused_to_an_officer_who_posts_it(school):
    page = reverse("workflow:take", args=[school.run.public_id, "record_decision"])
    answer = visitors(school)["officer"].post(page, {"version": school.run.seq})

    assert answer.status_code == 403
    assert TransitionRecord.objects.filter(transition="record_decision").count() == 0


def test_every_form_wants_its_csrf_token(school):
    pages = addresses(school)
    posts = [pages[name] for name in ("contact", "enquiry", "register", "days", "fee", "attendance")]
    posts += [pages["development_days"], pages["mend"]]
    posts.append(reverse("workflow:take", args=[school.run.public_id, "withdraw"]))
    before = TransitionRecord.objects.count()
    for person in (school.people["officer"], school.people["lead"]):
        client = client_of(person, enforce_csrf_checks=True)
        for page in posts:
            assert client.post(page, {"version": "1", "note": "x", "text": "x"}).status_code == 403, page
    assert TransitionRecord.objects.count() == before


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_wrong_method_is_405(school, name):
    page, client = addresses(school)[name], visitors(school)["officer"]
    only_read = name in ("start", "contact_thanks", "home", "find_school", "board", "run", "incidents")

    assert client.delete(page).status_code == 405
    assert client.put(page).status_code == 405
    if only_read:
        assert client.post(page, {"a": "b"}).status_code == 405
    if name == "mend":
        assert client.get(page).status_code == 405


def test_person_whose_account_was_closed_is_led_to_sign_in(school):
    clients = visitors(school)
    Person.objects.filter(pk=school.people["lead"].pk).update(is_active=False)

    assert clients["lead"].get(reverse("awards:run", args=[school.run.public_id])).status_code == 302


def test_officer_whose_post_ended_sees_nothing_of_the_office_from_the_next_page_on(school, world):
    client = visitors(school)["officer"]
    assert client.get("/journeys/").status_code == 200
    world.officer.posts.update(until=world.now.date())

    pages = addresses(school)
    assert {
        client.get(pages[name]).status_code for name in ("board", "incidents", "run", "fee", "attendance")
    } == {404}


def test_assessor_who_left_reads_nothing_here(school):
    Assessor.objects.update(is_active=False)

    assert visitors(school)["reader"].get("/home/").status_code == 200
