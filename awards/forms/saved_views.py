"""A list that somebody keeps under a name."""

from __future__ import annotations

from django import forms

from awards.services.saved_views import LONGEST_NAME


class SavedViewForm(forms.Form):
    """Its name, and whether colleagues see it."""

    name = forms.CharField(
        label="Name of this list",
        max_length=LONGEST_NAME,
        error_messages={
            "required": "Give the list a name, so that you find it again.",
            "max_length": f"Give the list a shorter name: {LONGEST_NAME} letters at most.",
        },
    )
    shared = forms.BooleanField(label="Show it to everybody at the office", required=False)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
