"""The honest best of the other ways: one function each, its definition as its docstring.

Equal work in a step (of ``bench.steps``): a transaction of its own that is durable at its end, the row read afresh by
its key, one guard, one permission of a person who is no superuser, the state written, one row of history. Where
nothing else is said the person and her permissions are in memory already, which favours the baselines: ours reads
person, role and guard afresh each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import segno
import weasyprint
from django.db import connection, transaction
from django.utils import timezone
from django_fsm import has_transition_perm
from joeflow.models import Task as JoeflowTask
from psycopg import sql
from viewflow.workflow.models import Task as ViewflowTask
from viewflow.workflow.status import STATUS
from weasyprint.text.fonts import FontConfiguration

from awards.models import Person
from bench.flows import EightViews
from bench.models import EightTasks, MachineRow, MachineRowHistory, Row, RowHistory
from bench.steps import STEPS, NotReadyYet, may_go_on

COPIED = "bench_copied"
COPY_PIECE = 1 << 20  # bytes


def step_by_orm(pk: int, number: int, *, person: Person) -> None:
    """Django's ORM as a careful developer writes it: lock and read, check, save the two fields, insert history.

    Three statements: ``select_for_update().get()``, ``save(update_fields=…)`` and ``create()``.
    """
    source, target = STEPS[number]
    now = timezone.now()
    with transaction.atomic():
        row = Row.objects.select_for_update().get(pk=pk)
        if row.state != source or not may_go_on(row) or not person.has_perm("bench.change_row"):
            raise NotReadyYet(row)
        row.state, row.entered_at = target, now
        row.save(update_fields=["state", "entered_at"])
        RowHistory.objects.create(row=row, source=source, target=target, actor=person, at=now)


def step_by_orm_asking_again(pk: int, number: int, *, person_id: int) -> None:
    """``step_by_orm`` with person and permissions read afresh, as a request pays for them: six statements."""
    step_by_orm(pk, number, person=Person.objects.get(pk=person_id))


def step_by_one_statement(
    pk: int, number: int, *, person_id: int, connection: psycopg.Connection[Any]
) -> None:
    """The bare limit: psycopg in autocommit, one prepared statement that updates the row if its state is the source
    and it is ready, and inserts history. Nobody is asked who the person is.
    """
    source, target = STEPS[number]
    now = timezone.now()
    done = connection.execute(
        """
        WITH moved AS (
            UPDATE bench_row SET state = %s, entered_at = %s WHERE id = %s AND state = %s AND is_ready RETURNING id
        )
        INSERT INTO bench_rowhistory (row_id, source, target, actor_id, at) SELECT id, %s, %s, %s, %s FROM moved
        """,
        [target, now, pk, source, source, target, person_id, now],
    )
    if done.rowcount != 1:
        raise NotReadyYet(pk)


def step_by_django_fsm(pk: int, number: int, *, person: Person) -> None:
    """``step_by_orm`` with the state in a protected field of django-fsm-2: its transition has the guard as condition
    and the permission, both asked as its documentation says, and its history is a row of our own.
    """
    source, target = STEPS[number]
    now = timezone.now()
    with transaction.atomic():
        row = MachineRow.objects.select_for_update().get(pk=pk)
        if not has_transition_perm(row.go_on, person):
            raise NotReadyYet(row)
        row.go_on()
        row.entered_at = now
        row.save(update_fields=["state", "entered_at"])
        MachineRowHistory.objects.create(row=row, source=source, target=target, actor=person, at=now)


def start_viewflow() -> int:
    """Start a process of eight Views. Returns its key."""
    process: Any = EightViews.start.run()
    return int(process.pk)


def step_by_viewflow(pk: int, number: int, *, person: Person) -> None:
    """A View of viewflow.workflow: find the open task, then assign, start and execute it in one transaction under the
    process's lock. Its pages do assign and execute in two requests. Its tasks are its history.
    """
    task = ViewflowTask.objects.get(process_id=pk, status=STATUS.NEW)
    with task.activation() as activation:
        if activation.flow_task.name != f"step_{number}" or not activation.assign.has_perm(person):
            raise NotReadyYet(task)
        activation.assign(person)
        activation.start(None)
        activation.execute()


def start_joeflow() -> int:
    """Start a workflow of joeflow at its first human task. Returns its key."""
    workflow = EightTasks.objects.create()
    workflow.task_set.create(name="task_0", type="human", workflow=workflow)
    return int(workflow.pk)


def step_by_joeflow(pk: int, number: int, *, person: Person) -> None:
    """A human task of joeflow 2, as its ``TaskViewMixin.form_valid`` does it, without form and page: save the workflow,
    get the open task, finish it, start the next. It takes no lock.
    """
    with transaction.atomic():
        workflow = EightTasks.objects.get(pk=pk)
        if not may_go_on(workflow) or not person.has_perm("bench.change_row"):
            raise NotReadyYet(workflow)
        workflow.save()
        task = JoeflowTask.objects.get(_workflow_id=pk, name=f"task_{number}", completed=None)
        task.workflow = workflow
        task.finish(person)
        task.start_next_tasks()


def step_without_a_lock(pk: int, *, person: Person, while_deciding: Callable[[], None]) -> None:
    """What many applications do: get, check, save, insert history, in a transaction and without a lock."""
    source, target = STEPS[0]
    now = timezone.now()
    with transaction.atomic():
        row = Row.objects.get(pk=pk)
        while_deciding()
        if row.state != source:
            raise NotReadyYet(row)
        row.state, row.entered_at = target, now
        row.save(update_fields=["state", "entered_at"])
        RowHistory.objects.create(row=row, source=source, target=target, actor=person, at=now)


def copy_as_text(file: Path, *, encoding: str, connection: psycopg.Connection[Any]) -> None:
    """COPY of the file as it is into a table with a text column for each of its own, without index or constraint, in
    one durable transaction: the least that loading it can cost. The table is there before, and empty.
    """
    command = sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER, ENCODING {})").format(
        sql.Identifier(COPIED), encoding
    )
    with (
        connection.transaction(),
        file.open("rb") as source,
        connection.cursor() as cursor,
        cursor.copy(command) as copy,
    ):
        while piece := source.read(COPY_PIECE):
            copy.write(piece)


def draw_naively(page: str, style: str, *, check_address: str, folder: Path) -> bytes:
    """WeasyPrint as one begins with it: the rendered page with its style sheet and its faces by ``@font-face`` inside,
    files of the folder for faces and pictures, a new FontConfiguration for each document, the same kind of PDF.
    """
    segno.make(check_address, error="m", micro=False).save(
        str(folder / "code.svg"), dark="#1d1826", border=0, xmldecl=False, scale=1
    )
    whole = page.replace("</head>", f"<style>{style}</style></head>").replace("asset:", "")
    pdf: bytes = weasyprint.HTML(string=whole, base_url=f"{folder.as_uri()}/").write_pdf(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1"
    )
    return pdf


_COUNTED = """
    SELECT journey_code, state, count(*) FROM workflow_run WHERE finished_at IS NULL GROUP BY journey_code, state
"""


def counts_by_scan() -> dict[tuple[str, str], int]:
    """Open runs counted by state with the indexes left aside: PostgreSQL reads the table from end to end."""
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(_COUNTED)
        found = {(code, state): number for code, state, number in cursor.fetchall()}
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = on")
    return found


def run_bare(statements: Sequence[str], *, connection: psycopg.Connection[Any]) -> None:
    """The statements as they stand, by psycopg, with all their rows fetched; nothing is made of the rows."""
    for statement in statements:
        connection.execute(statement.encode()).fetchall()


def insert_row(person: Person, letters: int) -> None:
    """One INSERT of a small row with the person and the time, in autocommit, by Django's ORM: behind a sign-in (session
    and person are read), a form key that is checked, and a plain answer of one word.
    """
    RowHistory.objects.create(
        row_id=1, source="bare", target=str(letters)[:40], actor=person, at=timezone.now()
    )
