"""Input of the business's own pages."""

from awards.forms.development import CallOffForm, DayForm
from awards.forms.enquiries import ReplyForm
from awards.forms.money import (
    BillingForm,
    CreditForm,
    InvoiceFilterForm,
    MoveDebtForm,
    PaymentForm,
    PupilsForm,
    WriteOffForm,
)
from awards.forms.places import AttendanceForm, BookingForm, CatchUpForm, ChangePlacesForm, WalkInForm
from awards.forms.registration import FindSchoolForm, RegisterForm
from awards.forms.support import (
    ContactLogForm,
    SessionForm,
    SupportBookingForm,
    SupportRecordForm,
    WhyForm,
)

__all__ = [
    "AttendanceForm",
    "BillingForm",
    "BookingForm",
    "CallOffForm",
    "CatchUpForm",
    "ChangePlacesForm",
    "ContactLogForm",
    "CreditForm",
    "DayForm",
    "FindSchoolForm",
    "InvoiceFilterForm",
    "MoveDebtForm",
    "PaymentForm",
    "PupilsForm",
    "RegisterForm",
    "ReplyForm",
    "SessionForm",
    "SupportBookingForm",
    "SupportRecordForm",
    "WalkInForm",
    "WhyForm",
    "WriteOffForm",
]
