"""What is put in on the engine's pages."""

from __future__ import annotations

from workflow.forms.calendar import BankHolidayForm, QuietDaysForm, TermsForm
from workflow.forms.outbox import OutboxForm, StopForm, WordsForm
from workflow.forms.taking import CorrectForm, TakeForm, WaiveForm

__all__ = [
    "BankHolidayForm",
    "CorrectForm",
    "OutboxForm",
    "QuietDaysForm",
    "StopForm",
    "TakeForm",
    "TermsForm",
    "WaiveForm",
    "WordsForm",
]
