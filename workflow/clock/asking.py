"""What the clock and answers from outside ask of the office, and what keeps reminders quiet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from workflow.clock.sights import rests_of
from workflow.models import Prompt, ReminderSent, Respite, Run

_PROMPT = """
    INSERT INTO workflow_prompt (run_id, code, words, href, made_at) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (run_id, code) WHERE done_at IS NULL DO UPDATE SET words = excluded.words, href = excluded.href
    RETURNING *
"""


def prompt(run: Run, code: str, *, words: str, now: dt.datetime, href: str = "") -> Prompt:
    """Ask something of the office, or renew the words of what is asked already for the run and code."""
    (made,) = Prompt.objects.raw(_PROMPT, [run.pk, code, words[:300], href, now])
    return made


def done(prompt: Prompt, *, by: Any, now: dt.datetime) -> bool:
    """Somebody did what was asked. Answers whether it was still open."""
    changed = Prompt.objects.filter(pk=prompt.pk, done_at=None).update(done_at=now, done_by=by)
    return bool(changed)


def prompts_of(run: Run) -> list[Prompt]:
    """What is asked of the office about a run, the oldest first."""
    return list(Prompt.objects.filter(run=run, done_at=None).order_by("made_at", "pk"))


def prompt_by_key(pk: int) -> Prompt | None:
    return Prompt.objects.select_related("run").filter(pk=pk).first()


def rest(run: Run, *, through: dt.date, why: str, by: Any, now: dt.datetime) -> Respite:
    """Let reminders about a run rest through a day. ``why`` is a code of yours. A longer rest stands."""
    return Respite.objects.create(run=run, through=through, why=why, by=by, at=now)


def rests_through(run: Run, *, today: dt.date) -> dt.date | None:
    """The day through which reminders about a run rest; None when they do not."""
    through = rests_of([run.pk]).get(run.pk)
    return through if through and through >= today else None


def rest_of(run: Run, *, today: dt.date) -> Respite | None:
    """What lets reminders about a run rest today: the longest rest; None when they do not."""
    return Respite.objects.filter(run=run, through__gte=today).order_by("-through", "-pk").first()


def taken_of(run: Run, *, at_most: int = 12) -> list[ReminderSent]:
    """The rungs that were taken for a run, the newest first."""
    return list(ReminderSent.objects.filter(run=run).order_by("-at", "-pk")[:at_most])


_POINTLESS_PROMPTS = """
    UPDATE workflow_prompt prompt SET done_at = %s
    WHERE prompt.done_at IS NULL
      AND EXISTS (
        SELECT FROM workflow_remindersent sent
        WHERE sent.run_id = prompt.run_id AND sent.rung = prompt.code AND sent.fate = 'prompted')
      AND NOT EXISTS (
        SELECT FROM workflow_remindersent sent JOIN workflow_run run ON run.id = sent.run_id
        WHERE sent.run_id = prompt.run_id AND sent.rung = prompt.code AND sent.fate = 'prompted'
          AND run.finished_at IS NULL AND run.paused_at IS NULL AND (run.state, run.due_on) = (sent.state, sent.due_on))
"""


def withdraw_pointless_prompts(*, now: dt.datetime) -> int:
    """Take back what rungs asked of the office about runs that have moved on, rest, or got another day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_POINTLESS_PROMPTS, [now])
        return int(cursor.rowcount)
