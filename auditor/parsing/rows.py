"""A row of the indicator table as cuts, what its names show, and the pieces that the extraction has glued."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from auditor.parsing import likely
from auditor.parsing.pieces import Cut, Piece, cut_text, split_piece, width
from auditor.values import read_value

_TWO = re.compile(r"(?<=[^\d.,])(?=\d)")


BESIDE = ("beside1", "beside2", "beside3")
"""Columns that no field of an indicator holds, in their order."""


class Row(NamedTuple):
    """The cells of one row as cuts; an empty cut is a cell without words."""

    name: Cut = ()
    target: Cut = ()
    actual: Cut = ()
    points: Cut = ()
    score: Cut = ()
    explanation: Cut = ()
    nature: Cut = ()
    measure: Cut = ()
    adjusted: Cut = ()
    coefficient: Cut = ()
    core: Cut = ()
    beside1: Cut = ()
    beside2: Cut = ()
    beside3: Cut = ()

    @property
    def others(self) -> tuple[Cut, ...]:
        """The cells of columns that no field of an indicator holds: 指标解释, 数据来源 and the like."""
        return tuple(cut for cut in (self.beside1, self.beside2, self.beside3) if cut)


def unglue(pieces: Sequence[Piece]) -> list[Piece]:
    """Divide pieces where a score is glued to the next name: 15 15节庆活动完成率."""
    out: list[Piece] = []
    run = 0
    for piece in pieces:
        digits = 0
        while digits < len(piece.text) and (piece.text[digits].isdigit() or piece.text[digits] == "."):
            digits += 1
        glued = 0 < digits < len(piece.text) and run > 0 and not likely.is_value(piece.text)
        if glued and (
            out[-1].text == piece.text[:digits]
            or (run % 2 == 1 and Decimal(piece.text[:digits].rstrip(".")) <= Decimal(out[-1].text))
        ):
            out.extend(split_piece(piece, digits))
            run = 0
            continue
        between = _two_values(piece.text)
        if between:
            out.extend(split_piece(piece, between))
            run = 0
            continue
        run = run + 1 if likely.is_plain(piece.text) and piece.text[0].isdigit() else 0
        out.append(piece)
    return out


def _two_values(text: str) -> int | None:
    """Where a target and an actual value of the same unit are glued together: ≥280万头286万头."""
    if len(text) < 4 or not (text[0].isdigit() or text[0] in "≥≤<>＜＞=") or likely.is_value(text):
        return None
    for m in _TWO.finditer(text, 2):
        one, two = read_value(text[: m.start()]), read_value(text[m.start() :])
        if one.number is not None and two.number is not None and one.unit and one.dimension == two.dimension:
            return m.start()
    return None


def name_width(rows: Iterable[Row]) -> int:
    """The width of the name column: that of its widest piece."""
    return max((width(p.text) for row in rows for p in row.name if likely.name(cut_text(row.name)) >= 100), default=0)


def broken_early(row: Row, full: int) -> bool:
    """Whether a name goes on in a new line although the line before was not full."""
    return any(likely.early(p, q, full) for p, q in pairwise(row.name))
