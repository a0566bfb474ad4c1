"""What putting a day right changes, in words."""

from __future__ import annotations

import datetime as dt

from workflow.presenters.days import day
from workflow.services import Corrected


def changes_of(corrected: Corrected, *, happened_at: dt.datetime) -> list[list[dict[str, str]]]:
    """Rows of a table: what, so far, from now on. Only what changes."""
    before, after, line = corrected.before, corrected.after, corrected.line
    since = day(before.entered_at) if before.entered_is_known else f"before {day(before.entered_at)}"
    rows = [
        ("The day itself", day(line.happened_at) if line.is_known else "not known", day(happened_at)),
        ("Began", day(before.started_at), day(after.started_at)),
        ("Here since", since, day(after.entered_at)),
        ("Due by", day(before.due_on) or "no day", day(after.due_on) or "no day"),
        ("Called slow from", day(before.slow_on) or "never", day(after.slow_on) or "never"),
        ("Came to its end", day(before.finished_at) or "not yet", day(after.finished_at) or "not yet"),
    ]
    return [
        [{"text": what}, {"text": so_far}, {"text": from_now_on}]
        for what, so_far, from_now_on in rows
        if so_far != from_now_on
    ]
