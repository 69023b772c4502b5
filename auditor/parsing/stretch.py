"""Indicator rows out of text in content order: the cells of a row follow each other (行序文本).

Each stretch between two level labels is divided into rows by dynamic programming over its pieces:
name, target, actual value, then points and score where they are printed, then an explanation.
Wrapped cells are joined; what fits nowhere is left over.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.model.form import Operator
from auditor.parsing import likely
from auditor.parsing.pieces import Piece
from auditor.parsing.rows import Row, unglue
from auditor.values import glue, read_value, squeeze

_ROW = 200  # the price of another row: prose is not cut into rows
_EARLY = 400  # the price of a line break in a name before its line is full
_SPLIT = 100  # the price of a row that a page break divides
_UNSCORED = 50  # the price of a row without points of its own
_LINES = 4  # of a name or a value
_EXPLANATION_LINES = 16


class Rows(NamedTuple):
    """Rows in reading order, and the pieces that no row takes."""

    rows: tuple[Row, ...]
    lost: tuple[Piece, ...]


class _Tail(NamedTuple):
    """A way in which a row may end: where, its worth, and where its points, its score and its explanation begin."""

    end: int
    worth: int
    score_at: int
    told_at: int


class _Way(NamedTuple):
    """A way in which a row may go on after its name: where its actual value begins and ends, and its tail."""

    worth: int
    actual_at: int
    actual_end: int
    tail: _Tail


class Stretch:
    """The pieces between two labels, and what each row may look like after its name.

    What follows a name does not depend on the name, so it is looked for once for each place.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = unglue(pieces)
        self.values = [likely.is_value(p.text) for p in self.pieces]
        self._tails: dict[int, list[_Tail]] = {}
        self._ways: dict[int, list[_Way]] = {}
        self._cells: dict[int, list[tuple[int, int, str]]] = {}

    def cells(self, start: int) -> list[tuple[int, int, str]]:
        """Where a cell that begins at ``start`` may end, with the price of its joins and its words."""
        if start not in self._cells:
            self._cells[start] = list(self._extents(start, _LINES, prose=False))
        return self._cells[start]

    def _extents(self, start: int, most: int, *, prose: bool) -> Iterator[tuple[int, int, str]]:
        pieces = self.pieces
        if start >= len(pieces):
            return
        words, price = squeeze(pieces[start].text), 0
        yield start + 1, 0, words
        for k in range(start + 1, min(len(pieces), start + most)):
            cost = likely.join(pieces[k - 1], pieces[k], prose=prose)
            if cost is None or (prose and self.values[k] and self.values[k - 1]):
                return
            price += cost
            words = glue(words, *pieces[k].text.split())
            yield k + 1, price, words

    def _ends(self, start: int) -> list[_Tail]:
        """The ways in which a row may go on after its actual value."""
        if start not in self._tails:
            self._tails[start] = list(self._find_tails(start))
        return self._tails[start]

    def _find_tails(self, start: int) -> Iterator[_Tail]:
        yield from self._told(_Tail(start, -_UNSCORED, start, start))
        if start + 1 < len(self.pieces):
            worth = likely.points(self.pieces[start].text, self.pieces[start + 1].text)
            if worth > -500:
                yield from self._told(_Tail(start + 2, worth, start + 1, start + 2))

    def _told(self, tail: _Tail) -> Iterator[_Tail]:
        """A tail without an explanation, and with each that may follow."""
        yield tail
        at = tail.end
        if self.values[at : at + 2] != [True, True]:
            for end, joined, words in self._extents(at, _EXPLANATION_LINES, prose=True):
                yield tail._replace(end=end, worth=tail.worth + joined + likely.explanation(words))

    def ways(self, start: int) -> list[_Way]:
        """What may follow a name that ends at ``start``: for each end the likeliest reading, untold ones first."""
        if start not in self._ways:
            best: dict[tuple[int, bool], _Way] = {}
            for worth, actual_at, actual_end in self._pairs(start):
                for tail in self._ends(actual_end):
                    key = tail.end, tail.told_at == tail.end
                    if key not in best or worth + tail.worth > best[key].worth:
                        best[key] = _Way(worth + tail.worth, actual_at, actual_end, tail)
            self._ways[start] = list(best.values())
        return self._ways[start]

    def _pairs(self, start: int) -> Iterator[tuple[int, int, int]]:
        """A target and an actual value after a name: their worth, and where the second begins and ends."""
        if start < len(self.pieces) and self.values[start]:  # one of the two is blank
            for end, joined, words in self.cells(start):
                aims = read_value(words).operator not in (None, Operator.EQUAL)
                yield joined + likely.pair("", words), end if aims else start, end
        for middle, joined, target in self.cells(start):
            if len(target) > 30 and joined:
                break
            for end, more, actual in self.cells(middle):
                if len(actual) > 40 and more:
                    break
                yield joined + more + likely.pair(target, actual), middle, end

    def row(self, start: int, named: int, way: _Way) -> Row:
        """The row that a way makes of the pieces."""
        bounds = (start, named, way.actual_at, way.actual_end, way.tail.score_at, way.tail.told_at, way.tail.end)
        return Row(*(tuple(self.pieces[a:b]) for a, b in pairwise(bounds)))


class _Step(NamedTuple):
    """How the likeliest reading up to a place ends: where its last row, or lost piece, begins; the row's cells."""

    worth: int
    start: int = 0
    named: int = 0
    way: _Way | None = None
    divided: bool = False  # a page break has put the rest of the name behind the row


def read_rows(stretch: Stretch, full: int = 0) -> Rows:
    """Divide a stretch into rows, in the likeliest way.

    ``full`` is the width of the name column where it is known: a name is wrapped only there.
    """
    n = len(stretch.pieces)
    best = [_Step(0), *[_Step(likely.IMPOSSIBLE)] * n]
    for i in range(n):
        for end, step in _steps(stretch, i, best[i].worth, full):
            if step.worth > best[end].worth:
                best[end] = step
    return _traced(stretch, best)


def _steps(stretch: Stretch, i: int, worth: int, full: int) -> Iterator[tuple[int, _Step]]:
    """Where a reading that has come to a place may go on: past a lost piece, or past a row."""
    yield i + 1, _Step(worth + likely.LOST, i)
    for named, joined, words in stretch.cells(i):
        named_worth = worth + joined + likely.name(words) - _ROW
        if full and any(likely.early(p, q, full) for p, q in pairwise(stretch.pieces[i:named])):
            named_worth -= _EARLY
        for way in stretch.ways(named):
            end = way.tail.end
            yield end, _Step(named_worth + way.worth, i, named, way)
            if full and way.tail.told_at == end and _goes_on(stretch.pieces, named, end, full):
                longer = likely.name(words + squeeze(stretch.pieces[end].text)) - likely.name(words)
                yield end + 1, _Step(named_worth + way.worth - _SPLIT + longer, i, named, way, divided=True)


def _goes_on(pieces: Sequence[Piece], named: int, end: int, full: int) -> bool:
    """Whether a name may go on behind its row, as a page break leaves it."""
    return (
        end < len(pieces)
        and likely.join(pieces[end - 1], pieces[end]) == likely.NEW_LINE
        and not likely.early(pieces[named - 1], pieces[end], full)
    )


def _traced(stretch: Stretch, best: Sequence[_Step]) -> Rows:
    """The rows and the lost pieces of the likeliest reading."""
    rows: list[Row] = []
    lost: list[Piece] = []
    at = len(best) - 1
    while at > 0:
        step = best[at]
        if step.way is None:
            lost.append(stretch.pieces[step.start])
        else:
            row = stretch.row(step.start, step.named, step.way)
            rows.append(row._replace(name=(*row.name, stretch.pieces[at - 1])) if step.divided else row)
        at = step.start
    return Rows(tuple(reversed(rows)), tuple(reversed(lost)))
