"""Pictures made anew: what is kept is drawn by us, so nothing that was hidden in the file comes with it.

Orientation is applied; place, time, camera, comments and thumbnails are gone. Of moving pictures the first is kept.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

from documents.files.kinds import FORMATS, NotTaken

LONGEST = 2_400  # pixels of the longer side; our default, no public source
SMALL = 640
MOST_PIXELS = 60_000_000  # a phone of 2026 takes 50 million
QUALITY = 85
_reading = Lock()
_BROKEN = "This picture is broken or not complete. Save it anew as JPEG, and choose that."


@dataclass(frozen=True)
class Picture:
    """A picture as JPEG, and a small one for pages."""

    whole: bytes
    small: bytes
    width: int
    height: int


def made_anew(file: BinaryIO) -> Picture:
    """The picture drawn anew. Raises NotTaken for one that is broken or has too many pixels."""
    file.seek(0)
    try:
        with warnings.catch_warnings(), _whole_ones_only():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is asked next
            with Image.open(file, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NotTaken(
                        f"This picture has {opened.width:,} by {opened.height:,} points, more than can be opened here."
                        " Save it smaller, and choose that."
                    )
                if opened.format == "JPEG":
                    opened.draft("RGB", (LONGEST, LONGEST))
                upright = ImageOps.exif_transpose(opened)
                picture = _on_white(upright)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, MemoryError) as error:
        raise NotTaken(_BROKEN) from error
    picture.thumbnail((LONGEST, LONGEST))
    small = picture.copy()
    small.thumbnail((SMALL, SMALL))
    return Picture(_as_jpeg(picture), _as_jpeg(small), picture.width, picture.height)


@contextmanager
def _whole_ones_only() -> Iterator[None]:
    """Pillow reads half a picture where another library told it to, for all: not while we read."""
    with _reading:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    ground = Image.new("RGB", layer.size, "white")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
