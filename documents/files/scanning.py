"""The one door to ClamAV: sends a file to its daemon (INSTREAM of the clamd protocol) and reads what it says.

``CLAMD`` names the daemon: ``tcp://host:3310`` or ``unix:/path/to/socket``. Without it nothing is scanned here.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE = 30  # seconds without a sign of life
_MOST_SAID = 4_096  # bytes


class CannotScan(Exception):
    """The scanner is not there or did not give an answer: try again later."""


def is_on() -> bool:
    """Whether a scanner is set."""
    return bool(settings.CLAMD)


def found_in(pieces: Iterable[bytes]) -> str:
    """The name of what was found in the content, '' when nothing was. Raises CannotScan."""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for piece in pieces:
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
            said = _said(line)
    except OSError as error:
        raise CannotScan(f"The scanner at {settings.CLAMD} did not answer: {error}.") from error
    if said == "stream: OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise CannotScan(f"The scanner said “{said}”.")


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMD)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        if problem := line.connect_ex(where.path):
            line.close()
            raise OSError(problem, os.strerror(problem))
        return line
    return socket.create_connection((where.hostname or "localhost", where.port or 3310), timeout=PATIENCE)


def _said(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _MOST_SAID and (piece := line.recv(_MOST_SAID)):
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
