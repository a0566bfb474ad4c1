"""What is kept in the scrapbook."""

from __future__ import annotations

from typing import Any

from django import forms

from documents.fields import TWO_THIRDS, PlainField


class ScrapForm(forms.Form):
    """Something to keep in the scrapbook: made to be filled in on a phone, standing up."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = PlainField(
        label="What happened?",
        help_text="A line is enough. Do not name a child.",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    picture = forms.FileField(
        label="A picture (optional)",
        help_text="Where children can be recognised, say afterwards what their parents agreed to.",
        required=False,
        allow_empty_file=True,
        error_messages={"invalid": "The picture did not arrive whole. Choose it again."},
        widget=forms.FileInput({"accept": "image/*"}),
    )
    goal = forms.ChoiceField(label="Which goal does it belong to?", required=False, widget=forms.RadioSelect)
    how_many = forms.IntegerField(
        label="How many took part? (optional)",
        required=False,
        min_value=0,
        max_value=100_000,
        error_messages={
            "invalid": "Write how many took part as a whole number, like 60.",
            "min_value": "Write how many took part as a whole number, like 60.",
            "max_value": "Write how many took part: that is more than a school has.",
        },
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    changed = PlainField(
        label="What changed? (optional)",
        help_text="For whom, and how you can tell.",
        max_length=1000,
        required=False,
        widget=forms.TextInput(),
    )
    happened_on = forms.DateField(
        label="When was it?",
        required=False,  # nothing said: today
        error_messages={"invalid": "Write the day as a date."},
        widget=forms.DateInput({"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, goals: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal: Any = self.fields["goal"]
        goal.choices = goals


class ScrapByLinkForm(ScrapForm):
    """The same for a colleague without an account."""

    name = PlainField(
        label="Your name",
        max_length=200,
        error_messages={"required": "Write your name, so that your colleagues know who kept it."},
        widget=forms.TextInput({"autocomplete": "name", "class": TWO_THIRDS}),
    )

    field_order = ("key", "name")
