"""The head is written to only when an officer decides it, and only if nothing happens for five school days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from awards.chasing.head import enqueue_due, write_to_head
from awards.models import ContactLog, HeadLetter
from awards.services.contact_log import log_contact
from awards.would_go import would_go
from tests.awards.world import client_of, make_world, words_of
from tests.factories.subjects import HeadFactory
from tests.workflow.clock.watching import at
from workflow.models import Job, Message, Run
from workflow.queue import perform
from workflow.requests import ask_for_time
from workflow.services import extend, pause
from workflow.stops import stop_mail

WRITTEN = at("2026-06-09")  # a Tuesday of the summer term
BEFORE, DUE = at("2026-06-15"), at("2026-06-16")  # four and five school days later
TOLD, TO_HEAD = "awards/mails/head_will_be_told.txt", "awards/mails/to_head.txt"
LETTER = {"email": "head@school.example", "name": "Hana Head", "words": "Whom should we talk to?"}


@pytest.fixture
def world(db):
    return make_world(WRITTEN)


@pytest.fixture
def application(world):
    return world.registered(now=at("2026-01-12"))


@pytest.fixture
def letter(world, application):
    return write_to_head(application.run, **LETTER, by=world.officer, now=WRITTEN)


def let_it_go(now):
    enqueue_due(now=now)
    for job in Job.objects.filter(key__startswith="head-letter:", status=Job.QUEUED):
        perform(job.pk)


def sent_to(template):
    return list(Message.objects.filter(template=template).values_list("to_email", flat=True))


def standing(letter):
    kept = HeadLetter.objects.get(pk=letter.pk)
    return kept.state, kept.why


def test_lead_is_told_at_once_and_the_head_five_school_days_later(world, application, letter):
    lead = world.lead_of(application)
    assert sent_to(TOLD) == [lead.email]
    told = Message.objects.get(template=TOLD)
    assert told.subject.endswith("we will write to your head teacher on 16 June 2026")
    assert "\nMore time, please: " in told.body
    assert "\nSomeone else leads this now: " in told.body

    let_it_go(BEFORE)
    assert (sent_to(TO_HEAD), standing(letter)) == ([], (HeadLetter.WAITING, ""))

    let_it_go(DUE)
    assert (sent_to(TO_HEAD), standing(letter)) == ([LETTER["email"]], (HeadLetter.SENT, ""))
    mail = Message.objects.get(template=TO_HEAD)
    assert mail.body.startswith("Dear Hana Head,\n\nWhom should we talk to?")
    assert f"We told {lead} on 9 June 2026" in mail.body
    assert world.officer.name in mail.body


def test_days_without_the_clock_and_two_clocks_end_in_one_letter(letter):
    let_it_go(at("2026-06-19"))
    let_it_go(at("2026-06-19"))
    let_it_go(at("2026-06-22"))

    assert sent_to(TO_HEAD) == [LETTER["email"]]


def test_weekend_is_waited_out(letter):
    let_it_go(at("2026-06-20"))  # a Saturday
    assert standing(letter) == (HeadLetter.WAITING, "")

    let_it_go(at("2026-06-22"))
    assert standing(letter) == (HeadLetter.SENT, "")


def a_call(world, application):
    log_contact(application, kind=ContactLog.CALL, line="They go on.", by=world.officer, now=BEFORE)


def another_day(world, application):
    to = dt.date(2026, 12, 18)
    extend(application.run, to=to, reason="illness", actor=world.officer, now=BEFORE, note="Ill.")


def a_pause(world, application):
    pause(application.run, reason="illness", actor=world.officer, now=BEFORE, note="Ill.")


def a_wish_for_time(world, application):
    lead = world.lead_of(application)
    wanted = dt.date(2026, 12, 18)
    ask_for_time(
        application.run,
        wanted_on=wanted,
        reason="illness",
        words="",
        by=lead,
        asked_as=lead.email,
        now=BEFORE,
    )


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (a_call, "we heard from the school"),
        (another_day, "the journey moved on, or got another day"),
        (a_pause, "the journey is paused"),
        (a_wish_for_time, "they asked for more time"),
    ],
)
def test_what_happens_meanwhile_calls_it_off(act, why, world, application, letter):
    act(world, application)
    let_it_go(DUE)

    state, said = standing(letter)
    assert (state, sent_to(TO_HEAD)) == (HeadLetter.CALLED_OFF, [])
    assert said in (why, "we heard from the school")
    page = words_of(client_of(world.officer).get(reverse("awards:run", args=[application.run.public_id])))
    assert f"Not sent to the head ({LETTER['email']}): {said}." in page


def test_stopped_post_holds_it(world, letter):
    stop_mail(why="snow", words="Snow.", by=world.officer, now=WRITTEN, everything=True)
    let_it_go(DUE)

    assert Message.objects.get(template=TO_HEAD).state == Message.HELD


def test_dry_run_tells_of_it(letter):
    def of_heads(day):
        return [one.to for one in would_go(day, now=WRITTEN) if one.to == LETTER["email"]]

    assert of_heads(DUE.date()) == [LETTER["email"]]
    assert of_heads(BEFORE.date()) == []


def page_of(run):
    return reverse("awards:write_to_head", args=[run.public_id])


def test_officer_sees_both_mails_before_and_may_change_or_take_back(world, application):
    head = HeadFactory(subject=application.subject).person
    office, page, run = client_of(world.officer), page_of(application.run), application.run
    first = office.get(page)
    assert first.context["form"].initial["email"] == head.email

    looked = office.post(page, LETTER)
    lead = world.lead_of(application)
    assert [mail.letter.to for mail in looked.context["mails"]] == [lead.email, LETTER["email"]]
    assert (sent_to(TOLD), HeadLetter.objects.count()) == ([], 0)
    assert "Whom should we talk to?" in words_of(office.post(page, LETTER | {"change": "yes"}))

    said = words_of(office.post(page, LETTER | {"confirm": "yes"}, follow=True))
    letter = HeadLetter.objects.get()
    assert "unless something happens before" in said

    again = office.post(page, LETTER | {"confirm": "yes"})
    assert (again.status_code, HeadLetter.objects.count()) == (409, 1)
    assert "A letter to the head waits already." in words_of(again)

    office.post(reverse("awards:head_letter_off", args=[run.public_id, letter.pk]))
    assert standing(letter) == (HeadLetter.CALLED_OFF, "the office took it back")


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"email": "head"}, 422, "Write an email address, like name@school"),
        ({"words": " "}, 422, "Write what you want to say to the head."),
        ({"email": "LEAD"}, 409, "That is an address of the lead or the second contact."),
    ],
)
def test_wrong_entries_are_said_and_nothing_is_lost(wrong, status, says, world, application):
    lead = world.lead_of(application).email
    given = LETTER | {key: lead if value == "LEAD" else value for key, value in wrong.items()}
    answer = client_of(world.officer).post(page_of(application.run), given | {"confirm": "yes"})

    assert answer.status_code == status
    assert says in words_of(answer)
    assert "Hana Head" in words_of(answer)
    assert (HeadLetter.objects.count(), sent_to(TOLD)) == (0, [])


def test_nobody_writes_to_a_head_about_what_is_with_us(world):
    run = world.walk("case_study_submitted").run

    assert client_of(world.officer).get(page_of(run)).status_code == 404
    assert Run.objects.get(pk=run.pk).head_letters.count() == 0
