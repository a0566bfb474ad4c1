"""Comments of school and office on a draft: who says what, who is told, and what they never reach."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.conf import settings

from documents import queries, services
from documents.models import Comment, Document
from documents.presenters.comments import threads_of
from documents.scheduling import keep_schedule
from documents.services import NotForComments
from tests.documents.world import Orchard, Plan, World
from tests.racing import race
from workflow.models import Incident, Message, Run
from workflow.refusals import NotYours
from workflow.services import advance

HALF_AN_HOUR = dt.timedelta(minutes=30)
MINUTE = dt.timedelta(minutes=1)


def writers(run: Run) -> list[Any]:
    """What RUN_WRITERS names here: whoever the run's kind names, in that order."""
    from awards.models import Person  # noqa: PLC0415 - named by a setting as a path

    keys = [int(word.strip(",")) for word in run.kind.split() if word.strip(",").isdigit()]
    return sorted(Person.objects.filter(pk__in=keys), key=lambda person: keys.index(person.pk))


@pytest.fixture(autouse=True)
def _writers_of_the_world(settings: Any) -> None:
    settings.RUN_WRITERS = f"{__name__}.writers"


def says(world: World, document: Document, who: Any, text: str = "How many?", **more: Any) -> Comment:
    given = {"question": "trees", "key": uuid.uuid4(), "now": world.now, **more}
    return services.comment(document, text=text, by=who, **given)


def mails() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("to_email", "subject"))


def thread(world: World, document: Document, question: str = "trees") -> Any:
    return threads_of(document.run, Plan, document, reader=world.editor)[question]


def test_school_and_office_speak_each_for_their_side(world):
    document = world.document(world.run())

    says(world, document, world.officer, "How many?")
    says(world, document, world.editor, "  Twelve.\r\n\0", now=world.now + MINUTE)

    assert [(it.author_side, it.text) for it in queries.comments_of(document)] == [
        ("office", "How many?"),
        ("school", "Twelve."),
    ]


@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_others_say_nothing(world, who):
    document = world.document(world.run())

    with pytest.raises(NotYours):
        says(world, document, getattr(world, who))

    assert Comment.objects.count() == 0


@pytest.mark.parametrize(("text", "sentence"), [(" \n\0 ", "Write your comment."), ("x" * 2001, "2,000")])
def test_a_comment_has_words_and_not_too_many(world, text, sentence):
    document = world.document(world.run())

    with pytest.raises(NotForComments, match=sentence):
        says(world, document, world.editor, text)

    assert (Comment.objects.count(), Message.objects.count()) == (0, 0)


def test_a_comment_is_mailed_to_the_officer_with_question_words_and_link(world):
    document = world.document(world.run())

    says(world, document, world.editor, "<b>Twelve</b> & more?")

    mail = Message.objects.get()
    assert (mail.to_email, mail.subject) == (
        world.officer.email,
        "Apple Lane School: 1 comment on the Orchard plan",
    )
    assert "On “How many trees?”, Edda Editor writes:\n\n<b>Twelve</b> & more?\n" in mail.body
    assert f"{settings.PUBLIC_ADDRESS}/documents/{document.run.public_id}/orchard-plan/comments/" in mail.body


def test_the_office_itself_is_told_where_the_run_has_no_officer(world):
    document = world.document(world.run())
    world.officer.is_active = False
    world.officer.save()

    says(world, document, world.editor)

    assert [to for to, _ in mails()] == [settings.OFFICE_EMAIL]


def test_the_lead_and_those_who_wrote_are_told_at_the_school(world):
    document = world.document(world.run())
    says(world, document, world.officer)
    assert [to for to, _ in mails()] == [world.editor.email]

    other = world.document(world.run())
    world.save(other, person=world.colleague, reason="Shade.")
    says(world, other, world.officer)

    assert [to for to, _ in mails()][1:] == [world.editor.email, world.colleague.email]


def test_a_burst_is_told_at_once_and_then_in_one_mail_after_half_an_hour(world):
    document = world.document(world.run())
    for minutes in (0, 5, 10):
        says(world, document, world.editor, f"Said after {minutes}.", now=world.now + minutes * MINUTE)
    assert services.tell_of_comments(now=world.now + HALF_AN_HOUR - MINUTE) == 0
    assert len(mails()) == 1

    assert services.tell_of_comments(now=world.now + HALF_AN_HOUR) == 1
    assert services.tell_of_comments(now=world.now + 2 * HALF_AN_HOUR) == 0

    assert [subject for _, subject in mails()] == [
        "Apple Lane School: 1 comment on the Orchard plan",
        "Apple Lane School: 2 comments on the Orchard plan",
    ]
    body = Message.objects.latest("pk").body
    assert ("Said after 0." in body, "Said after 5." in body, "Said after 10." in body) == (False, True, True)


def test_each_side_and_each_document_has_its_own_half_hour(world):
    document, other = world.document(world.run()), world.document(world.run())

    says(world, document, world.editor)
    says(world, document, world.officer)
    says(world, other, world.editor)

    assert [to for to, _ in mails()] == [world.officer.email, world.editor.email, world.officer.email]


def test_a_page_sent_twice_makes_one_comment_and_one_mail(world):
    document, key = world.document(world.run()), uuid.uuid4()

    first = says(world, document, world.editor, key=key)
    second = says(world, document, world.editor, key=key, now=world.now + 2 * HALF_AN_HOUR)

    assert first == second
    assert (Comment.objects.count(), Message.objects.count()) == (1, 1)


def test_two_comments_at_once_make_one_mail(lasting_world):
    world = lasting_world
    document = world.document(world.run())

    race(
        lambda: says(world, document, world.editor, "One."),
        lambda: says(world, document, world.colleague, "Two."),
    )

    assert (Comment.objects.count(), Message.objects.count()) == (2, 1)
    assert Comment.objects.filter(told_at=None).count() == 1


def test_two_sweeps_at_once_tell_once(lasting_world):
    world = lasting_world
    document = world.document(world.run())
    says(world, document, world.editor, "One.")
    says(world, document, world.editor, "Two.")
    later = world.now + HALF_AN_HOUR

    told = race(*[lambda: services.tell_of_comments(now=later)] * 2)

    assert sorted(told) == [0, 1]
    assert Message.objects.count() == 2


def test_the_schedule_is_kept_once(db):
    from django_q.models import Schedule  # noqa: PLC0415 - only here

    keep_schedule()
    keep_schedule()

    assert Schedule.objects.get(name="comments").func == "documents.scheduling.tell_of_comments_now"


def test_what_cannot_be_told_is_an_incident_and_stops_no_other(world, settings):
    broken, well = world.document(world.run()), world.document(world.run())
    for document in (broken, well):
        says(world, document, world.officer, "One.")
        says(world, document, world.officer, "Two.")
    settings.RUN_WRITERS = f"{__name__}.writers_but_for_one"
    writers_but_for_one.broken = broken.run_id  # type: ignore[attr-defined] # which run, for the function a setting names

    assert services.tell_of_comments(now=world.now + HALF_AN_HOUR) == 1

    incident = Incident.objects.get()
    assert (incident.key, incident.summary) == (
        f"comments:{broken.pk}",
        "Nobody could be told of comments on a draft",
    )


def writers_but_for_one(run: Run) -> list[Any]:
    if run.pk == writers_but_for_one.broken:  # type: ignore[attr-defined] # see above
        raise LookupError
    return writers(run)


def test_a_thread_is_resolved_and_opened_again_by_a_new_comment(world):
    document = world.document(world.run())
    says(world, document, world.officer)
    assert thread(world, document).is_open

    services.resolve_comments(document, question="trees", by=world.editor, now=world.now)
    assert not thread(world, document).is_open
    assert thread(world, document).comments[0].resolved == "Resolved by Edda Editor, 10 March 2026, 10:00"
    says(world, document, world.officer, "And now?", now=world.now + MINUTE)

    assert thread(world, document).is_open
    assert [bool(it.resolved) for it in thread(world, document).comments] == [True, False]


def test_only_its_author_takes_a_comment_back_and_its_line_stays(world):
    document = world.document(world.run())
    says(world, document, world.editor, "First.")
    comment = says(world, document, world.editor, "A slip of the pen.")

    with pytest.raises(NotYours):
        services.take_comment_back(comment, by=world.officer, now=world.now)
    services.take_comment_back(comment, by=world.editor, now=world.now)
    services.tell_of_comments(now=world.now + HALF_AN_HOUR)

    comment.refresh_from_db()
    assert (comment.text, comment.taken_back_at) == ("", world.now)
    assert [it.is_taken_back for it in thread(world, document).comments] == [False, True]
    assert Message.objects.count() == 1


def test_what_was_handed_in_is_open_to_comments_until_it_is_taken_further(world):
    document = world.submitted()
    document.run.refresh_from_db()
    says(world, document, world.officer, "One more thing.")

    advance(document.run, Orchard.accept, actor=world.officer, now=world.now)

    with pytest.raises(NotForComments, match="What was said stays here"):
        says(world, document, world.officer, "Too late.")
    assert [it.text for it in queries.comments_of(document)] == ["One more thing."]


def test_what_was_said_is_in_no_copy(world):
    document = world.written()
    says(world, document, world.officer, "Between us: quince.")

    world.signed(document)
    world.hand_in(document)

    assert "quince" not in str(document.submissions.get().content)


def test_whoever_commented_has_an_interest_also_when_they_took_it_back(world):
    document = world.document(world.run())
    comment = says(world, document, world.officer)
    says(world, document, world.editor)
    services.take_comment_back(comment, by=world.officer, now=world.now)

    assert queries.people_who_commented(document.run) == {world.officer.pk, world.editor.pk}
    assert list(queries.commented_runs(world.officer)) == [document.run]
    assert list(queries.commented_runs(world.reader)) == []


def test_all_threads_cost_one_query(world, django_assert_num_queries):
    document = world.document(world.run())
    for question in ("trees", "reason", "soil", "trees"):
        says(world, document, world.editor, question=question)

    with django_assert_num_queries(1):
        threads = threads_of(document.run, Plan, document, reader=world.editor)

    assert {name: len(it.comments) for name, it in threads.items() if it.comments} == {
        "reason": 1,
        "soil": 1,
        "trees": 2,
    }
