"""A page of a PDF: its tables as merged cells by their ruling lines, and the lines beside them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from auditor.readers.table import Box, Part

if TYPE_CHECKING:
    from pdfplumber.page import Page

_NEAR = 2.5  # points by which two ruling lines may differ and be one
_APART = 0.5  # of the size of a character: a gap that is a blank
_LEVEL = 0.5  # of the size of a character: how far characters of a line stand above one another
_LATIN = re.compile(r"[A-Za-z]")
_MARGIN = 60.0  # points beyond its table where the words of a cell may stand that a page break divides
_MOST = 60_000  # characters of a page


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


class Field(NamedTuple):
    """A cell of a table: its box, its words, and whether its last line fills it to the border."""

    box: Box
    text: str
    full: bool


@dataclass(frozen=True)
class Grid:
    """A table of one page: its cells, and where its rows begin and end."""

    page: int
    box: Box
    fields: tuple[Field, ...]
    rows: tuple[float, ...]


@dataclass(frozen=True)
class Sheet:
    """A page: lines and tables from top to bottom; whether words stand askew, which are left out."""

    number: int
    items: tuple[Part | Grid, ...]
    askew: bool


def read_page(page: "Page", number: int) -> Sheet:
    """Read one page; ``number`` counts from 1."""
    glyphs, askew = _glyphs(page)
    grids: list[tuple[float, Part | Grid]] = []
    beside = glyphs
    for table in page.find_tables():
        cells = sorted(set(table.cells), key=lambda c: (c[1], c[0]))
        grid, beside = _grid(cells, beside, number)
        if len(grid.fields) > 1:
            grids.append((grid.box[1], grid))
        else:
            beside = [*beside, *(g for g in glyphs if g not in beside and _within(g, grid.box))]
    items = [*grids, *((box[1], Part(text, page=number, box=box)) for text, box in _lines(beside))]
    return Sheet(number, tuple(i for _, i in sorted(items, key=lambda i: i[0])), askew)


def _glyphs(page: "Page") -> tuple[list[Glyph], bool]:
    """The characters on the page; whether there are others that stand askew."""
    x0, top, x1, bottom = page.bbox
    out: list[Glyph] = []
    askew = False
    for c in page.chars[:_MOST]:
        if not c["upright"]:
            askew = askew or bool(c["text"].strip())
            continue
        g = Glyph(c["text"], c["x0"], c["x1"], c["top"], c["bottom"])
        if g.text.strip() and x0 <= (g.left + g.right) / 2 <= x1 and top <= g.middle <= bottom:
            out.append(g)
    return out, askew


def merged_lines(values: Iterable[float]) -> list[float]:
    """Positions of ruling lines, those that differ by hardly anything as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def index(lines: Sequence[float], value: float) -> int:
    """The number of the ruling line at a position."""
    return max(bisect_right(lines, value + _NEAR) - 1, 0)


def _grid(cells: Sequence[Box], glyphs: Sequence[Glyph], page: int) -> tuple[Grid, list[Glyph]]:
    """A table with the words in its cells, and the characters outside it."""
    xs = merged_lines([c[0] for c in cells] + [c[2] for c in cells])
    ys = merged_lines([c[1] for c in cells] + [c[3] for c in cells])
    owner: dict[tuple[int, int], int] = {}
    for n, (left, top, right, bottom) in enumerate(cells):
        for row in range(index(ys, top), max(index(ys, bottom), index(ys, top) + 1)):
            for column in range(index(xs, left), max(index(xs, right), index(xs, left) + 1)):
                owner.setdefault((row, column), n)
    closed = len(cells)
    cells = [*cells, *_open(xs, ys, owner, closed)]
    inside: list[list[Glyph]] = [[] for _ in cells]
    beside: list[Glyph] = []
    for g in glyphs:
        at = (bisect_right(ys, g.middle) - 1, bisect_right(xs, (g.left + g.right) / 2) - 1)
        n = owner.get(at)
        if n is None and ys[0] - _MARGIN < g.middle < ys[-1] + _MARGIN:
            n = owner.get((min(max(at[0], 0), len(ys) - 2), at[1]))
            n = n if n is not None and n >= closed else None
        (inside[n] if n is not None else beside).append(g)
    fields = tuple(_field(box, found) for box, found in zip(cells, inside, strict=True))
    return Grid(page, (xs[0], ys[0], xs[-1], ys[-1]), fields, tuple(ys)), beside


def _open(xs: Sequence[float], ys: Sequence[float], owner: dict[tuple[int, int], int], count: int) -> list[Box]:
    """The cells that have no line at the bottom or top because a page break divides them."""
    out: list[Box] = []
    for column in range(len(xs) - 1):
        start: int | None = None
        for row in range(len(ys)):
            free = row < len(ys) - 1 and (row, column) not in owner
            if free and start is None:
                start = row
            elif not free and start is not None:
                if start == 0 or row == len(ys) - 1:
                    owner.update({(r, column): count + len(out) for r in range(start, row)})
                    out.append((xs[column], ys[start], xs[column + 1], ys[row]))
                start = None
    return out


def _within(g: Glyph, box: Box) -> bool:
    return box[0] <= (g.left + g.right) / 2 <= box[2] and box[1] <= g.middle <= box[3]


def _field(box: Box, glyphs: Sequence[Glyph]) -> Field:
    """The words of a cell: a line that goes on because the cell is full is joined to the next."""
    rows = _rows(glyphs)
    edge = max((r[-1].right for r in rows), default=0.0)
    text = ""
    full = False
    for row in rows:
        words = _words(row)
        if text:
            latin = _LATIN.match(text[-1]) and _LATIN.match(words)
            text += (" " if latin else "") if full else "\n"
        text += words
        size = row[-1].bottom - row[-1].top
        full = _reaches(row, box, edge, size)
    return Field(box, text, full)


def _reaches(row: Sequence[Glyph], box: Box, edge: float, size: float) -> bool:
    """Whether there was no room in a line for one more character."""
    width = row[-1].right - row[0].left
    centred = abs((row[0].left - box[0]) - (box[2] - row[-1].right)) < size
    room = box[2] - box[0] - width if centred else box[2] - row[-1].right
    return room < 2 * size or (not centred and edge - row[-1].right < size)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters as lines from top to bottom, each from left to right."""
    out: list[list[Glyph]] = []
    for g in sorted(glyphs, key=lambda g: (g.middle, g.left)):
        if out and g.middle - out[-1][0].middle < _LEVEL * max(g.bottom - g.top, 1):
            out[-1].append(g)
        else:
            out.append([g])
    return [sorted(row, key=lambda g: g.left) for row in out]


def _words(row: Sequence[Glyph]) -> str:
    """A line as text, with a blank where there is a gap; a character that is drawn twice counts once."""
    out = ""
    before: Glyph | None = None
    for g in row:
        if before is not None:
            if g.text == before.text and g.left - before.left < _NEAR / 2 and g.left < before.right:
                continue
            if g.left - before.right > _APART * (g.bottom - g.top):
                out += " "
        out += g.text
        before = g
    return out


def _lines(glyphs: Sequence[Glyph]) -> list[tuple[str, Box]]:
    """The lines beside the tables with their boxes."""
    return [
        (_words(row), (row[0].left, min(g.top for g in row), row[-1].right, max(g.bottom for g in row)))
        for row in _rows(glyphs)
    ]
