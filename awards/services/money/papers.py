"""Draws invoices and credit notes: once, by a worker. What was drawn is kept and never drawn again."""

from __future__ import annotations

from typing import Any

from awards.invoices.words import credit_note_words, invoice_words
from awards.models import CreditNote, Invoice
from certificates import files
from workflow.queue import Once, task

FOLDER = "invoices"


@task
def draw_invoice(once: Once, invoice_id: int) -> None:
    """Draw an invoice and keep the file. Safe to run twice or to be stopped anywhere."""
    invoice = Invoice.objects.select_related("application__run", "application__subject").get(pk=invoice_id)
    _draw(once, invoice, "awards/pdf/invoice", invoice_words(invoice))


@task
def draw_credit_note(once: Once, credit_note_id: int) -> None:
    """As ``draw_invoice``."""
    notes = CreditNote.objects.select_related("invoice__application__run", "invoice__application__subject")
    note = notes.get(pk=credit_note_id)
    _draw(once, note, "awards/pdf/credit_note", credit_note_words(note))


def _draw(once: Once, paper: Invoice | CreditNote, template: str, words: dict[str, Any]) -> None:
    from certificates.rendering import render_pdf  # noqa: PLC0415 - slow import: WeasyPrint, wanted by workers alone

    if paper.sha256:
        with once.finishing():
            return
    printed = [value for value in words.values() if isinstance(value, str)]
    stored = files.keep(render_pdf(template, words, printed=printed), folder=FOLDER)
    with once.finishing():
        paper.file, paper.sha256 = f"{paper.number}.pdf", stored.sha256
        paper.save(update_fields=["file", "sha256"])
