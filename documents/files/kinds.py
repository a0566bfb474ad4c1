"""What a file is, by its content. Its name and what the browser says of it count for nothing."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
from PIL import Image, UnidentifiedImageError

MOST_ENTRIES = 5_000  # of an archive; our defaults, no public source
MOST_UNPACKED = 300 * 2**20  # bytes
MOST_TEXT = 2 * 2**20  # bytes
_BROKEN_ARCHIVE = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError),
    *(RuntimeError, EOFError, ValueError, OSError),
)
_HEAD = 1024  # bytes in which a PDF says that it is one
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""Of pictures, as Pillow calls them."""
_TAKEN = (
    "a picture (JPEG, PNG, WebP or GIF), a PDF, a Word, Excel, PowerPoint or OpenDocument file, or plain text"
)


class NotTaken(Exception):
    """The file cannot be taken. The sentence says why, and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its code, name for people, ending and content type."""

    code: str
    label: str
    ending: str
    content_type: str

    @property
    def is_picture(self) -> bool:
        return self.code == "picture"


PICTURE = Kind("picture", "picture", "jpg", "image/jpeg")
PDF = Kind("pdf", "PDF", "pdf", "application/pdf")
TEXT = Kind("text", "text", "txt", "text/plain; charset=utf-8")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
ZIP_KINDS = {
    "word/": Kind("docx", "Word file", "docx", f"{_OFFICE}.wordprocessingml.document"),
    "xl/": Kind("xlsx", "Excel file", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "ppt/": Kind("pptx", "PowerPoint file", "pptx", f"{_OFFICE}.presentationml.presentation"),
}
_OPEN_KINDS = {
    f"{_OPEN}.text": Kind("odt", "OpenDocument text", "odt", f"{_OPEN}.text"),
    f"{_OPEN}.spreadsheet": Kind("ods", "OpenDocument table", "ods", f"{_OPEN}.spreadsheet"),
    f"{_OPEN}.presentation": Kind("odp", "OpenDocument slides", "odp", f"{_OPEN}.presentation"),
}
KINDS = {kind.code: kind for kind in (PICTURE, PDF, TEXT, *ZIP_KINDS.values(), *_OPEN_KINDS.values())}


def kind_of(file: BinaryIO) -> Kind:
    """The kind of a file that can be sought in. It is left at its beginning.

    Raises NotTaken for an empty, broken or locked file, for one that hides programs or unpacks to too much, and for a
    kind that is not taken.
    """
    try:
        for look in (_empty, _picture, _pdf, _archive, _text):
            file.seek(0)
            if found := look(file):
                return found
    finally:
        file.seek(0)
    raise NotTaken(f"The selected file must be {_TAKEN}.")


def _empty(file: BinaryIO) -> None:
    if not file.read(1):
        raise NotTaken("The selected file is empty. Choose another.")


def _picture(file: BinaryIO) -> Kind | None:
    head = file.read(16)
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        raise NotTaken(
            "This picture is in the form that iPhones use (HEIC). Send it to yourself as “most compatible”,"
            " or save it as JPEG, and choose that."
        )
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS):
            return PICTURE
    except UnidentifiedImageError:
        return None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotTaken(
            "This picture is broken or too large to open. Save it anew as JPEG, and choose that."
        ) from error


def _pdf(file: BinaryIO) -> Kind | None:
    if b"%PDF-" not in file.read(_HEAD):
        return None
    file.seek(0)
    try:
        with pikepdf.open(file, attempt_recovery=False) as paper:
            if not len(paper.pages):
                raise NotTaken("This PDF has no pages. Choose another.")
    except pikepdf.PasswordError as error:
        raise NotTaken(
            "This PDF is locked with a password. Take the password off, and choose it again."
        ) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise NotTaken(
            "This PDF is broken or not complete. Open it, save it anew, and choose that."
        ) from error
    return PDF


def _archive(file: BinaryIO) -> Kind | None:
    if not zipfile.is_zipfile(file):
        return None
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bombs(archive)
            found = _kind_of_archive(archive)
    except _BROKEN_ARCHIVE as error:
        raise NotTaken("This file is broken or locked. Open it, save it anew, and choose that.") from error
    if found is None:
        raise NotTaken(f"This is a packed folder. Choose the files in it one by one: each must be {_TAKEN}.")
    return found


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """By what the archive says of itself, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotTaken("This file unpacks to far more than a document holds, so it cannot be taken.")


def _kind_of_archive(archive: zipfile.ZipFile) -> Kind | None:
    names = set(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotTaken(
            "This file has macros in it. Save it without macros (as .docx, .xlsx or .pptx), and choose that."
        )
    if "mimetype" in names:
        return _OPEN_KINDS.get(archive.read("mimetype")[:100].decode("ascii", "replace").strip())
    if "[Content_Types].xml" not in names:
        return None
    return next(
        (kind for folder, kind in ZIP_KINDS.items() if any(name.startswith(folder) for name in names)), None
    )


def _text(file: BinaryIO) -> Kind | None:
    """Plain text, in which nothing stands that a browser or a machine would run."""
    content = file.read(MOST_TEXT + 1)
    if len(content) > MOST_TEXT:
        return None
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(letter < " " and letter not in "\t\r\n\f" for letter in words):
        return None
    start = words.lstrip()[:2]
    return None if start.startswith("<") or start == "#!" else TEXT


def chunks(file: BinaryIO, size: int = 2**16) -> Iterator[bytes]:
    """The content of a file, piece by piece, from its beginning."""
    file.seek(0)
    while piece := file.read(size):
        yield piece
