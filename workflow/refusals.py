"""May this person take this transition now, and if not, why not? Asked by the writer and by the buttons alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet, PermissionDenied
from django.db import connection

from workflow.journey import ANY_LIVE, SYSTEM, Fact, Facts, Guard, Role, Transition
from workflow.models import Run
from workflow.queries import open_waivers


class Refused(Exception):
    """A move was refused and nothing was changed. The sentences say what somebody can do about it."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class NotFromHere(Refused):
    """The transition does not leave the state in which the run is."""


class NotYours(Refused, PermissionDenied):
    """The person holds no role that may take the transition."""


class NotReady(Refused):
    """Guards are unmet, or what the move needs was not given."""


class Paused(Refused):
    """The run is paused, and the move is none that may be taken meanwhile."""


class Stale(Refused):
    """Somebody else changed the run since the page was opened."""


@dataclass(frozen=True)
class Verdict:
    """What was found for one run and one transition. ``role`` is the code under which it may be taken.

    ``waived`` are the codes of guards that are unmet and stop nothing this once.
    """

    role: str
    refusal: Refused | None
    waived: tuple[str, ...] = ()

    @property
    def reasons(self) -> list[str]:
        return self.refusal.reasons if self.refusal else []


Asked = tuple[Run, Transition]


def refusals(asked: Sequence[Asked], *, actor: Any) -> dict[tuple[int, str], Verdict]:
    """Judge many moves at once, in a number of queries that does not grow with the number of runs.

    ``actor`` None is Waymark itself. Keys are (run id, transition name).
    """
    verdicts: dict[tuple[int, str], Verdict] = {}
    leaving: list[Asked] = []
    for run, transition in asked:
        if _leaves(run, transition):
            leaving.append((run, transition))
        else:
            verdicts[run.pk, transition.name] = Verdict("", _not_from_here(run, transition))
    held = _roles_for(leaving, actor)
    ready: list[Asked] = []
    for run, transition in leaving:
        role = held[run.pk, transition.name]
        if not role:
            verdicts[run.pk, transition.name] = Verdict("", _not_yours(transition))
        elif run.paused_at and not _goes_while_paused(run, transition, role):
            verdicts[run.pk, transition.name] = Verdict(role, _paused(run, transition, role))
        else:
            ready.append((run, transition))
    unmet = _unmet(ready)
    waivers = _waivers_for(ready, unmet)
    for run, transition in ready:
        waived = [
            guard.code for guard in unmet[run.pk, transition.name] if guard.code in waivers.get(run.pk, ())
        ]
        reasons = [
            reason
            for guard, found in unmet[run.pk, transition.name].items()
            if guard.code not in waived
            for reason in found
        ]
        refusal = NotReady(*reasons) if reasons else None
        verdicts[run.pk, transition.name] = Verdict(
            held[run.pk, transition.name], refusal, () if refusal else tuple(waived)
        )
    return verdicts


def held_roles(person: Any, runs: Iterable[Run], roles: Sequence[Role]) -> dict[int, set[str]]:
    """For each run, the codes of the roles that the person holds on it now. One query."""
    ids = {run.pk for run in runs}
    if person is None or not person.pk or not ids or not roles:
        return {pk: set() for pk in ids}
    held: dict[int, set[str]] = {pk: set() for pk in ids}
    questions = [_question(role, person, ids) for role in dict.fromkeys(roles)]
    with connection.cursor() as cursor:
        cursor.execute(
            _HELD.format(
                questions=" UNION ALL ".join(sql for sql, _ in questions),
                people=connection.ops.quote_name(get_user_model()._meta.db_table),
            ),
            [*(value for _, values in questions for value in values), person.pk],
        )
        for code, pk in cursor.fetchall():
            held[pk].add(code)
    return held


def holding(person: Any, run: Run, roles: Sequence[Role]) -> tuple[str, list[Any]]:
    """A condition in SQL, with its values: the person holds one of the roles on the run now."""
    questions = [_question(role, person, [run.pk]) for role in dict.fromkeys(roles)]
    asked = " UNION ALL ".join(sql for sql, _ in questions) or _NOBODY
    people = connection.ops.quote_name(get_user_model()._meta.db_table)
    return (
        f"EXISTS ({asked}) AND EXISTS (SELECT FROM {people} WHERE id = %s AND is_active)",
        [*(value for _, values in questions for value in values), person.pk],
    )


_NOBODY = "SELECT NULL::text, NULL::bigint WHERE false"
_HELD = """
    SELECT held.code, held.run_id FROM ({questions}) AS held (code, run_id)
    WHERE EXISTS (SELECT FROM {people} WHERE id = %s AND is_active)
"""


def _question(role: Role, person: Any, ids: Iterable[int]) -> tuple[str, list[Any]]:
    """The role's own question about these runs, as SQL that answers with its code and their ids."""
    runs = role.runs_of(person).filter(pk__in=ids).order_by().values("pk")
    try:
        sql, values = runs.query.sql_with_params()
    except EmptyResultSet:
        return _NOBODY, []
    return f"SELECT %s, run.* FROM ({sql}) AS run", [role.code, *values]  # noqa: S608 - compiled by Django


def facts_of(runs: Sequence[Run], guards: Iterable[Guard]) -> dict[int, Facts]:
    """What the guards need to know of each run, each kind of fact loaded once for all."""
    needed = list(dict.fromkeys(fact for guard in guards for fact in guard.needs))
    loaded = {fact: fact.load(runs) for fact in needed}
    return {
        run.pk: Facts({fact: values.get(run.pk, fact.absent) for fact, values in loaded.items()})
        for run in runs
    }


Unmet = dict[Guard, Sequence[str]]


def _unmet(asked: Sequence[Asked]) -> dict[tuple[int, str], Unmet]:
    """The guards of each move that have something to say, with what they say."""
    facts = _facts_for(asked)
    unmet: dict[tuple[int, str], Unmet] = {}
    for run, transition in asked:
        said = {guard: guard.reasons(_known(facts, run, guard.needs)) for guard in transition.guards}
        unmet[run.pk, transition.name] = {guard: reasons for guard, reasons in said.items() if reasons}
    return unmet


def _waivers_for(asked: Sequence[Asked], unmet: Mapping[tuple[int, str], Unmet]) -> Mapping[int, set[str]]:
    """The open waivers of the runs that an unmet guard stops which may be waived. No query where there is none."""
    stopped = {
        run.pk: run for run, move in asked if any(guard.waivable for guard in unmet[run.pk, move.name])
    }
    return open_waivers(stopped.values()) if stopped else {}


def _facts_for(asked: Sequence[Asked]) -> Mapping[Fact[Any], Mapping[int, Any]]:
    runs: dict[Fact[Any], dict[int, Run]] = defaultdict(dict)
    for run, transition in asked:
        for guard in transition.guards:
            for fact in guard.needs:
                runs[fact][run.pk] = run
    return {fact: fact.load(list(about.values())) for fact, about in runs.items()}


def _known(facts: Mapping[Fact[Any], Mapping[int, Any]], run: Run, needs: Sequence[Fact[Any]]) -> Facts:
    return Facts({fact: facts[fact].get(run.pk, fact.absent) for fact in needs})


def _roles_for(asked: Sequence[Asked], actor: Any) -> dict[tuple[int, str], str]:
    """Under which role the actor may take each move: the first in the declaration that is held, else ''."""
    if actor is None:
        return {(run.pk, move.name): SYSTEM.code if move.by_system else "" for run, move in asked}
    roles = list(dict.fromkeys(role for _, move in asked for role in move.roles))
    held = held_roles(actor, [run for run, _ in asked], roles)
    return {
        (run.pk, move.name): next(
            (role.code for role in _in_order(run, move) if role.code in held[run.pk]), ""
        )
        for run, move in asked
    }


def _in_order(run: Run, move: Transition) -> Sequence[Role]:
    """As declared; while the run is paused the office's first, who may do more then."""
    if run.paused_at is None:
        return move.roles
    return sorted(move.roles, key=lambda role: not _is_of_the_office(run, role.code))


def _leaves(run: Run, transition: Transition) -> bool:
    """Whether the move is one of the run's own edition, and leaves the state in which the run is."""
    own = run.journey.transitions.get(transition.name)
    return own is transition and run.state in transition.source_names(run.journey)


def _not_from_here(run: Run, transition: Transition) -> NotFromHere:
    now = run.declared_state.outside_label
    return NotFromHere(f"“{transition.label}” cannot be done now: {run.label or 'this'} is at “{now}”.")


def _goes_while_paused(run: Run, transition: Transition, role: str) -> bool:
    """The office may write down what happened, and take the ways out that are open everywhere."""
    is_way_out = transition.sources is ANY_LIVE
    return (transition.records_fact or is_way_out) and _is_of_the_office(run, role)


def _is_of_the_office(run: Run, role: str) -> bool:
    return role in {one.code for one in run.journey.office}


def _paused(run: Run, transition: Transition, role: str) -> Paused:
    until = f" until {run.resumes_on.day} {run.resumes_on:%B %Y}" if run.resumes_on else ""
    then = (
        "Resume it first." if _is_of_the_office(run, role) else "Ask the office when you are ready to go on."
    )
    return Paused(f"“{transition.label}” has to wait: {run.label or 'this'} is paused{until}. {then}")


def _not_yours(transition: Transition) -> NotYours:
    takers = " or ".join(taker.label.lower() for taker in transition.takers)
    return NotYours(f"“{transition.label}” is for the {takers} to do.")
