"""A bank statement as a table that is handed in: looked at line by line, then recorded as payments."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from awards.bank import lines as bank
from awards.bank.lines import Receipt
from awards.bank.matching import Books, Found
from awards.intakes.registry import (
    DOUBTFUL,
    LEAVE_OUT,
    LEFT_OUT,
    NEW,
    REJECTED,
    UNCHANGED,
    Choice,
    Choices,
    Examination,
    ExaminedLine,
    IntakeKind,
    digest_of,
    lines_of,
    register_kind,
)
from awards.invoices.queries import left_of
from awards.models import Intake, Invoice, Person
from awards.services.money import WrongPayment, record_payment
from awards.services.money.paying import refuse_wrong_payment
from awards.wording import counted, pounds
from workflow.presenters import day

_LONGEST_REFERENCE = 80
_NOTHING_READ = "no column with an amount"


@dataclass(frozen=True)
class BankLine(ExaminedLine):
    """A line of the statement. ``invoice`` is what it pays, where that is sure or chosen."""

    receipt: Receipt | None = None
    invoice: Invoice | None = None


@dataclass
class _Look:
    """Looks at one line after the other: what an earlier one pays is no longer owed to a later one."""

    books: Books
    choices: Choices
    today: dt.date
    spent: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def at(self, receipt: Receipt) -> BankLine:
        if number := self.books.recorded.get(receipt.digest):
            return _line(receipt, UNCHANGED, f"Recorded before, on {number}.")
        chosen = self.choices.get(str(receipt.line), "")
        if chosen == LEAVE_OUT:
            return _line(receipt, LEFT_OUT, "You left it out.", chosen=chosen)
        found = self.books.find(receipt)
        choices = _choices(found)
        if chosen in {choice.value for choice in choices}:
            return self._pay(receipt, self.books.by_number[chosen], choices=choices, chosen=chosen)
        if len(found.named) == 1:
            return self._pay(receipt, found.named[0])
        return _line(receipt, *_doubt(found), choices=choices)

    def _pay(
        self, receipt: Receipt, invoice: Invoice, *, choices: tuple[Choice, ...] = (), chosen: str = ""
    ) -> BankLine:
        owed = left_of(invoice) - self.spent[invoice.pk]
        try:
            refuse_wrong_payment(
                invoice, amount=receipt.amount, owed=owed, paid_on=receipt.on, today=self.today
            )
        except WrongPayment as refused:
            fate = REJECTED if receipt.on > self.today else DOUBTFUL
            why = _more_than_owed(receipt, invoice, owed) if receipt.amount > owed > 0 else str(refused)
            others = choices or _in_its_place(invoice)
            return _line(receipt, fate, why, choices=others, chosen=chosen)
        self.spent[invoice.pk] += receipt.amount
        said = f"Pays {invoice.number} of {invoice.application.run.label}"
        rest = owed - receipt.amount
        words = f"{said}. Then {pounds(rest)} is still owed." if rest else f"{said} in full."
        return _line(receipt, NEW, words, choices=choices, chosen=chosen, invoice=invoice)


@register_kind
class BankStatement(IntakeKind):
    """The bank's own file, as it downloads it."""

    code = Intake.BANK
    title = "Bank statements"
    asks = (
        "Hand in the file that your bank offers for download (CSV or Excel). We look for the numbers of our invoices in"
        " it, and show you what we found before anything is recorded. A line that was recorded before is never"
        " recorded twice."
    )
    columns = bank.COLUMNS
    button = "Record these payments"
    done = "awards/intakes/includes/done_bank.html"

    def examine(self, intake: Intake, *, now: dt.datetime, choices: Choices) -> Examination:
        if not {bank.AMOUNT, bank.IN} & set(intake.rows["found"]):
            return Examination(rows=(), digest=digest_of([_NOTHING_READ]), notes=(bank.NO_AMOUNT,))
        statement = bank.read_statement(lines_of(intake))
        books = Books.of(statement.receipts, chosen=choices.values())
        look = _Look(books, choices, timezone.localdate(now))
        rows = [look.at(receipt) for receipt in statement.receipts]
        rows += [
            BankLine(it.line, it.text or "Without words", REJECTED, (it.why,)) for it in statement.unreadable
        ]
        rows.sort(key=lambda row: row.number)
        return Examination(rows=rows, digest=digest_of(_done(rows)), notes=_notes(statement.other))

    def take_in(
        self, intake: Intake, examination: Examination, *, by: Person | None, now: dt.datetime
    ) -> dict[str, Any]:
        """Raises WrongPayment when money came in otherwise since; then nothing is recorded."""
        if by is None:
            raise WrongPayment("Somebody must answer for the payments: sign in and confirm them.")
        recorded = [row for row in examination.rows if row.fate == NEW]
        for row in recorded:
            record_payment(
                row.invoice,
                amount=row.receipt.amount,
                paid_on=row.receipt.on,
                reference=row.receipt.text[:_LONGEST_REFERENCE],
                by=by,
                now=now,
                statement_line=row.receipt.digest,
            )
        total = sum((row.receipt.amount for row in recorded), Decimal(0))
        return {"payments": len(recorded), "amount": str(total)}


def _line(receipt: Receipt, fate: str, sentence: str, **more: Any) -> BankLine:
    return BankLine(
        number=receipt.line,
        title=f"{pounds(receipt.amount)} on {day(receipt.on)}",
        fate=fate,
        sentences=(sentence,),
        facts=(("Words of the bank", receipt.text),),
        receipt=receipt,
        **more,
    )


def _doubt(found: Found) -> tuple[str, str]:
    if found.named:
        numbers = " and ".join(invoice.number for invoice in found.named)
        return DOUBTFUL, (
            f"It names {numbers}. Choose one if all of it is for that; otherwise leave it out, and record each part on"
            " its own invoice."
        )
    if found.unknown:
        start = f"We have no invoice {' or '.join(found.unknown)}."
    else:
        start = "It has no invoice number."
    if found.guessed:
        return DOUBTFUL, f"{start} It may be for one of these: choose, or leave it out."
    return REJECTED, f"{start} If it is for a fee, record it on the page of that invoice."


def _more_than_owed(receipt: Receipt, invoice: Invoice, owed: Decimal) -> str:
    return (
        f"{pounds(receipt.amount)} came in, and only {pounds(owed)} is owed on {invoice.number}. Ask"
        f" {invoice.billed_to or 'whoever paid'} about the rest, and record what belongs to it on its page."
    )


def _in_its_place(invoice: Invoice) -> tuple[Choice, ...]:
    """The invoice that replaced the one that a payer still quotes."""
    newer = getattr(invoice, "replaced_by", None)
    return (Choice(newer.number, f"{newer.number}, which replaced {invoice.number}"),) if newer else ()


def _choices(found: Found) -> tuple[Choice, ...]:
    if len(found.named) == 1:
        return _in_its_place(found.named[0])
    return tuple(_choice(invoice) for invoice in found.named or found.guessed)


def _choice(invoice: Invoice) -> Choice:
    label = f"{invoice.number}, {invoice.application.run.label}: {pounds(left_of(invoice))} still owed"
    return Choice(invoice.number, label)


def _done(rows: list[BankLine]) -> list[str]:
    return [
        f"{row.number}|{row.fate}|{row.invoice.number if row.invoice else ''}|{row.receipt.digest if row.receipt else ''}"
        for row in rows
    ]


def _notes(other: int) -> tuple[str, ...]:
    if not other:
        return ()
    return (
        f"{counted(other, 'line', 'lines').capitalize()} of money out, or without an amount, left alone.",
    )
