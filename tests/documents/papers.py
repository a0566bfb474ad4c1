"""Files as people hand them over, good and bad, made here."""

from __future__ import annotations

import io
import zipfile

import docx
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS = 0x8825
EICAR = (
    b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
)  # known to every scanner, harmless


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (320, 200), *, colour: str = "teal", **more: object
) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def picture_with_a_place() -> bytes:
    """A photograph that says where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    exif[0x010F] = "SecretCameraMaker"
    exif.get_ifd(GPS)[2] = (52.0, 28.0, 59.0)
    return picture(exif=exif, comment=b"taken by Ola")


def pdf(pages: int = 1, *, password: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as paper:
        for _ in range(pages):
            paper.add_blank_page()
        paper.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def word(text: str = "A survey of 180 children.") -> bytes:
    out = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph(text)
    paper.save(out)
    return out.getvalue()


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def bomb() -> bytes:
    """Half a megabyte that unpacks to half a gigabyte, and says that it is a Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        for number in range(8):
            packed.writestr(f"word/{number}.xml", b"\0" * 2**26)
    return out.getvalue()


def with_macros() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(word()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in source.namelist():
            packed.writestr(name, source.read(name))
        packed.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


def sent(content: bytes, name: str = "picture.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
