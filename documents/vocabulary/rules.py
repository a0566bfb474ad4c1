"""Rules of a form: what its answers should say beside being there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from documents.vocabulary.groups import Group
from documents.vocabulary.questions import Question, words_in

Found = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True, eq=False)
class Rule:
    """Looks at the words of some answers, one at a time, and says what it minds.

    looks_at: the names of the questions. found: given the words of an answer and those of the whole document, what is
    wrong in them; nothing when all is well. part: only that part of groups is looked at. sentence: what is said then; "{found}" in it names what was found.
    blocks: the document cannot be handed in until it is mended; otherwise it is a warning, which stops nothing.
    """

    code: str
    sentence: str
    looks_at: Sequence[str]
    found: Found
    blocks: bool = False
    part: str = ""

    def said_of(self, question: Question, value: Any, whole: str) -> list[str]:
        """The sentence about an answer, or none. What is not answered is not judged."""
        words = self._words(question, value)
        if question.name not in self.looks_at or not words:
            return []
        found = self.found(words, whole)
        return [self.sentence.replace("{found}", _listed(found))] if found else []

    def _words(self, question: Question, value: Any) -> str:
        if self.part and isinstance(question, Group) and isinstance(value, dict):
            return (
                question.parts[self.part].prose(value.get(self.part)) if self.part in question.parts else ""
            )
        return question.prose(value)


def in_one(look: Callable[[str], Sequence[str]]) -> Found:
    """A look at one answer alone, for ``Rule.found``."""
    return lambda words, _: look(words)


def lacks(*wanted: str) -> Found:
    """Minds an answer that has none of the wanted words, in any case."""
    return lambda words, _: () if any(it.lower() in words.lower() for it in wanted) else (wanted[0],)


def shorter_than(count: int) -> Found:
    """Minds an answer of fewer words."""
    return lambda words, _: (words,) if words_in(words) < count else ()


def _listed(found: Sequence[str]) -> str:
    quoted = [f"“{it}”" for it in found]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
