"""Runs, fees and schools in words for the business's pages."""

from awards.presenters.facts import fee_facts, subject_facts
from awards.presenters.lists import Row, card_of, counts_of, row_of, whose_move
from awards.presenters.next_step import NextStep, next_step
from awards.presenters.run_page import page_parts, way_ahead

__all__ = [
    "NextStep",
    "Row",
    "card_of",
    "counts_of",
    "fee_facts",
    "next_step",
    "page_parts",
    "row_of",
    "subject_facts",
    "way_ahead",
    "whose_move",
]
