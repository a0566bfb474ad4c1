"""A school's fee comes in part by the bank's file, which is handed in twice; the rest is credited, and the payer reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pypdf import PdfReader

from awards.invoices.billing import Debtor
from awards.journeys.artsmark_2019 import Artsmark2019
from awards.models import Invoice, Payment, Person, Post
from awards.services.money import owed_on
from awards.services.registration import register_school
from tests.awards.world import entry_of
from tests.journeys.acting import PASSWORD, Visitor, link_in_mail, visitor
from tests.processes import Outside, wait_until

OFFICER, LEAD = "officer@story.example", "lead@story.example"
TRUST = Debtor("The Alder Trust", "1 Canal Street\nDudley", "money@trust.example")


@pytest.fixture
def invoice(transactional_db: None) -> Invoice:
    officer = Person.objects.create_user(OFFICER, PASSWORD, name="Olivia Officer")
    Post.objects.create(person=officer, role=Post.OFFICER, since=timezone.localdate())
    lead = Person.objects.create_user(LEAD, PASSWORD, name="Lee Lead")
    application = register_school(
        entry_of("Alder Primary School"), journey=Artsmark2019, lead=lead, now=timezone.now(), payer=TRUST
    )
    return application.invoices.get()


@pytest.mark.usefixtures("worker")
def test_a_fee_is_paid_in_part_by_the_banks_file_and_the_rest_is_credited(
    browser: Browser, live: str, outside: Outside, invoice: Invoice, tmp_path: Path
) -> None:
    with visitor(browser, live) as officer:
        officer.signs_in(OFFICER)
        when_the_banks_file_is_handed_in(officer, invoice, tmp_path)
        then_it_says_what_each_line_pays(officer, invoice)
        when_the_payments_are_recorded(officer)
        then_the_same_file_records_nothing_more(officer, invoice, tmp_path)
        when_the_rest_is_credited(officer)
        then_the_office_sees_it_paid(officer, invoice)
    with visitor(browser, live) as payer:
        then_the_payer_reads_both_papers_without_an_account(payer, outside, invoice)


def when_the_banks_file_is_handed_in(officer: Visitor, invoice: Invoice, folder: Path) -> None:
    officer.follows("Money")
    officer.reads("Alder Primary School")
    officer.follows("Record payments from a bank statement")
    file = folder / "march.csv"
    today = f"{timezone.localdate():%d/%m/%Y}"
    number = invoice.number.lower().replace("-", " ")
    file.write_text(
        "Date,Description,Paid out,Paid in,Balance\n"
        f"{today},ALDER TRUST {number},,300.00,1000\n"
        f"{today},RENT,650.00,,350\n"
        f"{today},ALDER PRIM SCH,,25.00,375\n"
        f"{today},{number} AGAIN,,900.00,1275\n"
    )
    officer.page.locator("input[type=file]").set_input_files(file)
    officer.presses("Look at it")


def then_it_says_what_each_line_pays(officer: Visitor, invoice: Invoice) -> None:
    officer.reads(f"Pays {invoice.number} of Alder Primary School. Then £200 is still owed.")
    officer.reads("One line of money out, or without an amount, left alone.")
    officer.reads(f"£900 came in, and only £200 is owed on {invoice.number}.")
    officer.reads("It has no invoice number. It may be for one of these")


def when_the_payments_are_recorded(officer: Visitor) -> None:
    officer.page.locator(f"input[type=radio][value='{Invoice.objects.get().number}']").first.check()
    officer.presses("Keep these answers")
    officer.presses("Record these payments")
    officer.reads("2 payments recorded, £325.00 together")


def then_the_same_file_records_nothing_more(officer: Visitor, invoice: Invoice, folder: Path) -> None:
    officer.goes_to("/intakes/bank/")
    officer.page.locator("input[type=file]").set_input_files(folder / "march.csv")
    officer.presses("Look at it")
    officer.reads("The very same file was taken in on")
    officer.reads(f"Recorded before, on {invoice.number}.")
    assert officer.page.get_by_role("button", name="Record these payments").count() == 0
    assert (Payment.objects.count(), owed_on(invoice)) == (2, 175)


def when_the_rest_is_credited(officer: Visitor) -> None:
    officer.follows("Money")
    officer.follows("Alder Primary School")
    officer.reads("Paid in part")
    officer.follows("Credit some or all of it")
    officer.writes("Why?", "Agreed: the day was cut short.")
    officer.presses("Send the credit note")
    officer.reads("Credit note CN-")


def then_the_office_sees_it_paid(officer: Visitor, invoice: Invoice) -> None:
    officer.goes_to("/money/?standing=paid")
    officer.reads("Alder Primary School")
    invoice.refresh_from_db()
    assert (invoice.state, owed_on(invoice)) == (Invoice.PAID, 0)


def then_the_payer_reads_both_papers_without_an_account(
    payer: Visitor, outside: Outside, invoice: Invoice
) -> None:
    note = invoice.credit_notes.get()
    link = link_in_mail(outside, to=TRUST.email, subject=f"Credit note {note.number}")
    wait_until(lambda: bool(invoice.credit_notes.get().sha256), "the credit note")
    payer.goes_to(link)
    payer.reads(invoice.number)
    for name, said in ((invoice.number, "The Alder Trust"), (note.number, "the day was cut short")):
        with payer.page.expect_download() as download:
            payer.page.get_by_role("link", name=name).click()
        text = " ".join(PdfReader(download.value.path()).pages[0].extract_text().split())
        assert said in text
