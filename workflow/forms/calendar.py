"""The days of the calendar, as the office enters them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from workflow.calendar import NAMES, TermDates

PARTS = {
    "begins": "{} term begins",
    "half_term_begins": "Half term in {} begins",
    "half_term_ends": "Half term in {} ends",
    "ends": "{} term ends",
}


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"{label}: give the day.",
            "invalid": f"{label}: write the day as 3/9/2026, with day, month and year.",
        },
    )


class TermsForm(forms.Form):
    """The three terms of one academic year."""

    def __init__(self, *args: Any, academic_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.academic_year = academic_year
        for name in NAMES:
            for part, label in PARTS.items():
                self.fields[f"{name}_{part}"] = _day(label.format(name).capitalize())

    @staticmethod
    def initial_of(terms: Iterable[TermDates]) -> dict[str, dt.date]:
        return {f"{term.name}_{part}": getattr(term, part) for term in terms for part in PARTS}

    def terms(self) -> tuple[TermDates, ...]:
        """The terms as they were put in, not judged yet."""
        return tuple(
            TermDates(
                self.academic_year, name, **{part: self.cleaned_data[f"{name}_{part}"] for part in PARTS}
            )
            for name in NAMES
        )


class BankHolidayForm(forms.Form):
    """A bank holiday that is new, has another name, or is none after all."""

    day = _day("Day")
    name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Write what the day is called."}
    )
    drop = forms.BooleanField(label="This day is not a bank holiday", required=False)


class QuietDaysForm(forms.Form):
    """Days on which people are left in peace."""

    begins = _day("First day")
    ends = _day("Last day")
    why = forms.CharField(
        label="Why",
        help_text="For example “national tests”. Days with the same reason in one year take the place of the earlier ones.",
        max_length=80,
        error_messages={"required": "Write why these days are quiet."},
    )
    kind = forms.CharField(
        label="Only for (optional)",
        help_text="One kind, such as primary. Leave it empty for all.",
        max_length=40,
        required=False,
    )
    drop = forms.BooleanField(label="These days are not quiet after all", required=False)
