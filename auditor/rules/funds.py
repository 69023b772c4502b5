"""B 项目资金: the fund block adds up, and what deviates is explained."""

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Cell, CellKind, FundLine, FundRole
from auditor.rules.registry import (
    Facts,
    NotApplicable,
    Result,
    Undecidable,
    cut,
    found,
    no_such_column,
    percent,
    plain,
    rule,
)

ZERO = Decimal(0)
_COLUMNS = (("initial_budget", "年初预算数"), ("annual_budget", "全年预算数"), ("executed", "全年执行数"))
_UNSPENT = re.compile(
    r"未支付|尚未支付|少支|节余|未用完|据实结算|未付|尾款|付款节点|付款条件|结余|结转(?:下年|至|使用|资金)|(?:资金|经费|财政|指标|预算|万元)[^。；]{0,10}收回|收回[^。；]{0,6}(?:资金|经费|指标|预算)|压减|冻结|节约|节支|支付进度|质保金|支付手续|未达到付款|暂缓支付|招标结余|未形成支出|"
    r"(?:下年|次年|跨年|20\d\d年\d*月?)[^，。；]{0,8}支付|执行率[^。]{0,12}(?:低|因|原因)|执行数[^。]{0,12}(?:少|低)"
)
_CHANGED = re.compile(
    r"(?:预算|资金|经费|专款|补助|指标)[^。；]{0,16}(?:调减|调增|调整|追加|核减|核增|压减|缩减|增加|减少|收回|冻结|统筹)|"
    r"(?:调减|调增|追加|核减|压减|压缩|冻结|统筹收回|年中增加|追减|使用上年结转)[^。；]{0,20}(?:预算|资金|经费|补助|支出|专款|补贴|万元|元)|"
    r"(?:收回|收缴|核增|缩减|调出|划转)[^，。；]{0,12}(?:预算|资金|经费|补助|专款|补贴|指标|万元)"
)

_GRANTED = re.compile(r"(?:预算|资金|经费|专款|补助|指标)[^。；]{0,16}下达")
_DELAYED = re.compile(
    r"(?:未能|没能|没有|无法|不能|未及时|来不及|延迟|推迟|延期)[^，。；]{0,10}(?:支付|拨付|兑付|结算|付款|付清)|(?:支付|拨付|兑付)[^，。；]{0,6}(?:滞后|延迟|推迟)"
)
_BECAUSE = re.compile(r"因(?![此而])|由于|受[^，。；]{2,16}影响|原因")
_SUM = re.compile(r"\d\s*[万亿]?元")
_WHEN = re.compile(
    r"(?:下年|次年|明年|20\d\d年|\d{1,2}月|季度|预计|计划)[^，。；]{0,12}(?:支付|拨付|兑付|结算|付款|付清)"
)
_SENTENCE = re.compile(r"[^。；\n]+")
_OF_MONEY = re.compile(r"资金|预算|经费|执行|支付|拨付|支出")


def _amount(cell: Cell) -> Decimal | None:
    return cell.value if cell.kind is CellKind.NUMBER else None


def _unit(case: Case) -> str:
    return case.form.currency or ""


@rule("B201", "funds-do-not-add-up", "资金分项之和与总额不符", Severity.ERROR, Section.FUNDS)
def funds_do_not_add_up(case: Case) -> Iterator[Result]:
    """查什么：当年财政拨款、上年结转资金、其他资金之和，是否等于年度资金总额，逐列核对。

    为什么：资金口径是执行率和执行得分的基础，分项与总额不符，说明至少有一个数填错。

    依据：表内勾稽关系（年度资金总额＝当年财政拨款＋上年结转资金＋其他资金），由计算直接判定。

    例：全年执行数一列，分项 146.20＋0＋0＝146.20，总额填 151.20。

    怎么改：核对指标文件和决算账，改正填错的一格；执行率和执行得分随之重算。
    """
    total = case.fund(FundRole.TOTAL)
    parts = [f for f in case.form.funds if f.role is not FundRole.TOTAL]
    if not parts and "parts" not in case.form.asks:
        yield NotApplicable("表式的资金表没有分项行")
        return
    if total is None or not parts:
        yield Undecidable("资金表没有总额行或分项行")
        return
    undecided = []
    for column, title in _COLUMNS:
        if no_such_column(case.form, column):
            continue
        whole = _amount(getattr(total, column))
        amounts = [_amount(getattr(p, column)) for p in parts]
        known = [a for a in amounts if a is not None]
        if whole is None:
            undecided.append(title)
            continue
        if not known:
            continue
        if sum(known, ZERO) != whole and not _mixed_units(case, whole, sum(known, ZERO)):
            terms = "＋".join(plain(a) for a in known)
            yield found(
                funds_do_not_add_up,
                case,
                f"{title}：分项合计 {terms}＝{plain(sum(known, ZERO))}{_unit(case)}，年度资金总额填 {plain(whole)}{_unit(case)}，"
                f"相差 {plain(abs(whole - sum(known, ZERO)))}{_unit(case)}。",
                f"请核对{title}的总额和各分项，改正填错的一格。",
                Facts(
                    cells=(getattr(total, column), *(getattr(p, column) for p in parts)),
                    claimed=whole,
                    expected=sum(known, ZERO),
                ),
            )
    if undecided:
        yield Undecidable("、".join(undecided) + "的总额不是数")


def _mixed_units(case: Case, whole: Decimal, parts: Decimal) -> bool:
    """Whether total and parts differ by the factor between 元 and 万元 and nothing else."""
    jump = case.number("budget.scale_jump")
    return bool(whole and parts) and (parts == whole * jump or parts * jump == whole)


@rule("B202", "executed-above-budget", "执行数超过预算数", Severity.WARNING, Section.FUNDS)
def executed_above_budget(case: Case) -> Iterator[Result]:
    """查什么：全年执行数是否大于全年预算数。

    为什么：支出不得超预算；超出的部分通常是漏填了年中追加或上年结转。

    依据：表内勾稽关系，由计算直接判定。

    例：全年预算数 80.00 万元，全年执行数 82.00 万元，执行率 102.5%。

    怎么改：补填年中调整后的预算数或结转资金；确属超支的，写明批准依据。
    """
    seen = False
    for line in _main_lines(case):
        budget, executed = _amount(line.annual_budget), _amount(line.executed)
        if budget is None or executed is None:
            continue
        seen = True
        if executed > budget:
            yield found(
                executed_above_budget,
                case,
                f"“{line.name.text}”全年执行数 {plain(executed)}{_unit(case)} 大于全年预算数 {plain(budget)}{_unit(case)}，"
                f"超出 {plain(executed - budget)}{_unit(case)}。",
                "请核对是否漏填年中追加或结转资金；确属超支的，请写明批准依据。",
                Facts(cells=(line.annual_budget, line.executed), claimed=executed, expected=budget),
            )
            return
    if not seen:
        yield Undecidable("全年预算数或全年执行数不是数")


def _main_lines(case: Case) -> list[FundLine]:
    """The total row first; the other rows count only where they alone are wrong."""
    return sorted(case.form.funds, key=lambda f: f.role is not FundRole.TOTAL)


@rule(
    "B203",
    "low-execution-unexplained",
    "执行率偏低而没有说明原因",
    Severity.WARNING,
    Section.FUNDS,
    parameters=("execution.explain_below",),
)
def low_execution_unexplained(case: Case) -> Iterator[Result]:
    """查什么：预算执行率低于规则集的下限（默认 90%）时，表内任何一处是否说明了原因；只写原因而没有金额和支付时间的提示。

    为什么：执行率低意味着资金沉淀或任务没有完成，复核时必问。

    依据：财预〔2020〕10号要求对偏离目标较大的分析原因；90% 的界线为本工具约定，参考四川省填表说明（条文待核对）。

    例：执行率 77.0%，实际完成情况和偏差栏都没有提到未支付的原因。

    怎么改：写明未支付的金额、原因（未到付款节点、招标结余、压减收回等）和预计支付时间。
    """
    rate = case.sheet.execution.rate
    if rate is None:
        yield Undecidable(case.sheet.execution.method)
        return
    floor = case.number("execution.explain_below")
    if rate >= floor:
        return
    if _UNSPENT.search(_besides_values(case)):
        return
    total = case.fund(FundRole.TOTAL)
    delayed = _delayed(case)
    wanting = [
        words
        for words, told in (("未支付的金额", _SUM), ("预计支付时间", _WHEN))
        if delayed and not told.search(delayed)
    ]
    if delayed and not wanting:
        return
    what = "全表没有说明原因"
    if delayed:
        what = f"写了原因“{cut(case, delayed, 'shown.passage')}”，没有写{'和'.join(wanting)}"
    yield found(
        low_execution_unexplained,
        case,
        f"预算执行率 {percent(rate)}，低于 {percent(floor)}，{what}。",
        f"请补充{'和'.join(wanting) if delayed else '未支付的金额、原因和预计支付时间'}。",
        Facts(
            cells=(total.rate, total.executed) if total else (),
            claimed=percent(rate),
            expected=f"≥{percent(floor)}",
            severity=Severity.INFO if delayed else None,
        ),
    )


def _besides_values(case: Case) -> str:
    """The prose without what only states a value: 节约就诊交通费用413.8万元 is no reason why money was left."""
    names = (i.plain_name for i in case.form.indicators if not _OF_MONEY.search(i.plain_name))
    stated = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n)
    return re.sub(rf"(?:{stated})(?=[为达到约共:：]*\d)", "", case.prose) if stated else case.prose


def _delayed(case: Case) -> str | None:
    """The sentence that says why money was not paid out in the year, if there is one."""
    told = (m[0] for m in _SENTENCE.finditer(case.prose))
    return next((s for s in told if _DELAYED.search(s) and _BECAUSE.search(s)), None)


def _changed(case: Case) -> bool:
    """Whether the prose tells of a change of the budget; a grant that came too late to be paid out is none."""
    if _CHANGED.search(case.prose):
        return True
    return any(_GRANTED.search(m[0]) and not _DELAYED.search(m[0]) for m in _SENTENCE.finditer(case.prose))


@rule(
    "B204",
    "budget-change-unexplained",
    "年中预算调整没有说明",
    Severity.INFO,
    Section.FUNDS,
    parameters=("budget.change_warn_at",),
)
def budget_change_unexplained(case: Case) -> Iterator[Result]:
    """查什么：全年预算数与年初预算数不同时，表内是否说明了调整的原因；达到 20% 的升为警告。

    为什么：年中调整改变了考核的分母，批准依据不清，执行率就没有意义。

    依据：本工具约定：年中有调整即提示，幅度达到 20% 的列为警告；参考四川省填表说明“年中调整单独说明理由”。

    例：年初 980 万元，全年 1240 万元，增加 26.5%，全表没有说明。

    怎么改：写明追加或调减的金额、原因和批准文件。
    """
    total = case.fund(FundRole.TOTAL)
    initial = _amount(total.initial_budget) if total else None
    annual = _amount(total.annual_budget) if total else None
    if total is not None and no_such_column(case.form, "initial_budget"):
        yield NotApplicable("表式没有年初预算数")
        return
    if total is None or initial is None or annual is None:
        yield Undecidable("年初预算数或全年预算数不是数")
        return
    if initial == annual:
        return
    if _changed(case) or _carried(case, annual - initial):
        return
    share = abs(annual - initial) / initial if initial else None
    word = "增加" if annual > initial else "减少"
    grave = share is None or share >= case.number("budget.change_warn_at")
    shown = f"（{percent(share)}）" if share is not None else "（年初为 0）"
    yield found(
        budget_change_unexplained,
        case,
        f"全年预算数 {plain(annual)}{_unit(case)} 比年初预算数 {plain(initial)}{_unit(case)} {word} "
        f"{plain(abs(annual - initial))}{_unit(case)}{shown}，全表没有说明原因。",
        "请补充调整的原因和批准文件。",
        Facts(
            cells=(total.initial_budget, total.annual_budget),
            claimed=annual,
            expected=initial,
            severity=Severity.WARNING if grave else Severity.INFO,
        ),
    )


def _carried(case: Case, change: Decimal) -> bool:
    """Whether the change equals what the fund rows themselves show as carried over from last year."""
    line = case.fund(FundRole.CARRYOVER)
    if line is None:
        return False
    before, after = _amount(line.initial_budget), _amount(line.annual_budget)
    return before is not None and after is not None and after - before == change


@rule(
    "B205", "currency-unit-suspect", "金额单位可疑", Severity.WARNING, Section.FUNDS, parameters=("budget.scale_jump",)
)
def currency_unit_suspect(case: Case) -> Iterator[Result]:
    """查什么：资金表是否注明“元”或“万元”；两个应相等的金额是否相差一万倍。

    为什么：元与万元混填是退表的常见原因，差一万倍的数还会让执行率失真。

    依据：表内勾稽关系，由计算判定；是否混用请核实。

    例：年度资金总额 860.00，当年财政拨款 8600000.00。

    怎么改：在表头注明金额单位，全表用同一单位重填。
    """
    total = case.fund(FundRole.TOTAL)
    if total is None:
        yield NotApplicable("没有资金表")
        return
    for column, title in _COLUMNS:
        whole = _amount(getattr(total, column))
        parts = [
            a
            for f in case.form.funds
            if f.role is not FundRole.TOTAL and (a := _amount(getattr(f, column))) is not None
        ]
        added = sum(parts, ZERO)
        if whole and _mixed_units(case, whole, added):
            yield found(
                currency_unit_suspect,
                case,
                f"{title}：总额 {plain(whole)}，分项合计 {plain(added)}，正好相差一万倍，元与万元可能混用。",
                "请核实金额单位，全表用同一单位重填。",
                Facts(cells=(getattr(total, column),), claimed=whole, expected=added),
            )
            return
    if case.form.currency is None:
        yield found(
            currency_unit_suspect,
            case,
            "资金表没有注明金额单位（元或万元）。",
            "请在“项目资金”后注明单位。",
            Facts(cells=(total.name,)),
        )
