"""The forms that exist: registered by code, found by code and version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from documents.vocabulary import Form
from workflow.journey import Journey, WrongDeclaration

T = TypeVar("T")

_forms: dict[str, type[Form]] = {}


def register(form: type[Form]) -> type[Form]:
    """Make a form known. Used as a decorator on the class.

    Raises WrongDeclaration when another class has the same code.
    """
    known = _forms.setdefault(form.code, form)
    if known is not form:
        raise WrongDeclaration(f"{form.__name__} has the code of {known.__name__}: give it another code.")
    return form


def get_form(code: str) -> type[Form]:
    """The form of a code, as it is asked now. Raises KeyError when there is none."""
    return _forms[code]


def present(form: type[Form]) -> type[Form]:
    """The form in its present wording, whole, whichever wording or part of it is given."""
    return _forms.get(form.code, form)


def title_in(journey: type[Journey], form: type[Form]) -> str:
    """What an edition calls the form: as its ``papers`` say, else the form's own title."""
    names: Mapping[str, str] = getattr(journey, "papers", {})
    return names.get(form.code, present(form).title)


def once_a_form(make: Callable[[type[Form]], T]) -> Callable[[type[Form]], T]:
    """Makes the thing for a form once, and gives the same one to all who ask: facts are told apart by identity.

    All wordings of a form share it.
    """
    made: dict[type[Form], T] = {}

    def of(form: type[Form]) -> T:
        whole = present(form)
        if whole not in made:
            made[whole] = make(whole)
        return made[whole]

    of.__doc__ = make.__doc__
    return of


def all_forms() -> list[type[Form]]:
    return [_forms[code] for code in sorted(_forms)]
