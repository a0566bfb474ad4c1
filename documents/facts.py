"""What guards may want to know of documents. Each fact is one query, however many runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count

from documents.models import Answer, Scrap, Signature
from documents.registry import once_a_form
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


def _problems(form: type[Form], runs: Sequence[Run]) -> Mapping[int, Problems]:
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(document__run__in=[run.pk for run in runs], document__form_code=form.code)
    for run_id, question, value in rows.values_list("document__run_id", "question", "value"):
        answers[run_id][question] = value
    return {run_id: _sentences(form, given) for run_id, given in answers.items()}


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
