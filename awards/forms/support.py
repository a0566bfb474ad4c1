"""Input about support and the contact log."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.forms.development import DATE, TIME, moment_of
from awards.models import ContactLog, SupportSession


class SessionForm(forms.Form):
    """A session, or the time of one call, to be put on offer."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            (SupportSession.CALL, "A call with one school"),
            (SupportSession.SESSION, "A session for several"),
        ],
        widget=forms.RadioSelect,
        initial=SupportSession.CALL,
    )
    topic = forms.CharField(label="Topic", max_length=200)
    place = forms.CharField(label="Place (optional)", max_length=200, required=False)
    link = forms.URLField(
        label="Link (optional)",
        help_text="Shown only to schools that booked.",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Write the whole link, like https://meet.example/123."},
    )
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs=DATE))
    begins = forms.TimeField(label="Begins at", widget=forms.TimeInput(attrs=TIME))
    ends = forms.TimeField(label="Ends at", widget=forms.TimeInput(attrs=TIME))
    capacity = forms.IntegerField(
        label="Places for schools", help_text="A call is for one.", min_value=1, max_value=500, initial=1
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "It ends after it begins: look at the two times again.")
        if (
            cleaned.get("kind") == SupportSession.SESSION
            and not cleaned.get("place")
            and not cleaned.get("link")
            and "link" not in self.errors
        ):
            self.add_error("place", "Say where the session is: a place here, or a link below.")
        return cleaned

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("kind", "topic", "place", "link", "capacity")},
            "starts_at": moment_of(data["on"], data["begins"]),
            "ends_at": moment_of(data["on"], data["ends"]),
        }


class SupportBookingForm(forms.Form):
    """What a school would like to talk about."""

    session = forms.IntegerField(widget=forms.HiddenInput)
    wish = forms.CharField(
        label="What would you like to talk about? (optional)", max_length=300, required=False
    )


class SupportRecordForm(forms.Form):
    """Whether a school was there, and the office's own note."""

    attended = forms.TypedChoiceField(
        label="Was the school there?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": "Say whether the school was there."},
    )
    note = forms.CharField(
        label="Note (optional)",
        help_text="For the office only: no school is shown it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhyForm(forms.Form):
    """The reason for calling something off."""

    why = forms.CharField(
        label="Why?",
        help_text="The schools that booked read these words.",
        max_length=300,
        error_messages={"required": "Say why: the schools that booked read it."},
    )


class ContactLogForm(forms.Form):
    """One line about a call, a visit or an email, and what comes next."""

    kind = forms.ChoiceField(label="What was it?", choices=ContactLog.KINDS)
    with_whom = forms.CharField(label="With whom (optional)", max_length=150, required=False)
    line = forms.CharField(
        label="What was said, in a line",
        max_length=500,
        error_messages={"required": "Write in a line what was said."},
    )
    next_step = forms.CharField(label="Next step (optional)", max_length=200, required=False)
    next_on = forms.DateField(
        label="By (optional)", required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("next_on") and not cleaned.get("next_step"):
            self.add_error("next_step", "Say what is to be done on that day, or leave the day empty.")
        return cleaned
