"""Where PDFs lie: under the hash of what they hold, so that the same file is kept once and none is ever overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Stored:
    """A file that was kept: its SHA-256 in hexadecimal and its length in bytes."""

    sha256: str
    size: int


def path_of(sha256: str, *, folder: str = "certificates") -> Path:
    """Where the PDF of this hash lies, whether or not it is there."""
    return Path(settings.MEDIA_ROOT) / folder / sha256[:2] / f"{sha256}.pdf"


def keep(pdf: bytes, *, folder: str = "certificates") -> Stored:
    """Write the PDF so that it is wholly there or not at all, also when the machine stops. Asked twice, it is kept once.

    Raises OSError when the disk is full or may not be written.
    """
    stored = Stored(sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf))
    path = path_of(stored.sha256, folder=folder)
    if path.exists() and path.stat().st_size == stored.size:
        return stored
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(pdf, path)
    return stored


def _write(pdf: bytes, path: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as unfinished:
        try:
            unfinished.write(pdf)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(path)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
