"""项目资金: the amounts of each row, put under their columns."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from auditor.model.form import Cell, CellKind, FundLine, FundRole
from auditor.parsing.pieces import Cut, Piece, split_piece, to_cell

COLUMNS = ("initial_budget", "annual_budget", "executed", "points", "rate", "score")
_FEWEST = 3  # columns of a head that is whole
_GLUED = re.compile(r"^(\d[\d,]*\.\d\d)(?=\d[\d,]*\.\d\d)")
_AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:万元?|元)?")
_RATE = re.compile(r"\d+(?:\.\d+)?%")
_DASH = re.compile(r"[-—–―－/]{1,2}")


def unglue(pieces: list[Piece]) -> list[Piece]:
    """Divide amounts that the extraction has glued together: 2880000.002592000.00."""
    out: list[Piece] = []
    for piece in pieces:
        rest = piece
        while True:
            m = _GLUED.match(rest.text)
            if not m:
                break
            first, rest = split_piece(rest, m.end())
            out.append(first)
        out.append(rest)
    return out


@lru_cache(maxsize=4096)
def _fits(column: str, text: str) -> int:
    if _DASH.fullmatch(text):
        return 20 if column in ("points", "rate", "score") else -40
    if _RATE.fullmatch(text):
        return 200 if column == "rate" else -300
    if not _AMOUNT.fullmatch(text):
        return 150 if column == "explanation" else -200
    if column in ("initial_budget", "annual_budget", "executed"):
        return 100
    if column == "explanation":
        return -300
    number = Decimal(re.sub(r"[^\d.]", "", text))
    if column == "points":
        return 120 if number in (10, 20, 100, 5, 15) else 0 if number <= 100 else -300
    if column == "score":
        return 80 if number <= 100 else -300
    return -50


def _strange(column: str, piece: Piece) -> bool:
    """Whether an amount stands under a rate, or a rate under an amount or points."""
    return bool(piece.text) and (column == "rate") is not bool(_RATE.fullmatch(piece.text)) and "%" in piece.text


def _trimmed(pieces: list[Piece], most: int) -> list[Piece]:
    """A row without empty cells at its ends, as far as it has too many."""
    while len(pieces) > most and not pieces[0].text:
        pieces = pieces[1:]
    while len(pieces) > most and not pieces[-1].text:
        pieces = pieces[:-1]
    return pieces


def place(pieces: list[Piece], columns: tuple[str, ...], places: Sequence[int] = ()) -> tuple[dict[str, Cut], bool]:
    """The pieces of a row under their columns, and whether the placing is certain."""
    pieces = unglue(pieces)
    filled = [p for p in pieces if p.text]
    spaced = any(b - a > 1 for a, b in pairwise(places))  # merged cells leave empty ones between the columns
    if spaced and len(places) == len(columns) and all(p.column in places for p in filled):
        return {columns[places.index(p.column)]: (p,) for p in filled}, True
    pieces = filled if spaced and len(filled) == len(columns) else _trimmed(pieces, len(columns))
    strange = any(map(_strange, columns, pieces))
    if strange and len(pieces) >= len(columns) and not pieces[-1].text:
        pieces = [p for p in pieces if p.text]  # blank cells have moved to the end
    unexplained = not strange and columns[-1] == "explanation" and len(pieces) == len(columns) - 1
    if len(pieces) >= len(columns) or unexplained:
        return {c: (p,) for c, p in zip(columns, pieces, strict=False)}, True
    # Fewer cells than columns: empty cells have left no trace. Put each where it fits best.
    best: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {(0, 0): (0, ())}
    for i in range(len(pieces) + 1):
        for c in range(len(columns) + 1):
            here = best.get((i, c))
            if here is None:
                continue
            score, taken = here
            if c < len(columns):
                _offer(best, (i, c + 1), score, taken)
                if i < len(pieces):
                    _offer(best, (i + 1, c + 1), score + _fits(columns[c], pieces[i].text), (*taken, c))
    _, taken = best[len(pieces), len(columns)]
    return {columns[c]: (p,) for c, p in zip(taken, pieces, strict=True)}, False


def _offer(
    best: dict[tuple[int, int], tuple[int, tuple[int, ...]]],
    key: tuple[int, int],
    score: int,
    taken: tuple[int, ...],
) -> None:
    if key not in best or score > best[key][0]:
        best[key] = score, taken


def fund_lines(
    rows: list[tuple[str, Cut, list[Piece]]], columns: list[str], places: Sequence[int] = ()
) -> tuple[tuple[FundLine, ...], list[str]]:
    """The fund rows, and doubts in words."""
    order = tuple(columns) if len(columns) >= _FEWEST or "executed" in columns else COLUMNS
    lines: list[FundLine] = []
    doubts: list[str] = []
    for role, name, pieces in rows:
        cells, certain = place(pieces, order, places)
        label = to_cell(name)
        if not certain and any(p.text for p in pieces):
            doubts.append(f"资金行“{label.text}”少于{len(order)}个数，空格的位置按数的样子推定")
        got: dict[str, Cell] = {c: to_cell(cells.get(c, ())) for c in COLUMNS}
        if (
            all(c.kind is CellKind.EMPTY for c in got.values())
            and role == "total"
            and any(r.role is FundRole.TOTAL for r in lines)
        ):
            continue
        told = cells.get("explanation")
        lines.append(FundLine(role=FundRole(role), name=label, **got, explanation=to_cell(told) if told else None))
    return tuple(lines), doubts
