"""A dry run of the mail in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from awards.presenters.reminders import label_of
from awards.would_go import FATES, GOES, HELD, MOVES, PROMPTS, Would

WORDS = {
    "goes": "Is sent",
    "held": "Held",
    "waits": "Waits",
    "missed": "Passed over",
    "went": "Sent before",
    "prompts": "Asked of us",
    "moves": "Moved",
}
COUNTED = {
    "goes": ("email is sent", "emails are sent"),
    "held": ("is held", "are held"),
    "waits": ("waits", "wait"),
    "missed": ("is passed over", "are passed over"),
    "went": ("was sent before", "were sent before"),
    "prompts": ("thing is asked of the office", "things are asked of the office"),
    "moves": ("journey is moved by the clock", "journeys are moved by the clock"),
}
TONES = {GOES: "teal", HELD: "rust", PROMPTS: "plum", MOVES: "plum"}


@dataclass(frozen=True)
class WouldLine:
    """A line of the page. ``body``: the mail as it would be; empty where none is written."""

    fate: str
    tone: str
    who: str
    address: str
    about: str
    href: str
    what: str
    why: str
    body: str


def would_lines(lines: Sequence[Would]) -> list[WouldLine]:
    return [
        WouldLine(
            fate=WORDS[line.fate],
            tone=TONES.get(line.fate, "quiet"),
            who=line.name or line.to or ("The office" if line.fate == PROMPTS else "Nobody"),
            address=line.to if line.name else "",
            about=line.run.label if line.run else "",
            href=reverse("awards:run", args=[line.run.public_id]) if line.run else "",
            what=line.subject or (label_of(line.rung) if line.rung else ""),
            why=line.why,
            body=line.body,
        )
        for line in lines
    ]


def counts_in_words(counts: Mapping[str, int], *, day: str) -> list[dict[str, str]]:
    """How many lines have each fate, each with its list."""
    here = reverse("awards:what_would_go")
    return [
        {
            "text": f"{counts[fate]:,} {COUNTED[fate][counts[fate] != 1]}",
            "href": f"{here}?{urlencode({'day': day, 'fate': fate})}",
        }
        for fate in FATES
        if counts.get(fate)
    ]
