"""Credits, write-offs, another payer, another debtor: the sums hold, and the old papers stay."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.facts import FEE
from awards.guards import fee_paid
from awards.invoices.billing import Debtor
from awards.invoices.sums import Charge
from awards.models import Contact, CreditNote, Invoice
from awards.queries import live_invoice
from awards.services.money import (
    CannotChange,
    WrongCredit,
    WrongPayment,
    change_billing,
    credit,
    invoice_fee,
    move_debt,
    owed_on,
    record_payment,
    write_off,
)
from tests.factories.people import PersonFactory
from tests.racing import race
from workflow.models import Message
from workflow.refusals import Refused, facts_of

TRUST = Debtor("The Quagga Trust", "1 Zebra Lane\nDudley", "money@trust.example")


@pytest.fixture
def take_back(world):
    def credited(invoice, amount, why="Agreed by telephone."):
        return credit(invoice, amount=Decimal(amount), why=why, by=world.officer, now=world.now)

    return credited


def state_of(invoice):
    invoice.refresh_from_db()
    return invoice.state


def reasons(invoice):
    run = invoice.application.run
    return list(fee_paid.reasons(facts_of([run], [fee_paid])[run.pk]))


def mails():
    return sorted(Message.objects.filter(template__contains="mails/").values_list("template", "to_email"))


def test_credit_of_the_rest_leaves_a_part_paid_invoice_paid(invoice, pay, take_back):
    pay(invoice, "300")
    note = take_back(invoice, "200")

    assert (note.number, note.amount) == ("CN-2026-0001", Decimal(200))
    assert (state_of(invoice), owed_on(invoice), reasons(invoice)) == (Invoice.PAID, 0, [])


def test_credit_of_all_leaves_it_credited_and_the_fee_to_be_invoiced_again(world, invoice, take_back):
    take_back(invoice, "500")
    assert (state_of(invoice), reasons(invoice)) == (
        Invoice.CREDITED,
        ["The registration fee has not been invoiced yet."],
    )

    again = invoice_fee(invoice.application, now=world.now)

    assert (again.number, again.amount) == ("INV-2026-0002", Decimal(500))


def test_credit_of_a_part_leaves_the_rest_owed(invoice, take_back):
    take_back(invoice, "120.50")

    assert (state_of(invoice), owed_on(invoice)) == (Invoice.SENT, Decimal("379.50"))
    assert "£379.50 of invoice INV-2026-0001 is still owed" in reasons(invoice)[0]


@pytest.mark.parametrize(
    ("amount", "why", "said"),
    [
        ("500.01", "x", "Only £500 is still owed"),
        ("0", "x", "more than nothing"),
        ("-1", "x", "more than nothing"),
        ("1.005", "x", "whole pence"),
        ("1", " ", "Say why"),
    ],
)
def test_credit_that_does_not_fit_is_refused(invoice, take_back, amount, why, said):
    with pytest.raises(WrongCredit, match=said):
        take_back(invoice, amount, why)

    assert CreditNote.objects.count() == 0


def test_what_was_paid_cannot_be_credited_or_written_off(world, invoice, pay, take_back):
    pay(invoice, "500")

    with pytest.raises(WrongCredit, match="nothing to credit"):
        take_back(invoice, "1")
    with pytest.raises(WrongCredit, match="nothing to write off"):
        write_off(invoice, why="Lost", by=world.officer, now=world.now)


def test_written_off_fee_was_not_paid_until_the_money_comes_after_all(world, invoice, pay):
    pay(invoice, "100")
    write_off(invoice, why="The school closed.", by=world.officer, now=world.now)
    assert reasons(invoice) == [
        "The registration fee was not paid: £400 of invoice INV-2026-0001 was written off."
    ]
    assert fee_paid.waivable

    pay(invoice, "400")

    assert (state_of(invoice), reasons(invoice)) == (Invoice.PAID, [])


def test_vat_is_added_to_the_fee_to_the_penny():
    charge = Charge(Decimal("333.33"), Decimal("17.5"))

    assert (charge.vat, charge.total) == (Decimal("58.33"), Decimal("391.66"))
    assert Charge(Decimal("0.10"), Decimal(5)).vat == Decimal("0.01")  # half a penny is rounded up


@given(st.lists(st.integers(1, 50_000), max_size=6), st.integers(1, 50_000), st.integers(0, 50_00))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_vat_of_credit_notes_never_strays_from_what_they_take_back(world, parts, amount, vat):
    invoice = _an_invoice(world, Decimal(amount) / 100, min(Decimal(vat) / 100, Decimal(amount) / 100))
    for part in [*parts, 0]:
        take = min(Decimal(part) / 100, owed_on(invoice)) or owed_on(invoice)
        if take:
            credit(invoice, amount=take, why="x", by=world.officer, now=world.now)

    notes = list(invoice.credit_notes.all())
    assert sum(note.vat for note in notes) == invoice.vat
    assert [note for note in notes if not 0 <= note.vat <= note.amount] == []


ACTS = st.lists(
    st.tuples(st.sampled_from(["pay", "credit", "write off"]), st.integers(-5, 60_000)), max_size=8
)


@given(ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_and_state_hold_in_whatever_order_things_happen(world, acts):
    invoice = _an_invoice(world, Decimal(500), Decimal(0))
    paid = credited = Decimal(0)
    written_off = False
    for act, pence in acts:
        amount = Decimal(pence) / 100
        try:
            if act == "pay":
                record_payment(
                    invoice,
                    amount=amount,
                    paid_on=world.now.date(),
                    reference="",
                    by=world.officer,
                    now=world.now,
                )
                paid, written_off = paid + amount, False
            elif act == "credit":
                credit(invoice, amount=amount, why="x", by=world.officer, now=world.now)
                credited += amount
            else:
                write_off(invoice, why="x", by=world.officer, now=world.now)
                written_off = True
        except Refused:
            continue
        owed = owed_on(invoice)
        assert owed == 500 - paid - credited >= 0
        if written_off:
            expected = Invoice.WRITTEN_OFF
        elif owed == 0:
            expected = Invoice.PAID if paid else Invoice.CREDITED
        else:
            expected = Invoice.PART_PAID if paid else Invoice.SENT
        assert state_of(invoice) == expected
        fee = FEE.load([invoice.application.run]).get(invoice.application.run_id)
        assert (fee.owed if fee else None) == (None if expected == Invoice.CREDITED else owed)


def _an_invoice(world, amount, vat):
    invoice = live_invoice(world.registered())
    Invoice.objects.filter(pk=invoice.pk).update(amount=amount, vat=vat)
    invoice.refresh_from_db()
    return invoice


def test_payer_and_order_number_given_at_registration_stand_on_the_invoice(world):
    application = world.registered(payer=TRUST, order_number="PO 77")

    invoice = live_invoice(application)

    assert (Debtor.of(invoice), invoice.order_number) == (TRUST, "PO 77")
    assert mails() == sorted(
        ("awards/mails/invoice.txt", to) for to in (world.lead_of(application).email, TRUST.email)
    )


def test_changed_payer_gets_a_new_invoice_and_the_old_one_is_credited(world, application, invoice):
    Contact.objects.create(
        application=application,
        person=PersonFactory(email="bursar@school.example"),
        role=Contact.FINANCE,
        since=world.now.date(),
    )
    lead = world.lead_of(application)
    made = change_billing(application, payer=TRUST, order_number="", by=lead, now=world.now)

    assert (made.number, made.replaces, Debtor.of(made), made.amount) == (
        "INV-2026-0002",
        invoice,
        TRUST,
        500,
    )
    assert state_of(invoice) == Invoice.CREDITED
    assert invoice.credit_notes.get().why == "Another payer was named."
    assert mails() == sorted(
        ("awards/mails/invoice.txt", to)
        for to in (lead.email, lead.email, "bursar@school.example", TRUST.email)
    )


def test_old_payer_is_told_of_the_credit(world):
    application = world.registered(payer=TRUST)
    change_billing(application, payer=None, order_number="", by=world.officer, now=world.now)

    assert ("awards/mails/credit_note.txt", TRUST.email) in mails()
    assert live_invoice(application).billed_to == application.subject.name


def test_nothing_changed_makes_no_new_invoice(world, application, invoice):
    assert change_billing(application, payer=None, order_number="", by=world.officer, now=world.now) is None
    assert Invoice.objects.count() == 1


def test_order_number_moves_no_debt_to_a_schools_new_name(world, application, invoice):
    application.subject.name = "Cherry Bough Academy"
    application.subject.save()

    made = change_billing(application, payer=None, order_number="PO 1", by=world.officer, now=world.now)

    assert (made.billed_to, made.order_number) == (invoice.billed_to, "PO 1")


def test_part_paid_invoice_is_settled_and_only_the_rest_goes_to_the_new_payer(
    world, application, invoice, pay
):
    pay(invoice, "180")

    made = change_billing(application, payer=TRUST, order_number="", by=world.officer, now=world.now)

    assert (state_of(invoice), made.amount) == (Invoice.PAID, 320)
    assert "£320 of invoice INV-2026-0002 is still owed" in reasons(invoice)[0]
    pay(made, "320")
    assert reasons(invoice) == []


@pytest.mark.parametrize("end", ["paid", "written off"])
def test_payer_of_a_settled_fee_stays(world, application, invoice, pay, end):
    if end == "paid":
        pay(invoice, "500")
    else:
        write_off(invoice, why="x", by=world.officer, now=world.now)

    with pytest.raises(CannotChange, match=end):
        change_billing(application, payer=TRUST, order_number="", by=world.officer, now=world.now)

    application.refresh_from_db()
    assert application.payer_name == ""


def test_debt_is_moved_by_an_act_of_its_own(world, application, invoice):
    successor = Debtor("Cherry Bough Academy", "2 Zebra Lane")

    made = move_debt(invoice, to=successor, why="It became an academy.", by=world.officer, now=world.now)

    assert (Debtor.of(made), invoice.credit_notes.get().why) == (successor, "It became an academy.")
    with pytest.raises(CannotChange, match="owes it already"):
        move_debt(made, to=successor, why="Again.", by=world.officer, now=world.now)
    with pytest.raises(CannotChange, match="no debt to move"):
        move_debt(invoice, to=TRUST, why="Again.", by=world.officer, now=world.now)
    assert Invoice.objects.count() == 2


def test_two_who_pay_and_credit_the_last_250_at_once_settle_it_once(lasting_world):
    world = lasting_world
    invoices = [live_invoice(world.registered()) for _ in range(3)]
    half = Decimal(250)

    def pay(invoice):
        return record_payment(
            invoice, amount=half, paid_on=world.now.date(), reference="", by=world.officer, now=world.now
        )

    for invoice in invoices:
        pay(invoice)
        answers = race(
            lambda invoice=invoice: pay(invoice),
            lambda invoice=invoice: pay(invoice),
            lambda invoice=invoice: credit(invoice, amount=half, why="x", by=world.officer, now=world.now),
        )
        refused = [it for it in answers if isinstance(it, WrongPayment | WrongCredit)]
        assert (len(refused), owed_on(invoice), state_of(invoice)) == (2, 0, Invoice.PAID)


def test_credit_notes_are_numbered_without_gaps_also_when_one_is_refused(world, invoice, take_back):
    take_back(invoice, "10")
    with pytest.raises(WrongCredit):
        take_back(invoice, "1000")
    take_back(invoice, "10")

    numbers = CreditNote.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["CN-2026-0001", "CN-2026-0002"]
