"""The morning's mail to people at the office."""

from __future__ import annotations

from typing import Any

from awards.journeys.enquiry import Enquiry
from awards.mailing.declaring import FOLDER
from workflow.journey import Journey
from workflow.messages.templates import declare
from workflow.registry import all_journeys

FIELDS = {
    *("name", "day", "summary", "nobodys", "parts"),
    *(f"parts.{field}" for field in ("title", "number", "left_out", "lines", "more")),
    *(f"parts.lines.{field}" for field in ("text", "what", "when", "href")),
    *(f"parts.more.{field}" for field in ("text", "href")),
}


def declare_digest() -> None:
    """Make the mail known. It is about no journey, so one example is enough."""
    schools = [journey for journey in all_journeys() if journey is not Enquiry]
    declare(
        f"{FOLDER}/digest.txt",
        FIELDS,
        _example,
        title="To the office: what to look at this morning",
        editions=schools[-1:],
    )


def _example(journey: type[Journey]) -> dict[str, Any]:
    late = {
        "text": "Example Primary School",
        "what": "Delivering",
        "when": "6 Mar 2026, 3 days late",
        "href": "/journeys/",
    }
    asked = {
        "text": "Another Example School",
        "what": "Ring them: the Case Study is late, and our emails brought no answer.",
        "when": "9 Mar 2026",
        "href": "/journeys/",
    }
    more = [{"text": "See all 9 that are late", "href": "/journeys/?due=late"}]
    return {
        "name": "Olga Officer",
        "day": "Monday 9 March",
        "summary": "9 newly late, 1 to answer",
        "parts": [
            {
                "title": "Became late since Friday 6 March",
                "number": 9,
                "lines": [late],
                "left_out": 8,
                "more": more,
            },
            {"title": "To answer", "number": 1, "lines": [asked], "left_out": 0, "more": []},
        ],
        "nobodys": 2,
    }
