"""The engine's own pages."""

from __future__ import annotations

from workflow.views.acting import act, answer_more_time, ask_for_more_time
from workflow.views.bulk import bulk, bulk_acts, bulk_confirm, bulk_take_back
from workflow.views.correcting import correct_day
from workflow.views.outbox import message, outbox, recall_message
from workflow.views.stopping import lift_stop, new_stop, stops
from workflow.views.taking import take
from workflow.views.waiving import waive_condition, waivers
from workflow.views.wording import mail, mails, words

__all__ = [
    "act",
    "answer_more_time",
    "ask_for_more_time",
    "bulk",
    "bulk_acts",
    "bulk_confirm",
    "bulk_take_back",
    "correct_day",
    "lift_stop",
    "mail",
    "mails",
    "message",
    "new_stop",
    "outbox",
    "recall_message",
    "stops",
    "take",
    "waive_condition",
    "waivers",
    "words",
]
