"""Stops reading what is sent when it is more than can be taken, so that nobody fills the disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class LimitedUpload(FileUploadHandler):
    """Stands before Django's own handlers. What was typed above the file is still there; the file is not."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.read = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.read += len(raw_data)
        if self.read > settings.UPLOAD_MOST_BYTES:
            self.request.upload_was_too_large = True  # type: ignore[union-attr] # a note to the view
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Django's next handler keeps the file."""


def was_too_large(request: HttpRequest) -> bool:
    """Whether reading stopped because too much was sent. Asks for what was sent, so that it has been read."""
    request.FILES  # noqa: B018 - reading it makes the handlers work
    return getattr(request, "upload_was_too_large", False)
