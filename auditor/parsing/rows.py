"""Indicator rows out of text in content order: the cells of a row follow each other (行序文本).

Each stretch between two level labels is divided into rows by dynamic programming over its pieces:
name, target, actual value, then points and score where they are printed, then an explanation.
Wrapped cells are joined; what fits nowhere is left over.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from auditor.model.form import Operator
from auditor.parsing import likely
from auditor.parsing.pieces import Cut, Piece, cut_text, split_piece, width
from auditor.values import read_value

_ROW = 2.0  # the price of another row: prose is not cut into rows
_EARLY = 4.0  # the price of a line break in a name before its line is full
_SPLIT = 1.0  # the price of a row that a page break divides
_MAX = {"name": 4, "value": 4, "explanation": 16}


class Row(NamedTuple):
    """The cells of one row as cuts; an empty cut is a cell without words."""

    name: Cut = ()
    target: Cut = ()
    actual: Cut = ()
    points: Cut = ()
    score: Cut = ()
    explanation: Cut = ()


class Rows(NamedTuple):
    """Rows in reading order, the pieces that no row takes, and how likely the reading is."""

    rows: tuple[Row, ...]
    lost: tuple[Piece, ...]
    score: float


def unglue(pieces: list[Piece]) -> list[Piece]:
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
            or (run % 2 == 1 and float(piece.text[:digits].rstrip(".")) <= float(out[-1].text))
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


_TWO = re.compile(r"(?<=[^\d.,])(?=\d)")


def _two_values(text: str) -> int | None:
    """Where a target and an actual value of the same unit are glued together: ≥280万头286万头."""
    if len(text) < 4 or not (text[0].isdigit() or text[0] in "≥≤<>＜＞=") or likely.is_value(text):
        return None
    for m in _TWO.finditer(text, 2):
        one, two = read_value(text[: m.start()]), read_value(text[m.start() :])
        if one.number is not None and two.number is not None and one.unit and one.dimension == two.dimension:
            return m.start()
    return None


def _extents(pieces: list[Piece], start: int, most: int, *, prose: bool = False) -> list[tuple[int, float]]:
    """Where a cell that begins at ``start`` may end, with the price of its joins."""
    if start >= len(pieces):
        return []
    ends = [(start + 1, 0.0)]
    price = 0.0
    for k in range(start + 1, min(len(pieces), start + most)):
        cost = likely.join(pieces[k - 1], pieces[k], prose=prose)
        if cost is None or (prose and likely.is_value(pieces[k].text) and likely.is_value(pieces[k - 1].text)):
            break
        price += cost
        ends.append((k + 1, price))
    return ends


def _text(pieces: list[Piece], start: int, end: int) -> str:
    return cut_text(tuple(pieces[start:end]))


def _starts_like_values(pieces: list[Piece], at: int) -> bool:
    return at + 1 < len(pieces) and likely.is_value(pieces[at].text) and likely.is_value(pieces[at + 1].text)


def name_width(rows: Iterable[Row]) -> int:
    """The width of the name column: that of its widest piece."""
    return max((width(p.text) for row in rows for p in row.name if likely.name(cut_text(row.name)) >= 1.0), default=0)


def broken_early(row: Row, full: int) -> bool:
    """Whether a name goes on in a new line although the line before was not full."""
    return any(likely.early(p, q, full) for p, q in pairwise(row.name))


def read_rows(pieces: list[Piece], full: int = 0) -> Rows:
    """Divide a stretch of pieces between two labels into rows, in the likeliest way.

    ``full`` is the width of the name column where it is known: a name is wrapped only there.
    """
    n = len(pieces)
    best: list[float] = [float("-inf")] * (n + 1)
    came: list[tuple[int, Row | None]] = [(0, None)] * (n + 1)
    best[0] = 0.0

    def offer(end: int, score: float, start: int, cells: tuple[int, ...]) -> None:
        if score > best[end]:
            best[end] = score
            cuts = [tuple(pieces[cells[i] : cells[i + 1]]) for i in range(len(cells) - 1)]
            if len(cuts) > len(Row._fields):  # a page break has put the rest of the name behind the row
                cuts[0] += cuts.pop()
            came[end] = (start, Row(*cuts))

    for i in range(n):
        if best[i] == float("-inf"):
            continue
        if best[i] + likely.LOST > best[i + 1]:
            best[i + 1] = best[i] + likely.LOST
            came[i + 1] = (i, None)
        for e1, j1 in _extents(pieces, i, _MAX["name"]):
            named = best[i] + j1 + likely.name(_text(pieces, i, e1)) - _ROW
            if full and any(likely.early(p, q, full) for p, q in pairwise(pieces[i:e1])):
                named -= _EARLY
            if e1 < n and likely.is_value(pieces[e1].text):  # one of the two values is blank
                for e3, j3 in _extents(pieces, e1, _MAX["value"]):
                    value = _text(pieces, e1, e3)
                    first = (
                        e3 if read_value(value).operator and read_value(value).operator is not Operator.EQUAL else e1
                    )
                    _offer_tails(pieces, named + j3 + likely.pair("", value), i, (i, e1, first, e3), offer, full)
            for e2, j2 in _extents(pieces, e1, _MAX["value"]):
                target = _text(pieces, e1, e2)
                if len(target) > 30 and j2:
                    break
                for e3, j3 in _extents(pieces, e2, _MAX["value"]):
                    actual = _text(pieces, e2, e3)
                    if len(actual) > 40 and j3:
                        break
                    base = named + j2 + j3 + likely.pair(target, actual)
                    _offer_tails(pieces, base, i, (i, e1, e2, e3), offer, full)
    rows: list[Row] = []
    lost: list[Piece] = []
    at = n
    while at > 0:
        start, row = came[at]
        if row is None:
            lost.append(pieces[start])
        else:
            rows.append(row)
        at = start
    return Rows(tuple(reversed(rows)), tuple(reversed(lost)), best[n])


def _offer_tails(pieces, base, start, cells, offer, full) -> None:  # type: ignore[no-untyped-def]
    """Offer every way in which a row may go on after its actual value."""
    e3 = cells[-1]
    n = len(pieces)
    ends = [(e3, e3, e3, base - 0.5)]
    if e3 + 1 < n:
        scored = likely.points(pieces[e3].text, pieces[e3 + 1].text)
        if scored > -5.0:
            ends.append((e3 + 1, e3 + 2, e3 + 2, base + scored))
    for p_end, s_end, tail, score in ends:
        offer(tail, score, start, (*cells, p_end, s_end, tail))
        if (
            full
            and tail < n
            and likely.join(pieces[tail - 1], pieces[tail]) == -0.8
            and not likely.early(pieces[cells[1] - 1], pieces[tail], full)
        ):
            offer(
                tail + 1,
                score
                - _SPLIT
                + likely.name(_text(pieces, cells[0], cells[1]) + pieces[tail].text)
                - likely.name(_text(pieces, cells[0], cells[1])),
                start,
                (*cells, p_end, s_end, tail, tail + 1),
            )
        if tail < n and not _starts_like_values(pieces, tail):
            for e, j in _extents(pieces, tail, _MAX["explanation"], prose=True):
                words = likely.explanation(_text(pieces, tail, e))
                offer(e, score + j + words, start, (*cells, p_end, s_end, e))
