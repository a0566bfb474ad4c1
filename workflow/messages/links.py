"""Personal links: markers while a mail is kept, addresses with a secret only while it is sent."""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

MASK = "(a personal link, made when the email leaves)"

_MARKER = re.compile(
    r"\[\[personal-link:(?P<page>[\w:-]+):(?P<purpose>[\w-]+):(?P<pk>\d+):(?P<proof>[\w-]+)\]\]"
)


class LinkIsOver(Exception):
    """A personal link that is too old, changed or meant for something else."""


def personal_link(page: str, purpose: str, pk: int) -> str:
    """A marker for a mail's text. It becomes an address with a secret only when the mail is sent.

    It carries a proof that it is ours: what somebody types like a marker into a form stays what it is.
    """
    return f"[[personal-link:{page}:{purpose}:{pk}:{_proof(page, purpose, pk)}]]"


def token_for(purpose: str, pk: int) -> str:
    return signing.dumps(pk, salt=f"waymark.{purpose}", compress=False)


def read_token(purpose: str, token: str, *, max_age: dt.timedelta) -> int:
    """The key that a personal link stands for. Raises LinkIsOver."""
    try:
        pk: int = signing.loads(token, salt=f"waymark.{purpose}", max_age=max_age)
    except signing.BadSignature as error:
        raise LinkIsOver(
            "This link has run out or is not complete. Ask the person who sent it for a new one."
        ) from error
    return pk


def masked(text: str) -> str:
    """A mail's text for reading here: no personal link and no marker of one stands in it."""
    return _MARKER.sub(MASK, text)


def with_links(text: str) -> str:
    """A mail's text as it leaves, with its secrets."""
    return _MARKER.sub(_address, text)


def _proof(page: str, purpose: str, pk: int) -> str:
    return signing.Signer(salt="waymark.marker").signature(f"{page}:{purpose}:{pk}")


def _address(marker: re.Match[str]) -> str:
    expected = _proof(marker["page"], marker["purpose"], int(marker["pk"]))
    if not constant_time_compare(marker["proof"], expected):
        return marker[0]
    token = token_for(marker["purpose"], int(marker["pk"]))
    path: str = reverse(marker["page"], args=[token])
    return settings.PUBLIC_ADDRESS + path
