"""The pages about money: for the school, the office, and whoever pays."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards import urls
from awards.invoices.billing import Debtor
from awards.invoices.standings import STANDINGS, ledger, totals
from awards.journeys.artsmark_2019_recorded import Artsmark2019Recorded
from awards.models import Contact, Invoice, Payment
from awards.queries import live_invoice
from awards.services.money import credit, record_payment, write_off
from awards.services.money.telling import INVOICE_LINK
from awards.services.registration import register_school
from awards.views import money as pages_of_money
from tests.awards.money.table import BY_LINK, GETS, PEOPLE
from tests.awards.pages.addresses import page_of, queries_of, run_page
from tests.awards.world import client_of, entry_of, make_world, words_of
from tests.factories.people import PersonFactory
from workflow.messages import token_for
from workflow.models import Job
from workflow.queue import perform

TRUST = Debtor("The Quagga Trust", "1 Zebra Lane\nDudley", "money@trust.example")


@pytest.fixture
def world(db):
    return make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))


@pytest.fixture
def office(world):
    return client_of(world.officer)


@pytest.fixture
def lead(world, application):
    return client_of(world.lead_of(application))


def draw(paper, key):
    perform(Job.objects.get(key=f"{key}:{paper.pk}").pk)
    paper.refresh_from_db()
    return paper


def addresses(invoice):
    note = invoice.credit_notes.get()
    run = invoice.application.run
    given = {
        "billing": [run.public_id],
        "fee_again": [run.public_id],
        "credit_note_paper": [note.number],
        **{f"invoice_{act}": [invoice.number] for act in ("paper", "credit", "write_off", "move")},
    }
    return {name: reverse(f"awards:{name}", args=given.get(name, [])) for name in GETS}


def test_every_page_is_shown_to_those_it_is_for_and_to_nobody_else(world, application, invoice):
    credit(invoice, amount=Decimal(1), why="x", by=world.officer, now=world.now)
    finance, editor, other = PersonFactory(), PersonFactory(), world.lead_of(world.registered())
    for person, role in ((finance, Contact.FINANCE), (editor, Contact.EDITOR)):
        Contact.objects.create(application=application, person=person, role=role, since=dt.date(2020, 1, 1))
    people = {
        "anonymous": Client(),
        "lead": client_of(world.lead_of(application)),
        "editor": client_of(editor),
        "finance": client_of(finance),
        "other": client_of(other),
        "officer": client_of(world.officer),
        "reader": client_of(world.cast.readers[0].person),
    }
    assert tuple(people) == PEOPLE
    pages = addresses(invoice)

    found = {
        name: {who: client.get(page).status_code for who, client in people.items()}
        for name, page in pages.items()
    }

    assert found == GETS


def test_lead_gets_the_invoice_as_it_was_stored(world, application, invoice, lead):
    page = reverse("awards:invoice_paper", args=[invoice.number])
    assert "being drawn" in words_of(lead.get(page, follow=True))
    draw(invoice, "invoice")

    answer = lead.get(page)

    content = b"".join(answer.streaming_content)
    assert (answer["Content-Type"], content[:5]) == ("application/pdf", b"%PDF-")
    assert (answer["ETag"], invoice.number in answer["Content-Disposition"]) == (f'"{invoice.sha256}"', True)


def test_payer_sees_its_invoice_and_nothing_else_by_a_link_without_an_account(world):
    application = world.registered(entry_of("Quagga Lane School"), payer=TRUST)
    invoice = live_invoice(application)
    other = live_invoice(world.registered())
    token = token_for(INVOICE_LINK, invoice.pk)
    draw(invoice, "invoice")
    payer = Client()

    page = payer.get(reverse("awards:invoice_by_link", args=[token]))
    paper = payer.get(reverse("awards:invoice_paper_by_link", args=[token, invoice.number]))

    assert invoice.number in words_of(page)
    assert b"".join(paper.streaming_content)[:5] == b"%PDF-"
    for number in (other.number, "INV-2026-9999", "CN-2026-0001"):
        assert payer.get(reverse("awards:invoice_paper_by_link", args=[token, number])).status_code == 404
    links = re.findall(r'href="(/[^"]*)"', words_of(page).partition("<main")[2].partition("</main>")[0])
    assert links == [reverse("awards:invoice_paper_by_link", args=[token, invoice.number])]
    assert payer.get(reverse("awards:invoice_by_link", args=[token + "x"])).status_code == 410
    assert payer.get(run_page(application.run)).status_code == 302
    assert payer.post(reverse("awards:invoice_by_link", args=[token])).status_code == 405


def test_school_is_told_before_the_button_what_it_will_owe(world):
    entry = entry_of(pupils=99)

    text = words_of(client_of(PersonFactory()).get(f"/schools/{entry.urn}/register/"))

    due = timezone.localdate() + dt.timedelta(days=30)
    for said in ("£250", "99 pupils on roll", f"{due.day} {due:%B %Y}", "not returned"):
        assert said in text


def test_somebody_else_pays_from_the_day_of_registration(world):
    entry, page = entry_of(), "/schools/{}/register/"
    client = client_of(PersonFactory())
    given = {
        "agreed": "on",
        "order_number": "PO 12/3",
        "payer_name": TRUST.name,
        "payer_address": TRUST.address,
    }

    short = client.post(page.format(entry.urn), given)
    whole = client.post(page.format(entry.urn), given | {"payer_email": TRUST.email})

    assert (short.status_code, "Write the email address of The Quagga Trust" in words_of(short)) == (
        422,
        True,
    )
    assert whole.status_code == 302
    invoice = Invoice.objects.get()
    assert (Debtor.of(invoice), invoice.order_number) == (TRUST, "PO 12/3")


@pytest.mark.parametrize(
    "given",
    [
        {"payer_email": "a@trust.example"},
        {"payer_name": "Win at www.spam.example", "payer_address": "x", "payer_email": "a@trust.example"},
        {"order_number": "<script>"},
        {"order_number": "9" * 61},
    ],
)
def test_billing_that_cannot_be_is_asked_again(world, application, lead, given):
    assert lead.post(page_of("billing", application.run), given).status_code == 422
    assert Invoice.objects.count() == 1


def test_lead_changes_the_order_number_and_reads_what_became_of_it(world, application, invoice, lead):
    page = page_of("billing", application.run)
    assert "INV-" in words_of(lead.get(page))

    answer = lead.post(page, {"order_number": "PO 5"}, follow=True)

    new = Invoice.objects.get(replaces=invoice)
    text = words_of(answer)
    for said in (f"Invoice {new.number} is on its way", invoice.number, "Credited: nothing to pay", "PO 5"):
        assert said in text


def test_paid_fee_is_no_longer_changed(world, application, invoice, lead, pay):
    pay(invoice, "500")

    answer = lead.post(page_of("billing", application.run), {"order_number": "PO 5"})

    assert (answer.status_code, "is paid: who paid it" in words_of(answer)) == (409, True)


def test_office_credits_moves_writes_off_and_invoices_again(world, application, invoice, office):
    credited = office.post(
        reverse("awards:invoice_credit", args=[invoice.number]),
        {"amount": "£100", "why": "Agreed."},
        follow=True,
    )
    assert "Credit note CN-" in words_of(credited)
    moved = office.post(
        reverse("awards:invoice_move", args=[invoice.number]),
        {"name": "Cherry Bough Academy", "address": "2 Lane", "why": "It became an academy."},
        follow=True,
    )
    assert "Cherry Bough Academy owes it now" in words_of(moved)
    new = Invoice.objects.get(replaces=invoice)
    assert new.amount == 400
    again = office.post(
        reverse("awards:invoice_credit", args=[new.number]), {"amount": "400", "why": "x"}, follow=True
    )
    assert "Invoice the fee again" in words_of(again)
    office.post(page_of("fee_again", application.run))
    last = live_invoice(application)
    off = office.post(reverse("awards:invoice_write_off", args=[last.number]), {"why": "Lost."}, follow=True)
    assert "Written off because: Lost." in words_of(off)
    late = office.post(
        page_of("fee", application.run),
        {"amount": "500", "paid_on": timezone.localdate().isoformat()},
        follow=True,
    )
    assert ("is recorded" in words_of(late), Payment.objects.get().amount) == (True, 500)


@pytest.mark.parametrize(
    ("act", "given"), [("credit", {"amount": "9"}), ("write_off", {"why": " "}), ("move", {"name": "x"})]
)
def test_act_without_a_reason_is_asked_again(invoice, office, act, given):
    assert office.post(reverse(f"awards:invoice_{act}", args=[invoice.number]), given).status_code == 422


def test_too_much_credit_is_refused_with_the_form_kept(invoice, office):
    answer = office.post(
        reverse("awards:invoice_credit", args=[invoice.number]), {"amount": "501", "why": "Kept words."}
    )

    assert (answer.status_code, "Kept words." in words_of(answer)) == (409, True)


@pytest.fixture
def all_standings(world, pay):
    """One invoice in every place where it can stand, by its code."""
    found = {
        it.code: live_invoice(world.registered(entry_of(f"Quagga {it.code} School"))) for it in STANDINGS
    }
    pay(found["part_paid"], "100")
    pay(found["paid"], "500")
    pay(found["overdue"], "20.50")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Invoice.objects.filter(pk=found["overdue"].pk).update(due_on=yesterday)
    credit(found["credited"], amount=Decimal(500), why="x", by=world.officer, now=world.now)
    credit(found["to_pay"], amount=Decimal("0.50"), why="x", by=world.officer, now=world.now)
    write_off(found["written_off"], why="x", by=world.officer, now=world.now)
    Invoice.objects.filter(pk=found["cancelled"].pk).delete()
    return found


def test_each_invoice_stands_in_one_place_and_the_sums_are_those_of_the_rows(all_standings):
    today = timezone.localdate()
    for total in totals(today=today):
        rows = list(ledger(standing=total.standing.code, today=today))
        assert [row.number for row in rows] == [all_standings[total.standing.code].number]
        assert total.invoices == len(rows)
        for name in ("amount", "paid", "credited", "left"):
            assert getattr(total, name) == sum(getattr(row, name) for row in rows)
    assert [total.standing.code for total in totals(today=today)] == [
        "overdue", "part_paid", "to_pay", "paid", "credited", "written_off",
    ]  # fmt: skip
    assert {row.number for row in ledger(today=today)} == {
        all_standings[it].number for it in ("overdue", "part_paid", "to_pay")
    }


def test_money_page_is_searched_by_number_school_and_payer(world, office):
    one = live_invoice(world.registered(entry_of("Quagga Lane School")))
    two = live_invoice(world.registered(payer=TRUST))
    for asked, number in (
        ("quagga lane", one.number),
        ("trust", two.number),
        (two.number.lower(), two.number),
    ):
        rows = office.get("/money/", {"q": asked}).context["rows"]
        assert [row.number for row in rows] == [number]
    assert "No invoice fits" in words_of(office.get("/money/", {"q": "nowhere"}))


@pytest.mark.parametrize(
    "asked", ["standing=x", "after=x", "after=2026-01-01~x", "q=%00", "q=%25", "after=~"]
)
def test_money_page_takes_whatever_stands_in_the_address(invoice, office, asked):
    assert office.get(f"/money/?{asked}").status_code == 200


def test_money_page_takes_the_same_queries_for_one_invoice_and_for_four(world, invoice, office):
    one = queries_of(office, "/money/")
    for _ in range(3):
        world.registered()

    assert queries_of(office, "/money/") == one <= 6
    assert len(office.get("/money/").context["rows"]) == 4


def test_fee_page_takes_the_same_queries_however_often_it_was_paid(world, application, invoice, office, pay):
    pay(invoice, "1")
    page = page_of("fee", application.run)
    one = queries_of(office, page)
    for _ in range(3):
        pay(invoice, "1")

    assert queries_of(office, page) == one


def test_invoices_are_exported_and_a_formula_stays_text(world, office):
    world.registered(payer=Debtor("=1+1 Trust", "x", "a@trust.example"))

    content = b"".join(office.get("/money/invoices.csv").streaming_content).decode("utf-8-sig")

    ((number, _, billed_to, *rest),) = list(csv.reader(io.StringIO(content)))[1:]
    assert (number, billed_to) == (Invoice.objects.get().number, "'=1+1 Trust")
    assert rest[-6:] == ["500.00", "0.00", "0.00", "0.00", "500.00", "To pay"]


def test_money_page_says_what_invoices_cannot_say_yet(invoice, office, settings):
    assert "the sort code (PAYEE_SORT_CODE)" in words_of(office.get("/money/"))
    settings.PAYEE_ADDRESS, settings.PAYEE_ACCOUNT_NAME = "Lane", "Arts Connect"
    settings.PAYEE_SORT_CODE, settings.PAYEE_ACCOUNT_NUMBER = "01-02-03", "12345678"
    assert "PAYEE_" not in words_of(office.get("/money/"))


def test_bank_reference_is_for_the_office_alone(world, application, invoice, lead, office):
    record_payment(
        invoice,
        amount=Decimal(5),
        paid_on=world.now.date(),
        reference="MRS SMITH ACC 99",
        by=world.officer,
        now=world.now,
    )
    page = page_of("fee", application.run)

    assert "MRS SMITH" in words_of(office.get(page))
    assert "MRS SMITH" not in words_of(lead.get(page))


def test_recorded_edition_says_whose_invoice_it_is(world, office):
    lead = PersonFactory()
    run = register_school(entry_of(), journey=Artsmark2019Recorded, lead=lead, now=world.now).run

    for client in (office, client_of(lead)):
        assert "Nothing is owed to us" in words_of(client.get(run_page(run)))
        assert "the fee is paid to the award body" in words_of(client.get(page_of("fee", run)))
    assert office.get(page_of("billing", run)).status_code == 404
    assert Invoice.objects.count() == 0


def test_journey_without_a_fee_has_no_page_for_it(world, office):
    assert office.get(page_of("fee", world.enquiry())).status_code == 404


def test_every_page_of_money_is_in_the_table():
    named = {
        pattern.name
        for pattern in urls.urlpatterns
        if pattern.callback.__module__.startswith(pages_of_money.__name__)
    }
    assert named == {*GETS, *BY_LINK, "fee"}
