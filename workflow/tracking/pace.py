"""How long runs stay in a step, learnt from all spells there, and from when on a run is slow by that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from workflow.history import ENTERS
from workflow.models import StepPace
from workflow.records import FEWEST_SPELLS
from workflow.registry import all_journeys

Step = tuple[str, str, str]  # code and edition of the journey, name of the state

_RESTS = """
    SELECT run_id, array_agg((detail->>'paused_on')::date) AS began, array_agg((detail->>'days')::integer) AS days
    FROM workflow_transitionrecord WHERE kind = 'resumed' GROUP BY run_id"""

_PACE = f"""
    WITH corrected AS (
        SELECT DISTINCT ON (run_id, (detail->>'corrects')::integer)
            run_id, (detail->>'corrects')::integer AS seq, (detail->>'happened_at')::timestamptz AS to_
        FROM workflow_transitionrecord WHERE kind = 'corrected'
        ORDER BY run_id, (detail->>'corrects')::integer, workflow_transitionrecord.seq DESC
    ), undone AS (
        SELECT run_id, (detail->>'undoes')::integer AS seq
        FROM workflow_transitionrecord WHERE kind = 'undone'
    ), moves AS MATERIALIZED (
        SELECT run_id, seq, kind, target, detail->>'entered_on' AS given_on, corrected.to_,
            coalesce(corrected.to_, happened_at) AS entered_at,
            lead(kind) OVER history AS next_kind,
            lead(coalesce(corrected.to_, happened_at)) OVER history AS left_at
        FROM workflow_transitionrecord LEFT JOIN corrected USING (run_id, seq) LEFT JOIN undone USING (run_id, seq)
        WHERE kind = ANY(%(enters)s) AND undone.seq IS NULL
        WINDOW history AS (PARTITION BY run_id ORDER BY seq)
    ), rests AS MATERIALIZED ({_RESTS}
    ), spells AS (
        SELECT run.journey_code, run.edition, moves.target AS state, moves.left_at IS NOT NULL AS is_over,
            (moves.entered_at AT TIME ZONE %(zone)s)::date AS entered_on,
            (coalesce(moves.left_at, run.paused_at, %(now)s) AT TIME ZONE %(zone)s)::date AS until,
            rests.began, rests.days
        FROM moves JOIN workflow_run run ON run.id = moves.run_id LEFT JOIN rests ON rests.run_id = run.id
        WHERE moves.next_kind IS DISTINCT FROM 'brought_in'
          AND (moves.kind <> 'brought_in' OR moves.given_on IS NOT NULL OR moves.to_ IS NOT NULL)
          AND (moves.left_at IS NOT NULL OR run.finished_at IS NULL)
    ), lengths AS (
        SELECT journey_code, edition, state, is_over, greatest(0, until - entered_on - CASE WHEN began IS NULL THEN 0
            ELSE (SELECT sum(greatest(0, least(rest.began + rest.days, until) - greatest(rest.began, entered_on)))
                  FROM unnest(began, days) AS rest (began, days)) END)::integer AS days
        FROM spells
    ), days_seen AS (
        SELECT journey_code, edition, state, days, count(*) AS spells, count(*) FILTER (WHERE is_over) AS left_then
        FROM lengths GROUP BY journey_code, edition, state, days
    ), at_risk AS (
        SELECT *, sum(spells) OVER (PARTITION BY journey_code, edition, state ORDER BY days DESC) AS there
        FROM days_seen
    ), survival AS (
        SELECT *, exp(sum(ln(CASE WHEN left_then = there THEN 1e-30 ELSE 1 - left_then / there::float8 END))
            OVER (PARTITION BY journey_code, edition, state ORDER BY days)) AS still_there
        FROM at_risk
    )
    INSERT INTO workflow_steppace
        (journey_code, edition, state, spells, open_spells, median_days, p90_days, computed_at)
    SELECT journey_code, edition, state, sum(spells), sum(spells - left_then),
        min(days) FILTER (WHERE still_there <= 0.5 + 1e-9), min(days) FILTER (WHERE still_there <= 0.1 + 1e-9),
        %(now)s
    FROM survival GROUP BY journey_code, edition, state
    ON CONFLICT (journey_code, edition, state) DO UPDATE SET spells = EXCLUDED.spells,
        open_spells = EXCLUDED.open_spells, median_days = EXCLUDED.median_days, p90_days = EXCLUDED.p90_days,
        computed_at = EXCLUDED.computed_at
"""  # noqa: S608 - texts of ours, without values

_SLOW_ON = """(CASE WHEN run.entered_is_known THEN
        (run.entered_at AT TIME ZONE %(zone)s)::date + coalesce(pace.p90_days, allowed.days)
        + CASE WHEN rests.run_id IS NULL THEN 0 ELSE (
            SELECT sum(greatest(0, least(rest.days,
                rest.began + rest.days - (run.entered_at AT TIME ZONE %(zone)s)::date)))::integer
            FROM unnest(rests.began, rests.days) AS rest (began, days)) END
    END)"""

_SLOW = f"""
    WITH allowed AS (
        SELECT * FROM unnest(%(codes)s::text[], %(editions)s::text[], %(states)s::text[], %(days)s::integer[])
            AS given (journey_code, edition, state, days)
    ), rests AS MATERIALIZED ({_RESTS}
    ), changing AS (
        SELECT run.id, {_SLOW_ON} AS slow_on
        FROM workflow_run run
        LEFT JOIN workflow_steppace pace ON pace.journey_code = run.journey_code AND pace.edition = run.edition
            AND pace.state = run.state AND pace.spells >= {FEWEST_SPELLS}
        LEFT JOIN allowed ON allowed.journey_code = run.journey_code AND allowed.edition = run.edition
            AND allowed.state = run.state
        LEFT JOIN rests ON rests.run_id = run.id
        WHERE run.finished_at IS NULL AND run.slow_on IS DISTINCT FROM {_SLOW_ON}
        ORDER BY run.id
        FOR NO KEY UPDATE OF run SKIP LOCKED
    )
    UPDATE workflow_run run SET slow_on = changing.slow_on FROM changing WHERE run.id = changing.id
"""  # noqa: S608 - as above


@transaction.atomic
def refresh_pace(*, now: dt.datetime) -> int:
    """Learn anew how long runs stay in each step, and write from when on each open run is slow. Returns how many changed.

    Pauses do not count. Where nine in ten have not been seen to leave, or under 30 spells are known, the edition's own
    allowance stands. Three statements, however many runs. A run that is being moved meanwhile is left: its move reads
    the pace itself.
    """
    given: dict[str, Any] = {"now": now, "zone": settings.TIME_ZONE}
    allowed = [
        (*journey.key(), name, state.allowance)
        for journey in all_journeys()
        for name, state in journey.states.items()
        if state.allowance
    ]
    columns = {
        key: [row[place] for row in allowed]
        for place, key in enumerate(("codes", "editions", "states", "days"))
    }
    with connection.cursor() as cursor:
        cursor.execute(_PACE, given | {"enters": list(ENTERS)})
        StepPace.objects.exclude(computed_at=now).delete()
        cursor.execute(_SLOW, given | columns)
        return int(cursor.rowcount)


def pace_of(steps: Iterable[Step]) -> Mapping[Step, StepPace]:
    """The pace of steps, where enough spells are known for one. One query."""
    wanted = set(steps)
    codes, editions, states = (
        (list(column) for column in zip(*wanted, strict=True)) if wanted else ([], [], [])
    )
    rows = StepPace.objects.filter(
        journey_code__in=codes,
        edition__in=editions,
        state__in=states,
        spells__gte=FEWEST_SPELLS,
        p90_days__isnull=False,
    )
    found = {(row.journey_code, row.edition, row.state): row for row in rows}
    return {step: row for step, row in found.items() if step in wanted}
