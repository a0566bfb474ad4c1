"""The only writers of documents: writing, signing, handing in."""

from documents.services.asking import send_back
from documents.services.handing_in import freeze, lock, reopen, unlock
from documents.services.scrapbook import (
    Happening,
    NotForKeeping,
    end_link,
    keep_scrap,
    open_link,
    put_back_in,
    put_into_answer,
    take_out,
)
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
    "Happening",
    "NotComplete",
    "NotForKeeping",
    "NotForSigning",
    "NotOpen",
    "Saved",
    "TextChanged",
    "ask_for_signature",
    "end_link",
    "end_signatures",
    "freeze",
    "keep_scrap",
    "lock",
    "mark",
    "open_document",
    "open_link",
    "put_back_in",
    "put_into_answer",
    "reopen",
    "save_answers",
    "seen",
    "send_back",
    "sign",
    "take_out",
    "unlock",
    "withdraw_request",
]
