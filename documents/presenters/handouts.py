"""Sections given to colleagues, as whoever gave them sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from documents.models import Handout
from documents.presenters.reading import day
from documents.services.handing_out import parts_in_words
from documents.vocabulary import Form
from workflow.models import Run


@dataclass(frozen=True)
class HandoutView:
    """One link that was sent. ``take_back``: where it is taken back, '' once it is over."""

    name: str
    email: str
    parts: str
    status: str
    tone: str
    given: str
    opened: str
    saved: str
    take_back: str


def handout_views(
    run: Run, form: type[Form], handouts: Iterable[Handout], *, now: dt.datetime
) -> list[HandoutView]:
    """The links, each with how far it is. ``handouts`` come from ``queries.handouts_of``."""
    return [_view(run, form, handout, now=now) for handout in handouts]


def moment(at: dt.datetime) -> str:
    """3 March 2026, 14:05."""
    return f"{day(at)}, {timezone.localtime(at):%H:%M}"


def _view(run: Run, form: type[Form], handout: Handout, *, now: dt.datetime) -> HandoutView:
    browsers: int = handout.opened_in  # type: ignore[attr-defined] # counted by the query
    is_open = handout.state == Handout.GIVEN and now < handout.expires_at
    if handout.ended_at is not None:
        status, tone = f"Taken back on {day(handout.ended_at)}", "quiet"
    elif not is_open:
        status, tone = f"Ran out on {day(handout.expires_at)}", "quiet"
    else:
        status, tone = f"Open until {day(handout.expires_at)}", "teal"
    return HandoutView(
        name=handout.name,
        email=handout.email,
        parts=parts_in_words(form, handout.sections),
        status=status,
        tone=tone,
        given=f"{day(handout.made_at)}, by {handout.made_by}",
        opened=_opened(browsers),
        saved=moment(handout.last_saved_at) if handout.last_saved_at else "Nothing yet",
        take_back=reverse("documents:take_handout_back", args=[run.public_id, form.code, handout.pk])
        if is_open
        else "",
    )


def _opened(browsers: int) -> str:
    if not browsers:
        return "Not yet"
    return "In 1 browser" if browsers == 1 else f"In {browsers} browsers"
