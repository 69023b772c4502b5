"""What the readers of carriers with cells share: tables of merged cells, and the text that they make."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's upper left corner."""

SURE = 0.9
"""Words of which a recogniser is less certain are in doubt (measured: tests/benchmarks/scans.py)."""


class Part(NamedTuple):
    """Words of a cell and where the carrier has them; a cell that a page break divides has two.

    ``sure`` is how certain a recogniser is of them, from 0 to 1; None for words that are stored as such.
    """

    text: str
    cell: str | None = None
    page: int | None = None
    box: Box | None = None
    sure: float | None = None


Words = tuple[Part, ...]
"""The words of one cell; empty for an empty or covered one."""

Line = tuple[Words, ...]
"""The cells of a row in order; a paragraph beside the tables is a line of one cell."""


class Region(NamedTuple):
    """A cell of a table with its extent: first row and column, counted from 0, and how many it covers."""

    row: int
    column: int
    rows: int
    columns: int
    words: Words


_SPACE = re.compile(r"\s+")
_LEVEL = re.compile(r"[一二三]级指标|(?:绩效)?指标名称")
_VALUE = re.compile(r"指标值|目标值|完成值|完成情况|分值|得分|权重|偏差|原因|标准分|业绩值")
_FUND = re.compile(
    r"(?:年初|全年|调整后|实际|累计|本年)*(?:预算|执行|决算|支出)(?:安排|执行)?(?:数|额|金额)?(?:[（(].*[）)])?|(?:预算)?执行率.*"
)
_AIM = re.compile(r"预期目标|(?:年度)?总体(?:绩效)?目标|(?:全年)?实际完成情况|年度(?:绩效)?目标|绩效指标")
_CELLS = 500_000  # of a table; more is no form
_HEADS = 2  # column heads that make a row a header


def plain(words: Words) -> str:
    """The words of a cell without white space."""
    return _SPACE.sub("", "".join(p.text for p in words))


def lines(regions: Iterable[Region], count: int) -> list[Line]:
    """The rows of a table as a spreadsheet pastes them: a cell at its first row and column, else empty ones.

    Under the heads of the funds and of the indicators each row has as many cells as its header, so that a
    column that is merged out of several, or a border out of line, does not shift what follows.
    """
    rows: list[list[Region]] = [[] for _ in range(count)]
    begun: list[list[Region]] = [[] for _ in range(count)]
    width = 1
    for region in regions:
        width = max(width, region.column + region.columns)
        begun[region.row].append(region)
        for row in range(region.row, min(region.row + region.rows, count)):
            rows[row].append(region)
    if width * count > _CELLS:
        raise ValueError(_TOO_WIDE)
    out: list[Line] = []
    every = tuple(range(width))
    slots = every
    for here, new in zip(rows, begun, strict=True):
        texts = [plain(r.words) for r in new if r.words]
        if is_header(texts):
            slots = tuple(sorted({0, *(r.column for r in here)}))
        elif slots is not every and any(_AIM.fullmatch(t) or t.startswith("项目名称") for t in texts):
            slots = every
        out.append(_placed(new, slots, width))
    return out


def is_header(texts: Sequence[str]) -> bool:
    """Whether the cells that begin in a row are the column heads of the funds or of the indicators."""
    values = sum(bool(_VALUE.search(t)) and len(t) < _SHORT for t in texts)
    funds = sum(bool(_FUND.fullmatch(t)) and len(t) < _SHORT for t in texts)
    return (any(_LEVEL.fullmatch(t) for t in texts) and values >= _HEADS) or funds >= _HEADS


_TOO_WIDE = "a table of more cells than any form has"
_SHORT = 20  # characters; longer words are no column head


def _placed(new: Sequence[Region], slots: Sequence[int], width: int) -> Line:
    cells: list[Words] = []
    for start, end in pairwise([*slots, width]):
        inside = sorted((r for r in new if start <= r.column < end), key=lambda r: r.column)
        cells.append(joined([r.words for r in inside if r.words]))
    return tuple(cells)


def joined(cells: Sequence[Words], by: str = " ") -> Words:
    """Several cells as one, their words divided by a blank or by what is given."""
    out: list[Part] = []
    for words in cells:
        if out and words:
            out.append(Part(by))
        out += words
    return tuple(out)
