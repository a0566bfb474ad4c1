"""What people write into a cell: days, pounds, yes or no, addresses. Each is read, or refused with a sentence."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from workflow.refusals import Refused


class UnreadableValue(Refused):
    """A cell says something else than it should; the sentence quotes it and says how to write it."""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_JOINED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_BRITISH = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})")
_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/. ,]+(?P<name>[a-z]+)\.?[-/. ,']+(?P<year>\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4}|\d{2})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ")
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|\+00:00)?$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050  # 1 January 1990, 31 December 2099
_DAY_NOUGHT = dt.date(1899, 12, 30)  # of the numbers by which Excel keeps days
_CENTURY, _LAST_SHORT_YEAR = 2000, 50
_EARLIEST, _LATEST = 1990, 2099  # there was no scheme before, and nothing lasts longer
_MONTHS_IN_A_YEAR = 12

_POUNDS = re.compile(
    r"(?P<sign>[-+]?)£?(?P<inner>[-+]?)(?P<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<pence>\d{1,2}))?"
)
_YES, _NO = {"yes", "y", "true", "1", "x", "✓", "✔"}, {"", "no", "n", "false", "0", "-"}


def read_date(text: str) -> dt.date:
    """A day: 2018-04-03, 3/4/2018 (the day first, as in Britain), 3 April 2018, 3-Apr-18, or a spreadsheet's number.

    Raises UnreadableValue for a day that does not exist, that has the month first, no day, or a year in doubt.
    """
    given = " ".join(text.split())
    plain = _TIME.sub("", _WEEKDAY.sub("", given.casefold()))
    if _SERIAL.fullmatch(plain) and _FIRST_SERIAL <= float(plain) <= _LAST_SERIAL:
        return _DAY_NOUGHT + dt.timedelta(days=int(float(plain)))
    for pattern in (_ISO, _JOINED, _BRITISH):
        if found := pattern.fullmatch(plain):
            return _day(given, year=found["year"], month=int(found["month"]), day=int(found["day"]))
    for pattern in (_WORDS, _MONTH_FIRST):
        if (found := pattern.fullmatch(plain)) and (month := _month(found["name"])):
            return _day(given, year=found["year"], month=month, day=int(found["day"]))
    raise UnreadableValue(f"“{_short(given)}” is not a day. Write it like 3 April 2018 or 03/04/2018.")


def _month(name: str) -> int:
    is_one = name[:3] in _MONTHS and (
        name == "sept" or _MONTH_NAMES[_MONTHS.index(name[:3])].startswith(name)
    )
    return _MONTHS.index(name[:3]) + 1 if is_one else 0


def _day(given: str, *, year: str, month: int, day: int) -> dt.date:
    if len(year) == len("18"):
        if int(year) > _LAST_SHORT_YEAR:
            raise UnreadableValue(f"“{given}”: write the year with four figures.")
        number = _CENTURY + int(year)
    else:
        number = int(year)
    if not _EARLIEST <= number <= _LATEST:
        raise UnreadableValue(f"“{given}” lies in the year {number}. Look at it again.")
    try:
        return dt.date(number, month, day)
    except ValueError:
        raise UnreadableValue(_no_such_day(given, number, month, day)) from None


def _no_such_day(given: str, year: int, month: int, day: int) -> str:
    if month > _MONTHS_IN_A_YEAR and day <= _MONTHS_IN_A_YEAR:
        name = _MONTH_NAMES[day - 1].title()
        return f"“{given}” seems to have the month first. If you mean {month} {name} {year}, write it so."
    return f"“{given}”: there is no such day. Look at it again."


def read_pounds(text: str) -> Decimal:
    """An amount in pounds, exact to the penny: 500, £1,250.00, -20.00, (20.00).

    Raises UnreadableValue for anything else, a third figure after the point among it.
    """
    plain = "".join(text.split()).replace("−", "-")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    found = _POUNDS.fullmatch(plain)
    if found is None or (found["sign"] and found["inner"]):
        raise UnreadableValue(f"“{_short(text)}” is not an amount in pounds. Write it like 500 or 499.50.")
    amount = Decimal(f"{found['whole'].replace(',', '')}.{found['pence'] or '0'}").quantize(Decimal("0.01"))
    return -amount if "-" in (found["sign"], found["inner"]) else amount


def read_yes(text: str) -> bool:
    """Yes or no; an empty cell is no. Raises UnreadableValue."""
    plain = text.strip().casefold()
    if plain not in _YES | _NO:
        raise UnreadableValue(f"“{_short(text)}” is neither yes nor no.")
    return plain in _YES


def read_email(text: str) -> str:
    """An email address in small letters. Raises UnreadableValue."""
    plain = text.strip().strip("<>").removeprefix("mailto:").casefold()
    try:
        validate_email(plain)
    except ValidationError:
        raise UnreadableValue(f"“{_short(text)}” is not an email address.") from None
    return plain


def read_urn(text: str) -> int:
    """The number of a school in the national register: six figures (five for a few). Raises UnreadableValue."""
    plain = "".join(text.split()).upper().removeprefix("URN").strip(":").removesuffix(".0")
    if not re.fullmatch(r"\d{5,7}", plain, re.ASCII):
        raise UnreadableValue(f"“{_short(text)}” is not a URN. A URN has six figures, like 103122.")
    return int(plain)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - characters that a sentence can bear
