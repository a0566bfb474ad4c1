"""Input about people: whom to invite, who takes over, under which name and address."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from awards.models import Contact
from documents.fields import TWO_THIRDS, PlainField

NAME = {"required": "Write the full name of the person."}
ADDRESS = {
    "required": "Write the email address of the person.",
    "invalid": "Write an email address, like name@school.example.",
}
_LINK = re.compile(r"://|www\.|@", re.IGNORECASE)


class NameField(PlainField):
    """A person's name, which goes into mails: it is no place for an address."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and _LINK.search(cleaned):
            raise forms.ValidationError("Write a name only, as people say it, without an address.")
        return cleaned


class AddressField(forms.EmailField):
    """An email address of one person, kept in small letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Work email address")
        options.setdefault("max_length", 254)
        options.setdefault("error_messages", ADDRESS)
        options.setdefault("widget", forms.EmailInput({"spellcheck": "false", "class": TWO_THIRDS}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        return super().clean(value).lower()


def _name(label: str = "Full name") -> NameField:
    return NameField(
        label=label, max_length=150, error_messages=NAME, widget=forms.TextInput({"class": TWO_THIRDS})
    )


class InviteForm(forms.Form):
    """Whom to ask, and as what."""

    SENTENCES = (
        (Contact.LEAD, "Lead: what we ask comes to them, and they submit"),
        (Contact.SECOND, "Second contact: does all that the lead does, and carries on if the lead leaves"),
        (Contact.EDITOR, "Editor: writes with you, submits nothing"),
        (Contact.FINANCE, "Finance contact: gets the invoices by email, sees nothing else"),
    )

    name = _name()
    email = AddressField()
    role = forms.ChoiceField(
        label="What will they do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they will do."},
    )

    def __init__(self, *args: Any, may_lead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined] # a choice field
            (code, words) for code, words in self.SENTENCES if may_lead or code != Contact.LEAD
        ]


class HandOverForm(forms.Form):
    """Who takes the lead over, and why."""

    name = _name("Full name of the person who takes over")
    email = AddressField(label="Their work email address")
    why = PlainField(
        label="Why? (optional)",
        help_text="For example: Lena goes to another school at the end of term.",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class HeadForm(forms.Form):
    """Where the head teacher gets mail."""

    email = AddressField(label="Email address of the head teacher")


class CallForm(forms.Form):
    """A call to the school's published number."""

    rang_on = forms.DateField(
        label="Day on which you rang",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Give the day on which you rang.",
            "invalid": "Write the day like 3 April 2026 or 3/4/2026, day first.",
        },
    )
    spoke_to = NameField(
        label="Whom did you speak to?",
        help_text="Name and post, as they said it.",
        max_length=150,
        error_messages={"required": "Write whom you spoke to."},
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )


class CorrectAddressForm(forms.Form):
    """The right address of somebody."""

    email = AddressField()


class OwnNameForm(forms.Form):
    """One's own name."""

    name = _name("Your name")


class OwnAddressForm(forms.Form):
    """One's own address."""

    email = AddressField(
        label="Your email address",
        help_text="You sign in with it. We send a link to a new address; it is used once you have followed the link.",
    )


class OwnDigestForm(forms.Form):
    """Whether one wants the morning's mail."""

    wants_digest = forms.BooleanField(
        label="Email me in the morning what to look at",
        help_text="On working days, and only when something is late, due, asked or broken.",
        required=False,
    )


class CloseQuestionForm(forms.Form):
    """What was done about a question."""

    note = PlainField(
        label="What did you find out or do?",
        max_length=1000,
        error_messages={"required": "Write a line, so that colleagues know what was done."},
        widget=forms.Textarea({"rows": 2}),
    )
