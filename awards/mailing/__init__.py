"""Every mail of the business: what its words may use, and an example of it."""

from __future__ import annotations

from awards.mailing.acts import declare_mails_of_acts
from awards.mailing.declaring import FOLDER, OFFICE, RUN, declare_mails
from awards.mailing.digest import declare_digest
from awards.mailing.examples import example_run, example_words
from awards.mailing.reminders import declare_mails_of_ladders

__all__ = [
    "FOLDER",
    "OFFICE",
    "RUN",
    "declare_all",
    "example_run",
    "example_words",
]


def declare_all() -> None:
    """Make every mail known. Called once, when the application starts."""
    declare_mails()
    declare_mails_of_acts()
    declare_mails_of_ladders()
    declare_digest()
