"""Forms with which more time is asked for and given."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format

from workflow.models import ExtensionRequest
from workflow.reasons import REASONS

YES, ANOTHER, NO = "yes", "another", "no"
OURS = {"by-mistake", "waiting-for-us"}  # reasons of the office's own


class AskForTimeForm(forms.Form):
    """Until when, and what holds them up."""

    wanted_on = forms.DateField(
        label="Until when do you need time?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Give the day by which you can do it."},
    )
    reason = forms.ChoiceField(
        label="What holds you up?",
        widget=forms.RadioSelect,
        choices=[(reason.code, reason.label) for reason in REASONS if reason.code not in OURS],
        error_messages={"required": "Choose what comes nearest."},
    )
    words = forms.CharField(
        label="Anything you want to tell us (optional)",
        help_text="Only the office reads it. Leave out names of children, and anything about somebody’s health.",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerRequestForm(forms.Form):
    """The day that was asked for, another one, or none; and a line to them."""

    answer = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your answer."},
    )
    to = forms.DateField(
        label="The other day",
        help_text="Only where you give them another day.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label="A line to them",
        help_text="It goes with the answer, by email.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write them a line: your words go with the answer."},
    )

    def __init__(self, *args: Any, request: ExtensionRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["answer"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (YES, f"Yes, until {date_format(request.wanted_on, 'j F Y')}"),
            (ANOTHER, "Yes, until another day"),
            (NO, "No, the day stays"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == ANOTHER and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", "Give the day until which they have time.")
        return cleaned

    @property
    def grant(self) -> bool:
        return bool(self.cleaned_data["answer"] != NO)

    @property
    def given_to(self) -> dt.date:
        """The day until which they have time."""
        given: dt.date = self.cleaned_data["to"]
        return given if self.cleaned_data["answer"] == ANOTHER else self.request.wanted_on
