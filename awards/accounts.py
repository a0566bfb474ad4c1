"""How people get an account and come in."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as BaseSignupForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from awards.models import Person
from awards.queries import runs_of_person
from workflow.tracking import activity, note_activity


class SignupForm(BaseSignupForm):
    """Email, password, and the name that colleagues know."""

    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["name", "email", "password1"]


class AccountAdapter(DefaultAccountAdapter):
    """Takes the name along when somebody signs up, and says what went wrong so that it can be mended."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask us if that surprises you.",
        "email_password_mismatch": (
            "We do not know this email address with this password. Check both, or choose a new password."
        ),
        "email_taken": "There is an account with this email address. Sign in, or choose a new password.",
        "incorrect_code": "That is not the code in our email. Look at it again, or ask for a new one.",
        "incorrect_password": "That is not your password. Type it again, or choose a new one.",
        "invalid_password_reset": "This link was used before or has run out. Ask for a new one.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again.",
    }

    def post_login(self, request: HttpRequest, user: Person, **options: Any) -> HttpResponse:
        """Somebody came in: none of their journeys is silent."""
        ids = [run.pk for run in runs_of_person(user) if run.finished_at is None]
        note_activity(ids, what=activity.SIGNED_IN, now=timezone.now())
        answer: HttpResponse = super().post_login(request, user, **options)
        return answer

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.name = form.cleaned_data["name"]
        saved: Person = super().save_user(request, user, form, commit)
        return saved
