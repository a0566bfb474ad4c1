"""The outbox, stopping the post and the words of mails, as the office meets them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import OfficerFactory, PersonFactory
from tests.trial.roles import make_officer
from tests.workflow.messages.conftest import HEAD, now_of, work
from workflow.messages import personal_link
from workflow.models import MailStop, Message, Wording
from workflow.stops import stop_mail


@pytest.fixture
def now():
    """Pages know no other time."""
    return timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5)


@pytest.fixture
def officer(db):
    return OfficerFactory(person=PersonFactory(name="Olga Officer")).person


@pytest.fixture
def office(officer):
    client = Client()
    client.force_login(officer)
    return client


def words(answer):
    return " ".join(answer.content.decode().split())


def page_of(message):
    return f"/outbox/{message.pk}/"


@pytest.mark.parametrize("page", ["/outbox/", "/stopped-post/new/", "/emails/"])
def test_pages_are_the_offices(lead, page):
    client = Client()
    assert client.get(page).status_code == 302
    client.force_login(lead)
    assert client.get(page).status_code == 404


def test_outbox_shows_the_newest_first_and_is_narrowed(run, mailed, office, django_assert_num_queries):
    mailed("a", run=run, to="ada@school.example")
    work()
    for number in range(52):
        mailed(f"b{number}", to=f"bob{number}@school.example", hold=dt.timedelta(hours=1))

    with django_assert_num_queries(5):
        first = office.get("/outbox/")
    assert len(first.context["mails"]) == 50
    second = office.get(first.context["next_href"])
    assert [mail.to_email for mail in second.context["mails"]][-1] == "ada@school.example"
    assert len(office.get("/outbox/?state=sent").context["mails"]) == 1
    assert len(office.get("/outbox/?address=BOB1").context["mails"]) == 11
    assert "No email here" in words(office.get("/outbox/?state=bounced"))


def test_message_shows_its_text_without_its_secrets(mailed, office):
    link = personal_link("account_confirm_email", "sign", 7)
    message = mailed(words=f"Follow {link}")

    page = words(office.get(page_of(message)))

    assert "Follow (a personal link, made when the email leaves)" in page
    assert "personal-link" not in page


def test_message_is_recalled_and_sent_again(run, mailed, office):
    message = mailed(run=run, hold=dt.timedelta(hours=1))

    office.post(page_of(message), {"act": "recall"})
    assert now_of(message).state == "recalled"
    assert office.post(page_of(message), {"act": "recall"}).status_code == 409
    office.post(page_of(message), {"act": "again"})
    work()
    assert now_of(message).state == "sent"
    answer = office.post(page_of(message), {"act": "recall"})
    assert (answer.status_code, "it has left" in words(answer)) == (409, True)


def test_message_is_recalled_from_the_page_of_its_run(run, mailed, office):
    message = mailed(run=run, hold=dt.timedelta(hours=1))

    answer = office.post(f"{page_of(message)}recall/")

    assert (answer.status_code, answer["Location"]) == (302, f"/journeys/{run.public_id}/")
    assert now_of(message).state == "recalled"


# ----------------------------------------------------------------------------------------- stopping the post


def stopping(**more):
    return {"scope": "all", "words": "Snow", "through": "", "then": "", **more}


def test_post_is_stopped_after_what_waits_was_shown(mailed, office, officer):
    mailed(hold=dt.timedelta(hours=1))
    day = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    given = stopping(through=day, then="merge")

    shown = office.post("/stopped-post/new/", given)
    assert (shown.status_code, MailStop.objects.count()) == (200, 0)
    assert "1 email waiting to leave now is held" in words(shown)
    assert "It is sent, as one email to each person" in words(shown)

    assert office.post("/stopped-post/new/", {**given, "confirmed": "on"}).status_code == 302
    stop = MailStop.objects.get()
    assert (stop.by, stop.words, stop.through.isoformat(), stop.then) == (officer, "Snow", day, "merge")
    assert "then sent as one email to each person" in words(office.get("/stopped-post/"))


def test_something_is_changed_before_it_counts(office):
    answer = office.post("/stopped-post/new/", stopping(confirmed="on", act="change"))

    assert (answer.status_code, MailStop.objects.count()) == (200, 0)
    assert 'value="Snow"' in words(answer)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"scope": ""}, "Choose what is stopped."),
        ({"scope": "area"}, "Choose the area."),
        ({"scope": "address"}, "Write the address."),
        ({"scope": "address", "address": "x"}, "Write the address like name@example.org."),
        ({"words": ""}, "Say why: whoever looks at the stopped post later will want to know."),
        ({"through": "2020-01-01", "then": "send"}, "That day is over. Choose today or a later day."),
        ({"through": "2999-01-01"}, "Choose what happens when that day is over."),
        ({"then": "drop"}, "Give the last day, or leave this and what happens then both empty."),
    ],
)
def test_stop_that_cannot_be_says_what_to_mend(office, given, sentence):
    answer = office.post("/stopped-post/new/", stopping(**given))

    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert MailStop.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "stopped"),
    [
        ({"scope": "area", "area": "north"}, ("north", "")),
        ({"scope": "address", "address": HEAD}, ("", HEAD)),
    ],
)
def test_area_or_address_is_stopped(run, office, given, stopped):
    office.post("/stopped-post/new/", stopping(**given, confirmed="on"))

    stop = MailStop.objects.get()
    assert (stop.area, stop.address) == stopped


def test_one_journey_is_not_contacted_until_a_day(run, officer, office, mailed):
    make_officer(officer, run)
    page = f"/stopped-post/new/?run={run.public_id}"
    assert "Do not contact until…" in words(office.get(page))

    office.post(page, {"words": "Bereavement", "confirmed": "on"})

    assert MailStop.objects.get().run == run
    assert now_of(mailed(run=run)).state == "held"


@pytest.mark.parametrize("named", ["x", "00000000-0000-0000-0000-000000000001"])
def test_journey_that_is_not_there_is_404(office, named):
    assert office.get(f"/stopped-post/new/?run={named}").status_code == 404


def test_lifting_merges_what_was_held_for_one_person(run, mailed, officer, office, now):
    stop = stop_mail(everything=True, why="x", words="Snow", by=officer, now=now)
    mailed("a", run=run)
    mailed("b", run=run)
    page = f"/stopped-post/{stop.pk}/"
    assert "These are 2 emails to 1 person." in words(office.get(page))

    answer = office.post(page, {"act": "merge"}, follow=True)

    assert "2 emails went together, and 1 email is on the way now." in words(answer)
    assert Message.objects.filter(state="merged").count() == 2


# -------------------------------------------------------------------------------------------------- the words


MAIL = "/emails/awards/mails/commitment_accepted.txt/"


def test_every_mail_is_listed_and_read_in_an_example(office):
    assert MAIL in words(office.get("/emails/"))

    page = words(office.get(MAIL))

    assert "Your Case Study is due by 17 July 2026." in page
    assert "Example Primary School" not in words(office.get("/emails/nothing.txt/"))


def test_mail_is_put_into_own_words_and_back(office, officer):
    place = f"{MAIL}words/?journey=artsmark&edition="
    assert "Your Statement of Commitment is accepted" in words(office.get(place))
    wrong = office.post(place, {"text": "Hello\n\n{{ nobody }}"})
    assert (wrong.status_code, "This email has no field “nobody”." in words(wrong)) == (422, True)
    assert "{{ nobody }}" in words(wrong)

    assert office.post(place, {"text": "Well done\n\nDear {{ name }}, well done."}).status_code == 302

    assert Wording.objects.get().edited_by == officer
    assert "Dear Tess Teacher, well done." in words(office.get(MAIL))
    office.post(place, {"act": "file"})
    assert Wording.objects.count() == 0


@pytest.mark.parametrize("where", ["journey=none", "journey=enquiry&edition=1", "edition=2018"])
def test_words_count_only_where_the_mail_is_sent(office, where):
    assert office.get(f"{MAIL}words/?{where}").status_code == 404
