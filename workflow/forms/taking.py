"""The form with which a move is confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from workflow.journey import Transition


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
