"""The only writers of documents: writing, signing, handing in."""

from documents.services.handing_in import freeze, lock, unlock
from documents.services.signing import (
    NotComplete,
    NotForSigning,
    TextChanged,
    ask_for_signature,
    end_signatures,
    sign,
    withdraw_request,
)
from documents.services.wordings import TakenUp, keep_wording, take_up
from documents.services.writing import Conflict, Given, NotOpen, Saved, open_document, save_answers, seen

__all__ = [
    "Conflict",
    "Given",
    "NotComplete",
    "NotForSigning",
    "NotOpen",
    "Saved",
    "TakenUp",
    "TextChanged",
    "ask_for_signature",
    "end_signatures",
    "freeze",
    "keep_wording",
    "lock",
    "open_document",
    "save_answers",
    "seen",
    "sign",
    "take_up",
    "unlock",
    "withdraw_request",
]
