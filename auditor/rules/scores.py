"""S 分值与得分: every score recomputed, every sum checked."""

from collections.abc import Iterator
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Cell, CellKind, FundRole, Group, Indicator
from auditor.model.score import GroupScore, Interval, Outcome
from auditor.rules.registry import Facts, NotApplicable, Result, Undecidable, found, listed, percent, plain, rule, where

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def _number(cell: Cell | None) -> Decimal | None:
    return cell.value if cell is not None and cell.kind is CellKind.NUMBER else None


def tolerance(case: Case, points: Decimal) -> Decimal:
    """How far a printed score may lie from the recomputed one: rounding is no error."""
    return max(case.number("score.tolerance"), case.number("score.tolerance_share") * points)


def _span(interval: Interval) -> str:
    return plain(interval.high) if interval.low == interval.high else f"{plain(interval.low)}至{plain(interval.high)}"


def _members(case: Case, group: Group) -> list[Indicator]:
    return [case.indicators[i] for i in group.indicators]


def _place(case: Case, group: Group) -> str:
    """A group named by its indicator, or by its block."""
    members = _members(case, group)
    return where(members[0]) if len(members) == 1 else f"{group.level2}（{len(members)}项合用一个得分）"


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
    printed = _number(total.rate)
    if printed is None:
        yield Undecidable("执行率一格没有数")
        return
    if _same_rate(printed, total.rate, rate):
        return
    initial, executed = _number(total.initial_budget), _number(total.executed)
    hint = ""
    if (
        initial
        and executed is not None
        and initial != _number(total.annual_budget)
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
        follow = f"；执行得分 {plain(claimed)} 随之有误，应为 {_span(deserved)} 分"
    yield found(
        execution_rate_wrong,
        case,
        f"执行率应为 {plain(executed or ZERO)}÷{plain(_number(total.annual_budget) or ZERO)}＝{percent(rate)}，表列 {total.rate.text}{hint}{follow}。",
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
    return printed if cell.unit is None and printed <= 1 else printed.scaleb(-2)


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
    """查什么：执行得分是否等于执行率×分值，认可四舍五入、截尾和按所示执行率计算。

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
    low, high = execution.deserved.low, execution.deserved.high
    allowed = tolerance(case, execution.points)
    if low - allowed <= execution.claimed <= high + allowed or execution.claimed > execution.points:
        return
    printed = _number(total.rate)
    if printed is not None and execution.rate is not None and not _same_rate(printed, total.rate, execution.rate):
        follows = abs(execution.claimed - min(_fraction(printed, total.rate), Decimal(1)) * execution.points) <= allowed
        if follows:
            return  # the wrong rate is the cause, and S101 says so
    yield found(
        execution_score_wrong,
        case,
        f"执行率 {percent(execution.rate or ZERO)}，分值 {plain(execution.points)} 分，应得 {_span(execution.deserved)} 分，"
        f"自评 {plain(execution.claimed)} 分。",
        "请按执行率×分值改正执行得分，总分随之改正。",
        Facts(cells=(total.score,), claimed=execution.claimed, expected=high, effect=abs(execution.difference or ZERO)),
    )


@rule(
    "S103",
    "points-do-not-sum-to-100",
    "分值合计不等于100",
    Severity.ERROR,
    Section.TOTALS,
    parameters=("total.points",),
)
def points_do_not_sum(case: Case) -> Iterator[Result]:
    """查什么：执行率分值与各指标分值之和（合用的分值只计一次）是否等于 100，是否等于表列合计。

    为什么：分值不是 100，总分和等级就没有可比性。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）：满分 100 分（条文待核对）。

    例：10＋53＋30＋10＝103，表列 100。

    怎么改：核对各项分值，按批复的权重改正。
    """
    total = case.sheet.total
    if total.sum_of_points is None or case.sheet.execution.points is None:
        yield Undecidable("分值不全，不能合计")
        return
    missing = [g for g in case.form.groups if _number(g.points) is None and not _is_not_applicable(case, g)]
    if missing:
        yield Undecidable(f"{len(missing)}组指标没有分值，不能合计")
        return
    whole = case.number("total.points")
    printed = total.points
    if total.sum_of_points == whole and printed in (None, whole):
        return
    by_level: dict[str, Decimal] = {}
    for group in case.form.groups:
        by_level[group.level1] = by_level.get(group.level1, ZERO) + (_number(group.points) or ZERO)
    terms = "＋".join(
        [
            f"执行率{plain(case.sheet.execution.points)}",
            *(f"{level.removesuffix('指标')}{plain(p)}" for level, p in by_level.items()),
        ]
    )
    shown = f"，表列 {plain(printed)}" if printed is not None else ""
    yield found(
        points_do_not_sum,
        case,
        f"分值合计 {terms}＝{plain(total.sum_of_points)}{shown}，应为 {plain(whole)}。",
        "请核对各项分值，使合计等于100分。",
        Facts(
            cells=(case.form.total.points,),
            claimed=printed if printed is not None else total.sum_of_points,
            expected=total.sum_of_points if printed is not None and total.sum_of_points != printed else whole,
            effect=abs(total.sum_of_points - whole),
        ),
    )


def _is_not_applicable(case: Case, group: Group) -> bool:
    return all(case.rows[i].outcome is Outcome.NOT_APPLICABLE for i in group.indicators)


@rule("S104", "level-points-wrong", "一级指标注明的分值与合计不符", Severity.WARNING, Section.INDICATORS)
def level_points_wrong(case: Case) -> Iterator[Result]:
    """查什么：一级指标名称后注明的分值，如“产出指标（50分）”，是否等于其下各项分值之和。

    为什么：权重是随预算批复确定的，注明的与实际的不符，说明年中改过权重或填错。

    依据：表内勾稽关系，由计算直接判定。

    例：效益指标（30分），其下 10＋20＋10＝40 分。

    怎么改：改正一级指标的注明，或改正其下的分值。
    """
    labelled = [level for level in case.form.level1 if level.points is not None]
    if not labelled:
        yield NotApplicable("一级指标没有注明分值")
        return
    for level in labelled:
        groups = [g for g in case.form.groups if g.level1 == level.name]
        numbers = [n for g in groups if (n := _number(g.points)) is not None]
        if not numbers or level.points is None:
            continue
        if any(_number(g.points) is None and not _is_not_applicable(case, g) for g in groups):
            yield Undecidable(f"{level.name}有指标没有分值")
            continue
        if sum(numbers, ZERO) != level.points:
            terms = "＋".join(plain(n) for n in numbers)
            shown = f"{terms}＝" if len(numbers) > 1 else ""
            yield found(
                level_points_wrong,
                case,
                f"{level.name}注明 {plain(level.points)} 分，其下各项分值合计 {shown}{plain(sum(numbers, ZERO))} 分。",
                "请核对权重，改正注明的分值或其下的分值。",
                Facts(claimed=level.points, expected=sum(numbers, ZERO), spans=level.spans),
            )


@rule(
    "S105",
    "total-score-wrong",
    "总分与各项得分之和不符",
    Severity.ERROR,
    Section.TOTALS,
    parameters=("score.tolerance",),
)
def total_score_wrong(case: Case) -> Iterator[Result]:
    """查什么：执行得分与各项得分之和（合用的得分只计一次）是否等于表列总分。

    为什么：总分是评定等级的依据。

    依据：表内勾稽关系，由计算直接判定。

    例：各项得分合计 99.00 分，表列总分 98.00 分。

    怎么改：改正总分，或改正填错的一项得分。
    """
    total = case.sheet.total
    if total.claimed is None or total.sum_of_claimed is None:
        yield Undecidable("没有总分或没有各项得分")
        return
    missing = [g for g in case.form.groups if _number(g.score) is None and _number(g.points) is not None]
    if missing or case.sheet.execution.claimed is None:
        yield Undecidable("有的得分为空，不能合计")
        return
    if abs(total.claimed - total.sum_of_claimed) <= case.number("score.tolerance"):
        return
    yield found(
        total_score_wrong,
        case,
        f"各项得分合计 {plain(total.sum_of_claimed)} 分，表列总分 {plain(total.claimed)} 分，相差 {plain(abs(total.claimed - total.sum_of_claimed))} 分。",
        "请改正总分，或改正填错的一项得分。",
        Facts(
            cells=(case.form.total.score,),
            claimed=total.claimed,
            expected=total.sum_of_claimed,
            effect=abs(total.claimed - total.sum_of_claimed),
        ),
    )


@rule("S106", "score-above-points", "得分超出分值", Severity.ERROR, Section.INDICATORS)
def score_above_points(case: Case) -> Iterator[Result]:
    """查什么：得分是否大于分值，或小于 0。

    为什么：得分的上限是分值，没有加分项。

    依据：表内勾稽关系，由计算直接判定。

    例：分值 3 分，得分 3.5 分。

    怎么改：改正得分，最高不超过分值。
    """
    execution = case.sheet.execution
    total = case.fund(FundRole.TOTAL)
    pairs: list[tuple[str, Decimal | None, Decimal | None, tuple[Indicator, ...], Cell | None]] = []
    if total is not None:
        pairs.append(("预算执行率", execution.points, execution.claimed, (), total.score))
    pairs += [
        (_place(case, g), _number(g.points), _number(g.score), tuple(_members(case, g)), g.score)
        for g in case.form.groups
    ]
    for place, points, claimed, members, cell in pairs:
        if points is None or claimed is None or ZERO <= claimed <= points:
            continue
        what = (
            f"得分 {plain(claimed)} 分大于分值 {plain(points)} 分"
            if claimed > points
            else f"得分 {plain(claimed)} 分是负数"
        )
        yield found(
            score_above_points,
            case,
            f"{place}：{what}。",
            "请改正得分，最低0分，最高不超过分值。",
            Facts(
                indicators=members,
                cells=(cell,),
                claimed=claimed,
                expected=points if claimed > points else ZERO,
                effect=claimed - points if claimed > points else -claimed,
                section=Section.INDICATORS if members else Section.FUNDS,
            ),
        )


def _short(case: Case, group: GroupScore) -> list[Indicator]:
    return [case.indicators[r.indicator] for r in group.indicators if r.outcome is Outcome.SHORT]


def _tiered(group: GroupScore) -> bool:
    """Whether the group is one qualitative indicator whose actual value names a tier."""
    return (
        len(group.indicators) == 1
        and group.indicators[0].method.startswith("定性指标：")
        and group.indicators[0].outcome is Outcome.SHORT
    )


@rule(
    "S107",
    "score-above-deserved",
    "得分高于应得分",
    Severity.ERROR,
    Section.INDICATORS,
    parameters=("higher.formulas", "lower.formulas"),
)
def score_above_deserved(case: Case) -> Iterator[Result]:
    """查什么：按指标值和实际完成值重算应得分，自评得分是否高出；几项合用一个得分的，按等权测算，未完成而得满分的一律指出。

    为什么：未完成仍得满分，是退表最多的一类问题。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）的定量指标计分；反向指标认可两种通行公式，有一种对得上即不算错（条文待核对）。

    例：指标值≥40站，实际37站，分值5分，应得 37÷40×5＝4.63 分，自评 5 分。

    怎么改：按应得分改正；几项合用一个得分而权重不等的，注明各项权重后重算。
    """
    undecided = []
    for group in case.sheet.groups:
        points, claimed, deserved = group.points, group.claimed, group.deserved
        if points is None or claimed is None or deserved is None or claimed > points or _tiered(group):
            continue
        short = _short(case, group)
        shared = len(group.indicators) > 1
        if not short:
            if any(r.outcome is Outcome.UNDECIDED for r in group.indicators):
                undecided.append(group.group)
            continue
        late = [r for r in group.indicators if r.outcome is Outcome.SHORT and r.method.startswith("未按期限")]
        allowed = ZERO if late and not shared else tolerance(case, points)
        if claimed <= deserved.high + allowed and not (shared and claimed == points):
            continue
        yield found(
            score_above_deserved,
            case,
            _above(case, group, short, points, claimed, deserved),
            f"逾期完成不得满分，请将得分改为低于 {plain(points)} 分，总分随之改正。"
            if late and not shared
            else f"请将得分改为{'不高于' if shared else ''} {plain(deserved.high)} 分，总分随之改正。",
            Facts(
                indicators=tuple(short),
                cells=(case.groups[group.group].score, *(i.actual for i in short)),
                claimed=claimed,
                expected=deserved.high,
                effect=claimed - deserved.high,
            ),
        )
    if undecided:
        yield Undecidable(f"{len(undecided)}组指标的指标值与实际完成值不能比较")


def _above(
    case: Case, group: GroupScore, short: list[Indicator], points: Decimal, claimed: Decimal, deserved: Interval
) -> str:
    first = short[0]
    row = case.rows[first.id]
    full = "（满分）" if claimed == points else ""
    facts = f"指标值{first.target.text}，实际{first.actual.text}"
    if row.completion is not None:
        facts += f"，完成率{percent(row.completion)}"
    if len(group.indicators) == 1:
        late = row.method.startswith("未按期限")
        return f"{where(first)}：{facts}，" + (
            f"未按期限完成，自评 {plain(claimed)} 分{full}。"
            if late
            else f"应得 {_span(deserved)} 分，自评 {plain(claimed)} 分{full}。"
        )
    others = f"等{len(short)}项" if len(short) > 1 else ""
    return (
        f"{case.groups[group.group].level2}共{len(group.indicators)}项合占{plain(points)}分，其中“{first.name.text}”{others}未达指标值（{facts}），"
        f"按等权测算至多 {plain(deserved.high)} 分，自评 {plain(claimed)} 分{full}。"
    )


@rule(
    "S108", "score-below-deserved", "得分低于应得分", Severity.INFO, Section.INDICATORS, parameters=("higher.formulas",)
)
def score_below_deserved(case: Case) -> Iterator[Result]:
    """查什么：已达到指标值而自评得分低于应得分，或未达指标值而扣分多于公式。

    为什么：自行扣分不算错，但通常说明得分算错，或有没写出来的问题。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）的定量指标计分（条文待核对）。

    例：指标值≥10000平方米，实际12000平方米，分值2分，自评1.5分。

    怎么改：核对得分；确属主动扣分的，在偏差栏写明理由。
    """
    for group in case.sheet.groups:
        points, claimed, deserved = group.points, group.claimed, group.deserved
        if points is None or claimed is None or deserved is None or claimed < ZERO or _tiered(group):
            continue
        if claimed >= deserved.low - tolerance(case, points):
            continue
        members = [case.indicators[r.indicator] for r in group.indicators]
        place = (
            where(members[0])
            if len(members) == 1
            else f"{case.groups[group.group].level2}（{len(members)}项合用一个得分）"
        )
        facts = f"指标值{members[0].target.text}，实际{members[0].actual.text}，" if len(members) == 1 else ""
        yield found(
            score_below_deserved,
            case,
            f"{place}：{facts}应得 {_span(deserved)} 分，自评 {plain(claimed)} 分。",
            "请核对得分；主动扣分的，请写明理由。",
            Facts(
                indicators=tuple(members),
                cells=(case.groups[group.group].score,),
                claimed=claimed,
                expected=deserved.low,
            ),
        )


@rule(
    "S109",
    "score-outside-tier",
    "定性指标得分不在所填档次内",
    Severity.ERROR,
    Section.INDICATORS,
    parameters=("tier.reached", "tier.partly"),
)
def score_outside_tier(case: Case) -> Iterator[Result]:
    """查什么：实际完成值写明“部分达成”“未达成”的定性指标，得分是否落在该档的区间内。

    为什么：定性指标分三档计分，档次和得分必须对应。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）的定性指标计分：达成 80%—100%，部分达成 60%—80%（不含），未达成 0—60%（不含）（条文待核对）。

    例：实际完成值“部分达成年度指标并具有一定效果”，分值8分，应得4.8分至不足6.4分，自评8分。

    怎么改：按所填档次改正得分，或改正档次。
    """
    seen = False
    for group in case.sheet.groups:
        if not _tiered(group) or group.points is None or group.claimed is None or group.deserved is None:
            continue
        seen = True
        if group.claimed > group.points:
            continue
        allowed = case.number("score.step")
        if group.deserved.low - allowed <= group.claimed <= group.deserved.high + allowed / HUNDRED:
            continue
        member = case.indicators[group.indicators[0].indicator]
        yield found(
            score_outside_tier,
            case,
            f"{where(member)}：实际完成值“{member.actual.text}”，分值 {plain(group.points)} 分，应在 {_span(group.deserved)} 分之间，"
            f"自评 {plain(group.claimed)} 分。",
            "请按所填档次改正得分，或改正档次。",
            Facts(
                indicators=(member,),
                cells=(case.groups[group.group].score, member.actual),
                claimed=group.claimed,
                expected=group.deserved.high if group.claimed > group.deserved.high else group.deserved.low,
                effect=max(ZERO, group.claimed - group.deserved.high),
            ),
        )
    if not seen:
        yield NotApplicable("没有写明档次的定性指标")


@rule(
    "S110", "grade-wrong", "等级与总分不符", Severity.ERROR, Section.TOTALS, parameters=("grade.floors", "grade.names")
)
def grade_wrong(case: Case) -> Iterator[Result]:
    """查什么：自评等级是否与总分对应。

    为什么：等级是结果应用的依据。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）：优≥90，良80—90，中60—80，差＜60（各地有不同分档的，以所用规则集为准）（条文待核对）。

    例：总分 88.6 分，等级填“优”。

    怎么改：按总分改正等级。
    """
    printed = case.form.total.grade
    if printed is None or not printed.text:
        yield NotApplicable("表上没有等级")
        return
    total = case.sheet.total
    if total.claimed is None or total.grade is None:
        yield Undecidable("没有总分")
        return
    if printed.text[:1] != total.grade[:1] and not (printed.text.startswith("较差") and total.grade == "差"):
        yield found(
            grade_wrong,
            case,
            f"总分 {plain(total.claimed)} 分对应等级“{total.grade}”，表列“{printed.text}”。",
            "请按总分改正等级。",
            Facts(cells=(printed,), claimed=printed.text, expected=total.grade),
        )


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
    actual: dict[str, Decimal] = {}
    for group in case.form.groups:
        points = _number(group.points)
        if points is not None and group.level1:
            actual[group.level1] = actual.get(group.level1, ZERO) + points
    if not actual:
        yield Undecidable("没有分值")
        return
    usual = {k.removeprefix("level."): p.value for k, p in case.book.parameters.items() if k.startswith("level.")}
    different = [
        (name, points, usual[name]) for name, points in actual.items() if name in usual and usual[name] != points
    ]
    missing = [name for name in usual if name not in actual]
    if not different and not missing:
        return
    parts = [f"{name}{plain(points)}分（常用{plain(Decimal(str(was)))}分）" for name, points, was in different]
    parts += [f"没有{name}（常用{plain(Decimal(str(usual[name])))}分）" for name in missing]
    yield found(
        weights_unusual,
        case,
        "权重与常用权重不同：" + "、".join(parts) + "。",
        "权重经预算批复的无需修改，否则请按批复改正。",
        Facts(),
    )


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
    for group in case.form.groups:
        points = _number(group.points)
        if points is None:
            continue
        counted = [i for i in _members(case, group) if case.rows[i.id].outcome is not Outcome.NOT_APPLICABLE]
        if len(counted) == 1 and points > limit:
            yield found(
                indicator_dominates,
                case,
                f"{listed(counted)}一项占 {plain(points)} 分，超过总分值的 {percent(case.number('dominant.share'))}。",
                "请把分值分到能反映产出和效果的其他指标；权重已批复的，请在下年度调整。",
                Facts(indicators=tuple(counted), cells=(group.points,), claimed=points, expected=f"≤{plain(limit)}"),
            )
