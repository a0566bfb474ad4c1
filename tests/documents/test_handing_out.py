"""Sections given to a colleague without an account: for a time, until taken back, under their name."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from documents import queries, services
from documents.models import Document, Handout, Submission
from documents.presenters.handouts import handout_views
from documents.presenters.writing import last_saved
from documents.services import Given, HandoutOver, NotForHandingOut
from documents.services.handing_out import LINK_LASTS, MOST_OPEN
from tests.documents.world import Harvest, Plan, World
from tests.racing import race
from workflow.models import Message, StateChange


def given_out(world: World, document: Document, *sections: str, **more: Any) -> Handout:
    words = {"name": "Ola Okafor", "email": "ola@school.example", "key": uuid.uuid4(), "now": world.now}
    return services.hand_out(document, sections=sections or ("why",), by=world.editor, **{**words, **more})


def writes(world: World, handout: Handout, now: dt.datetime | None = None, **values: Any) -> Any:
    known = queries.answers_of(handout.document)
    given = {
        name: Given(value, known[name].version if name in known else 0) for name, value in values.items()
    }
    return services.save_by_link(handout, given=given, now=now or world.now)


def test_a_colleague_gets_one_mail_with_part_note_and_a_link_without_its_secret(world):
    document, key = world.document(world.run()), uuid.uuid4()

    first = given_out(world, document, "how", "why", key=key, note="You know the soil.")
    second = given_out(world, document, "how", "why", key=key, note="You know the soil.")

    mail = Message.objects.get()
    assert (first, first.sections, first.expires_at) == (second, ["why", "how"], world.now + LINK_LASTS)
    assert mail.to_email == "ola@school.example"
    assert mail.subject == "Edda Editor asks you to write a part of the Orchard plan of Apple Lane School"
    assert "asks you to write “Why” and “How” in the Orchard plan" in mail.body
    assert "Edda Editor says: You know the soil." in mail.body
    assert f"[[personal-link:documents:handout_open:handout:{first.pk}:" in mail.body
    assert "works until 24 March 2026" in mail.body


def test_what_a_colleague_saves_stands_under_their_name(world):
    document = world.document(world.run())
    handout = given_out(world, document)

    writes(world, handout, reason="No shade.")

    answer = queries.answers_of(document)["reason"]
    handout.refresh_from_db()
    assert (answer.value, answer.saved_by, answer.saved_by_name) == ("No shade.", None, "Ola Okafor")
    assert last_saved([answer], now=world.now) == "Saved at 10:00 by Ola Okafor (by link)"
    assert handout.last_saved_at == world.now


def test_somebody_with_an_account_who_saves_afterwards_has_their_own_name(world):
    document = world.document(world.run())
    writes(world, given_out(world, document), reason="No shade.")

    world.save(document, reason="No shade at all.")

    answer = queries.answers_of(document)["reason"]
    assert (answer.saved_by, answer.saved_by_name) == (world.editor, "")


def test_nothing_is_saved_in_another_section(world):
    document = world.document(world.run())
    handout = given_out(world, document)

    with pytest.raises(KeyError):
        writes(world, handout, reason="Mine.", trees="12")

    assert queries.values_of(document) == {}


def test_the_colleague_and_the_lead_do_not_overwrite_each_other(world):
    document = world.document(world.run())
    handout = given_out(world, document)
    world.save(document, reason="The lead’s.")

    saved = services.save_by_link(handout, given={"reason": Given("Ola’s.")}, now=world.now)

    assert saved.conflicts["reason"].theirs.value == "The lead’s."
    assert queries.values_of(document) == {"reason": "The lead’s."}


def test_a_change_by_link_voids_the_signatures(world):
    document = world.written()
    world.signed(document)
    handout = given_out(world, document)

    saved = writes(world, handout, reason="Another reason.")

    assert {it.role for it in saved.voided} == {"head", "chair"}


def test_a_link_runs_out(world):
    handout = given_out(world, world.document(world.run()))

    with pytest.raises(HandoutOver, match="This link worked until 24 March 2026"):
        writes(world, handout, now=world.now + LINK_LASTS, reason="Late.")


def test_a_link_is_taken_back_at_once_and_what_was_saved_stays(world):
    document = world.document(world.run())
    handout = given_out(world, document)
    writes(world, handout, reason="No shade.")

    services.take_handout_back(handout, by=world.editor, now=world.now)

    with pytest.raises(HandoutOver, match="Edda Editor took this link back"):
        writes(world, handout, soil="clay")
    with pytest.raises(HandoutOver):
        services.confirm_opening(handout, now=world.now)
    with pytest.raises(NotForHandingOut, match="taken back already"):
        services.take_handout_back(handout, by=world.editor, now=world.now)
    assert queries.values_of(document) == {"reason": "No shade."}
    change = StateChange.objects.get(kind="documents.handout")
    assert (change.step, change.actor) == ("take_back", world.editor)


def test_a_link_rests_while_the_document_is_handed_in_and_works_again_when_it_is_sent_back(world):
    document = world.written()
    handout = given_out(world, document)
    world.signed(document)
    world.hand_in(document)

    with pytest.raises(HandoutOver, match="has been submitted"):
        writes(world, handout, reason="Late.")
    document.run.refresh_from_db()
    world.send_back(document)
    writes(world, handout, reason="As asked.")

    assert queries.values_of(document)["reason"] == "As asked."
    assert Submission.objects.get().content["sections"][0]["questions"][0]["value"] != "As asked."


def test_nothing_is_given_out_of_what_is_not_being_written(world):
    document = world.submitted()

    with pytest.raises(NotForHandingOut, match="not open for writing now"):
        given_out(world, document)


@pytest.mark.parametrize("sections", [("nowhere",), ("looking_back",)])
def test_a_section_of_another_form_is_not_given_out(world, sections):
    with pytest.raises(NotForHandingOut, match="Choose at least one part"):
        given_out(world, world.document(world.run()), *sections)


def test_no_more_links_are_open_than_somebody_can_look_after(world):
    document = world.document(world.run())
    handouts = [given_out(world, document) for _ in range(MOST_OPEN)]

    with pytest.raises(NotForHandingOut, match="Take one back"):
        given_out(world, document)
    services.take_handout_back(handouts[0], by=world.editor, now=world.now)
    given_out(world, document)
    given_out(world, document, now=world.now + LINK_LASTS)

    assert Handout.objects.count() == MOST_OPEN + 2


def test_who_has_what_is_told_with_browsers_and_times(world, django_assert_num_queries):
    document = world.document(world.run())
    ola = given_out(world, document)
    writes(world, ola, reason="No shade.")
    for _ in range(2):
        services.confirm_opening(ola, now=world.now)
    gone = given_out(world, document, "how", name="Ken Kay", email="ken@school.example")
    services.take_handout_back(gone, by=world.editor, now=world.now)

    with django_assert_num_queries(1):
        found = queries.handouts_of(document)

    views = handout_views(document.run, Plan, found, now=world.now)
    assert [(it.name, it.parts, it.status, it.opened, it.saved, bool(it.take_back)) for it in views] == [
        ("Ken Kay", "“How”", "Taken back on 10 March 2026", "Not yet", "Nothing yet", False),
        ("Ola Okafor", "“Why”", "Open until 24 March 2026", "In 2 browsers", "10 March 2026, 10:00", True),
    ]
    late = handout_views(document.run, Plan, found, now=world.now + LINK_LASTS)
    assert [(it.status, bool(it.take_back)) for it in late][1] == ("Ran out on 24 March 2026", False)


def test_a_link_to_one_document_says_so_when_another_is_asked_for(world):
    document = world.written()
    handout = given_out(world, document)
    Document.objects.filter(pk=document.pk).update(form_code=Harvest.code)
    handout.document.refresh_from_db()

    with pytest.raises(HandoutOver, match="not being written just now"):
        services.confirm_opening(handout, now=world.now)


def test_taking_back_and_saving_at_once_save_or_refuse(lasting_world):
    world = lasting_world
    document = world.document(world.run())
    handout = given_out(world, document)

    saved, taken = race(
        lambda: writes(world, handout, reason="Just in time."),
        lambda: services.take_handout_back(handout, by=world.editor, now=world.now),
    )

    assert isinstance(taken, Handout)
    assert isinstance(saved, HandoutOver) == (queries.values_of(document) == {})


def test_two_who_send_one_page_at_once_make_one(lasting_world):
    world = lasting_world
    document, key = world.document(world.run()), uuid.uuid4()

    made = race(*[lambda: given_out(world, document, key=key)] * 2)

    assert made[0] == made[1]
    assert (Handout.objects.count(), Message.objects.count()) == (1, 1)
