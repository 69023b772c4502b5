"""Characters on a page: put into lines, and words that run over the borders of their cell."""

from collections.abc import Sequence
from typing import NamedTuple

from auditor.readers.table import Box

_TWICE = 1.2  # points between two drawings of one character
_APART = 0.5  # of the size of a character: a gap that is a blank
_LEVEL = 0.5  # of the size of a character: how far characters of a line stand above one another
_STEP = (0.8, 1.6)  # of the size of a character: from one line of a cell to the next
_CUT = 1.0  # points by which a border cuts a line
_GAP = 3.0  # sizes of a character: a greater gap ends a line that is drawn at once


class Glyph(NamedTuple):
    """A character where it stands; ``middle`` is its height on the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2


def overflowing(glyphs: Sequence[Glyph], cells: Sequence[Box]) -> dict[Glyph, int]:
    """The characters of words that do not fit into their cell, with the number of the cell that they belong to.

    A sheet whose rows are too low prints the words of a cell over its neighbours above and below. They are
    drawn in one go, line below line; the cell is the one in their middle.
    """
    out: dict[Glyph, int] = {}
    for chain in _chains(glyphs):
        if len(chain) == 1:
            continue
        top, bottom = chain[0][0].top, chain[-1][0].bottom
        left, right = min(r[0].left for r in chain), max(r[-1].right for r in chain)
        column = [
            (n, c) for n, c in enumerate(cells)
            if c[0] - _CUT <= left and right <= c[2] + _CUT and c[1] < bottom and top < c[3]
        ]  # fmt: skip
        if not any(_cut(row, c) for row in chain for _, c in column):
            continue
        middle = (top + bottom) / 2
        n = min(column, key=lambda nc: abs((nc[1][1] + nc[1][3]) / 2 - middle))[0]
        out.update({g: n for row in chain for g in row})
    return out


def _cut(row: Sequence[Glyph], cell: Box) -> bool:
    """Whether the upper or lower border of a cell goes through a line."""
    return any(row[0].top + _CUT < border < row[0].bottom - _CUT for border in (cell[1], cell[3]))


def _chains(glyphs: Sequence[Glyph]) -> list[list[list[Glyph]]]:
    """Lines that were drawn one after the other, each below the one before."""
    drawn: list[list[Glyph]] = []
    for g in glyphs:
        before = drawn[-1][-1] if drawn else None
        size = g.bottom - g.top
        if before and abs(before.middle - g.middle) < _CUT and -_CUT < g.left - before.right < _GAP * size:
            drawn[-1].append(g)
        else:
            drawn.append([g])
    out: list[list[list[Glyph]]] = []
    for n, row in enumerate(drawn):
        size = row[0].bottom - row[0].top
        above = drawn[n - 1] if n else None
        if (
            above is not None
            and _STEP[0] * size < row[0].middle - above[0].middle < _STEP[1] * size
            and row[0].left < above[-1].right
            and above[0].left < row[-1].right
        ):
            out[-1].append(row)
        else:
            out.append([row])
    return out


def rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters as lines from top to bottom, each from left to right."""
    out: list[list[Glyph]] = []
    for g in sorted(glyphs, key=lambda g: (g.middle, g.left)):
        if out and g.middle - out[-1][0].middle < _LEVEL * max(g.bottom - g.top, 1):
            out[-1].append(g)
        else:
            out.append([g])
    return [sorted(row, key=lambda g: g.left) for row in out]


def words(row: Sequence[Glyph]) -> str:
    """A line as text, with a blank where there is a gap; a character that is drawn twice counts once."""
    out = ""
    before: Glyph | None = None
    for g in row:
        if before is not None:
            if g.text == before.text and g.left - before.left < _TWICE and g.left < before.right:
                continue
            if g.left - before.right > _APART * (g.bottom - g.top):
                out += " "
        out += g.text
        before = g
    return out
