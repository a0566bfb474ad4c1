"""Runs, fees and schools in words for the business's pages."""

from awards.presenters.award_body import award_body_parts
from awards.presenters.facts import fee_facts, subject_facts
from awards.presenters.lists import (
    Row,
    card_of,
    counts_by_move,
    counts_by_step,
    row_of,
    view_links,
    whose_move,
)
from awards.presenters.money import (
    INVOICE_COLUMNS,
    billing_facts,
    billing_now,
    fee_owner,
    invoice_cells,
    invoice_row,
    past_invoices,
    payments_of,
)
from awards.presenters.next_step import NextStep, next_step
from awards.presenters.reminders import reminder_parts
from awards.presenters.run_page import page_parts, way_ahead
from awards.presenters.support import support_parts
from awards.presenters.tracking import paces, tracking_parts

__all__ = [
    "INVOICE_COLUMNS",
    "NextStep",
    "Row",
    "award_body_parts",
    "billing_facts",
    "billing_now",
    "card_of",
    "counts_by_move",
    "counts_by_step",
    "fee_facts",
    "fee_owner",
    "invoice_cells",
    "invoice_row",
    "next_step",
    "paces",
    "page_parts",
    "past_invoices",
    "payments_of",
    "reminder_parts",
    "row_of",
    "subject_facts",
    "support_parts",
    "tracking_parts",
    "view_links",
    "way_ahead",
    "whose_move",
]
