"""Comments and drafts in a workbook: at the right cells, and nothing else changed."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from annotating.conftest import edited
from auditor.annotating import Annotated, Told, annotate
from auditor.annotating.notes import AUTHOR
from auditor.annotating.package import parsed
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


REL, CT = "http://schemas.microsoft.com/office/2017/10/relationships", "application/vnd.ms-excel"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def test_a_threaded_comment_gets_a_reply(files: dict[str, Path], tellings: Tellings) -> None:
    def related(kind: str, target: str) -> Callable[[str], str]:
        made = f'<Relationship Id="rIdX" Type="{REL}/{kind}" Target="{target}"/></Relationships>'
        return lambda xml: xml.replace("</Relationships>", made)

    thread, persons = "xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"
    told_first = '<threadedComment ref="F13" dT="2024-01-01T00:00:00.00" personId="{2}" id="{1}"><text>请核对。</text></threadedComment>'
    data = edited(
        files[".xlsx"].read_bytes(),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": related("threadedComment", "/" + thread),
            "xl/_rels/workbook.xml.rels": related("person", "/" + persons),
        },
        {
            thread: f'<ThreadedComments xmlns="{THREADS}">{told_first}</ThreadedComments>',
            persons: f'<personList xmlns="{THREADS}"><person displayName="王工" id="{{2}}"/></personList>',
        },
    )
    done = annotate("xlsx", data, tellings(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(done.data)) as file:
        first, reply = parsed(file.read(thread))
        known = {p.get("id"): p.get("displayName") for p in parsed(file.read(persons))}
    assert first.get("parentId") is None
    assert (reply.get("parentId"), reply.get("ref"), known[reply.get("personId")]) == ("{1}", "F13", AUTHOR)
    assert "S107" in "".join(reply.itertext())
    assert done.remarks == ("原表有 1 格已有会话批注，审核意见写成其下的答复。",)


def test_a_blank_text_that_other_programs_write_is_an_empty_cell(files: dict[str, Path], tellings: Tellings) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    out = io.BytesIO()
    book.save(out)
    strings = "xl/sharedStrings.xml"
    ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    held = {n: zipfile.ZipFile(out).read(n).decode() for n in ("xl/_rels/workbook.xml.rels",)}
    assert strings.rpartition("/")[2] not in held["xl/_rels/workbook.xml.rels"]
    data = edited(
        out.getvalue(),
        {
            "xl/worksheets/sheet1.xml": lambda x: re.sub(r'(<c r="I13"[^>]*?)(?: t="n")?(?:/>|></c>)', r'\1 t="s"><v>0</v></c>', x),
            "xl/_rels/workbook.xml.rels": lambda x: x.replace(
                "</Relationships>", f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
            ),
        },
        {strings: f'<sst xmlns="{ns}"><si><t> </t></si></sst>'},
    )  # fmt: skip
    assert annotate("xlsx", data, tellings(".xlsx"), fill=True).filled == 1


def test_drafts_in_a_protected_sheet_are_said_to_be_locked(files: dict[str, Path], tellings: Tellings) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    book["自评表"].protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    done = annotate("xlsx", out.getvalue(), tellings(".xlsx"), fill=True)
    assert done.remarks == ("工作表有保护，撤销保护后才能改草稿。",)


def test_the_gravest_stands_first_in_a_cell(sheet: Worksheet) -> None:
    for text in _comments(sheet).values():
        ranks = ["错误警告提示".find(m[1]) for m in re.finditer("(?m)^【(错误|警告|提示)】", text)]
        assert ranks == sorted(ranks), text
