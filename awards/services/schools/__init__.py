"""A school through time: what the register newly says of it, who goes on from it, settings that it does not list."""

from __future__ import annotations

from awards.services.schools.handing_over import hand_over
from awards.services.schools.looking_into import NotOpen, note_and_close, take_name
from awards.services.schools.planning import CannotHandOver, Plan, plan_hand_over
from awards.services.schools.without_urn import (
    CannotAdd,
    Details,
    add_setting,
    change_setting,
    give_urn,
    next_local_code,
)

__all__ = [
    "CannotAdd",
    "CannotHandOver",
    "Details",
    "NotOpen",
    "Plan",
    "add_setting",
    "change_setting",
    "give_urn",
    "hand_over",
    "next_local_code",
    "note_and_close",
    "plan_hand_over",
    "take_name",
]
