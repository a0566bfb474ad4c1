"""Answers as they are shown: plain text in which lines that begin with "- " or "1. " are lists, and *so* or **so** is emphasis.

The door to markdown-it. Nothing else of Markdown is known: no links, no pictures, no HTML; whatever is typed is text, and
no letter of it is lost: a number stays the number that was typed, and what lies too deep to be a list stays words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.token import Token

_BEGINS_A_LIST = re.compile(
    r"\s*(?:-|[0-9]{1,2}[.)])\s+(?![-\s]*$)"
)  # not "2018. We began", nor a line of dashes
_DEEPEST = 6  # lists in lists; markdown-it would drop what lies deeper than its own bound


@dataclass(frozen=True)
class Run:
    """Words in one dress."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or an item of a list. kind: "paragraph", "bullet" or "number"; depth: how deep the list lies, from 0.

    ``number`` is the one that was typed before a numbered item. The second paragraph of an item is a paragraph.
    """

    kind: str
    runs: Sequence[Run]
    depth: int = 0
    number: int = 0


def to_html(text: str) -> SafeString:
    """The text as HTML. Every letter of it is escaped; each block reads in the direction of its own words."""
    tokens = _reader.parse(text)
    expected: list[int] = []
    for token in tokens:
        if token.nesting == 1:
            token.attrSet("dir", "auto")
        if token.type.endswith("_list_open"):
            expected.append(int(token.attrGet("start") or 1))
        elif token.type.endswith("_list_close"):
            expected.pop()
        elif token.type == "list_item_open" and token.info:
            if int(token.info) != expected[-1]:
                token.attrSet("value", str(int(token.info)))
            expected[-1] = int(token.info) + 1
    html: str = _reader.renderer.render(tokens, _reader.options, {})
    return mark_safe(html)  # noqa: S308 - made of escaped text and our own tags


def blocks(text: str) -> Iterator[Block]:
    """The text as paragraphs and items, for other papers than pages."""
    lists: list[str] = []
    item: Token | None = None
    for token in _reader.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("bullet" if token.type == "bullet_list_open" else "number")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            item = token
        elif token.type == "inline":
            kind = lists[-1] if lists and item else "paragraph"
            number = int(item.info) if item and item.info else 0
            yield Block(kind, list(_runs(token.children or [])), max(len(lists) - 1, 0), number)
            item = None


def without_marks(text: str) -> str:
    """The words alone, for a place that has room for a line: no emphasis, no marks of lists."""
    return "\n".join("".join(run.text for run in block.runs) for block in blocks(text))


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    for token in tokens:
        if token.type == "strong_open":
            bold += 1
        elif token.type == "strong_close":
            bold -= 1
        elif token.type == "em_open":
            italic += 1
        elif token.type == "em_close":
            italic -= 1
        elif token.type in ("softbreak", "hardbreak"):
            yield Run("\n")
        elif token.content:
            yield Run(token.content, bold > 0, italic > 0)


def _list_as_typed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    is_list = _BEGINS_A_LIST.match(line) is not None and state.level < 2 * _DEEPEST
    return is_list and list_block(state, start, end, silent)


def _made() -> MarkdownIt:
    reader = MarkdownIt("zero", {"breaks": True, "html": False})
    reader.enable(["list", "emphasis", "newline"])
    reader.block.ruler.at("list", _list_as_typed, {"alt": ["paragraph"]})  # a list may end a paragraph
    return reader


_reader = _made()
