"""The forms that exist: registered by code, found by code and version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from documents.vocabulary import Form
from workflow.journey import WrongDeclaration

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


def once_a_form(make: Callable[[type[Form]], T]) -> Callable[[type[Form]], T]:
    """Makes the thing for a form once, and gives the same one to all who ask: facts are told apart by identity."""
    made: dict[type[Form], T] = {}

    def of(form: type[Form]) -> T:
        if form not in made:
            made[form] = make(form)
        return made[form]

    of.__doc__ = make.__doc__
    return of


def all_forms() -> list[type[Form]]:
    return [_forms[code] for code in sorted(_forms)]
