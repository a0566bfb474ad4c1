"""Fills an office by set-based SQL: people, schools, runs with their whole history, and what hangs on them.

40 in 100 runs are open; of the open, about 10 in 100 are overdue. The histories are legal walks of Artsmark's editions, and
their hashes those of ``workflow_record_hash``: the audit finds nothing. Rows are those of a fixed seed; times count back from
the moment of filling, and ``CHASED`` runs besides are due to be looked at by the clock on ``SWEPT_ON``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, models, transaction
from django.db.models import CharField, JSONField, Model, TextField

from awards.models import (
    Application,
    Area,
    Contact,
    Person,
    Post,
    RegisterEntry,
    School,
    SchoolUrn,
    Subject,
)
from bench.chased import Chased
from bench.walks import RECORDS, walks
from workflow.models import Activity, Run, TransitionRecord
from workflow.records import GENESIS
from workflow.registry import all_journeys

SWEPT_ON = dt.date(2026, 3, 11)
CHASED = 1_000
AREAS = 150
OFFICERS = 40
RUNS_A_SCHOOL = 4
RUNS_A_LEAD = 5
FIRST_URN = 100_001
WEIGHTS = {
    "delivering": 30,
    "registered": 20,
    "day_attended": 20,
    "awarded": 60,
    "withdrawn": 10,
    "closed": 10,
}
WEIGHT = 8  # of any other state

PLACES = (
    "Oak|Ash|Elm|Hazel|Holly|Maple|Rowan|Willow|Alder|Birch|Thorn|Heath|Stone|Mill|Bridge|Church|Castle|Park|"
    "Green|Brook|River|Lake|Spring|Well|Hill|Vale|Moor|Wood|King|Queen|Abbey|Priory|North|South|East|West"
)
ENDINGS = "field|ford|ton|ley|wick|bury|ham|worth|stead|mead|dale|combe|hurst|borough|gate|view|side|bank"
TYPES = (
    "Primary School|Primary School|Primary School|Infant School|Junior School|High School|Academy|"
    "Church of England Primary School|Catholic Primary School|Community College|Special School|Nursery School"
)
KINDS = (
    "primary|primary|primary|primary|primary|secondary|secondary|primary|primary|secondary|special|nursery"
)
Cursor = psycopg.ClientCursor[tuple[Any, ...]]

RARE = "Quillhaven"  # in one name of 2,500


def fill(runs: int) -> None:
    """Fill a migrated, empty database with so many runs, 8 records each."""
    with transaction.atomic(), psycopg.ClientCursor(connection.connection) as cursor:
        _be_quick(cursor)
        _plan(cursor, runs)
        _people_and_schools(cursor, runs)
        _records(cursor)
        with _without_indexes(cursor, Run):
            _runs(cursor)
        _what_hangs_on_runs(cursor)
        for model in (Person, Subject, SchoolUrn, Application, Contact, Post, Run, TransitionRecord):
            _go_on_counting(cursor, model)
        cursor.execute("DROP TABLE bench_walk, bench_plan")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _be_quick(cursor: Cursor) -> None:
    """Neither triggers nor foreign keys are asked: what is written is right by construction."""
    for setting, value in (
        ("session_replication_role", "replica"),
        ("synchronous_commit", "off"),
        ("maintenance_work_mem", "512MB"),
        ("work_mem", "128MB"),
    ):
        cursor.execute(f"SET LOCAL {setting} = '{value}'")


def _plan(cursor: Cursor, runs: int) -> None:
    """One row a run: how it came where it stands, when, and what it is called."""
    artsmark = [walk for journey in all_journeys() if journey.code == "artsmark" for walk in walks(journey)]
    rows = [
        walk.columns | {"id": number, "weight": WEIGHTS.get(walk.state.name, WEIGHT)}
        for number, walk in enumerate(artsmark)
    ]
    [chased] = [walk for walk in walks(Chased) if walk.state is Chased.asked]
    rows.append(chased.columns | {"id": -1, "weight": 0})
    cursor.execute(
        """
        SELECT setseed(0.5);
        CREATE UNLOGGED TABLE bench_walk AS SELECT * FROM jsonb_to_recordset(%(walks)s::jsonb) AS given (
            id integer, weight integer, journey_code text, edition text, state text, phase text, waits_for text,
            is_final boolean, has_due boolean, moves integer, kinds text[], transitions text[], sources text[],
            targets text[], roles text[]);
        CREATE UNLOGGED TABLE bench_plan AS
        WITH lots AS (
            SELECT array_agg(id) FILTER (WHERE is_final) AS final, array_agg(id) FILTER (WHERE NOT is_final) AS open
            FROM bench_walk, generate_series(1, weight)
        ), thrown AS MATERIALIZED (
            SELECT n, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, random() AS f,
                random() AS g
            FROM generate_series(1, %(runs)s) AS n
        ), words AS (
            SELECT %(places)s::text[] AS places, %(endings)s::text[] AS endings, %(types)s::text[] AS types,
                %(kinds)s::text[] AS kinds
        )
        SELECT n AS id, n > %(runs)s - %(chased)s AS is_chased,
            CASE WHEN n > %(runs)s - %(chased)s THEN -1
                 WHEN a < 0.4 THEN open[1 + floor(b * cardinality(open))::int]
                 ELSE final[1 + floor(b * cardinality(final))::int] END AS walk,
            CASE WHEN n > %(runs)s - %(chased)s THEN %(swept_on)s::timestamptz - interval '60 days'
                 ELSE now() - interval '1 day' - (CASE WHEN a < 0.4 THEN c * c * 700 ELSE 100 + c * 2400 END)
                    * interval '1 day' END AS entered_at,
            CASE WHEN n %% 2500 = 7 THEN %(rare)s ELSE places[1 + floor(d * cardinality(places))::int]
                || endings[1 + floor(e * cardinality(endings))::int] END
                || ' ' || types[1 + floor(f * cardinality(types))::int] AS label,
            kinds[1 + floor(f * cardinality(kinds))::int] AS kind,
            lpad((1 + floor(power(g, 1.5) * %(areas)s))::text, 3, '0') AS area,
            CASE WHEN e < 0.05 THEN NULL ELSE 1 + floor(d * g * %(officers)s)::int END AS officer_id,
            CASE WHEN c < 0.13 THEN current_date - 1 - (d * 90)::int ELSE current_date + 1 + (d * 400)::int
                END AS due_on,
            current_date + (f * 600)::int - 60 AS slow_on, g < 0.02 AS is_paused, a AS luck
        FROM thrown, lots, words;
        ALTER TABLE bench_plan ADD PRIMARY KEY (id);
        ANALYZE bench_plan, bench_walk
        """,
        {
            "walks": json.dumps(rows),
            "runs": runs,
            "chased": CHASED,
            "swept_on": SWEPT_ON,
            "areas": AREAS,
            "officers": OFFICERS,
            "places": PLACES.split("|"),
            "endings": ENDINGS.split("|"),
            "types": TYPES.split("|"),
            "kinds": KINDS.split("|"),
            "rare": RARE,
        },
    )


def _people_and_schools(cursor: Cursor, runs: int) -> None:
    schools, leads = runs // RUNS_A_SCHOOL, runs // RUNS_A_LEAD
    _insert(
        cursor,
        Area,
        {"code": "lpad(n::text, 3, '0')", "name": "'Area ' || lpad(n::text, 3, '0')"},
        f"generate_series(1, {AREAS}) AS n ON CONFLICT DO NOTHING",
    )
    _insert(
        cursor,
        Person,
        {
            "id": "n",
            "email": "'person' || n || '@bench.example'",
            "name": "'Person ' || n",
            "password": "'!'",
            "is_active": "true",
            "joined_at": "now()",
        },
        f"generate_series(1, {OFFICERS + leads}) AS n",
    )
    _insert(
        cursor,
        Post,
        {"id": "n", "person_id": "n", "role": "'officer'", "since": "current_date - 400"},
        f"generate_series(1, {OFFICERS}) AS n",
    )
    _insert(
        cursor,
        Subject,
        {"id": "n", "public_id": "gen_random_uuid()", "kind": "'school'", "name": "label", "area_id": "area"},
        f"generate_series(1, {schools}) AS n JOIN bench_plan ON bench_plan.id = n",
    )
    _insert(cursor, School, {"subject_id": "n"}, f"generate_series(1, {schools}) AS n")
    _insert(
        cursor,
        RegisterEntry,
        {
            "urn": f"n + {FIRST_URN - 1}",
            "name": "label",
            "search_name": "lower(label)",
            "area_id": "area",
            "first_seen_on": "current_date - 400",
            "last_seen_on": "current_date",
        },
        f"generate_series(1, {schools}) AS n JOIN bench_plan ON bench_plan.id = n",
    )
    _insert(
        cursor,
        SchoolUrn,
        {"id": "n", "school_id": "n", "entry_id": f"n + {FIRST_URN - 1}"},
        f"generate_series(1, {schools}) AS n",
    )
    _insert(
        cursor,
        Application,
        {"id": "id", "run_id": "id", "subject_id": f"1 + (id - 1) % {schools}", "listed": "'{}'"},
        "bench_plan",
    )
    _insert(
        cursor,
        Contact,
        {
            "id": "id",
            "application_id": "id",
            "person_id": f"{OFFICERS} + 1 + (id - 1) % {leads}",
            "role": "'lead'",
            "since": "entered_at::date",
        },
        "bench_plan",
    )


def _at(place: str) -> str:
    """When the record of a place was written: moves every twenty days, remarks a minute after one another."""
    return (
        f"plan.entered_at + CASE WHEN {place} <= walk.moves THEN ({place} - walk.moves) * interval '20 days'"
        f" ELSE ({place} - walk.moves) * interval '1 minute' END"
    )


def _records(cursor: Cursor) -> None:
    """All records in one statement: the hash of each place is computed from that of the place before."""
    links = []
    for place in range(1, RECORDS + 1):
        before = f"link_{place - 1}.hash" if place > 1 else "%(genesis)s::bytea"
        links.append(
            f"""CROSS JOIN LATERAL (SELECT workflow_record_hash({before}, plan.id::bigint, {place}, walk.kinds[{place}],
                walk.transitions[{place}], walk.sources[{place}], walk.targets[{place}], plan.officer_id::bigint,
                walk.roles[{place}], {_at(str(place))}, {_at(str(place))}, '{{}}'::jsonb, NULL::uuid, NULL::bytea)
                AS hash OFFSET 0) AS link_{place}"""
        )
    hashes = ", ".join(f"link_{place}.hash" for place in range(1, RECORDS + 1))
    _insert(
        cursor,
        TransitionRecord,
        {
            "id": f"(plan.id - 1) * {RECORDS} + place",
            "run_id": "plan.id",
            "seq": "place",
            "kind": "walk.kinds[place]",
            "transition": "walk.transitions[place]",
            "source": "walk.sources[place]",
            "target": "walk.targets[place]",
            "actor_id": "plan.officer_id",
            "role": "walk.roles[place]",
            "happened_at": _at("place"),
            "recorded_at": _at("place"),
            "detail": "'{}'",
            "hash": "chain.hash",
        },
        f"""(SELECT * FROM bench_plan ORDER BY id) AS plan JOIN bench_walk walk ON walk.id = plan.walk
            {" ".join(links)}
            CROSS JOIN LATERAL unnest(ARRAY[{hashes}]) WITH ORDINALITY AS chain (hash, nth)
            CROSS JOIN LATERAL (SELECT chain.nth::integer AS place) AS numbered""",
        {"genesis": GENESIS},
    )


def _runs(cursor: Cursor) -> None:
    is_open = "NOT walk.is_final"
    due_on = f"CASE WHEN plan.is_chased THEN '{SWEPT_ON}'::date WHEN {is_open} AND walk.has_due THEN plan.due_on END"
    _insert(
        cursor,
        Run,
        {
            "id": "plan.id",
            "public_id": "gen_random_uuid()",
            "journey_code": "walk.journey_code",
            "edition": "walk.edition",
            "state": "walk.state",
            "phase": "walk.phase",
            "waits_for": "walk.waits_for",
            "seq": str(RECORDS),
            "head_hash": "head.hash",
            "entered_at": "plan.entered_at",
            "entered_is_known": "true",
            "recorded_at": "head.recorded_at",
            "started_at": _at("1"),
            "due_on": due_on,
            "slow_on": f"CASE WHEN {is_open} AND NOT plan.is_chased THEN plan.slow_on END",
            "finished_at": "CASE WHEN walk.is_final THEN plan.entered_at END",
            "look_on": f"CASE WHEN plan.is_chased THEN '{SWEPT_ON}'::date"
            f" WHEN {is_open} AND walk.has_due THEN plan.due_on + 1000 END",
            "paused_at": f"CASE WHEN {is_open} AND plan.is_paused AND NOT plan.is_chased"
            " THEN plan.entered_at + interval '1 hour' END",
            "label": "plan.label",
            "area": "plan.area",
            "kind": "plan.kind",
            "officer_id": "plan.officer_id",
        },
        f"""bench_plan plan JOIN bench_walk walk ON walk.id = plan.walk
            JOIN workflow_transitionrecord head ON head.run_id = plan.id AND head.seq = {RECORDS} ORDER BY plan.id""",
    )


def _what_hangs_on_runs(cursor: Cursor) -> None:
    _insert(
        cursor,
        Activity,
        {
            "run_id": "plan.id",
            "last_at": "plan.entered_at + plan.luck * (now() - plan.entered_at)",
            "what": "'saved'",
        },
        "bench_plan plan WHERE plan.id % 5 <> 0 ORDER BY plan.id",
    )


def _insert(
    cursor: Cursor,
    model: type[Model],
    given: dict[str, str],
    rows: str,
    values: dict[str, object] | None = None,
) -> None:
    """INSERT … SELECT of expressions by column; what is not given is as an empty form would leave it."""
    columns = {**_empty(model), **given}
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(columns.values())} FROM {rows}",
        values,
    )


def _empty(model: type[Model]) -> dict[str, str]:
    """By column, the SQL of a field's emptiness, of those that may not be null."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.null or field.primary_key or isinstance(field, models.ForeignKey):
            continue
        if isinstance(field, (CharField, TextField)):
            found[field.attname] = "''"
        elif isinstance(field, JSONField):
            found[field.attname] = "'{}'"
        elif isinstance(field, models.BooleanField):
            found[field.attname] = "false"
    return found


@contextmanager
def _without_indexes(cursor: Cursor, model: type[Model]) -> Iterator[None]:
    """The indexes that keep no constraint are made after the rows."""
    table = model._meta.db_table
    cursor.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
           WHERE indrelid = %(table)s::regclass
             AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
        {"table": table},
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in found:
        cursor.execute(definition)


def _go_on_counting(cursor: Cursor, model: type[Model]) -> None:
    table = model._meta.db_table
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
