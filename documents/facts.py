"""What guards may want to know of documents. Each fact is a fixed number of queries, however many runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count

from documents.models import Document, Scrap, Signature
from documents.queries import forms_asked
from documents.registry import once_a_form, title_in
from documents.vocabulary import Form
from workflow.journey import Fact
from workflow.models import Run

Problems = tuple[str, ...]


@once_a_form
def problems_in(form: type[Form]) -> Fact[Problems]:
    """What the document still lacks before it can be handed in, in sentences."""
    return Fact(
        f"problems_in_{form.code}",
        load=lambda runs: _problems(form, runs),
        absent=_sentences(form, {}),
    )


@once_a_form
def signed_roles(form: type[Form]) -> Fact[frozenset[str]]:
    """The codes of the posts whose signature stands under the document."""
    return Fact(f"signed_roles_{form.code}", load=lambda runs: _signed(form, runs), absent=frozenset())


@once_a_form
def title_of(form: type[Form]) -> Fact[str]:
    """What the run's edition calls the form. No query."""
    return Fact(
        f"title_of_{form.code}",
        load=lambda runs: {run.pk: title_in(run.journey, form) for run in runs},
        absent=form.title,
    )


def _problems(form: type[Form], runs: Sequence[Run]) -> Mapping[int, Problems]:
    versions: dict[int, str] = {}
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    documents = Document.objects.filter(run__in=[run.pk for run in runs], form_code=form.code)
    for run_id, version, question, value in documents.values_list(
        "run_id", "form_version", "answers__question", "answers__value"
    ):
        versions[run_id] = version
        if question is not None:
            answers[run_id][question] = value
    asked = forms_asked(runs, form, versions)
    return {run.pk: _sentences(asked[run.pk], answers[run.pk]) for run in runs}


def _sentences(form: type[Form], answers: Mapping[str, Any]) -> Problems:
    return tuple(sentence for problems in form.problems(answers).values() for sentence in problems)


def _signed(form: type[Form], runs: Sequence[Run]) -> Mapping[int, frozenset[str]]:
    roles: dict[int, set[str]] = defaultdict(set)
    rows = Signature.objects.filter(
        document__run__in=[run.pk for run in runs], document__form_code=form.code, state=Signature.SIGNED
    )
    for run_id, role in rows.values_list("document__run_id", "role"):
        roles[run_id].add(role)
    return {run_id: frozenset(found) for run_id, found in roles.items()}


def _kept(runs: Sequence[Run]) -> Mapping[int, int]:
    kept = Scrap.objects.filter(run__in=[run.pk for run in runs], removed_at=None)
    return dict(kept.values_list("run").annotate(count=Count("pk")).order_by())


SCRAPS: Fact[int] = Fact("scraps", _kept, absent=0)
"""How much is kept in the scrapbook."""
