"""The registration fee: parts, the whole, too much, and what stands in the way until it is paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from awards.facts import FEE
from awards.guards import fee_paid
from awards.models import Invoice, Payment
from awards.queries import live_invoice
from awards.services.money import WrongPayment, owed_on, record_payment
from awards.wording import pounds
from tests.awards.world import entry_of
from tests.racing import race
from workflow.models import StateChange
from workflow.refusals import facts_of
from workflow.state import change

TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def invoice(world):
    return live_invoice(world.registered())


def paid(world, invoice, amount, *, on=TODAY):
    return record_payment(
        invoice, amount=Decimal(amount), paid_on=on, reference="BACS 1", by=world.officer, now=world.now
    )


def reasons(invoice):
    run = invoice.application.run
    return list(fee_paid.reasons(facts_of([run], [fee_paid])[run.pk]))


def changes():
    rows = StateChange.objects.filter(kind__icontains="invoice").order_by("pk")
    return list(rows.values_list("source", "target", "actor"))


def test_whole_payment_clears_the_fee(world, invoice):
    payment = paid(world, invoice, 500)

    invoice.refresh_from_db()
    assert (payment.amount, payment.recorded_by, payment.recorded_at) == (
        Decimal(500),
        world.officer,
        world.now,
    )
    assert (invoice.state, owed_on(invoice), reasons(invoice)) == (Invoice.PAID, 0, [])
    assert changes() == [("raised", "sent", None), ("sent", "paid", world.officer.pk)]


def test_parts_add_up_to_the_penny(world, invoice):
    paid(world, invoice, "166.67")
    paid(world, invoice, "166.67")
    invoice.refresh_from_db()
    assert (invoice.state, owed_on(invoice)) == (Invoice.PART_PAID, Decimal("166.66"))
    assert reasons(invoice) == [
        f"The registration fee is not paid: £166.66 of invoice {invoice.number} is still owed."
    ]

    paid(world, invoice, "166.66")

    invoice.refresh_from_db()
    assert (invoice.state, reasons(invoice)) == (Invoice.PAID, [])
    officer = world.officer.pk
    assert changes() == [
        ("raised", "sent", None),
        ("sent", "part_paid", officer),
        ("part_paid", "part_paid", officer),
        ("part_paid", "paid", officer),
    ]


@pytest.mark.parametrize(
    ("amount", "on", "said"),
    [
        ("500.01", TODAY, "Only £500 is owed on INV-2026-0001"),
        ("0", TODAY, "more than nothing"),
        ("-5", TODAY, "more than nothing"),
        ("500", dt.date(2026, 3, 11), "lies in the future"),
    ],
)
def test_payment_that_does_not_fit_is_refused_and_leaves_nothing(world, invoice, amount, on, said):
    with pytest.raises(WrongPayment, match=said):
        paid(world, invoice, amount, on=on)

    invoice.refresh_from_db()
    assert (invoice.state, Payment.objects.count(), len(changes())) == (Invoice.SENT, 0, 1)


def test_fee_is_not_paid_a_second_time(world, invoice):
    paid(world, invoice, 500)

    with pytest.raises(WrongPayment, match="INV-2026-0001 is already paid"):
        paid(world, invoice, 1)

    assert Payment.objects.count() == 1


def test_cancelled_invoice_takes_no_money(world, invoice):
    change(invoice, "cancel", now=world.now, actor=world.officer)

    with pytest.raises(WrongPayment, match="already cancelled"):
        paid(world, invoice, 500)

    assert live_invoice(invoice.application) is None
    assert reasons(invoice) == ["The registration fee has not been invoiced yet."]


def test_two_officers_who_record_one_payment_at_once_record_it_once(lasting_world):
    invoices = [live_invoice(lasting_world.registered()) for _ in range(5)]
    for invoice in invoices:
        answers = race(*[lambda invoice=invoice: paid(lasting_world, invoice, 500)] * 2)
        assert sorted(type(answer).__name__ for answer in answers) == ["Payment", "WrongPayment"]

    assert Payment.objects.count() == 5


def test_fee_is_overdue_the_day_after_it_is_due_until_it_is_paid(world, invoice):
    assert [invoice.is_overdue(dt.date(2026, 4, day)) for day in (9, 10)] == [False, True]
    paid(world, invoice, 1)
    invoice.refresh_from_db()
    assert invoice.is_overdue(dt.date(2026, 4, 10))
    paid(world, invoice, 499)
    invoice.refresh_from_db()
    assert not invoice.is_overdue(dt.date(2026, 4, 10))


def test_fee_of_a_school_whose_pupils_nobody_knows_stands_in_the_way(world):
    application = world.registered(entry_of(pupils=None))

    guard = facts_of([application.run], [fee_paid])[application.run_id]
    assert list(fee_paid.reasons(guard)) == ["The registration fee has not been invoiced yet."]


def test_fees_of_many_runs_are_read_at_once(world, django_assert_num_queries):
    applications = [world.registered() for _ in range(3)]
    paid(world, live_invoice(applications[0]), 500)
    paid(world, live_invoice(applications[1]), 100)

    with django_assert_num_queries(1):
        fees = FEE.load([application.run for application in applications])

    assert [fees[it.run_id].owed for it in applications] == [Decimal(0), Decimal(400), Decimal(500)]


@pytest.mark.parametrize(
    ("amount", "words"), [("500", "£500"), ("499.50", "£499.50"), ("1250.00", "£1,250"), ("0.05", "£0.05")]
)
def test_money_in_words(amount, words):
    assert pounds(Decimal(amount)) == words
