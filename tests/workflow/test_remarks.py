from __future__ import annotations

import datetime as dt

import pytest

from tests.trial.journeys import RANG, SENT_A_LETTER, Trial
from tests.walking import walk_to
from workflow import services
from workflow.audit import breaches
from workflow.history import last_move
from workflow.journey import Remark, WrongDeclaration, get_remark
from workflow.models import Run
from workflow.presenters import events_of, path_of
from workflow.refusals import NotReady, Stale

DAY = dt.timedelta(days=1)


def said(run):
    return list(run.records.select_related("actor", "note").order_by("seq"))


def dates(run):
    kept = Run.objects.get(pk=run.pk)
    return kept.state, kept.entered_at, kept.due_on, kept.slow_on, kept.started_at, kept.finished_at


def test_remark_moves_nothing(run, officer, now):
    before = dates(run)

    record = services.annotate(
        run, RANG, actor=officer, now=now + DAY, note="About the day.", detail={"minutes": 5}
    )

    assert dates(run) == before
    assert (record.kind, record.source, record.target, record.transition) == ("noted", "draft", "draft", "")
    assert (record.detail, record.note.text) == ({"about": "trial_rang", "minutes": 5}, "About the day.")
    assert (record.actor, record.role, record.happened_at) == (officer, "trial_officer", now + DAY)
    assert (run.seq, run.recorded_at) == (2, now + DAY)
    assert list(breaches()) == []


def test_remark_counts_as_a_version(run, officer, lead, now):
    services.annotate(run, RANG, actor=officer, now=now)

    with pytest.raises(Stale):
        services.advance(run, Trial.submit, actor=lead, now=now, version=1)


def test_remark_on_a_finished_run_leaves_it_finished(run, officer, now):
    walk_to(run, Trial.done, now=now)
    before = dates(run)

    services.annotate(run, SENT_A_LETTER, actor=officer, now=now + DAY)

    assert dates(run) == before


def test_remark_may_be_of_long_ago_and_never_of_tomorrow(run, officer, now):
    services.annotate(run, RANG, actor=officer, now=now, happened_at=now - 90 * DAY)

    with pytest.raises(NotReady, match="lies in the future"):
        services.annotate(run, RANG, actor=officer, now=now, happened_at=now + DAY)
    assert run.records.filter(kind="noted").count() == 1


@pytest.mark.parametrize(
    ("who", "role"), [("officer", "trial_officer"), ("lead", "trial_lead"), (None, "system")]
)
def test_remark_bears_the_role_that_is_held(run, now, request, who, role):
    actor = request.getfixturevalue(who) if who else None

    assert services.annotate(run, RANG, actor=actor, now=now).role == role


def test_remark_on_many_runs(start, officer, now):
    runs = [start(), start()]

    records = services.annotate_many(runs, RANG, actor=officer, role="trial_officer", now=now, note="To all.")

    assert set(records) == {run.pk for run in runs}
    assert [run.seq for run in runs] == [2, 2]
    assert [record.note.text for record in records.values()] == ["To all."] * 2


def test_history_shows_remarks_by_their_label(run, officer, now):
    services.annotate(run, RANG, actor=officer, now=now, note="In confidence.")
    services.annotate(run, SENT_A_LETTER, actor=officer, now=now, note="By second post.")

    inside, outside = (events_of(run, said(run), inside=who) for who in (True, False))

    assert [(event.title, event.note) for event in inside] == [
        ("A letter was sent to them", "By second post."),
        ("Somebody rang", "In confidence."),
        ("Draft", ""),
    ]
    assert [(event.title, event.who, event.note) for event in outside] == [
        ("We sent you a letter", "The office", ""),
        ("Draft", "Waymark", ""),
    ]


def test_path_is_the_same_with_remarks(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)
    before = path_of(run, said(run))
    services.annotate(run, RANG, actor=officer, now=now + DAY)

    assert path_of(run, said(run)) == before
    assert last_move(said(run)).transition == "submit"


def test_remark_that_is_no_longer_declared_is_shown_to_the_office_by_its_code(run, officer, now):
    class Gone:
        code = "trial_gone"

    services.annotate(run, Gone, actor=officer, now=now)  # written by an earlier release

    assert [event.title for event in events_of(run, said(run), inside=True)] == ["trial_gone", "Draft"]
    assert [event.title for event in events_of(run, said(run), inside=False)] == ["Draft"]


@pytest.mark.parametrize(
    ("code", "label", "sentence"),
    [
        (
            "trial_rang",
            "Again",
            "There is a remark 'trial_rang' already, “Somebody rang”: choose another code.",
        ),
        ("", "Nothing", "A remark has a code and a label"),
        ("x" * 41, "Long", "is longer than 40 letters"),
    ],
)
def test_remark_that_cannot_be_known_is_refused(code, label, sentence):
    with pytest.raises(WrongDeclaration, match=sentence):
        Remark(code, label)


def test_remark_is_known_by_its_code():
    assert get_remark("trial_rang") is RANG
