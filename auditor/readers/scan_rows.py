"""Rows whose cells cannot be trusted: a ruling line is broken or bent, or ink is taken for one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.readers.scan_page import away, sides_of, tables
from auditor.readers.scan_words import Glyph
from auditor.readers.table import Box

_OFF = 8.0  # pixels outside of all cells of its table where no character stands
_SLIVER = 22.0  # pixels; no row is so low: a line that runs through is read as two
_LEAST = 5  # borders of a row that others are held against


def unsound(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Box]:
    """The rows in which words stand in no cell or that have a border of their own, and the cells at a bent line."""
    for table in tables(cells):
        left, right = sides_of(table)
        bands = list(pairwise(sorted({v for b in table for v in (b[1], b[3])})))
        held = [[b for b in table if b[1] < bottom and b[3] > top] for top, bottom in bands]
        odd = _odd([frozenset(x for b in row for x in (b[0], b[2])) for row in held])
        for n, ((top, bottom), row) in enumerate(zip(bands, held, strict=True)):
            band = (left, top, right, bottom)
            if n in odd or any(is_inside(g.box, band) and all(away(g.box, b) > _OFF for b in row) for g in glyphs):
                yield band
            if bottom - top < _SLIVER:
                yield from (b for b in table if {top, bottom} & {b[1], b[3]})


def _odd(rows: Sequence[frozenset[float]]) -> set[int]:
    """The rows with a border that the rows above and below, which are alike, do not have."""
    out: set[int] = set()
    for borders in {r for r in rows if len(r) >= _LEAST}:
        alike = [n for n, r in enumerate(rows) if r == borders]
        out.update(n for n in range(alike[0], alike[-1]) if rows[n] - borders)
    return out


def is_inside(inner: Box, outer: Box) -> bool:
    """Whether the middle of a box is in another."""
    return away(inner, outer) == 0
