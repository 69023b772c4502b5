"""A sheet of a workbook as office paper: A4 across, a title, heads that are printed on each page, lines that wrap."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from auditor.model.claim import Verdict
from auditor.model.finding import CheckStatus, Severity
from auditor.reports import rows, view
from auditor.reports.score_lines import Figure

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_TITLE, HEAD, _BODY = "黑体", "黑体", "宋体"
_THIN = Side(style="thin", color="FF7F7F7F")
_LINED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GROUND = PatternFill("solid", fgColor="FFD9E2EC")
LABEL_GROUND = PatternFill("solid", fgColor="FFF2F2F2")
RED, AMBER, _BLUE, GREEN, _GREY = "FFC00000", "FF9C5700", "FF1F4E79", "FF375623", "FF595959"
_SEVERITIES = {Severity.ERROR.shown: RED, Severity.WARNING.shown: AMBER, Severity.INFO.shown: _BLUE}
_VERDICTS = {
    Verdict.CONTRADICTED.shown: RED, Verdict.NOT_MENTIONED.shown: AMBER, Verdict.PARTIAL.shown: AMBER,
    Verdict.SUPPORTED.shown: GREEN,
}  # fmt: skip
_STATUSES = {rows.STATUSES[CheckStatus.FOUND]: RED, rows.STATUSES[CheckStatus.UNDECIDABLE]: AMBER}
_COLOURS = _SEVERITIES | _VERDICTS | _STATUSES
_TALLEST, _LOWEST, _LINE, FIRST = 409, 22, 13.5, 2  # points; row of the heads
_MOST = 32_000  # characters that a cell can hold


class Column(NamedTuple):
    """A column: its title, its width in narrow characters, whether it is centred."""

    title: str
    width: float
    centred: bool = False


class Page(NamedTuple):
    """A sheet: a table with a title; ``notes`` stand under it."""

    name: str
    columns: Sequence[Column]
    lines: Iterable[Sequence[Figure]]
    notes: Sequence[str] = ()


def write(sheet: "Worksheet", page: Page, title: str) -> None:
    """A table under its title and its heads."""
    heads(sheet, page.columns, f"{title}　{page.name}")
    at = FIRST
    for at, values in enumerate(page.lines, start=FIRST + 1):
        line(sheet, at, page.columns, values)
    if at == FIRST:
        line(sheet, at + 1, page.columns, ["无", *[""] * (len(page.columns) - 1)])
    last = max(at, FIRST + 1)
    sheet.auto_filter.ref = f"A{FIRST}:{get_column_letter(len(page.columns))}{last}"
    for n, note in enumerate(page.notes, start=last + 1):
        sheet.merge_cells(start_row=n, start_column=1, end_row=n, end_column=len(page.columns))
        _text(sheet.cell(n, 1), note)
        sheet.cell(n, 1).font = Font(_BODY, 9, color=_GREY)
        sheet.cell(n, 1).alignment = Alignment(vertical="center", wrap_text=True)


def heads(sheet: "Worksheet", columns: Sequence[Column], title: str) -> None:
    """The title and the heads, which stay in sight and are printed on each page."""
    prepare(sheet, columns, title)
    for n, column in enumerate(columns, start=1):
        cell = sheet.cell(FIRST, n)
        cell.value = column.title
        cell.font, cell.fill, cell.border = Font(HEAD, 10.5), _GROUND, _LINED
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[FIRST].height = 24
    sheet.freeze_panes = f"A{FIRST + 1}"
    sheet.print_title_rows = f"1:{FIRST}"


def prepare(sheet: "Worksheet", columns: Sequence[Column], title: str) -> None:
    """The measures of a sheet, and its title over all columns."""
    for n, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    _text(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(_TITLE, 16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 34
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    for footer in filter(None, [sheet.oddFooter]):
        footer.center.text, footer.center.size = "第 &P 页　共 &N 页", 9
    sheet.sheet_view.showGridLines = False


def line(sheet: "Worksheet", row: int, columns: Sequence[Column], values: Sequence[Figure]) -> None:
    """Write a line, as high as its words need; figures stay numbers."""
    for n, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = sheet.cell(row, n)
        number = _number(value, column)
        if number is None:
            _text(cell, str(value))
        else:
            cell.value = number
            cell.number_format = _places(number)
        colour = _COLOURS.get(str(value)) if column.centred else None
        cell.font = Font(HEAD if colour else _BODY, 10, color=colour)
        cell.border = _LINED
        cell.alignment = Alignment(horizontal="center" if column.centred else "left", vertical="center", wrap_text=True)
    tallest = max(_lines(str(v), c.width) for c, v in zip(columns, values, strict=True))
    sheet.row_dimensions[row].height = min(max(tallest * _LINE + 6, _LOWEST), _TALLEST)


def _number(value: Figure, column: Column) -> Decimal | None:
    """A figure, or a row's number in a centred column; None where it is words."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if column.centred and value.isdecimal() else None


def _places(number: Decimal) -> str:
    """The format that shows a number with the places that it has."""
    places = -int(number.as_tuple().exponent)
    return "0." + "0" * places if places > 0 else "0"


def _text(cell: "Cell | MergedCell", value: str) -> None:
    """Words are words: a text that begins with an equals sign is no formula."""
    cell.value = view.clean(value)[:_MOST]
    cell.data_type = "s"


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column."""
    return sum(
        max(1, -(-sum(2 if c > "\xff" else 1 for c in part) // max(int(width - 2), 1))) for part in text.split("\n")
    )
