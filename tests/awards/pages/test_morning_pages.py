"""The office's first page, what is asked of it, and the dry run of its mail, as people see them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.journeys.enquiry import Enquiry
from awards.morning import MOST
from awards.paging import SIZE
from tests.awards.pages.addresses import queries_of
from tests.awards.world import client_of, entry_of, words_of
from workflow import clock, requests
from workflow.models import Message, Prompt, ReminderSent, Run
from workflow.services import start

DAY = dt.timedelta(days=1)
EMPTY = {
    "We are late with nothing: no move of ours or of our assessors is overdue.",
    "Nothing falls due in the next seven days.",
    "Nobody waits for an answer, and nobody has to be rung.",
    "Nothing is broken.",
    "Nothing that was promised is due.",
    "No journey that was put to rest comes back within a week.",
}


def asker(world, label, *, late=0, officer=None, move="office"):
    run = start(Enquiry, actor=None, now=world.now - 40 * DAY, label=label)
    day = timezone.localdate() - late * DAY
    Run.objects.filter(pk=run.pk).update(due_on=day, officer=officer, waits_for=move)
    return run


def part(answer, code):
    return next(one for one in answer.context["parts"] if one.code == code)


def test_office_lands_here_and_the_menu_begins_with_it(world, office):
    answer = office.get("/home/", follow=True)

    assert answer.request["PATH_INFO"] == "/today/"
    assert [place.text for place in answer.context["navigation"]][:2] == ["Today", "Journeys"]


def test_empty_parts_say_one_calm_sentence(world, office):
    answer = office.get("/today/")

    assert {one.empty for one in answer.context["parts"]} >= EMPTY
    assert [sentence for sentence in EMPTY if sentence not in words_of(answer)] == []
    assert "<table" not in words_of(answer)


def test_whoever_looks_after_no_journey_sees_everyones(world, office):
    asker(world, "Nobody’s", late=3)
    assert office.get("/today/").context["whose"].code == "everyone"

    asker(world, "Mine", late=2, officer=world.officer)
    answer = office.get("/today/")

    assert [line.text for line in part(answer, "ours").lines] == ["Mine"]
    assert "1 late journey has nobody at the office who looks after it" in words_of(answer)
    lines = {
        code: part(office.get("/today/", {"whose": code}), "ours").lines for code in ("everyone", "none")
    }
    assert {code: [line.text for line in found] for code, found in lines.items()} == {
        "everyone": ["Nobody’s", "Mine"],
        "none": ["Nobody’s"],
    }


@pytest.mark.parametrize("code", ["ours", "late", "soon"])
def test_link_to_all_leads_to_just_these_journeys_on_the_list(world, office, code):
    given = {"ours": (3, "office"), "late": (1, "school"), "soon": (-2, "school")}
    late, move = given[code]
    for place in range(MOST + 4):
        asker(world, f"Asker {place:02d}", late=late, officer=world.officer, move=move)
    asker(world, "Somebody else’s", late=late, move=move)

    answer = office.get("/today/")

    found = part(answer, code)
    assert (len(found.lines), found.number) == (MOST, MOST + 4)
    rows = office.get(found.more[0]["href"]).context["rows"]
    assert {row.label for row in rows} == {f"Asker {place:02d}" for place in range(MOST + 4)}


def test_manager_sees_all_our_lateness_and_every_load(world, office):
    asker(world, "The officer’s", late=3, officer=world.officer)
    asker(world, "The manager’s", late=1, officer=world.cast.manager)

    answer = client_of(world.cast.manager).get("/today/")

    assert [line.text for line in part(answer, "ours").lines] == ["The officer’s", "The manager’s"]
    loads = {line["name"]: (line["open"], line["late"]) for line in answer.context["loads"]}
    assert loads == {str(world.officer): (1, 1), str(world.cast.manager): (1, 1)}
    assert office.get("/today/").context["loads"] == []
    theirs = client_of(world.cast.manager).get("/today/", {"whose": world.officer.pk})
    assert f"Today: {world.officer}" in words_of(theirs)
    assert [line.text for line in part(theirs, "ours").lines] == ["The officer’s"]


@pytest.mark.parametrize("whose", ["x", "0", "999999999999", "'", "\x00"])
def test_whose_that_there_is_not_is_no_fault_of_the_page(world, office, whose):
    assert office.get("/today/", {"whose": whose}).status_code == 200
    assert office.get("/today/to-answer/", {"whose": whose}).status_code == 200


def test_prompt_is_done_from_here_and_one_comes_back(world, office):
    run = asker(world, "Ring", officer=world.officer)
    prompt = clock.prompt(run, "ring", words="Ring <them>.", now=world.now)
    answer = office.get("/today/")
    assert "Ring &lt;them&gt;." in words_of(answer)
    (line,) = part(answer, "asks").lines

    done = office.post(line.button.action, {"back": "/today/"})

    assert (done.status_code, done["Location"]) == (302, "/today/")
    assert Prompt.objects.get(pk=prompt.pk).done_by == world.officer
    assert part(office.get("/today/"), "asks").number == 0


def test_request_for_more_time_leaves_the_list_by_its_answer_only(world, office):
    application = world.registered()
    Run.objects.filter(pk=application.run.pk).update(
        due_on=timezone.localdate() + 10 * DAY, officer=world.officer
    )
    request = requests.ask_for_time(
        Run.objects.get(pk=application.run.pk),
        wanted_on=timezone.localdate() + 90 * DAY,
        reason="illness",
        words="Flu.",
        by=world.lead_of(application),
        now=world.now,
    )
    (line,) = part(office.get("/today/"), "asks").lines
    assert (line.button.text, line.button.href) == ("Answer", f"/more-time/{request.pk}/")

    done = office.post(reverse("awards:prompt_done", args=[Prompt.objects.get().pk]))
    assert (done["Location"], part(office.get("/today/"), "asks").number) == (line.button.href, 1)

    office.post(line.button.href, {"answer": "no", "note": "The day stays."})
    assert part(office.get("/today/"), "asks").number == 0


def test_all_that_is_asked_stands_on_pages_of_its_own(world, office):
    for place in range(SIZE + 2):
        run = asker(world, f"Asker {place:02d}", officer=world.officer)
        clock.prompt(run, "ring", words="Ring them.", now=world.now + place * dt.timedelta(minutes=1))
    more = part(office.get("/today/"), "asks").more[0]
    assert more["text"] == f"See all {SIZE + 2}"

    first = office.get(more["href"])
    second = office.get("/today/to-answer/" + first.context["page"].next_href)

    shown = [line.text for answer in (first, second) for line in answer.context["lines"]]
    assert shown == [f"Asker {place:02d}" for place in range(SIZE + 2)]


def a_reminder(world, office):
    """A school that is reminded on the next day on which people may be written to, and that day."""
    run = world.registered(entry=entry_of("Quagga Lane School")).run
    for ahead in range(1, 60):
        day = timezone.localdate() + ahead * DAY
        Run.objects.filter(pk=run.pk).update(due_on=day - DAY, look_on=timezone.localdate())
        answer = office.get("/what-would-go/", {"day": day.isoformat()})
        if any(line.fate == "Is sent" and line.about == run.label for line in answer.context["lines"]):
            return run, day, answer
    raise AssertionError("No day on which a reminder goes.")


def test_dry_run_shows_who_gets_what_with_its_text_and_writes_nothing(world, office):
    lead, _, answer = a_reminder(world, office)

    line = next(line for line in answer.context["lines"] if line.about == "Quagga Lane School" and line.body)
    assert line.address == world.lead_of(lead.application).email
    assert line.body in "".join(one.body for one in answer.context["lines"])
    assert ("Read it" in words_of(answer), "a personal link, made when the email leaves" in line.body) == (
        True,
        True,
    )
    assert (Message.objects.filter(is_reminder=True).count(), ReminderSent.objects.count()) == (0, 0)


def test_dry_run_is_narrowed_by_what_becomes_of_it_and_paged(world, office, monkeypatch):
    _, day, _ = a_reminder(world, office)
    monkeypatch.setattr("awards.views.would_go.ON_A_PAGE", 1)

    sent = office.get("/what-would-go/", {"day": day.isoformat(), "fate": "goes"})
    assert {line.fate for line in sent.context["lines"]} == {"Is sent"}
    everything = office.get("/what-would-go/", {"day": day.isoformat()})
    assert (len(everything.context["lines"]), bool(everything.context["next_href"])) == (1, True)
    second = office.get(everything.context["next_href"])
    assert second.context["first_href"]
    assert office.get("/what-would-go/", {"day": day.isoformat(), "from": "x"}).status_code == 200


def test_dry_run_takes_the_same_queries_for_few_and_for_many(world, office):
    run, day, _ = a_reminder(world, office)
    address = f"/what-would-go/?day={day.isoformat()}"
    few = queries_of(office, address)
    due = Run.objects.get(pk=run.pk)
    for _ in range(4):
        other = world.registered().run
        Run.objects.filter(pk=other.pk).update(due_on=due.due_on, look_on=due.look_on)

    assert queries_of(office, address) == few
    assert (
        len([line for line in office.get(address).context["lines"] if line.fate == "Is sent" and line.about])
        == 5
    )


@pytest.mark.parametrize("day", ["never", "2020-01-01", "2999-01-01"])
def test_day_that_cannot_be_told_is_said_in_a_sentence(office, day):
    answer = office.get("/what-would-go/", {"day": day})

    assert answer.status_code == 422
    assert "There is a problem" in words_of(answer)


def test_dry_run_is_linked_from_the_outbox(office):
    assert f'href="{reverse("awards:what_would_go")}"' in words_of(office.get("/outbox/"))
