from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection

from tests.trial.journeys import CannotBeMade, Trial
from tests.trial.roles import make_lead
from tests.walking import walk_to
from workflow import services
from workflow.due import Due
from workflow.journey import ANY_LIVE, NOBODY, Journey, Phase, State, Transition
from workflow.models import NumberSeries, RecordNote, Run, TransitionRecord
from workflow.records import digest
from workflow.refusals import NotFromHere, NotReady, NotYours, Stale

DAY = dt.timedelta(days=1)


def fresh(run):
    return Run.objects.get(pk=run.pk)


def everything():
    """All rows that a move may write, to compare before with after."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Run, TransitionRecord, RecordNote, NumberSeries)
    ]


def test_start_stands_in_the_first_state_with_one_record(db, now, officer):
    run = services.start(
        Trial, actor=officer, role="trial_officer", now=now, label="Trial run", note="By telephone"
    )

    kept = fresh(run)
    record = kept.records.get()
    assert (kept.state, kept.phase, kept.waits_for, kept.seq) == ("draft", "joining", "team", 1)
    assert (kept.entered_at, kept.recorded_at, kept.started_at) == (now, now, now)
    assert kept.due_on == dt.date(2026, 3, 24)
    assert (record.kind, record.source, record.target) == (TransitionRecord.STARTED, "", "draft")
    assert (record.actor, record.role, record.note.text) == (officer, "trial_officer", "By telephone")
    assert bytes(record.hash) == bytes(kept.head_hash)


def test_start_in_the_future_is_refused(db, now):
    with pytest.raises(NotReady, match="lies in the future"):
        services.start(Trial, actor=None, now=now, happened_at=now + DAY)
    assert everything() == [[], [], [], []]


def test_start_long_ago_needs_a_reason(db, now):
    with pytest.raises(NotReady, match="Say why it is recorded only now"):
        services.start(Trial, actor=None, now=now, happened_at=now - 30 * DAY)
    run = services.start(Trial, actor=None, now=now, happened_at=now - 30 * DAY, note="The form was mislaid.")
    assert run.due_on == dt.date(2026, 2, 22)


def test_advance_moves_the_run_and_writes_one_record(run, lead, now):
    later = now + DAY

    record = services.advance(run, Trial.submit, actor=lead, now=later, detail={"pages": 3})

    kept = fresh(run)
    assert (kept.state, kept.phase, kept.waits_for, kept.seq) == ("submitted", "deciding", "office", 2)
    assert (kept.entered_at, kept.recorded_at, kept.finished_at) == (later, later, None)
    assert (kept.due_on, kept.slow_on) == (dt.date(2026, 7, 17), dt.date(2026, 3, 21))
    written = kept.records.get(seq=2)
    assert written == record
    assert (written.transition, written.source, written.target) == ("submit", "draft", "submitted")
    assert (written.actor, written.role, written.detail) == (lead, "trial_lead", {"pages": 3})
    assert bytes(kept.head_hash) == bytes(written.hash) == bytes(record.hash)
    assert NumberSeries.objects.get(code="trial").last == 1


def test_advance_brings_the_given_run_up_to_date(run, lead, now):
    services.advance(run, Trial.submit, actor=lead, now=now)

    kept = fresh(run)
    for name in ("state", "phase", "waits_for", "seq", "due_on", "slow_on", "entered_at", "recorded_at"):
        assert getattr(run, name) == getattr(kept, name), name


def test_advance_into_a_final_state_finishes_the_run(run, lead, now):
    services.advance(run, Trial.withdraw, actor=lead, now=now, note="No time this year.")

    assert (fresh(run).finished_at, fresh(run).due_on) == (now, None)


def test_advance_by_waymark_itself_is_recorded_as_such(run, now):
    walk_to(run, Trial.done, now=now)

    last = run.records.get(transition="decide")
    assert (last.actor, last.role) == (None, "system")


def test_advance_takes_the_first_declared_role_that_is_held(run, lead, officer, now):
    make_lead(officer, run)
    walk_to(run, Trial.submitted, now=now)

    assert services.advance(run, Trial.accept, actor=officer, now=now).role == "trial_officer"


def test_advance_counts_due_dates_from_when_it_happened(run, lead, now):
    services.advance(run, Trial.submit, actor=lead, now=now, happened_at=now - 5 * DAY)

    kept = fresh(run)
    assert (kept.entered_at, kept.recorded_at) == (now - 5 * DAY, now)
    assert kept.slow_on == dt.date(2026, 3, 15)


def test_advance_recorded_after_ten_working_days_needs_no_reason(run, lead, now):
    services.advance(run, Trial.submit, actor=lead, now=now, happened_at=now - 14 * DAY)

    assert fresh(run).state == "submitted"


def test_advance_recorded_later_than_ten_working_days_needs_a_reason(run, lead, now):
    with pytest.raises(NotReady) as refusal:
        services.advance(run, Trial.submit, actor=lead, now=now, happened_at=now - 15 * DAY)
    assert refusal.value.reasons == [
        "It happened more than ten working days ago. Say why it is recorded only now."
    ]

    services.advance(
        run, Trial.submit, actor=lead, now=now, happened_at=now - 15 * DAY, note="The letter lay in a drawer."
    )
    assert fresh(run).state == "submitted"


def test_advance_in_the_future_is_refused(run, lead, now):
    with pytest.raises(NotReady, match="Give a date up to today"):
        services.advance(run, Trial.submit, actor=lead, now=now, happened_at=now + dt.timedelta(seconds=1))


def test_advance_with_the_version_that_was_seen_passes(run, lead, now):
    services.advance(run, Trial.submit, actor=lead, now=now, version=1)

    assert fresh(run).seq == 2


def test_advance_with_an_old_version_is_stale(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)
    services.advance(run, Trial.record_visit, actor=officer, now=now)
    before = everything()

    with pytest.raises(Stale) as refusal:
        services.advance(run, Trial.record_visit, actor=officer, now=now, version=2)

    (reason,) = refusal.value.reasons
    assert reason == (
        "Trial run has moved on since you opened the page: it is now at “With us”."
        " Look at it again before you decide."
    )
    assert everything() == before


def test_advance_from_elsewhere_is_refused(run, officer, now):
    before = everything()

    with pytest.raises(NotFromHere) as refusal:
        services.advance(run, Trial.accept, actor=officer, now=now)

    assert refusal.value.reasons == ["“Accept” cannot be done now: Trial run is at “Draft”."]
    assert everything() == before


def test_advance_by_somebody_without_the_role_is_refused(run, officer, now):
    before = everything()

    with pytest.raises(NotYours) as refusal:
        services.advance(run, Trial.submit, actor=officer, now=now)

    assert refusal.value.reasons == ["“Submit” is for the team lead to do."]
    assert everything() == before


def test_advance_by_waymark_itself_of_what_people_do_is_refused(run, now):
    with pytest.raises(NotYours):
        services.advance(run, Trial.submit, actor=None, now=now)


def test_advance_by_a_person_of_what_only_waymark_does_is_refused(run, officer, now):
    walk_to(run, Trial.deciding, now=now)

    with pytest.raises(NotYours, match="for the waymark itself"):
        services.advance(run, Trial.decide, actor=officer, now=now)


def test_advance_by_an_inactive_person_is_refused(run, lead, now):
    lead.__class__.objects.filter(pk=lead.pk).update(is_active=False)

    with pytest.raises(NotYours):
        services.advance(run, Trial.submit, actor=lead, now=now)


def test_advance_says_every_reason_of_every_guard(start, lead, now):
    run = start(label="Tri", area="")

    with pytest.raises(NotReady) as refusal:
        services.advance(run, Trial.submit, actor=lead, now=now)

    assert refusal.value.reasons == [
        "Say which area it is in.",
        "Give it a longer name.",
        "Four letters are enough.",
    ]
    assert fresh(run).seq == 1


def test_advance_that_needs_words_is_refused_without(run, lead, now):
    with pytest.raises(NotReady, match="Say why: “Withdraw” needs a reason in words."):
        services.advance(run, Trial.withdraw, actor=lead, now=now, note="  \n")


def test_advance_keeps_nothing_when_an_effect_fails(run, officer, now):
    before = everything()

    with pytest.raises(CannotBeMade):
        services.advance(run, Trial.stumble, actor=officer, now=now)

    assert everything() == before
    assert (run.state, run.seq) == ("draft", 1)


def test_note_is_kept_apart_and_proved_by_its_digest(run, lead, now):
    record = services.advance(run, Trial.withdraw, actor=lead, now=now, note="  Our head is ill.  ")

    note = RecordNote.objects.get(record=record)
    assert note.text == "Our head is ill."
    assert bytes(TransitionRecord.objects.get(pk=record.pk).note_digest) == digest(
        note.text, bytes(note.salt)
    )


def test_same_note_has_another_digest_each_time(start, lead, now):
    digests = {
        services.advance(start(), Trial.withdraw, actor=lead, now=now, note="No time.").note_digest
        for _ in range(3)
    }
    assert len(digests) == 3


def test_records_chain_from_the_first(run, now):
    walk_to(run, Trial.done, now=now)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(hash = workflow_record_hash(previous, run_id, seq, kind, transition, source, target,"
            " actor_id, role, happened_at, recorded_at, detail, batch, note_digest)), count(*)"
            " FROM (SELECT *, lag(hash, 1, %s::bytea) OVER (ORDER BY seq) AS previous"
            " FROM workflow_transitionrecord WHERE run_id = %s) AS history",
            [b"\0" * 32, run.pk],
        )
        assert cursor.fetchone() == (True, 4)


def test_hash_does_not_hang_on_the_sessions_time_zone(run, lead, now):
    question = (
        "SELECT workflow_record_hash('', run_id, seq, kind, transition, source, target, actor_id, role,"
        " happened_at, recorded_at, detail, batch, note_digest) FROM workflow_transitionrecord WHERE run_id = %s"
    )
    answers = set()
    with connection.cursor() as cursor:
        for zone in ("UTC", "Europe/London", "Pacific/Auckland"):
            cursor.execute(f"SET LOCAL TIME ZONE '{zone}'")
            cursor.execute(question, [run.pk])
            answers.add(bytes(cursor.fetchone()[0]))
    assert len(answers) == 1


def test_advance_many_moves_those_who_may_and_says_why_not_the_rest(start, lead, now):
    ready, nameless, elsewhere = start(), start(label="Tri"), start()
    services.advance(elsewhere, Trial.submit, actor=lead, now=now)
    batch = uuid.uuid4()

    outcome = services.advance_many(
        [ready, nameless, elsewhere], Trial.submit, actor=lead, now=now, batch=batch
    )

    assert set(outcome.records) == {ready.pk}
    assert {pk: type(refusal) for pk, refusal in outcome.refused.items()} == {
        nameless.pk: NotReady,
        elsewhere.pk: NotFromHere,
    }
    assert [fresh(run).state for run in (ready, nameless, elsewhere)] == ["submitted", "draft", "submitted"]
    assert ready.records.get(seq=2).batch == batch
    assert ready.state == "submitted"


def test_advance_many_refuses_only_the_stale(start, lead, now):
    first, second = start(), start()

    outcome = services.advance_many(
        [first, second], Trial.submit, actor=lead, now=now, versions={first.pk: 1, second.pk: 7}
    )

    assert (set(outcome.records), set(outcome.refused)) == ({first.pk}, {second.pk})
    assert isinstance(outcome.refused[second.pk], Stale)


def test_advance_many_gives_effects_all_moves_at_once(start, lead, now):
    services.advance_many([start() for _ in range(5)], Trial.submit, actor=lead, now=now)

    assert NumberSeries.objects.get(code="trial").last == 5


def test_advance_many_keeps_nothing_when_an_effect_fails(start, officer, now):
    runs = [start() for _ in range(3)]
    before = everything()

    with pytest.raises(CannotBeMade):
        services.advance_many(runs, Trial.stumble, actor=officer, now=now)

    assert everything() == before
    assert [run.state for run in runs] == ["draft"] * 3


def test_advance_many_moves_a_run_given_twice_once(run, lead, now):
    services.advance_many([run, fresh(run)], Trial.submit, actor=lead, now=now)

    assert fresh(run).seq == 2


def test_advance_many_of_none_changes_nothing(db, lead, now):
    outcome = services.advance_many([], Trial.submit, actor=lead, now=now)

    assert (outcome.records, outcome.refused) == ({}, {})


def test_advance_many_writes_notes_of_each(start, lead, now):
    runs = [start(), start()]

    services.advance_many(runs, Trial.withdraw, actor=lead, now=now, note="The programme was moved.")

    assert [run.records.get(seq=2).note.text for run in runs] == ["The programme was moved."] * 2


def test_single_and_bulk_write_the_same_hash(start, lead, now):
    """The chain does not tell by which door a record came."""
    with connection.cursor() as cursor:
        one, other = start(), start()
        services.advance(one, Trial.submit, actor=lead, now=now)
        services.advance_many([other], Trial.submit, actor=lead, now=now)
        cursor.execute(
            "SELECT count(*) FROM workflow_transitionrecord r JOIN workflow_transitionrecord b"
            " ON b.run_id = r.run_id AND b.seq = 1 WHERE r.seq = 2 AND r.hash = workflow_record_hash(b.hash, r.run_id,"
            " r.seq, r.kind, r.transition, r.source, r.target, r.actor_id, r.role, r.happened_at, r.recorded_at,"
            " r.detail, r.batch, r.note_digest)"
        )
        assert cursor.fetchone() == (2,)


class LaterTrial(Journey):
    """Another edition, with states and moves of the same names that lead elsewhere."""

    code = "trial"
    edition = "2"
    title = "A later trial"

    draft = State("Draft", Phase.JOINING, NOBODY, initial=True, due=Due(months=2))
    submitted = State("Submitted", Phase.ENDED, NOBODY, final=True)
    withdrawn = State("Withdrawn", Phase.ENDED, NOBODY, final=True)

    submit = Transition("Submit", draft, submitted, by=Trial.submit.by)
    withdraw = Transition("Withdraw", ANY_LIVE, withdrawn, by=Trial.withdraw.by)


@pytest.mark.parametrize("name", ["submit", "withdraw"])
def test_advance_by_a_transition_of_another_edition_is_refused(run, lead, now, name):
    with pytest.raises(NotFromHere):
        services.advance(run, LaterTrial.transitions[name], actor=lead, now=now)

    assert fresh(run).state == "draft"
