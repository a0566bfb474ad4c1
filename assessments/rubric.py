"""The vocabulary in which a rubric is declared: what is judged, and the levels that can be reached. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.journey import MAX_NAME, WrongDeclaration

THE_WHOLE = "The submission as a whole"  # what is judged beside the criteria


@dataclass(frozen=True)
class Level:
    """What can be reached. ``code`` is kept with decisions, ``label`` is the word for people."""

    code: str
    label: str


@dataclass(frozen=True)
class Criterion:
    """One thing that is judged. ``descriptors`` says, by the level's code, what it looks like at that level."""

    code: str
    label: str
    descriptors: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Rubric:
    """What readers judge by. The first of the ``levels`` is the one below any award; the rest rise in order.

    The overall level is a judgement. ``hint`` helps a reader to look twice; it never decides.
    """

    code: str
    title: str
    levels: Sequence[Level]
    criteria: Sequence[Criterion]

    def __post_init__(self) -> None:
        if faults := list(_faults(self)):
            raise WrongDeclaration(f"'{self.code}' cannot be a rubric:\n- " + "\n- ".join(faults))

    @property
    def below(self) -> Level:
        return self.levels[0]

    def level(self, code: str) -> Level:
        """The level of a code. Raises KeyError when the rubric has none."""
        return {level.code: level for level in self.levels}[code]

    def is_level(self, code: str) -> bool:
        return any(level.code == code for level in self.levels)

    def is_award(self, code: str) -> bool:
        """Whether the level of the code is above the first one."""
        return self.level(code) != self.below

    def hint(self, marked: Mapping[str, str]) -> Level | None:
        """The highest level that more than half of all criteria reach, from levels by criterion.

        None until every criterion has a level. Our default, no public source.
        """
        ranks = {level.code: rank for rank, level in enumerate(self.levels)}
        reached = sorted((ranks[marked[it.code]] for it in self.criteria if it.code in marked), reverse=True)
        if len(reached) < len(self.criteria):
            return None
        return self.levels[reached[len(reached) // 2]]


_rubrics: dict[str, Rubric] = {}


def register(rubric: Rubric) -> Rubric:
    """Make a rubric known by its code. Raises WrongDeclaration when another one has the code."""
    known = _rubrics.setdefault(rubric.code, rubric)
    if known is not rubric:
        raise WrongDeclaration(
            f"Two rubrics have the code '{rubric.code}': give each edition one of its own."
        )
    return rubric


def get_rubric(code: str) -> Rubric:
    """The rubric of a code. Raises KeyError when there is none."""
    return _rubrics[code]


def _faults(rubric: Rubric) -> Iterable[str]:
    levels = [level.code for level in rubric.levels]
    criteria = [criterion.code for criterion in rubric.criteria]
    if not levels[1:]:
        yield "it needs a level below the award and at least one award"
    if not criteria:
        yield "it judges nothing: add a criterion"
    for codes in (levels, criteria):
        if len(set(codes)) < len(codes):
            yield f"one code stands twice among {', '.join(codes)}: give each its own"
    for code in [rubric.code, *levels, *criteria]:
        if not code or len(code) > MAX_NAME:
            yield f"the code '{code}' must have 1 to {MAX_NAME} letters"
    for criterion in rubric.criteria:
        if unknown := set(criterion.descriptors) - set(levels):
            yield f"'{criterion.code}' describes {', '.join(sorted(unknown))}, which is no level of it"
        if silent := [level for level in levels if not criterion.descriptors.get(level)]:
            yield f"'{criterion.code}' does not say what {', '.join(silent)} looks like"
