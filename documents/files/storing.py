"""Where files lie: in the storage that ``STORAGES["evidence"]`` names, under the hash of what they hold."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages


def keep_bytes(content: bytes) -> str:
    """Keep the content, and answer its SHA-256 in hexadecimal. Kept twice it lies there once."""
    digest = hashlib.sha256(content).hexdigest()
    storage = storages["evidence"]
    if storage.exists(_path(digest)):
        if storage.size(_path(digest)) == len(content):
            return digest
        storage.delete(_path(digest))  # the machine stopped while it was written
    storage.save(_path(digest), ContentFile(content))
    return digest


def opened(digest: str) -> Any:
    """The content of a hash, open for reading. Raises FileNotFoundError when it is not there."""
    file: Any = storages["evidence"].open(_path(digest), "rb")
    return file


def remove_bytes(digest: str) -> None:
    """Remove the content of a hash. Asked twice it does nothing the second time."""
    storages["evidence"].delete(_path(digest))


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
