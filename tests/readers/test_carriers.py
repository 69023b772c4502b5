"""The same form as text, workbook and Word file: one reading; what is seen, where it stands, what is left out."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from support.carriers import document, fill_sheet, saved, workbook
from support.damage import changed
from support.forms import Spec, clean
from support.reviewing import TODAY
from support.truth import of_form, of_spec

from auditor.errors import EmptyInputError, FormulaError, InputError, SeveralFormsError
from auditor.model.review import Review
from auditor.parsing import parse
from auditor.pipeline import audit
from auditor.readers import read, read_all
from auditor.readers.from_txt import from_txt
from auditor.readers.numbering import spelled
from auditor.readers.shown import number
from auditor.reports import render
from auditor.reports.to_json import schema

Keep = Callable[[str, bytes], str]
SHARED = (
    clean()
    .row(2, shared=True, points="", score="")
    .row(3, shared=True, points="", score="")
    .row(1, points="22", score="22")
)
FORMS = {
    "clean": clean(),
    "shared points": SHARED,
    "a wrong score": clean().row(2, actual="18000册", score="8").fund(0, score="9.5"),
    "an explanation": clean().row(5, actual="不合规", score="3", explanation="制度不全，下一步修订制度。"),
}


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    def kept(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return kept


def _without_places(review: Review) -> dict[str, Any]:
    def bare(node: Any) -> Any:
        if isinstance(node, dict):
            return {k: bare(v) for k, v in node.items() if k not in ("spans", "labels")}
        return [bare(v) for v in node] if isinstance(node, list) else node

    plain: dict[str, Any] = bare(
        json.loads(review.model_dump_json(include={"form", "scores", "findings", "claims", "drafts"}))
    )
    return plain


@pytest.mark.parametrize("spec", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(("name", "make"), [("表.xlsx", workbook), ("表.docx", document)])
def test_one_form_has_one_reading(keep: Keep, spec: Spec, name: str, make: Callable[[Spec], Any]) -> None:
    source = read(keep(name, saved(make(spec))))
    assert not source.remarks
    assert of_form(parse(source.text)) == of_spec(spec)
    text = audit(from_txt(spec.text("tabs").encode(), "表.txt"), today=TODAY)
    assert _without_places(audit(source, today=TODAY)) == _without_places(text)


@pytest.mark.parametrize(("name", "make"), [("表.xlsx", workbook), ("表.docx", document)])
def test_a_cell_that_begins_with_a_quotation_mark_is_one_cell(
    keep: Keep, name: str, make: Callable[[Spec], Any]
) -> None:
    spec = clean().row(1, name='"六个一"活动场次')
    assert of_form(parse(read(keep(name, saved(make(spec)))).text)) == of_spec(spec)


@pytest.mark.parametrize(
    ("name", "make", "cell"), [("表.xlsx", workbook, "表1!E13"), ("表.docx", document, "表1!R11C5")]
)
def test_every_word_leads_back_to_its_cell(keep: Keep, name: str, make: Callable[[Spec], Any], cell: str) -> None:
    source = read(keep(name, saved(make(clean()))))
    placed = {p.cell: source.text[p.start : p.end] for p in source.places}
    assert placed[cell] == "≥40场"
    inside = "".join(source.text[p.start : p.end] for p in source.places)
    assert "".join(inside.split()) == "".join(source.text.split())
    review = audit(source, today=TODAY)
    written = json.loads(render(review, "json"))
    target = written["form"]["indicators"][0]["target"]
    assert placed[target["spans"][0]["cell"]] == "≥40场"
    assert {"page", "cell", "bbox"} <= set(schema()["$defs"]["Span"]["properties"])


def test_each_sheet_that_is_a_form_is_one_and_the_others_are_named(keep: Keep) -> None:
    book = workbook(clean(), clean().but(project="另一个项目"))
    notes = book.create_sheet("填表说明")
    notes["A1"] = "请如实填写。"
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "旧数"
    hidden.sheet_state = "hidden"
    path = keep("两张.xlsx", saved(book))
    one, two = read_all(path)
    assert (one.name, two.name) == ("两张.xlsx［表1］", "两张.xlsx［表2］")
    assert parse(two.text).project_name.text == "另一个项目"
    told = "".join(one.remarks)
    assert "填表说明" in told
    assert "底稿" in told
    with pytest.raises(SeveralFormsError, match="2 张"):
        read(path)


def test_forms_below_one_another_are_divided_at_the_title(keep: Keep) -> None:
    book = workbook(clean())
    fill_sheet(book.active, clean().but(project="另一个项目"), book.active.max_row + 2)
    stacked = read_all(keep("一页.xlsx", saved(book)))
    written = read_all(keep("两张.docx", saved(document(clean(), clean().but(project="另一个项目")))))
    texts = read_all(
        keep("两张.txt", (clean().text("rows") + "\n" + clean().but(project="另一个项目").text("rows")).encode())
    )
    for forms in (stacked, written, texts):
        assert [parse(f.text).project_name.text for f in forms] == [clean().project, "另一个项目"]
        assert [len(parse(f.text).indicators) for f in forms] == [14, 14]


def test_hidden_rows_and_columns_are_not_read_and_said(keep: Keep) -> None:
    book = workbook(clean())
    sheet = book.active
    sheet.insert_cols(10)
    sheet["J5"] = "旧值"
    sheet.column_dimensions["J"].hidden = True
    sheet["A60"] = "藏起来的话"
    sheet.row_dimensions[60].hidden = True
    source = read(keep("表.xlsx", saved(book)))
    assert of_form(parse(source.text)) == of_spec(clean())
    assert "隐藏" in source.remarks[0]
    assert "J5" in source.remarks[0]


def test_a_formula_without_a_value_is_named(keep: Keep) -> None:
    book = workbook(clean())
    book.active["G20"] = "=SUM(A1:A3)"
    with pytest.raises(FormulaError, match="表1!G20"):
        read(keep("表.xlsx", saved(book)))


def test_numbers_are_read_as_the_cells_show_them(keep: Keep) -> None:
    book = workbook(clean())
    for cell, value, code in (
        ("D6", 1234567.5, "#,##0.00"), ("H6", 0.97, "0.0%"), ("F25", date(2023, 6, 30), 'yyyy"年"m"月"d"日"'), ("E16", 40, '"≥"0"场"'),
    ):  # fmt: skip
        book.active[cell] = value
        book.active[cell].number_format = code
    text = read(keep("表.xlsx", saved(book))).text
    for shown in ("1,234,567.50", "97.0%", "2023年6月30日", "≥40场"):
        assert shown in text


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.925, "0.0%", "92.5%"), (0.1 + 0.2, "General", "0.3"), (8086475.64, "General", "8086475.64"), (10.0, "General", "10"),
        (1234.5, "#,##0.00_ ", "1,234.50"), (-3.456, "0.00_);(0.00)", "(3.46)"), (2.5, "0", "3"), (0.0, '0;-0;"—"', "—"),
        (45107.0, "yyyy/m/d", "2023/6/30"), (45107.0, "[$-804]yyyy\\-mm\\-dd;@", "2023-06-30"), (45107.5, "m/d/yy h:mm", "6/30/23 12:00"),
        (0.5, "h:mm AM/PM", "12:00 PM"), (1.5, "[h]:mm", "36:00"), (45107.0, "aaaa", "星期五"), (12345.0, '0.0,"千"', "12.3千"),
        (5.0, "000", "005"), (0.5, "#.##", ".5"), (3.0, "0.##", "3"), (1e15, "General", "1.00000E+15"), (-0.001, "0.00", "0.00"),
        (7.0, '"第"General"期"', "第7期"),
    ],
)  # fmt: skip
def test_number_formats(value: float, code: str, shown: str) -> None:
    assert number(value, code) == shown


def test_numbers_that_word_prints_before_paragraphs() -> None:
    assert [spelled(n, "chineseCountingThousand") for n in (1, 10, 11, 21)] == ["一", "十", "十一", "二十一"]
    assert [spelled(n, k) for n, k in ((3, "lowerLetter"), (4, "upperRoman"), (2, "decimal"), (3, "decimalEnclosedCircle"))] == [
        "c", "IV", "2", "③",
    ]  # fmt: skip


def test_automatic_numbers_revisions_and_hidden_words(keep: Keep) -> None:
    file = document(clean())
    file.add_paragraph("看不见").runs[0].font.hidden = True
    gone = OxmlElement("w:del")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = "删掉的话"
    run.append(words)
    gone.append(run)
    file.add_paragraph("第一项", style="List Number")._p.append(gone)
    file.add_paragraph("第二项", style="List Number")
    source = read(keep("表.docx", saved(file)))
    assert "1.第一项" in source.text
    assert "2.第二项" in source.text
    assert "看不见" not in source.text
    assert "删掉" not in source.text
    assert len(source.remarks) == 2
    assert file.element.find(qn("w:body")) is not None


def test_a_table_in_a_table_is_read(keep: Keep) -> None:
    outer = document()
    table = outer.add_table(1, 1)
    inner = document(clean()).tables[0]
    table.cell(0, 0).paragraphs[0].text = clean().title
    table.cell(0, 0)._tc.append(inner._tbl)
    table.cell(0, 0)._tc.append(OxmlElement("w:p"))
    source = read(keep("表.docx", saved(outer)))
    assert [i.name.text for i in parse(source.text).indicators] == [r.name for r in clean().rows]


def test_an_empty_workbook_is_empty(keep: Keep) -> None:
    with pytest.raises(EmptyInputError):
        read(keep("表.xlsx", saved(openpyxl.Workbook())))


def test_entities_are_refused_before_anything_is_parsed(keep: Keep) -> None:
    data = changed(saved(workbook(clean())), "xl/styles.xml", lambda p: b'<!DOCTYPE a [<!ENTITY b "c">]>' + p)
    with pytest.raises(InputError, match="XML 实体"):
        read(keep("表.xlsx", data))


_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def _box(words: str) -> Any:
    """A paragraph with a text box as Word writes it: once for itself, once for older programs."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    return parse_xml(
        f'<w:p {nsdecls("w")} xmlns:mc="{_MC}"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inner}'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def test_text_boxes_are_read_where_they_stand_and_said(keep: Keep) -> None:
    spec = clean()
    file = document(spec)
    table = file.tables[0]
    table.cell(0, 2).text = ""
    table.cell(0, 2)._tc.append(_box(spec.project))
    table._tbl.remove(table.rows[1]._tr)
    table._tbl.addprevious(_box(f"主管部门：{spec.department}　　实施单位：{spec.unit}"))
    source = read(keep("表.docx", saved(file)))
    assert of_form(parse(source.text)) == of_spec(spec)
    assert "文本框" in source.remarks[0]


def test_a_form_away_from_the_corner_beside_instructions_with_an_example(keep: Keep) -> None:
    book = workbook(clean())
    sheet = book.active
    sheet.move_range(f"A1:I{sheet.max_row}", rows=4, cols=2)
    for area in list(sheet.merged_cells.ranges):
        area.shift(col_shift=2, row_shift=4)
    sheet["A1"] = "附件3"
    sheet.freeze_panes = "F16"
    notes = book.create_sheet("填报说明")
    for row in (("项目名称", "填写批复的名称"), ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值")):
        notes.append(row)
    source = read(keep("表.xlsx", saved(book)))
    assert of_form(parse(source.text)) == of_spec(clean())
    assert "填报说明" in source.remarks[0]
