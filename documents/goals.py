"""Goals as objects: set in one form, looked back on in another, shown beside both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents import content
from documents.models import Answer, Submission
from documents.registry import all_forms
from documents.vocabulary import Form
from documents.vocabulary import Goal as GoalQuestion
from documents.wordings import wordings
from workflow.models import Run


@dataclass(frozen=True)
class Goal:
    """What a school set itself. ``key`` is the name of its question ("goal_1"), ``place`` counts from one.

    ``plan`` is where it stands in the improvement plan; ``criterion`` a code, ``criterion_label`` its words;
    ``baseline`` what it was like at the start, in words. What was not said is ''.
    """

    key: str
    place: int
    aim: str
    plan: str
    criterion: str
    criterion_label: str
    baseline: str


def goals_of(run: Run) -> list[Goal]:
    """The goals of a run, in order: as last handed in, else as they stand in the draft. See ``goals_of_many``."""
    return goals_of_many([run])[run.pk]


def goals_of_many(runs: Sequence[Run]) -> dict[int, list[Goal]]:
    """The goals of each run, by its key. At most three queries, however many runs."""
    names = {form.code: keys for form in all_forms() if (keys := _goal_names(form))}
    ids = [run.pk for run in runs]
    found = _handed_in(ids, names)
    found |= _drafted([pk for pk in ids if pk not in found], names)
    return {pk: found.get(pk, []) for pk in ids}


def _handed_in(runs: Sequence[int], names: Mapping[str, Sequence[str]]) -> dict[int, list[Goal]]:
    latest = (
        Submission.objects.filter(document__run__in=runs, document__form_code__in=names)
        .order_by("document_id", "-number")
        .distinct("document_id")
        .values_list("document__run_id", "document__form_code", "content")
    )
    return {
        run_id: _goals(names[code], [it for section in kept["sections"] for it in section["questions"]])
        for run_id, code, kept in latest
    }


def _drafted(runs: Sequence[int], names: Mapping[str, Sequence[str]]) -> dict[int, list[Goal]]:
    if not runs:
        return {}
    rows = Answer.objects.filter(
        document__run__in=runs,
        document__form_code__in=names,
        question__in={name for keys in names.values() for name in keys},
    ).values_list("document__run_id", "document__form_code", "document__form_version", "question", "value")
    answers: dict[tuple[int, str, str], dict[str, Any]] = defaultdict(dict)
    for run_id, code, version, question, value in rows:
        answers[run_id, code, version][question] = value
    forms = wordings({(code, version) for _, code, version in answers})
    return {
        run_id: _goals(
            names[code],
            [
                content.laid_out_question(forms[code, version].questions[name], value)
                for name, value in given.items()
                if name in forms[code, version].questions
            ],
        )
        for (run_id, code, version), given in answers.items()
    }


def _goals(names: Sequence[str], laid: Sequence[Mapping[str, Any]]) -> list[Goal]:
    said = {it["code"]: {part["code"]: part for part in it.get("parts", ())} for it in laid if it["words"]}
    return [_goal(name, place, said[name]) for place, name in enumerate(names, start=1) if name in said]


def _goal(key: str, place: int, parts: Mapping[str, Mapping[str, Any]]) -> Goal:
    def words(name: str) -> str:
        return str(parts.get(name, {}).get("words", ""))

    return Goal(
        key=key,
        place=place,
        aim=words("aim"),
        plan=words("plan"),
        criterion=str(parts.get("criterion", {}).get("value", "")),
        criterion_label=words("criterion"),
        baseline=words("baseline") or words("baseline_words"),
    )


def _goal_names(form: type[Form]) -> list[str]:
    return [name for name, question in form.questions.items() if isinstance(question, GoalQuestion)]
