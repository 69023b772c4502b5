"""C904 to C908: the targets beside those of the declaration, and beside those and the results of an earlier year."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from auditor.model.case import Beside, BesideKind, Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Cell, CellKind, Indicator, Operator
from auditor.model.score import Direction
from auditor.numerals import Day, comparable, dimension
from auditor.pairing import Pair, bare, pair
from auditor.rules.registry import Check, Facts, NotApplicable, Result, examples, found, percent, rule, where
from auditor.values import Value, read_value

NOTHING_BESIDE = "没有用 --against 给出本项目的申报表或以前年度的自评表"


class Stand(Enum):
    """How a target stands to an earlier one."""

    SAME = "same"
    EASED = "eased"
    OTHER = "other"


class Change(NamedTuple):
    """A row whose target is not what it was, or is less than what was reached in an earlier year."""

    beside: Beside
    row: Indicator
    target: Cell
    old: Cell
    stand: Stand


def _approved(row: Indicator) -> Cell:
    """The target before an adjustment that the form itself declares."""
    return row.initial_target if row.initial_target is not None and row.initial_target.text else row.target


def _usable(cell: Cell) -> bool:
    return bool(cell.text) and not cell.doubtful and cell.kind is not CellKind.NOT_APPLICABLE


def _ways(*values: Value) -> set[Direction]:
    """Which way is better, as the operators say."""
    ways = {v.operator for v in values}
    up, down = ways & {Operator.AT_LEAST, Operator.ABOVE}, ways & {Operator.AT_MOST, Operator.BELOW}
    return {way for way, there in ((Direction.HIGHER, up), (Direction.LOWER, down)) if there}


def _way(case: Case, row: Indicator, new: Value, old: Value) -> Direction:
    """Which way a row is better: as its operators say where they agree, else as it was scored."""
    ways, scored = _ways(new, old), case.rows.get(row.id)
    return ways.pop() if len(ways) == 1 else (scored.direction if scored and scored.direction else Direction.HIGHER)


def _stands(case: Case, beside: Beside, row: Indicator, now: Cell, before: Cell) -> Stand:
    """How a value to be reached stands to one of an earlier form."""
    new, old = read_value(now.text), read_value(before.text)
    if new.day and old.day:
        due, was = _due(new.day, old.day, (case.year or 0) - (beside.year or case.year or 0))
        return Stand.SAME if due == was else Stand.EASED if due > was else Stand.OTHER
    counted = (CellKind.NUMBER, CellKind.RANGE)
    fits = not new.unit or not old.unit or comparable(new.unit, old.unit) > 0
    if new.kind not in counted or old.kind not in counted or not fits:
        return Stand.SAME if bare(new.text) == bare(old.text) else Stand.OTHER
    way = _way(case, row, new, old)
    one, other = _bound(new, old, way), _bound(old, new, way)
    if one == other:
        return Stand.OTHER if len(_ways(new, old)) > 1 else Stand.SAME
    return Stand.EASED if (one > other) is (way is Direction.LOWER) else Stand.OTHER


def _due(new: Day, old: Day, later: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Two deadlines as they can be compared, the old one moved by the years between the forms."""
    if new.year and old.year:
        return (new.year, *new.first_last[1]), (old.year + later, *old.first_last[1])
    return new.first_last[1], old.first_last[1]


def _bound(value: Value, beside: Value, way: Direction) -> Decimal:
    """What has to be reached; a number without a unit is in that of the other."""
    bound = value.bounds[1 if way is Direction.LOWER else 0]
    return bound if value.unit else bound * dimension(beside.unit)[1]


def _pairs(case: Case, beside: Beside) -> tuple[Pair, ...]:
    return pair(beside.form.indicators, case.applicable)


def _changes(case: Case, kinds: Sequence[BesideKind]) -> Iterator[Change]:
    """The rows whose target differs from that of an earlier form."""
    for beside in (b for b in case.beside if b.kind in kinds):
        for old, row in _pairs(case, beside):
            if old is None or row is None:
                continue
            target = _approved(row) if beside.kind is BesideKind.DECLARATION else row.target
            if _usable(target) and _usable(old.target):
                yield Change(beside, row, target, old.target, _stands(case, beside, row, target, old.target))


def _below(case: Case) -> Iterator[Change]:
    """The rows whose target asks less than was reached in an earlier year; dates are not compared."""
    for beside in (b for b in case.beside if b.kind is BesideKind.PRIOR):
        for old, row in _pairs(case, beside):
            if old is None or row is None or CellKind.DATE in (row.target.kind, old.actual.kind):
                continue
            if _usable(row.target) and _usable(old.actual):
                stand = _stands(case, beside, row, row.target, old.actual)
                if stand is Stand.EASED:
                    yield Change(beside, row, row.target, old.actual, stand)


@rule("C904", "target-changed-after-approval", "指标值与申报的不同", Severity.WARNING, Section.INDICATORS)
def target_changed(case: Case) -> Iterator[Result]:
    """查什么：用 --against 给出绩效目标申报表的，自评表的指标值是否与申报的相同；降低的由 C905 报告，表内另列年初指标值的以年初的为准。

    为什么：绩效目标批复后不得随意改动，自评应当对照批复的指标值。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）以批复的绩效目标为评价依据的要求（条文待核对）。

    例：申报“≥40场”，自评表写“≥45场”。

    怎么改：改回批复的指标值；经批准调整的，附调整批复并在偏差说明中写明。
    """
    if not case.beside:
        yield NotApplicable(NOTHING_BESIDE)
        return
    for change in _changes(case, (BesideKind.DECLARATION,)):
        if change.stand is Stand.OTHER:
            yield found(
                target_changed,
                case,
                f"{where(change.row)}：指标值“{change.target.text}”，申报表为“{change.old.text}”。",
                "请改回批复的指标值；经批准调整的，请附批复并写明。",
                _facts(change),
            )


@rule("C905", "target-lowered", "指标值降低", Severity.WARNING, Section.INDICATORS)
def target_lowered(case: Case) -> Iterator[Result]:
    """查什么：指标值是否比申报表的容易达到；与以前年度自评表相比降低的为提示，低于那一年实际的由 C908 报告。

    为什么：年终把指标值降到实际能达到的数，自评就失去意义。

    依据：财预〔2020〕10号以批复的绩效目标为评价依据的要求（条文待核对）。

    例：申报“≥30人”，自评表写“≥27人”，实际27人，得满分。

    怎么改：改回批复的指标值，按未完成计分并说明原因；经批准调整的附批复。
    """
    if not case.beside:
        yield NotApplicable(NOTHING_BESIDE)
        return
    told = {change.row.id for change in _below(case)}
    for change in _changes(case, tuple(BesideKind)):
        prior = change.beside.kind is BesideKind.PRIOR
        if change.stand is Stand.EASED and not (prior and change.row.id in told):
            yield found(
                target_lowered,
                case,
                f"{where(change.row)}：指标值“{change.target.text}”，比{change.beside.shown}的“{change.old.text}”降低，"
                f"实际完成值“{change.row.actual.text}”。",
                "请说明降低的依据。" if prior else "请改回批复的指标值重新计分；经批准调整的，请附批复并写明。",
                _facts(change, Severity.INFO if prior else None),
            )


@rule("C906", "indicator-dropped", "少了指标", Severity.WARNING, Section.INDICATORS)
def indicator_dropped(case: Case) -> Iterator[Result]:
    """查什么：申报表有而自评表没有的指标；与以前年度自评表相比少了的为提示。

    为什么：完不成的指标常被直接删去。

    依据：财预〔2020〕10号要求对照批复的绩效目标逐项自评（条文待核对）。

    例：申报表有“设备验收合格率”，自评表没有。

    怎么改：补填该项指标并自评；经批准取消的附批复。
    """
    yield from _told_once(case, indicator_dropped, "少了", "请补填这些指标并自评；经批准取消的，请附批复。")


@rule("C907", "indicator-added", "多了指标", Severity.INFO, Section.INDICATORS)
def indicator_added(case: Case) -> Iterator[Result]:
    """查什么：自评表有而申报表、以前年度自评表没有的指标。

    为什么：批复以外的指标不是考核内容，可能用来冲淡没有完成的指标。

    依据：财预〔2020〕10号要求对照批复的绩效目标逐项自评（条文待核对）。

    例：自评表多出“宣传报道篇数”，占5分。

    怎么改：核实是否经批准增加；没有的删去并恢复原分值。
    """
    yield from _told_once(case, indicator_added, "多了", "请核实是否经批准增加。")


def _told_once(case: Case, check: Check, word: str, advice: str) -> Iterator[Result]:
    """The rows that only one of the two forms has, in one finding for each earlier form."""
    if not case.beside:
        yield NotApplicable(NOTHING_BESIDE)
        return
    dropped = check is indicator_dropped
    for beside in case.beside:
        pairs = _pairs(case, beside)
        rows = (
            [p.old for p in pairs if p.old and not p.new] if dropped else [p.new for p in pairs if p.new and not p.old]
        )
        rows = [r for r in rows if r.name.text and r.name.kind is not CellKind.NOT_APPLICABLE]
        if not rows:
            continue
        prior = beside.kind is BesideKind.PRIOR
        names = examples(case, [f"“{r.name.text}”（{r.target.text or '未填指标值'}）" for r in rows], "项")
        yield found(
            check,
            case,
            f"与{beside.shown}相比{word}{len(rows)}项指标：{names}。",
            "请核实。" if prior else advice,
            Facts(
                indicators=() if dropped else tuple(rows),
                cells=() if dropped else tuple(r.name for r in rows),
                expected="、".join(r.name.text for r in rows) if dropped else None,
                severity=Severity.INFO if prior else None,
            ),
        )


@rule(
    "C908",
    "target-below-last-year",
    "指标值低于以前年度实际",
    Severity.WARNING,
    Section.INDICATORS,
    parameters=("over.explain_at",),
)
def target_below_last_year(case: Case) -> Iterator[Result]:
    """查什么：用 --against 给出以前年度自评表的，本年指标值是否低于那一年的实际完成值（越低越好的为高于）；期限不比。

    为什么：指标值低于已经达到的水平，说明定得偏低，完成不说明成绩。

    依据：财预〔2020〕10号对指标值明显偏低的处理；按大幅超额的界线（130%）分警告和提示，为本工具约定（条文待核对）。

    例：上年实际完成86场，本年指标值“≥40场”。

    怎么改：说明任务减少的依据；没有的，下年度按实际水平设定指标值。
    """
    if not any(b.kind is BesideKind.PRIOR for b in case.beside):
        yield NotApplicable(NOTHING_BESIDE)
        return
    slight: dict[str, list[Change]] = {}
    for change in _below(case):
        share = _share(case, change)
        if share is not None and share < case.number("over.explain_at"):
            slight.setdefault(change.beside.shown, []).append(change)
            continue
        done = f"，是指标值的{percent(share)}" if share is not None else ""
        yield found(
            target_below_last_year,
            case,
            f"{where(change.row)}：指标值“{change.target.text}”，"
            f"{change.beside.shown}的实际完成值已为“{change.old.text}”{done}。",
            "请说明指标值低于以前年度实际的依据；没有的，下年度按实际水平设定。",
            _facts(change),
        )
    for shown, changes in slight.items():
        told = examples(case, [f"“{c.row.name.text}”（{c.target.text}，实际{c.old.text}）" for c in changes], "项")
        yield found(
            target_below_last_year,
            case,
            f"{len(changes)}项指标值略低于{shown}的实际完成值：{told}。",
            "请在设定下年度指标值时对照以前年度实际。",
            Facts(
                indicators=tuple(c.row for c in changes),
                cells=tuple(c.target for c in changes),
                expected="、".join(c.old.text for c in changes),
                severity=Severity.INFO,
            ),
        )


def _share(case: Case, change: Change) -> Decimal | None:
    """The result of the earlier year in terms of the target of this one, better being more; None against nothing."""
    target, done = read_value(change.target.text), read_value(change.old.text)
    way = _way(case, change.row, target, done)
    one, other = _bound(target, done, way), _bound(done, target, way)
    above, below = (one, other) if way is Direction.LOWER else (other, one)
    return above / below if below > 0 else None


def _facts(change: Change, severity: Severity | None = None) -> Facts:
    return Facts(
        indicators=(change.row,),
        cells=(change.target,),
        claimed=change.target.text,
        expected=change.old.text,
        severity=severity,
    )
