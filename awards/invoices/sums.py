"""The sums of an invoice. Pounds, exact to the penny: never floats, half a penny is rounded up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workflow.journey import Journey

PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Charge:
    """One line of an invoice: ``total`` is always ``net`` and ``vat`` together. ``rate`` in per cent."""

    net: Decimal
    rate: Decimal

    @property
    def vat(self) -> Decimal:
        return to_the_penny(self.net * self.rate / 100)

    @property
    def total(self) -> Decimal:
        return self.net + self.vat


def fee_charge(journey: type[Journey], pupils: int) -> Charge:
    """What a setting with that many pupils pays: the edition says how much, and where "small" ends.

    An edition without a VAT rate of its own charges none (whether the fee carried VAT: no public source).
    """
    settings = journey.settings
    is_small = pupils < settings["small_school_below"].value
    rate = settings["vat_rate"].value if "vat_rate" in settings else 0
    return Charge(Decimal(settings["fee_small_school" if is_small else "fee"].value), Decimal(rate))


def vat_within(part: Decimal, *, amount: Decimal, vat: Decimal) -> Decimal:
    """How much of a part of an amount is VAT, when so much of the whole is. All of it gives all of the VAT."""
    return to_the_penny(part * vat / amount)


def to_the_penny(pounds: Decimal) -> Decimal:
    return pounds.quantize(PENNY, ROUND_HALF_UP)
