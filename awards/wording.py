"""Numbers, money and dates in words."""

from __future__ import annotations

from decimal import Decimal

_NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def counted(number: int, one: str, many: str) -> str:
    """A number and its noun: "two members", "12 members", "one member"."""
    return f"{number_word(number) if number else 'no'} {one if number == 1 else many}"


def number_word(number: int) -> str:
    """ "none" to "nine", then figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def pounds(amount: Decimal) -> str:
    """ "£500", or "£499.50" where there are pence."""
    return f"£{amount:,.0f}" if amount == amount.to_integral() else f"£{amount:,.2f}"
