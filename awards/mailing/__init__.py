"""Every mail of the business: what its words may use, and an example of it."""

from __future__ import annotations

from awards.mailing.acts import declare_mails_of_acts
from awards.mailing.declaring import FOLDER, OFFICE, RUN, declare_mails
from awards.mailing.examples import example_run, example_words

__all__ = [
    "FOLDER",
    "OFFICE",
    "RUN",
    "declare_mails",
    "declare_mails_of_acts",
    "example_run",
    "example_words",
]
