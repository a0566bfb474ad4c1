"""Whose journeys a page is about, and where their lists are."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

MINE, EVERYONE, NOBODY = "mine", "everyone", "none"


@dataclass(frozen=True)
class Whose:
    """Of whose journeys a page speaks, as its address says it: MINE, EVERYONE, NOBODY, or the key of somebody."""

    code: str
    name: str = ""

    def board(self, **chosen: str) -> str:
        """The list of journeys, narrowed to the same."""
        officer = {} if self.code == EVERYONE else {"officer": self.code}
        return f"{reverse('awards:board')}?{urlencode({**officer, **chosen})}"

    @property
    def shows_officers(self) -> bool:
        return self.code == EVERYONE

    @property
    def asks(self) -> str:
        return f"{reverse('awards:asks')}?{urlencode({'whose': self.code})}"
