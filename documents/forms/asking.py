"""What the office asks about what was handed in."""

from __future__ import annotations

from typing import Any

from django import forms

from documents.fields import PlainField
from documents.vocabulary import Form


class AskAboutForm(forms.Form):
    """What the office asks about each answer. A question with nothing written under it is not asked about.

    form: None where nothing was handed in here; then the note says all. ``asked``: by question, once it is valid.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = PlainField(
        label="Anything else to tell the school (optional)",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, form: type[Form] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = form.questions if form else {}
        self.questions = list(questions)
        if not questions:
            self.fields["note"].label = "What do you ask the school to look at again?"
        for name, question in questions.items():
            self.fields[name] = PlainField(
                label=f"What do you ask about “{question.label}”?",
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 3}),
            )

    @property
    def asked(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.questions if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if self.questions and not self.asked:
            raise forms.ValidationError(
                "Write under at least one answer what the school should look at again."
            )
        if not self.questions and not cleaned.get("note"):
            self.add_error("note", "Write what the school should look at again.")
        return cleaned
