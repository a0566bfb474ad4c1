"""What a mail server's refusal means: try again later, give up, or nobody knows whether the mail left."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused

TRY_LATER = frozenset({429, 503})  # HTTP: too many requests; not available just now


class Meaning(Enum):
    """What is known of a mail that was not taken."""

    LATER = "later"
    NEVER = "never"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Fault:
    """Why a mail was not taken, with the server's own words."""

    meaning: Meaning
    words: str


def fault_of(error: Exception) -> Fault | None:
    """What an error while sending says about the mail. None: a fault of ours, not of the mail server."""
    meaning = _meaning(error)
    return Fault(meaning, " ".join(_words(error).split())[:300]) if meaning else None


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(said)}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _meaning(error: Exception) -> Meaning | None:
    match error:
        case smtplib.SMTPRecipientsRefused():
            found = _by_code(code for code, _ in error.recipients.values())
        case smtplib.SMTPResponseException():
            found = _by_code([error.smtp_code])
        case AnymailAPIError():
            found = _by_status(error.status_code)
        case AnymailRecipientsRefused() | smtplib.SMTPNotSupportedError():
            found = Meaning.NEVER
        case ConnectionRefusedError() | socket.gaierror():
            found = Meaning.LATER
        case smtplib.SMTPServerDisconnected() | TimeoutError() | ConnectionError():
            found = Meaning.UNSURE
        case _:
            return None
    return found


def _by_code(codes: Iterable[int]) -> Meaning:
    """SMTP: 4xx is for now, 5xx for good (RFC 5321, 4.2.1)."""
    numbers = list(codes)
    is_for_now = bool(numbers) and all(400 <= number < 500 for number in numbers)  # noqa: PLR2004 - as above
    return Meaning.LATER if is_for_now else Meaning.NEVER


def _by_status(status: int | None) -> Meaning:
    if status is None:
        return Meaning.UNSURE
    if status in TRY_LATER:
        return Meaning.LATER
    return Meaning.UNSURE if status >= 500 else Meaning.NEVER  # noqa: PLR2004 - HTTP: the server's own trouble
