"""Files by their content: what is taken, what is refused and in which words, and what pictures keep."""

from __future__ import annotations

import io
import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from documents import files
from documents.files import NotTaken, scanning
from tests.documents import papers

GOOD = [
    (papers.picture("JPEG"), "picture"),
    (papers.picture("PNG"), "picture"),
    (papers.picture("WEBP"), "picture"),
    (papers.picture("GIF"), "picture"),
    (papers.pdf(), "pdf"),
    (papers.word(), "docx"),
    (papers.archive(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
    ("Zoë, Grześ and 60 more\r\nsang.".encode(), "text"),
]
BAD = [
    (b"", "The selected file is empty."),
    (b"MZ\x90\x00" + b"\0" * 200, "The selected file must be a picture"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "must be a picture"),
    (b"\xef\xbb\xbf  <html><script>alert(1)</script>", "must be a picture"),
    (b"#!/bin/sh\nrm -rf /\n", "must be a picture"),
    (papers.pdf(3)[:300], "This PDF is broken or not complete."),
    (papers.pdf(password="secret"), "Take the password off"),
    (papers.archive(readme_DOT_txt=b"hello"), "This is a packed folder."),
    (papers.bomb(), "This file unpacks to far more"),
    (papers.with_macros(), "This file has macros in it."),
    (papers.word()[:2000], "must be a picture"),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "save it as JPEG"),
]


@pytest.mark.parametrize(("content", "code"), GOOD, ids=range(len(GOOD)))
def test_a_file_is_what_its_content_is(content: bytes, code: str) -> None:
    assert files.kind_of(io.BytesIO(content)).code == code


@pytest.mark.parametrize(("content", "sentence"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_taken_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotTaken, match=re.escape(sentence)):
        files.kind_of(io.BytesIO(content))


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.tuples(
            st.sampled_from([content for content, _ in GOOD]), st.binary(max_size=40), st.integers(0, 900)
        ).map(lambda parts: parts[0][: parts[2]] + parts[1] + parts[0][parts[2] + len(parts[1]) :]),
    )
)
def test_whatever_comes_is_taken_or_refused_in_words(content: bytes) -> None:
    source = io.BytesIO(content)
    try:
        kind = files.kind_of(source)
        if kind.is_picture:
            files.made_anew(source)
    except NotTaken as refused:
        told = str(refused)
    else:
        told = "Taken."
    assert told.endswith(".")


def test_a_picture_made_anew_stands_upright_and_says_nothing_of_its_origin() -> None:
    made = files.made_anew(io.BytesIO(papers.picture_with_a_place()))

    with Image.open(io.BytesIO(made.whole)) as again:
        assert again.size == (200, 320)
        assert dict(again.getexif()) == {}
        assert "comment" not in again.info
        assert "exif" not in again.info
    assert b"SecretCameraMaker" not in made.whole
    assert b"Ola" not in made.whole


def test_large_pictures_are_made_smaller_and_see_through_ones_stand_on_white() -> None:
    large = files.made_anew(io.BytesIO(papers.picture(size=(5_000, 2_500))))
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    clear = files.made_anew(out)

    assert (large.width, large.height) == (2_400, 1_200)
    with Image.open(io.BytesIO(large.small)) as small:
        assert small.size == (640, 320)
    with Image.open(io.BytesIO(clear.whole)) as ground:
        assert ground.getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_of_too_many_points_is_refused_before_it_is_opened() -> None:
    huge = papers.picture("PNG", size=(9_000, 9_000))

    with pytest.raises(NotTaken, match="9,000 by 9,000 points"):
        files.made_anew(io.BytesIO(huge))


@pytest.mark.parametrize("cut", [40, 200, 500])
@pytest.mark.parametrize("others_read_halves", [False, True])
def test_a_picture_that_is_cut_off_is_refused(
    cut: int, others_read_halves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", others_read_halves)

    with pytest.raises(NotTaken):
        files.made_anew(io.BytesIO(papers.picture("PNG")[:cut]))


@contextmanager
def a_scanner(folder: Path, *, says: bytes = b"", sleeps: bool = False) -> Iterator[str]:
    """Something that speaks as clamd does: it finds the test string of scanners, and nothing else."""
    path = folder / "clamd"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        thread = threading.Thread(target=_serve, args=(listening, says, sleeps), daemon=True)
        thread.start()
        yield f"unix:{path}"


def _serve(listening: socket.socket, says: bytes, sleeps: bool) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, line.makefile("rb") as said:
            if sleeps:
                said.read()
                continue
            assert said.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack("!I", said.read(4))[0]:
                content += said.read(length)
            found = b"stream: Eicar-Signature FOUND\0" if papers.EICAR in content else b"stream: OK\0"
            line.sendall(says or found)


def test_the_scanner_finds_what_it_finds(tmp_path, settings) -> None:
    with a_scanner(tmp_path) as address:
        settings.CLAMD = address

        assert scanning.found_in([papers.pdf()[:100], papers.pdf()[100:]]) == ""
        assert scanning.found_in([b"x" * 70_000, papers.EICAR]) == "Eicar-Signature"


@pytest.mark.parametrize("address", ["unix:/nowhere/at/all", "tcp://127.0.0.1:1"])
def test_a_scanner_that_is_gone_is_no_all_clear(settings, address) -> None:
    settings.CLAMD = address

    with pytest.raises(scanning.CannotScan):
        scanning.found_in([b"x"])


def test_a_scanner_that_is_silent_or_says_something_else_is_no_all_clear(
    tmp_path, settings, monkeypatch
) -> None:
    monkeypatch.setattr(scanning, "PATIENCE", 0.2)
    with a_scanner(tmp_path, sleeps=True) as address:
        settings.CLAMD = address
        with pytest.raises(scanning.CannotScan):
            scanning.found_in([b"x"])
    (tmp_path / "clamd").unlink()
    with a_scanner(tmp_path, says=b"INSTREAM size limit exceeded. ERROR\0") as address:
        settings.CLAMD = address
        with pytest.raises(scanning.CannotScan, match="size limit exceeded"):
            scanning.found_in([b"x"])
