"""What a certificate costs beside WeasyPrint as one begins with it."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

from django.conf import settings
from django.template.loader import render_to_string

from bench.baselines import draw_naively
from bench.measurement import Measurement, interleaved, ratio, seconds
from certificates.fitting import Setting
from certificates.rendering import INK, LEVELS, SANS, SERIF, draw
from certificates.words import Words

BOUND = 0.7
ROUNDS = 7
DOCUMENTS = 8  # a round
NUMBER = "WM-2026-000123"
TEMPLATE = "certificate"
MILLISECONDS = 1e3

WORDS = Words(
    recipient="Holly Lane School",
    programme="Artsmark",
    level_code="gold",
    level="Gold",
    awarded_on=dt.date(2026, 3, 2),
    valid_to=dt.date(2028, 3, 1),
    statement="A fictional award, drawn to see how long it takes.",
    signatory="Rosa Field, Programme manager",
    office="Arts Connect",
    check_address="http://localhost:8000/check/WM-2026-000123",
)


def measure() -> Measurement:
    """The ratio of the milliseconds of one document, each for another school: ours over the naive way."""
    numbers = itertools.count(1)
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        _lay_out(Path(folder))
        took = interleaved(
            {
                "ours": partial(_milliseconds, _ours, numbers),
                "naive": partial(_milliseconds, partial(_naive, folder=Path(folder)), numbers),
            },
            rounds=ROUNDS,
        )
    return Measurement(
        value=ratio(took["ours"], took["naive"]),
        bound=BOUND,
        unit="ratio of ms per certificate",
        against="WeasyPrint, faces by @font-face in the page, new FontConfiguration each time",
        raw=(median(took["ours"]), median(took["naive"])),
        trials=ROUNDS * DOCUMENTS,
    )


def _lay_out(folder: Path) -> None:
    """The faces and pictures as files: the naive way gets its pictures ready made."""
    for face in (*SERIF, *SANS):
        shutil.copy(settings.FONTS_ROOT / face, folder)
    for level, (colour, wash, strokes) in LEVELS.items():
        art = render_to_string(
            "certificates/pdf/art.svg", {"colour": colour, "wash": wash, "strokes": strokes}
        )
        (folder / f"art-{level}.svg").write_text(art.strip())
    for level, colour in INK.items():
        mark = render_to_string("certificates/pdf/mark.svg", {"colour": colour, "strokes": LEVELS[level][2]})
        (folder / f"mark-{level}.svg").write_text(mark.strip())


def _milliseconds(make: Callable[[Words], bytes], numbers: Iterator[int]) -> float:
    schools = [replace(WORDS, recipient=f"{WORDS.recipient} {next(numbers)}") for _ in range(DOCUMENTS)]
    return seconds(lambda: [make(words) for words in schools]) / DOCUMENTS * MILLISECONDS


def _ours(words: Words) -> bytes:
    return draw(words, number=NUMBER, template=TEMPLATE)


def _naive(words: Words, *, folder: Path) -> bytes:
    page = render_to_string(
        f"certificates/pdf/{TEMPLATE}.html",
        {
            "words": words,
            "number": NUMBER,
            "name": Setting(1, (words.recipient,)),
            "made_at": f"{words.awarded_on.isoformat()}T00:00:00Z",
        },
    )
    style = render_to_string(f"certificates/pdf/{TEMPLATE}.css")
    return draw_naively(page, style, check_address=words.check_address, folder=folder)
