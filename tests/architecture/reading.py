"""Reads the project's own files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["config", "awards", "assessments", "certificates", "documents", "workflow"]


def modules(*packages: str) -> list[Path]:
    """The modules of packages, without migrations."""
    return sorted(
        path.relative_to(ROOT)
        for package in packages or PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    )


def named(names: Sequence[str]) -> list[Path]:
    """Modules of a name, and the modules of packages of that name."""
    return [path for path in modules() if path.stem in names or set(path.parts[:-1]) & set(names)]


def lines_with(pattern: str, paths: Iterable[Path]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate((ROOT / path).read_text().splitlines(), start=1)
        if found.search(line)
    ]
