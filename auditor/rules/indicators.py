"""T 绩效指标: each indicator is measurable, comparable, in its class, and has a source."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import CellKind, Indicator, Operator
from auditor.model.score import Outcome
from auditor.numerals import comparable
from auditor.rules.registry import Facts, NotApplicable, Result, Undecidable, found, listed, percent, plain, rule, where
from auditor.values import read_value

_VAGUE = re.compile(
    r"提升|提高|增强|改善|明显|显著|有效|得到|促进|推动|保障|建立健全|^健全|完善|加强|逐步|不断|较好|良好|优化|长期|持续|稳步|充分|一定|有所|改进|增加|减轻|满足|大幅"
)
_MEASURED = re.compile(r"\d|合规|及时|通过|合格|达标|无|零|全部|全覆盖|按期|按时")
_SURVEY = re.compile(
    r"问卷|调查(?:表|队|显示|样本|统计|结果|对象|人数)|满意度(?:调查|测评|评价|抽样)|抽样|回访|测评|答卷|样本|访谈|评价器|评价(?:按钮|记录|系统)|"
    r"\d[户人名份家位][^，。；]{0,8}满意|满意[^，。；]{0,6}\d+[户人名份家位]"
)
_ASKED = re.compile(
    r"走访|访问|电话|入户|收回|回收|摸底|抽取|调查|好评|当面|意见箱"
)  # a survey where the sentence speaks of satisfaction
_SENTENCE = re.compile(r"[^。！？\n]+")
_COMPLAINT = re.compile(r"投诉|上访|信访|举报")
_COUNT_NAME = re.compile(r"(?:数量|人数|次数|场次|人次|面积|长度|个数|件数)$")
_TIME_UNIT = re.compile(r"天|日|时|分|周|月|年|%")
_MONEY_NAME = re.compile(
    r"资金(?:支付|拨付|到位|使用|执行)|支付率|执行率|支出(?:金额|率|进度)|拨付率|预算(?:完成|执行)"
)
_SHARE_NAME = re.compile(r"(?<!增长)(?<!增幅)(?:率|占比|比例|比率|满意度)$")
_OPEN_RATE = re.compile(
    r"增长|提升|提高|下降|降低|减少|增加|完成率|达成|执行率|周转|利用|回报|收益|贡献|投资|负荷|偏差|超额|杠杆|放大|换手"
)
_SAVING = re.compile(r"节约|节省|降低|下降|减少|压减|节支|结余")


def _indicators(case: Case) -> list[Indicator]:
    return [i for i in case.applicable if i.name.text]


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
        for i in _indicators(case)
        if i.target.kind is CellKind.QUALITATIVE
        and _VAGUE.search(i.target.text)
        and not _MEASURED.search(i.target.text)
    ]
    if rows:
        examples = "、".join(f"“{i.name.text}”（{i.target.text}）" for i in rows[:4])
        more = f"等{len(rows)}项" if len(rows) > 4 else ""  # noqa: PLR2004 - how many are printed, not a rule
        yield found(
            target_not_measurable,
            case,
            f"指标值没有衡量标准：{examples}{more}。",
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
    """查什么：实际完成值与指标值（去掉≥≤等符号）相同的指标是否超过 80%；其中有满意度或效益比率的升为警告。

    为什么：大面积一字不差，说明没有按实际填报。

    依据：绩效自评复核的通行做法；比例为本工具约定。

    例：20项指标中18项的实际完成值与指标值相同。

    怎么改：按统计、台账、调查的结果逐项填写实际完成值。
    """
    rows = [i for i in _indicators(case) if i.target.text and i.actual.text]
    if not rows:
        yield NotApplicable("没有可比较的指标")
        return
    same = [i for i in rows if _bare(i.target.text) == _bare(i.actual.text)]
    share = Decimal(len(same)) / len(rows)
    if share > case.number("copies.share"):
        rates = [
            i
            for i in same
            if read_value(i.actual.text).dimension == "share"
            and ("效益" in i.level2 or "满意" in i.level2 + i.name.text)
        ]
        yield found(
            actual_copies_target,
            case,
            f"{len(rows)}项指标中有{len(same)}项（{percent(share)}）的实际完成值与指标值相同"
            + (f"，其中包括{listed(rates, 3)}" if rates else "")
            + "。",
            "请按统计、台账或调查结果填写实际完成值。",
            Facts(
                indicators=tuple(same), severity=Severity.WARNING if rates else Severity.INFO, claimed=str(len(same))
            ),
        )


def _bare(text: str) -> str:
    return re.sub(r"^(?:≥|≧|>=|≤|≦|<=|>|<|=|＝|不少于|不低于|不超过|未超过|不高于|达到|达)+|[\s。]", "", text)


@rule("T403", "duplicate-indicator", "指标重复", Severity.WARNING, Section.INDICATORS)
def duplicate_indicator(case: Case) -> Iterator[Result]:
    """查什么：是否有名称相同的三级指标。

    为什么：同一指标重复计分，复核时只认一个，其余记零分。

    依据：绩效自评复核的通行做法。

    例：“经费使用合规性”列了两行。

    怎么改：合并重复的指标；确是两件事的，在名称中区分。
    """
    by_name: dict[str, list[Indicator]] = defaultdict(list)
    for i in _indicators(case):
        by_name[re.sub(r"[\s（）()“”\"、，,]", "", i.name.text)].append(i)
    for rows in by_name.values():
        if len(rows) > 1:
            places = "、".join(dict.fromkeys(i.level2 for i in rows))
            yield found(
                duplicate_indicator,
                case,
                f"“{rows[0].name.text}”重复列了{len(rows)}行（{places}）。",
                "请合并；确是两件事的，请在名称中区分。",
                Facts(indicators=tuple(rows), cells=tuple(i.name for i in rows)),
            )


@rule("T404", "unit-mismatch", "指标值与实际完成值不可比", Severity.ERROR, Section.INDICATORS)
def unit_mismatch(case: Case) -> Iterator[Result]:
    """查什么：指标值与实际完成值能否比较：一个是数、一个是文字，或单位不同的不能；只有一边缺单位的提示。

    为什么：不可比的两个值无法判断是否完成，也无法计分。

    依据：计分以两者可比为前提，由计算直接判定。

    例：指标值“3座”，实际完成值“已完成”；指标值“≥5公里”，实际完成值“66处”。

    怎么改：按指标值的单位填写实际完成的数。
    """
    for i in _indicators(case):
        t, a = read_value(i.target.text), read_value(i.actual.text)
        row = case.rows[i.id]
        counted = (CellKind.NUMBER, CellKind.RANGE)
        if row.outcome is Outcome.UNDECIDED and CellKind.EMPTY not in (t.kind, a.kind):
            severity = None
            if t.kind in counted and a.kind in counted and t.unit and a.unit and comparable(t.unit, a.unit) == 0:
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
                "请按指标值的单位填写实际完成的数。",
                Facts(
                    indicators=(i,),
                    cells=(i.target, i.actual),
                    claimed=i.actual.text,
                    expected=i.target.text,
                    severity=severity,
                ),
            )
        elif t.kind in counted and a.kind in counted and bool(t.unit) != bool(a.unit):
            yield found(
                unit_mismatch,
                case,
                f"{where(i)}：指标值“{i.target.text}”，实际完成值“{i.actual.text}”，一边没有单位。",
                "请补上单位。",
                Facts(indicators=(i,), cells=(i.target, i.actual), severity=Severity.INFO),
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
        yield Undecidable("没有读到指标分类")
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


@rule("T407", "direction-missing", "数值指标没有≥≤=", Severity.INFO, Section.INDICATORS)
def direction_missing(case: Case) -> Iterator[Result]:
    """查什么：数值型指标值前是否有 ≥、≤、= 等符号。

    为什么：没有符号就不知道是越大越好还是越小越好，只能按名称推断。

    依据：预算绩效系统中运算符号是单独的必填项。

    例：“年度课题数量”的指标值为“10”。

    怎么改：补上 ≥、≤ 或 =。
    """
    rows = [
        i
        for i in _indicators(case)
        if read_value(i.target.text).kind is CellKind.NUMBER and read_value(i.target.text).operator is None
    ]
    if rows:
        lower = [i for i in rows if case.rows[i.id].direction == "lower" and case.rows[i.id].inferred]
        said = f"；其中{listed(lower, 3)}按名称推断为越小越好" if lower else ""
        yield found(
            direction_missing,
            case,
            f"{len(rows)}项数值指标没有≥≤=，按越大越好核对：{listed(rows, 3)}{said}。",
            "请补上符号。",
            Facts(indicators=tuple(rows), cells=tuple(i.target for i in rows)),
        )


@rule("T408", "satisfaction-without-source", "满意度没有调查依据", Severity.WARNING, Section.INDICATORS)
def satisfaction_without_source(case: Case) -> Iterator[Result]:
    """查什么：填了满意度数值的，全表有没有提到问卷、抽样、回访等来源。

    为什么：没有调查材料的满意度，复核时记零分。

    依据：绩效自评复核的通行做法。

    例：“参与人员满意度”90%，全表没有提到调查。

    怎么改：写明调查方式、样本数和结果，留存问卷。
    """
    rows = [
        i
        for i in _indicators(case)
        if "满意" in i.name.text and read_value(i.actual.text).kind in (CellKind.NUMBER, CellKind.RANGE)
    ]
    if not rows:
        yield NotApplicable("没有满意度数值")
        return
    told = [m[0] for m in _SENTENCE.finditer(case.prose)]
    if any(_SURVEY.search(s) or (_ASKED.search(s) and re.search("满意|评价|反映|认可", s)) for s in told):
        return
    yield found(
        satisfaction_without_source,
        case,
        "、".join(f"“{i.name.text}”{i.actual.text}" for i in rows) + "，全表没有提到问卷、抽样或其他来源。",
        "请写明调查方式、样本数和结果，并留存问卷。",
        Facts(indicators=tuple(rows), cells=tuple(i.actual for i in rows)),
    )


@rule("T409", "indicator-misplaced", "指标放错类别", Severity.WARNING, Section.INDICATORS)
def indicator_misplaced(case: Case) -> Iterator[Result]:
    """查什么：资金支付列为数量指标、成本指标用≥、投诉列为满意度等放错类别或方向的情形。

    为什么：放错类别的指标考核不到该类的内容，复核时可能不计分。

    依据：绩效自评复核的通行做法。

    例：“项目资金支付率”列为数量指标；成本指标写“≥150万元”；“游客投诉次数”列为满意度指标。

    怎么改：移到相应类别，或改用能反映该类的指标。
    """
    for i in _indicators(case):
        operator = read_value(i.target.text).operator
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
            and read_value(i.target.text).unit
            and not _TIME_UNIT.search(read_value(i.target.text).unit)
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


@rule("T411", "value-impossible", "数值不可能", Severity.WARNING, Section.INDICATORS)
def value_impossible(case: Case) -> Iterator[Result]:
    """查什么：合格率、覆盖率、满意度等比例超过 100%，数量为负，日期不在本年度。

    为什么：不可能的数值说明填错，或口径不对。

    依据：常识性校验，由计算直接判定。

    例：“培训考核合格率”103%。

    怎么改：核对后改正；口径特殊的，在名称中说明。
    """
    for i in _indicators(case):
        for title, cell in (("指标值", i.target), ("实际完成值", i.actual)):
            value = read_value(cell.text)
            what = None
            if (
                value.base is not None
                and value.dimension == "share"
                and value.unit != "‰"
                and value.base > 100
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


@rule("T412", "cost-only-within-budget", "成本指标只写不超预算", Severity.INFO, Section.INDICATORS)
def cost_only_within_budget(case: Case) -> Iterator[Result]:
    """查什么：全部成本指标是否都只是“不超过预算”。

    为什么：不超预算由执行率反映，成本指标应考核单位成本或费用标准。

    依据：绩效自评复核的通行做法。

    例：唯一的成本指标是“项目支出不超过全年预算数”。

    怎么改：改设单位成本、人均费用或采购单价等指标。
    """
    rows = [i for i in _indicators(case) if "成本" in i.level2]
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
            f"成本指标{listed(rows)}只要求不超过预算，与执行率重复。",
            "请改设单位成本、费用标准等指标。",
            Facts(indicators=tuple(rows), cells=tuple(i.target for i in rows)),
        )
