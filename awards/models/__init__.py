"""The business: people, subjects, applications, development days, money."""

from awards.models.applications import Application, Contact
from awards.models.awards import Award, AwardBodyAct
from awards.models.changes import Item, RegisterLink
from awards.models.checkins import CheckIn
from awards.models.contacts import HandOver, Invitation
from awards.models.development import Attendee, Booking, DevelopmentDay
from awards.models.intakes import Intake
from awards.models.letters import HeadLetter
from awards.models.money import CreditNote, Invoice, Payment
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
from awards.models.support import ContactLog, SupportBooking, SupportSession

__all__ = [
    "Application",
    "Area",
    "Attendee",
    "Award",
    "AwardBodyAct",
    "Booking",
    "CheckIn",
    "Contact",
    "ContactLog",
    "CreditNote",
    "DevelopmentDay",
    "Enquirer",
    "Funder",
    "HandOver",
    "HeadLetter",
    "Intake",
    "Invitation",
    "Invoice",
    "Item",
    "Network",
    "Organisation",
    "Partnership",
    "Payment",
    "Person",
    "Place",
    "Post",
    "Practitioner",
    "RegisterEntry",
    "RegisterLink",
    "School",
    "SchoolUrn",
    "Subject",
    "SupportBooking",
    "SupportSession",
]
