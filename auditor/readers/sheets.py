"""A sheet as a person sees it on paper: lines of cells, and remarks about what is hidden or covered."""

from typing import NamedTuple

from auditor.readers.table import Line, Part, Region, lines
from auditor.readers.workbook import Address, Range, Sheet, address

_BUDGET = 1_000_000  # covered cells that are looked at
_NAMED = 6  # cells that a remark names


class Strip(NamedTuple):
    """Lines that belong together: a sheet, a document.

    ``name`` is that of the sheet, None in a document. ``doubts`` are remarks; ``blank`` are the cells that
    are seen but hold a formula whose value is not stored.
    """

    name: str | None
    lines: tuple[Line, ...]
    doubts: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


def strip_of(sheet: Sheet) -> Strip:
    """What a person sees of a sheet: without hidden rows and columns, without what merged cells cover."""
    area = _area(sheet)
    if area is None:
        return Strip(sheet.name, (), (), tuple(address(a) for a in sheet.unstored if not sheet.hidden(a)))
    anchors = _anchors(sheet, area)
    rows = _kept(sheet, anchors, area)
    columns = [c for c in range(area.left, area.right + 1) if not _between(c, sheet.hidden_columns)]
    row_of = {r: n for n, r in enumerate(rows)}
    column_of = {c: n for n, c in enumerate(columns)}
    regions = []
    shown: set[Address] = set()
    for at, extent in anchors.items():
        here = [row_of[r] for r in range(extent.top, extent.bottom + 1) if r in row_of]
        across = [column_of[c] for c in range(extent.left, extent.right + 1) if c in column_of]
        if here and across:
            text = sheet.texts.get(at, "")
            words = (Part(text, cell=f"{sheet.name}!{address(at)}"),) if text else ()
            shown.add(at)
            regions.append(Region(here[0], across[0], len(here), len(across), words))
    return Strip(
        sheet.name,
        tuple(lines(regions, len(rows))),
        tuple(_doubts(sheet, shown)),
        tuple(
            address(a) for a in sheet.unstored if not sheet.hidden(a) and (a in anchors or not _inside(a, sheet.merged))
        ),
    )


def _area(sheet: Sheet) -> Range | None:
    """The cells that show something, as a range."""
    if not sheet.texts:
        return None
    rows, columns = [r for r, _ in sheet.texts], [c for _, c in sheet.texts]
    return Range(min(rows), min(columns), max(rows), max(columns))


def _anchors(sheet: Sheet, area: Range) -> dict[Address, Range]:
    """Each cell that is no part of another, with what it covers; of ranges that overlap the first counts."""
    out: dict[Address, Range] = {}
    covered: set[Address] = set()
    budget = _BUDGET
    for merged in sheet.merged:
        extent = Range(merged.top, merged.left, min(merged.bottom, area.bottom), min(merged.right, area.right))
        if extent.top > extent.bottom or extent.left > extent.right:
            continue
        budget -= (extent.bottom - extent.top + 1) * (extent.right - extent.left + 1)
        if budget < 0:
            break
        cells = [(r, c) for r in range(extent.top, extent.bottom + 1) for c in range(extent.left, extent.right + 1)]
        if not covered.isdisjoint(cells):
            continue
        covered.update(cells)
        out[extent.top, extent.left] = extent
    for at in sheet.texts:
        if at not in covered:
            out[at] = Range(at[0], at[1], at[0], at[1])
    return out


def _kept(sheet: Sheet, anchors: dict[Address, Range], area: Range) -> list[int]:
    """The rows that are seen and have a cell of their own."""
    begun = {e.top for at, e in anchors.items() if at in sheet.texts or e.bottom > e.top}
    ends = {r for e in anchors.values() if e.top in sheet.hidden_rows for r in range(e.top, e.bottom + 1)}
    return [r for r in range(area.top, area.bottom + 1) if r not in sheet.hidden_rows and (r in begun or r in ends)]


def _doubts(sheet: Sheet, shown: set[Address]) -> list[str]:
    """What is not seen on paper but stands in the sheet."""
    out = []
    hidden = [a for a in sheet.texts if a not in shown and sheet.hidden(a)]
    if hidden:
        out.append(f"工作表“{sheet.name}”隐藏的行或列里有内容（{_named(hidden)}），审核只看打印出来能看到的内容。")
    covered = [a for a in sheet.texts if a not in shown and not sheet.hidden(a)]
    if covered:
        out.append(f"工作表“{sheet.name}”的合并单元格下面还盖着内容（{_named(covered)}），看不见，没有计入。")
    return out


def _named(cells: list[Address]) -> str:
    names = "、".join(address(a) for a in cells[:_NAMED])
    return f"{names}等{len(cells)}格" if len(cells) > _NAMED else names


def _between(value: int, ranges: list[tuple[int, int]]) -> bool:
    return any(a <= value <= b for a, b in ranges)


def _inside(at: Address, merged: list[Range]) -> bool:
    return any(m.top <= at[0] <= m.bottom and m.left <= at[1] <= m.right for m in merged)
