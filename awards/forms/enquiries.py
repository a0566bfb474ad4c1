"""Input about enquiries."""

from __future__ import annotations

from django import forms


class ReplyForm(forms.Form):
    """The answer of somebody whom we asked back."""

    text = forms.CharField(
        label="Your reply",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write your reply first."},
    )
