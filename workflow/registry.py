"""The journeys that exist: registered by code and edition, found by both."""

from __future__ import annotations

from workflow.journey import Journey, WrongDeclaration

_journeys: dict[tuple[str, str], type[Journey]] = {}


def register(journey: type[Journey]) -> type[Journey]:
    """Make a journey known. Used as a decorator on the class.

    Raises WrongDeclaration when another class has the same code and edition.
    """
    known = _journeys.setdefault(journey.key(), journey)
    if known is not journey:
        raise WrongDeclaration(
            f"{journey.__name__} has the code and edition of {known.__name__}: give it another edition."
        )
    return journey


def get_journey(code: str, edition: str) -> type[Journey]:
    """The journey of a code and edition. Raises KeyError when there is none."""
    return _journeys[code, edition]


def all_journeys() -> list[type[Journey]]:
    return [_journeys[key] for key in sorted(_journeys)]
