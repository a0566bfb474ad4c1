"""A mail's words: from its file, or the office's own for an edition. The first line is the subject."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.template import Context, Engine, Template
from django.template.base import FilterExpression, Node, NodeList
from django.template.defaulttags import ForNode
from django.template.loader import get_template

from workflow.models import Run, Wording


class UnknownField(Exception):
    """The words use a field that their mail does not have. Its argument is the name."""


class Texts:
    """The words of some mails, with the office's own where it has any. One query for all of them."""

    def __init__(self, templates: Iterable[str]) -> None:
        rows = Wording.objects.filter(template__in=set(templates))
        self._own = {(row.template, row.journey_code, row.edition): row.text for row in rows}
        self._compiled: dict[tuple[str, str, str], Template] = {}

    def render(self, template: str, context: Mapping[str, Any], *, run: Run | None) -> tuple[str, str]:
        code, edition = (run.journey_code, run.edition) if run else ("", "")
        key = (template, code, edition)
        if key not in self._compiled:
            self._compiled[key] = self._compile(*key)
        return _fill(self._compiled[key], context)

    def _compile(self, template: str, code: str, edition: str) -> Template:
        for key in ((template, code, edition), (template, code, ""), (template, "", "")):
            if key in self._own:
                return compiled(self._own[key])
        written = _file(template)
        return compiled(written.source) if settings.MAIL_IS_STRICT else written


def render(template: str, context: Mapping[str, Any], *, run: Run | None = None) -> tuple[str, str]:
    """Subject and body of a mail, in the office's own words for the run's edition where it has any.

    An unknown field is left out; with ``settings.MAIL_IS_STRICT``, as in the tests, it raises UnknownField.
    """
    return Texts([template]).render(template, context, run=run)


def render_strictly(text: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a text. Raises UnknownField, and TemplateSyntaxError for a text that cannot be read."""
    return _fill(compiled(text, strict=True), context)


def file_text(template: str) -> str:
    """The words of a mail's file."""
    return str(_file(template).source)


def compiled(text: str, *, strict: bool | None = None) -> Template:
    """A text as a template. Raises TemplateSyntaxError."""
    engine = Engine.get_default()
    if settings.MAIL_IS_STRICT if strict is None else strict:
        engine = copy.copy(engine)
        engine.string_if_invalid = _Refusing("?")
    return Template(text, engine=engine)


def nodes_of(template: Template) -> list[Node]:
    """All that stands in a template, at any depth."""
    return list(template.nodelist.get_nodes_by_type(Node))


def fields_of(text: str) -> set[str]:
    """The fields that a text uses, as ``templates.MailTemplate`` names them. Raises TemplateSyntaxError."""
    return set(_fields(compiled(text).nodelist, {}))


def _fields(nodes: Iterable[Node], items: Mapping[str, str]) -> Iterator[str]:
    """``items``: the names of loops for one item, and the lists that they stand for."""
    for node in nodes:
        inner = dict(items)
        if isinstance(node, ForNode):
            (of_list,) = _named(node.sequence, items)
            yield of_list
            inner |= {str(name): of_list for name in node.loopvars} | {"forloop": ""}
        for value in vars(node).values():
            yield from _named(value, items)
        for part in node.child_nodelists:
            yield from _fields(getattr(node, part, None) or NodeList(), inner)
        for _condition, nodelist in getattr(node, "conditions_nodelists", ()):
            yield from _fields(nodelist, inner)


def _named(value: Any, items: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, FilterExpression):
        variables = [value.var, *(arg for _, args in value.filters for is_var, arg in args if is_var)]
        for variable in variables:
            lookups = getattr(variable, "lookups", None)
            if lookups:
                yield from _resolved(lookups, items)
    elif isinstance(value, NodeList):
        return
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _named(one, items)
    elif isinstance(value, dict):
        yield from _named(list(value.values()), items)
    elif hasattr(value, "first") or hasattr(value, "value"):  # a condition: two sides, or one value
        yield from _named([getattr(value, part, None) for part in ("first", "second", "value")], items)


def _resolved(lookups: Iterable[str], items: Mapping[str, str]) -> Iterator[str]:
    first, *rest = lookups
    root = items.get(first, first)
    if root:
        yield ".".join([root, *rest])


def _fill(template: Template, context: Mapping[str, Any]) -> tuple[str, str]:
    """Plain text: an apostrophe stays one."""
    words = {
        "office_email": settings.OFFICE_EMAIL,
        "office_telephone": settings.OFFICE_TELEPHONE,
        **context,
        "office": settings.OFFICE_NAME,
        "address": settings.PUBLIC_ADDRESS,
    }
    text = str(template.render(Context(words, autoescape=False)))
    subject, _, body = text.strip().partition("\n")
    return subject.strip()[:200], body.strip() + "\n"


def _file(template: str) -> Template:
    backend: Any = get_template(template)
    found: Template = backend.template
    return found


class _Refusing(str):
    """What stands where a field is unknown: asked for its words, it names the field and stops."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise UnknownField(str(name))
