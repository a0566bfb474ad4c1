"""Evidence of a run: taken in, shown to those who may see it, taken down for all."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from documents import files, queries, services
from documents.files import scanning
from documents.models import Evidence, Scrap, StoredFile
from documents.presenters import submission_view
from documents.queries import usable_beyond_readers
from documents.services import Description, Happening, NotForTaking
from documents.services.evidence import _title, scan_file
from tests.documents import papers
from tests.documents.meadow import MeadowReport
from tests.documents.test_files import a_scanner
from tests.documents.test_scrapbook import growing, linked, typed
from tests.documents.world import Orchard, Plan, World
from workflow.models import Incident, Job, Run
from workflow.queue import Once
from workflow.services import advance


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def added(
    world: World, run: Run, content: bytes | None = None, name: str = "clay day.jpg", **said: Any
) -> Evidence:
    upload = papers.sent(papers.picture() if content is None else content, name)
    return services.add_evidence(run, upload, said=Description(**said), by=world.editor, now=world.now)


def page(run: Run) -> str:
    return reverse("documents:evidence_of_run", args=[run.public_id])


def address(evidence: Evidence, name: str = "evidence") -> str:
    return reverse(f"documents:{name}", args=[evidence.public_id])


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def status(client: Client, where: str) -> int:
    """What it answers with, the file read to its end."""
    answer = client.get(where)
    if answer.streaming:
        body(answer)
    return answer.status_code


def content_of(digest: str) -> bytes:
    with files.opened(digest) as kept:
        return kept.read()


def test_a_picture_is_added_shown_and_placed(world):
    run = world.document(world.run()).run
    client = signed_in(world.editor)

    answer = client.post(
        page(run),
        {
            "title": "Clay day",
            "alt": "Hands in clay",
            "children": "none",
            "file": papers.sent(papers.picture()),
        },
    )

    evidence = Evidence.objects.get()
    assert answer.status_code == 302
    assert (evidence.title, evidence.adder, evidence.file.state) == (
        "Clay day",
        "Edda Editor",
        StoredFile.CLEAN,
    )
    html = client.get(page(run)).content.decode()
    assert address(evidence, "evidence_small") in html
    assert 'alt="Hands in clay"' in html
    shown = client.get(address(evidence))
    assert body(shown) == content_of(evidence.file.sha256)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Content-Disposition"].startswith("inline")


def test_what_is_no_picture_is_a_download_that_no_browser_opens(world):
    run = world.run()
    evidence = added(world, run, papers.word(), "survey “2026”.docm")

    answer = signed_in(world.reader).get(address(evidence))
    body(answer)

    assert evidence.file.state == StoredFile.NOT_SCANNED
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Disposition"].endswith(".docx")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Not scanned here" in signed_in(world.editor).get(page(run)).content.decode()


@pytest.mark.parametrize("name", ["evidence", "evidence_small", "evidence_describe", "evidence_take_down"])
def test_a_stranger_finds_no_trace(world, name):
    evidence = added(world, world.run())

    assert status(signed_in(world.stranger), address(evidence, name)) == 404
    assert status(Client(), address(evidence, name)) == 302
    assert status(signed_in(world.editor), address(evidence, name)) == 200


def test_readers_look_and_do_not_change(world):
    run = world.run()
    evidence = added(world, run)
    for person in (world.reader, world.officer):
        client = signed_in(person)
        assert status(client, address(evidence)) == 200
        assert status(client, address(evidence, "evidence_describe")) == 404
        assert client.post(page(run), {"file": papers.sent(papers.picture())}).status_code == 404
    assert Evidence.objects.count() == 1


def test_the_same_file_twice_lies_there_once(world):
    first, second = added(world, world.run()), added(world, world.run("Little Pear School"))

    assert first.file == second.file
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ" + b"\0" * 100, "plan.pdf", "The selected file must be a picture"),
        (b"", "empty.pdf", "The selected file is empty."),
        (papers.bomb(), "report.docx", "unpacks to far more"),
    ],
    ids=["a program", "nothing", "a bomb"],
)
def test_a_bad_file_is_refused_and_nothing_typed_is_lost(world, content, name, sentence):
    run = world.run()

    answer = signed_in(world.editor).post(page(run), {"title": "My plan", "file": papers.sent(content, name)})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert 'value="My plan"' in html
    assert Evidence.objects.count() == 0


def test_no_file_at_all_is_said(world):
    answer = signed_in(world.editor).post(page(world.run()), {"title": "My plan"})

    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_far_too_large_a_file_is_not_read_to_its_end_and_what_was_typed_stays(world, settings):
    settings.UPLOAD_MOST_BYTES = 2**20
    run = world.run()

    answer = signed_in(world.editor).post(
        page(run), {"title": "The film", "file": papers.sent(b"\0" * (5 * 2**20), "film.mp4")}
    )

    html = answer.content.decode()
    assert answer.status_code == 413
    assert "The selected file must be smaller than 1 MB." in html
    assert 'value="The film"' in html
    assert Evidence.objects.count() == 0


def test_there_is_room_for_so_many_files(world, settings):
    settings.EVIDENCE_MOST_FILES = 2
    run = world.run()
    first = added(world, run)
    added(world, run)

    with pytest.raises(NotForTaking, match="2 files are here"):
        added(world, run)
    services.take_down(first, by=world.editor, because="Blurred.", now=world.now)
    assert added(world, run).pk


def test_a_journey_that_is_over_takes_nothing(world):
    run = growing(world)
    Run.objects.filter(pk=run.pk).update(finished_at=world.now)
    run.refresh_from_db()

    with pytest.raises(NotForTaking, match="is over"):
        added(world, run)


@given(name=st.text(max_size=300))
def test_whatever_a_file_is_called_it_has_a_plain_name(name):
    named = SimpleUploadedFile("x", b"")
    named._name = name
    title = _title("", named, StoredFile(kind_code="pdf"))
    assert 0 < len(title) <= 200
    assert not set(title) & set("/\\\n\r\0")


def test_taken_down_it_is_shown_to_nobody_and_its_hash_stays(world):
    document = world.written()
    evidence = added(world, document.run, about="goal")
    world.signed(document)
    world.hand_in(document)
    editor = signed_in(world.editor)

    editor.post(address(evidence, "evidence_take_down"), {"because": "A parent asked."})

    for person in (world.editor, world.reader, world.officer):
        answer = signed_in(person).get(address(evidence))
        assert answer.status_code == 410
        assert "It was taken down on" in answer.content.decode()
    [frozen] = queries.submissions_of(document.run)[0].content["evidence"]
    assert (frozen["sha256"], frozen["about"]) == (evidence.file.sha256, "goal")
    assert "A parent asked." in editor.get(page(document.run)).content.decode()

    editor.post(address(evidence, "evidence_take_down"), {"again": "1"})
    assert status(editor, address(evidence)) == 200


def test_a_reader_reports_and_it_is_down_first(world):
    evidence = added(world, world.run())
    client = signed_in(world.reader)

    nothing = client.post(address(evidence, "evidence_take_down"), {"because": " "})
    client.post(address(evidence, "evidence_take_down"), {"because": "A child is named."})
    client.post(address(evidence, "evidence_take_down"), {"again": "1"})

    assert nothing.status_code == 422
    evidence.refresh_from_db()
    assert evidence.taken_down_at is not None
    assert "was reported and is taken down" in Incident.objects.get().summary


def test_thirty_days_after_it_was_taken_down_the_content_goes(world):
    run, other = world.run(), world.run("Little Pear School")
    gone, shared = added(world, run), added(world, run, papers.pdf(), "plan.pdf")
    still = added(world, other, papers.pdf(), "plan.pdf")
    for it in (gone, shared):
        services.take_down(it, by=world.editor, because="Old.", now=world.now)

    assert services.forget_taken_down(now=world.now + dt.timedelta(days=29)) == 0
    assert services.forget_taken_down(now=world.now + dt.timedelta(days=31)) == 1

    with pytest.raises(FileNotFoundError):
        files.opened(gone.file.sha256)
    assert content_of(still.file.sha256)
    with pytest.raises(NotForTaking, match="it is gone"):
        services.put_up_again(gone)
    again = added(world, run)
    assert status(signed_in(world.editor), address(again)) == 200


def test_where_there_is_a_scanner_a_file_waits_for_it(world, settings, tmp_path):
    with a_scanner(tmp_path) as scanner:
        settings.CLAMD = scanner
        run = world.run()
        clean, bad = (
            added(world, run, papers.pdf(), "plan.pdf"),
            added(world, run, b"What a day. " + papers.EICAR, "notes.txt"),
        )
        client = signed_in(world.editor)
        assert status(client, address(clean)) == 410
        assert "Being checked" in client.get(page(run)).content.decode()

        for job in Job.objects.all():
            scan_file(Once(job.pk), *job.arguments)

    assert status(client, address(clean)) == 200
    assert status(client, address(bad)) == 410
    assert (
        "Removed: it carried something harmful (Eicar-Signature)." in client.get(page(run)).content.decode()
    )
    assert "is infected and was removed" in Incident.objects.get().summary
    with pytest.raises(FileNotFoundError):
        files.opened(bad.file.sha256)
    with pytest.raises(NotForTaking, match="carries something harmful"):
        added(world, run, b"What a day. " + papers.EICAR, "again.txt")


def test_a_scanner_that_is_gone_leaves_the_file_waiting(world, settings):
    settings.CLAMD = "unix:/nowhere"
    evidence = added(world, world.run(), papers.pdf(), "plan.pdf")
    job = Job.objects.get()

    with pytest.raises(scanning.CannotScan):
        scan_file(Once(job.pk), *job.arguments)

    assert status(signed_in(world.editor), address(evidence)) == 410


@pytest.mark.parametrize(
    ("children", "use", "until", "usable"),
    [
        ("", "", None, False),
        ("none", "", None, True),
        ("shown", "", None, False),
        ("shown", "office", "2026-03-10", False),
        ("shown", "public", "2026-03-10", True),
        ("shown", "public", "2026-03-09", False),
    ],
)
def test_children_are_shown_to_others_only_while_consent_is_held(world, children, use, until, usable):
    day = dt.date.fromisoformat(until) if until else None
    evidence = added(world, world.run(), children=children, consent_use=use, consent_until=day)

    assert usable_beyond_readers(evidence, use="public", on=dt.date(2026, 3, 10)) is usable


def test_consent_wants_its_day(world):
    evidence = added(world, world.run())

    answer = signed_in(world.editor).post(
        address(evidence, "evidence_describe"),
        {"title": "Clay", "children": "shown", "consent_use": "public"},
    )

    assert answer.status_code == 422
    assert "Say until when the consent is held." in answer.content.decode()


def test_a_page_asked_for_again_is_not_sent_again(world):
    evidence = added(world, world.run())
    client = signed_in(world.editor)
    first = client.get(address(evidence))
    tag = first.headers["ETag"]
    body(first)

    assert client.get(address(evidence), headers={"If-None-Match": tag}).status_code == 304


def test_a_scrap_with_a_picture_alone_is_kept_under_its_goal(world):
    run = growing(world)

    answer = Client().post(
        linked(world, run), typed(words="", name="Ola", goal="goal_1", picture=papers.sent(papers.picture()))
    )

    assert answer.status_code == 302
    [scrap] = Scrap.objects.all()
    assert (scrap.evidence.about, scrap.evidence.adder) == ("goal_1", "Ola")
    html = signed_in(world.editor).get(reverse("documents:scrapbook", args=[run.public_id])).content.decode()
    assert address(scrap.evidence, "evidence_small") in html


def test_a_scrap_with_a_bad_picture_keeps_what_was_typed(world):
    run = growing(world)

    answer = signed_in(world.editor).post(
        reverse("documents:scrapbook", args=[run.public_id]), typed(picture=papers.sent(b"MZ", "x.jpg"))
    )

    assert answer.status_code == 422
    assert "A storyteller came.</textarea>" in answer.content.decode()
    assert Scrap.objects.count() == 0


def test_many_files_cost_as_many_statements_as_one(world, django_assert_max_num_queries):
    run = world.run()
    client = signed_in(world.editor)
    added(world, run)
    with django_assert_max_num_queries(14) as few:
        client.get(page(run))
    for number in range(12):
        added(world, run, papers.picture(size=(100 + number, 50)))
    with django_assert_max_num_queries(14) as many:
        client.get(page(run))

    assert len(few.captured_queries) == len(many.captured_queries)


def test_files_are_handed_in_with_the_answers_that_they_belong_to(world):
    document = world.written()
    placed, loose = added(world, document.run, about="reason", title="Map"), added(world, document.run)
    down = added(world, document.run, papers.pdf(), "plan.pdf", about="reason")
    services.take_down(down, by=world.editor, because="Wrong.", now=world.now)

    advance(document.run, Orchard.submit_unread, actor=world.officer, now=world.now)

    [submission] = queries.submissions_of(document.run)
    assert submission.content["form"] == Plan.code
    assert [it["id"] for it in submission.content["evidence"]] == [str(placed.public_id)]
    assert str(loose.public_id) not in str(submission.content)


def test_a_report_with_sixty_entries_and_forty_files_opens_in_twenty_statements(
    world, django_assert_max_num_queries
):
    run = growing(world)
    document = world.document(run, MeadowReport)
    world.save(document, goal_1={"effect": "Poppies."}, today="In flower.")
    stored = [
        added(world, run, papers.picture(size=(40 + number, 30)), about="goal_1") for number in range(40)
    ]
    for number in range(60):
        services.keep_scrap(
            run,
            Happening(f"Line {number}", world.now.date(), "goal_1"),
            key=uuid.uuid4(),
            by=world.editor,
            now=world.now,
        )
    client = signed_in(world.editor)
    pages = [
        reverse("documents:write", args=[run.public_id, MeadowReport.code]),
        reverse("documents:section", args=[run.public_id, MeadowReport.code, "first"]),
        reverse("documents:check", args=[run.public_id, MeadowReport.code]),
        reverse("documents:scrapbook", args=[run.public_id]),
        page(run),
    ]

    for where in pages:
        with django_assert_max_num_queries(20):
            assert client.get(where).status_code == 200
    assert len(stored) == 40


def test_readers_of_a_copy_see_the_same_words_on_the_page_and_on_paper(world):
    document = world.written(reason="Shade for *all*:\n\n- in summer")
    evidence = added(world, document.run, about="reason", title="Map of the ground")
    world.signed(document)
    world.hand_in(document)
    [submission] = queries.submissions_of(document.run)
    ours = submission_view(submission)

    html = signed_in(world.reader).get(
        reverse("documents:submitted", args=[document.run.public_id, Plan.code, 1])
    )

    [answer] = [it for it in ours.sections[0].answers if it.code == "reason"]
    assert [it.title for it in answer.files] == ["Map of the ground"]
    assert answer.files[0].href == address(evidence)
    assert '<li dir="auto">in summer</li>' in html.content.decode()
    assert address(evidence, "evidence_small") in html.content.decode()
