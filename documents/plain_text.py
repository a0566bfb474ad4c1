"""Makes what was typed or pasted plain text that can be kept, compared and signed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# Marks that turn the direction of the text around them: what is read would not be what is stored.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_KEPT_CONTROLS = "\n\t"
_DROPPED = {"Cc", "Cs", "Cn", "Co"}
_BULLETS = re.compile(r"^[ \t]*(?:[•·▪◦‣][ \t\u00a0]+|o\t)", re.MULTILINE)  # as word processors paste them
_BLANK: tuple[Any, ...] = ("", False, {}, [])
_BLANK_LINES = re.compile(r"\n{3,}")


class _Letters(dict[int, int | None]):
    """What becomes of each letter, found out when it first comes: itself, or nothing."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        is_kept = letter in _KEPT_CONTROLS or (
            letter not in _TURNING and unicodedata.category(letter) not in _DROPPED
        )
        self[code] = code if is_kept else None
        return self[code]


_LETTERS = _Letters()


def plain(text: str) -> str:
    """The text in one spelling (NFC), with Unix line ends and "- " for bullets, without control characters and trailing space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _BULLETS.sub("- ", text)
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", text.translate(_LETTERS)).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def plain_answer(value: Any) -> Any:
    """An answer with every text in it made plain. Parts and rows left blank are dropped."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        parts = {name: plain_answer(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in _BLANK}
    if isinstance(value, list):
        return [row for row in map(plain_answer, value) if row not in _BLANK]
    return value


def one_line(text: str) -> str:
    return " ".join(plain(text).split())
