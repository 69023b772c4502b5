"""A Spec as an Excel workbook and as a Word file, with merged cells as offices make them."""

import io
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import docx
import openpyxl

from support.forms import Row, Spec

_AMOUNTS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_COLUMNS = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
)  # fmt: skip
WIDTH = 9


class Area(NamedTuple):
    """A cell with its extent, counted from 0."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def areas(spec: Spec) -> list[Area]:
    """The table of a form from 项目名称 to 总分, row by row."""
    out = [
        Area(0, 0, 1, 2, "项目名称"), Area(0, 2, 1, 7, spec.project),
        Area(1, 0, 1, 2, "主管部门"), Area(1, 2, 1, 3, spec.department),
        Area(1, 5, 1, 1, "实施单位"), Area(1, 6, 1, 3, spec.unit),
        Area(2, 0, 1 + len(spec.funds), 1, f"项目资金\n（{spec.currency}）"), Area(2, 1, 1, 2, ""),
        *(Area(2, 3 + n, 1, 1, t) for n, t in enumerate(_AMOUNTS)),
    ]  # fmt: skip
    row = 3
    for fund in spec.funds:
        out += [Area(row, 1, 1, 2, fund.name), *(Area(row, 3 + n, 1, 1, t) for n, t in enumerate(fund.cells))]
        row += 1
    out += [Area(row, 0, 2, 1, "年度总体目标"), Area(row, 1, 1, 3, "预期目标"), Area(row, 4, 1, 5, "实际完成情况")]
    out += [Area(row + 1, 1, 1, 3, "\n".join(spec.expected)), Area(row + 1, 4, 1, 5, "\n".join(spec.actual))]
    row += 2
    out += [
        Area(row, 0, 1 + len(spec.rows), 1, "绩效指标"),
        *(Area(row, 1 + n, 1, 1, t) for n, t in enumerate(_COLUMNS)),
    ]
    row += 1
    out += _indicators(spec, row)
    row += len(spec.rows)
    out += [Area(row, 0, 1, 6, "总分"), *(Area(row, 6 + n, 1, 1, t) for n, t in enumerate((*spec.total, "")))]
    return sorted(out)


def _indicators(spec: Spec, top: int) -> Iterator[Area]:
    def runs(key: Callable[[Row], Any]) -> Iterator[tuple[int, list[Row]]]:
        at = top
        for _, rows in groupby(spec.rows, key):
            found = list(rows)
            yield at, found
            at += len(found)

    for at, rows in runs(lambda r: r.level1):
        yield Area(at, 1, len(rows), 1, spec.level(rows[0].level1))
    for at, rows in runs(lambda r: (r.level1, r.level2)):
        yield Area(at, 2, len(rows), 1, rows[0].level2)
    n = 0
    while n < len(spec.rows):
        end = n + 1
        while end < len(spec.rows) and spec.rows[end].shared:
            end += 1
        yield Area(top + n, 6, end - n, 1, spec.rows[n].points)
        yield Area(top + n, 7, end - n, 1, spec.rows[n].score)
        n = end
    for n, r in enumerate(spec.rows):
        for column, text in ((3, r.name), (4, r.target), (5, r.actual), (8, r.explanation)):
            yield Area(top + n, column, 1, 1, text)


def fill_sheet(sheet: Any, spec: Spec, top: int = 1) -> int:
    """Write a form into a worksheet from a row (from 1) on; the row after it."""
    sheet.cell(top, 1, spec.title)
    sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=WIDTH)
    sheet.cell(top + 1, 1, f"（{spec.year}年度）")
    last = top + 2
    for a in areas(spec):
        sheet.cell(top + 2 + a.row, 1 + a.column, a.text or None)
        if a.rows > 1 or a.columns > 1:
            sheet.merge_cells(
                start_row=top + 2 + a.row, end_row=top + 1 + a.row + a.rows,
                start_column=1 + a.column, end_column=a.column + a.columns,
            )  # fmt: skip
        last = max(last, top + 2 + a.row + a.rows)
    return last


def workbook(*specs: Spec) -> Any:
    """A workbook with a form on each sheet."""
    book: Any = openpyxl.Workbook()
    for n, spec in enumerate(specs):
        sheet = book.active if n == 0 else book.create_sheet()
        sheet.title = f"表{n + 1}"
        fill_sheet(sheet, spec)
    return book


def saved(document: Any) -> bytes:
    """The bytes of a workbook or a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document(*specs: Spec) -> Any:
    """A Word file with the forms one after the other."""
    out = docx.Document()
    for spec in specs:
        out.add_paragraph(spec.title)
        out.add_paragraph(f"（{spec.year}年度）")
        cells = areas(spec)
        table = out.add_table(max(a.row + a.rows for a in cells), WIDTH)
        for a in cells:
            cell = table.cell(a.row, a.column)
            if a.rows > 1 or a.columns > 1:
                cell = cell.merge(table.cell(a.row + a.rows - 1, a.column + a.columns - 1))
            if a.text:
                cell.text = a.text
        out.add_paragraph(spec.tail)
    return out
