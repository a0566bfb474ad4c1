"""Where invoices stand on a day: to be paid, late, paid, given up. Each stands in exactly one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When

from awards.invoices.queries import with_sums
from awards.models import Invoice


@dataclass(frozen=True)
class Standing:
    """A group of invoices. ``tone`` is that of its tag."""

    code: str
    label: str
    tone: str
    _holds: Callable[[dt.date], Q]

    def holds(self, today: dt.date) -> Q:
        return self._holds(today)


def _in_state(*states: str) -> Callable[[dt.date], Q]:
    return lambda _today: Q(state__in=states)


TO_PAY = Standing(
    "to_pay", "To pay", "", lambda today: Q(state__in=[Invoice.RAISED, Invoice.SENT], due_on__gte=today)
)
PART_PAID = Standing(
    "part_paid", "Part-paid", "plum", lambda today: Q(state=Invoice.PART_PAID, due_on__gte=today)
)
OVERDUE = Standing("overdue", "Overdue", "rust", lambda today: Q(state__in=Invoice.OWING, due_on__lt=today))
PAID = Standing("paid", "Paid", "teal", _in_state(Invoice.PAID))
CREDITED = Standing("credited", "Credited", "quiet", _in_state(Invoice.CREDITED))
WRITTEN_OFF = Standing("written_off", "Written off", "quiet", _in_state(Invoice.WRITTEN_OFF))
CANCELLED = Standing("cancelled", "Cancelled", "quiet", _in_state(Invoice.CANCELLED))
STANDINGS = (OVERDUE, PART_PAID, TO_PAY, PAID, CREDITED, WRITTEN_OFF, CANCELLED)
BY_CODE: Mapping[str, Standing] = {standing.code: standing for standing in STANDINGS}


@dataclass(frozen=True)
class Total:
    """The sums of a standing, in pounds. ``left``: neither paid nor credited."""

    standing: Standing
    invoices: int
    amount: Decimal
    paid: Decimal
    credited: Decimal
    left: Decimal


def standing_of(invoice: Invoice, *, today: dt.date) -> Standing:
    if invoice.is_overdue(today):
        return OVERDUE
    return {
        Invoice.PART_PAID: PART_PAID,
        Invoice.PAID: PAID,
        Invoice.CREDITED: CREDITED,
        Invoice.WRITTEN_OFF: WRITTEN_OFF,
        Invoice.CANCELLED: CANCELLED,
    }.get(invoice.state, TO_PAY)


def ledger(*, q: str = "", standing: str = "", today: dt.date) -> QuerySet[Invoice]:
    """Invoices with their sums, the longest due first.

    ``q``: words of the number, the school, or whoever is billed. ``standing``: a code, "all", or empty for what is owed.
    """
    found = with_sums(Invoice.objects.select_related("application__run"))
    if standing in BY_CODE:
        found = found.filter(BY_CODE[standing].holds(today))
    elif standing != "all":
        found = found.filter(state__in=Invoice.OWING)
    for word in q.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(billed_to__icontains=word)
            | Q(order_number__icontains=word)
            | Q(application__run__label__icontains=word)
        )
    return found.order_by("due_on", "pk")


def totals(*, today: dt.date) -> list[Total]:
    """The sums of every standing that has invoices, in one statement."""
    name = Case(
        *(When(standing.holds(today), then=Value(standing.code)) for standing in STANDINGS),
        output_field=CharField(),
    )
    rows = (
        with_sums(Invoice.objects.all())
        .annotate(standing=name)
        .order_by()
        .values("standing")
        .annotate(
            invoices=Count("pk"),
            amounts=Sum("amount"),
            paids=Sum("paid"),
            credits=Sum("credited"),
            lefts=Sum("left"),
        )
    )
    sums = {row["standing"]: row for row in rows}
    return [
        Total(it, row["invoices"], row["amounts"], row["paids"], row["credits"], row["lefts"])
        for it in STANDINGS
        if (row := sums.get(it.code))
    ]
