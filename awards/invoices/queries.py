"""Reads about invoices: what was paid, what is credited, what is still owed, for many at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from awards.models import Application, CreditNote, Invoice, Payment

_POUNDS: DecimalField[Any, Any] = DecimalField(max_digits=11, decimal_places=2)


def with_sums(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Adds ``paid``, ``credited`` and ``left``: what was neither paid nor credited, whether or not it is asked for."""
    return invoices.annotate(paid=_sum_of(Payment), credited=_sum_of(CreditNote)).annotate(
        left=F("amount") - F("paid") - F("credited")
    )


def left_of(invoice: Invoice) -> Decimal:
    """``left`` of an invoice that came with its sums."""
    left: Decimal = invoice.left  # type: ignore[attr-defined] # annotated by with_sums
    return left


def _sum_of(model: type[Payment | CreditNote]) -> Coalesce:
    rows = model._default_manager.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    return Coalesce(
        Subquery(rows.annotate(sum=Sum("amount")).values("sum")), Decimal(0), output_field=_POUNDS
    )


def invoices_of(application: Application) -> list[Invoice]:
    """All invoices of an application with their sums, payments and credit notes: the newest first."""
    return list(
        with_sums(Invoice.objects.filter(application=application))
        .prefetch_related("payments", "credit_notes", "replaced_by")
        .order_by("-pk")
    )


def invoice_numbered(number: str) -> Invoice:
    """Raises Http404 where there is none."""
    found = (
        with_sums(Invoice.objects.filter(number=number))
        .select_related("application__run", "application__subject")
        .first()
    )
    if found is None:
        raise Http404
    return found


def invoice_by_key(pk: int) -> Invoice:
    """With what a payer may see of it. Raises Http404 where there is none."""
    found = with_sums(Invoice.objects.filter(pk=pk)).prefetch_related("credit_notes").first()
    if found is None:
        raise Http404
    return found


def credit_note_numbered(number: str) -> CreditNote:
    """Raises Http404 where there is none."""
    found = (
        CreditNote.objects.filter(number=number)
        .select_related("invoice__application__run", "invoice__application__subject")
        .first()
    )
    if found is None:
        raise Http404
    return found
