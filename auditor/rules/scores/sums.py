"""S103 to S105, S110: points, labels, total and grade against what they sum up."""

from collections.abc import Iterator

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.rules.registry import Facts, NotApplicable, Result, Undecidable, found, plain, rule
from auditor.rules.scores.printed import ZERO, is_not_applicable, number_in


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
    lacking = case.form.lacks("points")
    if total.sum_of_points is None or case.sheet.execution.points is None:
        none = lacking and not any(level.points for level in case.form.level1)
        yield NotApplicable("表式不设各行分值") if none else Undecidable("分值不全，不能合计")
        return
    missing = [
        g
        for g in case.form.groups
        if number_in(g.points) is None and not is_not_applicable(case, g) and not case.is_part(g)
    ]
    if missing and not lacking:
        yield Undecidable(f"{len(missing)}组指标没有分值，不能合计")
        return
    whole = case.number("total.points")
    printed = total.points
    if total.sum_of_points == whole and printed in (None, whole):
        return
    by_level = dict.fromkeys((g.level1 for g in case.form.groups), ZERO)
    for group in case.form.groups:
        by_level[group.level1] += number_in(group.points) or ZERO
    if lacking:
        by_level = {level.name: level.points or ZERO for level in case.form.level1 if level.name in by_level}
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
        f"请核对各项分值，使合计等于{plain(whole)}分。",
        Facts(
            severity=None if "是" in case.words("total.enforced") else Severity.WARNING,
            cells=(case.form.total.points,),
            claimed=printed if printed is not None else total.sum_of_points,
            expected=total.sum_of_points if printed is not None and total.sum_of_points != printed else whole,
            effect=abs(total.sum_of_points - whole),
        ),
    )


@rule("S104", "level-points-wrong", "一级指标注明的分值与合计不符", Severity.WARNING, Section.INDICATORS)
def level_points_wrong(case: Case) -> Iterator[Result]:
    """查什么：一级指标名称后注明的分值，如“产出指标（50分）”，是否等于其下各项分值之和。

    为什么：权重是随预算批复确定的，注明的与实际的不符，说明年中改过权重或填错。

    依据：表内勾稽关系，由计算直接判定。

    例：效益指标（30分），其下 10＋20＋10＝40 分。

    怎么改：改正一级指标的注明，或改正其下的分值。
    """
    labelled = [level for level in case.form.level1 if level.points is not None]
    if case.form.lacks("points"):
        yield NotApplicable("表式不设各行分值")
        return
    if not labelled:
        yield NotApplicable("一级指标没有注明分值")
        return
    for level in labelled:
        groups = [g for g in case.form.groups if g.level1 == level.name]
        numbers = [n for g in groups if (n := number_in(g.points)) is not None]
        if not numbers or level.points is None:
            continue
        if any(number_in(g.points) is None and not is_not_applicable(case, g) and not case.is_part(g) for g in groups):
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
    scored = case.form.lacks("points")
    missing = [
        g
        for g in case.form.groups
        if number_in(g.score) is None
        and (number_in(g.points) is not None or (scored and not is_not_applicable(case, g) and not case.is_part(g)))
    ]
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
    names = case.words("grade.names")
    if not any(_is(printed.text, name) for name in names):
        yield Undecidable(f"等级“{printed.text}”不是规则集 {case.book.id} 的等级用语（{'、'.join(names)}）")
        return
    if not _is(printed.text, total.grade):
        yield found(
            grade_wrong,
            case,
            f"总分 {plain(total.claimed)} 分对应等级“{total.grade}”，表列“{printed.text}”。",
            "请按总分改正等级。",
            Facts(cells=(printed,), claimed=printed.text, expected=total.grade),
        )


def _is(printed: str, name: str) -> bool:
    """Whether a printed grade is one of the rule set's words: 优秀 is 优, 较差 is 差."""
    return printed.startswith(name) or name.startswith(printed) or printed.removeprefix("较") == name
