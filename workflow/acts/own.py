"""The engine's own acts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from workflow import services
from workflow.acts.forms import (
    ActForm,
    ExtendForm,
    PauseForm,
    ReassignForm,
    ResumeForm,
    WaiveManyForm,
    person_at_the_office,
)
from workflow.acts.vocabulary import Act, Judged, Rows, Values, judged
from workflow.models import Run
from workflow.refusals import NotReady
from workflow.services import Change, Outcome


def _until(values: Values, name: str) -> dt.date | None:
    return dt.date.fromisoformat(values[name]) if values.get(name) else None


def _day(values: Values) -> dt.date:
    return dt.date.fromisoformat(values["to"])


def _judge_extending(
    runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime
) -> dict[int, Judged]:
    found = services.what_extending_changes(runs, to=_day(values), actor=actor, now=now)
    return judged(runs, found)


def _extend(runs: Sequence[Run], values: Values, **given: Any) -> Outcome:
    return services.extend_many(runs, to=_day(values), **given)


def _take_back_extension(runs: Sequence[Run], *, batch: uuid.UUID, **given: Any) -> Outcome:
    return services.take_back_extension_many(runs, batch=batch, **given)


def _judge_pausing(runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime) -> dict[int, Judged]:
    found = services.what_pausing_changes(runs, until=_until(values, "until"), actor=actor, now=now)
    return judged(runs, found)


def _pause(runs: Sequence[Run], values: Values, **given: Any) -> Outcome:
    return services.pause_many(runs, until=_until(values, "until"), **given)


def _take_back_pause(runs: Sequence[Run], *, batch: uuid.UUID, **given: Any) -> Outcome:
    return services.resume_many(runs, batch=batch, of_batch=batch, **given)


def _judge_resuming(
    runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime
) -> dict[int, Judged]:
    return judged(runs, services.what_resuming_changes(runs, actor=actor, now=now))


def _resume(runs: Sequence[Run], values: Values, **given: Any) -> Outcome:
    return services.resume_many(runs, **given)


def _judge_undoing(runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime) -> dict[int, Judged]:
    return judged(runs, services.what_undoing_changes(runs, actor=actor, now=now), more=_taken_back)


def _taken_back(run: Run, change: Change) -> Rows:
    """What is undone with the move, by the words of its effects."""
    move = run.journey.transitions.get(change.undoes.transition) if change.undoes else None
    return (("The last step", move.label, "undone, with what it did"),) if move else ()


def _undo(runs: Sequence[Run], values: Values, **given: Any) -> Outcome:
    return services.undo_many(runs, **given)


def undo_batch(runs: Sequence[Run], *, batch: uuid.UUID, **given: Any) -> Outcome:
    """Undo the moves that were made in a batch."""
    return services.undo_many(runs, batch=batch, of_batch=batch, **given)


def _judge_reopening(
    runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime
) -> dict[int, Judged]:
    return judged(runs, services.what_reopening_changes(runs, actor=actor, now=now))


def _reopen(runs: Sequence[Run], values: Values, **given: Any) -> Outcome:
    return services.reopen_many(runs, **given)


def _officer(values: Values) -> Any:
    """Who was chosen. Raises NotReady when they have left since: nobody is not what was meant."""
    officer = person_at_the_office(values["officer"])
    if officer is None:
        raise NotReady("Whom you chose is no longer at the office. Choose somebody else.")
    return officer


def _judge_reassigning(
    runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime
) -> dict[int, Judged]:
    officer = _officer(values)
    found = services.what_reassigning_changes(runs, officer=officer, actor=actor)

    def more(run: Run, change: Change) -> Rows:
        return (("Looked after by", str(run.officer or "nobody"), str(officer)),)

    return judged(runs, found, more=more)


def _reassign(runs: Sequence[Run], values: Values, **given: Any) -> Outcome:
    return services.reassign_many(runs, officer=_officer(values), **given)


def _judge_waiving(runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime) -> dict[int, Judged]:
    found = services.what_waiving_changes(runs, values["guard"], actor=actor, note="asked for on the form")
    return judged(runs, found, more=_passed)


def _passed(_run: Run, _change: Change) -> Rows:
    return (("The condition", "stops it", "passed once"),)


def _waive(runs: Sequence[Run], values: Values, **given: Any) -> Outcome:
    return services.waive_many(runs, values["guard"], **given)


OWN = (
    Act(
        "extend",
        "Give more time",
        ExtendForm,
        _judge_extending,
        _extend,
        undo=_take_back_extension,
        hint="A later day than the rule’s. It stands until the next step.",
    ),
    Act(
        "pause",
        "Pause",
        PauseForm,
        _judge_pausing,
        _pause,
        undo=_take_back_pause,
        hint="The clock stands still and no reminder goes out. Every day that is due moves by as long.",
    ),
    Act(
        "resume",
        "Resume",
        ResumeForm,
        _judge_resuming,
        _resume,
        final="What was resumed is not set back: pause it again.",
        hint="It goes on, with its days moved by as long as it was paused.",
    ),
    Act(
        "undo",
        "Undo the last step",
        ActForm,
        _judge_undoing,
        _undo,
        final="A step that was undone is taken again on the journey’s own page.",
        hint="For a step taken by mistake. It stands on the step before again, as it stood then.",
        danger=True,
        may_mail=True,
    ),
    Act(
        "reopen",
        "Reopen",
        ActForm,
        _judge_reopening,
        _reopen,
        undo=undo_batch,
        hint="For a journey that ended too early. It goes on where it stood, and its time counts anew.",
    ),
    Act(
        "waive",
        "Waive a condition",
        WaiveManyForm,
        _judge_waiving,
        _waive,
        final="A waiver is not taken back: the next step that needs it uses it up.",
        hint="The next step that this condition stops goes ahead without it, once.",
    ),
    Act(
        "reassign",
        "Give it to another officer",
        ReassignForm,
        _judge_reassigning,
        _reassign,
        undo=services.take_back_reassignment_many,
        hint="Who looks after it from now on.",
    ),
)
