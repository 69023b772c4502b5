"""年度指标值 that a form divides into 指标性质, 指标值 and 度量单位, put together; and its change in the year."""

from auditor.model.form import Cell, CellKind
from auditor.parsing.pieces import Cut, cut_text, spans, to_cell
from auditor.parsing.rows import Row
from auditor.values import read_value

_SILENT = ("定性", "定性指标", "定量", "定量指标", "正向", "正向指标", "反向", "反向指标", "其他")
_NO_UNIT = ("", "无", "/", "-", "—", "其他", "其它", "定性")


def targets(row: Row) -> tuple[Cell, Cell | None]:
    """The target in force, and the one at the beginning of the year where it was changed."""
    if row.adjusted and to_cell(row.adjusted).kind not in (CellKind.EMPTY, CellKind.NOT_APPLICABLE):
        return _target(row, row.adjusted), to_cell(row.target) if row.target else None
    before = spans(row.adjusted)
    target = _target(row, row.target)
    return target.model_copy(update={"spans": target.spans + before}), None


def _target(row: Row, value: Cut) -> Cell:
    """The target as one cell: 指标性质 where it compares, 指标值, and 度量单位 where the value does not name it."""
    if not row.nature and not row.measure:
        return to_cell(value)
    words, places = cut_text(value) if value else "", spans(row.nature) + spans(value) + spans(row.measure)
    if not words:
        return Cell(text="", kind=CellKind.EMPTY, spans=places)
    nature = cut_text(row.nature) if row.nature else ""
    text = ("" if nature in _SILENT or read_value(words).operator else nature) + words
    unit = _unit(row)
    if unit and read_value(words).number is not None and not read_value(words).unit:
        text += unit
    read = read_value(text)
    counted = read.number is not None or read.low is not None
    return Cell(
        text=text,
        kind=read.kind,
        value=read.number,
        unit=read.unit or None if counted else None,
        operator=read.operator if counted else None,
        spans=places,
    )


def in_unit(actual: Cell, row: Row) -> Cell:
    """An actual value in the unit of its row, where it names none itself."""
    unit = _unit(row)
    if not unit or actual.kind not in (CellKind.NUMBER, CellKind.RANGE) or actual.unit:
        return actual
    return actual.model_copy(update={"unit": unit})


def _unit(row: Row) -> str:
    unit = cut_text(row.measure) if row.measure else ""
    return "" if unit in _NO_UNIT else unit
