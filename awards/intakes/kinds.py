"""The kinds of table that can be handed in. A new kind is a new module and a line here."""

from __future__ import annotations

from awards.bank.kind import BankStatement
from awards.intakes.award_body_list import AwardBodyList

__all__ = ["AwardBodyList", "BankStatement"]

from awards.intakes.journeys import kind, starting

__all__ = ["kind", "starting"]
