"""The mail that asks for a signature: what its words may use, and an example."""

from __future__ import annotations

from typing import Any

from documents.models import Signature
from workflow.journey import Journey
from workflow.messages import personal_link
from workflow.messages.templates import declare


def declare_mails() -> None:
    """Make the mail known. Called once, when the application starts."""
    declare(
        "documents/mails/please_sign.txt",
        {"signature.name", "signature.role_label", "title", "who", "asker", "link", "days"},
        _example,
        title="Please read and sign",
    )


def _example(journey: type[Journey]) -> dict[str, Any]:
    return {
        "signature": Signature(name="Hanna Head", role_label="Head teacher"),
        "title": "Statement of Commitment",
        "who": "Example Primary School",
        "asker": "Tess Teacher",
        "link": personal_link("documents:sign_by_link", "example", 0),
        "days": "30",
    }
