from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from certificates.rendering import Assets, CannotDraw, draw
from certificates.words import Words

NUMBER = "WM-2026-000123-XK7QH"
ADDRESS = f"https://waymark.example/check/{NUMBER}"


@pytest.fixture
def printed(words: Words) -> Words:
    return replace(words, office="Arts Connect", check_address=ADDRESS)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def drawn(words: Words) -> bytes:
    return draw(words, number=NUMBER, template="certificate")


def test_certificate_says_whose_what_when_and_where_to_check(printed):
    text = text_of(drawn(printed))

    for words in (
        "Elm Park Primary School",
        "Gold Artsmark",
        "9 March 2026",
        "9 March 2028",
        ADDRESS,
        NUMBER,
        "Rosalind Achebe, Programme Manager",
        printed.statement,
    ):
        assert words in text


def test_certificate_says_sample_only_where_it_is_one(printed):
    assert "SAMPLE" in text_of(drawn(replace(printed, sample=True)))
    assert "SAMPLE" not in text_of(drawn(printed))


def test_certificate_without_a_level_or_an_end(printed):
    text = text_of(drawn(replace(printed, level="", level_code="", valid_to=None)))

    assert "which has achieved Artsmark" in text
    assert "Silver" not in text
    assert "valid to" not in text


@pytest.mark.parametrize(
    "name",
    [
        "Ysgol Gynradd Dŵr y Felin, Tŷ Ŵyn",
        "Szkoła Polska im. Źródłowskiej, Łódź",
        "Trường Tiểu học Nguyễn Đức Cảnh, Đế đô",
        "Ελληνικό Σχολείο Αγίου Νικολάου",
        "Школа имени Жюля Яблочкова",
        "St. Mary’s & St. John’s “A–Z” C.E. (V.A.) School",
        "W" * 200,
        "Wombwell Manor " * 13,
        "x y " * 49,
    ],
)
def test_certificate_holds_any_name_of_a_school_on_one_page(printed, name):
    pdf = drawn(replace(printed, recipient=name))

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert "".join(name.split()) in text_of(pdf).replace(" ", "")


def test_certificate_is_tagged_titled_and_in_english(printed):
    with pikepdf.open(io.BytesIO(drawn(printed))) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in pdf.Root
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Gold Artsmark: Elm Park Primary School"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["xmp:CreateDate"] == "2026-03-09T00:00:00Z"
        width, height = pdf.pages[0].MediaBox[2:]
        assert (round(float(width)), round(float(height))) == (842, 595)


def test_certificate_carries_its_own_faces_and_no_other(printed):
    with pikepdf.open(io.BytesIO(drawn(printed))) as pdf:
        fonts = [font.DescendantFonts[0].FontDescriptor for font in pdf.pages[0].Resources.Font.values()]

        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        assert {str(font.FontName).split("+")[-1].split("-")[0] for font in fonts} <= {
            "Source",
            "Source-Serif",
            "SourceSerif4",
            "Atkinson",
            "AtkinsonHyperlegibleNext",
        }


def test_same_words_give_the_same_bytes(printed):
    assert drawn(printed) == drawn(replace(printed))
    assert drawn(printed) != drawn(replace(printed, recipient="Another School"))


def test_letter_without_a_shape_is_refused_by_name(printed):
    with pytest.raises(CannotDraw, match="no shape for 校"):
        drawn(replace(printed, recipient="Elm Park 校"))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and whatever it was asked for."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="{address}/img">',
        "<script>fetch('{address}/script')</script>",
        '</h1><link rel="stylesheet" href="{address}/css">',
        '</h1><link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url({address}/import);</style>",
        '"><svg><image href="{address}/svg"/></svg>',
        "{{% include 'base.html' %}}{{{{ words }}}}",
    ],
)
def test_hostile_name_asks_for_nothing_and_is_printed_as_it_is(printed, listener, hostile):
    address, asked = listener
    name = hostile.format(address=address)

    pdf = drawn(replace(printed, recipient=name, signatory=name[:120], statement=name))

    assert asked == []
    assert "".join(name.split()) in text_of(pdf).replace(" ", "")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.attachments) == 0


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/x", "file:///etc/passwd", "data:,x", "asset:../models.py", "ASSET:x"]
)
def test_assets_serve_nothing_but_what_they_were_given(address):
    with pytest.raises(FatalURLFetchingError):
        Assets({"x": b"x"}).fetch(address)


def test_design_that_asks_for_anything_else_is_refused(printed, settings, tmp_path):
    folder = tmp_path / "certificates" / "pdf"
    folder.mkdir(parents=True)
    (folder / "certificate.html").write_text('<html><img src="file:///etc/hostname" alt="x"></html>')
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]

    with pytest.raises(CannotDraw, match="asked for something that it may not have"):
        drawn(printed)


def test_design_with_a_fault_that_weasyprint_only_warns_of_is_refused(printed, settings, tmp_path):
    folder = tmp_path / "certificates" / "pdf"
    folder.mkdir(parents=True)
    (folder / "certificate.html").write_text('<html><p style="colr: red">x</p></html>')
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]

    with pytest.raises(CannotDraw, match="would not look as it should"):
        drawn(printed)


def test_certificate_that_needs_two_pages_is_refused(printed, settings, tmp_path):
    folder = tmp_path / "certificates" / "pdf"
    folder.mkdir(parents=True)
    (folder / "certificate.html").write_text("<html><p>x<p style='break-before: page'>y</html>")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]

    with pytest.raises(CannotDraw, match="does not fit on one page"):
        drawn(printed)


def test_certificate_states_the_day_of_the_award_as_its_own(printed):
    later = drawn(replace(printed, awarded_on=dt.date(2026, 3, 10)))

    with pikepdf.open(io.BytesIO(later)) as pdf:
        assert str(pdf.docinfo["/CreationDate"])[:10] == "D:20260310"
