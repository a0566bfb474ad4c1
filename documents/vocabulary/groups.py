"""Questions that are answered together, as one thing: a group, a criterion, a goal, a look back on a goal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from documents.vocabulary.lists import File, Table
from documents.vocabulary.questions import Choice, LongText, Question


@dataclass(frozen=True, eq=False)
class Group(Question):
    """Questions that are answered together, as one thing. ``parts`` by their short names.

    An optional group that was begun wants its required parts too. ``instead`` names parts that need no answer when
    another has one: {"baseline": "baseline_words"}.
    """

    parts: Mapping[str, Question] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    kind: ClassVar[str] = "group"
    shape: ClassVar[str] = "its parts’ answers by name"

    def __post_init__(self) -> None:
        for name, part in self.parts.items():
            object.__setattr__(part, "name", name)

    def is_blank(self, value: Any) -> bool:
        return all(part.is_blank(given) for part, given in self._given(value))

    def problems(self, value: Any) -> list[str]:
        if self.is_blank(value):
            return [self.missing] if self.required else []
        return [
            self._of_part(problem)
            for part, given in self._given(value)
            if not self._is_said_otherwise(part, value)
            for problem in part.problems(given)
        ]

    def warnings(self, value: Any) -> list[str]:
        return [warning for part, given in self._given(value) for warning in part.warnings(given)]

    def prose(self, value: Any) -> str:
        said = [part.prose(given) for part, given in self._given(value)]
        return "\n".join(words for words in said if words)

    def refusal(self, value: Any) -> str:
        if not isinstance(value, dict) or set(value) - set(self.parts):
            return f"“{self.label}” is answered part by part."
        refusals = [part.refusal(value[name]) for name, part in self.parts.items() if name in value]
        return next((refusal for refusal in refusals if refusal), "")

    def in_words(self, value: Any) -> str:
        said = [part.in_words(given) for part, given in self._given(value)]
        return "\n".join(words for words in said if words)

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if not self.parts:
            yield "has no parts: write parts={'name': question, …}"
        for name, part in self.parts.items():
            if isinstance(part, (Group, Table, File)):
                yield f"holds '{name}': a group holds plain questions only"
            for fault in part.faults():
                yield f"has a part '{name}' that {fault}"
        for name, other in self.instead.items():
            if not {name, other} <= set(self.parts):
                yield f"takes '{other}' instead of '{name}': name two of its parts"

    def _given(self, value: Any) -> list[tuple[Question, Any]]:
        given = value if isinstance(value, dict) else {}
        return [(part, given.get(name)) for name, part in self.parts.items()]

    def _is_said_otherwise(self, part: Question, value: Mapping[str, Any]) -> bool:
        other = self.instead.get(part.name)
        if other is None or not part.is_blank(value.get(part.name)):
            return False
        return not self.parts[other].is_blank(value.get(other))

    def _of_part(self, problem: str) -> str:
        return f"{self.label}: {problem[:1].lower() + problem[1:]}"


LEVELS = (
    ("below", "Working towards Silver"),
    ("silver", "Silver"),
    ("gold", "Gold"),
    ("platinum", "Platinum"),
)


@dataclass(frozen=True, eq=False)
class CriterionLevel(Group):
    """Where a setting sees itself on one criterion: a level, and a note that says why.

    The levels are those of Artsmark from 2015 on. The note's word limit is our default, no public source.
    """

    levels: Sequence[tuple[str, str]] = LEVELS
    words: int = 150

    def __post_init__(self) -> None:
        level = Choice(
            "Where are you now?",
            choices=self.levels,
            missing="choose the level that describes you best.",
        )
        note = LongText(
            "What makes you say so?",
            hint="One or two things that a visitor would see or hear.",
            words=self.words,
            missing="say in a line or two what makes you choose that level.",
        )
        object.__setattr__(self, "parts", {"level": level, "note": note})
        super().__post_init__()


@dataclass(frozen=True, eq=False)
class Goal(Group):
    """A goal that is set: what is to be different, where it stands in the plan, its criterion, and how things are now.

    ``documents.goals`` makes an object of it, which later forms look back on.
    """

    NAMES: ClassVar[tuple[str, ...]] = ("aim", "plan", "criterion", "baseline")

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        for name in self.NAMES:
            if name not in self.parts:
                yield f"has no part '{name}': a goal has {', '.join(self.NAMES)}"


@dataclass(frozen=True, eq=False)
class GoalReview(Group):
    """What became of a goal. It is asked of those who set it, and shows it beside the answer.

    ``of`` names the goal by form and question; without any goal set, each review is asked as it is declared.
    ``gathers`` names the parts that take what was kept in the scrapbook: {"words": "done", "changed": "effect"}.
    """

    gathers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.recalls is None:
            object.__setattr__(self, "recalls", self.of)

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if self.of is None:
            yield "looks back on no goal: write of=('form-code', 'question')"
        for kept, part in self.gathers.items():
            if kept not in ("words", "changed") or part not in self.parts:
                yield f"gathers '{kept}' in '{part}': gather words and changed, each in one of its parts"
