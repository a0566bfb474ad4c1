"""Files that people hand over: what each is by its content, cleaned, scanned and kept under its hash."""

from documents.files.kinds import KINDS, Kind, NotTaken, chunks, kind_of
from documents.files.pictures import Picture, made_anew
from documents.files.storing import keep_bytes, opened, remove_bytes

__all__ = [
    "KINDS",
    "Kind",
    "NotTaken",
    "Picture",
    "chunks",
    "keep_bytes",
    "kind_of",
    "made_anew",
    "opened",
    "remove_bytes",
]
