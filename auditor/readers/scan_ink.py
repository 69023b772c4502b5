"""Ink in the cells that the recogniser passed over: strokes, dust, and what has to be read once more."""

from collections.abc import Iterable

from auditor.readers.scan_image import Pixels
from auditor.readers.table import Box

_DUST = 20  # pixels; less ink is none
_SMALL = 6  # the greatest side of dust
_AROUND = 6  # pixels around a character that are still its own
_FLAT = 2.5  # times as wide as high is a dash
_THICK = 10  # pixels; the height of a dash at most


def left_ink(ink: Pixels, cell: Box, read: Iterable[Box]) -> list[Box]:
    """The marks in a cell that lie outside of the boxes of what was read."""
    import cv2

    left, top, right, bottom = (round(v) for v in cell)
    part = ink[top:bottom, left:right].copy()
    for a, b, c, d in read:
        x, y = max(round(a) - left - _AROUND, 0), max(round(b) - top - _AROUND, 0)
        part[y : max(round(d) - top + _AROUND, 0), x : max(round(c) - left + _AROUND, 0)] = 0
    if not part.size or not part.any():
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    return [
        (float(left + x), float(top + y), float(left + x + w), float(top + y + h))
        for x, y, w, h, area in stats[1:].tolist()
        if area >= _DUST and max(w, h) > _SMALL
    ]


def is_dash(marks: list[Box]) -> bool:
    """Whether the only mark of a cell is a level stroke."""
    if len(marks) != 1:
        return False
    left, top, right, bottom = marks[0]
    return bottom - top <= _THICK and right - left >= _FLAT * (bottom - top)


def is_covered(seals: Pixels, box: Box) -> bool:
    """Whether the ink of a seal stands on a character."""
    left, top, right, bottom = (max(round(v), 0) for v in box)
    return bool((seals[top:bottom, left:right] > 0).sum() >= _DUST)
