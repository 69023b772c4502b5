"""A page of a PDF: its tables as merged cells by their ruling lines, and the lines beside them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.readers.pdf_glyphs import Glyph, overflowing, rows, words
from auditor.readers.table import Box, Part

if TYPE_CHECKING:
    from pdfplumber.page import Page

_NEAR = 2.5  # points by which two ruling lines may differ and be one
_CJK = re.compile(r"[一-龥]")
_LATIN = re.compile(r"[A-Za-z]")
_TALL = 0.6  # of the height of a table
_MARGIN = 60.0  # points beyond its table where the words of a cell may stand that a page break divides
_CROSSINGS = 6_000  # of upright and level lines of a page; more are a drawing
_MOST = 60_000  # characters of a page


class Field(NamedTuple):
    """A cell of a table: its box, its words, whether its last line fills it to the border.

    ``undone`` says that the table ends above or below it without a line, as at a page break.
    """

    box: Box
    text: str
    full: bool
    undone: bool = False


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
    for table in page.find_tables() if _is_drawn(page) else ():
        cells = sorted(set(table.cells), key=lambda c: (c[1], c[0]))
        grid, beside = _grid(cells, beside, page.edges, (page.bbox[1], page.bbox[3]), number)
        if len(grid.fields) > 1:
            grids.append((grid.box[1], grid))
        else:
            kept = set(beside)
            beside = [*beside, *(g for g in glyphs if g not in kept and _within(g, grid.box))]
    items = [
        *grids,
        *(
            (box[1], Part(text, page=number, box=box))
            for text, box in _lines([g for g in beside if page.bbox[1] <= g.middle <= page.bbox[3]])
        ),
    ]
    return Sheet(number, tuple(i for _, i in sorted(items, key=lambda i: i[0])), askew)


def _is_drawn(page: "Page") -> bool:
    """Whether the lines of a page are few enough to be tables."""
    upright = merged_lines(e["x0"] for e in page.edges if e["orientation"] == "v")
    flat = merged_lines(e["top"] for e in page.edges if e["orientation"] == "h")
    return len(upright) * len(flat) < _CROSSINGS


def _glyphs(page: "Page") -> tuple[list[Glyph], bool]:
    """The characters on the page; whether there are others that stand askew."""
    x0, _, x1, _ = page.bbox
    out: list[Glyph] = []
    askew = False
    for c in page.chars[:_MOST]:
        if not c["upright"]:
            askew = askew or bool(c["text"].strip())
            continue
        g = Glyph(c["text"], c["x0"], c["x1"], c["top"], c["bottom"])
        if g.text.strip() and x0 <= (g.left + g.right) / 2 <= x1:
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


def _sides(edges: Sequence[Mapping[str, Any]], box: Box) -> list[float]:
    """Upright lines as tall as a table, in it or beside it: borders of columns that no cell closes here."""
    _, top, _, bottom = box
    tall: dict[int, float] = {}
    at: dict[int, float] = {}
    for e in edges:
        if e["orientation"] == "v":
            key = round(e["x0"] / _NEAR)
            tall[key] = tall.get(key, 0.0) + max(min(e["bottom"], bottom) - max(e["top"], top), 0.0)
            at[key] = e["x0"]
    return [at[k] for k, height in tall.items() if height > (bottom - top) * _TALL]


def _grid(
    cells: Sequence[Box],
    glyphs: Sequence[Glyph],
    edges: Sequence[dict[str, Any]],
    height: tuple[float, float],
    number: int,
) -> tuple[Grid, list[Glyph]]:
    """A table with the words in its cells, and the characters outside it; what lies off the page's height is neither."""
    box = (min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells))
    xs = merged_lines([*(c[0] for c in cells), *(c[2] for c in cells), *_sides(edges, box)])
    ys = merged_lines([c[1] for c in cells] + [c[3] for c in cells])
    owner: dict[tuple[int, int], int] = {}
    for n, (left, top, right, bottom) in enumerate(cells):
        for row in range(index(ys, top), max(index(ys, bottom), index(ys, top) + 1)):
            for column in range(index(xs, left), max(index(xs, right), index(xs, left) + 1)):
                owner.setdefault((row, column), n)
    closed = len(cells)
    cells = [*cells, *_open(xs, ys, owner, closed, _ruled(edges))]
    inside: list[list[Glyph]] = [[] for _ in cells]
    beside: list[Glyph] = []
    held = overflowing(glyphs, cells)
    for g in glyphs:
        if g in held:
            inside[held[g]].append(g)
            continue
        if not height[0] <= g.middle <= height[1]:
            continue
        at = (bisect_right(ys, g.middle) - 1, bisect_right(xs, (g.left + g.right) / 2) - 1)
        held_by = owner.get(at)
        if held_by is None and (_CJK.match(g.text) or ys[0] - _MARGIN < g.middle < ys[-1] + _MARGIN):
            held_by = owner.get((min(max(at[0], 0), len(ys) - 2), at[1]))
            held_by = held_by if held_by is not None and held_by >= closed else None
        (inside[held_by] if held_by is not None else beside).append(g)
    fields = tuple(
        _field(box, found, undone=n >= closed) for n, (box, found) in enumerate(zip(cells, inside, strict=True))
    )
    return Grid(number, (xs[0], ys[0], xs[-1], ys[-1]), fields, tuple(ys)), beside


def _ruled(edges: Sequence[Mapping[str, Any]]) -> Callable[[float, float], bool]:
    """Whether a line is drawn through a point, given its place from the left and from the top."""
    flat = [(e["x0"], e["x1"], e["top"]) for e in edges if e["orientation"] == "h"]
    return lambda x, y: any(a <= x <= b and abs(top - y) < _NEAR for a, b, top in flat)


def _open(
    xs: Sequence[float],
    ys: Sequence[float],
    owner: dict[tuple[int, int], int],
    count: int,
    ruled: Callable[[float, float], bool],
) -> list[Box]:
    """The cells that have no line at the bottom or top because a page break divides them."""
    out: list[Box] = []
    for column in range(len(xs) - 1):
        middle = (xs[column] + xs[column + 1]) / 2
        start: int | None = None
        for row in range(len(ys)):
            free = row < len(ys) - 1 and (row, column) not in owner
            if start is not None and (not free or ruled(middle, ys[row])):
                if start == 0 or row == len(ys) - 1:
                    owner.update({(r, column): count + len(out) for r in range(start, row)})
                    out.append((xs[column], ys[start], xs[column + 1], ys[row]))
                start = None
            if free and start is None:
                start = row
    return out


def _within(g: Glyph, box: Box) -> bool:
    return box[0] <= (g.left + g.right) / 2 <= box[2] and box[1] <= g.middle <= box[3]


def _field(box: Box, glyphs: Sequence[Glyph], *, undone: bool) -> Field:
    """The words of a cell: a line that goes on because the cell is full is joined to the next."""
    found = rows(glyphs)
    edge = max((r[-1].right for r in found), default=0.0)
    text = ""
    full = False
    for row in found:
        line = words(row)
        if text:
            latin = _LATIN.match(text[-1]) and _LATIN.match(line)
            text += (" " if latin else "") if full else "\n"
        text += line
        size = row[-1].bottom - row[-1].top
        full = _reaches(row, box, edge, size)
    return Field(box, text, full, undone)


def _reaches(row: Sequence[Glyph], box: Box, edge: float, size: float) -> bool:
    """Whether there was no room in a line for one more character."""
    width = row[-1].right - row[0].left
    centred = abs((row[0].left - box[0]) - (box[2] - row[-1].right)) < size
    room = box[2] - box[0] - width if centred else box[2] - row[-1].right
    return room < 2 * size or (not centred and edge - row[-1].right < size)


def _lines(glyphs: Sequence[Glyph]) -> list[tuple[str, Box]]:
    """The lines beside the tables with their boxes."""
    return [
        (words(row), (row[0].left, min(g.top for g in row), row[-1].right, max(g.bottom for g in row)))
        for row in rows(glyphs)
    ]


def sheet_of(tables: Iterable[Sequence[Box]], glyphs: Sequence[Glyph], number: int) -> Sheet:
    """The page whose tables have these cells and whose characters are these, as a recogniser gives them."""
    items: list[tuple[float, Part | Grid]] = []
    beside = list(glyphs)
    for cells in tables:
        grid, beside = _grid(sorted(set(cells), key=lambda c: (c[1], c[0])), beside, (), (0, float("inf")), number)
        items.append((grid.box[1], grid))
    items += [(box[1], Part(text, page=number, box=box)) for text, box in _lines(beside)]
    return Sheet(number, tuple(i for _, i in sorted(items, key=lambda i: i[0])), askew=False)
