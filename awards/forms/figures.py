"""Of which journeys the pictures and the columns speak."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.figures import Choice
from awards.queries import areas_with_runs
from workflow.registry import all_journeys


def usual_programme() -> str:
    """The programme with the longest path: what a picture shows before anybody chose."""
    return max(all_journeys(), key=lambda journey: len(journey.stops())).code


class ChoiceForm(forms.Form):
    """Programme, edition, area. What cannot be read counts as not chosen."""

    programme = forms.ChoiceField(label="Programme", required=False)
    edition = forms.ChoiceField(label="Edition", required=False)
    area = forms.ChoiceField(label="Local authority", required=False)

    def __init__(self, data: Any, *, may_have_all: bool = True) -> None:
        given = data.copy()
        if not given.get("programme") and not (may_have_all and "programme" in given):
            given["programme"] = usual_programme()
        super().__init__(given)
        programmes = sorted({(journey.code, journey.title) for journey in all_journeys()})
        editions = [(f"{one.code}:{one.edition}", f"{one.title} {one.edition}") for one in all_journeys()]
        everything = [("", "All programmes")] if may_have_all else []
        choices = {
            "programme": [*everything, *programmes],
            "edition": [("", "All editions"), *editions],
            "area": [("", "All"), *areas_with_runs(also=given.get("area", ""))],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined] # fields are typed as plain ones

    @property
    def choice(self) -> Choice:
        self.is_valid()
        programme = self.cleaned_data.get("programme", "") or ""
        code, _, edition = (self.cleaned_data.get("edition") or "").partition(":")
        if code and code != programme:
            programme, edition = (code, edition) if not programme else (programme, "")
        return Choice(programme, edition, self.cleaned_data.get("area") or "")


class LanesForm(ChoiceForm):
    """The same for the columns, which are of one programme; and whose journeys."""

    whose = forms.ChoiceField(label="Whose", required=False, choices=[("", "Everybody’s"), ("mine", "Mine")])

    def __init__(self, data: Any) -> None:
        super().__init__(data, may_have_all=False)

    @property
    def only_mine(self) -> bool:
        self.is_valid()
        return self.cleaned_data.get("whose") == "mine"
