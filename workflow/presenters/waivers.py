"""Waivers in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from workflow.presenters.days import short_day
from workflow.presenters.events import guard_in_words
from workflow.queries import WaiverCount
from workflow.registry import get_journey


@dataclass(frozen=True)
class WaiverLine:
    """A line of the office's list of waivers. ``href``: the journeys that it was waived for."""

    key: tuple[str, str, str]
    programme: str
    condition: str
    number: int
    used: int
    last_used: str
    href: str


def waiver_lines(counts: Iterable[WaiverCount]) -> Sequence[WaiverLine]:
    """How often each condition was waived and used, in the order given."""
    return [_line(count) for count in counts]


def _line(count: WaiverCount) -> WaiverLine:
    journey = get_journey(count.journey_code, count.edition)
    choice = {"journey": count.journey_code, "edition": count.edition, "condition": count.guard_code}
    return WaiverLine(
        key=(count.journey_code, count.edition, count.guard_code),
        programme=f"{journey.title}, {journey.edition}",
        condition=guard_in_words(journey, count.guard_code),
        number=count.number,
        used=count.used,
        last_used=short_day(count.last_used_at) or "not yet",
        href=f"{reverse('workflow:waivers')}?{urlencode(choice)}#runs",
    )
