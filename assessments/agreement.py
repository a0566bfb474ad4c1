"""When two readers agree. An edition names a rule in its setting ``agreement``; without one, SAME_LEVEL holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.journey import Journey


@dataclass(frozen=True)
class Agreement:
    """A rule over the overall levels of all readers."""

    code: str
    label: str
    is_met: Callable[[Sequence[str]], bool]


SAME_LEVEL = Agreement(
    "same_level", "Both readers give the same overall level", lambda levels: len(set(levels)) == 1
)


def agreement_of(journey: type[Journey]) -> Agreement:
    """The rule of an edition. Our default has no public source."""
    setting = journey.settings.get("agreement")
    rule: Agreement = setting.value if setting else SAME_LEVEL
    return rule
