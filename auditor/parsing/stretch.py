"""Indicator rows out of text in content order: the cells of a row follow each other (行序文本).

Each stretch between two level labels is divided into rows by dynamic programming over its pieces:
name, target, actual value, then points and score where they are printed, then an explanation.
Wrapped cells are joined; what fits nowhere is left over.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
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
        self._words = [squeeze(p.text) for p in self.pieces]
        self._cells: dict[int, list[tuple[int, int, str]]] = {}
        self._pairs: dict[int, list[tuple[int, int, int]]] = {}
        self._told: dict[int, list[tuple[int, int]]] = {}
        self._ends: dict[int, list[_Tail]] = {}
        self._tails: dict[int, list[_Tail]] = {}

    def cells(self, start: int) -> list[tuple[int, int, str]]:
        """Where a cell that begins at ``start`` may end, with the price of its joins and its words."""
        if start not in self._cells:
            self._cells[start] = list(self._extents(start, _LINES, self._joins))
        return self._cells[start]

    @cached_property
    def _more(self) -> list[str]:
        """What the words of each piece add to those of the one before: themselves, or a blank and themselves."""
        return [
            w if k == 0 else glue(self._words[k - 1], w)[len(self._words[k - 1]) :] for k, w in enumerate(self._words)
        ]

    @cached_property
    def _joins(self) -> list[int | None]:
        """The price of reading each piece as one cell with the one before."""
        return [None, *(likely.join(p, q) for p, q in pairwise(self.pieces))]

    @cached_property
    def _joins_of_prose(self) -> list[int | None]:
        """The same in an explanation, which does not run over two values."""
        values = pairwise(self.values)
        return [
            None,
            *(
                None if p_value and q_value else likely.join(p, q, prose=True)
                for (p, q), (p_value, q_value) in zip(pairwise(self.pieces), values, strict=True)
            ),
        ]

    def _extents(self, start: int, most: int, joins: Sequence[int | None]) -> Iterator[tuple[int, int, str]]:
        if start >= len(self.pieces):
            return
        words, price = self._words[start], 0
        yield start + 1, 0, words
        for k in range(start + 1, min(len(self.pieces), start + most)):
            cost = joins[k]
            if cost is None:
                return
            price += cost
            words += self._more[k]
            yield k + 1, price, words

    def tails(self, start: int) -> list[_Tail]:
        """The ways in which a row may go on after its actual value: for each end the likeliest."""
        if start not in self._tails:
            best: dict[int, tuple[int, int, int]] = {}
            for bare in self.bare_tails(start):
                for end, more in ((bare.end, 0), *self._explanations(bare.end)):
                    worth = bare.worth + more
                    if end not in best or worth > best[end][0]:
                        best[end] = worth, bare.score_at, bare.end
            self._tails[start] = [_Tail(end, *tail) for end, tail in best.items()]
        return self._tails[start]

    def bare_tails(self, start: int) -> list[_Tail]:
        """The ways in which a row may end without an explanation: with its points and score, or without."""
        if start not in self._ends:
            self._ends[start] = [_Tail(start, -_UNSCORED, start, start)]
            if start + 1 < len(self.pieces):
                worth = likely.points(self.pieces[start].text, self.pieces[start + 1].text)
                if worth > -500:
                    self._ends[start].append(_Tail(start + 2, worth, start + 1, start + 2))
        return self._ends[start]

    def _explanations(self, at: int) -> list[tuple[int, int]]:
        """Where an explanation that begins at a piece may end, with its worth."""
        if at not in self._told:
            none = self.values[at : at + 2] == [True, True]
            extents = () if none else self._extents(at, _EXPLANATION_LINES, self._joins_of_prose)
            self._told[at] = [(end, joined + likely.explanation(words)) for end, joined, words in extents]
        return self._told[at]

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

    def goes_on(self, named: int, end: int, full: int) -> bool:
        """Whether a name may go on behind its row, as a page break leaves it."""
        return (
            end < len(self.pieces)
            and self._joins[end] == likely.NEW_LINE
            and not likely.early(self.pieces[named - 1], self.pieces[end], full)
        )

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
                worth = core.worth + tail.worth
                if worth > best[tail.end].worth:
                    best[tail.end] = _Step(worth, core, tail)
        if at < n:
            if best[at].worth + likely.LOST > best[at + 1].worth:
                best[at + 1] = _Step(best[at].worth + likely.LOST)
            _begin(stretch, at, best, cores, full)
    return _traced(stretch, best)


def _begin(stretch: Stretch, start: int, best: list[_Step], cores: list[_Core | None], full: int) -> None:
    """Note the names and values that may begin at a piece, where they are the likeliest up to their end."""
    before = best[start].worth
    for named, joined, words in stretch.cells(start):
        early = full and any(likely.early(p, q, full) for p, q in pairwise(stretch.pieces[start:named]))
        worth = before + joined + likely.name(words) - _ROW - (_EARLY if early else 0)
        for more, actual_at, actual_end in stretch.pairs(named):
            known = cores[actual_end]
            better = known is None or worth + more > known.worth
            if not better and not full:
                continue
            core = _Core(worth + more, start, named, actual_at, actual_end)
            if better:
                cores[actual_end] = core
            if full:
                _divide(stretch, best, core, words, full)


def _divide(stretch: Stretch, best: list[_Step], core: _Core, words: str, full: int) -> None:
    """Note the reading in which a page break has put the rest of a name behind its row."""
    for tail in stretch.bare_tails(core.actual_end):
        end = tail.end
        if stretch.goes_on(core.named, end, full):
            longer = likely.name(words + squeeze(stretch.pieces[end].text)) - likely.name(words)
            worth = core.worth + tail.worth + longer - _SPLIT
            if worth > best[end + 1].worth:
                best[end + 1] = _Step(worth, core, tail, divided=True)


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
