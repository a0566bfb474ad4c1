"""Reminders as data: the ladder of a state, from a first word before the day to a person who picks up the telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflow.models import Run


@dataclass(frozen=True)
class Recipient:
    """One person to whom a reminder goes. ``person_id`` None: somebody without an account."""

    email: str
    name: str
    person_id: int | None = None


@dataclass(frozen=True, eq=False)
class Addressee:
    """Who is reminded: answers with the people of many runs, by run id, in a fixed number of queries.

    Runs that nobody is known for may be left out.
    """

    code: str
    label: str
    people_of: Callable[[Sequence[Run]], Mapping[int, Sequence[Recipient]]]


@dataclass(frozen=True, eq=False)
class Rung:
    """One rung of a ladder. Taken at most once for a run, a state and a due date.

    term_days: days of term from the due date: below nought before it, 0 on it, above after it.
    to and template: who is written to, and the mail. Where nobody is found, the addressees of later rungs are asked in turn,
    and then the office is. prompts: what the office is asked to do, in words: at once where the rung writes to nobody, else
    where nobody could be written to.
    may_merge: passed over when a later rung of its kind (mail or prompt) is due as well. Only a prompt may say no.
    """

    code: str
    term_days: int
    to: Addressee | None = None
    template: str = ""
    prompts: str = ""
    may_merge: bool = True
