"""Indicators and reasons as the families print them: names with numbers and marks, values without units, rows that divide."""

import re
from dataclasses import replace

import pytest
from support.forms import Row, clean
from support.reviewing import case

from auditor.model.case import Case
from auditor.model.finding import Finding
from auditor.model.form import Cell, CellKind, Note, NoteRole
from auditor.parsing import parse
from auditor.rules import check

NATIONAL = ("level1", "level2", "name", "target", "actual", "points", "score", "explanation")
FORM = clean()
MARKS = ("指标1：", "指标2.", "★", "（3）")


def _found(made: Case, code: str) -> list[Finding]:
    return list(check(made, select=(code,))[0])


# --- T403


@pytest.mark.parametrize("mark", MARKS)
def test_a_name_is_the_same_whatever_numbers_or_marks_it(mark: str) -> None:
    name = FORM.rows[1].name
    found = _found(case(FORM.row(1, name=mark + name)), "T403")
    assert [(f.message.split("（")[0], f.indicators) for f in found] == [(f"“{name}”重复列了2行", ("I01", "I02"))]
    assert _found(case(FORM.row(1, name=f"指标1：{FORM.rows[0].name}").row(2, name=f"指标1：{name}")), "T403") == []


# --- T402


def _copied(row: Row, *, unit: bool) -> Row:
    bare = row.target.lstrip("≥≤=")
    digits = "".join(c for c in bare if c.isdigit() or c in ".,")
    return replace(row, actual=bare if unit or not bare.startswith(digits) else digits)


@pytest.mark.parametrize("unit", [True, False])
def test_a_copied_number_is_a_copy_without_its_unit_too(*, unit: bool) -> None:
    form = FORM.but(rows=tuple(_copied(r, unit=unit) for r in FORM.rows))
    assert len(_found(case(form), "T402")) == 1
    assert _found(case(FORM), "T402") == []


# --- T404


def test_a_system_that_prints_no_units_is_no_fault() -> None:
    cut = FORM.but(rows=tuple(replace(r, actual=_bare(r.actual)) for r in FORM.rows))
    assert _found(case(cut), "T404") == []
    one = cut.row(2, actual=FORM.rows[1].actual)
    assert len(_found(case(one), "T404")) > 1
    alone = FORM.row(1, actual="46")
    assert [f.indicators for f in _found(case(alone), "T404")] == [("I01",)]
    qualities = FORM.but(rows=(replace(FORM.rows[0], actual="46"), replace(FORM.rows[4], target="合规", actual="合规")))
    assert len(_found(case(qualities), "T404")) == 1


def _bare(actual: str) -> str:
    """A number without its unit; dates and qualities as they are."""
    number = re.fullmatch(r"(?!.*月)([\d,.]+)\D{0,6}", actual)
    return number[1] if number else actual


# --- T407, T411


@pytest.mark.parametrize(("name", "codes"), [("其中石碾村", []), ("石碾村", ["T407"])])
def test_a_row_that_divides_the_one_above_needs_no_sign(name: str, codes: list[str]) -> None:
    spec = FORM.but(levels=()).row(3, name=name, target="12人次", actual="12人次")
    form = parse(spec.text())
    empty = Cell(text="", kind=CellKind.EMPTY)
    groups = tuple(g.model_copy(update={"points": empty, "score": empty}) if g.id == "G03" else g for g in form.groups)
    assert [f.rule for f in _found(case(spec, groups=groups), "T407")] == codes


@pytest.mark.parametrize(
    ("target", "actual", "count"), [("≥82百分比", "126.5", 1), ("≥82百分比", "99", 0), ("≥82", "126.5", 0)]
)
def test_a_bare_actual_value_is_in_the_unit_of_its_target(target: str, actual: str, count: int) -> None:
    assert len(_found(case(FORM.row(14, target=target, actual=actual)), "T411")) == count


def test_the_narrative_need_not_tell_of_a_row_that_divides_another() -> None:
    spec = FORM.but(levels=()).row(3, name="其中石碾村", target="≥12人次", actual="12人次")
    form = parse(spec.text())
    empty = Cell(text="", kind=CellKind.EMPTY)
    groups = tuple(g.model_copy(update={"points": empty, "score": empty}) if g.id == "G03" else g for g in form.groups)
    assert _found(case(spec, groups=groups), "N502") == []
    assert [f.indicators for f in _found(case(spec), "N502")] == [("I03",)]


# --- B203, D303


@pytest.mark.parametrize(
    ("name", "told", "count"),
    [
        ("患者年节约就诊费用", "患者年节约就诊费用413.8万元。", 1),
        ("患者年节约就诊费用", "采购节约资金，余款收回。患者年节约就诊费用413.8万元。", 0),
        ("患者年节约就诊费用", "患者年节约就诊费用明显。", 0),
        ("项目资金结余率", "项目资金结余率5%。", 0),
    ],
)
def test_a_value_is_no_reason_for_money_that_was_left(name: str, told: str, count: int) -> None:
    form = FORM.row(9, name=name).fund(0, executed="80.00", rate="66.7%")
    form = form.goal(1, actual=form.goals[0].actual + told)
    assert len(_found(case(form), "B203")) == count


def test_without_indicators_the_prose_is_read_as_it_stands() -> None:
    form = FORM.fund(0, executed="80.00", rate="66.7%")
    assert len(_found(case(form, indicators=(), groups=()), "B203")) == 1


@pytest.mark.parametrize(
    ("measure", "codes"),
    [("问卷结果用于下年度安排预算。", ["D303"]), ("2024年3月底前由活动科补办，结果用于下年度安排预算。", [])],
)
def test_the_use_of_the_review_is_no_measure(measure: str, codes: list[str]) -> None:
    def note(role: NoteRole, text: str) -> Note:
        return Note(
            role=role,
            name=Cell(text="说明", kind=CellKind.QUALITATIVE),
            text=Cell(text=text, kind=CellKind.QUALITATIVE),
        )

    notes = (note(NoteRole.CAUSE, "因7月暴雨持续12天，10场户外讲座取消。"), note(NoteRole.MEASURE, measure))
    made = case(FORM.row(1, actual="30场", score="6"), notes=notes, columns=NATIONAL[:-1])
    assert [f.rule for f in _found(made, "D303")] == codes
