"""Input of the business's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from awards.models import Attendee, Booking, DevelopmentDay
from awards.services.development import Coming
from workflow.presenters import moment

PLACES = 4


class FindSchoolForm(forms.Form):
    """A school by what people know of it."""

    q = forms.CharField(
        label="Name, URN or postcode of your school",
        help_text="For example “St Mary’s, Dudley”, 103122 or B9 5QU.",
        max_length=200,
        error_messages={"required": "Write the name, URN or postcode of your school."},
    )


class RegisterForm(forms.Form):
    """What is asked at registration: the number on roll, where the register has none."""

    pupils = forms.IntegerField(
        label="How many pupils are on roll?",
        help_text="The national register does not say. The fee depends on it.",
        min_value=1,
        max_value=20_000,
        error_messages={"required": "Write the number of pupils on roll, in figures."},
    )
    agreed = forms.BooleanField(
        label="My head teacher has agreed that we take part, and that we pay the fee",
        error_messages={"required": "Ask your head teacher first, then tick this."},
    )

    def __init__(self, *args: Any, asks_pupils: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_pupils:
            del self.fields["pupils"]


class BookingForm(forms.Form):
    """A day, and who is coming."""

    def __init__(self, *args: Any, days: Sequence[DevelopmentDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(day.pk): day for day in days}
        self.fields["day"] = forms.ChoiceField(
            label="Which day?",
            widget=forms.RadioSelect,
            choices=[(str(day.pk), _day_in_words(day)) for day in days],
            error_messages={"required": "Choose a day."},
        )
        for number in range(1, PLACES + 1):
            self._add_person(number)

    def _add_person(self, number: int) -> None:
        who = f"Person {number}"
        self.fields[f"name_{number}"] = forms.CharField(label=f"{who}: name", max_length=150, required=False)
        self.fields[f"email_{number}"] = forms.EmailField(
            label=f"{who}: work email (optional)", max_length=254, required=False
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
            if not name and (post or cleaned.get(f"email_{number}")):
                self.add_error(
                    f"name_{number}", f"Write the name of person {number}, or leave the line empty."
                )
        if not self.errors and not self.coming():
            self.add_error("name_1", "Write the name of at least one person who is coming.")
        return cleaned

    @property
    def people(self) -> list[list[forms.BoundField]]:
        """The boxes of each person: name, email, post."""
        return [
            [self[f"{part}_{number}"] for part in ("name", "email", "post")]
            for number in range(1, PLACES + 1)
        ]

    @property
    def asks_more(self) -> bool:
        """Whether the boxes of the third person and those after hold something."""
        return any(box.errors or box.value() for boxes in self.people[2:] for box in boxes)

    @property
    def day(self) -> DevelopmentDay:
        return self.days[self.cleaned_data["day"]]

    def coming(self) -> list[Coming]:
        return [
            Coming(
                name=self.cleaned_data[f"name_{number}"],
                email=self.cleaned_data.get(f"email_{number}", ""),
                post=self.cleaned_data[f"post_{number}"],
            )
            for number in range(1, PLACES + 1)
            if self.cleaned_data.get(f"name_{number}")
        ]


def _day_in_words(day: DevelopmentDay) -> str:
    left = day.capacity - day.taken  # type: ignore[attr-defined] # annotated by days_to_come
    places = "no places left" if left <= 0 else "1 place left" if left == 1 else f"{left} places left"
    return f"{moment(day.starts_at)}, {day.place}: {places}"


class AttendanceForm(forms.Form):
    """Who came, person by person."""

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.booking = booking
        for attendee in booking.attendees.all():
            self.fields[f"attended_{attendee.pk}"] = forms.TypedChoiceField(
                label=f"{attendee.name}, {attendee.get_post_display().lower()}",
                choices=[("yes", "Came"), ("no", "Did not come")],
                coerce=lambda answer: answer == "yes",
                widget=forms.RadioSelect,
                initial={True: "yes", False: "no"}.get(attendee.attended),  # type: ignore[arg-type] # None: no choice
                error_messages={"required": f"Say whether {attendee.name} came."},
            )
        self.fields["note"] = forms.CharField(
            label="A note for the record (optional)",
            help_text="Needed when the day is more than ten working days ago: say why it is recorded only now.",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def attended(self) -> dict[int, bool]:
        return {
            attendee.pk: self.cleaned_data[f"attended_{attendee.pk}"]
            for attendee in self.booking.attendees.all()
        }


class PupilsForm(forms.Form):
    """The number on roll, for the fee."""

    pupils = RegisterForm.base_fields["pupils"]


class PaymentForm(forms.Form):
    """Money that came in."""

    amount = forms.DecimalField(
        label="Amount in pounds", max_digits=9, decimal_places=2, min_value=Decimal("0.01"), localize=False
    )
    paid_on = forms.DateField(label="Day it was paid", widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label="Bank reference (optional)", max_length=80, required=False)


class DayForm(forms.Form):
    """A development day to be put on offer."""

    place = forms.CharField(label="Place", max_length=200)
    address = forms.CharField(label="Address (optional)", max_length=300, required=False)
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label="Begins at", widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label="Ends at", widget=forms.TimeInput(attrs={"type": "time"}))
    capacity = forms.IntegerField(label="Places for people", min_value=1, max_value=500)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "The day ends after it begins: look at the two times again.")
        return cleaned


class ReplyForm(forms.Form):
    """The answer of somebody whom we asked back."""

    text = forms.CharField(
        label="Your reply",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write your reply first."},
    )
