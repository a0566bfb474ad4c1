"""The jobs of this package, where a worker looks for them."""

from __future__ import annotations

from awards.services.money import draw_credit_note, draw_invoice

__all__ = ["draw_credit_note", "draw_invoice"]
