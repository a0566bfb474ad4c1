from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from workflow.messages import note_bounce, post
from workflow.models import Job, MailStop, Message, StateChange
from workflow.presenters import lifted_in_words, scope_of
from workflow.queries import held_only_by, open_stops
from workflow.queue import perform
from workflow.refusals import NotReady
from workflow.state import WrongStep
from workflow.stops import Lifted, lift, lift_batch, stop_mail, stop_mail_many

HEAD = "head@waymark.example"


@pytest.fixture(autouse=True)
def _templates(settings):
    folder = Path(__file__).parents[1] / "trial" / "templates"
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]


@pytest.fixture
def mailed(db, now):
    def write(run=None, to=HEAD):
        return post(
            "trial/hello.txt",
            to=to,
            key=str(uuid.uuid4()),
            context={"name": "Elm", "words": "Hello.", "link": ""},
            now=now,
            run=run,
        )

    return write


@pytest.fixture
def stop(officer, now):
    def one(**scope):
        return stop_mail(why="trial", words="For a test", by=officer, now=now, **scope)

    return one


def state_of(message):
    return Message.objects.get(pk=message.pk).state


def work():
    """Everything that waits for a worker, and what comes of it."""
    while todo := list(Job.objects.filter(status="queued").order_by("pk")):
        for job in todo:
            perform(job.pk)


SCOPES = {
    "run": lambda run: {"run": run},
    "area": lambda run: {"area": "north"},
    "address": lambda run: {"address": " Head@Waymark.example "},
    "everything": lambda run: {"everything": True},
}


@pytest.mark.parametrize("scope", SCOPES)
def test_mail_under_a_stop_is_held(run, stop, mailed, scope):
    stop(**SCOPES[scope](run))

    message = mailed(run, to="HEAD@waymark.example")

    assert (state_of(message), Job.objects.count()) == ("held", 0)


def test_mail_beside_a_stop_leaves(start, stop, mailed):
    stop(run=start())
    stop(area="south")
    stop(address="chair@waymark.example")

    assert state_of(mailed(start())) == state_of(mailed()) == "queued"


def test_mail_about_a_run_without_an_area_is_not_of_an_area(start, stop, mailed):
    stop(area="north")

    assert state_of(mailed(start(area=""))) == "queued"


def test_mail_that_waited_for_a_worker_is_held_by_a_stop_that_came_first(run, stop, mailed):
    message = mailed(run)
    stop(run=run)

    work()

    assert (state_of(message), mail.outbox) == ("held", [])


def test_lifted_stop_sends_what_was_held_once(run, stop, mailed, officer, now):
    held = stop(run=run)
    message = mailed(run)

    assert lift(held, by=officer, now=now, send=True) == Lifted(1, sent=1)

    work()
    kept = MailStop.objects.get()
    assert (kept.lifted_by, kept.lifted_at) == (officer, now)
    assert ([one.to for one in mail.outbox], state_of(message)) == ([[HEAD]], "sent")
    assert list(StateChange.objects.order_by("pk").values_list("step", "actor_id"))[:1] == [
        ("release", officer.pk)
    ]
    assert state_of(mailed(run)) == "queued"


def test_mail_that_was_held_on_its_way_is_sent_when_its_stop_is_lifted(run, stop, mailed, officer, now):
    message = mailed(run)
    held = stop(run=run)
    work()

    lift(held, by=officer, now=now, send=True)
    work()

    assert (len(mail.outbox), state_of(message)) == (1, "sent")


def test_lifted_stop_drops_what_was_held(run, stop, mailed, officer, now):
    held = stop(run=run)
    message = mailed(run)

    assert lift(held, by=officer, now=now, send=False) == Lifted(1, dropped=1)

    work()
    assert (state_of(message), mail.outbox) == ("dropped", [])


def test_lifted_stop_leaves_what_another_holds(run, stop, mailed, officer, now):
    first, second = stop(run=run), stop(address=HEAD)
    message = mailed(run)

    assert held_only_by([first]) == []
    assert lift(first, by=officer, now=now, send=False) == Lifted(1)
    assert state_of(message) == "held"
    assert lift(second, by=officer, now=now, send=True) == Lifted(1, sent=1)


def test_stop_is_lifted_once(stop, officer, now):
    held = stop(everything=True)
    lift(held, by=officer, now=now, send=True)

    with pytest.raises(NotReady, match="This stop was lifted already."):
        lift(held, by=officer, now=now, send=True)


def test_batch_is_lifted_together(start, mailed, officer, now):
    batch = uuid.uuid4()
    runs = [start() for _ in range(4)]
    stop_mail_many(runs, why="trial", words="Brought in", by=officer, now=now, batch=batch)
    held = [mailed(run) for run in runs]

    (line,) = open_stops()
    assert (scope_of(line), line.number, line.held) == ("Everything about 4 journeys", 4, 4)
    assert lift_batch(batch, by=officer, now=now, send=True) == Lifted(4, sent=4)

    work()
    assert {state_of(message) for message in held} == {"sent"}
    assert open_stops() == []


def test_runs_stopped_for_this_reason_already_are_left_out(start, officer, now):
    first, second = start(), start()
    words = {"why": "trial", "words": "Brought in", "by": officer, "now": now}

    assert len(stop_mail_many([first], **words)) == 1
    assert [stop.run for stop in stop_mail_many([first, second], **words)] == [second]


def test_stop_asked_for_again_is_the_one_that_is_open(stop, officer, now):
    first = stop(address=HEAD)

    assert stop(address="Head@waymark.example") == first
    lift(first, by=officer, now=now, send=True)
    assert stop(address=HEAD) != first


@pytest.mark.parametrize("scope", [{}, {"area": "north", "everything": True}])
def test_stop_has_one_scope(stop, scope, db):
    with pytest.raises(ValueError, match="A stop has one scope"):
        stop(**scope)


def test_database_refuses_a_stop_with_two_scopes(run, now):
    with pytest.raises(DatabaseError, match="mail_stop_has_one_scope"), transaction.atomic():
        MailStop.objects.create(run=run, area="north", why="x", words="x", since=now)


def test_mail_that_came_back_stops_its_address(run, mailed, officer, now):
    message = mailed(run, to="Head@Waymark.example")
    work()

    stop = note_bounce(message, by=officer, now=now)

    assert (state_of(message), stop.address, stop.why) == ("bounced", HEAD, "came_back")
    assert stop.words == "A mail to Head@Waymark.example came back"
    assert state_of(mailed(run)) == "held"


def test_second_bounce_answers_the_same_stop(mailed, now):
    first, second = mailed(), mailed()
    work()

    stop = note_bounce(first, by=None, now=now)

    assert note_bounce(first, by=None, now=now) == note_bounce(second, by=None, now=now) == stop


def test_mail_that_never_left_does_not_come_back(mailed, now):
    with pytest.raises(WrongStep):
        note_bounce(mailed(), by=None, now=now)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("run", "Everything about Trial run"),
        ("area", "Everything in the area north"),
        ("address", "Everything to head@waymark.example"),
        ("everything", "All post"),
    ],
)
def test_scope_in_words(run, stop, scope, words):
    stop(**SCOPES[scope](run))

    assert [scope_of(line) for line in open_stops()] == [words]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((0, 0), "The post goes again. Nothing was waiting."),
        ((1, 0), "The post goes again. 1 email that waited is on the way now."),
        ((3, 0), "The post goes again. 3 emails that waited are on the way now."),
        ((0, 1), "The post goes again. 1 email that waited was dropped."),
    ],
)
def test_lifting_in_words(numbers, words):
    assert lifted_in_words(stops=1, sent=numbers[0], dropped=numbers[1]) == words


def test_stops_take_as_many_statements_for_many_as_for_one(
    start, mailed, officer, now, django_assert_num_queries
):
    for number in (1, 5):
        batch = uuid.uuid4()
        runs = [start() for _ in range(number)]
        stop_mail_many(runs, why=str(batch), words="x", by=officer, now=now, batch=batch)
        for run in runs:
            mailed(run)
        with django_assert_num_queries(2):
            open_stops()
        with django_assert_num_queries(15):
            lift_batch(batch, by=officer, now=now + dt.timedelta(days=1), send=True)
