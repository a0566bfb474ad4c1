"""Mail to one person: written as a row, sent by a worker, never twice.

A message is marked ``sending`` and committed before it leaves, with a fixed Message-ID. One that is found in that
state afterwards may have left: it becomes an incident, not a second mail. Until it leaves it may be recalled.
"""

from __future__ import annotations

from workflow.messages import templates
from workflow.messages.bouncing import CAME_BACK, hear_of_bounces, note_bounce, tell_of_bounces
from workflow.messages.links import LinkIsOver, masked, personal_link, read_token, token_for
from workflow.messages.merging import merge
from workflow.messages.outbox import (
    STATES,
    MessagePage,
    areas_known,
    changes_of,
    message_by_key,
    messages_in,
    waiting_under,
)
from workflow.messages.posting import Letter, post, post_many, reminders_to
from workflow.messages.recalling import TooLate, can_recall, recall, recall_for, recall_older
from workflow.messages.rendering import UnknownField, fields_of, file_text, render, render_strictly
from workflow.messages.rewording import WrongWords, back_to_the_file, reword, wordings_of, words_for
from workflow.messages.sending import (
    CannotSendAgain,
    can_send_again,
    leave_due,
    send_again,
    send_message,
    send_posted,
    send_released,
)
from workflow.messages.trying import WouldGo, what_would_go

__all__ = [
    "CAME_BACK",
    "STATES",
    "CannotSendAgain",
    "Letter",
    "LinkIsOver",
    "MessagePage",
    "TooLate",
    "UnknownField",
    "WouldGo",
    "WrongWords",
    "areas_known",
    "back_to_the_file",
    "can_recall",
    "can_send_again",
    "changes_of",
    "fields_of",
    "file_text",
    "hear_of_bounces",
    "leave_due",
    "masked",
    "merge",
    "message_by_key",
    "messages_in",
    "note_bounce",
    "personal_link",
    "post",
    "post_many",
    "read_token",
    "recall",
    "recall_for",
    "recall_older",
    "reminders_to",
    "render",
    "render_strictly",
    "reword",
    "send_again",
    "send_message",
    "send_posted",
    "send_released",
    "tell_of_bounces",
    "templates",
    "token_for",
    "waiting_under",
    "what_would_go",
    "wordings_of",
    "words_for",
]
