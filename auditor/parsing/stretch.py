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


class _Core(NamedTuple):
    """The name and the values of a row that a reading has come to: their worth with all before, and where they are."""

    worth: int
    start: int
    named: int
    actual_at: int
    actual_end: int


class _Step(NamedTuple):
    """How the likeliest reading up to a place ends: with a row, or without one where a piece is lost."""

    worth: int
    core: _Core | None = None
    tail: _Tail | None = None
    divided: bool = False  # a page break has put the rest of the name behind the row


class Stretch:
    """The pieces between two labels, and what may stand at each of them; looked for once, for any row before."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = unglue(pieces)
        self.values = [likely.is_value(p.text) for p in self.pieces]
        self._cells: dict[int, list[tuple[int, int, str]]] = {}
        self._pairs: dict[int, list[tuple[int, int, int]]] = {}
        self._tails: dict[int, list[_Tail]] = {}

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

    def tails(self, start: int) -> list[_Tail]:
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
                yield _Tail(end, tail.worth + joined + likely.explanation(words), tail.score_at, at)

    def pairs(self, start: int) -> list[tuple[int, int, int]]:
        """The likeliest values after a name, for each end: their worth, and where the actual value begins and ends."""
        if start not in self._pairs:
            best: dict[int, tuple[int, int, int]] = {}
            for pair in self._find_pairs(start):
                if pair[2] not in best or pair[0] > best[pair[2]][0]:
                    best[pair[2]] = pair
            self._pairs[start] = list(best.values())
        return self._pairs[start]

    def _find_pairs(self, start: int) -> Iterator[tuple[int, int, int]]:
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

    def row(self, core: _Core, tail: _Tail) -> Row:
        """The row that two parts make of the pieces."""
        bounds = (core.start, core.named, core.actual_at, core.actual_end, tail.score_at, tail.told_at, tail.end)
        return Row(*(tuple(self.pieces[a:b]) for a, b in pairwise(bounds)))


def read_rows(stretch: Stretch, full: int = 0) -> Rows:
    """Divide a stretch into rows, in the likeliest way.

    ``full`` is the width of the name column where it is known: a name is wrapped only there.
    """
    n = len(stretch.pieces)
    best = [_Step(0), *[_Step(likely.IMPOSSIBLE)] * n]
    cores: list[_Core | None] = [None] * (n + 1)  # the likeliest whose actual value ends at each place
    for at in range(n + 1):
        core = cores[at]
        if core:
            for tail in stretch.tails(at):
                _keep(best, tail.end, _Step(core.worth + tail.worth, core, tail))
        if at < n:
            _keep(best, at + 1, _Step(best[at].worth + likely.LOST))
            for found, words in _cores(stretch, at, best[at].worth, full):
                known = cores[found.actual_end]
                if known is None or found.worth > known.worth:
                    cores[found.actual_end] = found
                if full:
                    _divide(stretch, best, found, words, full)
    return _traced(stretch, best)


def _keep(best: list[_Step], at: int, step: _Step) -> None:
    if step.worth > best[at].worth:
        best[at] = step


def _cores(stretch: Stretch, start: int, before: int, full: int) -> Iterator[tuple[_Core, str]]:
    """The names and values that may begin at a piece, with the words of the names."""
    for named, joined, words in stretch.cells(start):
        early = full and any(likely.early(p, q, full) for p, q in pairwise(stretch.pieces[start:named]))
        worth = before + joined + likely.name(words) - _ROW - (_EARLY if early else 0)
        for more, actual_at, actual_end in stretch.pairs(named):
            yield _Core(worth + more, start, named, actual_at, actual_end), words


def _divide(stretch: Stretch, best: list[_Step], core: _Core, words: str, full: int) -> None:
    """Note the reading in which a page break has put the rest of a name behind its row."""
    for tail in stretch.tails(core.actual_end):
        end = tail.end
        if tail.told_at == end and _goes_on(stretch.pieces, core.named, end, full):
            longer = likely.name(words + squeeze(stretch.pieces[end].text)) - likely.name(words)
            _keep(best, end + 1, _Step(core.worth + tail.worth + longer - _SPLIT, core, tail, divided=True))


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
        core, tail = best[at].core, best[at].tail
        if core is None or tail is None:
            at -= 1
            lost.append(stretch.pieces[at])
            continue
        row = stretch.row(core, tail)
        rows.append(row._replace(name=(*row.name, stretch.pieces[at - 1])) if best[at].divided else row)
        at = core.start
    return Rows(tuple(reversed(rows)), tuple(reversed(lost)))
