"""Saving answers: nothing typed is lost, nobody overwrites anybody unawares."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import queries, services
from documents.models import Answer, Document, Signature
from documents.services import Given, NotOpen, seen
from tests.documents.world import Harvest, Plan, World, make_world
from tests.racing import race
from workflow.models import StateChange

LATER = dt.timedelta(minutes=7)


def test_a_document_is_begun_once_in_its_present_wording(world):
    run = world.run()

    first, again = world.document(run), world.document(run)

    assert first == again
    assert (first.form_version, first.opened_at) == (Plan.version, world.now)


def test_a_form_that_the_state_does_not_ask_for_cannot_be_begun(world):
    with pytest.raises(NotOpen, match="“Planning”"):
        world.document(world.run(), Harvest)


def test_an_answer_is_kept_with_who_and_when(world):
    document = world.document(world.run())

    saved = world.save(document, reason="Shade.")

    answer = queries.answers_of(document)["reason"]
    assert saved.is_whole
    assert (answer.value, answer.version, answer.saved_by, answer.saved_at) == (
        "Shade.",
        1,
        world.editor,
        world.now,
    )


def test_saving_the_same_again_changes_nothing(world):
    document = world.document(world.run())
    world.save(document, reason="Shade.")

    saved = services.save_answers(
        document, given={"reason": Given(" Shade. \r\n", 1)}, person=world.colleague, now=world.now + LATER
    )

    answer = queries.answers_of(document)["reason"]
    assert saved.answers == {}
    assert (answer.version, answer.saved_by) == (1, world.editor)


def test_an_answer_left_blank_makes_no_row(world):
    document = world.document(world.run())

    world.save(document, reason="  ", goal={"aim": "", "now": ""}, promise=False)

    assert Answer.objects.count() == 0


def test_an_answer_can_be_emptied(world):
    document = world.document(world.run())
    world.save(document, reason="Shade.")

    world.save(document, reason="")

    assert queries.values_of(document) == {"reason": ""}
    assert Plan.problems(queries.values_of(document))["reason"] == ["Say why you want an orchard."]


def test_a_stale_answer_is_refused_and_the_others_are_saved(world):
    document = world.document(world.run())
    world.save(document, reason="Shade.", trees="3")
    world.save(document, world.colleague, reason="Apples.")

    saved = services.save_answers(
        document,
        given={"reason": Given("Birds.", 1), "trees": Given("4", 1)},
        person=world.editor,
        now=world.now,
    )

    assert queries.values_of(document) == {"reason": "Apples.", "trees": "4"}
    assert list(saved.conflicts) == ["reason"]
    assert saved.conflicts["reason"].theirs.value == "Apples."
    assert saved.conflicts["reason"].theirs.saved_by == world.colleague
    assert saved.conflicts["reason"].yours == "Birds."


def test_an_answer_that_the_writer_left_alone_is_no_conflict(world):
    document = world.document(world.run())
    world.save(document, reason="Shade.")
    world.save(document, world.colleague, reason="Apples.")

    saved = services.save_answers(
        document, given={"reason": Given("Shade.\r\n", 1, seen("Shade."))}, person=world.editor, now=world.now
    )

    assert saved.is_whole
    assert queries.values_of(document) == {"reason": "Apples."}


def test_a_first_answer_beside_somebody_elses_first_answer_is_a_conflict(world):
    document = world.document(world.run())
    world.save(document, world.colleague, reason="Apples.")

    saved = services.save_answers(
        document, given={"reason": Given("Birds.", 0, seen(""))}, person=world.editor, now=world.now
    )

    assert list(saved.conflicts) == ["reason"]


def test_an_answer_too_long_to_keep_is_refused_and_the_others_are_saved(world):
    document = world.document(world.run())

    saved = world.save(document, reason="word " * 20_000, trees="3")

    assert queries.values_of(document) == {"trees": "3"}
    assert saved.refused == {
        "reason": "“Why an orchard?” is 20,000 words long, more than can be kept."
        " What you wrote is still on this page: shorten it and save again."
    }


def test_an_answer_over_its_word_limit_is_kept_and_not_complete(world):
    document = world.document(world.run())

    world.save(document, reason="word " * 51)

    assert Plan.problems(queries.values_of(document))["reason"] == [
        "Shorten “Why an orchard?” to 50 words: it has 51."
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("nul\x00 bell\x07", "nul bell"),
        ("\u202eright to left\u202c שלום", "right to left שלום"),
        ("zalgo z̵̢̛", "zalgo z̵̢̛"),
        ("half\ud83d", "half"),
        ("👩🏽‍🎨 " * 50, ("👩🏽‍🎨 " * 50).strip()),
    ],
)
def test_hostile_text_is_kept_as_plain_text(world, typed, kept):
    document = world.document(world.run())

    world.save(document, reason=typed)

    assert queries.values_of(document) == {"reason": kept}


def test_a_question_that_is_not_in_the_form_is_a_fault(world):
    with pytest.raises(KeyError):
        world.save(world.document(world.run()), surprise="!")


def test_nothing_is_written_after_the_hand_in(world):
    document = world.submitted()

    with pytest.raises(NotOpen, match="was handed in"):
        world.save(document, reason="Too late.")

    assert queries.values_of(document)["reason"] == "Our playground has no shade."


def test_a_change_voids_the_signatures_and_names_them(world):
    document = world.written()
    signed = world.signed(document, "head", "chair")

    saved = world.save(document, trees="13")

    assert saved.voided == signed
    assert {it.state for it in document.signatures.all()} == {Signature.VOIDED}
    assert (
        StateChange.objects.filter(kind="documents.signature", step="void", actor=world.editor).count() == 2
    )


def test_saving_nothing_new_leaves_the_signatures(world):
    document = world.written()
    world.signed(document)

    world.save(document, trees="12")

    assert {it.state for it in document.signatures.all()} == {Signature.SIGNED}


def test_saving_costs_the_same_for_one_answer_and_for_three(world, django_assert_num_queries):
    document = world.document(world.run())

    for values in ({"reason": "a"}, {"reason": "b", "soil": "clay", "trees": "3"}):
        given = {
            name: Given(value, 1 if name == "reason" and value == "b" else 0)
            for name, value in values.items()
        }
        with django_assert_num_queries(1):
            services.save_answers(document, given=given, person=world.editor, now=world.now)


def test_of_two_first_answers_at_one_moment_one_is_kept_and_one_is_told(lasting_world):
    document = lasting_world.document(lasting_world.run())

    def writes(words):
        return lambda: services.save_answers(
            document, given={"reason": Given(words)}, person=lasting_world.editor, now=lasting_world.now
        )

    outcomes = race(*(writes(f"Words {n}.") for n in range(4)))

    saved = [it for it in outcomes if it.answers]
    assert len(saved) == 1
    assert sum(len(it.conflicts) for it in outcomes) == 3
    assert queries.values_of(document) == {"reason": saved[0].answers["reason"].value}


def test_two_openings_at_one_moment_make_one_document(lasting_world):
    run = lasting_world.run()

    first, second = race(lambda: lasting_world.document(run), lambda: lasting_world.document(run))

    assert first == second
    assert Document.objects.count() == 1


WRITERS = st.sampled_from(["editor", "colleague"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("look"), WRITERS, st.just("")),
        st.tuples(st.just("save"), WRITERS, st.sampled_from(["", "one", "two", "three"])),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(acts=ACTS)
def test_no_order_of_looking_and_saving_loses_a_kept_answer(db, now, acts):
    world: World = make_world(now)
    document = world.document(world.run())
    kept, version = "", 0
    pages = {"editor": ("", 0), "colleague": ("", 0)}

    for act, writer, words in acts:
        if act == "look":
            pages[writer] = (kept, version)
            continue
        text, at = pages[writer]
        saved = services.save_answers(
            document, given={"wish": Given(words, at, seen(text))}, person=getattr(world, writer), now=now
        )
        touched = words not in (text, kept)
        assert bool(saved.conflicts) == (touched and at != version)
        if touched and at == version:
            kept, version = words, version + 1
        assert queries.values_of(document).get("wish", "") == kept
