"""How many reminders one person gets in a week, over all journeys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.utils import timezone

from workflow.messages import reminders_to

WEEK = dt.timedelta(days=7)

_LOCK = """
    SELECT pg_advisory_xact_lock(hashtextextended(address, 7)) FROM unnest(%s::text[]) AS address
"""


def week_before(day: dt.date) -> dt.datetime:
    """The moment at which the seven days begin that end with a day."""
    return timezone.make_aware(dt.datetime.combine(day - WEEK + dt.timedelta(days=1), dt.time()))


class Budget:
    """What addresses had in the seven days that end with today. One query, for all of them; none for none."""

    def __init__(self, addresses: Iterable[str], *, now: dt.datetime) -> None:
        wanted = {address.lower() for address in addresses}
        self._had = dict(reminders_to(wanted, since=week_before(timezone.localdate(now)))) if wanted else {}

    def fits(self, address: str) -> bool:
        """Whether an address may get one more."""
        return self._had.get(address.lower(), 0) < settings.REMINDERS_A_WEEK

    def take(self, address: str) -> bool:
        """Whether an address may get one more; if so, it is counted."""
        fits = self.fits(address)
        self._had[address.lower()] = self._had.get(address.lower(), 0) + fits
        return fits


def locked_budget(addresses: Iterable[str], *, now: dt.datetime) -> Budget:
    """The budget of addresses that nobody else adds to until this transaction ends."""
    wanted = sorted({address.lower() for address in addresses})
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [wanted])
    return Budget(wanted, now=now)
