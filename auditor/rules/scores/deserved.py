"""S106 to S109: each score against what its row deserves."""

from collections.abc import Iterator
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Cell, FundRole, Indicator
from auditor.model.score import GroupScore, IndicatorScore, Interval, Outcome
from auditor.rules.registry import Facts, NotApplicable, Result, Undecidable, found, percent, plain, rule, where
from auditor.rules.scores.printed import (
    ASK,
    HUNDRED,
    ZERO,
    claimed_or_weighted,
    coefficient_gap,
    in_words,
    levels_of,
    members_of,
    number_in,
    place_of,
    told,
    tolerance,
    weighs,
)


@rule("S106", "score-above-points", "得分超出分值", Severity.ERROR, Section.INDICATORS)
def score_above_points(case: Case) -> Iterator[Result]:
    """查什么：得分是否大于分值，或小于 0。

    为什么：得分的上限是分值，没有加分项；各行不列分值的表，以一级指标注明的分值为上限。

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
        (place_of(case, g), number_in(g.points), number_in(g.score), tuple(members_of(case, g)), g.score)
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
    for level in levels_of(case):
        if level.claimed is not None and level.claimed > level.points:
            yield found(
                score_above_points,
                case,
                f"{level.name}注明 {plain(level.points)} 分，其下得分合计 {plain(level.claimed)} 分。",
                "请改正得分，合计不超过注明的分值。",
                Facts(
                    cells=tuple(g.score for g in level.groups),
                    claimed=level.claimed,
                    expected=level.points,
                    effect=level.claimed - level.points,
                ),
            )


def _short(case: Case, group: GroupScore) -> list[Indicator]:
    return [case.indicators[r.indicator] for r in group.indicators if r.outcome is Outcome.SHORT]


def is_late(row: IndicatorScore) -> bool:
    """Whether a row missed its deadline: it may not have full marks, but no rule says what it loses."""
    return row.outcome is Outcome.SHORT and row.method.startswith("未按期限")


def tiered(group: GroupScore) -> bool:
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
    """查什么：按指标值和实际完成值重算应得分，自评得分是否高出；几项合用一个得分的，按等权测算，未完成而得满分的一律指出。各行不列分值的，看一级指标是否全部得满分；列得分系数的，看系数与完成率、得分与权重×系数是否相符。得分恰为别处认可的另一种算法所得的，只提示。

    为什么：未完成仍得满分，是退表最多的一类问题。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）的定量指标计分；反向指标认可两种通行公式，有一种对得上即不算错（条文待核对）。

    例：指标值≥40站，实际37站，分值5分，应得 37÷40×5＝4.63 分，自评 5 分。

    怎么改：按应得分改正；几项合用一个得分而权重不等的，注明各项权重后重算。
    """
    undecided = []
    for group in case.sheet.groups:
        off = coefficient_gap(case, group)
        if off is not None and off > ZERO:
            yield found(score_above_deserved, case, *_off_coefficient(case, group, off))
            continue
        points, claimed, deserved = group.points, claimed_or_weighted(case, group), group.deserved
        if points is None or claimed is None or deserved is None or claimed > points or tiered(group):
            continue
        short = _short(case, group)
        shared = len(group.indicators) > 1
        if not short:
            if claimed > deserved.high:
                yield found(score_above_deserved, case, *_capped(case, group, claimed, deserved))
            elif any(r.outcome is Outcome.UNDECIDED for r in group.indicators):
                undecided.append(group.group)
            continue
        late = all(is_late(case.rows[i.id]) for i in short)
        allowed = ZERO if late and not shared else tolerance(case, points)
        full = claimed == points and (shared or claimed > deserved.high)  # no rounding makes a missed target full
        if claimed <= deserved.high + allowed and not full:
            continue
        other = group.other_rule
        advice = f"请将得分改为{'不高于' if shared else ''} {plain(deserved.high)} 分，总分随之改正。"
        if late:
            advice = f"请按本地规定扣分，将得分改为低于 {plain(points)} 分，总分随之改正。"
        yield found(
            score_above_deserved,
            case,
            _above(case, group, short, points, claimed, deserved),
            ASK if other else advice,
            Facts(
                indicators=tuple(short),
                cells=(case.groups[group.group].score, *(c for i in short for c in (i.actual, i.coefficient))),
                claimed=claimed,
                expected=f"<{plain(points)}" if late else deserved.high,
                effect=None if late or other else claimed - deserved.high,
                severity=Severity.INFO if other else None,
            ),
        )
    yield from _full_levels(case)
    if undecided:
        yield Undecidable(f"{len(undecided)}组指标的指标值与实际完成值不能比较")


def _capped(case: Case, group: GroupScore, claimed: Decimal, deserved: Interval) -> tuple[str, str, Facts]:
    """A class in which nothing is filled in, and that has more than it may."""
    members = tuple(members_of(case, case.groups[group.group]))
    return (
        f"{case.groups[group.group].level2}：{group.method}，自评 {plain(claimed)} 分。",
        f"请补报指标，或将得分改为不高于 {plain(deserved.high)} 分。",
        Facts(
            indicators=members,
            cells=(case.groups[group.group].score,),
            claimed=claimed,
            expected=deserved.high,
            effect=claimed - deserved.high,
        ),
    )


def _full_levels(case: Case) -> Iterator[Result]:
    """Rows without points: where a whole level has full marks, a row of it that missed its target has them too."""
    for level in levels_of(case):
        if level.claimed != level.points:
            continue
        rows = [r for g in level.groups for i in g.indicators if (r := case.rows[i]).outcome is Outcome.SHORT]
        short = [case.indicators[r.indicator] for r in rows]
        if short:
            first = short[0]
            others = f"等{len(short)}项" if len(short) > 1 else ""
            yield found(
                score_above_deserved,
                case,
                f"{level.name}{plain(level.points)}分全部得满分，其中“{first.name.text}”{others}未达指标值"
                f"（指标值{first.target.text}，实际{first.actual.text}）。",
                "请按完成情况扣分，总分随之改正。",
                Facts(
                    indicators=tuple(short),
                    cells=tuple(c for i in short for c in (i.actual, case.groups[i.group].score)),
                    claimed=level.claimed,
                    expected=f"<{plain(level.points)}",
                ),
            )


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
        return f"{where(first)}：{facts}，" + (
            f"{row.method}；自评 {plain(claimed)} 分{full}。"
            if is_late(row)
            else f"应得 {in_words(deserved)} 分，{_weighted(case, group)}自评 {plain(claimed)} 分{full}{told(group.other_rule)}。"
        )
    others = f"等{len(short)}项" if len(short) > 1 else ""
    most = f"按等权测算至多 {plain(deserved.high)} 分，"
    if all(is_late(case.rows[i.id]) for i in short):
        most = f"{row.method}；"
    return (
        f"{case.groups[group.group].level2}共{len(group.indicators)}项合占{plain(points)}分，其中“{first.name.text}”{others}未达指标值（{facts}），"
        f"{most}自评 {plain(claimed)} 分{full}。"
    )


def _weighted(case: Case, group: GroupScore) -> str:
    """The coefficient that a row prints, to stand before its score."""
    coefficient = group.indicators[0].coefficient
    return f"表列得分系数 {percent(coefficient)}，" if coefficient is not None and weighs(case) else ""


def _off_coefficient(case: Case, group: GroupScore, off: Decimal) -> tuple[str, str, Facts]:
    """A score that is not the product that the form itself asks for."""
    indicator = case.indicators[group.indicators[0].indicator]
    coefficient, points, claimed = group.indicators[0].coefficient or ZERO, group.points or ZERO, group.claimed or ZERO
    return (
        f"{where(indicator)}：权重 {plain(points)} 分，得分系数 {percent(coefficient)}，应为 {plain(claimed - off)} 分，自评 {plain(claimed)} 分。",
        "请核对得分系数，按权重×得分系数改正得分，总分随之改正。",
        Facts(
            indicators=(indicator,),
            cells=(case.groups[group.group].score, indicator.coefficient),
            claimed=claimed,
            expected=claimed - off,
            effect=max(ZERO, off),
            severity=Severity.ERROR,
        ),
    )


@rule(
    "S108", "score-below-deserved", "得分低于应得分", Severity.INFO, Section.INDICATORS, parameters=("higher.formulas",)
)
def score_below_deserved(case: Case) -> Iterator[Result]:
    """查什么：已达到指标值而自评得分低于应得分，或未达指标值而扣分多于公式；列得分系数的，得分低于权重×系数的算错。

    为什么：自行扣分不算错，但通常说明得分算错，或有没写出来的问题。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）的定量指标计分（条文待核对）。

    例：指标值≥10000平方米，实际12000平方米，分值2分，自评1.5分。

    怎么改：核对得分；确属主动扣分的，在偏差栏写明理由。
    """
    for group in case.sheet.groups:
        off = coefficient_gap(case, group)
        if off is not None:
            if off < ZERO:
                yield found(score_below_deserved, case, *_off_coefficient(case, group, off))
            continue
        points, claimed, deserved = group.points, group.claimed, group.deserved
        if points is None or claimed is None or deserved is None or claimed < ZERO or tiered(group):
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
            f"{place}：{facts}应得 {in_words(deserved)} 分，自评 {plain(claimed)} 分{told(group.other_rule)}。",
            ASK if group.other_rule else "请核对得分；主动扣分的，请写明理由。",
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
        if not tiered(group) or group.points is None or group.claimed is None or group.deserved is None:
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
            f"{where(member)}：实际完成值“{member.actual.text}”，分值 {plain(group.points)} 分，应在 {in_words(group.deserved)} 分之间，"
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
