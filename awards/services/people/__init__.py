"""Who leads, who helps, who signs in."""

from __future__ import annotations

from awards.services.people.accounts import AccountIsClosed
from awards.services.people.addresses import (
    CannotCorrect,
    ask_new_address,
    choose_digest,
    correct_address,
    rename,
    use_new_address,
)
from awards.services.people.handing_over import (
    HEAD,
    LEAVER,
    SUCCESSOR,
    NoHandOver,
    agree,
    ask_head,
    may_agree,
    propose,
    record_call,
    why_closed,
    withdraw_hand_over,
)
from awards.services.people.inviting import (
    CannotInvite,
    Colleague,
    InvitationIsOver,
    accept,
    decline,
    invite,
    why_over,
    withdraw_invitation,
)
from awards.services.people.leading import (
    NothingAsked,
    ask_who_leads,
    close_question,
    confirm_lead,
    mark_came_back,
)
from awards.services.people.parts import CannotEnd, end_part, present_lead

__all__ = [
    "HEAD",
    "LEAVER",
    "SUCCESSOR",
    "AccountIsClosed",
    "CannotCorrect",
    "CannotEnd",
    "CannotInvite",
    "Colleague",
    "InvitationIsOver",
    "NoHandOver",
    "NothingAsked",
    "accept",
    "agree",
    "ask_head",
    "ask_new_address",
    "ask_who_leads",
    "choose_digest",
    "close_question",
    "confirm_lead",
    "correct_address",
    "decline",
    "end_part",
    "invite",
    "mark_came_back",
    "may_agree",
    "present_lead",
    "propose",
    "record_call",
    "rename",
    "use_new_address",
    "why_closed",
    "why_over",
    "withdraw_hand_over",
    "withdraw_invitation",
]
