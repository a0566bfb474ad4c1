"""The registration fee: raised, sent, paid in parts or whole, credited, written off, moved to another debtor."""

from awards.services.money.changing import (
    CannotChange,
    change_billing,
    move_debt,
)
from awards.services.money.crediting import WrongCredit, credit, write_off
from awards.services.money.invoicing import fee_for, invoice_fee, set_pupils
from awards.services.money.papers import draw_credit_note, draw_invoice
from awards.services.money.paying import WrongPayment, owed_on, record_payment

__all__ = [
    "CannotChange",
    "WrongCredit",
    "WrongPayment",
    "change_billing",
    "credit",
    "draw_credit_note",
    "draw_invoice",
    "fee_for",
    "invoice_fee",
    "move_debt",
    "owed_on",
    "record_payment",
    "set_pupils",
    "write_off",
]
