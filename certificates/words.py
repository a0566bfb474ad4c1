"""The words of a certificate: all that is printed on it and that its check page may say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_NAME = 200


class WrongWords(Exception):
    """The words cannot stand on a certificate: one is missing or too long."""


@dataclass(frozen=True)
class Words:
    """What a certificate says. Kept as it was on the day of issue, whatever becomes of the names later.

    recipient: the school or person, at most 200 characters. programme: "Artsmark". level_code and level: "gold" and
    "Gold", or both empty where the programme has no levels. awarded_on: the day of the award; valid_to: the last day on
    which it stands, None if it has no end (Artsmark since 2015: two years). statement: who awarded it and by which
    rules. signatory: who answers for it, name and post in one line.

    office, sample and check_address are filled in when it is issued.
    """

    recipient: str
    programme: str
    awarded_on: dt.date
    statement: str
    signatory: str
    level_code: str = ""
    level: str = ""
    valid_to: dt.date | None = None
    office: str = ""
    sample: bool = False
    check_address: str = ""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, _tidy(value))
        self._check()

    def _check(self) -> None:
        for name in ("recipient", "programme", "statement", "signatory"):
            if not getattr(self, name):
                raise WrongWords(f"A certificate needs its {name}: give it before you issue one.")
        for name, most in (
            ("recipient", MAX_NAME),
            ("programme", 60),
            ("level", 20),
            ("statement", 240),
            ("signatory", 120),
        ):
            if len(getattr(self, name)) > most:
                raise WrongWords(
                    f"The {name} is longer than {most} characters and does not fit the page: shorten it."
                )
        if self.valid_to and self.valid_to < self.awarded_on:
            raise WrongWords("The award would end before it begins: look at its two dates.")

    def as_json(self) -> dict[str, Any]:
        return {
            **dataclasses.asdict(self),
            "awarded_on": self.awarded_on.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Words:
        valid_to = kept["valid_to"]
        return cls(
            **{
                **kept,
                "awarded_on": dt.date.fromisoformat(kept["awarded_on"]),
                "valid_to": dt.date.fromisoformat(valid_to) if valid_to else None,
            }
        )

    @property
    def award(self) -> str:
        """The award in words: "Gold Artsmark", or the programme alone."""
        return f"{self.level} {self.programme}".strip()


def _tidy(text: str) -> str:
    """Composed letters, single spaces, and none of the marks that cannot be seen and have no shape to draw."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(visible.split())
