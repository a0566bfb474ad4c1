"""The mails of what the office does beside the steps: reminders by hand, more time, steps taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from awards.journeys.enquiry import Enquiry
from awards.mailing.declaring import FOLDER, OFFICE, RUN
from awards.mailing.examples import example_words
from workflow.journey import Journey
from workflow.messages.templates import declare
from workflow.registry import all_journeys

_DUE = dt.date(2026, 9, 18)


def declare_mails_of_acts() -> None:
    """Make the mails known. Called once, when the application starts."""
    schools = [journey for journey in all_journeys() if journey is not Enquiry]
    for name, title, journeys in (
        ("put_back", "A step was taken back", schools),
        ("enquiry_put_back", "An enquiry: a step was taken back", [Enquiry]),
    ):
        fields = OFFICE | RUN | {"name", "about", "step", "due_on"}
        declare(f"{FOLDER}/{name}.txt", fields, _example_of_act, title=title, editions=journeys)
    declare(
        f"{FOLDER}/nudge.txt",
        OFFICE | RUN | {"name", "asks", "due_on", "is_past", "note"},
        _example_of_act,
        title="A reminder that an officer sends by hand",
        editions=schools,
    )
    for name, title in (("granted", "More time: granted"), ("refused", "More time: not granted")):
        fields = OFFICE | RUN | {"name", "note", "due_on", "wanted_on"}
        declare(
            f"workflow/mails/more_time_{name}.txt", fields, _example_of_act, title=title, editions=schools
        )


def _example_of_act(journey: type[Journey]) -> dict[str, Any]:
    return {
        **example_words(journey),
        "about": "Your Statement of Commitment is accepted",
        "step": journey.initial.outside_label,
        "asks": journey.initial.asks,
        "is_past": True,
        "wanted_on": _DUE,
    }
