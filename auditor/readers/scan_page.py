"""A page of a scan: cells by ruling lines, characters by recognition, put together as those of a PDF are."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from auditor.readers.pdf_glyphs import Glyph as Letter
from auditor.readers.pdf_page import Grid, Sheet, sheet_of
from auditor.readers.scan_words import Glyph
from auditor.readers.table import Box

_SNAP = 14.0  # pixels; edges so near are one border
_TOUCH = 12.0  # pixels; cells so near stand in one table
_ASTRAY = 16.0  # pixels; a character so near to a cell belongs to it
_TURN = 0.05  # of its width: how much wider a table may come out on another page
_SHIFT = 40.0  # points by which the next page may lie askew in the scanner
SCALE = 842 / 2340
"""Points of a pixel of a straightened page."""
_ALIKE = frozenset("（）()：:；;，,、。“”‘’\"'《》【】[]！!？?·")  # of two widths, which nothing is decided by
UNREAD = "〔看不清〕"
"""What stands for ink that nothing can be made of."""


class Fit(NamedTuple):
    """How the pixels of a page are moved sideways so that its table stands below that of the page before."""

    stretch: float = 1.0
    shift: float = 0.0

    def to(self, box: Box) -> Box:
        """A box as it is moved."""
        return box[0] * self.stretch + self.shift, box[1], box[2] * self.stretch + self.shift, box[3]

    def back(self, box: Box) -> Box:
        """A moved box where it was."""
        return (box[0] - self.shift) / self.stretch, box[1], (box[2] - self.shift) / self.stretch, box[3]


def fit(cells: Sequence[Box], sides: tuple[float, float] | None) -> Fit:
    """The move that brings the sides of the cells to those of the page before, if they nearly stand there."""
    if not cells or sides is None:
        return Fit()
    left, right = sides_of(cells)
    stretch = (sides[1] - sides[0]) / (right - left)
    if abs(stretch - 1) > _TURN or abs(left - sides[0]) > _SHIFT / SCALE:
        return Fit()
    return Fit(stretch, sides[0] - left * stretch)


def sides_of(cells: Sequence[Box]) -> tuple[float, float]:
    """Where cells begin and end on the left and on the right."""
    return min(c[0] for c in cells), max(c[2] for c in cells)


class Scanned(NamedTuple):
    """A page put together, and how certain the characters in each of its boxes are."""

    sheet: Sheet
    sure: dict[Box, float]


def tables(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that touch, table by table from the top, their edges drawn to common borders."""
    left = list(cells)
    groups: list[list[Box]] = []
    while left:
        group = [left.pop(0)]
        for box in group:
            near = [b for b in left if _touch(box, b)]
            group += near
            left = [b for b in left if b not in near]
        groups.append(group)
    return [_snapped(g) for g in sorted(groups, key=lambda g: min(b[1] for b in g))]


def _touch(one: Box, two: Box) -> bool:
    across = one[0] - _TOUCH <= two[2] and two[0] - _TOUCH <= one[2]
    return across and one[1] - _TOUCH <= two[3] and two[1] - _TOUCH <= one[3]


def _snapped(boxes: Sequence[Box]) -> list[Box]:
    xs = _borders([v for b in boxes for v in (b[0], b[2])])
    ys = _borders([v for b in boxes for v in (b[1], b[3])])
    return [(_near(xs, b[0]), _near(ys, b[1]), _near(xs, b[2]), _near(ys, b[3])) for b in boxes]


def _borders(values: Iterable[float]) -> list[float]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def _near(borders: Sequence[float], value: float) -> float:
    return min(borders, key=lambda b: abs(b - value))


def bounds(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def hand_out(glyphs: Iterable[Glyph], cells: Sequence[Box]) -> list[list[Glyph]]:
    """The characters of each cell, by their middles or the nearest cell; those far from all are in none."""
    held: list[list[Glyph]] = [[] for _ in cells]
    for glyph in glyphs:
        far = [away(glyph.box, b) for b in cells]
        near = min(range(len(cells)), key=far.__getitem__, default=None)
        if near is not None and far[near] <= _ASTRAY:
            held[near].append(glyph)
    return held


def away(inner: Box, outer: Box) -> float:
    """How far the middle of a box is from another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return max(outer[0] - x, x - outer[2], outer[1] - y, y - outer[3], 0.0)


def put_together(cells: Sequence[Box], glyphs: Sequence[Glyph], number: int) -> Scanned:
    """The page as tables of words and lines beside them. All boxes are in points of the straightened page."""
    groups = [[_points(b) for b in t] for t in tables(cells) if len(t) > 1]
    within = {id(g): cell for cell, inside in zip(cells, hand_out(glyphs, cells), strict=True) for g in inside}
    letters = [_letter(g, within.get(id(g))) for g in glyphs]
    sheet = sheet_of(groups, letters, number)
    sure: dict[Box, float] = {}
    boxes = [f.box for i in sheet.items if isinstance(i, Grid) for f in i.fields]
    boxes += [i.box for i in sheet.items if not isinstance(i, Grid) and i.box]
    for letter, glyph in zip(letters, glyphs, strict=True):
        at = (letter.left, letter.top, letter.right, letter.bottom)
        box = min(boxes, key=lambda b: away(at, b))
        sure[box] = min(sure.get(box, 1.0), 1.0 if glyph.text in _ALIKE else glyph.sure)
    return Scanned(sheet, sure)


def _points(box: Box) -> Box:
    left, top, right, bottom = (round(v * SCALE, 3) for v in box)
    return left, top, right, bottom


def _letter(glyph: Glyph, cell: Box | None) -> Letter:
    """A character in points. A recogniser's boxes are loose: none goes over the border of the cell that it stands in."""
    left, top, right, bottom = glyph.box
    if cell and cell[1] < (top + bottom) / 2 < cell[3]:
        top, bottom = max(top, cell[1]), min(bottom, cell[3])
    left, top, right, bottom = _points((left, top, right, bottom))
    return Letter(glyph.text, left, right, top, bottom)
