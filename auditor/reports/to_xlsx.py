"""The review as a workbook: summary, findings, scores, claims, drafts and the ledger, each on a sheet for A4."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from auditor.model.claim import Verdict
from auditor.model.finding import CheckStatus, Severity
from auditor.model.review import Review
from auditor.reports import rows, view

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_TITLE, _HEAD, _BODY = "黑体", "黑体", "宋体"
_THIN = Side(style="thin", color="FF7F7F7F")
_LINED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GROUND = PatternFill("solid", fgColor="FFD9E2EC")
_LABEL_GROUND = PatternFill("solid", fgColor="FFF2F2F2")
_RED, _AMBER, _BLUE, _GREEN = "FFC00000", "FF9C5700", "FF1F4E79", "FF375623"
_SEVERITIES = {Severity.ERROR.shown: _RED, Severity.WARNING.shown: _AMBER, Severity.INFO.shown: _BLUE}
_VERDICTS = {
    Verdict.CONTRADICTED.shown: _RED, Verdict.NOT_MENTIONED.shown: _AMBER, Verdict.PARTIAL.shown: _AMBER,
    Verdict.SUPPORTED.shown: _GREEN,
}  # fmt: skip
_STATUSES = {rows.STATUSES[CheckStatus.FOUND]: _RED, rows.STATUSES[CheckStatus.UNDECIDABLE]: _AMBER}
_COLOURS = _SEVERITIES | _VERDICTS | _STATUSES
_TALLEST, _LOWEST, _LINE, _FIRST = 409, 22, 13.5, 2  # points; row of the heads
_NUMBER = re.compile(r"\d+(?:\.(?P<places>\d+))?")
_OFF = re.compile(r"[高低] \d")
_MOST = 32_000  # characters that a cell can hold


class Column(NamedTuple):
    """A column: its title, its width in narrow characters, whether it is centred."""

    title: str
    width: float
    centred: bool = False


class Page(NamedTuple):
    """A sheet: a table with a title."""

    name: str
    columns: Sequence[Column]
    lines: Iterable[Sequence[str]]


def render(reviews: Sequence[Review]) -> bytes:
    """Write reviews as one workbook; the sheets of several have the number of their form."""
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.creator = "auditor"
    book.properties.title = view.TITLE
    for n, review in enumerate(reviews, start=1):
        prefix = f"{n}-" if len(reviews) > 1 else ""
        _summary(book.create_sheet(f"{prefix}汇总"), review)
        for page in _pages(review):
            _write(book.create_sheet(prefix + page.name), page, review)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pages(review: Review) -> Iterator[Page]:
    yield Page(
        "审核意见",
        (
            Column("序号", 6, True), Column("级别", 7, True), Column("编号", 8, True), Column("位置", 18), Column("问题", 40),
            Column("请改", 22), Column("依据", 27), Column("备注", 12),
        ),
        _findings(review),
    )  # fmt: skip
    yield Page(
        "指标得分",
        (
            Column("部分", 30), Column("分值", 8, True), Column("自评得分", 10, True), Column("应得分", 14, True),
            Column("差额", 10, True), Column("算法", 34), Column("其中", 32),
        ),
        _scores(review),
    )  # fmt: skip
    yield Page(
        "叙述核对",
        (
            Column("行", 6, True), Column("指标", 20), Column("自评填写", 14), Column("核对", 10, True),
            Column("叙述中的依据", 42), Column("说明", 26), Column("相近的话", 22),
        ),
        _claims(review),
    )  # fmt: skip
    yield Page(
        "偏差说明",
        (
            Column("指标", 20), Column("用途", 13), Column("草稿", 46), Column("依据", 28), Column("待补", 20),
            Column("原有说明", 14),
        ),
        _drafts(review),
    )  # fmt: skip
    yield Page(
        "检查台账",
        (Column("编号", 9, True), Column("检查", 40), Column("结果", 12, True), Column("原因", 76)),
        ((c.rule, c.title, rows.STATUSES[c.status], c.reason or "") for c in review.checks),
    )


def _findings(review: Review) -> Iterator[Sequence[str]]:
    for item in view.numbered(review):
        found = item.finding
        yield (
            str(item.number), found.severity.shown, found.rule, view.place(review.form, found), found.message,
            found.advice, view.source(found), view.remark(found),
        )  # fmt: skip


def _scores(review: Review) -> Iterator[Sequence[str]]:
    for r in rows.score_rows(review):
        yield (
            r.title,
            r.points,
            r.claimed,
            r.deserved,
            r.difference,
            r.method,
            "\n".join(f"{p.title}：应得 {p.deserved}，满分 {p.points}" for p in r.lost),
        )
    total = review.scores.total
    figures = (view.number(total.points), view.number(total.claimed), view.interval(total.deserved))
    yield "总分", *figures, view.difference(total.difference), "", ""


def _claims(review: Review) -> Iterator[Sequence[str]]:
    for r in rows.claim_rows(review):
        quoted, near = (
            "\n".join(f"“{q.quote}”{rows.goal(q)}" for q in some) for some in (r.claim.evidence, r.claim.searched)
        )
        yield str(r.row), r.title, r.actual, r.claim.verdict.shown, quoted, rows.claim_remark(r.claim), near


def _drafts(review: Review) -> Iterator[Sequence[str]]:
    for d in review.drafts:
        quoted = "\n".join(f"“{q.quote}”{rows.goal(q)}" for q in d.evidence) or rows.NO_CAUSE
        yield (
            rows.draft_title(review, d), rows.draft_use(d), d.text, quoted, "\n".join(d.placeholders), d.existing or "",
        )  # fmt: skip


def _summary(sheet: "Worksheet", review: Review) -> None:
    """The form, the verdict and the basis of the review, two columns."""
    facts = [*view.head(review), view.Fact("审核结论", view.verdict(review)), *view.totals(review)]
    if review.claims:
        facts.append(view.Fact("叙述核对", rows.claim_counts(review)))
    facts += [view.Fact("检查台账", rows.ledger(review).line), *view.basis(review), *rows.unread(review)]
    if review.drafts:
        facts.append(view.Fact("偏差说明", f"拟写 {len(review.drafts)} 条。{rows.DRAFT_NOTE}"))
    columns = (Column("项目", 20, True), Column("内容", 104))
    _prepare(sheet, columns, f"{view.TITLE}")
    for n, fact in enumerate(facts, start=_FIRST):
        _line(sheet, n, columns, fact)
        sheet.cell(n, 1).font = Font(_HEAD, 10.5)
        sheet.cell(n, 1).fill = _LABEL_GROUND
        if fact.label == "审核结论":
            colour = {Severity.ERROR.value: _RED, Severity.WARNING.value: _AMBER}.get(view.tone(review), _GREEN)
            sheet.cell(n, 2).font = Font(_HEAD, 12, color=colour)
    sheet.print_title_rows = "1:1"


def _write(sheet: "Worksheet", page: Page, review: Review) -> None:
    """A table under its title and its heads, which stay in sight and are printed on each page."""
    _prepare(sheet, page.columns, f"{view.project(review)}　{page.name}")
    for n, column in enumerate(page.columns, start=1):
        cell = sheet.cell(_FIRST, n)
        cell.value = column.title
        cell.font, cell.fill, cell.border = Font(_HEAD, 10.5), _GROUND, _LINED
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[_FIRST].height = 24
    at = _FIRST
    for at, values in enumerate(page.lines, start=_FIRST + 1):
        _line(sheet, at, page.columns, values)
    if at == _FIRST:
        _line(sheet, at + 1, page.columns, ["无", *[""] * (len(page.columns) - 1)])
    sheet.freeze_panes = f"A{_FIRST + 1}"
    sheet.auto_filter.ref = f"A{_FIRST}:{get_column_letter(len(page.columns))}{max(at, _FIRST + 1)}"
    sheet.print_title_rows = f"1:{_FIRST}"


def _prepare(sheet: "Worksheet", columns: Sequence[Column], title: str) -> None:
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


def _line(sheet: "Worksheet", row: int, columns: Sequence[Column], values: Sequence[str]) -> None:
    for n, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = sheet.cell(row, n)
        number = _NUMBER.fullmatch(value) if column.centred else None
        if number:
            cell.value = Decimal(value)
            cell.number_format = "0." + "0" * len(number["places"]) if number["places"] else "0"
        else:
            _text(cell, value)
        colour = _colour(value) if column.centred else None
        cell.font = Font(_HEAD if colour else _BODY, 10, color=colour)
        cell.border = _LINED
        cell.alignment = Alignment(horizontal="center" if column.centred else "left", vertical="center", wrap_text=True)
    tallest = max(_lines(v, c.width) for c, v in zip(columns, values, strict=True))
    sheet.row_dimensions[row].height = min(max(tallest * _LINE + 6, _LOWEST), _TALLEST)


def _colour(value: str) -> str | None:
    """The colour of a word that calls for action, and of a score that is too high or too low."""
    return _RED if _OFF.match(value) else _COLOURS.get(value)


def _text(cell: "Cell | MergedCell", value: str) -> None:
    """Words are words: a text that begins with an equals sign is no formula."""
    cell.value = view.clean(value)[:_MOST]
    cell.data_type = "s"


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column."""
    return sum(
        max(1, -(-sum(2 if c > "\xff" else 1 for c in part) // max(int(width - 2), 1))) for part in text.split("\n")
    )
