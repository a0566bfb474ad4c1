"""Conditions on documents, for journeys to name."""

from __future__ import annotations

from documents.facts import SCRAPS, Problems, problems_in, signed_roles, title_of
from documents.registry import once_a_form
from documents.vocabulary import Form, Signatory
from workflow.journey import Fact, Guard, WrongDeclaration

MOST_SENTENCES = 4


@once_a_form
def complete(form: type[Form]) -> Guard:
    """Every question that wants an answer has one that holds."""
    problems, title = problems_in(form), title_of(form)
    return Guard(
        f"complete({form.code})",
        needs=(problems, title),
        reasons=lambda facts: _still_missing(facts[title], facts[problems]),
    )


@once_a_form
def signed_by(form: type[Form]) -> Guard:
    """All whom the form names for the run have signed the text as it is now.

    Raises WrongDeclaration for a form that names nobody.
    """
    signatories, signed, title = _signatories(form), signed_roles(form), title_of(form)
    return Guard(
        f"signed_by({form.code})",
        needs=(signatories, signed, title),
        reasons=lambda facts: _not_yet_signed(facts[title], facts[signatories], facts[signed]),
        waivable=True,
    )


def _signatories(form: type[Form]) -> Fact[tuple[Signatory, ...]]:
    if form.signatories is None:
        raise WrongDeclaration(
            f"signed_by({form.__name__}) asks for signatures, but the form names nobody who signs:"
            " write signatories = … in it, or drop the guard."
        )
    return form.signatories


def _still_missing(title: str, problems: Problems) -> list[str]:
    shown = list(problems[:MOST_SENTENCES])
    if rest := len(problems) - len(shown):
        more = "1 more point" if rest == 1 else f"{rest} more points"
        shown.append(f"{more} in the {title}: see “Check your answers”.")
    return shown


def _not_yet_signed(title: str, signatories: tuple[Signatory, ...], signed: frozenset[str]) -> list[str]:
    return [
        f"The {signatory.label.lower()} has not yet signed the {title} as it reads now."
        for signatory in signatories
        if signatory.code not in signed
    ]


kept_something = Guard(
    "kept_something",
    needs=(SCRAPS,),
    reasons=lambda facts: [] if facts[SCRAPS] else ["Nothing is kept in the scrapbook yet."],
)
"""Something is kept in the scrapbook."""
