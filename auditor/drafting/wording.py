"""The words of a draft: figures of the row, the reason, the measure (reviewing.md part E.1)."""

import re
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.form import CellKind, FundRole, Indicator
from auditor.model.score import Deviation, DeviationKind, Direction, IndicatorScore
from auditor.numerals import dimension, plain
from auditor.values import Value, value_of

_HUNDRED = Decimal(100)
_PLACES = 4  # of a gap in the unit of its target: 100分钟 of hours
_STANDARD = re.compile(r"(?:安全|质量|合格|达标|通过|完好|准确|及时|按时|按期|规范|完成|到位).{0,4}率|事故|差错|违规")
_SHOWN = 18  # characters of a long name or value that a draft repeats


def percent(fraction: Decimal) -> str:
    """A fraction as a percentage with at most one place."""
    return plain((fraction * _HUNDRED).quantize(Decimal("0.1"))) + "%"


def short(text: str, most: int = _SHOWN) -> str:
    """A text, cut where it is long."""
    return text if len(text) <= most else text[: most - 1] + "…"


def figures(case: Case, deviation: Deviation) -> str:
    """What was planned, what was reached and how far apart they are, with the form's own numbers."""
    if deviation.indicator is None:
        return _fund_figures(case, deviation)
    indicator, row = case.indicators[deviation.indicator], case.rows[deviation.indicator]
    target, actual = value_of(indicator.target), value_of(indicator.actual)
    counted = (CellKind.NUMBER, CellKind.RANGE)
    if target.kind in counted and actual.kind in counted:
        return _number_figures(indicator, row, target, actual, deviation)
    if target.kind in counted or target.kind is CellKind.DATE:
        late = _days_late(case, target, actual)
        return f"年度指标值为{short(indicator.target.text)}，实际{short(indicator.actual.text)}" + (
            f"，晚{late}天" if late else "，未按指标值完成"
        )
    return f"年度指标值为“{short(indicator.target.text)}”，自评为“{short(indicator.actual.text)}”，未全部达成"


def _number_figures(indicator: Indicator, row: IndicatorScore, target: Value, actual: Value, d: Deviation) -> str:
    gap = gap_words(target, d.gap)
    head = f"年度指标值{indicator.target.text}，实际{indicator.actual.text}"
    if d.kind is DeviationKind.OVERFULFILMENT:
        share = f"，为指标值的{percent(row.completion)}" if row.completion is not None else ""
        return head + share + (f"，超出{gap}" if gap else "")
    if row.direction is Direction.LOWER:
        return head + (f"，超出指标值{gap}" if gap else "，超出指标值")
    if actual.base == 0:
        return head + "，未完成"
    share = f"，完成率{percent(row.completion)}" if row.completion is not None else ""
    return head + share + (f"，{'差' if target.dimension == 'share' else '少'}{gap}" if gap else "")


def gap_words(target: Value, gap: Decimal | None) -> str:
    """A gap in the unit of the target; percentages differ by 个百分点."""
    if gap is None:
        return ""
    if target.dimension == "share":
        return f"{plain(gap)}个百分点"
    unit = target.unit.removeprefix("/")
    return plain(round(gap / dimension(target.unit)[1], _PLACES)) + unit


def _days_late(case: Case, target: Value, actual: Value) -> int:
    if target.day is None or actual.day is None:
        return 0
    year = case.year or target.day.year or actual.day.year
    return actual.day.days_after(target.day, year) if year else 0


def _fund_figures(case: Case, deviation: Deviation) -> str:
    line = case.fund(FundRole.TOTAL)
    if line is None or line.annual_budget.value is None:
        return ""
    unit = case.form.currency or "元"
    annual = line.annual_budget
    if deviation.kind is DeviationKind.BUDGET_CHANGE and line.initial_budget.value is not None:
        change = annual.value - line.initial_budget.value if annual.value is not None else Decimal(0)
        share = (
            f"，{'增' if change > 0 else '降'}幅{percent(abs(change) / line.initial_budget.value)}"
            if line.initial_budget.value
            else ""
        )
        return f"年初预算数{line.initial_budget.text}{unit}，全年预算数{annual.text}{unit}，{'增加' if change > 0 else '减少'}{plain(abs(change))}{unit}{share}"
    spent = line.executed.value or Decimal(0)
    rate = case.sheet.execution.rate or Decimal(0)
    over = annual.value is not None and spent > annual.value
    gap = plain(abs((annual.value or Decimal(0)) - spent))
    return f"全年预算数{annual.text}{unit}，全年执行数{line.executed.text}{unit}，执行率{percent(rate)}，{'超支' if over else '未支出'}{gap}{unit}"


def unknown_cause(case: Case, deviation: Deviation, *, more: bool) -> str:
    """What has to be found out where the form gives no reason. ``more``: the amount is above what was planned."""
    name = f"“{short(case.indicators[deviation.indicator].plain_name)}”" if deviation.indicator else ""
    asked = {
        DeviationKind.SHORTFALL: f"{name}未达指标值的原因及依据",
        DeviationKind.OVERFULFILMENT: f"{name}超额是任务新增、需求增加还是指标值偏低",
        DeviationKind.EXECUTION: "超预算支出的事项、来源和审批情况" if more else "未支付的具体原因及金额",
        DeviationKind.BUDGET_CHANGE: "追加事由及批准文件" if more else "调减事由及批准文件",
        DeviationKind.CONTENT_CHANGE: f"{name}调整的原因和审批情况",
    }[deviation.kind]
    return f"〔待核实：{asked}，自评表未说明〕"


def measure(case: Case, deviation: Deviation, *, more: bool, named: bool) -> str:
    """A measure that fits the kind of deviation; who and when stay 〔待核实〕. ``named``: it names the indicator."""
    if deviation.indicator is None:
        return _fund_measure(case, deviation, more=more)
    indicator, row = case.indicators[deviation.indicator], case.rows[deviation.indicator]
    name = f"“{short(indicator.plain_name)}”" if named else "本项"
    target = value_of(indicator.target)
    if deviation.kind is DeviationKind.OVERFULFILMENT:
        low = case.number("over.too_low_at")
        tail = "，确属偏低的按规定调整本项得分" if row.completion is not None and row.completion >= low else ""
        return f"下年度结合近年完成情况〔待核实：近三年数据〕合理设定{name}的指标值{tail}"
    if deviation.kind is DeviationKind.CONTENT_CHANGE:
        return f"补充{name}实际开展情况的记录〔待核实：自评“{short(indicator.actual.text)}”的依据〕，今后调整内容先按程序报批"
    if "满意" in indicator.name.text:
        return f"对{name}调查中反映的问题逐项整改，下年度复测〔待核实：问题清单、完成时间、责任科室〕"
    if target.kind is CellKind.DATE:
        return f"今后倒排{name}各环节的时间，提前启动〔待核实：责任科室、预计完成时间〕"
    if target.kind is CellKind.QUALITATIVE:
        return f"下年度将{name}细化为可测量的数值并注明数据来源〔待核实：指标口径、责任科室〕"
    if _is_standard(indicator):
        return f"对{name}未达标的部分逐项查明原因并整改，整改后复核〔待核实：整改事项、完成时间、责任科室〕"
    if row.direction is Direction.LOWER:
        return f"下年度针对上述原因把{name}降到指标值以内〔待核实：具体做法、完成时间、责任科室〕"
    return f"对未完成部分明确后续安排〔待核实：具体做法、完成时间、责任科室〕，下年度据实测算{name}的指标值"


def _is_standard(indicator: Indicator) -> bool:
    """Whether a target is a standard to be met, such as a rate of quality or safety, not an amount to be planned."""
    return "质量" in indicator.level2 or bool(_STANDARD.search(indicator.name.text))


def _fund_measure(case: Case, deviation: Deviation, *, more: bool) -> str:
    if deviation.kind is DeviationKind.EXECUTION:
        if more:
            return "新增支出先按程序调整预算再执行〔待核实：责任科室、完成时间〕"
        return "逐笔梳理未支付款项，明确支付、收回或调整的时间〔待核实：时间、责任科室〕"
    if not more:
        return "编制下年度预算时据实测算资金需求，年中调减的同步调整绩效指标值"
    carried = case.fund(FundRole.CARRYOVER)
    if carried and carried.annual_budget.value:
        return "编制下年度预算时将预计结转资金一并纳入〔待核实：结转资金批复〕"
    return "编制下年度预算时据实测算资金需求，减少年中追加"
