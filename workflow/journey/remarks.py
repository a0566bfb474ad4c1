"""Remarks: things that are so about a run, and move nothing."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.journey.vocabulary import MAX_NAME, WrongDeclaration

_remarks: dict[str, Remark] = {}


@dataclass(frozen=True, eq=False)
class Remark:
    """A kind of remark that may be written into a run's history. Known by its code from when it is made.

    label: the words for the office. outside: the words for everybody else; empty: nobody else is shown it, nor its note.
    Raises WrongDeclaration when the code is taken, missing or too long.
    """

    code: str
    label: str
    outside: str = ""

    def __post_init__(self) -> None:
        if not self.code or not self.label:
            raise WrongDeclaration("A remark has a code and a label: give it both.")
        if len(self.code) > MAX_NAME:
            raise WrongDeclaration(f"'{self.code}' is longer than {MAX_NAME} letters: choose a shorter code.")
        known = _remarks.setdefault(self.code, self)
        if known is not self:
            raise WrongDeclaration(
                f"There is a remark '{self.code}' already, “{known.label}”: choose another code."
            )


def get_remark(code: str) -> Remark:
    """The remark of a code. Raises KeyError when there is none."""
    return _remarks[code]
