"""Input about who comes to a development day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.forms.development import DATE, day_in_words
from awards.models import Attendee, Booking, DevelopmentDay
from awards.services.development import Coming
from workflow.presenters import moment

PLACES = 4
PARTS = ("name", "email", "mobile", "post")


class PeopleForm(forms.Form):
    """Who is coming, in up to PLACES lines."""

    nobody = "Write the name of at least one person who is coming."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, PLACES + 1):
            self._add_person(number)

    def _add_person(self, number: int) -> None:
        who = f"Person {number}"
        self.fields[f"name_{number}"] = forms.CharField(label=f"{who}: name", max_length=150, required=False)
        self.fields[f"email_{number}"] = forms.EmailField(
            label=f"{who}: work email (optional)", max_length=254, required=False
        )
        self.fields[f"mobile_{number}"] = forms.CharField(
            label=f"{who}: mobile (optional)",
            help_text="In case something changes on the morning of the day." if number == 1 else "",
            max_length=40,
            required=False,
            widget=forms.TextInput({"type": "tel"}),
        )
        self.fields[f"post_{number}"] = forms.ChoiceField(
            label=f"{who}: post", choices=[("", "Choose"), *Attendee.POSTS], required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(1, PLACES + 1):
            name, post = cleaned.get(f"name_{number}", ""), cleaned.get(f"post_{number}", "")
            if name and not post:
                self.add_error(f"post_{number}", f"Choose the post of {name}.")
            if not name and (post or cleaned.get(f"email_{number}") or cleaned.get(f"mobile_{number}")):
                self.add_error(
                    f"name_{number}", f"Write the name of person {number}, or leave the line empty."
                )
        if not self.errors and not self.coming():
            self.add_error("name_1", self.nobody)
        return cleaned

    @property
    def people(self) -> list[list[forms.BoundField]]:
        """The boxes of each person."""
        return [[self[f"{part}_{number}"] for part in PARTS] for number in range(1, PLACES + 1)]

    @property
    def asks_more(self) -> bool:
        """Whether the boxes of the third person and those after hold something."""
        return any(box.errors or box.value() for boxes in self.people[2:] for box in boxes)

    def coming(self) -> list[Coming]:
        return [
            Coming(
                name=self.cleaned_data[f"name_{number}"],
                email=self.cleaned_data.get(f"email_{number}", ""),
                post=self.cleaned_data[f"post_{number}"],
                mobile=self.cleaned_data.get(f"mobile_{number}", ""),
            )
            for number in range(1, PLACES + 1)
            if self.cleaned_data.get(f"name_{number}")
        ]


class _OnADay(PeopleForm):
    """People, and one of some days."""

    label = "Which day?"

    def __init__(self, *args: Any, days: Sequence[DevelopmentDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(day.pk): day for day in days}
        self.fields["day"] = forms.ChoiceField(
            label=self.label,
            widget=forms.RadioSelect,
            choices=[(key, self.words_of(day)) for key, day in self.days.items()],
            error_messages={"required": "Choose a day."},
        )

    def words_of(self, day: DevelopmentDay) -> str:
        return day_in_words(day)

    @property
    def day(self) -> DevelopmentDay:
        return self.days[self.cleaned_data["day"]]


class BookingForm(_OnADay):
    """A day to come, and who is coming."""

    @property
    def has_full_day(self) -> bool:
        return any(day.taken >= day.capacity for day in self.days.values())  # type: ignore[attr-defined] # annotated


class WalkInForm(_OnADay):
    """A day that has been, and who came without a place."""

    label = "To which day did they come?"
    nobody = "Write the name of at least one person who came."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = _note()

    def words_of(self, day: DevelopmentDay) -> str:
        return f"{moment(day.starts_at)}, {day.place}"


class ChangePlacesForm(PeopleForm):
    """Who comes instead of those who were to come."""


def people_as_input(booking: Booking) -> dict[str, Any]:
    """What a form of people begins with."""
    return {
        f"{part}_{number}": getattr(person, part)
        for number, person in enumerate(booking.attendees.order_by("pk"), 1)
        for part in PARTS
    }


class AttendanceForm(forms.Form):
    """Who came, person by person: for the whole, for a part, or not."""

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.booking = booking
        self.people = list(booking.attendees.all())
        for attendee in self.people:
            self.fields[f"attended_{attendee.pk}"] = forms.ChoiceField(
                label=f"{attendee.name}, {attendee.get_post_display().lower()}",
                choices=[("yes", "Came"), ("part", "Came for a part"), ("no", "Did not come")],
                widget=forms.RadioSelect,
                initial=_answer_of(attendee),
                error_messages={"required": f"Say whether {attendee.name} came."},
            )
            self.fields[f"missed_{attendee.pk}"] = forms.CharField(
                label=f"What did {attendee.name} miss? (only for a part)",
                max_length=200,
                required=False,
                initial=attendee.missed_part,
            )
        self.fields["note"] = _note()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for attendee in self.people:
            if cleaned.get(f"attended_{attendee.pk}") == "part" and not cleaned.get(f"missed_{attendee.pk}"):
                self.add_error(
                    f"missed_{attendee.pk}", f"Say what {attendee.name} missed, so that it can be caught up."
                )
        return cleaned

    def attended(self) -> dict[int, bool]:
        return {attendee.pk: self.cleaned_data[f"attended_{attendee.pk}"] != "no" for attendee in self.people}

    def missed(self) -> dict[int, str]:
        return {
            attendee.pk: self.cleaned_data[f"missed_{attendee.pk}"]
            for attendee in self.people
            if self.cleaned_data[f"attended_{attendee.pk}"] == "part"
        }


def _answer_of(attendee: Attendee) -> str | None:
    if attendee.attended is None:
        return None
    return "no" if not attendee.attended else "part" if attendee.missed_part else "yes"


def _note() -> forms.CharField:
    return forms.CharField(
        label="A note for the record (optional)",
        help_text="Needed when the day is more than ten working days ago, and when you put right what was recorded:"
        " say why.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CatchUpForm(forms.Form):
    """When somebody caught up on what they missed."""

    on = forms.DateField(
        label="Day on which it was caught up", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
