"""A table of a PDF over its page breaks: rows that are divided are joined, cells printed twice are one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.readers.pdf_page import Grid, index, merged_lines
from auditor.readers.pdf_twice import Written, printed_twice
from auditor.readers.table import Line, Part, Region, Words, is_header, joined, lines, plain

_LABEL = re.compile(r"项目名称|(?:部门|单位)名称")
_TITLE = re.compile(r".*(?:自评|绩效|评价).*表.*")
_AIM = re.compile(r"预期目标|(?:年度)?总体(?:绩效)?目标|(?:全年)?实际完成情况|年度(?:绩效)?目标|年初设定目标")
_ROLES = (
    ("name", re.compile(r"三级指标|指标名称")),
    ("target", re.compile(r".*(?:指标值|目标值|实现值)")),
    ("actual", re.compile(r".*(?:完成值|完成情况|业绩值|实施进度).*")),
    ("points", re.compile(r"[*＊]?分值.*|.*权重.*|标准分")),
    ("score", re.compile(r"[*＊]?(?:自评|指标|实际)?得分.*")),
)
_TOLD = ("name", "target", "actual")
_SCORED = ("points", "score")
_NUMBER = re.compile(r"[\d—–-]")
_DIGIT = re.compile(r"\d")
_WIDE = 12.0  # points by which the sides of two parts of a table may differ
_LONG = 25  # characters; goals are longer than the cells of other rows


@dataclass
class Block:
    """A cell of the whole table that may still grow.

    ``full`` says that its last line fills the cell, ``undone`` that no line closes it at a page break.
    """

    row: int
    column: int
    rows: int
    columns: int
    words: Words
    full: bool
    undone: bool

    @property
    def text(self) -> str:
        """Its words without white space."""
        return plain(self.words)

    @property
    def sides(self) -> tuple[int, int]:
        """Its first column and how many it covers."""
        return self.column, self.columns


class Join:
    """The parts of one table, page by page."""

    def __init__(self) -> None:
        """No part yet."""
        self._grids: list[Grid] = []

    @property
    def empty(self) -> bool:
        """Whether there is no part yet."""
        return not self._grids

    def starts_anew(self, grid: Grid, between: Sequence[Part]) -> bool:
        """Whether a table is one of its own, not the rest of the one before it."""
        before = self._grids[-1]
        sides = abs(before.box[0] - grid.box[0]) > _WIDE or abs(before.box[2] - grid.box[2]) > _WIDE
        titled = any(_TITLE.fullmatch(plain((p,))) for p in between)
        named = any(_LABEL.fullmatch(re.sub(r"\s", "", f.text)) for f in grid.fields[:3])
        return titled or (named and not self._named_again(grid)) or (sides and bool(between))

    def _named_again(self, grid: Grid) -> bool:
        """Whether the head of the table is printed on each page."""
        first = {f.text for f in self._grids[0].fields[:4]}
        return all(f.text in first for f in grid.fields[:4])

    def add(self, grid: Grid) -> None:
        """Add the part that follows."""
        self._grids.append(grid)

    def lines(self) -> list[Line]:
        """The rows of the whole table."""
        if not self._grids:
            return []
        xs = merged_lines(x for g in self._grids for f in g.fields for x in (f.box[0], f.box[2]))
        whole = _Whole()
        for grid in self._grids:
            whole.add(*_blocks(grid, xs))
        whole.settle()
        regions = [Region(b.row, b.column, b.rows, b.columns, b.words) for b in whole.blocks]
        return lines(regions, whole.count)


def _rest(one: str, other: str) -> bool:
    """Whether one of two texts is the beginning or the end of the other, as the edge of a page cuts it."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)


def _blocks(grid: Grid, xs: Sequence[float]) -> tuple[list[Block], int]:
    """The cells of one page with rows and columns, and how many rows there are."""
    out = []
    for f in grid.fields:
        left, top, right, bottom = f.box
        row, column = index(grid.rows, top), index(xs, left)
        words = (Part(f.text, page=grid.page, box=f.box),) if f.text else ()
        rows = max(index(grid.rows, bottom) - row, 1)
        out.append(Block(row, column, rows, max(index(xs, right) - column, 1), words, f.full, f.undone))
    return out, len(grid.rows) - 1


class _Whole:
    """The table so far."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.count = 0
        self.roles: dict[str, int] = {}
        self._heads: list[tuple[str, ...]] = []
        self._rows: list[tuple[str, ...]] = []
        self._alike: list[int] = []  # rows below a page break whose scores are those of the row above

    def add(self, blocks: list[Block], count: int) -> None:
        """Set the cells of the next page below those before."""
        if self.count:
            blocks, count = self._without_heads(blocks, count)
            tops = [b for b in blocks if b.row == 0]
            ends = {b.sides: b for b in self.blocks if b.row + b.rows == self.count}
            on = bool(tops) and self._goes_on(ends, tops)
            kept = [b for b in blocks if b.row > 0]
            kept += [b for b in tops if not self._grown(b, ends, tops, on=on)]
            shift = self.count - on
            if not on and self._again(ends, tops):
                self._alike.append(self.count)
        else:
            kept, shift = blocks, 0
        self.blocks += [replace(b, row=b.row + shift) for b in kept]
        self.count = shift + count
        for row in range(count):
            self._note(tuple(b.text for b in blocks if b.row == row), [b for b in blocks if b.row == row])

    def _note(self, texts: tuple[str, ...], row: Sequence[Block]) -> None:
        """Learn the columns from the header of the indicators."""
        self._rows.append(texts)
        if is_header([t for t in texts if t]):
            self._heads = list(self._rows)
            found = {role: b.column for b in row for role, pattern in _ROLES if pattern.fullmatch(b.text)}
            if "name" in found:
                self.roles = found

    def _without_heads(self, blocks: list[Block], count: int) -> tuple[list[Block], int]:
        """The cells without the rows at the top that repeat the head of the table."""
        drop = 0
        while drop < count and any(texts := tuple(b.text for b in blocks if b.row == drop)) and texts in self._heads:
            drop += 1
        if not drop:
            return blocks, count
        below = [b for b in blocks if b.row + b.rows > drop]
        return [
            replace(b, row=max(b.row - drop, 0), rows=b.row + b.rows - max(b.row, drop)) for b in below
        ], count - drop

    def _goes_on(self, ends: dict[tuple[int, int], Block], tops: Sequence[Block]) -> bool:
        """Whether the first row of a page is the rest of the last row of the page before."""
        if set(ends) != {b.sides for b in tops}:
            return False
        old, new = self._told(list(ends.values())), self._told(tops)
        if not self.roles:
            longest = max((len(b.text) for b in ends.values()), default=0)
            heads = any(_AIM.fullmatch(b.text) for b in ends.values() if b.rows == 1)
            return longest > _LONG and not heads and any(not b.words for b in tops) and any(b.words for b in tops)
        if any(new.get(r) for r in _SCORED):
            return bool(old["name"]) and not any(old.get(r) for r in ("target", "actual", *_SCORED))
        given = [r for r in _TOLD if new.get(r)]
        if len(given) == len(_TOLD):
            return self._amid_values(ends, tops)
        if len(given) == len(_TOLD) - 1:
            return not new.get("actual") and all(old.get(r) for r in _TOLD)
        return all(old.get(r) for r in given)

    def _amid_values(self, ends: dict[tuple[int, int], Block], tops: Sequence[Block]) -> bool:
        """Whether the break goes through all cells of a row: they are full above, and the target has only its unit left."""
        cells = [b for b in tops if b.words and b.column + b.columns <= self.roles["name"]]
        cells += [b for b in tops for r in _TOLD if b.column <= self.roles.get(r, -1) < b.column + b.columns]
        old, new = self._told(list(ends.values())), self._told(tops)
        number = _DIGIT.search(old.get("target", "")) and not _DIGIT.search(new.get("target", ""))
        return bool(number) and all(ends[b.sides].full for b in cells)

    def _told(self, row: Sequence[Block]) -> dict[str, str]:
        """What stands in the columns that have roles."""
        return {r: b.text for r, c in self.roles.items() for b in row if b.column <= c < b.column + b.columns}

    def _grown(self, block: Block, ends: dict[tuple[int, int], Block], tops: Sequence[Block], *, on: bool) -> bool:
        """Let the cell above a page break grow by the one below, if they are one."""
        above = ends.get(block.sides)
        if above is None or not (on or self._same(above, block, ends, tops)):
            return False
        if on:
            above.words = joined([w for w in (above.words, block.words) if w], "" if above.full else "\n")
            above.rows += block.rows - 1
        else:
            above.words = max(above.words, block.words, key=lambda w: len(plain(w)))
            above.rows += block.rows
        above.full, above.undone = block.full, block.undone
        return True

    def _same(self, above: Block, block: Block, ends: dict[tuple[int, int], Block], tops: Sequence[Block]) -> bool:
        """Whether a merged cell goes on below a page break: empty there, or printed twice."""
        empty = not (above.words and block.words)
        if above.undone and block.undone:
            return (
                empty or above.text == block.text or (_rest(above.text, block.text) and not _NUMBER.match(block.text))
            )
        if not self.roles or block.column + block.columns <= self.roles["name"]:
            return (empty or above.text == block.text) and (bool(self.roles) or above.rows + block.rows > 2)
        if not any(block.column <= self.roles.get(r, -1) < block.column + block.columns for r in _SCORED):
            return False
        if empty:
            new = self._told(tops)
            return any(new.get(r) for r in _TOLD)
        return above.rows + block.rows > 2 and not above.undone and not block.undone and self._again(ends, tops)

    def _again(self, ends: dict[tuple[int, int], Block], tops: Sequence[Block]) -> bool:
        """Whether the row below a page break has the scores of the row above, under a label that is printed again."""
        old, new = self._told(list(ends.values())), self._told(tops)
        alike = all(old.get(r) == new.get(r) for r in _SCORED) and any(old.get(r) for r in _SCORED)
        return alike and self._same_label(ends, tops)

    def settle(self) -> None:
        """Join scores over page breaks that were printed twice, where the total says so."""
        written = [Written(b.row, b.column, b.text) for b in self.blocks]
        for row in printed_twice(written, self.roles.get("points", -1), self._alike):
            columns = [self.roles.get(r) for r in _SCORED]
            for below in [b for b in self.blocks if b.row == row and b.column in columns]:
                for above in [b for b in self.blocks if b.sides == below.sides and b.row + b.rows == row]:
                    above.rows += below.rows
                    self.blocks.remove(below)

    def _same_label(self, ends: dict[tuple[int, int], Block], tops: Sequence[Block]) -> bool:
        """Whether the label beside the rows stands on both pages: what prints a merged cell again, and closed, prints all so."""
        beside = [b for b in tops if b.column + b.columns == self.roles["name"]]
        above = [ends.get(b.sides) for b in beside]
        return bool(beside) and all(
            a and a.text == b.text != "" and not a.undone and not b.undone for a, b in zip(above, beside, strict=True)
        )
