"""What people do with the links that they get by mail."""

from __future__ import annotations

import re

from django.urls import reverse

from awards.models import Contact
from workflow.messages import token_for
from workflow.models import Message


def link_to(page: str, purpose: str, pk: int) -> str:
    return reverse(f"awards:{page}", args=[token_for(purpose, pk)])


def link_of_mail(template: str, to: str) -> str:
    """The address behind the personal link of the newest mail of a kind to somebody."""
    message = Message.objects.filter(template=f"awards/mails/{template}.txt", to_email=to).latest("pk")
    marker = re.search(r"\[\[personal-link:([\w:-]+):([\w-]+):(\d+):", message.body)
    assert marker is not None, message.body
    return reverse(marker[1], args=[token_for(marker[2], int(marker[3]))])


def mails_to(email: str) -> list[str]:
    """The kinds of mail that somebody got, oldest first."""
    rows = Message.objects.filter(to_email=email).order_by("pk").values_list("template", flat=True)
    return [template.rpartition("/")[2].removesuffix(".txt") for template in rows]


def parts_of(application) -> set[tuple[str, str]]:
    """Who works on an application now: email and part."""
    return set(
        Contact.objects.filter(application=application, until=None).values_list("person__email", "role")
    )
