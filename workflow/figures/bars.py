"""Rows of bars, each of one or several parts, with a key: a name, a figure, and below them the bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 340  # in units of the drawing: about the pixels of a telephone, so that its words stay legible there
ROW = 52
KEY = 24
BAR = 16
THINNEST = 2.0  # of a part that is not nought
LONGEST_LABEL = 26  # letters; the table has all of it


@dataclass(frozen=True)
class Part:
    """A part of a bar. ``kind`` is how it looks: strong, soft, quiet, late, or open (its end is not known)."""

    value: int
    kind: str = "strong"


@dataclass(frozen=True)
class Bar:
    """A row: its name, what stands at its end, and its parts from the left."""

    label: str
    says: str
    parts: Sequence[Part]

    @property
    def length(self) -> int:
        return sum(part.value for part in self.parts)


def draw_bars(
    bars: Sequence[Bar], *, name: str, title: str, description: str, key: Sequence[tuple[str, str]] = ()
) -> SafeString:
    """Draw bars below each other, all to one scale. ``key`` says what each kind of part means.

    ``name`` makes the ids: of two pictures on a page each has its own. All words are escaped.
    """
    most = max((bar.length for bar in bars), default=0) or 1
    top = KEY * len(key)
    rows = format_html_join(
        "", "{}", ((_row(bar, y=top + place * ROW, most=most),) for place, bar in enumerate(bars))
    )
    return format_html(
        '<svg class="figure__drawing" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-description"'
        ' focusable="false"><title id="{}-title">{}</title><desc id="{}-description">{}</desc>{}{}</svg>',
        WIDTH,
        top + ROW * len(bars),
        *(name, name),
        *(name, title, name, description),
        format_html_join(
            "", "{}", ((_key(kind, words, y=place * KEY),) for place, (kind, words) in enumerate(key))
        ),
        rows,
    )


def _key(kind: str, words: str, *, y: int) -> SafeString:
    return format_html(
        '<rect class="figure__part figure__part--{}" x="1" y="{}" width="14" height="14"/>'
        '<text class="figure__key" x="22" y="{}">{}</text>',
        *(kind, y + 2, y + 14, words),
    )


def _row(bar: Bar, *, y: int, most: int) -> SafeString:
    return format_html(
        '<text class="figure__label" x="0" y="{}">{}</text>'
        '<text class="figure__value" x="{}" y="{}" text-anchor="end">{}</text>{}',
        *(y + 17, _short(bar.label), WIDTH, y + 17, bar.says),
        _parts(bar, y=y + 24, most=most),
    )


def _parts(bar: Bar, *, y: int, most: int) -> SafeString:
    drawn, before = [], 0
    for part in bar.parts:
        if part.value > 0:
            x, end = (round(value * (WIDTH - 2) / most, 1) for value in (before, before + part.value))
            drawn.append((part.kind, 1 + x, y, max(round(end - x, 1), THINNEST), BAR))
        before += part.value
    return format_html_join(
        "",
        '<rect class="figure__part figure__part--{}" x="{}" y="{}" width="{}" height="{}"/>',
        drawn,
    )


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
