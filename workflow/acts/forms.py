"""The forms of acts: the same for one run and for many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string

from workflow.reasons import REASONS
from workflow.registry import all_journeys


class ActForm(forms.Form):
    """Why: a reason that is counted, and words. Further fields are the act's own."""

    reason = forms.ChoiceField(
        label="Reason",
        choices=[("", "Choose one"), *((reason.code, reason.label) for reason in REASONS)],
        error_messages={
            "required": "Choose the reason: it is counted, and helps to see what holds people up."
        },
    )
    note = forms.CharField(
        label="In a few words",
        help_text="Kept in the history, for the office only.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why in a few words: whoever looks at the history later will want to know."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [name for name in self.fields if name not in ("reason", "note")]
        self.order_fields([*own, "reason", "note"])

    @property
    def values(self) -> dict[str, str]:
        """What the act's own fields were given, as texts."""
        return {
            name: _as_text(value)
            for name, value in self.cleaned_data.items()
            if name not in ("reason", "note")
        }


class ExtendForm(ActForm):
    """Until when."""

    to = forms.DateField(
        label="The new last day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Give the day until which there is time."},
    )


class PauseForm(ActForm):
    """Until when, where that is known."""

    until = forms.DateField(
        label="It goes on by itself on (optional)",
        help_text="Leave it empty to pause it until somebody resumes it.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ResumeForm(ActForm):
    """Nothing more is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        not_needed(self)


class ReassignForm(ActForm):
    """To whom."""

    officer = forms.ChoiceField(
        label="Who looks after it from now on?",
        error_messages={
            "required": "Choose who looks after it.",
            "invalid_choice": "They are no longer at the office. Choose one of these.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), str(person)) for person in people_at_the_office()]
        self.fields["officer"].choices = [("", "Choose one"), *people]  # type: ignore[attr-defined] # a ChoiceField
        not_needed(self)


class WaiveManyForm(ActForm):
    """Which condition."""

    guard = forms.ChoiceField(
        label="Which condition?",
        error_messages={"required": "Choose the condition that they may pass once."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guards = {
            guard.code: guard.in_words
            for journey in all_journeys()
            for move in journey.transitions.values()
            for guard in move.guards
            if guard.waivable
        }
        self.fields["guard"].choices = [("", "Choose one"), *guards.items()]  # type: ignore[attr-defined] # a ChoiceField


def not_needed(form: forms.Form) -> None:
    """Reason and words may be left out."""
    for name, label in (("reason", "Reason (optional)"), ("note", "A note for the record (optional)")):
        form.fields[name].required = False
        form.fields[name].label = label


def people_at_the_office() -> Iterable[Any]:
    """Who may look after runs, as ``settings.OFFICE_PEOPLE`` answers."""
    people: Callable[[], Iterable[Any]] = import_string(settings.OFFICE_PEOPLE)
    return people()


def person_at_the_office(key: str) -> Any:
    return next((person for person in people_at_the_office() if str(person.pk) == key), None)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else str(value)
