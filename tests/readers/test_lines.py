"""Lines of cells as text: where a cell stands in its row is kept, however few of them are filled."""

from auditor.readers.lines import to_source
from auditor.readers.table import Line, Part


def _text(line: Line) -> str:
    return to_source((line,), name="表", media_type="text/plain", sha256="0" * 64).text


def test_the_only_filled_cell_of_a_row_keeps_its_column() -> None:
    assert _text(((), (Part("四、文明宣传：开展宣传6场。"),), (), ())) == "\t四、文明宣传：开展宣传6场。\t\t\n"


def test_a_line_with_several_fields_has_a_cell_for_each() -> None:
    assert _text(((Part("主管部门：甲局 实施单位：乙所"),), ())) == "主管部门：甲局\t实施单位：乙所\n"
