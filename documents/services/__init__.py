"""The only writers of documents: writing, signing, handing in."""

from documents.services.commenting import (
    NotForComments,
    comment,
    resolve_comments,
    take_comment_back,
    tell_of_comments,
)
from documents.services.handing_in import freeze, lock, unlock
from documents.services.handing_out import (
    HandoutOver,
    NotForHandingOut,
    confirm_opening,
    hand_out,
    save_by_link,
    take_handout_back,
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
from documents.services.writing import Conflict, Given, NotOpen, Saved, open_document, save_answers, seen

__all__ = [
    "Conflict",
    "Given",
    "HandoutOver",
    "NotComplete",
    "NotForComments",
    "NotForHandingOut",
    "NotForSigning",
    "NotOpen",
    "Saved",
    "TextChanged",
    "ask_for_signature",
    "comment",
    "confirm_opening",
    "end_signatures",
    "freeze",
    "hand_out",
    "lock",
    "open_document",
    "resolve_comments",
    "save_answers",
    "save_by_link",
    "seen",
    "sign",
    "take_comment_back",
    "take_handout_back",
    "tell_of_comments",
    "unlock",
    "withdraw_request",
]
