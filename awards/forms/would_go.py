"""Of which day a dry run is made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format

from awards.would_go import FATES

FARTHEST = dt.timedelta(days=60)  # our default: beyond it too much happens in between
NAMES = {
    "goes": "Sent",
    "held": "Held: its post is stopped",
    "waits": "Waits",
    "missed": "Passed over",
    "went": "Sent before",
    "prompts": "Asked of the office",
    "moves": "Moved by the clock",
}


class WouldGoForm(forms.Form):
    """A day to come, and what becomes of things on it."""

    day = forms.DateField(
        label="Day",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 3 April 2026 or 3/4/2026, day first."},
    )
    fate = forms.ChoiceField(
        label="What becomes of it",
        required=False,
        choices=[("", "All"), *((fate, NAMES[fate]) for fate in FATES)],
        error_messages={"invalid_choice": "Choose one from the list."},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        last = self.today + FARTHEST
        if day and not self.today <= day <= last:
            raise forms.ValidationError(
                f"Choose a day from today to {date_format(last, 'j F Y')}: beyond that too much happens in between."
            )
        return day
