"""The scrapbook: kept in seconds, by colleagues too, and under its goal when the last document is written."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents import queries, services
from documents.models import Scrap, ScrapbookLink
from documents.services import Happening, NotForKeeping
from tests.documents.meadow import WHOLE, Meadow, MeadowPlan, MeadowReport, meadow
from tests.documents.world import World
from tests.racing import race
from workflow.messages import token_for
from workflow.models import Activity, Run
from workflow.services import advance


def growing(world: World) -> Run:
    run = meadow(world, world.now)
    world.save(world.document(run, MeadowPlan), **WHOLE)
    advance(run, Meadow.sow, actor=world.editor, now=world.now)
    return run


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def kept(world: World, run: Run, words: str = "We planted nine trees.", **more: Any) -> Scrap:
    happening = Happening(words, world.now.date(), **more)
    return services.keep_scrap(run, happening, key=uuid.uuid4(), by=world.editor, now=world.now)


def page(run: Run, name: str = "scrapbook", *more: Any) -> str:
    return reverse(f"documents:{name}", args=[run.public_id, *more])


def typed(**more: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "words": "A storyteller came.", "happened_on": "2026-03-09", **more}


def linked(world: World, run: Run) -> str:
    link = services.open_link(run, by=world.editor, now=world.now)
    return reverse("documents:scrapbook_by_link", args=[token_for("scrapbook", link.pk)])


def test_a_line_is_kept_under_its_goal(world):
    run = growing(world)
    client = signed_in(world.editor)

    client.post(page(run), typed(goal="goal_1", how_many="60", changed="They ask for stories."))

    [scrap] = queries.scraps_for(run, ["goal_1"])
    assert (scrap.words, scrap.how_many, scrap.changed) == (
        "A storyteller came.",
        60,
        "They ask for stories.",
    )
    assert (scrap.happened_on, scrap.adder) == (dt.date(2026, 3, 9), "Edda Editor")
    html = client.get(page(run)).content.decode()
    assert "A storyteller came." in html
    assert "9 March 2026, 60 took part, kept by Edda Editor" in html
    assert "Goal 1: Poppies and birds." in html
    assert Activity.objects.get(run=run).what == "saved"


def test_a_page_sent_twice_keeps_one(world):
    run = growing(world)
    client = signed_in(world.editor)
    sent = typed()

    for _ in range(2):
        assert client.post(page(run), sent).status_code == 302

    assert Scrap.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"happened_on": "2999-01-01"}, "Choose a day that has been"),
        ({"happened_on": "soon"}, "Write the day as a date."),
        ({"how_many": "sixty"}, "as a whole number, like 60"),
        ({"how_many": "-4"}, "as a whole number, like 60"),
        ({"goal": "nothing"}, "nothing"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_stays_on_the_page(world, wrong, sentence):
    run = growing(world)

    answer = signed_in(world.editor).post(page(run), typed(changed="Still here.", **wrong))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert "Still here." in html
    assert Scrap.objects.count() == 0


def test_nothing_said_is_not_kept(world):
    run = growing(world)

    answer = signed_in(world.editor).post(page(run), typed(words=" \u0000 ", how_many="60"))

    assert answer.status_code == 422
    assert "Write a line about what happened, or add a picture." in answer.content.decode()
    assert Scrap.objects.count() == 0


def test_hostile_words_are_shown_as_text(world):
    run = growing(world)
    kept(world, run, "<script>alert(1)</script>\u202e gnorw")

    html = signed_in(world.editor).get(page(run)).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; gnorw" in html


def test_before_and_after_its_time_the_scrapbook_takes_nothing(world):
    run = world.submitted().run
    client = signed_in(world.editor)

    answer = client.post(page(run), typed())

    assert answer.status_code == 422
    assert "The scrapbook is closed" in answer.content.decode()
    with pytest.raises(NotForKeeping):
        services.open_link(run, by=world.editor, now=world.now)


def test_what_was_taken_out_is_hidden_and_comes_back(world):
    run = growing(world)
    scrap = kept(world, run, goal="goal_1")
    client = signed_in(world.editor)

    client.post(page(run, "scrap", scrap.public_id))
    assert queries.scraps_for(run, ["goal_1"]) == []
    assert "Taken out (1)" in client.get(page(run)).content.decode()
    assert "We planted" not in signed_in(world.reader).get(page(run)).content.decode()

    client.post(page(run, "scrap", scrap.public_id), {"back": "1"})
    assert queries.scraps_for(run, ["goal_1"]) == [scrap]


def test_readers_look_and_only_editors_keep(world):
    run = growing(world)
    scrap = kept(world, run)

    for who in (world.reader, world.officer):
        client = signed_in(who)
        html = client.get(page(run)).content.decode()
        assert "We planted nine trees." in html
        assert "Keep it" not in html
        assert client.post(page(run), typed()).status_code == 404
        assert client.post(page(run, "scrap", scrap.public_id)).status_code == 404
        assert client.post(page(run, "scrapbook_link")).status_code == 404
    assert Scrap.objects.get().removed_at is None


@pytest.mark.parametrize("name", ["scrapbook", "scrapbook_poster", "scrapbook_code"])
def test_a_stranger_sees_no_trace(world, name):
    run = growing(world)
    linked(world, run)

    assert signed_in(world.stranger).get(page(run, name)).status_code == 404
    assert signed_in(world.editor).get(page(run, name)).status_code == 200
    assert Client().get(page(run, name)).status_code == 302


def test_a_colleague_adds_by_the_link_and_sees_nothing_of_others(world):
    run = growing(world)
    kept(world, run, "Our secret plan.")
    address, colleague = linked(world, run), Client()

    html = colleague.get(address).content.decode()
    assert Scrap.objects.count() == 1
    assert "Our secret plan." not in html
    assert "Goal 1: Poppies and birds." in html

    nameless = colleague.post(address, typed())
    done = colleague.post(address, typed(name="Ola  Okafor"))

    assert nameless.status_code == 422
    assert "Write your name" in nameless.content.decode()
    assert done.status_code == 302
    scrap = Scrap.objects.latest("pk")
    assert (scrap.adder, scrap.added_by, scrap.words) == ("Ola Okafor", None, "A storyteller came.")
    again = colleague.get(address)
    assert 'value="Ola Okafor"' in again.content.decode()
    assert again.headers["Referrer-Policy"] == "same-origin"


def test_a_link_that_was_ended_takes_nothing(world):
    run = growing(world)
    address = linked(world, run)

    signed_in(world.editor).post(page(run, "scrapbook_link"), {"end": "1"})

    assert Client().get(address).status_code == 410
    assert Client().post(address, typed(name="Ola")).status_code == 410
    assert linked(world, run) != address
    assert Scrap.objects.count() == 0


def test_a_link_goes_no_further_than_the_scrapbook(world):
    run = growing(world)
    address = linked(world, run)
    advance_to_the_end(world, run)

    answer = Client().get(address)

    assert answer.status_code == 410
    assert "takes nothing more by this link" in answer.content.decode()
    assert Client().get(address + "x").status_code in (404, 410)


def advance_to_the_end(world: World, run: Run) -> None:
    document = world.document(run, MeadowReport)
    world.save(document, goal_1={"effect": "Poppies."}, today="In flower.")
    advance(run, Meadow.mow, actor=world.editor, now=world.now)


def test_a_link_rests_when_it_is_used_too_often(world, monkeypatch):
    monkeypatch.setattr("documents.services.scrapbook.MOST_A_DAY", 2)
    run = growing(world)
    address, colleague = linked(world, run), Client()

    codes = [colleague.post(address, typed(name="Ola")).status_code for _ in range(3)]

    assert codes == [302, 302, 422]
    assert Scrap.objects.count() == 2


def test_the_code_for_phones_holds_the_address(world):
    run = growing(world)
    linked(world, run)

    answer = signed_in(world.editor).get(page(run, "scrapbook_code"))

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content


def test_two_who_make_the_link_at_one_moment_make_one(lasting_world):
    world = lasting_world
    run = growing(world)

    outcomes = race(*(lambda: services.open_link(run, by=world.editor, now=world.now) for _ in range(4)))

    assert len({it.pk for it in outcomes}) == 1
    assert ScrapbookLink.objects.count() == 1


def test_the_scrapbook_costs_the_same_for_one_and_for_many(world, django_assert_max_num_queries):
    run = growing(world)
    client = signed_in(world.editor)
    kept(world, run)
    with django_assert_max_num_queries(13) as few:
        client.get(page(run))
    for number in range(12):
        kept(world, run, f"Line {number}", goal="goal_1" if number % 2 else "")
    with django_assert_max_num_queries(13) as many:
        client.get(page(run))

    assert len(few.captured_queries) == len(many.captured_queries)


def test_what_was_kept_waits_under_its_goal_and_is_put_into_the_answer(world):
    run = growing(world)
    scrap = kept(world, run, goal="goal_1", how_many=60, changed="They ask for more.")
    kept(world, run, "Of another goal.", goal="goal_2")
    client = signed_in(world.editor)
    address = reverse("documents:section", args=[run.public_id, MeadowReport.code, "first"])

    html = client.get(address).content.decode()
    put = f"goal_1:{scrap.public_id}"
    answer = client.post(address, {"goal_1-effect": "Poppies.", "put": put})

    assert "From your scrapbook (1)" in html
    assert f'value="{put}"' in html
    assert "Of another goal." not in html
    assert answer.headers["Location"] == f"{address}#question-goal_1"
    document = queries.document_of(run, MeadowReport)
    assert queries.values_of(document) == {
        "goal_1": {
            "effect": "Poppies.\n- We planted nine trees. (60 took part, 10 March 2026)\n- They ask for more."
        }
    }
    again = client.get(address).content.decode()
    assert "In your answer" in again
    assert f'value="{put}"' not in again


@pytest.mark.parametrize("put", ["", "goal_1:", "goal_1:x", "today:x", "nothing"])
def test_what_is_no_scrap_is_not_put_anywhere(world, put):
    run = growing(world)
    address = reverse("documents:section", args=[run.public_id, MeadowReport.code, "first"])

    answer = signed_in(world.editor).post(address, {"goal_1-effect": "Poppies.", "put": put})

    assert answer.status_code == 404
    assert queries.values_of(queries.document_of(run, MeadowReport)) == {"goal_1": {"effect": "Poppies."}}
