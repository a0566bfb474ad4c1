"""What the check page says of a certificate: words, dates and status, and nothing of any person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat

from certificates.models import Certificate
from certificates.words import Words


@dataclass(frozen=True)
class Status:
    """How a certificate stands today: a code for machines, a word, a sentence, and the tone of its tag."""

    code: str
    word: str
    sentence: str
    tone: str


VALID = Status("valid", "Valid", "This certificate is genuine and stands today.", "teal")
LAPSED = Status("lapsed", "Lapsed", "This certificate is genuine. Its last day has passed.", "quiet")
SUPERSEDED = Status(
    "replaced", "Replaced", "This certificate is genuine. A newer one has taken its place.", "plum"
)
WITHDRAWN = Status("withdrawn", "Withdrawn", "This certificate was withdrawn. It no longer stands.", "rust")
QUEUED = Status("being-made", "Being made", "The certificate is being made; look again in a minute.", "plum")


@dataclass(frozen=True)
class CheckPage:
    """One certificate as anybody may see it."""

    number: str
    words: Words
    status: Status
    sha256: str
    replaced_by: str

    @property
    def offers_file(self) -> bool:
        return bool(self.sha256) and self.status is not WITHDRAWN

    @property
    def rows(self) -> list[dict[str, str]]:
        rows = [
            ("Awarded to", self.words.recipient),
            ("Award", self.words.award),
            ("Awarded on", _day(self.words.awarded_on)),
            ("Valid to", _day(self.words.valid_to) if self.words.valid_to else "No end"),
            ("Issued by", self.words.office),
            ("Certificate number", self.number),
        ]
        return [{"key": key, "value": value} for key, value in rows]

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "status": self.status.code,
            "recipient": self.words.recipient,
            "programme": self.words.programme,
            "level": self.words.level or None,
            "awarded_on": self.words.awarded_on.isoformat(),
            "valid_to": self.words.valid_to.isoformat() if self.words.valid_to else None,
            "issued_by": self.words.office,
            "statement": self.words.statement,
            "sample": self.words.sample,
            "sha256": self.sha256 or None,
            "replaced_by": self.replaced_by or None,
        }


def check_page(certificate: Certificate, *, today: dt.date) -> CheckPage:
    newer = getattr(certificate, "replaced_by", None)
    return CheckPage(
        number=certificate.number,
        words=certificate.says,
        status=status_of(certificate, today=today),
        sha256=certificate.sha256,
        replaced_by=newer.number if newer else "",
    )


def status_of(certificate: Certificate, *, today: dt.date) -> Status:
    """How the certificate stands on a day."""
    if certificate.state == Certificate.ISSUED:
        return LAPSED if certificate.has_lapsed(today) else VALID
    return {
        Certificate.QUEUED: QUEUED,
        Certificate.SUPERSEDED: SUPERSEDED,
        Certificate.WITHDRAWN: WITHDRAWN,
    }[certificate.state]


def file_name(certificate: Certificate) -> str:
    """What the downloaded file is called."""
    return f"{certificate.says.award} certificate {certificate.number}.pdf"


def _day(day: dt.date) -> str:
    return dateformat.format(day, "j F Y")
