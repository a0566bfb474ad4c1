"""The number of a certificate: how it is made and how one that a person typed is read.

``WM-2026-000123-XK7QH``: the year of issue, the place in that year without gaps, and five characters that follow from
neither. Four are drawn at random, so that nobody can count their way to another school's certificate; the fifth is a
check over the whole, which finds every single wrong character and every two swapped neighbours.
The alphabet of those five leaves out 0, 1, I, L and O, which people misread.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIX = "WM"

_TYPED = re.compile(r"(?:WM)?(?P<year>[0-9OIL]{4})(?P<serial>[0-9OIL]{6})(?P<tail>[0-9A-Z]{5})")
# 0 and 1 stand only where no letter may, so they may share the values of Y and Z.
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"0": 29, "1": 30}
_DIGITS = str.maketrans("OIL", "011")


class NotANumber(Exception):
    """What was typed is not a certificate number, or has a slip in it."""


def new_number(year: int, serial: int) -> str:
    """The full number for a place in a year, with a fresh tail."""
    body = f"{year:04}{serial:06}" + "".join(secrets.choice(ALPHABET) for _ in range(4))
    return _written(body + _check(body))


def read_number(typed: str) -> str:
    """The number that a person meant: spaces, dashes, small letters and O for 0 are forgiven. Raises NotANumber."""
    match = _TYPED.fullmatch(re.sub(r"[\W_]", "", typed.upper()))
    if not match:
        raise NotANumber(
            "A certificate number looks like WM-2026-000123-XK7QH. It stands at the foot of the certificate."
        )
    number = (match["year"] + match["serial"]).translate(_DIGITS) + match["tail"]
    if set(match["tail"]) - set(ALPHABET) or _check(number[:-1]) != number[-1]:
        raise NotANumber(
            "One character of this number is not as it was printed. Compare it with the foot of the certificate."
        )
    return _written(number)


def _written(number: str) -> str:
    return f"{PREFIX}-{number[:4]}-{number[4:10]}-{number[10:]}"


def _check(body: str) -> str:
    # As 31 is prime and more than the places, no slip of one character or swap of two leaves the sum as it was.
    return ALPHABET[
        sum(place * _VALUES[character] for place, character in enumerate(body, start=1)) % len(ALPHABET)
    ]
