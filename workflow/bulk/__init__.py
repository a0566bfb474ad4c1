"""One act on many journeys: shown first, done in pieces by the queue, each row with its result, and taken back as a whole."""

from __future__ import annotations

from workflow.bulk.choosing import MOST, NothingChosen, TooMany, acts_for_many, how_many, show_first
from workflow.bulk.deciding import (
    CannotTakeBack,
    NothingToDo,
    NotYoursToConfirm,
    begin_taking_back,
    can_take_back,
    confirm,
)
from workflow.bulk.reading import (
    Counts,
    RowPage,
    bulk_acts,
    bulk_by_public_id,
    changes_shown,
    counts_of,
    mails_shown,
    result_lines,
    row_page,
)
from workflow.bulk.working import AT_ONCE, act_on_many

__all__ = [
    "AT_ONCE",
    "MOST",
    "CannotTakeBack",
    "Counts",
    "NotYoursToConfirm",
    "NothingChosen",
    "NothingToDo",
    "RowPage",
    "TooMany",
    "act_on_many",
    "acts_for_many",
    "begin_taking_back",
    "bulk_acts",
    "bulk_by_public_id",
    "can_take_back",
    "changes_shown",
    "confirm",
    "counts_of",
    "how_many",
    "mails_shown",
    "result_lines",
    "row_page",
    "show_first",
]
