"""Input about what the award body did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from awards.models import AwardBodyAct
from awards.rubrics.artsmark_2018 import RUBRIC
from awards.services.award_body import Letter, Told, UnreadableLetter, read_letter

ACCEPTED_FILES = ".pdf,.jpg,.jpeg,.png"


class LetterField(forms.FileField):
    """A paper of the award body, judged by its content; cleaned to a Letter or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Its letter (optional)",
            help_text="PDF, JPEG or PNG, up to 10 MB. The school can download it.",
            required=False,
            widget=forms.FileInput({"class": "govuk-file-upload", "accept": ACCEPTED_FILES}),
            error_messages={"empty": "The file of the letter is empty. Look at it, and choose it again."},
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Letter | None:
        file: UploadedFile | None = super().clean(data, initial)
        if not file:
            return None
        try:
            return read_letter(file.read(), name=file.name or "")
        except UnreadableLetter as refused:
            raise forms.ValidationError(refused.reasons) from refused


class ActForm(forms.Form):
    """One act, by its letter. ``kinds`` are those that can be recorded where the journey stands."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    act = forms.ChoiceField(
        label="What did the award body do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the award body did."},
    )
    level = forms.ChoiceField(
        label="Which level?",
        help_text="Only where it awarded one.",
        choices=[("", "No level"), *((level.code, level.label) for level in RUBRIC.levels[1:])],
        required=False,
    )
    happened_on = forms.DateField(
        label="Day of its letter",
        widget=forms.DateInput({"type": "date"}),
        error_messages={"required": "Give the day that stands on the letter."},
    )
    reference = forms.CharField(label="Its reference (optional)", max_length=80, required=False)
    letter = LetterField()
    note = forms.CharField(
        label="A note for the record (optional)",
        help_text="Needed when the letter is more than ten working days old: say why it is recorded only now.",
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(AwardBodyAct.KINDS)
        self.fields["act"].choices = [(kind, labels[kind]) for kind in kinds]  # type: ignore[attr-defined] # a choice
        if AwardBodyAct.AWARDED not in kinds:
            del self.fields["level"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        awarded = cleaned.get("act") == AwardBodyAct.AWARDED
        if awarded and not cleaned.get("level"):
            self.add_error("level", "Choose the level that the award body gave.")
        if not awarded and cleaned.get("level"):
            self.add_error(
                "level", "A level goes with an award: choose “No level”, or “Awarded a level” above."
            )
        return cleaned

    @property
    def told(self) -> Told:
        return Told(
            kind=self.cleaned_data["act"],
            happened_on=self.cleaned_data["happened_on"],
            reference=self.cleaned_data["reference"],
            level_code=self.cleaned_data.get("level", ""),
        )
