"""The ruling lines of a page, and the cells that they enclose."""

from collections.abc import Sequence
from typing import NamedTuple

from auditor.readers.scan_image import Pixels
from auditor.readers.table import Box

_ROW = 60  # pixels; a level stroke this long is a ruling line, at the size of scan_image.LONG_SIDE
_COLUMN = 22  # the same for an upright stroke, if ruling lines stand at both ends of it
_LONG_COLUMN = 70  # or wherever it stands
_THICK = 8  # pixels; an upright stroke that is wider is bent
_BENT = 0.04  # of its height: how far a ruling line may bend on a page that is not flat
_PIECE_OF_ROW, _PIECE_OF_COLUMN = 30, 16  # pixels without a break
_GAP = 9  # a break of a line that is closed
_REACH = 6  # from the end of an upright stroke to the ruling line that it meets
_END = 7  # pixels, half of them at each end, by which a stroke is made longer so that it meets the next
_LEAST = 12  # the least width and height of a cell
_FULL = 0.75  # of its box is inside a cell; less is a shape between tables
_WIDEST = 17  # pixels; what is wider is no ruling line
_DARKER = 12  # of 255, than what is beside it
_TABLE = 100  # the least width and height of a table


class Grid(NamedTuple):
    """The cells as boxes of pixels, and the dark pixels of the page without the ruling lines."""

    cells: tuple[Box, ...]
    ink: Pixels


def find_grid(pixels: Pixels) -> Grid:
    """The cells of all tables of a level page. A side that a page break leaves open is taken as drawn."""
    import cv2
    import numpy as np

    dark = cv2.adaptiveThreshold(
        cv2.GaussianBlur(pixels, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 12
    )
    thin = dark & _thin(pixels)
    level = _strokes(thin, (_PIECE_OF_ROW, 1), (_GAP, 1), (_ROW, 1))
    upright = _held(_strokes(thin, (1, _PIECE_OF_COLUMN), (1, _GAP), (1, _COLUMN)), level)
    longer = cv2.dilate(level, np.ones((3, _END), np.uint8)) | cv2.dilate(upright, np.ones((_END, 3), np.uint8))
    ruled = np.asarray(longer, np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ruled, connectivity=8)
    for left, top, right, bottom in _frames(stats[1:].tolist()):
        cv2.rectangle(ruled, (left, top), (right - 1, bottom - 1), 255, 3)
    _, _, stats, _ = cv2.connectedComponentsWithStats(255 - ruled, connectivity=4)
    ink = dark & ~cv2.dilate(ruled, np.ones((3, 3), np.uint8))
    return Grid(tuple(_cells(stats[1:].tolist(), pixels.shape)), np.asarray(ink, np.uint8))


def _thin(pixels: Pixels) -> Pixels:
    """What is darker than the page on both sides of it: lines and characters, not the edge of a sheet or of a stain."""
    import cv2
    import numpy as np

    darker = cv2.morphologyEx(pixels, cv2.MORPH_BLACKHAT, np.ones((_WIDEST, _WIDEST), np.uint8))
    thin = cv2.threshold(darker, _DARKER, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.dilate(thin, np.ones((3, 3), np.uint8)), np.uint8)


def _frames(stats: Sequence[Sequence[int]]) -> list[tuple[int, int, int, int]]:
    """The outlines of the tables. An outer line belongs to a table also where a page break leaves it alone."""
    boxes = [(left, top, left + width, top + height) for left, top, width, height, _ in stats]
    out: list[tuple[int, int, int, int]] = []
    for left, top, right, bottom in boxes:
        height = bottom - top
        if right - left >= _TABLE and height >= _TABLE:
            beside = [b for b in boxes if min(bottom, b[3]) - max(top, b[1]) >= _FULL * max(height, b[3] - b[1])]
            out.append((min(b[0] for b in beside), top, max(b[2] for b in beside), bottom))
    return out


def _strokes(dark: Pixels, piece: tuple[int, int], gap: tuple[int, int], long: tuple[int, int]) -> Pixels:
    """What is dark over a length: pieces longer than a stroke of a character, small breaks between them closed."""
    import cv2
    import numpy as np

    pieces = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(piece[::-1], np.uint8))
    closed = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(long[::-1], np.uint8)), np.uint8)


def _held(upright: Pixels, level: Pixels) -> Pixels:
    """The upright strokes that are long or go from one level line to another: no strokes of characters."""
    import cv2
    import numpy as np

    near = cv2.dilate(level, np.ones((2 * _REACH + 1, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(upright, connectivity=8)
    keep: Pixels = np.zeros(count, np.uint8)
    for number, (left, top, width, height, _) in enumerate(stats.tolist()):
        ends = (near[top, left : left + width], near[top + height - 1, left : left + width])
        straight = width <= max(_THICK, _BENT * height)
        if number and straight and (height >= _LONG_COLUMN or all(end.any() for end in ends)):
            keep[number] = 255
    return keep[labels]


def _cells(stats: Sequence[Sequence[int]], shape: tuple[int, ...]) -> list[Box]:
    """The enclosed shapes that are cells: no page, no stroke, and nearly a full rectangle."""
    out: list[Box] = []
    for left, top, width, height, area in stats:
        edge = left <= 0 or top <= 0 or left + width >= shape[1] or top + height >= shape[0]
        if not edge and min(width, height) >= _LEAST and area >= _FULL * width * height:
            out.append((float(left), float(top), float(left + width), float(top + height)))
    return sorted(out, key=lambda b: (b[1], b[0]))
