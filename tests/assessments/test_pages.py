"""The pages of assessment: what each person finds there, and what nobody else does."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assessments import services
from assessments.forms import level_name, reason_name
from assessments.models import Assessment, Decision, Feedback, Review
from assessments.queries import decision_of
from assessments.services import Judgement
from tests.assessments.world import RUBRIC, Garden, World, whole
from workflow.services import advance

RUN_PAGES = ["allocate", "moderate", "feedback"]


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(judgement: Judgement) -> dict[str, str]:
    fields = {level_name(""): judgement.level, reason_name(""): judgement.reason}
    for code, (level, reason) in judgement.marks.items():
        fields |= {level_name(code): level, reason_name(code): reason}
    return fields


def mark_page(assessment: Assessment) -> str:
    return reverse("assessments:mark", args=[assessment.public_id])


def check_page(assessment: Assessment) -> str:
    return reverse("assessments:check", args=[assessment.public_id])


def page_of(name: str, review: Review) -> str:
    return reverse(f"assessments:{name}", args=[review.run.public_id])


def words(response) -> str:
    return response.content.decode()


# ------------------------------------------------------------------------------------------------ the reader


def test_pile_holds_ones_own_assessments_and_their_state(world: World):
    begun, first, _ = world.allocated()
    untouched, *_ = world.allocated()
    services.save_marks(first, judgement=Judgement(), person=world.readers[0], now=world.now)
    other = world.submitted()

    response = client_of(world.readers[0]).get(reverse("assessments:pile"))

    rows = [(row.school, row.submitted, row.state) for row in response.context["rows"]]
    assert rows == [
        (begun.run.label, "10 March 2026", "Begun"),
        (untouched.run.label, "10 March 2026", "Not begun"),
    ]
    assert other.run.label not in words(response)


def test_pile_of_one_without_work_is_empty_and_says_so(world: World):
    world.allocated()

    response = client_of(world.readers[2]).get(reverse("assessments:pile"))

    assert response.context["rows"] == []
    assert "Nothing lies with you now" in words(response)
    assert "Thistle Hill" not in words(response)


def test_reader_sees_both_documents_as_submitted_and_every_criterion(world: World):
    _, first, _ = world.allocated()

    response = client_of(world.readers[0]).get(mark_page(first))

    assert [it.title for it in response.context["reading"].pair] == ["Garden promise", "Garden story"]
    assert response.context["reading"].earlier == []
    text = words(response)
    assert "We promise 1 oaks." in text
    assert "There are 1 oaks now." in text
    assert [question.label for question in response.context["questions"]] == [
        "Flower beds",
        "Trees",
        "Ponds",
        "The submission as a whole",
    ]
    assert text.count('type="radio"') == 12


def test_reader_saves_comes_back_checks_and_finishes(world: World):
    _, first, _ = world.allocated()
    client = client_of(world.readers[0])

    draft = Judgement({"beds": ("green", "Full of <b>roses</b>.")})
    saved = client.post(mark_page(first), {**typed(draft), "later": "1"})
    assert (saved.status_code, saved["Location"]) == (302, reverse("assessments:pile"))
    again = client.get(mark_page(first))
    assert "Full of &lt;b&gt;roses&lt;/b&gt;." in words(again)
    assert again.context["hint"] == ""

    to_check = client.post(mark_page(first), {**typed(whole("green", beds="evergreen")), "check": "1"})
    assert to_check["Location"] == check_page(first)
    checked = client.get(check_page(first))
    assert (checked.context["missing"], checked.context["hint"]) == (
        0,
        "More than half of your criteria reach Green. The overall level is your judgement.",
    )

    done = client.post(check_page(first))
    assert (done.status_code, done["Location"]) == (302, reverse("assessments:pile"))
    first.refresh_from_db()
    assert (first.state, first.level) == (Assessment.DONE, "green")
    closed = client.get(mark_page(first))
    assert "You finished this assessment" in words(closed)
    assert "<textarea" not in words(closed)


def test_check_page_names_what_is_missing_and_refuses_to_finish(world: World):
    _, first, _ = world.allocated()
    client = client_of(world.readers[0])
    client.post(
        mark_page(first), {**typed(Judgement({"beds": ("green", "")}, "green", "Fine.")), "check": "1"}
    )

    page = client.get(check_page(first))
    assert page.context["missing"] == 3
    assert "Finish the assessment" not in words(page)

    refused = client.post(check_page(first))
    assert refused.status_code == 422
    assert "Say why you chose this level for “Flower beds”." in words(refused)
    first.refresh_from_db()
    assert first.state == Assessment.OPEN


def test_odd_level_is_refused_and_nothing_typed_is_lost(world: World):
    _, first, _ = world.allocated()
    given = {**typed(whole()), level_name("beds"): "golden", reason_name("beds"): "Still here."}

    response = client_of(world.readers[0]).post(mark_page(first), given)

    assert response.status_code == 422
    assert "Choose one of the levels offered." in words(response)
    assert "Still here." in words(response)


def test_marks_typed_while_signed_out_wait_until_one_has_signed_in(world: World):
    _, first, _ = world.allocated()
    client = Client()

    away = client.post(mark_page(first), {**typed(whole()), reason_name("beds"): "Typed while away."})
    assert away["Location"].startswith(reverse("account_login"))
    client.force_login(world.readers[0])
    back = client.get(mark_page(first))

    assert "Typed while away." in words(back)


def test_marks_typed_by_one_person_are_not_shown_to_the_next_on_the_same_browser(world: World):
    _, first, second = world.allocated()
    client = Client()
    client.post(mark_page(first), {**typed(whole()), reason_name("beds"): "Typed while away."})
    client.force_login(world.readers[1])

    assert client.get(mark_page(first)).status_code == 404
    assert "Typed while away." not in words(client.get(mark_page(second)))


def test_called_off_assessment_says_so_and_shows_no_document(world: World):
    review, first, _ = world.allocated()
    advance(review.run, Garden.withdraw, actor=world.writer, now=world.now)
    client = client_of(world.readers[0])

    response = client.get(mark_page(first))

    assert "This assessment was called off" in words(response)
    assert "oaks" not in words(response)
    assert client.get(reverse("assessments:pile")).context["rows"] == []


# ------------------------------------------------------------------------------------- blindness and leaks


def test_reader_finds_no_trace_of_the_other_reader(world: World):
    review, first, second = world.allocated()
    secret = Judgement(
        {it.code: ("evergreen", "A SECRET REASON") for it in RUBRIC.criteria}, "evergreen", "A SECRET"
    )
    services.save_marks(first, judgement=secret, person=world.readers[0], now=world.now)
    services.finish(first, person=world.readers[0], now=world.now)
    client = client_of(world.readers[1])

    def sees_no_trace():
        pages = [
            client.get(address)
            for address in [reverse("assessments:pile"), mark_page(second), check_page(second)]
        ]
        assert [page.status_code for page in pages] == [200, 200, 200]
        for page in pages:
            assert "SECRET" not in words(page)
            assert "Ash" not in words(page)
        assert client.get(mark_page(first)).status_code == 404
        assert client.get(check_page(first)).status_code == 404
        for name in RUN_PAGES:
            assert client.get(page_of(name, review)).status_code == 404

    sees_no_trace()
    world.finish(second, "green")
    sees_no_trace()


def test_others_find_nothing_at_any_address(world: World):
    review, first, _ = world.allocated()
    decided = world.decided()
    inactive = world.assessors[2]
    strangers = [world.writer, inactive.person, world.moderator.person]
    nowhere = uuid.uuid4()

    for person in strangers:
        client = client_of(person)
        for address in [mark_page(first), check_page(first)]:
            theirs, none = (
                client.get(address),
                client.get(address.replace(str(first.public_id), str(nowhere))),
            )
            assert (theirs.status_code, none.status_code) == (404, 404)
        for name in RUN_PAGES:
            for known in [review, decided]:
                assert client.get(page_of(name, known)).status_code == 404
        assert client.post(page_of("conclude", review)).status_code == 404
        assert client.get(reverse("assessments:office")).status_code == 404


def test_reader_who_left_finds_nothing(world: World):
    _, first, _ = world.allocated()
    world.assessors[0].is_active = False
    world.assessors[0].save()
    client = client_of(world.readers[0])

    assert client.get(mark_page(first)).status_code == 404
    assert client.post(mark_page(first), typed(whole())).status_code == 404
    assert client.get(reverse("assessments:pile")).status_code == 404


def test_pile_is_for_assessors(world: World):
    assert client_of(world.writer).get(reverse("assessments:pile")).status_code == 404


@pytest.mark.parametrize("name", ["pile", "office"])
def test_pages_ask_to_sign_in(world: World, name: str):
    response = Client().get(reverse(f"assessments:{name}"))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


# ------------------------------------------------------------------------------------------------ the office


def test_office_sees_each_review_with_its_next_step(world: World):
    waiting = world.submitted()
    reading, *_ = world.allocated()
    differing = world.decided("green", "evergreen")
    decided = world.decided()
    ready = world.decided()
    services.write_feedback(decision_of(ready.run), text="Good.", person=world.officer, now=world.now)
    held_up, first, second = world.allocated()
    advance(held_up.run, Garden.rest, actor=world.officer, now=world.now)
    world.finish(first)
    world.finish(second)
    released = world.decided()
    services.write_feedback(decision_of(released.run), text="Good.", person=world.officer, now=world.now)
    advance(released.run, Garden.release, actor=world.officer, now=world.now)

    response = client_of(world.officer).get(reverse("assessments:office"))

    assert [(row.school, row.stage) for row in response.context["rows"]] == [
        (waiting.run.label, "Choose two readers"),
        (reading.run.label, "With the readers"),
        (differing.run.label, "The readers differ"),
        (decided.run.label, "Feedback to edit"),
        (ready.run.label, "Ready to release"),
        (held_up.run.label, "Decided, not recorded"),
    ]


def test_office_chooses_two_readers(world: World):
    review = world.submitted()
    client = client_of(world.officer)
    page = client.get(page_of("allocate", review))
    assert "Ash (nothing in hand)" in words(page)

    same = {"first": world.assessors[0].pk, "second": world.assessors[0].pk}
    refused = client.post(page_of("allocate", review), same)
    assert refused.status_code == 409
    assert "not the same person" in words(refused)

    chosen = {"first": world.assessors[0].pk, "second": world.assessors[1].pk}
    assert client.post(page_of("allocate", review), chosen)["Location"] == reverse("assessments:office")
    assert [it.assessor for it in review.assessments.order_by("slot")] == world.assessors[:2]
    assert client.get(page_of("allocate", review))["Location"] == reverse("assessments:office")


def test_office_must_choose_both(world: World):
    review = world.submitted()

    response = client_of(world.officer).post(page_of("allocate", review), {"first": "999999"})

    assert response.status_code == 422
    assert "Choose the second reader." in words(response)
    assert "Choose somebody from the list." in words(response)


def test_moderator_sees_both_sides_and_decides(world: World):
    review = world.decided("green", "evergreen")
    client = client_of(world.moderator.person)
    pile = client.get(reverse("assessments:pile"))
    assert [row.school for row in pile.context["moderation"]] == [review.run.label]

    page = client.get(page_of("moderate", review))
    whole_row = page.context["compared"][-1]
    assert [(side.level, side.reason) for side in whole_row.sides] == [
        ("Green", "All in all green."),
        ("Evergreen", "All in all evergreen."),
    ]
    assert whole_row.differ

    assert client.post(page_of("moderate", review), {"level": "green"}).status_code == 422
    answer = client.post(page_of("moderate", review), {"level": "green", "reason": "The ponds are dry."})
    assert answer["Location"] == reverse("assessments:pile")
    decision = decision_of(review.run)
    assert (decision.level, decision.route) == ("green", Decision.MODERATED)
    assert client.get(page_of("moderate", review)).status_code == 404


def test_moderation_page_shows_nothing_before_both_have_finished(world: World):
    review, first, _ = world.allocated()
    world.finish(first)

    assert client_of(world.moderator.person).get(page_of("moderate", review)).status_code == 404
    early = client_of(world.officer).get(page_of("moderate", review))
    assert (early.status_code, early["Location"]) == (302, reverse("assessments:office"))


def test_feedback_begins_with_what_the_readers_wrote_and_is_edited(world: World):
    review, first, second = world.allocated()
    marks = {**whole().marks, "beds": ("green", "Roses.")}
    services.save_marks(
        first, judgement=Judgement(marks, "green", "Fine."), person=world.readers[0], now=world.now
    )
    services.finish(first, person=world.readers[0], now=world.now)
    world.finish(second)
    client = client_of(world.officer)
    page = client.get(page_of("feedback", review))
    assert page.context["form"].initial["text"].split("\n\n") == [
        "Fine.\nAll in all green.",
        "Flower beds\nRoses.\nBecause of the beds.",
        "Trees\nBecause of the trees.",
        "Ponds\nBecause of the ponds.",
    ]
    assert client.post(page_of("feedback", review), {"text": " "}).status_code == 422

    assert client.post(page_of("feedback", review), {"text": "One voice."}).status_code == 302
    assert Feedback.objects.get(decision__run=review.run).text == "One voice."

    advance(review.run, Garden.release, actor=world.officer, now=world.now)
    released = client.get(page_of("feedback", review))
    assert "<textarea" not in words(released)
    assert "One voice." in words(released)
    assert client.post(page_of("feedback", review), {"text": "Other."}).status_code == 409


def test_feedback_page_waits_for_a_decision(world: World):
    review, *_ = world.allocated()
    client = client_of(world.officer)

    assert client.get(page_of("feedback", review))["Location"] == reverse("assessments:office")
    planted = world.planted()
    assert client.get(reverse("assessments:feedback", args=[planted.public_id])).status_code == 404


def test_office_tries_a_held_up_decision_again(world: World):
    review, first, second = world.allocated()
    advance(review.run, Garden.rest, actor=world.officer, now=world.now)
    world.finish(first)
    world.finish(second)
    client = client_of(world.officer)
    client.post(page_of("conclude", review))
    review.run.refresh_from_db()
    assert review.run.state == "resting"

    advance(review.run, Garden.go_on, actor=world.officer, now=world.now)
    assert client.get(page_of("conclude", review)).status_code == 405
    client.post(page_of("conclude", review))

    review.run.refresh_from_db()
    assert review.run.state == "decided"


# ---------------------------------------------------------------------------------------------- query counts


def queries_of(client: Client, address: str, counted) -> int:
    with counted() as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_pile_costs_as_many_queries_with_three_rows_as_with_one(world: World, django_capture_queries):
    client = client_of(world.readers[0])
    world.allocated()
    one = queries_of(client, reverse("assessments:pile"), django_capture_queries)
    world.allocated()
    world.allocated()

    assert queries_of(client, reverse("assessments:pile"), django_capture_queries) == one


def test_office_list_costs_as_many_queries_with_many_rows_as_with_few(world: World, django_capture_queries):
    def one_of_each():
        world.submitted()
        world.allocated()
        world.decided("green", "below")
        world.decided()

    client = client_of(world.officer)
    one_of_each()
    few = queries_of(client, reverse("assessments:office"), django_capture_queries)
    one_of_each()
    one_of_each()

    assert queries_of(client, reverse("assessments:office"), django_capture_queries) == few
