"""A dry run: who would get what, who would not, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.messages.links import masked
from workflow.messages.posting import Letter
from workflow.messages.rendering import Texts
from workflow.models import Message
from workflow.queries import stops_over

GOES, HELD, WENT, NOBODY = "goes", "held", "went", "nobody"


@dataclass(frozen=True)
class WouldGo:
    """What would become of a letter: it goes, is held by a stop, went before, or has nobody to go to.

    ``why`` says so to the office, empty where it goes. Links in the body are masked.
    """

    letter: Letter
    fate: str
    why: str
    subject: str
    body: str


def what_would_go(letters: Iterable[Letter]) -> list[WouldGo]:
    """Render letters and tell the fate of each, without writing anything. Three queries."""
    given = list(letters)
    texts = Texts(letter.template for letter in given)
    known = Message.objects.filter(key__in=[letter.key for letter in given])
    went = {message.key: message for message in known.defer("body")}
    stops = stops_over([(letter.to, letter.run) for letter in given])
    seen: set[str] = set()
    lines = []
    for letter, stop in zip(given, stops, strict=True):
        subject, body = texts.render(letter.template, letter.context, run=letter.run)
        fate, why = GOES, ""
        if not letter.to:
            fate, why = NOBODY, "There is no address to write to."
        elif letter.key in went:
            fate, why = WENT, f"It was written on {went[letter.key].queued_at:%-d %B %Y} already."
        elif letter.key in seen:
            fate, why = WENT, "It is in this list already."
        elif stop is not None:
            fate, why = HELD, f"Its post is stopped: {stop.words}"
        seen.add(letter.key)
        lines.append(WouldGo(letter, fate, why, subject, masked(body)))
    return lines
