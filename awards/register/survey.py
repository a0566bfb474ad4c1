"""A first look through a file's bytes: is it text, in which encoding, how long, is its end whole?"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from awards.register.refusals import NothingToImport, NotTheRegister

_CHUNK = 1 << 20
_MISTAKEN_FOR_CSV = (
    (b"PK\x03\x04", "is a ZIP archive: unpack it, and import the CSV file inside"),
    (b"\xff\xfe", "is in UTF-16: save it as CSV in UTF-8, or use the file as it was downloaded"),
    (b"\xfe\xff", "is in UTF-16: save it as CSV in UTF-8, or use the file as it was downloaded"),
    (b"%PDF", "is a PDF: use the CSV file of the register"),
)


@dataclass(frozen=True)
class Survey:
    """``lines`` counts line ends."""

    encoding: str
    lines: int
    ends_a_line: bool


def survey(path: Path) -> Survey:
    """Read the file once, a piece at a time.

    The register is published in cp1252. UTF-8 is known by its mark, or by accents that can only be UTF-8.

    Raises NotTheRegister (not a text file, a web page, broken UTF-8) and NothingToImport (empty).
    """
    lines, last, has_accents = 0, b"", False
    unicode: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    marked = False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not last:
                marked = chunk.startswith(codecs.BOM_UTF8)
                _refuse_other_kinds(path, chunk)
            if b"\0" in chunk:
                line = lines + chunk[: chunk.index(b"\0")].count(b"\n") + 1
                raise NotTheRegister(
                    f"{path.name} is damaged or not a text file: line {line} holds a NUL byte. Download it again."
                )
            has_accents = has_accents or not chunk.isascii()
            unicode = _still_decodes(unicode, chunk)
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    if not last:
        raise NothingToImport(f"{path.name} is empty. Download it again.")
    is_unicode = has_accents and _still_decodes(unicode, b"", final=True) is not None
    if marked and not is_unicode:
        raise NotTheRegister(
            f"{path.name} says that it is in UTF-8, but it is not all UTF-8. "
            "Use the file as it was downloaded, or save it as UTF-8 again."
        )
    return Survey("utf-8-sig" if is_unicode else "cp1252", lines, last in (b"\n", b"\r"))


def _still_decodes(
    decoder: codecs.IncrementalDecoder | None, chunk: bytes, *, final: bool = False
) -> codecs.IncrementalDecoder | None:
    try:
        if decoder:
            decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return None
    return decoder


def _refuse_other_kinds(path: Path, beginning: bytes) -> None:
    for mark, sentence in _MISTAKEN_FOR_CSV:
        if beginning.startswith(mark):
            raise NotTheRegister(f"{path.name} {sentence}.")
    text = beginning.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith(b"<"):
        raise NotTheRegister(
            f"{path.name} is a web page, not the register: the download was answered with a page, perhaps an error. "
            "Open it in a browser to read what it says, then download the CSV file again."
        )
    if not text:
        raise NothingToImport(f"{path.name} is empty. Download it again.")
