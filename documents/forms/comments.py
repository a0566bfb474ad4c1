"""Something to say on a question."""

from __future__ import annotations

from django import forms

from documents.fields import PlainField
from documents.services.commenting import MOST_LETTERS


class CommentForm(forms.Form):
    """Something to say on a question."""

    text = PlainField(
        label="Your comment",
        max_length=MOST_LETTERS,
        error_messages={
            "required": "Write your comment.",
            "max_length": f"Your comment has %(show_value)s letters: {MOST_LETTERS:,} is the most. Shorten it.",
        },
        widget=forms.Textarea({"rows": 4}),
    )
