"""Comments and drafts in a workbook: at the right cells, and nothing else changed."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from auditor.annotating import Annotated, Told, annotate
from auditor.annotating.notes import AUTHOR
from auditor.model.form import DRAFT_MARK
from auditor.model.review import Review
from auditor.pipeline import audit
from auditor.readers import read_all
from auditor.returning import told

Tellings = Callable[[str], list[Told]]


@pytest.fixture(scope="module")
def done(files: dict[str, Path], tellings: Tellings) -> Annotated:
    return annotate("xlsx", files[".xlsx"].read_bytes(), tellings(".xlsx"), fill=True)


@pytest.fixture(scope="module")
def sheet(done: Annotated) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(done.data))["自评表"]
    assert isinstance(found, Worksheet)
    return found


def _comments(sheet: Worksheet) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}


def test_every_finding_has_a_comment_at_its_cell(sheet: Worksheet, reviewed: Callable[[str], Review]) -> None:
    told = _comments(sheet)
    assert "S107" in told["H13"]
    assert "S107" in told["F13"]
    assert "D301" in told["F13"]
    assert "T407" in told["E13"]
    assert "T401" in told["E17"]
    assert "N501" in told["F14"]
    assert "N501" in told["F11"], "the narrative's cell says which of its words are in doubt"
    for found in reviewed(".xlsx").findings:
        assert any(found.rule in text and found.message in text for text in told.values()), found.rule


def test_a_comment_says_what_and_what_to_do(sheet: Worksheet, reviewed: Callable[[str], Review]) -> None:
    found = next(f for f in reviewed(".xlsx").findings if f.rule == "S107")
    text = _comments(sheet)["H13"]
    assert text.startswith(f"【错误】S107 {found.title}\n{found.message}\n怎么改：{found.advice}")


def test_claims_that_the_narrative_does_not_support_are_told_with_their_quote(sheet: Worksheet) -> None:
    told = _comments(sheet)
    assert "叙述核对：不一致" in told["F14"]
    assert "3场" in told["F14"]
    assert "叙述核对：未提及" in told["F15"]


def test_the_title_has_the_summary(sheet: Worksheet) -> None:
    lines = _comments(sheet)["A1"].split("\n")
    assert lines[0].startswith("项目支出绩效自评审核意见：需修改：错误 2 处")
    assert "自评总分：99 分（优）" in lines or "自评总分：99.00 分（优）" in lines


def test_a_comment_of_the_office_stays_and_ours_stands_below(sheet: Worksheet) -> None:
    assert _comments(sheet)["F13"].startswith("请科室核对。\n\n绩效自评审核：\n【错误】")


def test_an_empty_explanation_is_filled_and_marked_as_a_draft(sheet: Worksheet, done: Annotated) -> None:
    cell = sheet["I13"]
    assert str(cell.value).startswith(f"{DRAFT_MARK}年度指标值20株，实际14株")
    assert cell.fill.fgColor.rgb == "FFFFF2CC"
    assert cell.font.color.rgb == "FFC00000"
    assert cell.font.name == "宋体"
    assert cell.alignment.wrap_text
    assert done.filled == 1
    assert sheet.row_dimensions[13].height > 60, "the row is high enough for the draft"


def test_an_explanation_that_is_there_stays_and_the_draft_is_in_the_comment(sheet: Worksheet) -> None:
    assert sheet["I14"].value == "群众参与踊跃。"
    assert DRAFT_MARK in _comments(sheet)["I14"]
    assert "6场" in _comments(sheet)["I14"]


def test_without_fill_no_cell_changes(files: dict[str, Path], tellings: Tellings) -> None:
    before = files[".xlsx"].read_bytes()
    after = annotate("xlsx", before, tellings(".xlsx"))
    old, new = (openpyxl.load_workbook(io.BytesIO(b))["自评表"] for b in (before, after.data))
    for row in old.iter_rows():
        for cell in row:
            assert new[cell.coordinate].value == cell.value
            assert new[cell.coordinate].style_id == cell.style_id
    assert after.filled == 0


def test_every_other_part_is_the_same(files: dict[str, Path], done: Annotated) -> None:
    with zipfile.ZipFile(files[".xlsx"]) as old, zipfile.ZipFile(io.BytesIO(done.data)) as new:
        assert new.testzip() is None
        assert set(old.namelist()) <= set(new.namelist())
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
    allowed = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments/comment1.xml"}
    assert changed <= allowed | {n for n in changed if n.endswith(".vml")}
    assert {"xl/worksheets/sheet1.xml", "xl/styles.xml"} <= changed


def test_what_else_the_workbook_holds_is_still_there(sheet: Worksheet, done: Annotated) -> None:
    book = openpyxl.load_workbook(io.BytesIO(done.data))
    assert book["说明"]["A2"].value == "=1+1"
    assert sheet.print_area == "'自评表'!$A$1:$I$19"
    assert sheet.data_validations.count == 1
    assert len(list(sheet.conditional_formatting)) == 1
    assert sheet["D14"].fill.fgColor.rgb == "FFFFFF00"
    assert "A5:B9" in [str(r) for r in sheet.merged_cells.ranges]


def test_each_comment_has_one_box(done: Annotated, sheet: Worksheet) -> None:
    with zipfile.ZipFile(io.BytesIO(done.data)) as file:
        drawings = [file.read(n).decode() for n in file.namelist() if n.endswith(".vml")]
    assert sum(d.count('ObjectType="Note"') for d in drawings) == len(_comments(sheet))


def test_a_workbook_without_comments_gets_its_first(files: dict[str, Path], tellings: Tellings) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    book["自评表"]["F13"].comment = None
    out = io.BytesIO()
    book.save(out)
    done = annotate("xlsx", out.getvalue(), tellings(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(done.data)) as file:
        assert "xl/comments1.xml" in file.namelist()
        assert file.read("xl/worksheets/sheet1.xml").count(b"legacyDrawing") == 1
        assert b'Extension="vml"' in file.read("[Content_Types].xml")
    sheet = openpyxl.load_workbook(io.BytesIO(done.data))["自评表"]
    assert isinstance(sheet, Worksheet)
    assert len(_comments(sheet)) == done.cells
    assert sheet["F13"].comment is not None
    assert sheet["F13"].comment.author == AUTHOR


def test_two_forms_in_one_workbook_have_their_comments_on_their_own_sheets(
    files: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    second = book.copy_worksheet(book["自评表"])
    second.title = "二号'x!表"
    second["F13"] = "20株"
    form = tmp_path / "两张.xlsx"
    book.save(form)
    reviews = [audit(s, today=date(2026, 11, 22)) for s in read_all(str(form))]
    assert len(reviews) == 2
    done = annotate("xlsx", form.read_bytes(), [told(r) for r in reviews], fill=True)
    after = openpyxl.load_workbook(io.BytesIO(done.data))
    one, two = (after[n] for n in ("自评表", second.title))
    assert isinstance(one, Worksheet)
    assert isinstance(two, Worksheet)
    assert "S107" in _comments(one)["H13"]
    assert "H13" not in _comments(two)
    assert str(one["I13"].value).startswith(DRAFT_MARK)
    assert two["I13"].value is None
    assert len(_comments(one)) + len(_comments(two)) == done.cells


def test_characters_that_a_file_cannot_hold_are_shown_as_such(files: dict[str, Path], tellings: Tellings) -> None:
    strange = [t._replace(summary=["结论\x0b\x1b[31m\ud800\r\n第二行"]) for t in tellings(".xlsx")]
    after = openpyxl.load_workbook(io.BytesIO(annotate("xlsx", files[".xlsx"].read_bytes(), strange).data))["自评表"]
    assert after["A1"].comment is not None
    assert after["A1"].comment.text == "结论\ufffd\ufffd[31m\ufffd\n第二行"
