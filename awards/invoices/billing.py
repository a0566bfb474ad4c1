"""Who is billed: the school, or whoever else pays for it."""

from __future__ import annotations

from dataclasses import dataclass

from awards.models import Application, Invoice, School, SchoolUrn


@dataclass(frozen=True)
class Debtor:
    """Name, postal address in lines, and email (may be empty) of who is to pay."""

    name: str
    address: str = ""
    email: str = ""

    @classmethod
    def of(cls, invoice: Invoice) -> Debtor:
        return cls(invoice.billed_to, invoice.billed_address, invoice.billed_email)


def payer_of(application: Application) -> Debtor | None:
    """Who pays in place of the school, if anybody does."""
    if not application.payer_name:
        return None
    return Debtor(application.payer_name, application.payer_address, application.payer_email)


def debtor_of(application: Application) -> Debtor:
    """Who a new invoice is for."""
    return payer_of(application) or _the_school_itself(application)


def _the_school_itself(application: Application) -> Debtor:
    subject = application.subject
    urn = SchoolUrn.objects.filter(school__subject=subject, until=None).select_related("entry").first()
    if urn:
        entry = urn.entry
        lines = [entry.street, entry.locality, entry.town, entry.postcode]
    else:
        school = School.objects.filter(subject=subject).first()
        lines = [school.local_address, school.local_postcode] if school else []
    return Debtor(subject.name, "\n".join(line for line in lines if line))
