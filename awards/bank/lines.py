"""The lines of a bank statement on which money came in. Several banks' headings are known."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.intakes.tables import Column, Line
from awards.intakes.values import UnreadableValue, read_date, read_pounds

DATE, TEXT, REFERENCE, PAYER, AMOUNT, IN, OUT = (
    "Date",
    "Description",
    "Reference",
    "Name",
    "Amount",
    "Paid in",
    "Paid out",
)
COLUMNS = (
    Column(DATE, also=("Transaction date", "Date posted", "Posting date", "Booking date"), needed=True),
    Column(
        TEXT, also=("Transaction description", "Details", "Narrative", "Memo", "Particulars", "Transaction")
    ),
    Column(REFERENCE, also=("Payment reference", "Your reference", "Notes and #tags")),
    Column(PAYER, also=("Counter party", "Counterparty", "Payer", "Payee", "Received from")),
    Column(AMOUNT, also=("Value", "Amount (GBP)", "Amount £", "Amount in pounds")),
    Column(IN, also=("Credit", "Credit amount", "Money in", "Paid in (GBP)", "Credits", "Receipts")),
    Column(OUT, also=("Debit", "Debit amount", "Money out", "Paid out (GBP)", "Debits", "Withdrawals")),
)
NO_AMOUNT = (
    "The file has no column with what came in. Its heading should be “Amount”, “Paid in” or “Credit”: rename it, and"
    " hand the file in again."
)


@dataclass(frozen=True)
class Receipt:
    """Money that came in: ``line`` is its number in the file, ``digest`` tells it from every other line of the bank.

    The digest covers day, amount and words, and of lines that are alike in all three which of them it is: so a file
    handed in twice, or two files that overlap, count each line once.
    """

    line: int
    on: dt.date
    amount: Decimal
    text: str
    digest: str


@dataclass(frozen=True)
class Unreadable:
    """A line that may be money in, and cannot be read; ``why`` quotes what is wrong."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Statement:
    """What came in. ``other`` counts the lines of money out, and those without an amount."""

    receipts: tuple[Receipt, ...]
    unreadable: tuple[Unreadable, ...]
    other: int


def read_statement(lines: Sequence[Line]) -> Statement:
    """Sort the lines of a statement. A bank's "Amount" is below nothing for money that went out."""
    receipts: list[Receipt] = []
    unreadable: list[Unreadable] = []
    other = 0
    alike: Counter[tuple[dt.date, Decimal, str]] = Counter()
    for line in lines:
        text = " ".join(line.cells[name] for name in (TEXT, REFERENCE, PAYER) if line.cells[name])
        text = " ".join(text.split())
        try:
            amount = _came_in(line)
            if amount <= 0:
                other += 1
                continue
            on = read_date(line.cells[DATE])
        except UnreadableValue as error:
            unreadable.append(Unreadable(line.number, text, str(error)))
            continue
        same = (on, amount, text.upper())
        alike[same] += 1
        receipts.append(Receipt(line.number, on, amount, text, _digest(*same, alike[same])))
    return Statement(tuple(receipts), tuple(unreadable), other)


def _came_in(line: Line) -> Decimal:
    if line.cells[IN]:
        return read_pounds(line.cells[IN])
    if line.cells[OUT] or not line.cells[AMOUNT]:
        return Decimal(0)
    return read_pounds(line.cells[AMOUNT])


def _digest(on: dt.date, amount: Decimal, text: str, place: int) -> str:
    return hashlib.sha256(f"{on.isoformat()}|{amount}|{text}|{place}".encode()).hexdigest()
