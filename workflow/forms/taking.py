"""The forms with which a move is confirmed, a day put right and a condition waived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from workflow.history import Line
from workflow.journey import Guard, Transition


class TakeForm(forms.Form):
    """The reason, where one is needed; for the office, the day on which it happened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}), required=False)
    happened_on = forms.DateField(
        label="When did it happen?",
        help_text="Leave empty for today. More than ten working days ago needs a reason.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, transition: Transition, inside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = transition.note_label
        self.fields["note"].required = transition.needs_note
        self.fields["note"].error_messages["required"] = "Write it down here: the others will need it."
        if not transition.needs_note:
            self.fields["note"].label = "A note for the record (optional)"
        if not inside:
            del self.fields["happened_on"]
            if not transition.needs_note:
                del self.fields["note"]

    def happened_at(self, *, now: dt.datetime) -> dt.datetime | None:
        """The given day at the present time of day; None when no day was given."""
        on = self.cleaned_data.get("happened_on")
        if on is None or on == timezone.localdate(now):
            return None
        return timezone.make_aware(dt.datetime.combine(on, timezone.localtime(now).time()))


class CorrectForm(forms.Form):
    """The right day and why. ``shown`` is the day whose changes were shown: only that one is written down."""

    shown = forms.DateField(widget=forms.HiddenInput, required=False)
    happened_on = forms.DateField(
        label="The right day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Give the day on which it happened."},
    )
    note = forms.CharField(
        label="Why is it put right?",
        help_text="Kept in the history, for the office only.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why: whoever looks at the history later will want to know."},
    )

    def happened_at(self, line: Line, *, now: dt.datetime) -> dt.datetime:
        """The given day at the time of day that was kept so far; never later than now on the present day."""
        on: dt.date = self.cleaned_data["happened_on"]
        so_far = timezone.localtime(line.happened_at)
        if line.is_known and on == so_far.date():
            return line.happened_at
        then = timezone.make_aware(dt.datetime.combine(on, so_far.time()))
        return now if then > now and on == timezone.localdate(now) else then

    @property
    def was_shown(self) -> bool:
        return bool(self.cleaned_data["shown"] == self.cleaned_data["happened_on"])


class WaiveForm(forms.Form):
    """Which of the unmet conditions is waived once, and why."""

    guard = forms.ChoiceField(
        label="Which condition?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the condition.",
            "invalid_choice": "That one no longer stands in the way. Choose one of these.",
        },
    )
    note = forms.CharField(
        label="Why is it waived?",
        help_text="Kept in the history, for the office only.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why: a waiver without a reason cannot be defended later."},
    )

    def __init__(self, *args: Any, unmet: Sequence[tuple[Guard, Sequence[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guards = {guard.code: guard for guard, _ in unmet}
        choices = [(guard.code, f"{guard.in_words}: {' '.join(reasons)}") for guard, reasons in unmet]
        self.fields["guard"].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    @property
    def chosen(self) -> Guard:
        return self._guards[self.cleaned_data["guard"]]
