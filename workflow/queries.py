"""Reads that the engine and its pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Max, Q

from workflow.history import ENTERS, Line, Stay, correctable, lines_of, stays_in
from workflow.journey import Journey
from workflow.models import MailStop, Message, Run, TransitionRecord, Waiver

MOST_WAIVERS = 200  # of one condition, on its page


def open_waivers(runs: Iterable[Run]) -> dict[int, set[str]]:
    """By run id, the codes of the guards that the run may pass once. One query."""
    waivers: dict[int, set[str]] = {}
    rows = Waiver.objects.filter(run__in=list(runs), used_by=None).values_list("run_id", "guard_code")
    for run_id, code in rows:
        waivers.setdefault(run_id, set()).add(code)
    return waivers


def arrivals_of(runs: Iterable[Run]) -> dict[int, TransitionRecord]:
    """By run id, the record that says where the run was brought in, as last put right. One query.

    Its ``detail`` has the days as they were given: ``started_on``, ``entered_on`` (None: not known) and ``due_on`` if agreed.
    """
    records = TransitionRecord.objects.filter(run__in=list(runs), kind=TransitionRecord.BROUGHT_IN).order_by(
        "seq"
    )
    return {record.run_id: record for record in records}


def is_stopped(to: str, *, run: Run | None) -> bool:
    """Whether an open stop of the post covers a mail. One query."""
    scope = Q(address=to.lower()) | Q(run=None, area="", address="")
    if run is not None:
        scope |= Q(run=run)
        if run.area:
            scope |= Q(area=run.area)
    return MailStop.objects.filter(scope, lifted_at=None).exists()


def stops_over(mails: Sequence[tuple[str, Run | None]]) -> list[MailStop | None]:
    """For each mail (address and run), an open stop of the post that covers it, or None. One query."""
    runs = [run for _, run in mails if run is not None]
    scope = (
        Q(address__in={to.lower() for to, _ in mails if to})
        | Q(run__in={run.pk for run in runs})
        | Q(area__in={run.area for run in runs if run.area})
        | Q(run=None, area="", address="")
    )
    by_scope: dict[tuple[str, object], MailStop] = {}
    for stop in MailStop.objects.filter(scope, lifted_at=None):
        by_scope.setdefault(_scope_key(stop), stop)
    return [next(_covering(by_scope, to, run), None) for to, run in mails]


def stopped_addresses(emails: Iterable[str]) -> set[str]:
    """Those of some addresses, in small letters, to which mail is stopped. One query."""
    asked = {email.lower() for email in emails}
    return set(MailStop.objects.filter(address__in=asked, lifted_at=None).values_list("address", flat=True))


def _scope_key(stop: MailStop) -> tuple[str, object]:
    if stop.run_id:
        return "run", stop.run_id
    if stop.address:
        return "address", stop.address
    return ("area", stop.area) if stop.area else ("all", "")


def _covering(
    by_scope: Mapping[tuple[str, object], MailStop], to: str, run: Run | None
) -> Iterator[MailStop]:
    keys: list[tuple[str, object]] = [("all", ""), ("address", to.lower())]
    if run is not None:
        keys += [("area", run.area), ("run", run.pk)]
    return (by_scope[key] for key in keys if key in by_scope)


@dataclass(frozen=True)
class WaiverCount:
    """How often a guard was waived in an edition, how often a move needed that, and when last."""

    journey_code: str
    edition: str
    guard_code: str
    number: int
    used: int
    last_used_at: dt.datetime | None


def waivers_by_guard() -> list[WaiverCount]:
    """The waivers of each journey, edition and guard, the most frequent first. One query."""
    rows = (
        Waiver.objects.order_by()
        .values(journey_code=F("run__journey_code"), edition=F("run__edition"), code=F("guard_code"))
        .annotate(number=Count("pk"), used=Count("used_by"), last_used_at=Max("used_by__recorded_at"))
        .order_by("-number", "journey_code", "edition", "code")
    )
    return [
        WaiverCount(
            row["journey_code"], row["edition"], row["code"], row["number"], row["used"], row["last_used_at"]
        )
        for row in rows
    ]


def runs_waived(journey_code: str, *, edition: str, guard_code: str) -> list[Waiver]:
    """The waivers of a guard in an edition, newest first, with run, reason and who."""
    return list(
        Waiver.objects.filter(run__journey_code=journey_code, run__edition=edition, guard_code=guard_code)
        .select_related("run", "record__actor", "record__note")
        .order_by("-record__recorded_at", "-pk")[:MOST_WAIVERS]
    )


def stays_of(runs: Iterable[Run]) -> dict[int, list[Stay]]:
    """By run id, the stays that count, oldest first: what their histories come to. One query."""
    records: dict[int, list[TransitionRecord]] = {run.pk: [] for run in runs}
    for record in TransitionRecord.objects.filter(run__in=list(records)).order_by("run_id", "seq"):
        records[record.run_id].append(record)
    return {run_id: stays_in(lines_of(found)) for run_id, found in records.items()}


def line_of(run: Run, seq: int) -> Line | None:
    """The line of a run's history whose day may be put right; None when there is none of that number."""
    return correctable(lines_of(run.records.order_by("seq")), seq)


@dataclass(frozen=True)
class Spell:
    """A time that a run spent in a state. ``left_at`` None: it is there still."""

    run_id: int
    state: str
    entered_at: dt.datetime
    left_at: dt.datetime | None


@dataclass(frozen=True)
class Stopped:
    """What is stopped together: one stop, or all of a batch. ``held``: messages that wait because of it."""

    stop: MailStop
    number: int
    held: int


_COVERS = """
    (stop.run_id = message.run_id
     OR stop.address = lower(message.to_email)
     OR (stop.area <> '' AND stop.area = run.area)
     OR (stop.run_id IS NULL AND stop.area = '' AND stop.address = ''))"""

_STOPPED = f"""
    SELECT min(stop.id), count(DISTINCT stop.id), count(DISTINCT held.id)
    FROM workflow_mailstop stop
    LEFT JOIN (
        SELECT stop.id AS stop_id, message.id
        FROM workflow_message message
        LEFT JOIN workflow_run run ON run.id = message.run_id
        JOIN workflow_mailstop stop ON stop.lifted_at IS NULL AND {_COVERS}
        WHERE message.state IN ('held')
    ) held ON held.stop_id = stop.id
    WHERE stop.lifted_at IS NULL
    GROUP BY coalesce(stop.batch::text, stop.id::text)
    ORDER BY min(stop.since) DESC, min(stop.id) DESC
"""  # noqa: S608 - texts of ours, without values


def open_stops() -> list[Stopped]:
    """What is stopped now, the newest first: stops of one batch as one. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_STOPPED)
        rows = cursor.fetchall()
    stops = MailStop.objects.select_related("run", "by").in_bulk([pk for pk, _, _ in rows])
    return [Stopped(stops[pk], number, held) for pk, number, held in rows]


def stops_with(stop: MailStop) -> list[MailStop]:
    """The stop, or the open ones of its batch, by their keys."""
    scope = Q(batch=stop.batch) if stop.batch else Q(pk=stop.pk)
    return list(MailStop.objects.filter(scope, lifted_at=None).select_related("run").order_by("pk"))


_HELD = f"""
    SELECT message.* FROM workflow_message message
    LEFT JOIN workflow_run run ON run.id = message.run_id
    WHERE message.state IN ('held')
      AND EXISTS (SELECT FROM workflow_mailstop stop WHERE stop.id = ANY(%s) AND {_COVERS})
      AND NOT EXISTS (
        SELECT FROM workflow_mailstop stop WHERE stop.lifted_at IS NULL AND stop.id <> ALL(%s) AND {_COVERS})
    ORDER BY message.queued_at, message.id
"""  # noqa: S608 - as above


def held_only_by(stops: Sequence[MailStop]) -> list[Message]:
    """The held messages that leave or are dropped when these stops are lifted: no other open stop covers them."""
    keys = [stop.pk for stop in stops]
    return list(Message.objects.raw(_HELD, [keys, keys]))


_SPELLS = """
    WITH moves AS (
        SELECT record.run_id, record.seq, record.kind, record.target, record.detail, corrected.to_,
            coalesce(corrected.to_, record.happened_at) AS happened_at,
            lead(record.kind) OVER history AS next_kind,
            lead(coalesce(corrected.to_, record.happened_at)) OVER history AS left_at
        FROM workflow_transitionrecord record
        JOIN workflow_run run ON run.id = record.run_id
        LEFT JOIN LATERAL (
            SELECT (correction.detail->>'happened_at')::timestamptz AS to_
            FROM workflow_transitionrecord correction
            WHERE correction.run_id = record.run_id AND correction.kind = 'corrected'
              AND (correction.detail->>'corrects')::integer = record.seq
            ORDER BY correction.seq DESC LIMIT 1
        ) corrected ON true
        WHERE record.kind = ANY(%s) AND run.journey_code = %s AND run.edition = ANY(%s)
          AND NOT EXISTS (
            SELECT FROM workflow_transitionrecord undone
            WHERE undone.run_id = record.run_id AND undone.kind = 'undone'
              AND (undone.detail->>'undoes')::integer = record.seq)
        WINDOW history AS (PARTITION BY record.run_id ORDER BY record.seq)
    )
    SELECT run_id, target, happened_at, left_at FROM moves
    WHERE next_kind IS DISTINCT FROM 'brought_in'
      AND (kind <> 'brought_in' OR detail->>'entered_on' IS NOT NULL OR to_ IS NOT NULL)
    ORDER BY run_id, seq
"""


def spells(journeys: Sequence[type[Journey]]) -> Iterator[Spell]:
    """How long the runs of one journey, in some of its editions, were in each state: what figures of step times count.

    Days count as corrected, and a move that was undone not at all. Left out is a state into which a run was brought without the day on which it was
    entered, and an arrival that was put right later: nobody knows, or it was never so.
    """
    with connection.chunked_cursor() as cursor:
        for code in dict.fromkeys(journey.code for journey in journeys):
            editions = [journey.edition for journey in journeys if journey.code == code]
            cursor.execute(_SPELLS, [list(ENTERS), code, editions])
            for row in cursor:
                yield Spell(*row)
