"""What stands on a run's page about support and, for the office, about calls and visits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from awards.days.support import log_of, support_of
from awards.models import Application, Subject


def support_parts(application: Application, *, inside: bool, now: dt.datetime) -> dict[str, Any]:
    """Booked support, soonest first of what is to come; the office's own lines only for the office."""
    has_support = application.subject.kind == Subject.SCHOOL
    booked = support_of(application) if has_support else []
    return {
        "has_support": has_support,
        "support_to_come": [
            booking
            for booking in reversed(booked)
            if booking.session.starts_at > now and not booking.session.called_off_at
        ],
        "log_lines": log_of(application) if inside else [],
        "today": timezone.localdate(now),
    }
