"""Rows out of cells in the order of a family's columns, where empty cells may have left no trace.

The cells of a table follow each other; each belongs to the next column or to one after it. The likeliest
division into rows is found by dynamic programming. The national order has readings of its own, which are
finer (:mod:`stretch`, :mod:`bands`); this one serves every other family of layouts.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from auditor.numerals import unknown_unit
from auditor.parsing import likely
from auditor.parsing.pieces import Cut, Gap, Piece, cut_text
from auditor.parsing.rows import BESIDE, Row

_ROW = 150  # the price of another row
_WIDTH = 6  # readings kept at a place
_MOST = {"name": 4, "target": 3, "actual": 3, "explanation": 16}  # pieces of a wrapped cell
_ABSENT = {
    "name": -700, "target": -250, "adjusted": 0, "actual": -250, "points": -70, "score": -60, "coefficient": -60,
    "explanation": 0, "nature": -20, "measure": -20, "core": -40,
}  # fmt: skip
_NEVER = -2000
_NATURE = re.compile(
    r"[≥≤=＝＞＜><≧≦﹦═]|>=|<=|大于等于|小于等于|等于|大于|小于|定性(?:指标)?|定量(?:指标)?|正向(?:指标)?|反向(?:指标)?|其他"
)
_UNIT = re.compile(r"[^\d。；，]{1,8}|[-—/]")
_SHARE = re.compile(r"-?\d{1,3}(?:\.\d+)?%?")
_NUMBERED = re.compile(r"指标\d{1,2}[.:：、]|[★☆]")
_VALUED = re.compile(r"[≥≤=<>\d]")
_HEADING = re.compile(r"\d[.、．].{12,}")  # of a paragraph below the table
_SHORT_UNIT = 4
_SHORTEST, _LONGEST = 2, 40  # characters of a name without values
_NO_UNIT = ("", "无", "/", "-", "—", "其他")
_LESS = re.compile(r"-\d+(?:\.\d+)?")  # a score below zero, which is a fault to be told
_YES = ("是", "否", "√", "×")


class Rows(NamedTuple):
    """Rows in reading order, and the pieces that no row takes."""

    rows: tuple[Row, ...]
    lost: tuple[Piece, ...]


class _Way(NamedTuple):
    """The cells of a row read so far, by column, and their worth."""

    worth: int
    cells: tuple[tuple[str, Cut], ...] = ()

    def said(self, column: str) -> str:
        """The words of a cell."""
        return next((cut_text(cut) for c, cut in self.cells if c == column), "")


class _Step(NamedTuple):
    """How the likeliest reading up to a place ends: with a row that begins at ``start``, or with a lost piece."""

    worth: int
    start: int = 0
    row: _Way | None = None


def read_planned(pieces: Sequence[Piece], order: Sequence[str], *, joined: bool = True) -> Rows:
    """Divide cells into rows with the columns ``order``; ``joined`` says that a cell may be of several pieces."""
    filled = [p for p in pieces if p.text]
    best = [_Step(0), *[_Step(likely.IMPOSSIBLE)] * len(filled)]
    for i in range(len(filled)):
        before = best[i].worth
        if before + likely.LOST > best[i + 1].worth:
            best[i + 1] = _Step(before + likely.LOST, i)
        for end, way in _rows_from(filled, i, order, joined=joined).items():
            if before + way.worth > best[end].worth:
                best[end] = _Step(before + way.worth, i, way)
    rows: list[Row] = []
    lost: list[Piece] = []
    at = len(filled)
    while at:
        step = best[at]
        if step.row:
            row = Row(**dict(step.row.cells))
            if _is_row(row):
                rows.append(row)
            else:
                lost += [p for cut in reversed(row) for p in reversed(cut)]
        else:
            lost.append(filled[step.start])
        at = step.start
    return Rows(tuple(reversed(rows)), tuple(reversed(lost)))


def _is_row(row: Row) -> bool:
    """Whether cells are a row: a paragraph below the table has no values, and neither has a label that is cut off."""
    valued = bool(row.target or row.points or row.score or row.adjusted)
    return valued or _SHORTEST < len(cut_text(row.name)) <= _LONGEST


def align(cells: Sequence[Cut], order: Sequence[str]) -> Row | None:
    """One row whose cells are known, but not which columns are absent; None if they do not fit."""
    filled = [c for c in cells if cut_text(c)]
    pieces = [Piece(cut_text(c), k, k + 1, 0, k, Gap.EDGE) for k, c in enumerate(filled)]
    ways = _rows_from(pieces, 0, order, joined=False)
    inner = _rows_from(pieces, 1, order, joined=False) if len(pieces) > 1 else {}  # after a label that is not known
    one, two = ways.get(len(pieces)), inner.get(len(pieces))
    way = two if two and (one is None or two.worth + likely.LOST // 2 > one.worth) else one
    if way is None:
        return None
    back = dict(enumerate(filled))
    return Row(**{column: back[cut[0].start] for column, cut in way.cells})


def _rows_from(pieces: Sequence[Piece], start: int, order: Sequence[str], *, joined: bool) -> dict[int, _Way]:
    """The likeliest row that begins at a piece, for each place where it may end."""
    ways: dict[int, list[_Way]] = {start: [_Way(-_ROW)]}
    for column in order:
        following: dict[int, list[_Way]] = {}
        for at, here in ways.items():
            for way in here:
                following.setdefault(at, []).append(way._replace(worth=way.worth + _ABSENT.get(column, 0)))
                for end, price in _extents(pieces, at, column, joined=joined):
                    cut = tuple(pieces[at:end])
                    worth = way.worth + price + _fit(column, cut_text(cut), way)
                    if worth > way.worth + _NEVER // 2:
                        following.setdefault(end, []).append(_Way(worth, (*way.cells, (column, cut))))
        ways = {at: sorted(found, key=lambda w: -w.worth)[:_WIDTH] for at, found in following.items()}
    return {end: found[0] for end, found in ways.items() if end > start}


def _extents(pieces: Sequence[Piece], at: int, column: str, *, joined: bool) -> Iterator[tuple[int, int]]:
    """Where a cell that begins at a piece may end, with the price of its joins."""
    price = 0
    for end in range(at + 1, min(len(pieces), at + (_MOST.get(column, 1) if joined else 1)) + 1):
        if end > at + 1:
            if _apart(column, pieces[end - 1].text):
                return
            cost = likely.join(pieces[end - 2], pieces[end - 1], prose=column == "explanation")
            if cost is None:
                return
            price += cost
        yield end, price


def _apart(column: str, words: str) -> bool:
    """Whether a piece cannot go on a cell: the next name with its number, or a value behind a name."""
    return bool(_NUMBERED.match(words)) or (column == "name" and bool(_VALUED.match(words)))


def _fit(column: str, words: str, row: _Way) -> int:
    """How well words are a cell of a column, given the cells of the row before it."""
    if column == "name":
        return _NEVER if _HEADING.match(words) else likely.name(words)
    if _NUMBERED.match(words) or (column != "explanation" and _HEADING.match(words)):
        return _NEVER
    if column in BESIDE:
        return 0
    if column == "explanation":
        return likely.explanation(words)
    if column == "actual":
        return likely.pair(_target(row), words)
    if column == "score":
        points = row.said("points")
        return likely.points(points, words) if points and not _LESS.fullmatch(words) else _alone(column, words)
    return _alone(column, words)


def _target(row: _Way) -> str:
    """The target that an actual value stands beside, with its unit where that is a column."""
    unit = row.said("measure")
    return (row.said("adjusted") or row.said("target")) + ("" if unit in _NO_UNIT else unit)


@lru_cache(maxsize=16384)
def _alone(column: str, words: str) -> int:
    """How well words are a cell of a column by themselves."""
    match column:
        case "nature":
            fits = bool(_NATURE.fullmatch(words))
        case "measure":
            fits = bool(_UNIT.fullmatch(words)) and not likely.is_plain(words)
            known = "/" in words or (len(words) <= _SHORT_UNIT and not unknown_unit(words))
            return (150 if known else 60 if len(words) <= _SHORT_UNIT else 0) if fits else _NEVER
        case "points" | "score":
            fits = likely.is_plain(words) or bool(_LESS.fullmatch(words))
        case "coefficient":
            fits = bool(_SHARE.fullmatch(words))
        case "core":
            fits = words in _YES
        case _:  # a target, before or after its change
            return (100 if likely.is_value(words) else 40) - 4 * max(0, len(words) - 12) - (600 if "。" in words else 0)
    return 150 if fits else _NEVER
