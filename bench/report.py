"""The printed table, and the figures kept in var/bench.json."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.measurement import Beside, Measurement

HEADINGS = ("name", "value", "bound", "ok", "unit", "against")


def as_kept(name: str, found: Measurement, *, commit: str, at: dt.datetime) -> dict[str, Any]:
    """The entry of one measurement in var/bench.json."""
    entry: dict[str, Any] = {"value": _rounded(found.value), "bound": found.bound}
    if found.at_least:
        entry["at_least"] = True
    return entry | {
        "ok": found.ok,
        "unit": found.unit,
        "against": found.against,
        "raw": [_rounded(figure) for figure in found.raw],
        "trials": found.trials,
        "statements": found.statements,
        "commit": commit,
        "at": at.isoformat(timespec="seconds"),
        "command": f"make bench NAME={name}",
    }


def merge(path: Path, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the entries into the file, beside those of other names. A reader sees the old file or the new one."""
    kept = json.loads(path.read_text()) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    unfinished.write_text(
        json.dumps({**kept, **entries}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    )
    unfinished.replace(path)


def table(found: Mapping[str, Measurement]) -> str:
    """The measurements as lines of columns, each followed by what is told beside it."""
    rows = {name: _row(name, one) for name, one in found.items()}
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows.values(), strict=True)]
    lines = [_line(HEADINGS, widths)]
    for name, one in found.items():
        lines.append(_line(rows[name], widths))
        lines += [f"    {beside.name}: {beside.value}" for beside in _told_beside(one)]
    return "\n".join(lines)


def commit_of(root: Path) -> str:
    """The commit of the files, with a plus sign when they differ from it; empty outside a checkout."""
    try:
        commit = _git(root, "rev-parse", "--short=12", "HEAD")
        return f"{commit}+" if _git(root, "status", "--porcelain") else commit
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "--no-optional-locks", *words], cwd=root, capture_output=True, text=True, check=True
    ).stdout.strip()


def _row(name: str, found: Measurement) -> tuple[str, ...]:
    sign = "≥" if found.at_least else "≤"
    return (
        name,
        f"{_rounded(found.value):g}",
        f"{sign} {found.bound:g}",
        "yes" if found.ok else "NO",
        found.unit,
        found.against,
    )


def _told_beside(found: Measurement) -> list[Beside]:
    told: list[Beside] = list(found.beside)
    if found.statements is not None:
        most = f" (at most {found.most_statements})" if found.most_statements is not None else ""
        told.insert(0, Beside("statements", f"{found.statements}{most}"))
    return told


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _rounded(figure: float) -> float:
    return float(f"{figure:.4g}")
