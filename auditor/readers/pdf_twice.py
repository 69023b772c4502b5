"""Scores on both sides of a page break: two rows' own, or the one of both that was printed twice. The total tells."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

_HEAD = re.compile(r"[*＊]?(?:分值|标准分|.{0,4}权重)(?:[（(].*[）)])?")
_TOTAL = re.compile(r"总分|合计|总计|自评总分")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MOST = 6  # page breaks that are looked at


class Written(NamedTuple):
    """The words of a cell and where it begins."""

    row: int
    column: int
    text: str


def printed_twice(cells: Sequence[Written], column: int, rows: Sequence[int]) -> tuple[int, ...]:
    """Those of the rows whose 分值, in a column, must be the one of the row above for the column to add up.

    None where it adds up as it is, where it does not with any of them, or where several ways lead to the total.
    """
    total = next((c.row for c in cells if _TOTAL.fullmatch(c.text)), None)
    whole = next((_value(c) for c in cells if c.row == total and c.column == column), None)
    if whole is None:
        return ()
    heads = sorted(c for c in cells if _HEAD.fullmatch(c.text))
    ends = [*(h.row for h in heads[1:]), total or 0]
    given = [
        c for h, end in zip(heads, ends, strict=True) for c in cells if c.column == h.column and h.row < c.row < end
    ]
    much = sum((_value(c) or Decimal(0) for c in given), Decimal(0)) - whole
    doubles = [c for c in given if c.row in rows and c.column == column][:_MOST]
    ways = [
        way
        for n in range(1, len(doubles) + 1)
        for way in combinations(doubles, n)
        if sum((_value(c) or Decimal(0) for c in way), Decimal(0)) == much
    ]
    return tuple(c.row for c in ways[0]) if much and len(ways) == 1 else ()


def _value(cell: Written) -> Decimal | None:
    return Decimal(cell.text) if _NUMBER.fullmatch(cell.text) else None
