"""What changed between two copies, as it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.differences import SAME, Change, changes


@dataclass(frozen=True)
class ChangesView:
    """The answers that changed, and how many did not."""

    changed: Sequence[Change]
    unchanged: int


def changes_view(older: Mapping[str, Any], newer: Mapping[str, Any]) -> ChangesView:
    found = changes(older, newer)
    changed = [it for it in found if it.kind != SAME]
    return ChangesView(changed, len(found) - len(changed))
