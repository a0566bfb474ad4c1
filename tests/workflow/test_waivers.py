from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.trial.journeys import AREA_GIVEN, NAME_GIVEN, Trial
from workflow import services
from workflow.audit import breaches
from workflow.journey import Guard, Task
from workflow.models import Run, Waiver
from workflow.options import options_for, waivable_for
from workflow.presenters import events_of, tasks_of, waive_href
from workflow.queries import WaiverCount, runs_waived, waivers_by_guard
from workflow.refusals import NotReady, NotYours

WHY = "They have none."


@pytest.fixture
def run(start):
    """Without an area: that stops it, unless it is waived."""
    return start(area="", label="Trial run")


@pytest.fixture
def waived(run, officer, now):
    services.waive(run, AREA_GIVEN, actor=officer, now=now, note=WHY)
    return run


@contextmanager
def refused(words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


def test_waiver_is_written_down_and_moves_nothing(run, officer, now):
    before = Run.objects.get(pk=run.pk)

    waiver = services.waive(run, AREA_GIVEN, actor=officer, now=now, note=WHY)

    record = waiver.record
    assert (record.kind, record.source, record.target, record.detail) == (
        *("waived", "draft", "draft"),
        {"guard": "area given"},
    )
    assert (record.note.text, record.role, record.actor) == (WHY, "trial_officer", officer)
    kept = Run.objects.get(pk=run.pk)
    assert (kept.state, kept.entered_at, kept.due_on) == (before.state, before.entered_at, before.due_on)
    assert list(breaches()) == []


def test_move_that_was_stopped_passes_once_and_uses_the_waiver(waived, lead, officer, now):
    record = services.advance(waived, Trial.submit, actor=lead, now=now)

    assert record.detail == {"waived": ["area given"]}
    assert Waiver.objects.get().used_by == record
    services.advance(waived, Trial.send_back, actor=officer, now=now, note="More.")
    with pytest.raises(NotReady, match="Say which area it is in."):
        services.advance(waived, Trial.submit, actor=lead, now=now)
    services.waive(waived, AREA_GIVEN, actor=officer, now=now, note="Again.")
    services.advance(waived, Trial.submit, actor=lead, now=now)
    assert list(breaches()) == []


def test_waiver_is_kept_while_its_guard_is_met(waived, lead, now):
    Run.objects.filter(pk=waived.pk).update(area="north")

    record = services.advance(waived, Trial.submit, actor=lead, now=now)

    assert (record.detail, Waiver.objects.get().used_by) == ({}, None)


def test_waiver_of_one_guard_does_not_pass_another(waived, lead, now):
    Run.objects.filter(pk=waived.pk).update(label="Abc")

    with pytest.raises(NotReady) as refusal:
        services.advance(waived, Trial.submit, actor=lead, now=now)

    assert refusal.value.reasons == ["Give it a longer name.", "Four letters are enough."]
    assert Waiver.objects.get().used_by is None


def test_buttons_know_of_the_waiver(waived, lead):
    (submit, _) = options_for([waived], actor=lead)[waived.pk]

    assert submit.is_open


def test_waiver_of_one_run_does_not_pass_another(waived, start, lead, now):
    other = start(area="")

    outcome = services.advance_many([waived, other], Trial.submit, actor=lead, now=now)

    assert (list(outcome.records), list(outcome.refused)) == ([waived.pk], [other.pk])


def test_reasons_that_may_be_waived(waived, start):
    other = start(area="")

    assert waivable_for(other) == [(AREA_GIVEN, ("Say which area it is in.",))]
    assert waivable_for(waived) == []
    assert waive_href(other) == f"/journeys/{other.public_id}/conditions/waive/"


def test_no_way_to_a_waiver_where_nothing_may_be_waived(run, officer, now):
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="No.")

    assert waive_href(run) == ""


UNMET_ELSEWHERE = Guard("elsewhere", (), lambda facts: ["No."], waivable=True)


@pytest.mark.parametrize(
    ("guard", "note", "sentence"),
    [
        (AREA_GIVEN, " ", "Say why it is waived"),
        (NAME_GIVEN, WHY, "“Name given” cannot be waived: it holds for everybody."),
        (UNMET_ELSEWHERE, WHY, "“Elsewhere” is not asked for at “Draft”"),
    ],
)
def test_waiver_that_cannot_be_is_refused(run, officer, now, guard, note, sentence):
    with pytest.raises(NotReady, match=sentence):
        services.waive(run, guard, actor=officer, now=now, note=note)

    assert (Waiver.objects.count(), Run.objects.get(pk=run.pk).seq) == (0, 1)


def test_second_waiver_of_one_guard_is_refused(waived, officer, now):
    with pytest.raises(NotReady, match="is waived already"):
        services.waive(waived, AREA_GIVEN, actor=officer, now=now, note=WHY)


def test_waiver_of_what_is_met_is_refused(start, officer, now):
    with pytest.raises(NotReady, match="is met by now, so no waiver is needed"):
        services.waive(start(), AREA_GIVEN, actor=officer, now=now, note=WHY)


def test_only_the_office_waives(run, lead, now):
    for somebody in (lead, None):
        with pytest.raises(NotYours, match="Only the office may waive a condition."):
            services.waive(run, AREA_GIVEN, actor=somebody, now=now, note=WHY)


def test_history_tells_the_office_of_waivers(waived, lead, now):
    services.advance(waived, Trial.submit, actor=lead, now=now)
    records = list(waived.records.select_related("actor", "note"))

    inside, outside = (events_of(waived, records, inside=who) for who in (True, False))

    assert [(event.title, event.aside, event.note) for event in inside[:2]] == [
        ("Submitted", "Passed without: Area given.", ""),
        ("Waived once: Area given", "", WHY),
    ]
    assert [event.title for event in outside] == ["With us", "Draft"]


def test_task_shows_what_is_not_needed_this_time(waived):
    task = Task("Say where it is", "workflow:waive", AREA_GIVEN)
    object.__setattr__(Trial.draft, "tasks", (task,))
    try:
        (line,) = tasks_of(waived, inside=True)
    finally:
        object.__setattr__(Trial.draft, "tasks", ())

    assert (line.status, line.state) == ("Not needed this time", "done")


def test_waivers_are_counted(waived, start, officer, lead, now):
    services.advance(waived, Trial.submit, actor=lead, now=now)
    services.waive(start(area=""), AREA_GIVEN, actor=officer, now=now, note=WHY)

    assert waivers_by_guard() == [WaiverCount("trial", "1", "area given", 2, 1, now)]
    assert [
        waiver.record.note.text for waiver in runs_waived("trial", edition="1", guard_code="area given")
    ] == [WHY] * 2


def test_database_refuses_a_waiver_without_its_record(run):
    with refused("has no record of it"):
        Waiver.objects.create(run=run, guard_code="area given", record=run.records.get())


def test_database_refuses_a_waiver_by_the_record_of_another(waived, start):
    with refused("has no record of it"):
        Waiver.objects.create(run=start(), guard_code="area given", record=Waiver.objects.get().record)


def test_database_refuses_using_a_waiver_twice(waived, lead, officer, now):
    first = services.advance(waived, Trial.submit, actor=lead, now=now)

    with refused("is used once and never changed"):
        Waiver.objects.update(used_by=first)
    with refused("is used once and never changed"):
        Waiver.objects.update(used_by=None)


def test_database_refuses_using_a_waiver_for_a_move_that_did_not_need_it(waived, officer, now):
    services.advance(waived, Trial.withdraw, actor=officer, now=now, note="No.")

    with refused("was used by no move of it"):
        Waiver.objects.update(used_by=waived.records.get(transition="withdraw"))


def test_database_refuses_a_second_open_waiver(waived):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_waiver (run_id, guard_code, record_id)"
            " SELECT run_id, guard_code, record_id FROM workflow_waiver"
        )


def test_waiver_is_never_deleted(waived):
    with refused("Cannot delete"):
        Waiver.objects.all()._raw_delete("default")
