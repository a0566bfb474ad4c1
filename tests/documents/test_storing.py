"""Where files lie: a folder, or a bucket that speaks as S3 does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import storages

from documents import files

CONTENT = b"What a day. " * 1000


def kept_content(digest: str) -> bytes:
    with files.opened(digest) as kept:
        return bytes(kept.read())


def test_content_lies_once_under_its_hash(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)

    digest = files.keep_bytes(CONTENT)

    assert files.keep_bytes(CONTENT) == digest
    assert [it.name for it in tmp_path.rglob("*") if it.is_file()] == [digest]
    assert kept_content(digest) == CONTENT
    files.remove_bytes(digest)
    files.remove_bytes(digest)
    with pytest.raises(FileNotFoundError):
        files.opened(digest)


def test_what_was_half_written_is_written_again(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    digest = files.keep_bytes(CONTENT)
    [lies] = [it for it in tmp_path.rglob("*") if it.is_file()]
    lies.write_bytes(CONTENT[:100])

    assert files.keep_bytes(CONTENT) == digest
    assert kept_content(digest) == CONTENT


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as a file needs: put, look, get, delete."""

    kept: dict[str, bytes]

    def do_PUT(self) -> None:
        length = int(self.headers.get("x-amz-decoded-content-length") or self.headers["Content-Length"])
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept[self._key] = sent if len(sent) == length else _unchunked(sent)
        self._say(200)

    def do_HEAD(self) -> None:
        self._say(200 if self._key in self.kept else 404, self.kept.get(self._key, b""), with_body=False)

    def do_GET(self) -> None:
        self._say(200 if self._key in self.kept else 404, self.kept.get(self._key, b""))

    def do_DELETE(self) -> None:
        self.kept.pop(self._key, None)
        self._say(204)

    @property
    def _key(self) -> str:
        return urlsplit(self.path).path

    def _say(self, code: int, content: bytes = b"", *, with_body: bool = True) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Tue, 10 Mar 2026 10:00:00 GMT")
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        """Says nothing."""


def _unchunked(sent: bytes) -> bytes:
    """What was sent in signed pieces, each with its length before it."""
    content = b""
    while sent:
        head, _, sent = sent.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if not size:
            break
        content, sent = content + sent[:size], sent[size + 2 :]
    return content


@pytest.fixture
def bucket(settings) -> Iterator[dict[str, bytes]]:
    kept: dict[str, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Kept", (Bucket,), {"kept": kept}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = {
        "bucket_name": "evidence",
        "endpoint_url": f"http://127.0.0.1:{server.server_port}",
        "access_key": "key",
        "secret_key": "secret",
        "region_name": "eu-west-2",
        "addressing_style": "path",
        "file_overwrite": True,
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    yield kept
    server.shutdown()
    server.server_close()


def test_a_bucket_keeps_what_a_folder_keeps(bucket: dict[str, bytes]) -> None:
    digest = files.keep_bytes(CONTENT)

    assert files.keep_bytes(CONTENT) == digest
    assert bucket == {f"/evidence/{digest[:2]}/{digest[2:4]}/{digest}": CONTENT}
    assert kept_content(digest) == CONTENT
    assert type(storages["evidence"]).__name__ == "S3Storage"
    files.remove_bytes(digest)
    assert bucket == {}
