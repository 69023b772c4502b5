"""The situations that people of the trade write down in ``cases``: what is deserved, and what is said of a claim."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.forms import Spec, clean
from support.reviewing import case

from auditor.model.case import Case
from auditor.model.score import Interval
from auditor.rulebooks import resolve
from auditor.rules import check
from auditor.scoring import score

CASES = Path(__file__).parent / "cases"
COLUMNS = (
    "规则集", "日期", "类别", "指标", "指标值", "实际完成值", "全年预算数", "全年执行数", "分值", "应得", "自评", "意见",
    "算法", "说明",
)  # fmt: skip
Line = dict[str, str]


def _all() -> list[object]:
    out: list[object] = []
    for path in sorted(CASES.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            assert tuple(table.fieldnames or ()) == COLUMNS, path.name
            out += [pytest.param(line, id=f"{path.stem}-{n}") for n, line in enumerate(table, start=2)]
    return out


def _form(line: Line) -> Spec:
    if line["全年预算数"]:
        rate = f"{Decimal(line['全年执行数']) / Decimal(line['全年预算数']) * 100:.2f}%"
        amounts = {"initial": line["全年预算数"], "annual": line["全年预算数"], "executed": line["全年执行数"]}
        return clean().fund(0, **amounts, rate=rate, points=line["分值"], score=line["自评"])
    return clean().row(
        1, level2=line["类别"] or "数量指标", name=line["指标"] or "道路巡查次数", target=line["指标值"],
        actual=line["实际完成值"], points=line["分值"], score=line["自评"],
    )  # fmt: skip


@pytest.mark.parametrize("line", _all())
def test_a_case_of_the_trade(line: Line) -> None:
    rules = resolve(line["规则集"], date.fromisoformat(line["日期"]))
    made = case(_form(line))
    sheet = score(made.form, rules)
    made = made.model_copy(update={"book": rules, "sheet": sheet})
    scored = sheet.execution if line["全年预算数"] else sheet.groups[0]
    low, _, high = line["应得"].partition("～")
    assert scored.deserved == Interval(low=Decimal(low), high=Decimal(high or low))
    if line["意见"]:
        assert _said(made, of_funds=bool(line["全年预算数"])) == line["意见"]
    other = scored.other_rule
    assert (other.words if other else "") == line["算法"]
    if other:
        assert abs(other.score - Decimal(line["自评"])) <= Decimal("0.02")
        assert other.source


def _said(made: Case, *, of_funds: bool) -> str:
    wanted = ("S102",) if of_funds else ("S107", "S108", "S109")
    found, _ = check(made, select=wanted)
    said = [f"{f.rule} {f.severity.shown}" for f in found if of_funds or "I01" in f.indicators]
    return "、".join(said) or "无"
