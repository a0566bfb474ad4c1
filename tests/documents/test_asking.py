"""Sending back: only what was asked about can be changed, and the reasons are there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents import queries, services
from documents.models import AskedAbout, Document, Signature, Submission
from documents.services import Given
from tests.documents.world import Orchard, Plan, World, reads
from workflow.refusals import NotReady
from workflow.services import advance, undo

REASON = "Say which children you mean."


def asked(world: World, document: Document, **questions: str) -> None:
    services.send_back(
        document.run,
        Orchard.send_back,
        document=document,
        asked=questions or {"reason": REASON},
        by=world.officer,
        now=world.now,
    )
    document.refresh_from_db()


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(document: Document, name: str, *more: Any) -> str:
    return reverse(f"documents:{name}", args=[document.run.public_id, document.form_code, *more])


def test_only_what_was_asked_about_can_be_changed(world):
    document = world.submitted()
    asked(world, document)

    saved = world.save(document, reason="For the youngest.", trees="99")

    assert list(saved.answers) == ["reason"]
    assert saved.refused == {
        "trees": "“How many trees?” was not asked about, so it stays as it was submitted."
    }
    assert queries.values_of(document)["trees"] == "12"
    assert queries.values_of(document)["reason"] == "For the youngest."


def test_the_reasons_are_kept_with_the_move_and_the_history_has_codes_alone(world):
    document = world.submitted()
    asked(world, document, reason=REASON, trees="Is there room?")

    record = document.run.records.latest("seq")
    assert queries.asked_about(document) == {"reason": REASON, "trees": "Is there room?"}
    assert record.detail == {"asked": {Plan.code: ["reason", "trees"]}}
    assert record.note.text == (
        "“Why an orchard?”\nSay which children you mean.\n\n“How many trees?”\nIs there room?"
    )
    assert AskedAbout.objects.filter(record=record).count() == 2


def test_a_second_asking_opens_what_it_names_and_no_more(world):
    document = world.submitted()
    asked(world, document)
    world.save(document, reason="For the youngest.")
    world.signed(document)
    world.hand_in(document)

    asked(world, document, trees="Is there room?")

    assert queries.asked_about(document) == {"trees": "Is there room?"}
    assert list(world.save(document, reason="No.", trees="9").answers) == ["trees"]


def test_what_is_still_lacking_may_be_mended_too(world):
    document = world.document(world.run())
    world.save(document, reason="Shade.")
    advance(document.run, Orchard.submit_unread, actor=world.officer, now=world.now)

    asked(world, document)

    assert document.open_questions == ["reason", "goal", "promise", "soil", "trees"]


def test_a_move_that_names_nothing_opens_everything(world):
    document = world.submitted()
    world.send_back(document)

    assert world.save(document, reason="a", trees="3").is_whole


def test_nothing_asked_changes_nothing(world):
    document = world.submitted()

    for wrong in ({"reason": " \n"}, {"reason": "x", "trees": ""}):
        with pytest.raises(NotReady, match="Write what you ask about"):
            asked(world, document, **wrong)
    with pytest.raises(NotReady, match="Choose at least one question"):
        services.send_back(
            document.run, Orchard.send_back, document=document, asked={}, by=world.officer, now=world.now
        )
    with pytest.raises(KeyError):
        asked(world, document, surprise="x")

    document.run.refresh_from_db()
    assert document.run.state == "submitted"


def test_sending_back_can_be_undone_and_the_document_is_closed_again(world):
    document = world.submitted()
    asked(world, document)

    undo(document.run, actor=world.officer, now=world.now, reason="by-mistake", note="The wrong school.")

    document.refresh_from_db()
    assert document.locked_at is not None


def test_the_form_says_who_signs_again_after_a_change(world, monkeypatch):
    monkeypatch.setattr(Plan, "signs_again", ("head",))
    document = world.submitted()
    asked(world, document)

    saved = world.save(document, reason="For the youngest.")

    assert [it.role for it in saved.voided] == ["head"]
    assert {it.role for it in document.signatures.filter(state=Signature.SIGNED)} == {"chair"}
    with pytest.raises(NotReady, match="The head teacher has not yet signed"):
        world.hand_in(document)
    services.sign(world.asked(document), name="Hana Head", read=reads(document), now=world.now)
    world.hand_in(document)
    latest = Submission.objects.get(number=2)
    texts = {it["role"]: it["text_hash"] for it in latest.content["signatures"]}
    assert texts["head"] == latest.content["text_hash"] != texts["chair"]


def test_a_signature_given_after_the_asking_is_void_when_the_text_changes_again(world, monkeypatch):
    monkeypatch.setattr(Plan, "signs_again", ("head",))
    document = world.submitted()
    asked(world, document)
    world.save(document, reason="For the youngest.")
    services.sign(world.asked(document), name="Hana Head", read=reads(document), now=world.now)

    saved = world.save(document, reason="For all.")

    assert [it.role for it in saved.voided] == ["head"]


def test_the_page_of_the_office_shows_each_answer_and_asks(world):
    document = world.submitted()
    client = signed_in(world.officer)
    address = reverse("documents:ask", args=[document.run.public_id])

    html = client.get(address).content.decode()
    nothing = client.post(address, {"version": document.run.seq})
    done = client.post(address, {"version": document.run.seq, "reason": REASON, "note": "Thank you so far."})

    assert "Our playground has no shade." in html
    assert nothing.status_code == 422
    assert "Write under at least one answer what the school should look at again." in nothing.content.decode()
    assert done.status_code == 302
    document.refresh_from_db()
    assert document.open_questions == ["reason"]
    assert document.run.records.latest("seq").note.text.startswith("Thank you so far.\n\n“Why an orchard?”")


def test_an_old_page_of_the_office_asks_nothing(world):
    document = world.submitted()
    client = signed_in(world.officer)
    address = reverse("documents:ask", args=[document.run.public_id])
    stale = {"version": document.run.seq - 1, "reason": REASON}

    answer = client.post(address, stale)

    assert answer.status_code == 409
    assert REASON in answer.content.decode()
    document.refresh_from_db()
    assert document.locked_at is not None


@pytest.mark.parametrize("who", ["editor", "reader", "stranger"])
def test_only_the_office_asks(world, who):
    document = world.submitted()
    address = reverse("documents:ask", args=[document.run.public_id])
    client = signed_in(getattr(world, who))

    assert client.get(address).status_code == 404
    assert client.post(address, {"version": "9", "reason": REASON}).status_code == 404


def test_where_nothing_waits_to_be_sent_back_there_is_no_page(world):
    run = world.run()

    assert signed_in(world.officer).get(reverse("documents:ask", args=[run.public_id])).status_code == 404


def test_a_plan_handed_in_elsewhere_is_asked_about_in_words(world):
    run = world.run()
    advance(run, Orchard.submit_elsewhere, actor=world.officer, now=world.now)
    client = signed_in(world.officer)
    address = reverse("documents:ask", args=[run.public_id])

    html = client.get(address).content.decode()
    empty = client.post(address, {"version": run.seq})
    done = client.post(address, {"version": run.seq, "note": "Please send page two."})

    assert "Nothing was submitted here" in html
    assert empty.status_code == 422
    assert done.status_code == 302
    run.refresh_from_db()
    assert run.state == "sent_back"


def test_the_school_sees_what_is_asked_and_that_the_rest_stays(world):
    document = world.submitted()
    asked(world, document)
    client = signed_in(world.editor)

    overview = client.get(page(document, "write")).content.decode()
    why = client.get(page(document, "section", "why")).content.decode()
    check = client.get(page(document, "check")).content.decode()

    assert "We have asked about 1 answer." in overview
    assert REASON in overview
    assert "Stays as submitted" in overview
    assert REASON in why
    assert "We did not ask about this, so it stays as you submitted it." in why
    assert 'name="soil"' not in why
    assert page(document, "section", "how") not in check


def test_what_a_browser_sends_for_a_closed_answer_is_not_taken(world):
    document = world.submitted()
    asked(world, document)
    client = signed_in(world.editor)

    client.post(page(document, "section", "why"), {"reason": "New.", "seen-reason": "1:x", "soil": "sand"})
    answer = client.post(
        reverse("documents:save", args=[document.run.public_id, Plan.code, "soil"]),
        {"soil": "sand", "seen-soil": f"1:{services.seen('x')}"},
    )

    assert answer.status_code == 422
    assert "was not asked about" in answer.content.decode()
    assert queries.values_of(document)["soil"] == "clay"
    assert queries.values_of(document)["reason"] == "New."


def test_a_given_left_untouched_is_no_matter(world):
    document = world.submitted()
    asked(world, document)

    saved = services.save_answers(
        document,
        given={"soil": Given("clay", 1, services.seen("clay"))},
        person=world.editor,
        now=world.now,
    )

    assert saved.is_whole
