"""One spelling of a school's name, for what is stored to be searched and for what is asked."""

from __future__ import annotations

import re
import unicodedata

# Words that most schools share say little, make an index large and a search slow.
_SHARED_BY_MOST = frozenset(
    "the of and at school schools primary secondary academy infant infants junior juniors nursery".split()
)
_IN_PHRASES = frozenset({"church", "c", "ce", "cofe", "coe", "r", "rc", "roman", "saint"})
_PHRASES = re.compile(
    r"\b(?:(?P<ce>church of england|c of e|cofe|coe|c e)|(?P<catholic>roman catholic|r c|rc)|(?P<st>saint))\b"
)

_APOSTROPHES = "'’‘`´ʼ′"
_PUNCTUATION = {ord(mark): " " for mark in "!\"#$%()*+,-./:;<=>?@[\\]^_{|}~–—\t\r\n\xa0"}
_TABLE = str.maketrans(_PUNCTUATION | {ord(mark): "" for mark in _APOSTROPHES} | {ord("&"): " and "})


def plain_words(text: str) -> list[str]:
    """The words of a name in one spelling.

    Small letters without accents or punctuation; "Saint" is "st", "&" is "and", "C of E" and "Church of England" are "ce",
    "Roman Catholic" and "RC" are "catholic".
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_TABLE))
        text = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    words = text.lower().translate(_TABLE).split()
    if _IN_PHRASES.isdisjoint(words):
        return words
    return _PHRASES.sub(lambda found: found.lastgroup or "", " ".join(words)).split()


def searchable(text: str) -> str:
    """The words that tell one school from another, in one spelling, with a space between."""
    return " ".join([word for word in plain_words(text) if word not in _SHARED_BY_MOST])


def spaced_postcode(text: str) -> str:
    """ "b262jl" as "B26 2JL": capitals, and one space before the last three characters of a whole postcode."""
    joined = "".join(text.split()).upper()
    return f"{joined[:-3]} {joined[-3:]}" if _WHOLE_POSTCODE.fullmatch(joined) else text.strip().upper()


_WHOLE_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
