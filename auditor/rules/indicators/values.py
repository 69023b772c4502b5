"""T401, T402, T404, T407, T411: what stands in the cells of an indicator."""

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import CellKind, Indicator
from auditor.model.score import Direction, Outcome
from auditor.numerals import comparable
from auditor.rules.registry import (
    Facts,
    NotApplicable,
    Result,
    examples,
    found,
    listed,
    named,
    percent,
    rule,
    where,
)
from auditor.values import Value, actual_of, scale_left_out, value_of

_VAGUE = re.compile(
    r"提升|提高|增强|改善|明显|显著|有效|得到|促进|推动|保障|建立健全|^健全|完善|加强|逐步|不断|较好|良好|优化|长期|持续|稳步|充分|一定|有所|改进|增加|减轻|满足|大幅|浓厚|浓郁|活跃|丰富|和谐|巩固|深化"
)
_MEASURED = re.compile(r"\d|合规|及时|通过|合格|达标|无|零|全部|全覆盖|按期|按时")
_HUNDRED = Decimal(100)
_SHARE_NAME = re.compile(r"(?<!增长)(?<!增幅)(?:率|占比|比例|比率|满意度)$")
_OPEN_RATE = re.compile(
    r"增长|提升|提高|下降|降低|减少|增加|完成率|达成|执行率|周转|利用|回报|收益|贡献|投资|负荷|偏差|超额|杠杆|放大|换手"
)


@rule("T401", "target-not-measurable", "指标值不可衡量", Severity.WARNING, Section.INDICATORS)
def target_not_measurable(case: Case) -> Iterator[Result]:
    """查什么：指标值只有“提升”“有效保障”“明显”一类的话，没有数量、标准或可查证的事实。

    为什么：不可衡量的指标无法判断是否完成，复核时按不具考核性扣分。

    依据：绩效指标应当清晰、可衡量的通行要求；及时、合规、通过、合格不算在内。

    例：“公民科学素质”的指标值为“有所提升”。

    怎么改：细化为可测量的数值并注明数据来源；本年已批复的，在下年度调整。
    """
    rows = [
        i
        for i in named(case)
        if i.target.kind is CellKind.QUALITATIVE
        and _VAGUE.search(i.target.text)
        and not _MEASURED.search(i.target.text)
    ]
    if rows:
        shown = examples(case, [f"“{i.name.text}”（{i.target.text}）" for i in rows], "项")
        yield found(
            target_not_measurable,
            case,
            f"指标值没有衡量标准：{shown}。",
            "请细化为可测量的数值并注明数据来源。",
            Facts(indicators=tuple(rows), cells=tuple(i.target for i in rows)),
        )


@rule(
    "T402",
    "actual-copies-target",
    "实际完成值照抄指标值",
    Severity.INFO,
    Section.INDICATORS,
    parameters=("copies.share",),
)
def actual_copies_target(case: Case) -> Iterator[Result]:
    """查什么：实际完成值与指标值（去掉≥≤等符号，单位可以不重复写）相同的指标是否超过 80%；其中有满意度或效益比率的升为警告。

    为什么：大面积分毫不差，说明没有按实际填报。

    依据：绩效自评复核的通行做法；比例为本工具约定。

    例：20项指标中18项的实际完成值与指标值相同。

    怎么改：按统计、台账、调查的结果逐项填写实际完成值。
    """
    rows = [i for i in named(case) if i.target.text and i.actual.text]
    if not rows:
        yield NotApplicable("没有可比较的指标")
        return
    same = [i for i in rows if _copied(i)]
    share = Decimal(len(same)) / len(rows)
    if share > case.number("copies.share"):
        rates = [
            i
            for i in same
            if value_of(i.actual).dimension == "share" and ("效益" in i.level2 or "满意" in i.level2 + i.name.text)
        ]
        yield found(
            actual_copies_target,
            case,
            f"{len(rows)}项指标中有{len(same)}项（{percent(share)}）的实际完成值与指标值相同"
            + (f"，其中包括{listed(case, rates)}" if rates else "")
            + "。",
            "请按统计、台账或调查结果填写实际完成值。",
            Facts(
                indicators=tuple(same), severity=Severity.WARNING if rates else Severity.INFO, claimed=str(len(same))
            ),
        )


def _copied(indicator: Indicator) -> bool:
    """Whether the actual value is the target's words without its sign, or its number where one unit is not repeated."""
    target, actual = value_of(indicator.target), actual_of(indicator)
    if target.base is not None and target.base == actual.base:
        return target.dimension == actual.dimension
    return _bare(indicator.target.text) == _bare(indicator.actual.text)


def _bare(text: str) -> str:
    return re.sub(r"^(?:定性|≥|≧|>=|≤|≦|<=|>|<|=|＝|不少于|不低于|不超过|未超过|不高于|达到|达)+|[\s。]", "", text)


@rule("T404", "unit-mismatch", "指标值与实际完成值不可比", Severity.ERROR, Section.INDICATORS)
def unit_mismatch(case: Case) -> Iterator[Result]:
    """查什么：指标值与实际完成值能否比较：一个是数、一个是文字，或单位不同、疑漏“万”的不能；只有一边缺单位的提示，全表实际完成值都不带单位的不提示。

    为什么：不可比的两个值无法判断是否完成，也无法计分。

    依据：计分以两者可比为前提，由计算直接判定。

    例：指标值“3座”，实际完成值“已完成”；指标值“≥5公里”，实际完成值“66处”。

    怎么改：按指标值的单位填写实际完成的数。
    """
    counted = (CellKind.NUMBER, CellKind.RANGE)
    bare = _without_units(case)
    for i in named(case):
        t, a = value_of(i.target), value_of(i.actual)
        row = case.rows[i.id]
        if row.outcome is Outcome.UNDECIDED and CellKind.EMPTY not in (t.kind, a.kind):
            severity = None
            advice = "请按指标值的单位填写实际完成的数。"
            scale = scale_left_out(t, a)
            if scale:
                what = f"指标值“{i.target.text}”，实际完成值“{i.actual.text}”，疑漏“{scale}”"
                advice = f"请核对后补上“{scale}”；确无遗漏的，请用同一单位填写。"
            elif t.kind in counted and a.kind in counted and t.unit and a.unit and comparable(t.unit, a.unit) == 0:
                what = f"单位不同：指标值“{i.target.text}”，实际完成值“{i.actual.text}”"
            elif t.kind in counted and a.kind is CellKind.QUALITATIVE:
                what = f"指标值“{i.target.text}”是数，实际完成值“{i.actual.text}”不是数"
            elif t.kind is CellKind.QUALITATIVE and a.kind in counted:
                what = f"指标值“{i.target.text}”没有数，实际完成值“{i.actual.text}”是数"
                severity = Severity.WARNING
            else:
                continue
            yield found(
                unit_mismatch,
                case,
                f"{where(i)}：{what}，不能比较。",
                advice,
                Facts(
                    indicators=(i,),
                    cells=(i.target, i.actual),
                    claimed=i.actual.text,
                    expected=i.target.text,
                    severity=severity,
                ),
            )
        elif t.kind in counted and a.kind in counted and bool(t.unit) != bool(a.unit) and not bare:
            yield found(
                unit_mismatch,
                case,
                f"{where(i)}：指标值“{i.target.text}”，实际完成值“{i.actual.text}”，一边没有单位。",
                "请补上单位。",
                Facts(indicators=(i,), cells=(i.target, i.actual), severity=Severity.INFO),
            )


def _without_units(case: Case) -> bool:
    """Whether the form is one that prints no units at actual values.

    A column gives the unit of both values, or the system that fills the form repeats it in no row.
    """
    numbers = [v for i in named(case) if (v := value_of(i.actual)).kind is CellKind.NUMBER]
    return case.form.one_unit or (len(numbers) > 1 and not any(v.unit for v in numbers))


@rule("T407", "direction-missing", "数值指标没有≥≤=", Severity.INFO, Section.INDICATORS)
def direction_missing(case: Case) -> Iterator[Result]:
    """查什么：数值型指标值前是否有 ≥、≤、= 等符号；100%、0 和“其中”细项不会两解，不提示。

    为什么：没有符号就不知道是越大越好还是越小越好，只能按名称推断。

    依据：预算绩效系统中运算符号是单独的必填项。

    例：“年度课题数量”的指标值为“10”。

    怎么改：补上 ≥、≤ 或 =。
    """
    rows = [i for i in named(case) if _two_ways(value_of(i.target)) and not case.is_part(case.groups[i.group])]
    if rows:
        shown = examples(case, [f"“{i.name.text}”{i.target.text}（{_way(case, i)}）" for i in rows], "项")
        yield found(
            direction_missing,
            case,
            f"{len(rows)}项数值指标没有≥≤=，方向按名称推断：{shown}。",
            "请补上符号。",
            Facts(indicators=tuple(rows), cells=tuple(i.target for i in rows)),
        )


def _two_ways(target: Value) -> bool:
    """Whether a target without a sign may be a least or a most; 100% and 0 leave no choice."""
    if target.kind is not CellKind.NUMBER or target.operator is not None:
        return False
    return bool(target.base) and not (target.dimension == "share" and target.base == _HUNDRED)


def _way(case: Case, indicator: Indicator) -> str:
    lower = case.rows[indicator.id].direction is Direction.LOWER
    return "按越小越好核对" if lower else "按越大越好核对"


@rule("T411", "value-impossible", "数值不可能", Severity.WARNING, Section.INDICATORS)
def value_impossible(case: Case) -> Iterator[Result]:
    """查什么：合格率、覆盖率、满意度等比例超过 100%，数量为负，日期不在本年度。

    为什么：不可能的数值说明填错，或口径不对。

    依据：常识性校验，由计算直接判定。

    例：“培训考核合格率”103%。

    怎么改：核对后改正；口径特殊的，在名称中说明。
    """
    for i in named(case):
        for title, cell, value in (("指标值", i.target, value_of(i.target)), ("实际完成值", i.actual, actual_of(i))):
            what = None
            if (
                value.base is not None
                and value.dimension == "share"
                and value.unit != "‰"
                and value.base > _HUNDRED
                and _SHARE_NAME.search(i.name.text)
                and not _OPEN_RATE.search(i.name.text)
            ):
                what = f"{title}{cell.text}超过100%"
            elif value.number is not None and value.number < 0 and not re.search(r"增长|增减|变动|差", i.name.text):
                what = f"{title}{cell.text}是负数"
            elif title == "实际完成值" and value.day and value.day.year and case.year and value.day.year != case.year:
                what = f"{title}{cell.text}不在{case.year}年度"
            if what:
                yield found(
                    value_impossible,
                    case,
                    f"{where(i)}：{what}。",
                    "请核对后改正；口径特殊的，请在名称中说明。",
                    Facts(indicators=(i,), cells=(cell,), claimed=cell.text),
                )
