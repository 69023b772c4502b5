"""The review as a workbook: summary, findings, scores, claims, drafts and the ledger, each on a sheet for A4."""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font

from auditor.model.finding import Finding, Severity
from auditor.model.review import Review
from auditor.reports import rows, view
from auditor.reports.originals import original
from auditor.reports.score_lines import Figure, ScoreLine, score_lines
from auditor.reports.sheets import (
    AMBER,
    FIRST,
    GREEN,
    HEAD,
    LABEL_GROUND,
    RED,
    Column,
    Page,
    heads,
    line,
    prepare,
    write,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_OFF = '"高 "{0};"低 "{0};0'  # a difference in words that stays a number
_SCORES = (
    Column("行", 5, True), Column("一级指标", 10), Column("二级指标", 12), Column("三级指标", 22), Column("年度指标值", 12),
    Column("实际完成值", 12), Column("完成率", 9, True), Column("分值", 7, True), Column("自评得分", 9, True),
    Column("应得下限", 9, True), Column("应得上限", 9, True), Column("差额", 9, True), Column("算法", 21), Column("合并计分", 21),
)  # fmt: skip
_COMPLETION, _FIGURES, _DIFFERENCE = 7, 8, 12  # columns from 1: 完成率, the five figures, the last of them


def render(reviews: Sequence[Review]) -> bytes:
    """Write reviews as one workbook; the sheets of several have the number of their form."""
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.creator = "auditor"
    book.properties.title = view.title(*(r.form for r in reviews))
    if len(reviews) > 1:
        write(book.create_sheet("各表汇总"), _overview(reviews), f"{len(reviews)}张表")
    for n, review in enumerate(reviews, start=1):
        prefix = f"{n}-" if len(reviews) > 1 else ""
        _summary(book.create_sheet(f"{prefix}汇总"), review)
        findings, *rest = _pages(review)
        write(book.create_sheet(prefix + findings.name), findings, view.project(review))
        _scores(book.create_sheet(f"{prefix}指标得分"), review)
        for page in rest:
            write(book.create_sheet(prefix + page.name), page, view.project(review))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _overview(reviews: Sequence[Review]) -> Page:
    """The forms of a run, one a line."""
    columns = (
        Column("序号", 6, True), Column("项目名称", 32), Column("实施单位", 24), Column("年度", 10, True), Column("审核结论", 13, True),
        Column("错误", 7, True), Column("警告", 7, True), Column("提示", 7, True), Column("自评总分", 10, True),
        Column("应得下限", 10, True), Column("应得上限", 10, True), Column("文件", 26),
    )  # fmt: skip
    return Page("各表汇总", columns, (_form(n, review) for n, review in enumerate(reviews, start=1)))


def _form(number: int, review: Review) -> Sequence[Figure]:
    form, found, total = review.form, view.counts(review), review.scores.total
    due = (total.deserved.low, total.deserved.high) if total.deserved else (view.interval(None),) * 2
    return (
        str(number), view.written(form.project_name), view.written(form.unit), view.written(form.year),
        view.conclusion(review), str(found.errors), str(found.warnings), str(found.infos),
        "未填" if total.claimed is None else total.claimed, *due, review.document.name,
    )  # fmt: skip


def _pages(review: Review) -> Iterator[Page]:
    yield Page(
        "审核意见",
        (
            Column("序号", 6, True), Column("级别", 7, True), Column("编号", 8, True), Column("位置", 18), Column("问题", 40),
            Column("请改", 24), Column("依据", 24), Column("备注", 12),
        ),
        _findings(review), view.reservations(review),
    )  # fmt: skip
    if view.accepted_title(review):
        widths = (16, 60, 44, 30)
        columns = tuple(Column(*c) for c in zip(view.ACCEPTED, widths, strict=True))
        yield Page("已接受的意见", columns, view.accepted(review), view.stale(review))
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
            str(item.number), found.severity.shown, found.rule, _place(review, found), found.message, found.advice,
            view.short_source(found), view.remark(found),
        )  # fmt: skip


def _place(review: Review, found: Finding) -> str:
    there = original(review, found)
    return view.place(review.form, found) + (f"\n原件{there}" if there else "")


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
    if review.told:
        facts.append(view.Fact("叙述核对", rows.claim_counts(review)))
    facts += [view.Fact("检查台账", rows.ledger(review).line), *view.basis(review), *rows.unread(review)]
    if review.drafts:
        facts.append(view.Fact("偏差说明", f"拟写 {len(review.drafts)} 条。{rows.draft_note(review.form)}"))
    columns = (Column("项目", 20, True), Column("内容", 104))
    prepare(sheet, columns, view.title(review.form))
    for n, fact in enumerate(facts, start=FIRST):
        line(sheet, n, columns, fact)
        sheet.cell(n, 1).font = Font(HEAD, 10.5)
        sheet.cell(n, 1).fill = LABEL_GROUND
        if fact.label == "审核结论":
            colour = {Severity.ERROR.value: RED, Severity.WARNING.value: AMBER}.get(view.tone(review), GREEN)
            sheet.cell(n, 2).font = Font(HEAD, 12, color=colour)
    sheet.print_title_rows = "1:1"


def _scores(sheet: "Worksheet", review: Review) -> None:
    """The indicators with what they claim and deserve; figures that rows share stand in merged cells."""
    heads(sheet, _SCORES, f"{view.project(review)}　指标得分")
    told = list(enumerate(score_lines(review), start=FIRST + 1))
    for at, row in told:
        words = (row.row, row.level1, row.level2, row.title, row.target, row.actual, row.completion)
        figures = row.figures or ("",) * (_DIFFERENCE - _FIGURES + 1)
        line(sheet, at, _SCORES, (*words, *figures, row.method, row.part))
    for at, row in told:
        _measure(sheet, at, row)


def _measure(sheet: "Worksheet", at: int, row: ScoreLine) -> None:
    """The formats of a line's figures, and the cells that it shares with the rows below."""
    if isinstance(row.completion, Decimal):
        sheet.cell(at, _COMPLETION).number_format = "0.00%"
    off = row.figures[-1] if row.figures else ""
    cell = sheet.cell(at, _DIFFERENCE)
    if isinstance(off, Decimal):
        cell.number_format = _OFF.format(cell.number_format)
    if off:
        cell.font = Font(HEAD, 10, color=RED)
    for column in range(_FIGURES, _DIFFERENCE + 1) if row.height > 1 else ():
        sheet.merge_cells(start_row=at, start_column=column, end_row=at + row.height - 1, end_column=column)
