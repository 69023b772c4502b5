"""A small fictional form with faults as a workbook and as a Word file, with things that must stay as they are."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import Pt
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from auditor.annotating import Told
from auditor.model.review import Review
from auditor.pipeline import audit
from auditor.readers import read
from auditor.returning import told

EXPLANATION = "偏差原因分析及改进措施"
# Rows of (text, columns it covers, rows it covers); what a cell of a row above covers is left out.
Spot = tuple[str, int, int]
GRID: tuple[tuple[Spot, ...], ...] = (
    (("项目支出绩效自评表", 9, 1),),
    (("（2023年度）", 9, 1),),
    (("项目名称", 2, 1), ("古树名木保护", 7, 1)),
    (("主管部门", 2, 1), ("青岚市园林局", 3, 1), ("实施单位", 1, 1), ("青岚市古树管护站", 3, 1)),
    (("项目资金（万元）", 2, 5), ("", 1, 1), ("年初预算数", 1, 1), ("全年预算数", 1, 1), ("全年执行数", 1, 1), ("分值", 1, 1), ("执行率", 1, 1), ("得分", 1, 1)),
    (("年度资金总额", 1, 1), ("50.00", 1, 1), ("40.00", 1, 1), ("36.00", 1, 1), ("10", 1, 1), ("90.0%", 1, 1), ("9.00", 1, 1)),
    (("其中：当年财政拨款", 1, 1), ("50.00", 1, 1), ("40.00", 1, 1), ("36.00", 1, 1), ("—", 1, 1), ("90.0%", 1, 1), ("—", 1, 1)),
    (("上年结转资金", 1, 1), ("0.00", 1, 1), ("0.00", 1, 1), ("0.00", 1, 1), ("—", 1, 1), ("—", 1, 1), ("—", 1, 1)),
    (("其他资金", 1, 1), ("0.00", 1, 1), ("0.00", 1, 1), ("0.00", 1, 1), ("—", 1, 1), ("—", 1, 1), ("—", 1, 1)),
    (("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 4, 1)),
    (("一、管护：复壮古树20株，巡查12次。\n二、宣传：举办科普活动2场。", 4, 1),
     ("一、管护：全年复壮古树14株，巡查12次，记录齐全。因雨季延长，6株推迟到下年。\n二、宣传：举办科普活动3场，参加市民1800人。", 4, 1)),
    (("绩效指标", 1, 7), ("一级指标", 1, 1), ("二级指标", 1, 1), ("三级指标", 1, 1), ("年度指标值", 1, 1), ("实际完成值", 1, 1), ("分值", 1, 1), ("得分", 1, 1), (EXPLANATION, 1, 1)),
    (("产出指标（50分）", 1, 4), ("数量指标", 1, 2), ("复壮古树株数", 1, 1), ("20株", 1, 1), ("14株", 1, 1), ("20", 1, 1), ("20", 1, 1), ("", 1, 1)),
    (("举办科普活动", 1, 1), ("≥2场", 1, 1), ("6场", 1, 1), ("10", 1, 1), ("10", 1, 1), ("群众参与踊跃。", 1, 1)),
    (("质量指标", 1, 1), ("复壮成活率", 1, 1), ("≥95%", 1, 1), ("97%", 1, 1), ("10", 1, 1), ("10", 1, 1), ("", 1, 1)),
    (("时效指标", 1, 1), ("完成及时性", 1, 1), ("及时", 1, 1), ("及时", 1, 1), ("10", 1, 1), ("10", 1, 1), ("", 1, 1)),
    (("效益指标（30分）", 1, 1), ("社会效益指标", 1, 1), ("保护意识", 1, 1), ("有所提升", 1, 1), ("有所提升", 1, 1), ("30", 1, 1), ("30", 1, 1), ("", 1, 1)),
    (("满意度指标（10分）", 1, 1), ("服务对象满意度指标", 1, 1), ("市民满意度", 1, 1), ("≥90%", 1, 1), ("93%", 1, 1), ("10", 1, 1), ("10", 1, 1), ("", 1, 1)),
    (("总分", 6, 1), ("100", 1, 1), ("99.00", 1, 1), ("", 1, 1)),
)  # fmt: skip


def spots() -> Iterator[tuple[int, int, Spot]]:
    """Every cell with its row and column, from 1."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(GRID, start=1):
        column = 1
        for spot in cells:
            while (row, column) in taken:
                column += 1
            yield row, column, spot
            taken |= {(row + r, column + c) for r in range(spot[2]) for c in range(spot[1])}
            column += spot[1]


def workbook() -> bytes:
    """The form as a workbook with a second sheet, a note of the office, formats, a rule and a print area."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "自评表"
    for row, column, (text, wide, high) in spots():
        cell = sheet.cell(row, column, text or None)
        cell.font, cell.alignment = Font("宋体", 10), Alignment(vertical="center", wrap_text=True)
        if wide > 1 or high > 1:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + high - 1, end_column=column + wide - 1)
    for column, width in zip(range(1, 10), (8, 12, 12, 20, 12, 12, 8, 8, 30), strict=True):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[13].height = 18
    sheet["F13"].comment = Comment("请科室核对。", "王工")
    sheet["D14"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.print_area = "A1:I19"
    sheet.conditional_formatting.add("H13:H18", Rule(type="cellIs", operator="lessThan", formula=["5"]))
    sheet.add_data_validation(DataValidation(type="decimal", sqref="G13:G18"))
    other = book.create_sheet("说明")
    other["A1"], other["A2"] = "填报说明", "=1+1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document() -> bytes:
    """The form as a Word file with a heading, a footer and a closing line."""
    word = docx.Document()
    word.add_paragraph().add_run("项目支出绩效自评表").font.size = Pt(16)
    word.add_paragraph("（2023年度）")
    word.sections[0].footer.paragraphs[0].text = "内部资料"
    table = word.add_table(rows=len(GRID) - 2, cols=9)
    for row, column, (text, wide, high) in spots():
        if row > 2:
            cell = table.cell(row - 3, column - 1)
            if wide > 1 or high > 1:
                cell = cell.merge(table.cell(row + high - 4, column + wide - 2))
            cell.text = text
    word.add_paragraph("注：本表一式两份。")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


MAKERS = {".xlsx": workbook, ".docx": document}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The form in each carrier."""
    folder = tmp_path_factory.mktemp("forms")
    out = {}
    for suffix, make in MAKERS.items():
        out[suffix] = folder / f"古树{suffix}"
        out[suffix].write_bytes(make())
    return out


@pytest.fixture(scope="session")
def reviewed(files: dict[str, Path]) -> Callable[[str], Review]:
    """The review of the form as one of its carriers holds it."""
    return lambda suffix: audit(read(str(files[suffix])), today=date(2026, 11, 22))


@pytest.fixture(scope="session")
def tellings(reviewed: Callable[[str], Review]) -> Callable[[str], list[Told]]:
    """The review with its words for notes."""
    return lambda suffix: [told(reviewed(suffix))]


def edited(data: bytes, changes: Mapping[str, Callable[[str], str]], more: Mapping[str, str] | None = None) -> bytes:
    """An Office file with some parts changed, and some more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            read_in = old.read(part)
            new.writestr(part, changes[part](read_in.decode()).encode() if part in changes else read_in)
        for part, words in (more or {}).items():
            new.writestr(part, words)
    return out.getvalue()
