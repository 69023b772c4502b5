"""Indicator rows out of position-sorted text (pdfplumber, pdftotext -layout).

There a row is a band of lines: its cells are wrapped side by side and centred, and a level label or a
shared score stands at the middle of the rows it covers. Bands are found by dynamic programming; in
a band every line is read from left to right.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, groupby, pairwise
from typing import NamedTuple

from auditor.parsing import likely
from auditor.parsing.pieces import Cut, Piece, width
from auditor.parsing.rows import Row
from auditor.values import glue, squeeze

_FIELDS = Row._fields
_TIERS = ("部分达成年度指标并具有一定效果", "达成年度指标", "未达成年度指标且效果较差")  # 定性指标的三档
_MOST_LINES = 16
_BEAM = 24
_ROW = 200
_LOST = -400
_AGAIN = 30  # the price of a cell's words on lines that do not follow each other
_EARLY = 300  # the price of a line break before the line is full
_ASIDE = 40  # the price of half a line between the middle of a cell and that of its row
_UNSCORED = 300
_TURN = 30  # the price of a line that begins a cell of its own
_ALONE = 340  # the worth of a shared score on a line of its own
_BARE = -600  # the price of a row without target and actual value
_EXPLAINED = 100
_UNENDED = 100  # the price of an explanation that ends in a full line without a full stop


class Band(NamedTuple):
    """A row with its first and last line, or a pair of scores that stands alone."""

    row: Row
    top: int
    bottom: int
    alone: bool


class Known(NamedTuple):
    """What a first reading has found out: the widths of the columns, and whether each row is scored."""

    widths: tuple[int, ...] = (0,) * 6
    scored: bool = False


_UNKNOWN = Known()


def learn(bands: Sequence[Band]) -> Known:
    """The widths of the columns and whether nearly all rows carry points of their own."""
    rows = [b.row for b in bands if not b.alone]
    widths = tuple(max((width(p.text) for row in rows for p in row[c]), default=0) for c in range(6))
    return Known(widths, 5 * sum(bool(row.points) for row in rows) > 4 * len(rows))


@lru_cache(maxsize=8192)
def _fit(field: str, text: str) -> int:
    """How likely a piece is a part of a column, seen alone."""
    if field in ("points", "score"):
        return 100 if likely.is_plain(text) else -900
    if likely.is_plain(text):
        return 30 if field in ("target", "actual") else -400
    if likely.is_value(text):
        return 100 if field in ("target", "actual") else -200
    if len(text) > 2 and any(text in tier for tier in _TIERS):
        return 150 if field == "actual" else -100
    told = 50 if likely.tells(text) else 0
    if field == "explanation":
        return told + (40 if any(c in "，。；、,;" for c in text) else 0)
    if field == "name":
        return 30 - told - (200 if any(c in "。；" for c in text) else 0)
    return -20 if len(text) <= 10 else -100


@lru_cache(maxsize=8192)
def _readings(texts: tuple[str, ...]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The likeliest ways to put the pieces of a line under the columns, left to right."""
    if len(texts) > len(_FIELDS):
        return ()
    ways = [
        (sum(_fit(_FIELDS[c], t) for c, t in zip(chosen, texts, strict=True)), chosen)
        for chosen in combinations(range(6), len(texts))
    ]
    ways = [w for w in ways if (3 in w[1]) == (4 in w[1]) and w[0] > -800]
    return tuple(sorted(ways, reverse=True)[:8])


@lru_cache(maxsize=8192)
def _valued(texts: tuple[str, ...]) -> bool:
    """Whether a line holds a target beside an actual value: the heart of a row."""
    return any(
        len(a) > 1 and len(b) > 0 and not (likely.is_plain(a) and likely.is_plain(b)) and likely.pair(a, b) >= 240
        for a, b in pairwise(texts)
    )


class _State(NamedTuple):
    """A reading of some lines: its score, the pieces under each column, and their words."""

    score: int
    cells: tuple[Cut, ...]
    words: tuple[str, ...]


def _rows_from(lines: Sequence[tuple[Piece, ...]], start: int, known: Known) -> Iterator[tuple[int, int, Row]]:
    """The rows that the lines from one on may make: where each ends, its worth, its cells."""
    states = [_State(0, ((),) * 6, ("",) * 6)]
    hearts = 0
    for end, line in enumerate(lines[start : start + _MOST_LINES], start + 1):
        texts = tuple(p.text for p in line)
        hearts += _valued(texts)
        following = [
            (_score_with(state, line, chosen, worth), state, chosen)
            for worth, chosen in _readings(texts)
            for state in states
        ]
        following.sort(key=lambda way: -way[0])
        states = [_with_line(state, line, chosen, score) for score, state, chosen in following[:_BEAM]]
        if hearts > 1 or not states:
            return
        best, cells = likely.IMPOSSIBLE, states[0].cells
        for state in states:
            worth = state.score + _worth(state, known) - _ROW
            if worth > best:  # a shape only costs
                worth -= _shape(state.cells, known)
                if worth > best:
                    best, cells = worth, state.cells
        yield end, best, Row(*cells)


def _score_with(state: _State, line: tuple[Piece, ...], chosen: tuple[int, ...], worth: int) -> int:
    """The score of a reading with the pieces of one more line under the chosen columns."""
    total = state.score + worth
    for c, piece in zip(chosen, line, strict=True):
        cut = state.cells[c]
        if cut:
            if c in (3, 4):
                total -= 900
            if cut[-1].line < piece.line - 2:
                total -= _AGAIN
        elif len(line) == 1:
            total -= _TURN
    return total


def _with_line(state: _State, line: tuple[Piece, ...], chosen: tuple[int, ...], score: int) -> _State:
    """That reading."""
    cells, words = list(state.cells), list(state.words)
    for c, piece in zip(chosen, line, strict=True):
        cells[c] = (*cells[c], piece)
        words[c] = glue(words[c], *piece.text.split()) if words[c] else squeeze(piece.text)
    return _State(score, tuple(cells), tuple(words))


def _worth(state: _State, known: Known) -> int:
    """How likely the words of a row are in their columns."""
    name, target, actual, points, score, explanation = state.words
    total = likely.name(name) if name else -300
    total += likely.pair(target, actual) if target or actual else _BARE
    if points:
        total += likely.points(points, score)
    elif known.scored:
        total -= _UNSCORED
    if explanation:
        total += likely.explanation(explanation) - _EXPLAINED
        if explanation[-1] not in "。；！" and width(state.cells[5][-1].text) >= known.widths[5] - 3 > 8:
            total -= _UNENDED
    return total


def _shape(cells: tuple[Cut, ...], known: Known) -> int:
    """The price of cells that are not centred on the row, or broken before their line is full."""
    anchor = cells[3] or cells[2] or cells[1]
    if not anchor:
        return 0
    heart = 2 * sum(p.line for p in anchor) // len(anchor)  # in half lines
    price = 0
    for c in (0, 1, 2, 5):
        cut = cells[c]
        if not cut:
            continue
        first, last = cut[0].line, cut[-1].line
        price += _ASIDE * min(abs(first + last - heart), abs(2 * first - heart))
        for p, q in pairwise(cut):
            missed = q.line - p.line - 1 - (2 * p.line < heart < 2 * q.line)
            price += _AGAIN * max(0, missed)
        if len(cut) > 1 and known.widths[c]:
            price += _EARLY * sum(
                likely.early(p, q, known.widths[c])
                for p, q in pairwise(cut)
                if q.line != p.line and p.text[-1] not in "；。"
            )
    return price


def read_bands(pieces: Sequence[Piece], known: Known = _UNKNOWN) -> list[Band]:
    """Rows and lone score pairs from top to bottom; what fits nowhere is left out."""
    lines = [tuple(group) for _, group in groupby(pieces, key=lambda p: p.line)]
    texts = [tuple(p.text for p in line) for line in lines]
    n = len(lines)
    best = [0, *[likely.IMPOSSIBLE] * n]
    came: list[tuple[int, Row | None, bool]] = [(0, None, False)] * (n + 1)
    for i in range(n):
        _offer(best, came, i + 1, best[i] + _LOST * len(lines[i]), (i, None, False))
        if len(texts[i]) == 2 and likely.points(*texts[i]) > 200:
            _offer(
                best,
                came,
                i + 1,
                best[i] + (_ALONE if not known.scored else 100),
                (i, Row(points=lines[i][:1], score=lines[i][1:]), True),
            )
        for end, worth, found in _rows_from(lines, i, known):
            _offer(best, came, end, best[i] + worth, (i, found, False))
    bands: list[Band] = []
    at = n
    while at > 0:
        start, row, alone = came[at]
        if row is not None:
            bands.append(Band(row, lines[start][0].line, lines[at - 1][0].line, alone))
        at = start
    return bands[::-1]


def _offer(
    best: list[int],
    came: list[tuple[int, Row | None, bool]],
    at: int,
    score: int,
    way: tuple[int, Row | None, bool],
) -> None:
    if score > best[at]:
        best[at] = score
        came[at] = way
