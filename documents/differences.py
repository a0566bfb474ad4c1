"""What changed from one copy of a document to the next, word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

KEPT, REMOVED, ADDED = "kept", "removed", "added"
SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"

_WORDS_AND_SPACES = re.compile(r"\s+|\S+")
_MOST_COMPARED = 160_000  # words of one text times words of the other: above it difflib takes seconds
_MOST_ALIKE = 20_000  # pairs of equal words: as above, where one word is said again and again
_DEEPEST = 12  # stretches between words that stand once in both, and again between those


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
    """The words of two texts: those kept and removed make the old one, those kept and added the new one.

    Very long texts that share no rare word are one removed and one added: it takes no longer than reading them does.
    """
    before, now = _WORDS_AND_SPACES.findall(old), _WORDS_AND_SPACES.findall(new)
    runs: list[Run] = []
    at, to = 0, 0
    for i, j in _words_in_both(before, now):
        runs += [*_between(before[at:i], now[to:j]), Run(KEPT, before[i])]
        at, to = i + 1, j + 1
    runs += _between(before[at:], now[to:])
    return [
        Run(kind, "".join(run.text for run in stretch))
        for kind, stretch in groupby(runs, key=lambda run: run.kind)
    ]


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


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """What stands between two kept words: the same space at either end is kept too."""
    first = _same_at_the_start(old, new)
    old_rest, new_rest = old[first:], new[first:]
    last = _same_at_the_start(old_rest[::-1], new_rest[::-1])
    removed, added = old_rest[: len(old_rest) - last], new_rest[: len(new_rest) - last]
    for kind, words in (
        (KEPT, old[:first]),
        (REMOVED, removed),
        (ADDED, added),
        (KEPT, old_rest[len(old_rest) - last :]),
    ):
        if words:
            yield Run(kind, "".join(words))


Range = tuple[int, int, int, int, int]


def _words_in_both(before: Sequence[str], now: Sequence[str]) -> list[tuple[int, int]]:
    """The places of words that were kept, in order. Space is left out: it would match everywhere."""
    old = [place for place, word in enumerate(before) if not word.isspace()]
    new = [place for place, word in enumerate(now) if not word.isspace()]
    a, b = [before[place] for place in old], [now[place] for place in new]
    found: list[tuple[int, int]] = []
    waiting: list[Range] = [(0, len(a), 0, len(b), 0)]
    while waiting:
        same, stretch = _trimmed(a, b, waiting.pop())
        found += same
        more, smaller = _compared(a, b, stretch)
        found += more
        waiting += smaller
    return sorted((old[i], new[j]) for i, j in found)


def _trimmed(a: Sequence[str], b: Sequence[str], stretch: Range) -> tuple[list[tuple[int, int]], Range]:
    low, high, low_b, high_b, depth = stretch
    same = []
    while low < high and low_b < high_b and a[low] == b[low_b]:
        same.append((low, low_b))
        low, low_b = low + 1, low_b + 1
    while low < high and low_b < high_b and a[high - 1] == b[high_b - 1]:
        high, high_b = high - 1, high_b - 1
        same.append((high, high_b))
    return same, (low, high, low_b, high_b, depth)


def _compared(
    a: Sequence[str], b: Sequence[str], stretch: Range
) -> tuple[list[tuple[int, int]], list[Range]]:
    """The kept words of a stretch, and what is still to be compared between them."""
    low, high, low_b, high_b, depth = stretch
    old, new = a[low:high], b[low_b:high_b]
    in_old, in_new = Counter(old), Counter(new)
    alike = sum(count * in_new[word] for word, count in in_old.items())
    if len(old) * len(new) <= _MOST_COMPARED and alike <= _MOST_ALIKE:
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        return [(low + it.a + n, low_b + it.b + n) for it in blocks for n in range(it.size)], []
    if depth == _DEEPEST:
        return [], []
    once = {word: place for place, word in enumerate(new) if in_new[word] == 1 and in_old[word] == 1}
    fixed = [
        (low + i, low_b + j)
        for i, j in _rising([(i, once[word]) for i, word in enumerate(old) if word in once])
    ]
    if not fixed:
        return [], []
    ends = zip([(low - 1, low_b - 1), *fixed], [*fixed, (high, high_b)], strict=True)
    return fixed, [(i + 1, k, j + 1, m, depth + 1) for (i, j), (k, m) in ends]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of the pairs whose second numbers rise with the first."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, (_, second) in enumerate(pairs):
        slot = bisect_left(ends, second)
        before.append(at[slot - 1] if slot else -1)
        ends[slot : slot + 1] = [second]
        at[slot : slot + 1] = [place]
    chosen = []
    place = at[-1] if at else -1
    while place >= 0:
        chosen.append(pairs[place])
        place = before[place]
    return chosen[::-1]


def _same_at_the_start(old: Sequence[str], new: Sequence[str]) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
