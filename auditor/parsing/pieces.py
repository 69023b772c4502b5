"""Pieces: runs of a text between white space, with their places; and what joins two of them."""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from auditor.model.form import Cell, CellKind
from auditor.model.source import Span
from auditor.values import read_value, squeeze


class Gap(IntEnum):
    """What stands before a piece, from the weakest separation to the strongest."""

    NONE = 0  # glued: split off by the grammar
    BLANK = 1  # one blank
    WIDE = 2  # two or more blanks
    LINE = 3  # a line break
    EDGE = 4  # a cell border of a delimited row


class Piece(NamedTuple):
    """A run of characters that is not divided further; ``start`` and ``end`` point into the text."""

    text: str
    start: int
    end: int
    line: int
    column: int
    gap: Gap


Cut = tuple[Piece, ...]
"""The pieces of one cell, in reading order."""


_EMPTY = Cell(text="", kind=CellKind.EMPTY)


def cut_text(cut: Cut) -> str:
    """The words of a cell: its pieces joined, without the line breaks and stray blanks."""
    if len(cut) == 1:
        return squeeze(cut[0].text)
    return squeeze(" ".join(p.text for p in cut))


def spans(cut: Cut) -> tuple[Span, ...]:
    """The places of a cell's pieces, one span for each piece."""
    return tuple(Span(start=p.start, end=p.end) for p in cut if p.start < p.end)


def to_cell(cut: Cut | None) -> Cell:
    """The cell that a cut is; nothing gives an empty cell."""
    if not cut:
        return _EMPTY
    text = cut_text(cut)
    value = read_value(text)
    return Cell(
        text=text,
        kind=value.kind,
        value=value.number,
        unit=value.unit or None if value.number is not None or value.low is not None else None,
        operator=value.operator if value.number is not None or value.low is not None else None,
        spans=spans(cut),
    )


@lru_cache(maxsize=8192)
def width(text: str) -> int:
    """Columns that a text takes on paper: 2 for a Chinese character, 1 for a Latin one."""
    return sum(2 if c > "\u2000" and unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


_RUN = re.compile(r"\S+")
_WIDE_RUN = re.compile(r"\S+(?:[ \u3000\xa0]\S+)*")


def cut_pieces(text: str, *, wide: bool = False) -> list[Piece]:
    """All pieces of a text. With ``wide`` only two blanks or more divide a line (-layout)."""
    out: list[Piece] = []
    offset = 0
    pattern = _WIDE_RUN if wide else _RUN
    for number, line in enumerate(text.splitlines(keepends=True)):
        gap = Gap.LINE
        at = 0
        for m in pattern.finditer(line):
            if gap is not Gap.LINE:
                gap = Gap.BLANK if m.start() - at == 1 else Gap.WIDE
            out.append(Piece(m[0], offset + m.start(), offset + m.end(), number, m.start(), gap))
            gap = Gap.BLANK
            at = m.end()
        offset += len(line)
    return out


def split_piece(piece: Piece, at: int) -> tuple[Piece, Piece]:
    """Divide a piece whose two parts the extraction has glued together."""
    text = piece.text
    return (
        piece._replace(text=text[:at], end=piece.start + at),
        Piece(text[at:], piece.start + at, piece.end, piece.line, piece.column + at, Gap.NONE),
    )
