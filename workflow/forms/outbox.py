"""The forms of the outbox: which mails are shown, what is stopped, and the words of a mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from workflow.messages import STATES
from workflow.models import Run
from workflow.stops import DROP, MERGE, SEND


class OutboxForm(forms.Form):
    """Which messages of the outbox are shown."""

    state = forms.ChoiceField(label="What became of it", required=False, choices=[("", "All"), *STATES])
    address = forms.CharField(
        label="Address", help_text="Its beginning is enough.", required=False, max_length=254
    )
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)


class StopForm(forms.Form):
    """What is stopped, why, through which day, and what happens then. About a run: that is the scope."""

    EVERYTHING, AREA, ADDRESS = "all", "area", "address"

    scope = forms.ChoiceField(
        label="What is stopped?",
        widget=forms.RadioSelect,
        choices=[
            (EVERYTHING, "All post"),
            (AREA, "Everything in an area"),
            (ADDRESS, "Everything to an address"),
        ],
        error_messages={"required": "Choose what is stopped."},
    )
    area = forms.ChoiceField(label="Area", required=False)
    address = forms.EmailField(
        label="Address",
        required=False,
        error_messages={"invalid": "Write the address like name@example.org."},
    )
    words = forms.CharField(
        label="Why?",
        help_text="For the office only: nobody else reads it.",
        max_length=250,
        error_messages={"required": "Say why: whoever looks at the stopped post later will want to know."},
    )
    through = forms.DateField(
        label="The last day on which it is stopped",
        help_text="Leave it empty to lift the stop by hand.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 27/3/2026."},
    )
    then = forms.ChoiceField(
        label="What happens then with what was held?",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (MERGE, "It is sent, as one email to each person"),
            (SEND, "It is sent, each email by itself"),
            (DROP, "It is dropped"),
        ],
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, areas: Sequence[str], run: Run | None, today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.today = run, today
        self.fields["area"].choices = [("", "Choose an area"), *((area, area) for area in areas)]  # type: ignore[attr-defined] # a ChoiceField
        if run is not None:
            for name in ("scope", "area", "address"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("scope") == self.AREA and not given.get("area"):
            self.add_error("area", "Choose the area.")
        if given.get("scope") == self.ADDRESS and not given.get("address") and "address" not in self.errors:
            self.add_error("address", "Write the address.")
        through = given.get("through")
        if through and through < self.today:
            self.add_error("through", "That day is over. Choose today or a later day.")
        if through and not given.get("then"):
            self.add_error("then", "Choose what happens when that day is over.")
        if given.get("then") and not through and "through" not in self.errors:
            self.add_error("through", "Give the last day, or leave this and what happens then both empty.")
        return given

    @property
    def chosen(self) -> dict[str, Any]:
        """The scope, as ``stop_mail`` takes it."""
        given = self.cleaned_data
        return {
            "run": self.run,
            "area": given["area"] if given.get("scope") == self.AREA else "",
            "address": given["address"] if given.get("scope") == self.ADDRESS else "",
            "everything": given.get("scope") == self.EVERYTHING,
        }


class WordsForm(forms.Form):
    """The office's own words of a mail."""

    text = forms.CharField(
        label="The words",
        help_text="The first line is the subject. What stands between curly brackets is filled in for each reader.",
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
        error_messages={"required": "Write the words, or go back to the file’s."},
    )
