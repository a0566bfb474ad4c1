"""The business: people, subjects, applications, development days, money."""

from awards.models.applications import Application, Contact
from awards.models.development import Attendee, Booking, DevelopmentDay
from awards.models.money import Invoice, Payment
from awards.models.people import Person, Post
from awards.models.subjects import (
    Area,
    Enquirer,
    Funder,
    Network,
    Organisation,
    Partnership,
    Place,
    Practitioner,
    RegisterEntry,
    School,
    SchoolUrn,
    Subject,
)

__all__ = [
    "Application",
    "Area",
    "Attendee",
    "Booking",
    "Contact",
    "DevelopmentDay",
    "Enquirer",
    "Funder",
    "Invoice",
    "Network",
    "Organisation",
    "Partnership",
    "Payment",
    "Person",
    "Place",
    "Post",
    "Practitioner",
    "RegisterEntry",
    "School",
    "SchoolUrn",
    "Subject",
]
