"""D 偏差原因分析及改进措施: what deviates is explained, and the explanation fits."""

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.explanations import Explanation, is_draft, is_prompt, read_explanation, says_nothing
from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Indicator
from auditor.model.score import Direction, Outcome
from auditor.numerals import amounts
from auditor.rules.registry import Facts, NotApplicable, Result, found, listed, percent, plain, rule, where
from auditor.values import value_of

_NO_PLACE = "表式没有说明偏差的栏"


def _text(indicator: Indicator) -> str | None:
    """The explanation of a row; the prompt of the blank form is none."""
    text = indicator.explanation.text if indicator.explanation else None
    return None if text is not None and is_prompt(text) else text


def _unsaid(case: Case, indicator: Indicator) -> bool:
    """Whether neither the row nor a block that the rows share explains anything."""
    return says_nothing(_text(indicator)) and says_nothing(_block(case))


def _block(case: Case) -> str:
    """The words of the block that the rows share; the prompt of the blank form is none."""
    return "" if is_prompt(case.shared_reason) else case.shared_reason


def _nowhere(case: Case) -> bool:
    """Whether the layout has neither scores nor a place to explain a deviation."""
    return case.form.unscored and case.form.lacks("explanation") and not case.form.notes


def _deviating(case: Case) -> tuple[Indicator, ...]:
    return (*deviating(case, Outcome.SHORT), *deviating(case, Outcome.OVER))


def _shared(case: Case) -> Explanation | None:
    """The block that deviating rows share, as it reads; None where no row deviates, or it says nothing."""
    read = read_explanation(_block(case), case.year)
    if not _deviating(case) or read.empty:
        return None
    return read._replace(measure=read.measure or read_explanation(case.shared_measure, case.year).measure)


def _read(case: Case, indicator: Indicator) -> Explanation:
    return read_explanation(_text(indicator), case.year)


def _facts(case: Case, indicator: Indicator) -> str:
    row = case.rows[indicator.id]
    shown = f"指标值{indicator.target.text}，实际{indicator.actual.text}"
    return shown + (f"，完成率{percent(row.completion)}" if row.completion is not None else "")


def deviating(case: Case, outcome: Outcome) -> list[Indicator]:
    """The indicators that ended so."""
    return [i for i in case.form.indicators if case.rows[i.id].outcome is outcome]


@rule("D301", "shortfall-unexplained", "未达指标值而没有说明", Severity.ERROR, Section.INDICATORS)
def shortfall_unexplained(case: Case) -> Iterator[Result]:
    """查什么：实际完成值未达到指标值的，偏差原因分析及改进措施一栏是否有内容；“无”“0”“/”等不算。

    为什么：未完成必须分析原因、提出改进措施，系统填报时不写不能保存。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）对未完成目标须分析说明的要求；参考多省系统设为必填的做法（条文待核对）。

    例：指标值≥40站，实际37站，偏差栏空白。

    怎么改：写明少了多少、因为什么、由谁在什么时候前怎么改。
    """
    if _nowhere(case):
        yield NotApplicable(_NO_PLACE)
        return
    for indicator in deviating(case, Outcome.SHORT):
        if _unsaid(case, indicator):
            shown = "（全表一处）为空" if case.form.lacks("explanation") else _shown(indicator)
            yield found(
                shortfall_unexplained,
                case,
                f"{where(indicator)}：{_facts(case, indicator)}，未达指标值，偏差原因{shown}。",
                "请说明差额、原因和改进措施（可参考拟写的说明）。",
                Facts(indicators=(indicator,), cells=(indicator.actual, indicator.explanation)),
            )


def _shown(indicator: Indicator) -> str:
    text = _text(indicator)
    if text is not None and is_draft(text):
        return "只有未经确认的草稿"
    return f"只填“{text}”" if text else "为空"


@rule(
    "D302",
    "overfulfilment-unexplained",
    "大幅超额完成而没有说明",
    Severity.WARNING,
    Section.INDICATORS,
    parameters=("over.explain_at",),
)
def overfulfilment_unexplained(case: Case) -> Iterator[Result]:
    """查什么：完成率达到 130% 及以上的指标，是否说明了原因。

    为什么：大幅超额往往是指标值定低了，也是偏差，同样要分析。

    依据：财预〔2020〕10号要求对远超指标值的情况分析原因；130% 的界线为本工具约定，参考广西等地系统（条文待核对）。

    例：指标值2场，实际10场，完成率500%，偏差栏空白。

    怎么改：说明是任务新增、需求增加还是指标值偏低；属偏低的，写明下年度如何设定。
    """
    if _nowhere(case):
        yield NotApplicable(_NO_PLACE)
        return
    for indicator in deviating(case, Outcome.OVER):
        if _unsaid(case, indicator):
            yield found(
                overfulfilment_unexplained,
                case,
                f"{where(indicator)}：{_facts(case, indicator)}，达到{percent(case.number('over.explain_at'))}以上，没有说明原因。",
                "请说明超额的原因；属指标值偏低的，请写明下年度如何设定。",
                Facts(indicators=(indicator,), cells=(indicator.actual,)),
            )


@rule("D303", "explanation-without-measure", "只有原因没有改进措施", Severity.WARNING, Section.INDICATORS)
def explanation_without_measure(case: Case) -> Iterator[Result]:
    """查什么：有偏差的指标，说明里是否有改进措施。

    为什么：这一栏要求“原因分析及改进措施”，只写原因的会被退回补充。

    依据：表头栏名；财预〔2020〕10号要求提出改进措施（条文待核对）。

    例：“活动场地未完工，暂未采购。”

    怎么改：补写由谁、在什么时候前、做什么。
    """
    for indicator in _deviating(case):
        read = _read(case, indicator)
        if not read.empty and read.cause and not read.measure and not _contrary(case, indicator, read):
            yield found(
                explanation_without_measure,
                case,
                f"{where(indicator)}：说明“{_text(indicator)}”只有原因，没有改进措施。",
                "请补写责任单位、时间和具体做法。",
                Facts(indicators=(indicator,), cells=(indicator.explanation,)),
            )
    shared = _shared(case)
    if shared and shared.cause and not shared.measure:
        yield found(
            explanation_without_measure,
            case,
            "全表的偏差说明只有原因，没有改进措施。",
            "请补写责任单位、时间和具体做法。",
            Facts(indicators=_deviating(case), cells=tuple(n.text for n in case.form.notes)),
        )


@rule("D304", "explanation-without-cause", "没有写出具体原因", Severity.WARNING, Section.INDICATORS)
def explanation_without_cause(case: Case) -> Iterator[Result]:
    """查什么：有偏差的指标，说明里是否有具体原因；口号、单写“受疫情影响”或只有措施的不算。

    为什么：没有事实的原因无法核实，也推不出对应的措施。

    依据：绩效自评复核的通行做法。

    例：“受疫情影响。”“今后将加强管理。”

    怎么改：写出使该项指标受影响的事实，如文件、日期、数量。
    """
    for indicator in _deviating(case):
        read = _read(case, indicator)
        if not read.empty and not read.cause and not _contrary(case, indicator, read):
            yield found(
                explanation_without_cause,
                case,
                f"{where(indicator)}：说明“{_text(indicator)}”没有写出具体原因。",
                "请写出影响该项指标的事实（文件、日期、数量）和改进措施。",
                Facts(indicators=(indicator,), cells=(indicator.explanation,)),
            )
    shared = _shared(case)
    if shared and not shared.cause:
        yield found(
            explanation_without_cause,
            case,
            "全表的偏差说明没有写出具体原因。",
            "请写出影响各项指标的事实（文件、日期、数量）和改进措施。",
            Facts(indicators=_deviating(case), cells=tuple(n.text for n in case.form.notes)),
        )


@rule(
    "D305",
    "target-likely-too-low",
    "指标值可能偏低",
    Severity.WARNING,
    Section.INDICATORS,
    parameters=("over.too_low_at",),
)
def target_likely_too_low(case: Case) -> Iterator[Result]:
    """查什么：完成率达到 200% 及以上的指标。

    为什么：指标值明显偏低的，应按偏离度调减得分，并在下年度提高指标值。

    依据：财预〔2020〕10号对指标值明显偏低的处理；200% 的界线为本工具约定（条文待核对）。

    例：指标值≥30%，实际64%，完成率213.3%。

    怎么改：核实设定指标值的依据；确属偏低的，按规则集的规定调减得分。
    """
    for indicator in case.form.indicators:
        row = case.rows[indicator.id]
        if (
            row.outcome is Outcome.OVER
            and row.completion is not None
            and row.completion >= case.number("over.too_low_at")
        ):
            yield found(
                target_likely_too_low,
                case,
                f"{where(indicator)}：{_facts(case, indicator)}，指标值可能偏低。",
                "请核实设定指标值的依据；确属偏低的，按规定调减得分，并在下年度提高指标值。",
                Facts(indicators=(indicator,), cells=(indicator.target, indicator.actual)),
            )


@rule(
    "D306",
    "lost-points-unexplained",
    "扣分没有说明",
    Severity.ERROR,
    Section.INDICATORS,
    parameters=("score.tolerance",),
)
def lost_points_unexplained(case: Case) -> Iterator[Result]:
    """查什么：得分低于分值、而指标值已达到的，是否说明了扣分的原因。

    为什么：扣了分必有原因，多省系统对扣分项不写原因不予保存。

    依据：多省在用系统的填报校验（得分＜分值时原因必填）。

    例：指标值≥10000平方米，实际12000平方米，分值2分，得分1.5分，偏差栏空白。

    怎么改：得分填错的改正；主动扣分的写明原因和改进措施。
    """
    for group in case.sheet.groups:
        if group.points is None or group.claimed is None or not group.claimed >= 0 or group.other_rule:
            continue
        if group.claimed >= group.points - case.number("score.tolerance"):
            continue
        rows = [r for r in group.indicators if r.outcome is not Outcome.NOT_APPLICABLE]
        members = [case.indicators[r.indicator] for r in rows]
        if any(r.outcome is Outcome.SHORT for r in rows) or any(not _unsaid(case, i) for i in members):
            continue
        place = (
            where(members[0]) if len(members) == 1 else f"{case.groups[group.group].level2}（{listed(case, members)}）"
        )
        facts = f"{_facts(case, members[0])}，" if len(members) == 1 else ""
        yield found(
            lost_points_unexplained,
            case,
            f"{place}：{facts}分值 {plain(group.points)} 分，得分 {plain(group.claimed)} 分，扣 {plain(group.points - group.claimed)} 分没有说明。",
            "请说明扣分的原因和改进措施，或改正得分。",
            Facts(
                indicators=tuple(members),
                cells=(case.groups[group.group].score,),
                claimed=group.claimed,
                expected=group.points,
            ),
        )


def _contrary(case: Case, indicator: Indicator, read: Explanation) -> bool:
    """Whether an explanation goes the other way than its row."""
    outcome = case.rows[indicator.id].outcome
    if outcome is Outcome.OVER:
        return read.says_short and not read.says_over
    if outcome is Outcome.SHORT:
        return read.says_over and not read.says_short and not _mentions_reason_for_less(_text(indicator) or "")
    lower = case.rows[indicator.id].direction is Direction.LOWER
    return outcome is Outcome.MET and (read.says_short or (lower and read.says_over))


def _mentions_reason_for_less(text: str) -> bool:
    return bool(re.search(r"未|没有|取消|减少|难|不足|滞后|推迟|停", text))


@rule("D307", "explanation-contradicts-row", "偏差说明与本行数据不符", Severity.WARNING, Section.INDICATORS)
def explanation_contradicts_row(case: Case) -> Iterator[Result]:
    """查什么：说明的方向和数字是否与本行一致；没有偏差的行写了“未完成”也在此列。

    为什么：说明与数据对不上，多是从别处抄来的。

    依据：绩效自评复核的通行做法。

    例：指标值10月底前，实际10月20日，说明却写“因疫情原因未完成”。

    怎么改：按本行的指标值和实际完成值改写；没有偏差的删去。
    """
    for indicator in case.form.indicators:
        text = _text(indicator)
        if says_nothing(text) or text is None:
            continue
        read = _read(case, indicator)
        wrong = _wrong_number(indicator, text)
        if _contrary(case, indicator, read):
            outcome = case.rows[indicator.id].outcome
            state = {Outcome.MET: "已达到指标值", Outcome.OVER: "超额完成", Outcome.SHORT: "未达指标值"}[outcome]
            why = f"{state}，说明却写“{text}”"
        elif wrong:
            why = f"说明里的“{wrong}”与本行数据不符"
        else:
            continue
        yield found(
            explanation_contradicts_row,
            case,
            f"{where(indicator)}：{_facts(case, indicator)}，{why}。",
            "请按本行的指标值和实际完成值改写；没有偏差的请删去。",
            Facts(indicators=(indicator,), cells=(indicator.explanation, indicator.actual)),
        )


_STATED = re.compile(
    r"(?:实际(?:完成|执行|举办|开展|培训|发放|支出)?|年度指标值|指标值|目标值?|计划)(?:为|是|了|共)?([≥≤<>]?[0-9][0-9,.]*(?:万|亿)?[^\s，。；、（）()0-9]{0,6})"
)


def _wrong_number(indicator: Indicator, text: str) -> str | None:
    """A value that an explanation states as the row's target or result and that stands in neither."""
    known = [value_of(indicator.target), value_of(indicator.actual)]
    bases = {v.base for v in known if v.base is not None}
    if not bases:
        return None
    for m in _STATED.finditer(text):
        for amount in amounts(m[1]):
            same = [v for v in known if v.dimension == amount.measure]
            if same and amount.value not in bases and not amount.approx:
                return m[0]
    return None


@rule(
    "D308",
    "explanation-repeated",
    "几行偏差说明相同",
    Severity.WARNING,
    Section.INDICATORS,
    parameters=("explanation.repeat_least",),
)
def explanation_repeated(case: Case) -> Iterator[Result]:
    """查什么：是否有两行或更多行用同一段说明。

    为什么：不同指标的偏差原因不会一字不差，照抄的说明经不起追问。

    依据：绩效自评复核的通行做法。

    例：“文昌路公厕被地铁四号线围挡，取消改造。”写在两行。

    怎么改：按各行的差额和原因分别写。
    """
    least = case.number("explanation.repeat_least")
    same: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in case.form.indicators:
        text = _text(indicator)
        if text is not None and not says_nothing(text) and len(text) >= least:
            same[re.sub(r"[\s，。；、,.;]", "", text)].append(indicator)
    if not same:
        yield NotApplicable("没有偏差说明")
    for indicators in same.values():
        if len(indicators) > 1:
            yield found(
                explanation_repeated,
                case,
                f"{listed(case, indicators)}的偏差说明相同：“{_text(indicators[0])}”",
                "请按各行的差额和原因分别说明。",
                Facts(indicators=tuple(indicators), cells=tuple(i.explanation for i in indicators)),
            )
