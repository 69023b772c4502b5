"""T403, T405, T406, T409, T410, T412: which indicators there are, and in which class."""

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Indicator, Operator
from auditor.model.score import Outcome
from auditor.rules.registry import (
    Facts,
    NotApplicable,
    Result,
    Undecidable,
    found,
    listed,
    named,
    plain,
    rule,
)
from auditor.values import value_of

_COMPLAINT = re.compile(r"投诉|上访|信访|举报")
_COUNT_NAME = re.compile(r"(?:数量|人数|次数|场次|人次|面积|长度|个数|件数)$")
_TIME_UNIT = re.compile(r"天|日|时|分|周|月|年|%")
_MONEY_NAME = re.compile(
    r"资金(?:支付|拨付|到位|使用|执行)|支付率|执行率|支出(?:金额|率|进度)|拨付率|预算(?:完成|执行)"
)
_SAVING = re.compile(r"节约|节省|降低|下降|减少|压减|节支|结余")


@rule("T403", "duplicate-indicator", "指标重复", Severity.WARNING, Section.INDICATORS)
def duplicate_indicator(case: Case) -> Iterator[Result]:
    """查什么：是否有名称相同的三级指标。

    为什么：同一指标重复计分，复核时只认一个，其余记零分。

    依据：绩效自评复核的通行做法。

    例：“经费使用合规性”列了两行。

    怎么改：合并重复的指标；确是两件事的，在名称中区分。
    """
    by_name: dict[str, list[Indicator]] = defaultdict(list)
    for i in named(case):
        by_name[re.sub(r"[\s（）()“”\"、，,]", "", i.plain_name)].append(i)
    for rows in by_name.values():
        if len(rows) > 1:
            places = "、".join(dict.fromkeys(i.level2 for i in rows))
            yield found(
                duplicate_indicator,
                case,
                f"“{rows[0].plain_name}”重复列了{len(rows)}行（{places}）。",
                "请合并；确是两件事的，请在名称中区分。",
                Facts(indicators=tuple(rows), cells=tuple(i.name for i in rows)),
            )


@rule(
    "T405",
    "satisfaction-missing",
    "没有满意度指标",
    Severity.WARNING,
    Section.INDICATORS,
    parameters=("required.satisfaction",),
)
def satisfaction_missing(case: Case) -> Iterator[Result]:
    """查什么：规则集要求设置满意度指标的，表中是否有。

    为什么：直接服务对象的项目必须听服务对象的评价。

    依据：财预〔2020〕10号的指标框架含满意度指标；不直接面向服务对象的项目可不设（条文待核对）。

    例：只有产出和效益指标。

    怎么改：增设服务对象满意度指标；确不适用的写明，并把分值调到效益指标。
    """
    if "是" not in case.words("required.satisfaction"):
        yield NotApplicable("规则集不要求满意度指标")
        return
    if not case.form.indicators:
        yield NotApplicable("没有指标")
        return
    if any("满意" in i.level2 + i.level1 + i.name.text for i in case.form.indicators):
        return
    yield found(
        satisfaction_missing,
        case,
        "没有满意度指标。",
        "请增设服务对象满意度指标；确不适用的请写明，并把分值调到效益指标。",
        Facts(),
    )


@rule(
    "T406",
    "required-class-missing",
    "缺少应设的指标类别",
    Severity.WARNING,
    Section.INDICATORS,
    parameters=("required.classes",),
)
def required_class_missing(case: Case) -> Iterator[Result]:
    """查什么：数量、质量、时效、成本、效益各类指标是否齐全。

    为什么：缺一类就少一个方面的考核。

    依据：财预〔2020〕10号的指标框架；按规则集所列类别核对（条文待核对）。

    例：没有质量指标。

    怎么改：补设缺少的一类；确不适用的写“不适用”。
    """
    if not case.form.indicators:
        yield NotApplicable("没有指标")
        return
    present = [i.level2 + i.level1 for i in case.form.indicators]
    if not any(present):
        known = case.form.columns and case.form.lacks("level1") and case.form.lacks("level2")
        yield NotApplicable("表式不分一级、二级指标") if known else Undecidable("没有读到指标分类")
        return
    missing = [c for c in case.words("required.classes") if not any(c.removesuffix("指标") in p for p in present)]
    if missing:
        yield found(
            required_class_missing,
            case,
            f"没有{'、'.join(missing)}。",
            "请补设；确不适用的请写“不适用”，并把分值调到同级的其他指标。",
            Facts(),
        )


@rule("T409", "indicator-misplaced", "指标放错类别", Severity.WARNING, Section.INDICATORS)
def indicator_misplaced(case: Case) -> Iterator[Result]:
    """查什么：资金支付列为数量指标、成本指标用≥、投诉列为满意度等放错类别或方向的情形。

    为什么：放错类别的指标考核不到该类的内容，复核时可能不计分。

    依据：绩效自评复核的通行做法。

    例：“项目资金支付率”列为数量指标；成本指标写“≥150万元”；“游客投诉次数”列为满意度指标。

    怎么改：移到相应类别，或改用能反映该类的指标。
    """
    for i in named(case):
        operator = value_of(i.target).operator
        if i.level2 == "数量指标" and _MONEY_NAME.search(i.name.text):
            what = "反映资金支付，列在数量指标"
            advice = "数量指标应反映产出的数量；资金支付由执行率反映，请改设。"
        elif (
            i.level2.endswith("成本指标")
            and operator in (Operator.AT_LEAST, Operator.ABOVE)
            and not _SAVING.search(i.name.text)
        ):
            what = f"是成本指标，指标值却写“{i.target.text}”（越大越好）"
            advice = "成本指标应控制上限，请改为≤。"
        elif (
            i.level2 == "时效指标"
            and _COUNT_NAME.search(i.name.text)
            and value_of(i.target).unit
            and not _TIME_UNIT.search(value_of(i.target).unit)
        ):
            what = "反映数量，列在时效指标"
            advice = "时效指标应反映完成的时间，请移到数量指标。"
        elif "满意" in i.level2 and _COMPLAINT.search(i.name.text) and "满意" not in i.name.text:
            what = "是投诉情况，列在满意度指标"
            advice = "没有投诉不等于满意，请改设满意度调查指标，或移到其他类别。"
        else:
            continue
        yield found(
            indicator_misplaced,
            case,
            f"“{i.name.text}”{what}。",
            advice,
            Facts(indicators=(i,), cells=(i.name, i.target)),
        )


@rule("T410", "not-applicable-with-points", "不适用的指标仍有分值", Severity.WARNING, Section.INDICATORS)
def not_applicable_with_points(case: Case) -> Iterator[Result]:
    """查什么：填“不适用”的指标是否还带有分值。

    为什么：不适用的指标不考核，分值应调到其他指标，否则等于白给分。

    依据：中央部门自评表填表说明（2016—2019年）：不适用的不计分，其余按比例折算为100分。

    例：生态效益指标“不适用”，分值5分，得分5分。

    怎么改：把分值调到同级的其他指标，合计保持100分。
    """
    seen = False
    for group in case.form.groups:
        rows = [case.indicators[i] for i in group.indicators]
        if not all(case.rows[r.id].outcome is Outcome.NOT_APPLICABLE for r in rows):
            continue
        seen = True
        points = group.points
        if points is not None and points.value is not None and points.value > 0:
            yield found(
                not_applicable_with_points,
                case,
                f"{group.level2}填“不适用”，仍有分值 {plain(points.value)} 分"
                + (f"、得分 {group.score.text} 分" if group.score else "")
                + "。",
                "请把分值调到同级的其他指标，合计保持100分。",
                Facts(
                    indicators=tuple(rows),
                    cells=(points, group.score),
                    claimed=points.value,
                    expected="0",
                    effect=points.value,
                ),
            )
    if not seen:
        yield NotApplicable("没有不适用的指标")


@rule("T412", "cost-only-within-budget", "成本指标只写不超预算", Severity.INFO, Section.INDICATORS)
def cost_only_within_budget(case: Case) -> Iterator[Result]:
    """查什么：全部成本指标是否都只是“不超过预算”。

    为什么：不超预算由执行率反映，成本指标应考核单位成本或费用标准。

    依据：绩效自评复核的通行做法。

    例：唯一的成本指标是“项目支出不超过全年预算数”。

    怎么改：改设单位成本、人均费用或采购单价等指标。
    """
    rows = [i for i in named(case) if "成本" in i.level2]
    if not rows:
        yield NotApplicable("没有成本指标")
        return
    if all(
        re.search(
            r"(?:不|未)(?:得)?(?:超过?|突破|高于|大于).{0,6}预算|预算(?:数|金额|范围|控制数)?(?:以?内|之内)",
            i.target.text,
        )
        for i in rows
    ):
        yield found(
            cost_only_within_budget,
            case,
            f"成本指标{listed(case, rows)}只要求不超过预算，与执行率重复。",
            "请改设单位成本、费用标准等指标。",
            Facts(indicators=tuple(rows), cells=tuple(i.target for i in rows)),
        )
