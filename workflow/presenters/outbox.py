"""Mail in words: what became of one, where the office's own words count, and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from workflow.messages import masked, render
from workflow.messages.templates import MailTemplate
from workflow.models import Message, StateChange
from workflow.presenters.days import moment
from workflow.registry import all_journeys

_BECAME = {
    "begin_sending": "Leaving",
    "note_sent": "Sent",
    "note_failed": "Not sent, or nobody knows",
    "put_back": "The mail server refused it for now",
    "send_again": "To be sent again",
    "hold": "Held: its post was stopped",
    "release": "Let go: the stop was lifted",
    "drop": "Dropped: the stop was lifted",
    "merge": "Sent within another email",
    "recall": "Recalled",
    "note_bounced": "Came back",
}


def what_became_of(message: Message, changes: Sequence[StateChange]) -> list[dict[str, Any]]:
    """The life of a message, for the timeline: the newest first."""
    events = [
        {
            "title": _BECAME.get(change.step, change.step),
            "when": moment(change.at),
            "who": str(change.actor) if change.actor else "",
        }
        for change in changes
    ]
    written = {"title": "Written", "when": moment(message.queued_at), "who": ""}
    return [*reversed(events), written]


@dataclass(frozen=True)
class Example:
    """A mail as some editions send it. ``editions`` in words; links are masked."""

    editions: str
    subject: str
    body: str


def examples_of(mail: MailTemplate) -> list[Example]:
    """An example of a mail for each edition; editions that say the same stand together."""
    found: dict[tuple[str, str], list[str]] = {}
    for journey in mail.senders:
        context = mail.example(journey)
        subject, body = render(mail.template, context, run=context.get("run"))
        found.setdefault((subject, masked(body)), []).append(f"{journey.title}, {journey.edition}")
    return [Example("; ".join(names), subject, body) for (subject, body), names in found.items()]


@dataclass(frozen=True)
class Scope:
    """Where words may count: everywhere (both empty), in a programme, or in an edition."""

    key: tuple[str, str]
    name: str
    href: str


def scopes_of(mail: MailTemplate) -> list[Scope]:
    """Where the office may put a mail into its own words, the widest first."""
    senders = mail.senders
    codes = list(dict.fromkeys(journey.code for journey in senders))
    keys = [("", ""), *((code, "") for code in codes), *((j.code, j.edition) for j in senders)]
    page = reverse("workflow:words", args=[mail.template])
    return [
        Scope(key, scope_in_words(*key), f"{page}?{urlencode({'journey': key[0], 'edition': key[1]})}")
        for key in keys
    ]


def scope_in_words(journey_code: str, edition: str) -> str:
    """Where words count."""
    if not journey_code:
        return "Everywhere"
    title = next((j.title for j in all_journeys() if j.code == journey_code), journey_code)
    return f"{title}, {edition}" if edition else f"{title}, all editions"
