"""Evidence in a folder of this machine, where no bucket is set."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class EvidenceFolder(FileSystemStorage):
    """``MEDIA_ROOT/evidence``, asked for each time: tests move it. Nothing in it has an address of its own."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / "evidence")

    @property
    def location(self) -> str:
        return self.base_location
