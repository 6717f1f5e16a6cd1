"""Drawings computed from the record: the same input gives the same lines, nothing is random.

Two strands, Europe and Japan, run side by side and cross; in a cover the colours of the themes run
with them. Only numbers and paths are made here, templates turn them into SVG.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from .dates import PartialDate

# Where the control points of a cubic Bézier lie so that it follows half a cosine wave.
EASE = 0.3642


@dataclass(frozen=True)
class Strand:
    """`under` is the whole line, `over` the parts that pass in front of the other strands."""

    colour: str
    under: str
    over: str


def braid(colours: Sequence[str], *, width: int, height: int, turns: int, lean: float) -> list[Strand]:
    """One strand a colour, evenly apart in phase; `lean` (0 to 1) shifts all of them along."""
    half = width / max(turns, 1) / 2
    top, bottom = height * 0.16, height * 0.84
    strands = []
    for place, colour in enumerate(colours):
        shift = (place / len(colours) + lean) * 2 * half
        x = -2 * half + shift % (2 * half) - 2 * half
        under, over = [f"M{x:.0f} {top:.0f}"], []
        y, other = top, bottom
        while x < width:
            curve = f"C{x + half * EASE:.0f} {y:.0f} {x + half * (1 - EASE):.0f} {other:.0f} {x + half:.0f} {other:.0f}"
            under.append(curve)
            if y == top and x + half > 0:
                over.append(f"M{x:.0f} {y:.0f}{curve}")
            x, y, other = x + half, other, y
        strands.append(Strand(colour, "".join(under), "".join(over)))
    return strands


@dataclass(frozen=True)
class Mark:
    """A moment on a time axis, in the middle of what its date can mean: `left` and `width` of that span."""

    x: float
    left: float
    width: float


@dataclass(frozen=True)
class Axis:
    """A span of years laid over `width` units."""

    first: dt.date
    last: dt.date
    width: int

    @classmethod
    def over(cls, dates: Sequence[PartialDate], width: int) -> "Axis | None":
        """Whole years that hold all the dates; None where there are none."""
        if not dates:
            return None
        first, last = min(date.first for date in dates).year, max(date.last for date in dates).year
        return cls(dt.date(first, 1, 1), dt.date(last, 12, 31), width)

    def x(self, day: dt.date) -> float:
        days = (self.last - self.first).days
        return round(self.width * min(max((day - self.first).days / days, 0), 1), 1)

    def mark(self, date: PartialDate) -> Mark:
        left, right = self.x(date.first), self.x(date.last)
        return Mark(round((left + right) / 2, 1), left, round(right - left, 1))

    @property
    def years(self) -> list[tuple[int, float]]:
        """Years to write below the axis, at most about ten, with their place."""
        span = self.last.year - self.first.year + 1
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if span / step <= 10)
        return [
            (year, self.x(dt.date(year, 1, 1)))
            for year in range(self.first.year, self.last.year + 1)
            if year % step == 0
        ]


@dataclass(frozen=True)
class Piece:
    """A part of a bar on a time axis, faint where it is not certain."""

    x: float
    width: float
    is_faint: bool


def pieces(*spans: tuple[float, float, bool]) -> list[Piece]:
    """(from, to, is faint) spans as pieces; one that would be too short to see is left out, unless it is all there is."""
    drawn = [Piece(left, round(right - left, 1), is_faint) for left, right, is_faint in spans if right - left >= 0.1]
    return drawn or [Piece(spans[0][0], 0.5, spans[0][2])]
