"""Questions as plain data and back, so that a wording outlives the code that declared it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from documents.vocabulary.questions import KINDS, Example, Question


def plain_question(question: Question) -> dict[str, Any]:
    """A question as plain data (JSON), without what is empty: a new option that is empty changes no version.

    Mappings become lists of pairs: their order is part of the wording, and a database may not keep it.
    """
    given = {it.name: getattr(question, it.name) for it in dataclasses.fields(question)}
    fields = {name: _plain(value) for name, value in given.items() if not _is_usual(name, value)}
    return {"kind": type(question).__name__, "name": question.name, **fields}


def question_from(kept: Mapping[str, Any]) -> Question:
    """The question that was kept. Raises KeyError for a kind that is no longer there."""
    kind = KINDS[kept["kind"]]
    question = kind.__new__(kind)
    for it in dataclasses.fields(kind):
        value = _from_plain(kept[it.name]) if it.name in kept else _default(it)
        object.__setattr__(question, it.name, value)
    return question


def _is_usual(option: str, value: Any) -> bool:
    if option == "required":
        return value is True
    return value is None or value is False or (hasattr(value, "__len__") and len(value) == 0)


def _default(option: dataclasses.Field[Any]) -> Any:
    """What an option has that was kept empty: nothing, in the shape of its default."""
    if option.name == "required":
        return True
    if option.default_factory is not dataclasses.MISSING:
        return option.default_factory()
    default = option.default if option.default is not dataclasses.MISSING else ""
    return default if default is None else type(default)()


def _plain(value: Any) -> Any:
    if isinstance(value, Question):
        return {"question": plain_question(value)}
    if isinstance(value, Example):
        return {"example": dataclasses.asdict(value)}
    if isinstance(value, Mapping):
        return {"pairs": [[name, _plain(it)] for name, it in value.items()]}
    if isinstance(value, (list, tuple)):
        return [_plain(it) for it in value]
    return value


def _from_plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_from_plain(it) for it in value)
    if isinstance(value, dict):
        if "question" in value:
            return question_from(value["question"])
        if "example" in value:
            return Example(**value["example"])
        return {name: _from_plain(it) for name, it in value["pairs"]}
    return value
