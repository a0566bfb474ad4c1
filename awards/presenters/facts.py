"""Facts with their names: who a journey is about, and its fee."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from awards.models import Application, Invoice, RegisterEntry, School, Subject
from awards.services.money import owed_on
from awards.wording import pounds
from workflow.presenters import day


def subject_facts(application: Application, entry: RegisterEntry | None) -> list[dict[str, str]]:
    """The rows that say who or what the journey is about."""
    subject = application.subject
    if subject.kind == Subject.ENQUIRER:
        return [{"key": "Name", "value": subject.name}, {"key": "Email", "value": subject.enquirer.email}]
    rows = [{"key": "Name", "value": subject.name}]
    if entry:
        rows += [
            {"key": "URN", "value": str(entry.urn)},
            {"key": "Type", "value": entry.type_name},
            {
                "key": "Address",
                "value": ", ".join(part for part in (entry.street, entry.town, entry.postcode) if part),
            },
        ]
    else:
        rows += _local_facts(subject)
    if subject.area:
        rows.append({"key": "Local authority", "value": subject.area.name})
    return [
        *rows,
        {"key": "Pupils on roll", "value": "" if application.pupils is None else str(application.pupils)},
    ]


def _local_facts(subject: Subject) -> list[dict[str, str]]:
    """What the office wrote down of a setting that the register does not list."""
    school = School.objects.filter(pk=subject.pk, local_code__isnull=False).first()
    if school is None:
        return []
    address = ", ".join(part for part in (school.local_address, school.local_postcode) if part)
    return [
        {"key": "Type", "value": school.local_type},
        {"key": "Code", "value": school.local_code or ""},
        {"key": "Address", "value": address},
    ]


def fee_facts(invoice: Invoice, *, today: dt.date) -> list[dict[str, str]]:
    """The rows of an invoice."""
    is_asked_for = invoice.state in Invoice.OWING
    rows = [
        {"key": "Invoice", "value": invoice.number},
        {"key": "Billed to", "value": invoice.billed_to},
        {"key": "Amount", "value": pounds(invoice.amount)},
        {"key": "Still owed", "value": pounds(owed_on(invoice) if is_asked_for else Decimal(0))},
        {"key": "Payment", "value": payment_word(invoice, today=today)},
    ]
    return [*rows, {"key": "Due", "value": day(invoice.due_on)}] if is_asked_for else rows


def payment_word(invoice: Invoice, *, today: dt.date) -> str:
    """How far an invoice is, in words."""
    state = {
        Invoice.RAISED: "Invoice not sent yet",
        Invoice.SENT: "Not paid yet",
        Invoice.PART_PAID: "Paid in part",
        Invoice.PAID: "Paid",
        Invoice.CREDITED: "Credited: nothing to pay",
        Invoice.WRITTEN_OFF: "Not paid: written off",
        Invoice.CANCELLED: "Cancelled",
    }[invoice.state]
    return f"{state}, overdue" if invoice.is_overdue(today) else state
