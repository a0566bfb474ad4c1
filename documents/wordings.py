"""The wordings of forms: the present ones from the code, older ones from what was kept of them."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import FormVersion
from documents.registry import get_form
from documents.vocabulary import Form, form_from

Version = tuple[str, str]

_rebuilt: dict[Version, type[Form]] = {}  # they never change


def wordings(versions: Iterable[Version]) -> dict[Version, type[Form]]:
    """Forms by code and version. One query for those that are neither present nor seen before.

    A version that was never kept reads in the present wording. Raises KeyError for a form that is not there.
    """
    asked = set(versions)
    found = {one: get_form(one[0]) for one in asked}
    older = {one for one in asked if found[one].version != one[1]}
    _rebuild(older - _rebuilt.keys())
    return found | {one: _rebuilt[one] for one in older & _rebuilt.keys()}


def _rebuild(missing: set[Version]) -> None:
    if not missing:
        return
    kept = FormVersion.objects.filter(
        code__in={code for code, _ in missing}, version__in={version for _, version in missing}
    )
    for it in kept:
        _rebuilt[it.code, it.version] = form_from(it.declared, version=it.version, present=get_form(it.code))
