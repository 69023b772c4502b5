"""Running text put together from pieces, with a map from each character back to its place."""

import re
from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

from auditor.model.form import Cell, CellKind
from auditor.model.source import Span
from auditor.parsing.pieces import Cut, Gap, Piece, to_cell
from auditor.values import read_value

_WORD = re.compile(r"\S+")
_TORN = re.compile(r"\d+(?![\d、）)]|[.．](?!\d))")
"""The rest of a number that a line's end has torn; 2. and 3、 number an item."""


class Flow(NamedTuple):
    """``text`` without the white space of the extraction; ``places[i]`` is where ``text[i]`` stands."""

    text: str
    places: tuple[int, ...]
    starts: tuple[int, ...]  # where in text each piece begins

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The places of ``text[start:end]``, divided only where other words stand between."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1)
        bounds = [start, *self.starts[first + 1 : last], end]
        return tuple(Span(start=self.places[a], end=self.places[b - 1] + 1) for a, b in pairwise(bounds) if a < b)

    def cell(self, start: int, end: int) -> Cell:
        """``text[start:end]`` as a cell of prose, without the white space at its ends."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        text = self.text[start:end]
        kind = read_value(text).kind if len(text) < 8 else CellKind.QUALITATIVE
        if kind not in (CellKind.EMPTY, CellKind.NOT_APPLICABLE):
            kind = CellKind.QUALITATIVE
        return Cell(text=text, kind=kind, spans=self.spans(start, end))


def told(cut: Cut) -> Cell:
    """A cell as any, but where it is prose, a number that a line's end has torn is whole."""
    cell = to_cell(cut)
    return cell.model_copy(update={"text": flow(cut).text}) if cell.kind is CellKind.QUALITATIVE else cell


def flow(pieces: list[Piece] | tuple[Piece, ...]) -> Flow:
    """Join pieces into running text; a blank stays only between two Latin words, not in a number torn by a line's end."""
    words: list[str] = []
    places: list[int] = []
    starts: list[int] = []
    for piece in pieces:
        starts.append(len(places))
        for m in _WORD.finditer(piece.text):
            start, end = piece.start + m.start(), piece.start + m.end()
            before = words[-1][-1] if words else "。"
            torn = before.isdigit() and piece.gap is Gap.LINE and m.start() == 0 and _TORN.match(m[0])
            if not torn and before.isascii() and before.isalnum() and m[0][0].isascii() and m[0][0].isalnum():
                words.append(" ")
                places.append(start - 1 if m.start() else start)
            words.append(m[0])
            places.extend(range(start, end))
    return Flow("".join(words), tuple(places), tuple(starts))
