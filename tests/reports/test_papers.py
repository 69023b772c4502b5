"""The opinion sheet and the workbook: every row of the report, on paper that an office prints."""

import io
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from openpyxl.workbook import Workbook
from support.commands import FAULTY, SOUND, Command, is_one_chinese_line

from auditor.model.review import Review
from auditor.reports import render_together, rows, view

SHEETS = ["汇总", "审核意见", "指标得分", "叙述核对", "偏差说明", "检查台账"]


def _word(*reviews: Review) -> Document:
    return docx.Document(io.BytesIO(render_together(reviews, "docx")))


def _book(*reviews: Review) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_together(reviews, "xlsx")))


def _table(word: Document, head: str) -> list[list[str]]:
    found = next(t for t in word.tables if head in [c.text for c in t.rows[0].cells])
    return [[c.text for c in row.cells] for row in found.rows]


def _lines(book: Workbook, name: str) -> list[list[str]]:
    return [[str(c) if c is not None else "" for c in row] for row in book[name].iter_rows(values_only=True)]


def _everything(word: Document) -> str:
    return "\n".join(
        [*(p.text for p in word.paragraphs), *(c.text for t in word.tables for r in t.rows for c in r.cells)]
    )


def test_the_sheet_begins_with_the_form_the_verdict_and_the_scores(review: Review) -> None:
    word = _word(review)
    assert word.paragraphs[0].text == view.title(review.form)
    head = [c.text for row in word.tables[0].rows for c in row.cells]
    for fact in (*view.head(review), *view.totals(review), view.Fact("审核结论", view.verdict(review))):
        assert head[head.index(fact.label) + 1] == fact.value


def test_the_sheet_lists_the_findings_by_weight_with_place_basis_and_request(review: Review) -> None:
    told = _table(_word(review), "问题")[1:]
    assert len(told) == len(review.findings)
    for line, found in zip(told, review.findings, strict=True):
        assert line[1] == f"{found.severity.shown}\n{found.rule}"
        assert line[2] == view.place(review.form, found)
        assert line[3].startswith(found.message)
        assert line[4:] == [found.advice, view.short_source(found)]
    assert all(note in _everything(_word(review)) for note in view.reservations(review))


def test_the_sheet_holds_scores_drafts_and_signatures(review: Review) -> None:
    word = _word(review)
    assert [line[:5] for line in _table(word, "应得")[1:]] == [
        [
            r.title + "".join(f"\n{p.title}：应得 {p.deserved}，满分 {p.points}" for p in r.lost),
            r.points,
            r.claimed,
            r.deserved,
            r.difference,
        ]
        for r in rows.score_rows(review)
    ]
    assert [line[1] for line in _table(word, "草稿")[1:]] == [d.text for d in review.drafts]
    assert all(w in _everything(word) for w in ("审核人：", "复核人：", "日期："))


def test_the_sheet_is_a4_with_repeated_heads_and_page_numbers(review: Review) -> None:
    data = render_together([review], "docx")
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert abs(section.page_width - Cm(21)) < Cm(0.01)
    assert abs(section.page_height - Cm(29.7)) < Cm(0.01)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body = file.read("word/document.xml").decode()
        footers = "".join(file.read(n).decode() for n in file.namelist() if "footer" in n)
    assert body.count("<w:tblHeader/>") == 3
    assert 'w:instr="PAGE"' in footers
    assert 'w:instr="NUMPAGES"' in footers
    assert 'w:eastAsia="方正小标宋简体"' in body
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        fonts = file.read("word/fontTable.xml").decode()
    assert re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', fonts) == [
        ("宋体", "SimSun"), ("黑体", "SimHei"), ("方正小标宋简体", "SimSun"), ("Times New Roman", "Liberation Serif"),
    ]  # fmt: skip


def test_several_forms_are_several_sheets(review: Review, bare: Review) -> None:
    word = _word(review, bare)
    assert [p.text for p in word.paragraphs].count(view.title(review.form)) == 2
    assert len(list(word.element.iter(qn("w:br")))) >= 1
    assert "没有发现问题。" in _everything(word)
    book = _book(review, bare)
    assert book.sheetnames == ["各表汇总", *(f"{n}-{name}" for n in (1, 2) for name in SHEETS)]
    assert [line[4] for line in _lines(book, "各表汇总")[2:]] == [view.conclusion(review), view.conclusion(bare)]


def test_the_workbook_has_all_rows(review: Review) -> None:
    book = _book(review)
    assert book.sheetnames == SHEETS
    found = _lines(book, "审核意见")[2 : 2 + len(review.findings)]
    assert [line[2] for line in found] == [f.rule for f in review.findings]
    assert [line[4] for line in found] == [f.message for f in review.findings]
    assert [line[5] for line in found] == [f.advice for f in review.findings]
    assert [line[3] for line in _lines(book, "指标得分")[2:]] == [
        "预算执行率", *(i.name.text for i in review.form.indicators), "",
    ]  # fmt: skip
    claims = _lines(book, "叙述核对")[2:]
    assert [line[3] for line in claims] == [r.claim.verdict.shown for r in rows.claim_rows(review)]
    assert "复壮古树14株" in claims[-1][4]
    assert [line[2] for line in _lines(book, "偏差说明")[2:]] == [d.text for d in review.drafts]
    assert [line[0] for line in _lines(book, "检查台账")[2:]] == [c.rule for c in review.checks]
    assert ["审核结论", view.verdict(review)] in [line[:2] for line in _lines(book, "汇总")]


def test_scores_are_numbers_with_their_places(review: Review) -> None:
    sheet = _book(review)["指标得分"]
    rate, first = ([(c.value, c.number_format) for c in row[6:12]] for row in sheet.iter_rows(min_row=3, max_row=4))
    assert rate == [(0.9, "0.00%"), (10, "0"), (9, "0.00"), (9, "0.00"), (9, "0.00"), (0, '"高 "0;"低 "0;0')]
    assert first[1:] == [(20, "0"), (20, "0"), (14, "0.00"), (14, "0.00"), (6, '"高 "0.00;"低 "0.00;0')]


def test_rows_that_share_a_score_have_it_once_in_merged_cells(shared: Review) -> None:
    sheet = _book(shared)["指标得分"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"{column}4:{column}5" for column in "HIJKL"} <= merged
    assert [sheet[f"N{row}"].value for row in (4, 5)] == [
        "2项合占30分，按等权测算：\n占 15.00 分，应得 10.50 分",
        "占 15.00 分，应得 15.00 分",
    ]


def test_a_late_row_is_told_in_words(late: Review) -> None:
    sheet = _book(late)["指标得分"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[3] == "完成时间")
    assert row[7:12] == (10, 10, "不得满分", "不得满分", "须扣分")


def test_the_workbook_prints_on_a4_across(review: Review) -> None:
    book = _book(review)
    for name in SHEETS:
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize or 0) == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
        assert all(c.alignment.wrap_text for row in sheet.iter_rows(min_row=3) for c in row if c.value)
    assert book["审核意见"].freeze_panes == "A3"


def test_a_form_without_findings_claims_or_drafts(bare: Review) -> None:
    assert _lines(_book(bare), "审核意见")[2][0] == "无"
    assert "没有发现问题。" in _everything(_word(bare))


def test_what_was_left_out_of_the_file_is_told(review: Review) -> None:
    line = "隐藏的工作表没有审核：旧表。"
    told = review.model_copy(update={"document": review.document.model_copy(update={"remarks": (line,)})})
    assert f"原件：{line}" in _everything(_word(told))
    assert ["原件", line] in _lines(_book(told), "汇总")


def test_words_of_a_form_are_never_formulas_nor_markup(hostile: Review) -> None:
    book = _book(hostile)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(c.data_type != "f" for c in row)
    assert '<script>alert("1")</script>' in _everything(_word(hostile))
    formula = hostile.findings[0].model_copy(update={"message": "=1+1"})
    book = _book(hostile.model_copy(update={"findings": (formula,)}))
    assert (book["审核意见"]["E3"].value, book["审核意见"]["E3"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_text_that_is_no_form(no_form: Review, kind: str) -> None:
    assert render_together([no_form], kind).startswith(b"PK")


def test_another_kind_is_an_error(review: Review) -> None:
    with pytest.raises(ValueError, match="odt"):
        render_together([review], "odt")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("named", [True, False], ids=["format", "suffix"])
def test_the_command_writes_papers(command: Command, tmp_path: Path, kind: str, *, named: bool) -> None:
    out = tmp_path / f"意见.{kind}"
    words = ["--format", kind] if named else []
    ran = command("review", FAULTY, SOUND, "-o", out, *words, "--engine", "offline")
    assert ran.status == 1
    assert is_one_chinese_line(ran.err)
    assert zipfile.ZipFile(out).testzip() is None


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_papers_need_a_file(command: Command, kind: str) -> None:
    ran = command("review", FAULTY, "--format", kind)
    assert ran.status == 2
    assert "--output" in ran.err
    assert is_one_chinese_line(ran.err)
