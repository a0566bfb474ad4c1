"""Input about development days: the day, moving it, calling it off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from awards.models import DevelopmentDay
from workflow.presenters import moment

DATE = {"type": "date"}
TIME = {"type": "time"}


class DayForm(forms.Form):
    """A development day, at a place or by a link."""

    place = forms.CharField(
        label="Place", help_text="Leave it empty for a day online.", max_length=200, required=False
    )
    address = forms.CharField(label="Address (optional)", max_length=300, required=False)
    link = forms.URLField(
        label="Link for a day online (optional)",
        help_text="Shown only to schools that have places.",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Write the whole link, like https://meet.example/123."},
    )
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    begins = forms.TimeField(label="Begins at", widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    ends = forms.TimeField(label="Ends at", widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    capacity = forms.IntegerField(label="Places for people", min_value=1, max_value=500)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "The day ends after it begins: look at the two times again.")
        if not cleaned.get("place") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("place", "Say where the day is: a place here, or a link below for a day online.")
        return cleaned

    def said(self) -> dict[str, Any]:
        """The arguments of the services that offer and change a day."""
        data = self.cleaned_data
        return {
            "place": data["place"],
            "address": data["address"],
            "link": data["link"],
            "starts_at": moment_of(data["on"], data["begins"]),
            "ends_at": moment_of(data["on"], data["ends"]),
            "capacity": data["capacity"],
        }


def moment_of(on: dt.date, at: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, at))


def day_as_input(day: DevelopmentDay) -> dict[str, Any]:
    """What a form of a day begins with."""
    starts, ends = timezone.localtime(day.starts_at), timezone.localtime(day.ends_at)
    return {
        "place": "" if day.link and day.place == "Online" else day.place,
        "address": day.address,
        "link": day.link,
        "on": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "capacity": day.capacity,
    }


class CallOffForm(forms.Form):
    """Why a day cannot be, and where its places go."""

    why = forms.CharField(
        label="Why?",
        help_text="Everybody who was to come reads these words.",
        max_length=300,
        error_messages={"required": "Say why: everybody who was to come reads it."},
    )
    instead = forms.ChoiceField(
        label="Carry the places over to",
        help_text="Whoever does not fit goes on the waiting list of that day.",
        required=False,
    )

    def __init__(self, *args: Any, days: Sequence[DevelopmentDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(day.pk): day for day in days}
        field = self.fields["instead"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "No other day"),
                *((key, day_in_words(day)) for key, day in self.days.items()),
            ]

    @property
    def other_day(self) -> DevelopmentDay | None:
        return self.days.get(self.cleaned_data["instead"])


def day_in_words(day: DevelopmentDay) -> str:
    """A day of a list, with the places that are left: annotated by ``days_to_come``."""
    left = day.capacity - day.taken  # type: ignore[attr-defined] # annotated
    waiting: int = day.waiting  # type: ignore[attr-defined] # annotated
    places = "no places left" if left <= 0 else "1 place left" if left == 1 else f"{left} places left"
    if waiting:
        places += ", 1 school is waiting" if waiting == 1 else f", {waiting} schools are waiting"
    return f"{moment(day.starts_at)}, {day.place}: {places}"
