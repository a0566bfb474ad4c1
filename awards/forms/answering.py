"""Forms by which a reminder is answered without signing in."""

from __future__ import annotations

from django import forms

from awards.forms.people import AddressField, NameField
from awards.models import CheckIn
from documents.fields import TWO_THIRDS, PlainField

WORDS_HINT = "Only the office reads it. Leave out names of children, and anything about somebody’s health."


def _words(at_most: int = 180) -> PlainField:
    return PlainField(
        label="Anything you want to tell us (optional)",
        help_text=WORDS_HINT,
        required=False,
        max_length=at_most,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuietForm(forms.Form):
    """When we may write again."""

    day = forms.DateField(
        label="From which day may we write again?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Give the day from which we may write again.",
            "invalid": "Give the day as day, month and year.",
        },
    )
    words = _words()


class SomeoneElseForm(forms.Form):
    """Who leads now, as far as it is known."""

    name = NameField(
        label="Who leads now? (optional)",
        help_text="Leave it empty if you do not know.",
        max_length=150,
        required=False,
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    email = AddressField(label="Their work email address (optional)", required=False)
    words = _words()


class CheckInForm(forms.Form):
    """How it goes."""

    answer = forms.ChoiceField(
        label="How is it going?",
        choices=CheckIn.ANSWERS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the answer that fits best.",
            "invalid_choice": "Choose one of the five answers.",
        },
    )
    words = _words(500)
