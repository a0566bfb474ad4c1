"""What readers, moderators and the office type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assessments.models import Assessor
from assessments.rubric import THE_WHOLE, Criterion, Rubric
from assessments.services import Judgement
from documents.fields import PlainField

MOST_LETTERS = 20_000
_TOO_LONG = f"Shorten this to {MOST_LETTERS:,} letters. What you wrote is still here."
_NO_LEVEL = "Choose one of the levels offered."


@dataclass(frozen=True)
class Question:
    """One criterion, or with an empty code the whole, in the marking form."""

    code: str
    label: str
    level: forms.BoundField
    reason: forms.BoundField


class JudgementForm(forms.Form):
    """A reader's draft: level and reason for each criterion and for the whole. Takes it complete or not."""

    def __init__(self, rubric: Rubric, data: Any = None, *, judgement: Judgement | None = None) -> None:
        self.rubric = rubric
        super().__init__(data, initial=_initial(rubric, judgement) if judgement else None)
        for criterion in rubric.criteria:
            self.fields[level_name(criterion.code)] = _level_field(rubric, criterion)
            self.fields[reason_name(criterion.code)] = _reason_field(
                "Why? Say what in the documents shows it."
            )
        self.fields[level_name("")] = _level_field(rubric)
        self.fields[reason_name("")] = _reason_field("Why this level overall?")

    def judgement(self) -> Judgement:
        given = self.cleaned_data
        marks = {
            criterion.code: (given[level_name(criterion.code)], given[reason_name(criterion.code)])
            for criterion in self.rubric.criteria
        }
        return Judgement(marks, given[level_name("")], given[reason_name("")])

    def questions(self) -> list[Question]:
        """The fields, criterion by criterion, and last those of the whole."""
        asked = [*((criterion.code, criterion.label) for criterion in self.rubric.criteria), ("", THE_WHOLE)]
        return [
            Question(code, label, self[level_name(code)], self[reason_name(code)]) for code, label in asked
        ]


class AllocationForm(forms.Form):
    """Which two assessors read."""

    def __init__(self, assessors: Sequence[Assessor], data: Any = None) -> None:
        super().__init__(data)
        choices = [("", "Choose an assessor")] + [
            (str(assessor.pk), f"{assessor} ({_in_hand(assessor)})") for assessor in assessors
        ]
        self._by_pk = {str(assessor.pk): assessor for assessor in assessors}
        for name, label in (("first", "First reader"), ("second", "Second reader")):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                error_messages={
                    "required": f"Choose the {label.lower()}.",
                    "invalid_choice": "Choose somebody from the list.",
                },
            )

    def assessors(self) -> list[Assessor]:
        return [self._by_pk[self.cleaned_data[name]] for name in ("first", "second")]


class ModerationForm(forms.Form):
    """A moderator's decision."""

    def __init__(self, rubric: Rubric, data: Any = None) -> None:
        super().__init__(data)
        self.fields["level"] = forms.ChoiceField(
            label="Which level do you decide on?",
            choices=[(level.code, level.label) for level in rubric.levels],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the level that you decide on.", "invalid_choice": _NO_LEVEL},
        )
        self.fields["reason"] = _text_field(
            "Why?", "Both readers’ reasons are above. Yours is kept with the decision.", rows=6
        )
        self.fields["reason"].error_messages["required"] = "Say why you decide on this level."
        self.fields["reason"].required = True


class FeedbackForm(forms.Form):
    """What the school will read beside its level."""

    text = PlainField(
        label="Feedback to the school",
        help_text="It begins with what the readers wrote. Edit it into one voice. The school reads it exactly so.",
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 24}),
        error_messages={"required": "Write the feedback that the school will read.", "max_length": _TOO_LONG},
    )


def level_name(criterion: str) -> str:
    return f"on-{criterion}-level" if criterion else "whole-level"


def reason_name(criterion: str) -> str:
    return f"on-{criterion}-reason" if criterion else "whole-reason"


def links_to(rubric: Rubric, address: str) -> dict[str, str]:
    """Where on the marking page each criterion is marked; the whole by ''."""
    codes = [*(criterion.code for criterion in rubric.criteria), ""]
    return {code: f"{address}#id_{level_name(code)}_0" for code in codes}


def _initial(rubric: Rubric, judgement: Judgement) -> dict[str, str]:
    initial = {level_name(""): judgement.level, reason_name(""): judgement.reason}
    for criterion in rubric.criteria:
        level, reason = judgement.marks.get(criterion.code, ("", ""))
        initial |= {level_name(criterion.code): level, reason_name(criterion.code): reason}
    return initial


def _level_field(rubric: Rubric, criterion: Criterion | None = None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Level" if criterion else "Overall level",
        choices=[(level.code, _described(level.label, level.code, criterion)) for level in rubric.levels],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _NO_LEVEL},
    )


def _described(label: str, level: str, criterion: Criterion | None) -> str | SafeString:
    if criterion is None:
        return label
    return format_html("<strong>{}</strong>: {}", label, criterion.descriptors[level])


def _reason_field(label: str) -> forms.CharField:
    return _text_field(label, "", rows=3)


def _text_field(label: str, help_text: str, *, rows: int) -> forms.CharField:
    return PlainField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"max_length": _TOO_LONG},
    )


def _in_hand(assessor: Assessor) -> str:
    load: int = assessor.load  # type: ignore[attr-defined] # annotated by queries.assessors_with_loads
    return "nothing in hand" if load == 0 else f"{load} in hand"
