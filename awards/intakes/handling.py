"""The life of a table that somebody hands in: read, looked at, answered, confirmed, taken in, or dropped."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from awards.intakes.registry import (
    DOUBTFUL,
    LEAVE_OUT,
    REJECTED,
    Examination,
    IntakeKind,
    kind_of,
    lines_of,
)
from awards.intakes.tables import Line, read_table
from awards.models import Intake, Person
from workflow.queue import Once, enqueue, task
from workflow.refusals import Refused
from workflow.state import change

AT_ONCE = 1_000  # lines that are taken in while the person waits; more go to the queue
_LOCK = 0x494E544B  # any number that is only ours


class OthersMeanwhile(Refused):
    """What would be done is no longer what was seen."""


class NoLongerOpen(Refused):
    """It was taken in or dropped already."""


def hand_in(
    kind: IntakeKind, content: bytes, *, file_name: str, by: Person | None, now: dt.datetime
) -> Intake:
    """Read a file and keep its lines, to be looked at. Raises UnreadableTable."""
    table = read_table(content, file_name=file_name, columns=kind.columns)
    names = [column.name for column in kind.columns]
    answered = _answered_before(kind)
    return Intake.objects.create(
        kind=kind.code,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        rows={
            "columns": names,
            "found": list(table.columns),
            "ignored": list(table.ignored)[:50],
            "lines": [[line.number, [line.cells[name] for name in names]] for line in table.lines],
        },
        choices={
            str(line.number): answered[words]
            for line in table.lines
            if (words := _about(kind, line)) in answered
        },
        uploaded_by=by,
        uploaded_at=now,
    )


def _answered_before(kind: IntakeKind) -> dict[tuple[str, ...], str]:
    """How doubts were answered in the last list that was taken in, by the words that they were about."""
    last = Intake.objects.filter(kind=kind.code, state=Intake.DONE).order_by("-uploaded_at", "-pk").first()
    if last is None or not kind.about or not last.choices:
        return {}
    return {
        _about(kind, line): answer
        for line in lines_of(last)
        if (answer := last.choices.get(str(line.number), LEAVE_OUT)) != LEAVE_OUT
    }


def _about(kind: IntakeKind, line: Line) -> tuple[str, ...]:
    return tuple(line.cells[name].casefold() for name in kind.about)


def examine(intake: Intake, *, now: dt.datetime) -> Examination:
    """Look at every line as things are now; nothing is changed."""
    return kind_of(intake.kind).examine(intake, now=now, choices=intake.choices)


def left_over(intake: Intake, left: Mapping[int, str]) -> list[list[str]]:
    """Some lines as they were handed in: number, why, and the cells."""
    cells = {line.number: line.cells for line in lines_of(intake)}
    return [[str(number), why, *cells[number].values()] for number, why in sorted(left.items())]


def left_of(intake: Intake, *, now: dt.datetime) -> dict[int, str]:
    """The lines of an intake that would stay out, or did, by number, with the reason."""
    if intake.state == Intake.READ:
        return left_in(examine(intake, now=now))
    return {int(number): why for number, why in intake.outcome.get("left", {}).items()}


def left_in(examination: Examination) -> dict[int, str]:
    """The lines that are not taken in, by number, with the reason."""
    return {row.number: row.sentence for row in examination.rows if row.fate in (DOUBTFUL, REJECTED)}


@transaction.atomic
def choose(intake: Intake, choices: Mapping[str, str]) -> None:
    """Keep a person's answers to lines in doubt, by line number; an empty one takes an answer back."""
    locked = _locked(intake)
    kept = {**locked.choices, **choices}
    locked.choices = {number: value for number, value in kept.items() if value}
    locked.save(update_fields=["choices"])


@transaction.atomic
def confirm(
    intake: Intake, *, digest: str, by: Person | None, now: dt.datetime, at_once: bool = False
) -> Intake:
    """Take in what was seen: at once, or by the queue when it is much (and nobody wants to wait for it: ``at_once``).

    ``digest`` is that of the examination that the person saw. Raises NoLongerOpen, OthersMeanwhile when something changed
    since, and what the kind refuses; then nothing was taken in.
    """
    locked = _locked(intake)
    change(
        locked,
        "confirm",
        now=now,
        actor=by,
        fields=["confirmed_by", "examined"],
        confirmed_by=by,
        examined=digest,
    )
    if len(lines_of(locked)) > AT_ONCE and not at_once:
        key = f"intake:{locked.pk}:{now.isoformat()}"
        enqueue(take_in_later, locked.pk, now.isoformat(), key=key, now=now)
    else:
        _take_in(locked, now=now)
    return locked


@transaction.atomic
def drop(intake: Intake, *, by: Person | None, now: dt.datetime) -> None:
    """Nobody wants it after all. Raises NoLongerOpen."""
    change(_locked(intake), "drop", now=now, actor=by)


@transaction.atomic
def look_again(intake: Intake, *, by: Person | None, now: dt.datetime) -> None:
    """Open one that failed, to be looked at as things are now."""
    locked = Intake.objects.select_for_update().get(pk=intake.pk)
    if locked.state == Intake.FAILED:
        change(locked, "look_again", now=now, actor=by)


@task
def take_in_later(once: Once, intake_id: int, confirmed_at: str) -> None:
    """Take in a large one. What is refused is kept with it, for the person who confirmed."""
    now = dt.datetime.fromisoformat(confirmed_at)
    with once.finishing():
        intake = Intake.objects.select_for_update().get(pk=intake_id)
        if intake.state != Intake.CONFIRMED:
            return
        try:
            with transaction.atomic():
                _take_in(intake, now=now)
        except Refused as refused:
            kept = Intake.objects.get(pk=intake_id)
            change(kept, "fail", now=now, fields=["outcome"], outcome={"refused": refused.reasons})


def _take_in(intake: Intake, *, now: dt.datetime) -> None:
    _one_at_a_time()
    examination = examine(intake, now=now)
    if examination.digest != intake.examined:
        raise OthersMeanwhile(
            "The register, or something in this list, changed since you looked. Nothing was taken in: look again."
        )
    outcome: dict[str, Any] = kind_of(intake.kind).take_in(
        intake, examination, by=intake.confirmed_by, now=now
    )
    counts = {fate: number for fate, number in examination.counts.items() if number}
    change(
        intake,
        "finish",
        now=now,
        fields=["outcome"],
        outcome={"lines": counts, "left": left_in(examination), **outcome},
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _locked(intake: Intake) -> Intake:
    locked = Intake.objects.select_for_update(of=("self",)).select_related("confirmed_by").get(pk=intake.pk)
    if locked.state != Intake.READ:
        raise NoLongerOpen(f"{locked.file_name} is no longer open: look at what became of it.")
    return locked
