"""S111, S112: how the points are spread."""

from collections.abc import Iterator
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.score import Outcome
from auditor.rules.registry import Facts, NotApplicable, Result, Undecidable, found, listed, percent, plain, rule
from auditor.rules.scores.printed import ZERO, members_of, number_in

_LEVEL = "level."


@rule(
    "S111",
    "weights-unusual",
    "一级指标权重与常用权重不同",
    Severity.INFO,
    Section.INDICATORS,
    parameters=("level.产出指标", "level.效益指标", "level.满意度指标", "execution.points"),
)
def weights_unusual(case: Case) -> Iterator[Result]:
    """查什么：各一级指标的权重是否与规则集的常用权重一致。

    为什么：权重可按项目特点调整，但应随预算批复确定，年中不得改。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）的权重设置：执行率10、产出50、效益30、满意度10，特殊情况可调整（条文待核对）。

    例：产出40、效益50、满意度0。

    怎么改：权重经批复的无需修改；否则按批复改正。
    """
    usual = {
        k.removeprefix(_LEVEL): _admitted(p.value) for k, p in case.book.parameters.items() if k.startswith(_LEVEL)
    }
    execution, usual_execution = case.sheet.execution.points, case.number("execution.points")
    parts = []
    if execution is not None and execution != usual_execution:
        parts.append(f"预算执行率{plain(execution)}分（常用{plain(usual_execution)}分）")
    if not usual and not parts:
        yield NotApplicable("规则集不规定一级指标的权重")
        return
    actual: dict[str, Decimal] = {}
    for group in case.form.groups:
        points = number_in(group.points)
        if points is not None and group.level1:
            actual[group.level1] = actual.get(group.level1, ZERO) + points
    if not actual and not parts:
        yield Undecidable("没有分值")
        return
    different = [
        (name, points, usual[name]) for name, points in actual.items() if name in usual and points not in usual[name]
    ]
    missing = [name for name in usual if actual and name not in actual and ZERO not in usual[name]]
    parts += [f"{name}{plain(points)}分（常用{_either(was)}分）" for name, points, was in different]
    parts += [f"没有{name}（常用{_either(usual[name])}分）" for name in missing]
    if not parts:
        return
    yield found(
        weights_unusual,
        case,
        "权重与常用权重不同：" + "、".join(parts) + "。",
        "权重经预算批复的无需修改，否则请按批复改正。",
        Facts(),
    )


def _admitted(value: object) -> tuple[Decimal, ...]:
    """The weights that a rule set admits for a class, the usual one first."""
    return tuple(v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, Decimal))


def _either(weights: tuple[Decimal, ...]) -> str:
    return "或".join(plain(w) for w in weights if w or len(weights) == 1)


@rule(
    "S112",
    "indicator-dominates",
    "单个指标权重过大",
    Severity.WARNING,
    Section.INDICATORS,
    parameters=("dominant.share", "total.points"),
)
def indicator_dominates(case: Case) -> Iterator[Result]:
    """查什么：是否有单个指标的分值超过总分值的 40%。

    为什么：一个指标定成败，其他指标就失去意义，复核时会要求重设权重。

    依据：绩效自评复核的通行做法，由本工具约定上限。

    例：一个数量指标占 42 分。

    怎么改：把分值分到能反映产出和效果的其他指标上；权重已批复的，在下年度调整。
    """
    whole = case.number("total.points")
    limit = case.number("dominant.share") * whole
    if case.form.lacks("points"):
        yield NotApplicable("表式不设各行分值")
        return
    for group in case.form.groups:
        points = number_in(group.points)
        if points is None:
            continue
        counted = [i for i in members_of(case, group) if case.rows[i.id].outcome is not Outcome.NOT_APPLICABLE]
        if len(counted) == 1 and points > limit:
            yield found(
                indicator_dominates,
                case,
                f"{listed(case, counted)}一项占 {plain(points)} 分，超过总分值的 {percent(case.number('dominant.share'))}。",
                "请把分值分到能反映产出和效果的其他指标；权重已批复的，请在下年度调整。",
                Facts(indicators=tuple(counted), cells=(group.points,), claimed=points, expected=f"≤{plain(limit)}"),
            )
