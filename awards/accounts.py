"""How people get an account and come in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as BaseSignupForm
from django import forms
from django.http import HttpRequest

from awards.models import Person


class SignupForm(BaseSignupForm):  # type: ignore[misc] # allauth has no types
    """E-mail, password, and the name that colleagues know."""

    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["name", "email", "password1"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Takes the name along when somebody signs up."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.name = form.cleaned_data["name"]
        saved: Person = super().save_user(request, user, form, commit)
        return saved
