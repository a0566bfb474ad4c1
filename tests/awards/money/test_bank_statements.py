"""A bank's file: what is matched, what is left to a person, and nothing twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.bank.kind import BankStatement
from awards.bank.matching import may_mean, says
from awards.intakes import handling
from awards.intakes.handling import OthersMeanwhile
from awards.models import Intake, Invoice, Payment
from awards.queries import live_invoice
from awards.services.money import change_billing, owed_on
from tests.awards.world import entry_of
from tests.racing import race

HEAD = "Date,Description,Amount\n"


@pytest.fixture
def hand_in(world):
    def handed_in(*lines, head=HEAD, name="bank.csv"):
        content = (head + "\n".join(lines)).encode()
        return handling.hand_in(BankStatement(), content, file_name=name, by=world.officer, now=world.now)

    return handed_in


@pytest.fixture
def seen(world):
    def looked(intake):
        intake.refresh_from_db()
        examination = handling.examine(intake, now=world.now)
        return [(row.fate, row.sentence) for row in examination.rows]

    return looked


@pytest.fixture
def confirm(world):
    def confirmed(intake):
        intake.refresh_from_db()
        digest = handling.examine(intake, now=world.now).digest
        return handling.confirm(intake, digest=digest, by=world.officer, now=world.now)

    return confirmed


def fates(found):
    return [fate for fate, _ in found]


@pytest.mark.parametrize(
    "text",
    [
        "INV-2026-0012",
        "inv 2026 0012",
        "INV20260012",
        "FP ST MARYS Inv.2026/0012 BACS",
        "INVOICE NO 2026-12",
        "Invoice number: 2026 0012",
    ],
)
def test_number_is_found_however_it_is_written(text):
    assert says(text) == ["INV-2026-0012"]


def test_figures_alone_only_may_mean_an_invoice():
    assert (says("20260012"), may_mean("20260012")) == ([], ["INV-2026-0012"])
    assert may_mean("paid 120260012 0") == []


def test_lines_are_recorded_by_number(world, invoice, hand_in, seen, confirm):
    intake = hand_in(
        "09/03/2026,SCHOOL inv 2026 1,250.00", "10/03/2026,INV20260001 REST,250", "1/3/2026,Rent,-800"
    )

    assert seen(intake) == [
        ("new", f"Pays INV-2026-0001 of {invoice.application.run.label}. Then £250 is still owed."),
        ("new", f"Pays INV-2026-0001 of {invoice.application.run.label} in full."),
    ]
    done = confirm(intake)

    assert done.outcome["payments"] == 2
    assert done.outcome["amount"] == "500.00"
    invoice.refresh_from_db()
    assert (invoice.state, owed_on(invoice)) == (Invoice.PAID, 0)
    paid = Payment.objects.order_by("pk").values_list("reference", "recorded_by")
    assert list(paid) == [
        ("SCHOOL inv 2026 1", world.officer.pk),
        ("INV20260001 REST", world.officer.pk),
    ]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Date,Details,Paid out,Paid in,Balance\n", "10 Mar 2026,INV-2026-0001,,500.00,9000.00"),
        ("Transaction date;Memo;Value\n", "2026-03-10;INV-2026-0001;500.00"),
        ("Date,Counter Party,Reference,Type,Amount (GBP)\n", '10/03/2026,Trust,INV-2026-0001,FP,"500.00"'),
        ("Date,Type,Description,Debit,Credit\n", '10/03/26,BGC,INV-2026-0001,,"£500.00"'),
    ],
)
def test_headings_of_several_banks_are_known(invoice, hand_in, seen, head, line):
    assert fates(seen(hand_in(line, head=head))) == ["new"]


def test_money_out_is_left_alone_and_counted(world, invoice, hand_in):
    intake = hand_in("1/3/2026,Rent,-800", "2/3/2026,Opening balance,", "3/3/2026,INV-2026-0001,500")

    examination = handling.examine(intake, now=world.now)

    assert [row.number for row in examination.rows] == [4]
    assert examination.notes == ("Two lines of money out, or without an amount, left alone.",)


def test_file_without_an_amount_says_which_heading_it_wants(world, hand_in):
    examination = handling.examine(hand_in("1/3/2026,x,5", head="Date,Description,Sum\n"), now=world.now)

    assert (examination.rows, examination.has_work) == ((), False)
    assert "“Paid in” or “Credit”" in examination.notes[0]


def test_file_handed_in_twice_and_files_that_overlap_record_each_line_once(
    world, invoice, hand_in, seen, confirm
):
    same = "09/03/2026,INV-2026-0001,100.00"
    confirm(hand_in(same, same))
    assert fates(seen(hand_in(same, same))) == ["unchanged", "unchanged"]

    later = hand_in(same, same, same, "10/03/2026,INV-2026-0001,200.00", name="march.csv")

    assert fates(seen(later)) == ["unchanged", "unchanged", "new", "new"]
    confirm(later)
    assert (Payment.objects.count(), owed_on(invoice)) == (4, 0)


def test_more_than_is_owed_is_never_recorded_by_itself(world, invoice, pay, hand_in, seen, confirm):
    pay(invoice, "300")
    intake = hand_in("09/03/2026,INV-2026-0001,500.00")

    ((fate, why),) = seen(intake)
    assert fate == "doubtful"
    assert why.startswith("£500 came in, and only £200 is owed on INV-2026-0001.")
    confirm(intake)
    assert (Payment.objects.count(), owed_on(invoice)) == (1, 200)


def test_two_lines_that_are_too_much_together_are_told_apart(invoice, hand_in, seen):
    found = seen(hand_in("9/3/2026,INV-2026-0001,400", "9/3/2026,INV-2026-0001 again,400"))

    assert fates(found) == ["new", "doubtful"]


def test_line_without_a_number_is_guessed_by_name_and_amount_and_chosen(world, hand_in, seen, confirm):
    far, near = (live_invoice(world.registered(entry_of(f"Quagga Lane School {it}"))) for it in ("A", "B"))
    Invoice.objects.filter(pk=near.pk).update(amount=250)
    intake = hand_in("9/3/2026,BGC QUAGGA LANE SCH,250.00", "9/3/2026,SALARIES REFUND,250")

    ((fate, why), left) = seen(intake)
    row = handling.examine(intake, now=world.now).rows[0]
    assert (fate, why.startswith("It has no invoice number.")) == ("doubtful", True)
    assert [choice.value for choice in row.choices] == [near.number, far.number]
    assert left[0] == "rejected"

    handling.choose(intake, {"2": near.number})
    assert fates(seen(intake)) == ["new", "rejected"]
    confirm(intake)
    near.refresh_from_db()
    assert (owed_on(near), owed_on(far)) == (0, 500)


def test_line_of_two_invoices_or_of_one_that_is_not_there_is_in_doubt(world, hand_in, seen):
    one, two = (live_invoice(world.registered()) for _ in range(2))

    found = seen(hand_in(f"9/3/2026,{one.number} {two.number},500", "9/3/2026,INV-2026-0999,500"))

    assert fates(found) == ["doubtful", "rejected"]
    assert found[1][1].startswith("We have no invoice INV-2026-0999.")


def test_number_of_a_replaced_invoice_leads_to_the_new_one(world, application, invoice, hand_in, seen):
    change_billing(application, payer=None, order_number="PO 1", by=world.officer, now=world.now)
    intake = hand_in("9/3/2026,INV-2026-0001,500")

    assert seen(intake) == [
        ("doubtful", "INV-2026-0001 is already credited as a whole: no more can be paid on it.")
    ]
    handling.choose(intake, {"2": "INV-2026-0002"})
    assert fates(seen(intake)) == ["new"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("31/02/2026,INV-2026-0001,5", "no such day"),
        ("9/3/2026,INV-2026-0001,5.001", "not an amount"),
        ("9/3/2026,INV-2026-0001,five", "not an amount"),
        ("11/3/2026,INV-2026-0001,5", "lies in the future"),
    ],
)
def test_line_that_cannot_be_read_says_why(invoice, hand_in, seen, line, said):
    ((fate, why),) = seen(hand_in(line))

    assert (fate, said in why) == ("rejected", True)


def test_what_was_paid_meanwhile_is_looked_at_again(world, invoice, pay, hand_in):
    intake = hand_in("9/3/2026,INV-2026-0001,500")
    digest = handling.examine(intake, now=world.now).digest
    pay(invoice, "500")

    with pytest.raises(OthersMeanwhile):
        handling.confirm(intake, digest=digest, by=world.officer, now=world.now)

    assert Payment.objects.count() == 1


def test_one_file_confirmed_by_two_at_once_is_recorded_once(lasting_world):
    world = lasting_world
    invoice = live_invoice(world.registered())
    handed_in = [
        handling.hand_in(
            BankStatement(),
            f"{HEAD}9/3/2026,{invoice.number},250".encode(),
            file_name="bank.csv",
            by=world.officer,
            now=world.now,
        )
        for _ in range(2)
    ]
    digest = handling.examine(handed_in[0], now=world.now).digest

    answers = race(
        *[
            lambda it=it: handling.confirm(it, digest=digest, by=world.officer, now=world.now)
            for it in handed_in
        ]
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Intake", "OthersMeanwhile"]
    assert (Payment.objects.count(), owed_on(invoice)) == (1, Decimal(250))
    assert Intake.objects.filter(state=Intake.DONE).count() == 1


def test_looking_takes_the_same_queries_for_one_line_and_for_many(world, hand_in):
    numbers = [live_invoice(world.registered()).number for _ in range(4)]

    def queries(intake):
        with CaptureQueriesContext(connection) as sent:
            handling.examine(intake, now=world.now)
        return len(sent)

    one = queries(hand_in(f"9/3/2026,{numbers[0]},5"))
    many = queries(hand_in(*[f"9/3/2026,{number},5" for number in numbers], "9/3/2026,CHERRY BOUGH,5"))
    assert one == many == 2
