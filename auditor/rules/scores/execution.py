"""S101, S102: the execution rate and its score."""

from collections.abc import Iterator
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Cell, FundRole
from auditor.model.rulebook import Formula
from auditor.rules.registry import Facts, Result, Undecidable, found, percent, plain, rule
from auditor.rules.scores.printed import ASK, HUNDREDTH, ZERO, in_words, number_in, told, tolerance


@rule("S101", "execution-rate-wrong", "预算执行率计算错误", Severity.ERROR, Section.FUNDS)
def execution_rate_wrong(case: Case) -> Iterator[Result]:
    """查什么：表列执行率是否等于全年执行数÷全年预算数，允许所示小数位的舍入。

    为什么：执行率直接决定 10 分的执行得分；最常见的错误是除以年初预算数。

    依据：表头公式（执行率＝全年执行数÷全年预算数），由计算直接判定。

    例：2592000÷2880000＝90.0%，表列 81.0%（除以了年初预算数 3200000）。

    怎么改：按全年预算数重算执行率，执行得分随之重算。
    """
    rate = case.sheet.execution.rate
    total = case.fund(FundRole.TOTAL)
    if total is None or rate is None:
        yield Undecidable(case.sheet.execution.method)
        return
    printed = number_in(total.rate)
    if printed is None:
        yield Undecidable("执行率一格没有数")
        return
    if _same_rate(printed, total.rate, rate):
        return
    initial, executed = number_in(total.initial_budget), number_in(total.executed)
    hint = ""
    if (
        initial
        and executed is not None
        and initial != number_in(total.annual_budget)
        and _same_rate(printed, total.rate, executed / initial)
    ):
        hint = "（表列数是除以年初预算数）"
    points, claimed = case.sheet.execution.points, case.sheet.execution.claimed
    follow = ""
    deserved = case.sheet.execution.deserved
    if (
        points is not None
        and claimed is not None
        and deserved
        and abs(claimed - _fraction(printed, total.rate) * points) <= tolerance(case, points)
    ):
        follow = f"；执行得分 {plain(claimed)} 随之有误，应为 {in_words(deserved)} 分"
    yield found(
        execution_rate_wrong,
        case,
        f"执行率应为 {plain(executed or ZERO)}÷{plain(number_in(total.annual_budget) or ZERO)}＝{percent(rate)}，表列 {total.rate.text}{hint}{follow}。",
        "请按全年预算数重算执行率和执行得分。",
        Facts(
            cells=(total.rate,),
            claimed=total.rate.text,
            expected=percent(rate),
            effect=abs(case.sheet.execution.difference or ZERO),
        ),
    )


def _fraction(printed: Decimal, cell: Cell) -> Decimal:
    """A printed rate as a fraction: 99.7% and 0.997 and a bare 99.7 alike."""
    return printed if cell.unit is None and printed <= 1 else printed * HUNDREDTH


def _same_rate(printed: Decimal, cell: Cell, rate: Decimal) -> bool:
    """Whether a printed rate is the exact one, rounded or cut at the places shown."""
    fraction = _fraction(printed, cell)
    exponent = fraction.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return fraction - unit < rate < fraction + unit


@rule(
    "S102",
    "execution-score-wrong",
    "预算执行得分计算错误",
    Severity.ERROR,
    Section.FUNDS,
    parameters=("execution.formula",),
)
def execution_score_wrong(case: Case) -> Iterator[Result]:
    """查什么：执行得分是否等于执行率×分值，认可四舍五入、截尾和按所示执行率计算；恰为别处认可的算法（如执行率分档）所得的，只提示。

    为什么：执行得分完全由数字决定，没有裁量余地。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）及各地表式的执行率计分方法（条文待核对）。

    例：执行率 91.9%，分值 10 分，应得 9.19 分，自评 9.50 分。

    怎么改：按执行率×分值改正得分；执行率超过 100% 的得满分。
    """
    execution = case.sheet.execution
    total = case.fund(FundRole.TOTAL)
    if total is None or execution.deserved is None or execution.points is None:
        yield Undecidable(execution.method if execution.rate is None else "执行率一行没有分值")
        return
    if execution.claimed is None:
        yield Undecidable("执行率一行没有得分")
        return
    allowed = tolerance(case, execution.points)
    if abs(execution.difference or ZERO) <= allowed or execution.claimed > execution.points:
        return
    printed = number_in(total.rate)
    if printed is not None and execution.rate is not None and not _same_rate(printed, total.rate, execution.rate):
        follows = abs(execution.claimed - min(_fraction(printed, total.rate), Decimal(1)) * execution.points) <= allowed
        if follows:
            return  # the wrong rate is the cause, and S101 says so
    other = execution.other_rule
    steps = Formula.EXECUTION_STEPS in case.words("execution.formula")
    deserved = in_words(execution.deserved)
    if steps and execution.deserved.low != execution.deserved.high:
        deserved = f"{plain(execution.deserved.low)}（项目未完成）或 {plain(execution.deserved.high)}（项目已完成）"
    yield found(
        execution_score_wrong,
        case,
        f"执行率 {percent(execution.rate or ZERO)}，分值 {plain(execution.points)} 分，应得 {deserved} 分，"
        f"自评 {plain(execution.claimed)} 分{told(other)}。",
        ASK if other else f"请按{'执行率分档' if steps else '执行率×分值'}改正执行得分，总分随之改正。",
        Facts(
            cells=(total.score,),
            claimed=execution.claimed,
            expected=execution.deserved.high,
            effect=None if other else abs(execution.difference or ZERO),
            severity=Severity.INFO if other else None,
        ),
    )
