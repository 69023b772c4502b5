"""An actual value against its target: met, short, not applicable, or not comparable because.

The operator gives the direction; without one the name does, and that is said (domain.md section 3.2).
"""

import re
from decimal import Decimal
from typing import NamedTuple

from auditor.model.form import CellKind, Indicator, Operator
from auditor.model.score import Direction, Outcome
from auditor.numerals import comparable, dimension
from auditor.values import Value, read_value, scale_left_out, value_of

_LOWER_NAME = re.compile(
    r"(?:投诉|事故|事件|差错|误差|逾期|死亡|缺勤|超支|舆情|故障|纠纷|案件发生|违规|违法|疫情|结余|结转|流失)(?:发生)?(?:次数|件数|起数|数量|数|率|时间|时长)?$"
    r"|(?:平均|审批|审查|办结|办理|修复|响应|处置|等待|到场|答复)(?:时间|时长|时限|周期)$|浓度$|受害率$|发病率$|能耗$|排放量?$"
)
_HIGHER_NAME = re.compile(
    r"(?:处理|办结|整改|下降|处置|修复|化解|回访|减少|降低|挽回|完成|破获|侦破|查处)(?:率|数|数量|次数|幅度)?$"
)
_COST = re.compile(r"成本|造价|单价|控制数|总支出|费用|标准$|价$|支出$")
_NEGATIVE = re.compile(
    r"^(?:尚未|仍未|未能|未|没有|暂未|暂缓|取消|推迟|停止|不再|无法|不)(?!超|发生|出现|逾期|突破|发现|低于|少于|高于|大于)|(?:未完成|未实施|未开展|未达标|不合格|未通过|未上线|未达成|推迟|取消)"
)
_DONE = re.compile(r"完成|按期|按时|及时|如期|准时|已|通过|达标|实现|到位")
_REACHED = re.compile(r"^(?:全部|完全|基本)?(?:达成|实现|完成)(?:年度|预期)(?:指标|目标)|^全部达成$|^达成$|^已达成$")
_PARTLY = re.compile(r"^(?:部分|基本)(?:达成|实现|完成)|部分达成")
_MISSED = re.compile(r"^未达成|^未实现|^未完成")
_FILLER = re.compile(
    r"[\s，。、；：,.;:（）()“”\"]|得到|有所|有效|明显|进一步|不断|持续|逐步|显著|较大|较好|切实|全面|大幅|的|了|已经|已"
)
_DENIED = r"(?:不|未|没|没有|尚未|未能|没能|不能|无法|得不到)(?:完全|全部|全面|能够|能|予|被)?"
_SAME_SENSE = (
    {"提升", "提高", "增强", "增加", "改善", "加强", "优化"},
    {"健全", "建立", "完善", "规范"},
    {"保障", "确保", "保证"},
    {"不超过", "未超过", "不突破", "未突破", "控制在"},
)


_SYSTEM_UNIT = "百分比"  # as systems export the unit of a target; the actual value has the same


class Comparison(NamedTuple):
    """How a row ended. ``tier`` names the qualitative tier: reached, partly or missed.

    ``completion`` is actual/target as a fraction, not capped, for higher-is-better rows; for
    lower-is-better rows target/actual, 1 when nothing is over. ``share`` marks percentages, counted in percent.
    """

    outcome: Outcome
    completion: Decimal | None = None
    direction: Direction | None = None
    inferred: bool = False
    tier: str | None = None
    why: str | None = None
    mismatch: bool = False
    target: Decimal | None = None
    actual: Decimal | None = None
    share: bool = False


def _undecided(why: str, *, mismatch: bool = False) -> Comparison:
    return Comparison(Outcome.UNDECIDED, why=why, mismatch=mismatch)


def compare(indicator: Indicator, year: int | None, *, one_unit: bool = False) -> Comparison:
    """Compare an indicator's actual value with its target.

    ``year`` is the form's, for dates without one; ``one_unit`` says that a column gives the unit of both values.
    """
    if indicator.target.doubtful or indicator.actual.doubtful:
        return _undecided("识别把握低，请对照原件")
    target, actual = value_of(indicator.target), value_of(indicator.actual)
    target, actual = _dated(target, actual), _dated(actual, target)
    if CellKind.NOT_APPLICABLE in (target.kind, actual.kind) and target.kind is not CellKind.EMPTY:
        both = (
            target.kind is actual.kind
            or indicator.name.kind is CellKind.NOT_APPLICABLE
            or target.kind is CellKind.NOT_APPLICABLE
        )
        return Comparison(Outcome.NOT_APPLICABLE) if both else _undecided("有指标值而实际完成值不适用")
    if target.kind is CellKind.EMPTY:
        return _undecided("年度指标值为空")
    if actual.kind is CellKind.EMPTY:
        return _undecided("实际完成值为空")
    counted = (CellKind.NUMBER, CellKind.RANGE)
    if target.kind in counted and actual.kind in counted:
        return _numbers(indicator, target, actual, one_unit=one_unit or _SYSTEM_UNIT in target.text)
    if target.kind is CellKind.DATE:
        return _dates(target, actual, year)
    if target.kind in counted:
        if actual.kind is CellKind.QUALITATIVE and _NEGATIVE.search(actual.text):
            return Comparison(Outcome.SHORT, completion=Decimal(0), direction=Direction.HIGHER)
        return _undecided(f"指标值是数，实际完成值“{actual.text}”不是数，不能比较", mismatch=True)
    if actual.kind in counted:
        return _undecided(f"指标值“{target.text}”没有数，实际完成值是数，不能比较", mismatch=True)
    return _qualities(target.text, actual.text)


def _dated(value: Value, beside: Value) -> Value:
    """A bare number beside a date is a year, if it can be one."""
    if beside.kind is not CellKind.DATE or value.kind is not CellKind.NUMBER or value.unit:
        return value
    year = read_value(f"{value.text}年")
    return year if year.kind is CellKind.DATE else value


def _direction(indicator: Indicator, target: Value) -> tuple[Direction, bool]:
    if target.operator in (Operator.AT_LEAST, Operator.ABOVE):
        return Direction.HIGHER, False
    if target.operator in (Operator.AT_MOST, Operator.BELOW):
        return Direction.LOWER, False
    name = indicator.name.text
    if target.base == 0:
        return Direction.LOWER, True
    if _HIGHER_NAME.search(name):
        return Direction.HIGHER, True
    if _LOWER_NAME.search(name) or (indicator.level2.endswith("成本指标") and _COST.search(name)):
        return Direction.LOWER, True
    return Direction.HIGHER, True


def _numbers(indicator: Indicator, target: Value, actual: Value, *, one_unit: bool) -> Comparison:
    if target.dimension and actual.dimension and comparable(target.unit, actual.unit) == 0:
        return _undecided(f"单位不同：指标值以“{target.unit}”计，实际完成值以“{actual.unit}”计", mismatch=True)
    scale = scale_left_out(target, actual)
    if scale:
        return _undecided(f"指标值以“{target.unit}”计，实际完成值以“{actual.unit}”计，疑漏“{scale}”", mismatch=True)
    direction, inferred = _direction(indicator, target)
    low, high = target.bounds
    reached = actual.bounds[1 if direction is Direction.LOWER else 0]
    if target.dimension and not actual.unit and target.dimension != "share":
        reached *= dimension(target.unit)[1]  # 46 against 40公里 is 46公里
    aim = high if direction is Direction.LOWER else low
    if target.dimension == "share" and not (actual.unit or one_unit) and 0 < reached <= 1 and low > 1:
        if direction is Direction.LOWER and reached * 100 > aim:
            return _undecided(f"实际完成值“{actual.text}”没有单位，不知是百分数还是小数")
        reached *= 100  # 0.95 for 95%
    strict = (target.operator is Operator.ABOVE and reached == aim) or (
        target.operator is Operator.BELOW and reached == aim
    )
    met = (reached <= aim if direction is Direction.LOWER else reached >= aim) and not strict
    if direction is Direction.LOWER:
        completion = Decimal(1) if reached <= aim else (aim / reached if reached else Decimal(0))
    elif aim > 0:
        completion = reached / aim
    else:
        return (
            _undecided("指标值为 0，不能按比例计分")
            if not met
            else Comparison(Outcome.MET, None, direction, inferred, target=aim, actual=reached)
        )
    return Comparison(
        Outcome.MET if met else Outcome.SHORT,
        completion,
        direction,
        inferred,
        target=aim,
        actual=reached,
        share=target.dimension == "share",
    )


def _dates(target: Value, actual: Value, year: int | None) -> Comparison:
    due = target.day
    if actual.kind is CellKind.QUALITATIVE:
        if _NEGATIVE.search(actual.text):
            return Comparison(Outcome.SHORT, direction=Direction.LOWER, tier="missed")
        if _DONE.search(actual.text):
            return Comparison(Outcome.MET, direction=Direction.LOWER)
        return _undecided("指标值是期限，实际完成值不是日期")
    done = actual.day
    if done is None or due is None:
        return _undecided("指标值是期限，实际完成值不是日期")
    due_year = due.year or year or done.year
    done_year = done.year or year or due.year
    last = (due_year, *due.first_last[1])
    if (done_year, *done.first_last[1]) <= last:
        return Comparison(Outcome.MET, direction=Direction.LOWER)
    if (done_year, *done.first_last[0]) > last:
        return Comparison(Outcome.SHORT, direction=Direction.LOWER, tier="missed")
    return _undecided("实际日期不够具体，不能判断是否在期限内")


def _qualities(target: str, actual: str) -> Comparison:
    if _PARTLY.search(actual):
        return Comparison(Outcome.SHORT, tier="partly")
    if _MISSED.search(actual):
        return Comparison(Outcome.SHORT, tier="missed")
    if _REACHED.search(actual):
        return Comparison(Outcome.MET, tier="reached")
    one, two = _FILLER.sub("", target), _FILLER.sub("", actual)
    if len(one) > 1 and re.search(_DENIED + re.escape(one), two) and not re.search(_DENIED, one):
        return Comparison(Outcome.SHORT, tier="missed")
    if one == two or (len(one) > 1 and one in two) or (len(two) > 1 and two in one):
        return Comparison(Outcome.MET)
    if any(any(w in target for w in words) and any(w in actual for w in words) for words in _SAME_SENSE):
        return Comparison(Outcome.MET)
    if _NEGATIVE.search(actual):
        return Comparison(Outcome.SHORT, tier="missed")
    if _DONE.search(actual) and _DONE.search(target):
        return Comparison(Outcome.MET)
    return _undecided("定性指标的实际完成值与指标值说法不同，须由人判断")
