"""One spelling of a school's name, for what is stored to be searched and for what is asked."""

from __future__ import annotations

import re
import unicodedata

# Words that most schools share say little, make an index large and a search slow.
SHARED_BY_MOST = frozenset(
    [
        "the",
        "of",
        "and",
        "at",
        "school",
        "schools",
        "primary",
        "secondary",
        "academy",
        "infant",
        "infants",
        "junior",
        "juniors",
        "nursery",
    ]
)
_IN_PHRASES = frozenset({"church", "c", "ce", "cofe", "coe", "r", "rc", "roman", "saint"})
_PHRASES = re.compile(
    r"\b(?:(?P<ce>church of england|c of e|cofe|coe|c e)|(?P<catholic>roman catholic|r c|rc)|(?P<st>saint))\b"
)

_SPACED_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ′")
_ASCII_APOSTROPHES = b"'`"
_ASCII = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)).lower() + b" " * 128


def plain_words(text: str) -> list[str]:
    """The words of a name in one spelling.

    Small letters without accents or punctuation; "Saint" is "st", "&" is "and", "C of E" and "Church of England" are "ce",
    "Roman Catholic" and "RC" are "catholic".
    """
    if not text.isascii():
        text = _without_accents(text.translate(_APOSTROPHES))
    plain = text.replace("&", " and ").encode("ascii", "replace").translate(_ASCII, _ASCII_APOSTROPHES)
    words = plain.decode("ascii").split()
    if _IN_PHRASES.isdisjoint(words):
        return words
    return _PHRASES.sub(lambda found: found.lastgroup or "", " ".join(words)).split()


def searchable(text: str) -> str:
    """The words that tell one school from another, in one spelling, with a space between."""
    return " ".join([word for word in plain_words(text) if word not in SHARED_BY_MOST])


def spaced_postcode(text: str) -> str:
    """A postcode as it is written on a letter: "b262jl" is "B26 2JL". What is none comes back in capitals."""
    if _SPACED_POSTCODE.fullmatch(text):
        return text
    joined = "".join(text.split()).upper()
    spaced = f"{joined[:-3]} {joined[-3:]}"
    return spaced if _SPACED_POSTCODE.fullmatch(spaced) else " ".join(text.split()).upper()


def _without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
