"""Runs in words: the drawn path, what is asked next, the history, the moves that a person may make."""

from __future__ import annotations

from workflow.presenters.changes import changes_of
from workflow.presenters.days import day, here_since, left_until, moment, short_day, waiting_since
from workflow.presenters.doing import Move, TaskLine, moves_of, tasks_of, waive_href
from workflow.presenters.events import Event, events_of, name_of
from workflow.presenters.outbox import Example, Scope, examples_of, scope_in_words, scopes_of, what_became_of
from workflow.presenters.path import Standing, Stop, path_of, standing_of
from workflow.presenters.posts import lifted_in_words, scope_of, then_in_words
from workflow.presenters.waivers import WaiverLine, waiver_lines

__all__ = [
    "Event",
    "Example",
    "Move",
    "Scope",
    "Standing",
    "Stop",
    "TaskLine",
    "WaiverLine",
    "changes_of",
    "day",
    "events_of",
    "examples_of",
    "here_since",
    "left_until",
    "lifted_in_words",
    "moment",
    "moves_of",
    "name_of",
    "path_of",
    "scope_in_words",
    "scope_of",
    "scopes_of",
    "short_day",
    "standing_of",
    "tasks_of",
    "then_in_words",
    "waiting_since",
    "waive_href",
    "waiver_lines",
    "what_became_of",
]
