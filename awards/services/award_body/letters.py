"""The award body's own papers: judged by what they hold, kept as they came."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from documents.plain_text import one_line
from workflow.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
_BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


class UnreadableLetter(Refused):
    """The file is none that is kept as a letter."""


@dataclass(frozen=True)
class Letter:
    """A paper of the award body. ``ending`` says what it is, whatever its name says: pdf, jpg or png."""

    name: str
    content: bytes
    ending: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_letter(content: bytes, *, name: str) -> Letter:
    """Judge a file by its content. Raises UnreadableLetter for all but PDF, JPEG and PNG, and above MOST_BYTES."""
    if len(content) > MOST_BYTES:
        raise UnreadableLetter(
            f"The letter is larger than {MOST_BYTES // 1024 // 1024} MB. Scan it at a lower resolution."
        )
    if not content:
        raise UnreadableLetter("The file of the letter is empty. Look at it, and choose it again.")
    ending = next((ending for begins, ending in _BEGINNINGS.items() if content.startswith(begins)), "")
    if not ending:
        raise UnreadableLetter("The letter is none of PDF, JPEG or PNG. Save or scan it as one of these.")
    stem = PurePath(one_line(name).replace("\\", "/")).stem[:150] or "letter"
    return Letter(name=f"{stem}.{ending}", content=content, ending=ending)


def keep(letter: Letter, *, now: dt.datetime) -> str:
    """Store the letter under its hash; the place where it lies."""
    return default_storage.save(
        f"letters/{now:%Y}/{letter.sha256}.{letter.ending}", ContentFile(letter.content)
    )


def forget(place: str) -> None:
    """Remove what was stored for an act that was not recorded after all."""
    default_storage.delete(place)
