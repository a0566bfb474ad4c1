"""Draws certificates and other papers as PDF files. The one door to WeasyPrint.

A drawing reads nothing but its words and the assets named here: no network, no file. Faces and style sheet are read
once in a process and kept (a quarter of the time otherwise); pictures are not, as the cache would keep every code.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import segno
import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates.fitting import fit
from certificates.words import Words

SERIF = ("SourceSerif4-Regular.ttf", "SourceSerif4-SemiBold.ttf", "SourceSerif4-Italic.ttf")
NAME = "SourceSerif4-SemiBold.ttf"
SANS = ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf")

# Ink, wash and strokes of each level: the colours of static/scss/_tokens.scss.
LEVELS = {
    "silver": ("#56606b", "#dfe4e9", 1),
    "gold": ("#7a5600", "#f6e3b0", 2),
    "platinum": ("#1f4e5f", "#cfe4ea", 3),
    "none": ("#6a3580", "#e9dcf0", 0),
}
INK = {"silver": "#56606b", "gold": "#7a5600", "platinum": "#1f4e5f"}


class CannotDraw(Exception):
    """The paper cannot be drawn as it should be, so none was made."""


class Assets(URLFetcher):
    """Serves what it was given, under names of its own scheme, and refuses everything else."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True)
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "asset" or name not in self._assets:
            raise FatalURLFetchingError(f"{url} is not an asset of this paper")
        kind = "image/svg+xml" if name.endswith(".svg") else "font/ttf"
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": kind})


def draw(words: Words, *, number: str, template: str) -> bytes:
    """The certificate as a tagged PDF/UA-1 file. The same words and number give the same bytes.

    Raises CannotDraw when a letter has no shape in our faces, something is missing, or it does not fit one page.
    """
    _refuse_missing_letters(*(value for value in vars(words).values() if isinstance(value, str)))
    context = {
        "words": words,
        "number": number,
        "name": fit(words.recipient, _width),
        "made_at": _made_at(words.awarded_on),
    }
    assets = {**_pictures(), "code.svg": _code(words.check_address)}
    with _laid_out(f"certificates/pdf/{template}", context, assets) as document:
        if len(document.pages) != 1:
            raise CannotDraw(
                f"“{words.recipient}” does not fit on one page: shorten the name or the statement."
            )
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def render_pdf(template: str, context: Mapping[str, Any], *, printed: Iterable[str] = ()) -> bytes:
    """A paper of any length as a tagged PDF/UA-1 file: the templates ``{template}.html`` and ``{template}.css``.

    printed: the words in it that people wrote. Raises CannotDraw when a letter of them has no shape in our faces, or
    when something that the paper shows is missing.
    """
    _refuse_missing_letters(*printed)
    with _laid_out(template, context, {}) as document:
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


@contextmanager
def _laid_out(template: str, context: Mapping[str, Any], assets: Mapping[str, bytes]) -> Iterator[Any]:
    style, faces = _style(template)
    page = render_to_string(f"{template}.html", dict(context))
    try:
        with _nothing_amiss():
            yield weasyprint.HTML(string=page, base_url="asset:", url_fetcher=Assets(assets)).render(
                font_config=faces, stylesheets=[style], pdf_variant="pdf/ua-1", presentational_hints=True
            )
    except FatalURLFetchingError as error:
        raise CannotDraw(f"The design asked for something that it may not have: {error}.") from error


@functools.cache
def _style(template: str) -> tuple[weasyprint.CSS, FontConfiguration]:
    faces = FontConfiguration()
    assets = Assets({name: _face(name) for name in (*SERIF, *SANS)})
    text = render_to_string(f"{template}.css")
    return weasyprint.CSS(string=text, base_url="asset:", url_fetcher=assets, font_config=faces), faces


@functools.cache
def _pictures() -> Mapping[str, bytes]:
    pictures = {}
    for level, (colour, wash, strokes) in LEVELS.items():
        art = render_to_string(
            "certificates/pdf/art.svg", {"colour": colour, "wash": wash, "strokes": strokes}
        )
        pictures[f"art-{level}.svg"] = art.strip().encode()
        if strokes:
            mark = render_to_string("certificates/pdf/mark.svg", {"colour": INK[level], "strokes": strokes})
            pictures[f"mark-{level}.svg"] = mark.strip().encode()
    return pictures


def _face(name: str) -> bytes:
    path = Path(settings.FONTS_ROOT) / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotDraw(
            f"The face {name} is not in {path.parent}: run the set-up again (make setup)."
        ) from error


def _code(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", dark="#1d1826", border=0, xmldecl=False, scale=1
    )
    return out.getvalue()


def _width(text: str) -> float:
    return sum(_advances().get(ord(letter), 1.0) for letter in text)


@functools.cache
def _advances() -> Mapping[int, float]:
    """How wide each letter of the name's face is, as a multiple of its size."""
    font = TTFont(io.BytesIO(_face(NAME)), lazy=True)
    return {
        code: font["hmtx"][glyph][0] / font["head"].unitsPerEm for code, glyph in font.getBestCmap().items()
    }


def _made_at(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _refuse_missing_letters(*printed: str) -> None:
    letters = {letter for words in printed for letter in words if not letter.isspace()}
    if lacking := sorted(letter for letter in letters if ord(letter) not in _letters()):
        raise CannotDraw(f"Our faces have no shape for {' '.join(lacking)}: write the name without it.")


def shapes() -> frozenset[int]:
    """The code points of all letters that our faces can draw."""
    return _letters()


@functools.cache
def _letters() -> frozenset[int]:
    drawn = [set(TTFont(io.BytesIO(_face(name)), lazy=True).getBestCmap()) for name in SERIF]
    return frozenset(set.intersection(*drawn))


class _Amiss(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _nothing_amiss() -> Iterator[None]:
    """Whatever WeasyPrint only warns of (a missing shape, a picture that it could not read) is a reason not to issue."""
    log: Any = logging.getLogger("weasyprint")
    amiss = _Amiss()
    log.addHandler(amiss)
    try:
        yield
    finally:
        log.removeHandler(amiss)
    if amiss.said:
        raise CannotDraw("It would not look as it should: " + "; ".join(dict.fromkeys(amiss.said)))
