"""Which form a document is of, and where it may be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from documents.models import Answer, Document
from documents.registry import get_form, present, title_in
from documents.vocabulary import Form
from documents.wordings import wordings
from workflow.journey import Journey
from workflow.models import Run

WRITING_PAGE = "documents:write"


def may_be_written(run: Run, form: type[Form]) -> bool:
    """Whether the run's state has the form in its task list."""
    return any(
        task.page == WRITING_PAGE and task.arguments == (form.code,) for task in run.declared_state.tasks
    )


def states_of_writing(journey: type[Journey], form_code: str) -> list[str]:
    """The names of the states that have the form in their task list."""
    return [
        name
        for name, state in journey.states.items()
        if any(task.page == WRITING_PAGE and task.arguments == (form_code,) for task in state.tasks)
    ]


def form_in_journey(journey: type[Journey], form_code: str) -> type[Form] | None:
    """The form of a code, if some state of the journey asks for it."""
    for state in journey.states.values():
        if any(task.page == WRITING_PAGE and task.arguments == (form_code,) for task in state.tasks):
            return get_form(form_code)
    return None


def wording_of(document: Document) -> type[Form]:
    """The form in the wording that the document was begun on: every question of it, whether asked of this run or not."""
    return wordings([(document.form_code, document.form_version)])[document.form_code, document.form_version]


def form_of(document: Document) -> type[Form]:
    """The form that a document is of, as its run is asked it. See ``forms_asked``."""
    return form_asked(document.run, get_form(document.form_code), document)


def form_asked(run: Run, form: type[Form], document: Document | None) -> type[Form]:
    """The form as a run is asked it, with or without a document yet. See ``forms_asked``."""
    versions = {run.pk: document.form_version} if document else {}
    return forms_asked([run], form, versions)[run.pk]


def forms_asked(runs: Sequence[Run], form: type[Form], versions: Mapping[int, str]) -> dict[int, type[Form]]:
    """The form as each run is asked it. At most two queries, however many runs.

    Each is in the wording of its document (``versions``, by run; the present wording where there is none), has the
    questions that make sense after what the run answered in earlier forms, and bears the title of the run's edition.
    """
    kept = wordings({(form.code, version) for version in versions.values()})
    worded = {run.pk: kept.get((form.code, versions.get(run.pk, "")), present(form)) for run in runs}
    looked_at = {pair for wording in set(worded.values()) for pair in wording.looked_back_on().values()}
    given = _given_before(list(worded), looked_at)
    return {
        run.pk: worded[run.pk].fitted(given.get(run.pk, ()), title=title_in(run.journey, form))
        for run in runs
    }


def _given_before(runs: Sequence[int], looked_at: set[tuple[str, str]]) -> Mapping[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    if not looked_at:
        return found
    rows = Answer.objects.filter(
        document__run__in=runs,
        document__form_code__in={form for form, _ in looked_at},
        question__in={question for _, question in looked_at},
    )
    for run_id, form, question, value in rows.values_list(
        "document__run_id", "document__form_code", "question", "value"
    ):
        if value:
            found[run_id].add((form, question))
    return found
