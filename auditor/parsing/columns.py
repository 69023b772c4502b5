"""Two cells of prose side by side, as position-sorted text interleaves them line by line.

预期目标 and 实际完成情况 are wrapped at different widths and centred beside each other. Each line of
the text is the left cell's, the right cell's, or both; the reading chosen breaks the fewest lines early
and keeps the numbering of each cell. Costs are in hundredths.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from auditor.numerals import chinese_number
from auditor.parsing.pieces import Gap, Piece, split_piece, width

_END = "。；！？;.!?"
_LABEL = re.compile(
    r"^(?:([一二三四五六七八九十]{1,3})、|[（(]([一二三四五六七八九十\d]{1,3})[）)]|(\d{1,2})[.．、](?!\d))"
)
_BEAM = 24
_OVER = 600  # a line wider than its column
_EARLY = 300  # a line broken before it is full, in the middle of a sentence
_NUMBER = 400  # an item number out of order
_MIDST = 200  # an item that begins in the middle of a sentence
_GLUED = 10  # two cells with nothing between them
_TORN = 25  # a pair of characters that the form has elsewhere divided, or one that it never has joined
_PLAIN = 70  # a paragraph without a number in a cell whose items are numbered
_APART = 40  # a line missing between two lines of a cell


class _Side(NamedTuple):
    pieces: tuple[Piece, ...] = ()
    width: int = 0
    ended: bool = True
    line: int = -1
    number: int = 0


class _State(NamedTuple):
    cost: int
    left: _Side
    right: _Side


def split_by_place(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """-layout text: the right cell begins at the same column in every line."""
    lines = [list(g) for _, g in groupby(pieces, key=lambda p: p.line)]
    starts = Counter(line[-1].column for line in lines)
    first = Counter(line[0].column for line in lines if len(line) > 1)
    if not starts:
        return [], []
    left_at = first.most_common(1)[0][0] if first else min(starts)
    rights = [(n, c) for c, n in starts.items() if c > left_at + 8]
    if not rights:
        return list(pieces), []
    border = max(rights)[1]
    left: list[Piece] = []
    right: list[Piece] = []
    for line in lines:
        for piece in line:
            if piece.column >= border - 2:
                right.append(piece)
                continue
            at = border - piece.column
            blanks = (
                [k + 1 for k in range(max(0, at - 11), min(len(piece.text), at + 3)) if piece.text[k] == " "]
                if at < len(piece.text)
                else []
            )
            cut = min(blanks, key=lambda k: abs(k - at), default=None)
            if cut is None:
                left.append(piece)
            else:
                one, two = split_piece(piece, cut)
                left.append(one._replace(text=one.text.rstrip(), end=one.start + len(one.text.rstrip())))
                right.append(two)
    return left, right


def split_by_width(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], list[Piece]]:
    """Position-sorted text without places: the widths at which the two cells are wrapped tell.

    ``text`` is the whole form: pairs of characters that it has elsewhere show which words belong together.
    """
    pairs = Counter(a + b for a, b in pairwise(text))
    lines = [tuple(g) for _, g in groupby(pieces, key=lambda p: p.line)]
    full = _widths(lines)
    states = [_State(0, _Side(), _Side())]
    for number, line in enumerate(lines):
        following: list[_State] = []
        for price, one, two in _ways(line, full, pairs):
            for state in states:
                cost, left = _add(state.cost + price, state.left, one, full[0], number, pairs)
                cost, right = _add(cost, state.right, two, full[1], number, pairs)
                following.append(_State(cost, left, right))
        states = _prune(following)
    best = min(states, key=_final)
    return list(best.left.pieces), list(best.right.pieces)


def _final(state: _State) -> int:
    """The cost of a whole reading: both cells end with a sentence, and they stand centred or level."""
    cost = state.cost + sum(100 for side in (state.left, state.right) if not side.ended)
    if state.left.pieces and state.right.pieces:
        (a, b), (c, d) = ((side.pieces[0].line, side.pieces[-1].line) for side in (state.left, state.right))
        cost += 50 * min(abs((a + b) - (c + d)), 2 * abs(a - c))
    return cost


def _prune(states: list[_State]) -> list[_State]:
    """The cheapest states, one for each way in which the two cells stand."""
    best: dict[tuple[int, int, bool, bool, int, int], _State] = {}
    for state in states:
        key = (
            state.left.line,
            state.right.line,
            state.left.ended,
            state.right.ended,
            state.left.number,
            state.right.number,
        )
        if key not in best or state.cost < best[key].cost:
            best[key] = state
    return sorted(best.values(), key=lambda s: s.cost)[:_BEAM]


def _words(line: Sequence[Piece]) -> str:
    return "".join(p.text for p in line)


def _widths(lines: Sequence[tuple[Piece, ...]]) -> tuple[int, int]:
    """The widths of the two columns: from lines that hold both, else from the two usual widths."""
    both = [
        (width(_words(line[:k])), width(_words(line[k:])))
        for line in lines
        for k in range(1, len(line))
        if len(line) == 2
    ]
    both = [(a, b) for a, b in both if a > 12 and b > 12]
    alone = sorted(width(line[0].text) for line in lines if len(line) == 1)
    if len(both) >= 2:
        left = sorted(a for a, _ in both)
        right = sorted([b for _, b in both] + [w for w in alone if w <= max(b for _, b in both) + 4])
        return left[-1], right[-1]
    broken = [width(line[0].text) for line in lines if len(line) == 1 and line[0].text[-1] not in _END]
    if not broken:
        return (alone[-1], alone[-1]) if alone else (40, 60)
    narrow = [w for w in broken if w < max(broken) - 8]
    return max(narrow, default=max(broken)), max(broken)


def _ways(
    line: tuple[Piece, ...], full: tuple[int, int], pairs: Counter[str]
) -> list[tuple[int, tuple[Piece, ...], tuple[Piece, ...]]]:
    """The ways to read a line: all left, all right, or divided at a blank or, without one, at the border."""
    ways: list[tuple[int, tuple[Piece, ...], tuple[Piece, ...]]] = [(0, line, ()), (0, (), line)]
    ways += [(0, line[:k], line[k:]) for k in range(1, len(line))]
    if len(line) == 1 and width(line[0].text) > full[0] + 1:
        text = line[0].text
        reached = 0
        for k, c in enumerate(text[:-1]):
            reached += width(c)
            if full[0] - 5 <= reached <= full[0] + 1:
                one, two = split_piece(line[0], k + 1)
                price = _GLUED + 5 * abs(full[0] - reached) + (_TORN if pairs[text[k : k + 2]] > 1 else 0)
                ways.append((price, (one,), (two._replace(gap=Gap.BLANK),)))
    return ways


@lru_cache(maxsize=4096)
def _label(text: str) -> tuple[int, bool] | None:
    """The number that a line begins with, and whether it is one of the whole cell's: only 一、 is."""
    m = _LABEL.match(text)
    if not m:
        return None
    found = next(g for g in m.groups() if g)
    return int(found) if found.isdigit() else int(chinese_number(found) or 0), bool(m[1])


def _add(
    cost: int, side: _Side, part: tuple[Piece, ...], full: int, line: int, pairs: Counter[str]
) -> tuple[int, _Side]:
    if not part:
        return cost, side
    text = _words(part)
    wide = width(text)
    if wide > full + 2:
        cost += _OVER + 20 * (wide - full)
    if part[0].gap is Gap.BLANK and len(part) > 1:
        cost += 20
    label = _label(text)
    number = side.number
    if label:
        value, whole = label
        if whole:
            cost += 0 if value == number + 1 else _NUMBER
            number = value
        if not side.ended:
            cost += _MIDST
    elif side.pieces and not side.ended and side.width < full - 5:
        cost += _EARLY
    elif side.number and side.ended and side.width < full - 5:
        cost += _PLAIN
    elif not side.pieces and text[0] in "，。；、）,;)":
        cost += _MIDST
    if side.pieces:
        cost += _APART * max(0, line - side.line - 2)
        if not side.ended and not label and not pairs[side.pieces[-1].text[-1] + text[0]]:
            cost += _TORN
    return cost, _Side((*side.pieces, *part), wide, text[-1] in _END, line, number)
