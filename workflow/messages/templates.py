"""Which mails there are, what their words may use, and an example of each: declared by whoever posts them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from workflow.journey import Journey
from workflow.registry import all_journeys

EVERYWHERE = frozenset({"office", "office_email", "office_telephone", "address"})
"""Fields that every mail has: the office's name, how to reach it, and the address of the site."""

Example = Callable[[type[Journey]], Mapping[str, Any]]


@dataclass(frozen=True)
class MailTemplate:
    """A mail's file, the fields that its words may use, and an example context for an edition.

    A field is a dotted name. What a loop reads of each item is named by the list: ``bookings.day.place`` is what
    ``{% for booking in bookings %}{{ booking.day.place }}{% endfor %}`` shows. Without ``editions`` any may send it.
    """

    template: str
    fields: frozenset[str]
    example: Example = field(compare=False)
    title: str = ""
    editions: tuple[type[Journey], ...] = ()

    @property
    def senders(self) -> list[type[Journey]]:
        return list(self.editions) or all_journeys()


_declared: dict[str, MailTemplate] = {}


def declare(
    template: str,
    fields: Collection[str],
    example: Example,
    *,
    title: str = "",
    editions: Collection[type[Journey]] = (),
) -> MailTemplate:
    """Make a mail known. ``title`` says to the office what it is about; left out: the name of the file.

    Raises ValueError for a file that is declared already.
    """
    if template in _declared:
        raise ValueError(f"{template} is declared already.")
    words = title or PurePosixPath(template).stem.replace("_", " ").capitalize()
    _declared[template] = MailTemplate(
        template, EVERYWHERE | frozenset(fields), example, title=words, editions=tuple(editions)
    )
    return _declared[template]


def declared() -> list[MailTemplate]:
    """All mails, by their titles."""
    return sorted(_declared.values(), key=lambda mail: (mail.title.lower(), mail.template))


def declared_as(template: str) -> MailTemplate:
    """The mail of a file. Raises KeyError when there is none."""
    return _declared[template]
