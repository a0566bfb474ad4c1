"""The only writers of documents: writing, signing, handing in."""

from documents.services.asking import send_back
from documents.services.handing_in import freeze, lock, reopen, unlock
from documents.services.signing import (
    NotComplete,
    NotForSigning,
    TextChanged,
    ask_for_signature,
    end_signatures,
    sign,
    withdraw_request,
)
from documents.services.writing import (
    Conflict,
    Given,
    NotOpen,
    Saved,
    mark,
    open_document,
    save_answers,
    seen,
)

__all__ = [
    "Conflict",
    "Given",
    "NotComplete",
    "NotForSigning",
    "NotOpen",
    "Saved",
    "TextChanged",
    "ask_for_signature",
    "end_signatures",
    "freeze",
    "lock",
    "mark",
    "open_document",
    "reopen",
    "save_answers",
    "seen",
    "send_back",
    "sign",
    "unlock",
    "withdraw_request",
]
