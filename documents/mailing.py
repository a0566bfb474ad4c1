"""The mails about documents: what their words may use, and an example of each."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from documents.models import Signature
from workflow.journey import Journey
from workflow.messages import personal_link
from workflow.messages.templates import declare


def declare_mails() -> None:
    """Make the mails known. Called once, when the application starts."""
    declare(
        "documents/mails/changed_since.txt",
        {"signature.name", "signature.role_label", "title", "who", "link"},
        _example_of_changes,
        title="Changed since you signed",
    )
    declare(
        "documents/mails/please_sign.txt",
        {"signature.name", "signature.role_label", "title", "who", "asker", "link", "days"},
        _example,
        title="Please read and sign",
    )
    declare(
        "documents/mails/comments.txt",
        {
            *("name", "title", "who", "how_many", "link"),
            *("comments", "comments.label", "comments.author", "comments.words"),
        },
        _example_of_comments,
        title="Comments on a draft",
    )
    declare(
        "documents/mails/handout.txt",
        {"name", "title", "who", "asker", "parts", "note", "until", "link"},
        _example_of_handout,
        title="A part of a document to write",
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


def _example_of_comments(journey: type[Journey]) -> dict[str, Any]:
    return {
        "name": "Tess Teacher",
        "title": "Statement of Commitment",
        "who": "Example Primary School",
        "how_many": "1 comment",
        "comments": [
            {
                "label": "Your first goal",
                "author": "Olive Officer",
                "words": "Good. How many pupils is that now?",
            }
        ],
        "link": f"{settings.PUBLIC_ADDRESS}/documents/example/comments/",
    }


def _example_of_handout(journey: type[Journey]) -> dict[str, Any]:
    return {
        "name": "Ola Okafor",
        "title": "Case Study",
        "who": "Example Primary School",
        "asker": "Tess Teacher",
        "parts": "“Goal 1”",
        "note": "You ran the steel pans club, so you know best.",
        "until": "24 March 2026",
        "link": personal_link("documents:handout_open", "example", 0),
    }


def _example_of_changes(journey: type[Journey]) -> dict[str, Any]:
    return {
        "signature": Signature(name="Chris Chair", role_label="Chair of governors"),
        "title": "Statement of Commitment",
        "who": "Example Primary School",
        "link": personal_link("documents:sign_by_link", "example", 0),
    }
