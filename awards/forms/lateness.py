"""The form by which an officer tells a school that we are late."""

from __future__ import annotations

from django import forms

from documents.fields import PlainField


class LatenessForm(forms.Form):
    """Until when it takes, and why."""

    to = forms.DateField(
        label="By which day will it be done?",
        help_text="A day that you are sure of. Nobody forgives a second delay.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Give the day by which it will be done.",
            "invalid": "Give the day as day, month and year.",
        },
    )
    words = PlainField(
        label="Why, in your words",
        help_text="They stand in the email, with your name under it.",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write why it takes longer: your words go to the school."},
    )
