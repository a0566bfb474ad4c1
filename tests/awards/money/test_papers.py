"""Invoices and credit notes as PDF."""

from __future__ import annotations

import hashlib
import io
from decimal import Decimal

import pikepdf
import pytest
from pypdf import PdfReader

from awards.invoices.billing import Debtor
from awards.queries import live_invoice
from awards.services.money import change_billing, credit
from certificates import files
from workflow.models import Incident, Job
from workflow.queue import perform

TRUST = Debtor("The Quagga Trust", "1 Zebra Lane\nDudley", "money@trust.example")


def drawn(paper, key):
    perform(Job.objects.get(key=f"{key}:{paper.pk}").pk)
    paper.refresh_from_db()
    return files.path_of(paper.sha256, folder="invoices").read_bytes()


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_invoice_says_what_a_finance_office_needs(world, settings):
    settings.PAYEE_ADDRESS = "Canal House, 1 Canal Street, Wolverhampton"
    settings.PAYEE_ACCOUNT_NAME = "Arts Connect"
    settings.PAYEE_SORT_CODE, settings.PAYEE_ACCOUNT_NUMBER = "01-02-03", "12345678"
    settings.PAYEE_VAT_NUMBER = "GB 999 9999 73"
    invoice = live_invoice(world.registered(payer=TRUST, order_number="PO 77"))

    pdf = drawn(invoice, "invoice")

    text = text_of(pdf)
    for said in (
        "Invoice INV-2026-0001",
        "The Quagga Trust 1 Zebra Lane Dudley",
        "PO 77",
        "10 March 2026",
        "9 April 2026",
        f"Artsmark: registration fee for {invoice.application.subject.name}",
        "pupils on which the fee rests: 214",
        "VAT at 0 per cent £0.00",
        "To pay £500.00",
        "01-02-03",
        "12345678",
        "GB 999 9999 73",
        "not returned",
    ):
        assert said in text
    assert "SAMPLE" not in text
    assert invoice.sha256 == hashlib.sha256(pdf).hexdigest()


def test_invoice_is_tagged_titled_and_in_english(invoice):
    with pikepdf.open(io.BytesIO(drawn(invoice, "invoice"))) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in pdf.Root
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == "Invoice INV-2026-0001"
        assert metadata["pdfuaid:part"] == "1"


def test_invoice_makes_up_no_bank_and_says_sample_in_the_demo(invoice, settings):
    settings.IS_DEMO = True

    text = text_of(drawn(invoice, "invoice"))

    assert "Please ask us for our bank details" in text
    assert "SAMPLE" in text
    assert "Sort code" not in text


def test_invoice_in_place_of_another_names_it_and_its_credit_note_says_why(world, application, invoice):
    made = change_billing(application, payer=TRUST, order_number="", by=world.officer, now=world.now)
    note = invoice.credit_notes.get()

    assert "In place of INV-2026-0001" in text_of(drawn(made, "invoice"))
    text = text_of(drawn(note, "credit-note"))
    for said in ("Credit note CN-2026-0001", "INV-2026-0001", "Taken back £500.00", note.why):
        assert said in text


def test_paper_is_drawn_once_and_a_second_job_changes_nothing(world, invoice):
    first = drawn(invoice, "invoice")
    invoice.application.subject.name = "Another Name"
    invoice.application.subject.save()
    job = Job.objects.get(key=f"invoice:{invoice.pk}")
    Job.objects.filter(pk=job.pk).update(status=Job.QUEUED, done_at=None)

    assert drawn(invoice, "invoice") == first


def test_letter_without_a_shape_becomes_an_incident_and_no_paper(world):
    application = world.registered(payer=Debtor("Trust 🎄", "Lane 1", "money@trust.example"))
    invoice = live_invoice(application)

    with pytest.raises(Exception, match="no shape"):
        drawn(invoice, "invoice")

    invoice.refresh_from_db()
    assert (invoice.sha256, Incident.objects.count()) == ("", 1)


def test_vat_of_the_edition_stands_apart_on_the_invoice(world, invoice):
    type(invoice).objects.filter(pk=invoice.pk).update(
        amount=Decimal(600), vat=Decimal(100), vat_rate=Decimal(20)
    )
    note = credit(invoice, amount=Decimal(60), why="A part.", by=world.officer, now=world.now)

    assert "Net £500.00 VAT at 20 per cent £100.00 To pay £600.00" in text_of(drawn(invoice, "invoice"))
    assert "Net £50.00 VAT at 20 per cent £10.00 Taken back £60.00" in text_of(drawn(note, "credit-note"))
