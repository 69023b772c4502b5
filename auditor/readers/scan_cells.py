"""The characters of each cell held against its ink: what was passed over, what is covered, what is in doubt."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.readers.scan_grid import Grid
from auditor.readers.scan_ink import is_covered, is_dash, left_ink
from auditor.readers.scan_level import Straight
from auditor.readers.scan_page import UNREAD, bounds, hand_out
from auditor.readers.scan_words import Glyph, recognise_cell
from auditor.readers.table import Box

if TYPE_CHECKING:
    from auditor.readers.scan_image import Pixels

HALF = 0.5
"""The certainty of what was read where other ink stands too."""
_DASH_SURE = 0.95  # a level stroke alone in a cell
_STROKES = frozenset("一二三=-—–－_")  # what a dash is taken for


def read_cells(straight: Straight, grid: Grid, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a page with those that were passed over in cells: digits that stand alone, dashes.

    What nothing can be made of is marked as such; a cell in which other ink is left has no certainty.
    """
    out: list[Glyph] = []
    line = max((g.line for g in glyphs), default=0)
    held = hand_out(glyphs, grid.cells)
    for number, (cell, inside) in enumerate(zip(grid.cells, held, strict=True), line + 1):
        out += _completed(straight, grid, cell, inside, number)
    known = {id(g) for inside in held for g in inside}
    return [*out, *(g for g in glyphs if id(g) not in known)]


def under_seal(glyph: Glyph, seals: "Pixels | None") -> Glyph:
    """A character, in doubt if a seal stands on it."""
    if seals is None or not is_covered(seals, glyph.box):
        return glyph
    return halved(glyph)


def halved(glyph: Glyph) -> Glyph:
    """A character in doubt."""
    return glyph._replace(sure=min(glyph.sure, HALF))


def _completed(straight: Straight, grid: Grid, cell: Box, inside: Sequence[Glyph], number: int) -> Sequence[Glyph]:
    """The characters of one cell, held against its ink; ``number`` is that of a line of its own."""
    marks = left_ink(grid.ink, cell, [g.box for g in inside])
    if len(inside) <= 1 and all(g.text in _STROKES for g in inside):
        every = left_ink(grid.ink, cell, []) if inside else marks
        if is_dash(every):
            return [Glyph("—", bounds(every), _DASH_SURE, number)]
    if not marks:
        return inside
    if inside:
        return [halved(g) for g in inside]
    around = bounds(marks)
    return recognise_cell(straight.pixels, around, number) or [Glyph(UNREAD, around, 0.0, number)]
