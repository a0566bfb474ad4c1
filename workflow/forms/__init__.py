"""What is put in on the engine's pages."""

from __future__ import annotations

from workflow.forms.calendar import BankHolidayForm, QuietDaysForm, TermsForm
from workflow.forms.taking import TakeForm

__all__ = ["BankHolidayForm", "QuietDaysForm", "TakeForm", "TermsForm"]
