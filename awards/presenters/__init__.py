"""Runs, fees and schools in words for the business's pages."""

from awards.presenters.award_body import award_body_parts
from awards.presenters.facts import fee_facts, subject_facts
from awards.presenters.lists import Row, card_of, counts_of, row_of, whose_move
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
from awards.presenters.run_page import page_parts, way_ahead
from awards.presenters.support import support_parts

__all__ = [
    "INVOICE_COLUMNS",
    "billing_facts",
    "billing_now",
    "fee_owner",
    "invoice_cells",
    "invoice_row",
    "past_invoices",
    "payments_of",
    "NextStep",
    "Row",
    "award_body_parts",
    "card_of",
    "counts_of",
    "fee_facts",
    "next_step",
    "page_parts",
    "row_of",
    "subject_facts",
    "support_parts",
    "way_ahead",
    "whose_move",
]
