"""The files of a picture: what they are called, and making them.

A name says all that a page has to know, so no page opens a file or asks a table for sizes. `<hash>-1600x900.webp` is a
picture as it was uploaded, 1600 pixels wide and 900 high. Beside it lie smaller ones of the whole
(`<hash>-480x270.avif`, `.webp`, `.jpg`) and of a part (`<hash>-at0x250-400x100.avif`). An `a` after the size says that
it is transparent; what is `.jpg` elsewhere is `.png` then. A name never comes to mean another picture: a file is made
once and may be kept for ever.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image

# Left, top, right, bottom.
Box = tuple[int, int, int, int]
Size = tuple[int, int]

# The longer side of the whole picture, and the width of a part in a card. Never larger than the picture itself.
SIDES = (480, 960, 1600)
PART_WIDTHS = (400, 800)

# Best first. AVIF: slower speeds cost three times as much for the same size.
AVIF: dict[str, Any] = {"format": "AVIF", "quality": 60, "speed": 8}
WEBP: dict[str, Any] = {"format": "WEBP", "quality": 78, "method": 4}
JPEG: dict[str, Any] = {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True}
PNG: dict[str, Any] = {"format": "PNG"}
OPAQUE = {"avif": AVIF, "webp": WEBP, "jpg": JPEG}
TRANSPARENT = {"avif": AVIF, "webp": WEBP, "png": PNG}
TYPES = {"avif": "image/avif", "webp": "image/webp"}

_NAME = re.compile(r"(?P<stem>.+/[0-9a-f]{20})-(?P<width>[1-9]\d*)x(?P<height>[1-9]\d*)(?P<alpha>a?)\.webp")


class Crop(NamedTuple):
    """A part of a picture: its width to its height, and what it lies around, in percent from the left and the top."""

    ratio: float
    x: int
    y: int


@dataclass(frozen=True)
class View:
    """The whole of a picture or a part of it, in a few sizes, the largest last."""

    stem: str
    alpha: str
    box: Box
    sizes: list[Size]

    @property
    def formats(self) -> dict[str, dict[str, Any]]:
        return TRANSPARENT if self.alpha else OPAQUE

    @property
    def fallback(self) -> str:
        """The format that every browser reads."""
        return list(self.formats)[-1]

    def name(self, size: Size, extension: str) -> str:
        width, height = size
        return f"{self.stem}-{width}x{height}{self.alpha}.{extension}"

    def files(self) -> Iterator[tuple[str, Size, str]]:
        """(name, size, extension) of everything there has to be."""
        for size in self.sizes:
            for extension in self.formats:
                yield self.name(size, extension), size, extension


@dataclass(frozen=True)
class Kept:
    """A picture in the storage, as its name describes it."""

    stem: str
    width: int
    height: int
    alpha: str

    @classmethod
    def named(cls, name: str) -> "Kept | None":
        """None for a file that did not come through an upload here."""
        found = _NAME.fullmatch(name)
        return cls(found["stem"], int(found["width"]), int(found["height"]), found["alpha"]) if found else None

    @property
    def whole(self) -> View:
        sides = _not_above(max(self.width, self.height), SIDES)
        sizes = [within(self.width, self.height, side, side) for side in sides]
        return View(self.stem, self.alpha, (0, 0, self.width, self.height), sizes)

    def part(self, crop: Crop) -> View:
        left, top, right, bottom = box = _box(self.width, self.height, crop)
        widths = _not_above(right - left, PART_WIDTHS)
        sizes = [(width, max(1, round(width * (bottom - top) / (right - left)))) for width in widths]
        return View(f"{self.stem}-at{left}x{top}", self.alpha, box, sizes)


def name_of(stem: str, picture: Image.Image) -> str:
    """What `Kept` reads back."""
    return f"{stem}-{picture.width}x{picture.height}{'a' if picture.mode == 'RGBA' else ''}.webp"


def within(width: int, height: int, most_wide: float, most_high: float) -> Size:
    """The size of the picture made to fit, never enlarged."""
    scale = min(1, most_wide / width, most_high / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def make(picture: Image.Image, view: View, storage: Storage) -> None:
    """The files of the view that are not there yet."""
    for name, size, extension in view.files():
        if not storage.exists(name):
            small = picture.resize(size, Image.Resampling.LANCZOS, box=view.box, reducing_gap=2.0)
            storage.save(name, ContentFile(encoded(small, view.formats[extension])))


def encoded(picture: Image.Image, options: dict[str, Any]) -> bytes:
    output = io.BytesIO()
    picture.save(output, **options)
    return output.getvalue()


def _not_above(most: int, steps: tuple[int, ...]) -> list[int]:
    """The steps up to the picture's own size, which takes the place of those above it."""
    return list(dict.fromkeys(min(step, most) for step in steps))


def _box(width: int, height: int, crop: Crop) -> Box:
    """The largest part of that shape, with the focal point as near to its middle as the edges allow."""
    wide = max(1, min(width, round(height * crop.ratio)))
    high = max(1, min(height, round(width / crop.ratio)))
    left = min(max(round(width * crop.x / 100 - wide / 2), 0), width - wide)
    top = min(max(round(height * crop.y / 100 - high / 2), 0), height - high)
    return left, top, left + wide, top + high
