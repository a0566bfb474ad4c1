"""What changed from one copy of a document to the next, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

KEPT, REMOVED, ADDED = "kept", "removed", "added"
SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"

_WORDS = re.compile(r"\s+|[^\s]+")
_PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")
_MOST_PAIRS = 4_000_000  # of words compared with each other: above it, first by paragraphs


@dataclass(frozen=True)
class Run:
    """Words that stayed, went or came."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One question, or one part of a group, in both copies. ``runs``: the words of both, in order."""

    question: str
    label: str
    kind: str
    runs: Sequence[Run]


def changes(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Change]:
    """Every question of two contents that ``documents.content`` laid out, in the order of the newer one."""
    before, now = dict(_leaves(older)), dict(_leaves(newer))
    found = [_change(key, before.get(key), leaf) for key, leaf in now.items()]
    return found + [_change(key, leaf, None) for key, leaf in before.items() if key not in now]


def difference(old: str, new: str) -> list[Run]:
    """The words of two texts: those kept and removed make the old one, those kept and added the new one."""
    old_words, new_words = _WORDS.findall(old), _WORDS.findall(new)
    if len(old_words) * len(new_words) > _MOST_PAIRS:
        return list(_by_paragraphs(old, new))
    return list(_compared(old_words, new_words))


@dataclass(frozen=True)
class _Leaf:
    question: str
    label: str
    words: str


Key = tuple[str, str]


def _leaves(content: Mapping[str, Any]) -> Iterator[tuple[Key, _Leaf]]:
    for section in content["sections"]:
        for laid in section["questions"]:
            if not laid.get("parts"):
                yield (laid["code"], ""), _Leaf(laid["code"], laid["label"], laid["words"])
            for part in laid.get("parts", ()):
                label = f"{laid['label']}: {part['label']}"
                yield (laid["code"], part["code"]), _Leaf(laid["code"], label, part["words"])
    for signature in content.get("signatures", ()):
        words = f"{signature['name']}, {signature['signed_at'][:10]}"
        yield ("", f"signature {signature['role']}"), _Leaf("", f"Signed by: {signature['label']}", words)
    by_question: dict[str, list[str]] = {}
    for file in content.get("evidence", ()):
        by_question.setdefault(file["about"], []).append(f"{file['title']} ({file['sha256'][:8]})")
    for question, titles in by_question.items():
        yield (question, "files"), _Leaf(question, "Files", "\n".join(titles))


def _change(key: Key, old: _Leaf | None, new: _Leaf | None) -> Change:
    leaf = new or old
    if leaf is None:
        raise ValueError(f"{key} is in neither copy")
    before, now = old.words if old else "", new.words if new else ""
    if before == now:
        kind = SAME
    elif not before:
        kind = NEW
    else:
        kind = CHANGED if now else GONE
    return Change(leaf.question, leaf.label, kind, difference(before, now))


def _by_paragraphs(old: str, new: str) -> Iterator[Run]:
    before, now = _PARAGRAPHS.findall(old), _PARAGRAPHS.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        removed, added = "".join(before[a:b]), "".join(now[c:d])
        if tag == "equal":
            yield Run(KEPT, removed)
            continue
        words = _WORDS.findall(removed), _WORDS.findall(added)
        if len(words[0]) * len(words[1]) > _MOST_PAIRS:
            yield from _said(removed, added)
        else:
            yield from _compared(*words)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run(KEPT, "".join(old[a:b]))
        else:
            yield from _said("".join(old[a:b]), "".join(new[c:d]))


def _said(removed: str, added: str) -> Iterable[Run]:
    return [Run(kind, text) for kind, text in ((REMOVED, removed), (ADDED, added)) if text]
