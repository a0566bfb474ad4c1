"""Full TrueType fonts for PDFs, merged from the subsets that npm carries: `python -m config.fonts`.

A PDF that draws one face from several subset files prints wrong letters without a warning ("Dŵr" as "D, r"), so each
face becomes one file in `var/fonts`, with its licence beside it.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "node_modules" / "@fontsource"
TARGET = ROOT / "var" / "fonts"

SUBSETS = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
PROBES = {"Latin": "ñé", "Welsh": "ŵŷ", "Polish": "Łź", "Vietnamese": "Đế", "Greek": "Ωλ", "Cyrillic": "Жя"}


class FontsIncomplete(Exception):
    """A font file is missing, or a merged face lacks letters that its family is known to draw."""


@dataclass(frozen=True)
class Family:
    """One family: its npm package, the stem of its files in `var/fonts`, and which alphabets it must draw."""

    package: str
    stem: str
    faces: tuple[tuple[str, str], ...]
    draws: tuple[str, ...]

    def subset_files(self, cut: str) -> list[Path]:
        files = [
            SOURCES / self.package / "files" / f"{self.package}-{subset}-{cut}.woff2" for subset in SUBSETS
        ]
        return [file for file in files if file.exists()]


FAMILIES = (
    Family(
        package="source-serif-4",
        stem="SourceSerif4",
        faces=(
            ("400-normal", "Regular"),
            ("600-normal", "SemiBold"),
            ("700-normal", "Bold"),
            ("400-italic", "Italic"),
        ),
        draws=("Latin", "Welsh", "Polish", "Vietnamese", "Greek", "Cyrillic"),
    ),
    Family(
        package="atkinson-hyperlegible-next",
        stem="AtkinsonHyperlegibleNext",
        faces=(("400-normal", "Regular"), ("700-normal", "Bold")),
        draws=("Latin", "Welsh", "Polish"),
    ),
)


def build(target: Path = TARGET) -> list[Path]:
    """Write every face of every family into `target` and return their paths.

    Raises FontsIncomplete when a source file is absent or letters went missing in the merge.
    """
    target.mkdir(parents=True, exist_ok=True)
    return [path for family in FAMILIES for path in _build_family(family, target)]


def gaps(font: Path) -> dict[str, str]:
    """The alphabets that `font` cannot draw in full, each with the letters it lacks."""
    drawn = TTFont(font, lazy=True).getBestCmap()
    lacking = {name: "".join(c for c in letters if ord(c) not in drawn) for name, letters in PROBES.items()}
    return {name: letters for name, letters in lacking.items() if letters}


def _build_family(family: Family, target: Path) -> list[Path]:
    shutil.copyfile(SOURCES / family.package / "LICENSE", target / f"{family.stem}-LICENSE.txt")
    return [_build_face(family, cut, target / f"{family.stem}-{name}.ttf") for cut, name in family.faces]


def _build_face(family: Family, cut: str, path: Path) -> Path:
    files = family.subset_files(cut)
    if not files:
        raise FontsIncomplete(
            f"No files of {family.package} {cut} are in {SOURCES}. Run `npm ci` and try again."
        )
    unfinished = path.with_suffix(".part")
    _merge(files, unfinished)
    lost = set(gaps(unfinished)) & set(family.draws)
    if lost:
        raise FontsIncomplete(f"{path.name} lost letters in the merge: {', '.join(sorted(lost))}.")
    unfinished.replace(path)
    return path


def _merge(files: list[Path], path: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        plain = [str(file) for file in _without_repeats(files, Path(scratch))]
        merged = Merger().merge(plain)
        _date_like(merged, TTFont(files[0])["head"])
        merged.save(path)


def _date_like(font: TTFont, head: Any) -> None:
    """The same sources give the same bytes, whenever they are merged: so do the PDFs drawn with them."""
    font.recalcTimestamp = False
    font["head"].created, font["head"].modified = head.created, head.modified


def _without_repeats(files: list[Path], scratch: Path) -> list[Path]:
    """Copies in which each character is mapped by the first file that has it: otherwise the merge adds stand-ins."""
    taken: set[int] = set()
    copies = []
    for number, file in enumerate(files):
        font = TTFont(file, recalcTimestamp=False)
        font.flavor = None
        for table in font["cmap"].tables:
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if code not in taken}
        taken |= set(font.getBestCmap())
        copies.append(scratch / f"{number}.ttf")
        font.save(copies[-1])
    return copies


def main() -> int:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        faces = build()
    except FontsIncomplete as problem:
        print(problem, file=sys.stderr)
        return 1
    for face in faces:
        without = ", ".join(f"{name} ({letters})" for name, letters in gaps(face).items())
        print(
            f"  {face.name}: {face.stat().st_size // 1024} KiB{'; cannot draw ' + without if without else ''}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
