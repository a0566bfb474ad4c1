"""The phase of a school, in the five words by which the office tells schools apart."""

from __future__ import annotations

from awards.models import RegisterEntry

PRIMARY, SECONDARY, SPECIAL, NURSERY, OTHER = "primary", "secondary", "special", "nursery", "other"
PHASES = [
    (PRIMARY, "Primary"),
    (SECONDARY, "Secondary"),
    (SPECIAL, "Special"),
    (NURSERY, "Nursery"),
    (OTHER, "Other settings"),
]

SPECIAL_TYPES = ("7", "8", "10", "12", "33", "36", "44")
"""Type codes of special schools and academies (codes of the register, 2025)."""

NAMES = {
    "primary": PRIMARY,
    "middle deemed primary": PRIMARY,
    "secondary": SECONDARY,
    "middle deemed secondary": SECONDARY,
    "nursery": NURSERY,
}
"""What the register's names of phases (2025) come to; all-through schools, 16 plus and unnamed phases are others."""


def phase_of(entry: RegisterEntry | None) -> str:
    """The phase of a school in the register; of a setting that is not in it, "other"."""
    if entry is None:
        return OTHER
    if entry.type_code.lstrip("0") in SPECIAL_TYPES:
        return SPECIAL
    return NAMES.get(entry.phase_name.casefold(), OTHER)
