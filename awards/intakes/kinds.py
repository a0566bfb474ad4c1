"""The kinds of table that can be handed in. A new kind is a new module and a line here."""

from __future__ import annotations

from awards.bank.kind import BankStatement
from awards.intakes.award_body_list import AwardBodyList
from awards.intakes.journeys.kind import JourneysIntake
from awards.intakes.journeys.starting import invite_later

__all__ = ["AwardBodyList", "BankStatement", "JourneysIntake", "invite_later"]
