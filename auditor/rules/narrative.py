"""N 叙述与数据: what the engine read in the prose, turned into findings; and the prose's own sums."""

import re
from collections.abc import Iterator

from auditor.arithmetic import mismatches
from auditor.model.case import Case
from auditor.model.claim import Claim, Engine, Note, NoteKind, Verdict
from auditor.model.finding import Origin, Section, Severity
from auditor.model.form import CellKind, Goal, Indicator
from auditor.model.source import Span
from auditor.quotes import spans_in
from auditor.rules.registry import Facts, NotApplicable, Result, Undecidable, found, rule, where
from auditor.values import value_of

_ONLY_DONE = re.compile(
    r"(?:已|均|均已|全部|圆满|按期|按时|顺利|基本|较好地?)*(?:完成|达到|实现)(?:了)?(?:本年度|全年|年度|年初|预期|各项|既定|设定|工作|绩效|总体)*(?:的)?(?:工作)?(?:目标|任务|计划|指标)?(?:任务)?[。．.；;]?"
    r"|[^，。；\d]{0,12}(?:均|已|都|全部)?按(?:照)?(?:年度|既定)?(?:工作)?(?:计划|要求|时序)(?:全部|全面)?(?:完成|落实)[。．.；;]?"
)


_SAID = re.compile(r"^(?:叙述|文中)为?(?=.)|，与自评[^，；。]*不一致$")  # what the message says before it
_SMALL = re.compile(r"[\s，。；：、,.;:了已]")


def _origin(engine: Engine) -> Origin:
    return Origin.LLM if engine is Engine.LLM else Origin.OFFLINE


def _claims(case: Case, verdict: Verdict) -> Iterator[tuple[Claim, Indicator]]:
    for claim in case.reading.claims:
        if claim.verdict is verdict and claim.indicator in case.indicators:
            yield claim, case.indicators[claim.indicator]


def _quoted(case: Case, claim: Claim) -> str:
    return "；".join(f"“{q.quote}”" for q in claim.evidence[: int(case.number("shown.quotes"))])


def _why(claim: Claim) -> str:
    """What the reason says beyond the two values that stand before it."""
    return _SAID.sub("", claim.reason)


def _spans(claim: Claim) -> tuple[Span, ...]:
    return tuple(s for q in claim.evidence or claim.searched for s in q.spans)


def _no_narrative(case: Case) -> Result:
    """Why nothing can be said of a form without 实际完成情况: it has no place for it, or that was not read."""
    if "goals" in case.form.asks:
        return Undecidable("没有读到实际完成情况")
    return NotApplicable("表式没有年度总体目标和实际完成情况")


@rule("N501", "narrative-contradicts-value", "叙述与实际完成值不一致", Severity.WARNING, Section.INDICATORS, by="N")
def narrative_contradicts_value(case: Case) -> Iterator[Result]:
    """查什么：实际完成情况里写的数、日期或结果，是否与实际完成值一致；写明没有做的也在此列。

    为什么：同一张表两处不一致，至少有一处不实。

    依据：财预〔2020〕10号要求自评数据真实准确；本项由叙述引擎引原文判断，请核实（条文待核对）。

    例：自评“20500人次”，叙述“现场参与1.38万人次”。

    怎么改：核对台账，改正不实的一处。
    """
    if not case.form.goals:
        yield _no_narrative(case)
        return
    for claim, indicator in _claims(case, Verdict.CONTRADICTED):
        yield found(
            narrative_contradicts_value,
            case,
            f"{where(indicator)}：实际完成值填“{indicator.actual.text}”，叙述为{_quoted(case, claim)}（{_why(claim)}）。",
            "请核实，改正不一致的一处。",
            Facts(
                indicators=(indicator,),
                spans=(*indicator.actual.spans, *_spans(claim)),
                claimed=indicator.actual.text,
                expected=claim.value_found,
                origin=_origin(claim.engine),
            ),
        )


@rule("N502", "narrative-silent", "叙述没有提到", Severity.INFO, Section.INDICATORS, by="N")
def narrative_silent(case: Case) -> Iterator[Result]:
    """查什么：实际完成情况里有没有提到该项指标（“其中”细项除外）；有分值的定量指标和满意度指标没有提到的，为警告。

    为什么：没有事实支持的数值，复核时要另外提供佐证。

    依据：财预〔2020〕10号要求自评数据真实准确（条文待核对）。

    例：“科普志愿者人均服务时长”12.5小时，叙述里没有服务时长。

    怎么改：在实际完成情况中补写，或备好佐证材料。
    """
    if not case.form.goals:
        yield _no_narrative(case)
        return
    for claim, indicator in _claims(case, Verdict.NOT_MENTIONED):
        group = case.groups[indicator.group]
        if case.is_part(group):
            continue  # it only divides the row above, which is looked for
        points = group.points
        counted = value_of(indicator.actual).kind in (CellKind.NUMBER, CellKind.RANGE) or "满意" in indicator.name.text
        grave = counted and points is not None and points.value is not None and points.value > 0
        searched = f"最接近的是“{claim.searched[0].quote}”" if claim.searched else "全文没有相近的内容"
        yield found(
            narrative_silent,
            case,
            f"{where(indicator)}“{indicator.actual.text}”：实际完成情况没有提到（{searched}）。",
            "请在实际完成情况中补写，或备好佐证材料。",
            Facts(
                indicators=(indicator,),
                spans=(*indicator.actual.spans, *_spans(claim)),
                claimed=indicator.actual.text,
                severity=Severity.WARNING if grave else Severity.INFO,
                origin=_origin(claim.engine),
            ),
        )


@rule("N503", "goal-not-reported", "预期目标没有对应的完成情况", Severity.WARNING, Section.GOALS)
def goal_not_reported(case: Case) -> Iterator[Result]:
    """查什么：预期目标分项列出的，实际完成情况是否逐项对应。

    为什么：目标没有下文，等于没有报告是否完成。

    依据：表式要求逐项对应填写。

    例：预期目标第四项“文明宣传”，实际完成情况没有第四项。

    怎么改：补写该项的完成情况；没有做的写明原因。
    """
    labelled = [g for g in case.form.goals if g.label]
    if not labelled:
        yield NotApplicable("目标不分项")
        return
    for goal in labelled:
        if goal.expected is not None and goal.expected.text and (goal.actual is None or not goal.actual.text):
            title = f"“{goal.title}”" if goal.title else ""
            yield found(
                goal_not_reported,
                case,
                f"预期目标第{goal.label}项{title}没有对应的实际完成情况。",
                "请补写该项的完成情况；没有做的请写明原因。",
                Facts(cells=(goal.expected,)),
            )


def _notes(case: Case, kind: NoteKind) -> Iterator[Note]:
    return (n for n in case.reading.notes if n.kind is kind)


def _unread(case: Case, kind: NoteKind) -> Iterator[Result]:
    """Why a kind of remark could not be made, if it could not."""
    if not case.form.goals:
        yield _no_narrative(case)
    elif kind not in case.reading.judged:
        yield Undecidable("所用引擎不判断此项")


def _facts(case: Case, note: Note) -> Facts:
    return Facts(
        indicators=tuple(case.indicators[i] for i in note.indicators if i in case.indicators),
        spans=tuple(s for q in note.quotes for s in q.spans),
        claimed=note.quotes[0].quote if note.quotes else None,
        origin=_origin(note.engine),
    )


@rule("N504", "commitment-dropped", "承诺没有下文", Severity.WARNING, Section.GOALS, by="N")
def commitment_dropped(case: Case) -> Iterator[Result]:
    """查什么：预期目标里有数量或期限的承诺，叙述和指标是否都没有回应。

    为什么：承诺了又不报告，容易被认为没有做。

    依据：财预〔2020〕10号要求对照预期目标自评；本项由叙述引擎判断，请核实（条文待核对）。

    例：“网站年度工作报表于2022年1月31日前向社会公开”，叙述和指标都没有提到。

    怎么改：在实际完成情况中补写，或增设指标。
    """
    yield from _unread(case, NoteKind.COMMITMENT_DROPPED)
    for note in _notes(case, NoteKind.COMMITMENT_DROPPED):
        yield found(commitment_dropped, case, note.message, "请补写完成情况；没有做的请写明原因。", _facts(case, note))


@rule("N505", "narrative-arithmetic", "叙述里的数加不拢", Severity.WARNING, Section.GOALS)
def narrative_arithmetic(case: Case) -> Iterator[Result]:
    """查什么：叙述里“共……，其中……”的分项之和是否等于总数；推荐、不推荐一类互补的结果之和是否等于参评数。

    为什么：分项与总数对不上，说明有一个数写错。

    依据：文内勾稽关系，由计算判定；有的分项可能交叉，请核实。

    例：处置故障47起，其中一级0起、二级3起、三级45起，合计48起。

    怎么改：核对台账，改正写错的数；分项有交叉的写明。
    """
    for goal in case.form.goals:
        if goal.actual is None:
            continue
        for sums in mismatches(goal.actual.text):
            yield found(
                narrative_arithmetic,
                case,
                f"{_item(goal)}“{sums.quote}”：分项合计 {sums.terms}＝{sums.sum}，与总数 {sums.total} 不符。",
                "请核对后改正；分项有交叉的请写明。",
                Facts(
                    spans=spans_in(goal.actual, case.source, sums.start, sums.end),
                    claimed=sums.total,
                    expected=sums.sum,
                ),
            )


def _item(goal: Goal) -> str:
    return f"实际完成情况第{goal.label}项" if goal.label else "实际完成情况"


@rule("N506", "other-year-activity", "把其他年度的工作算作本年", Severity.WARNING, Section.GOALS, by="N")
def other_year_activity(case: Case) -> Iterator[Result]:
    """查什么：叙述里注明是上年或下年的工作，是否算进了本年的完成数。

    为什么：自评只能报告本年度的产出。

    依据：财预〔2020〕10号的单位自评以年度为范围；本项由叙述引擎引原文判断，请核实（条文待核对）。

    例：“连同2022年12月参加的西安文旅博览会，共计5场”。

    怎么改：剔除其他年度的数，改正实际完成值。
    """
    yield from _unread(case, NoteKind.OTHER_YEAR)
    for note in _notes(case, NoteKind.OTHER_YEAR):
        yield found(other_year_activity, case, note.message, "请剔除其他年度的数，改正实际完成值。", _facts(case, note))


@rule(
    "N507",
    "completion-phrase-only",
    "只写完成了目标",
    Severity.INFO,
    Section.GOALS,
    parameters=("goal.copy_share", "goal.copy_least"),
)
def completion_phrase_only(case: Case) -> Iterator[Result]:
    """查什么：某项实际完成情况是否只有“完成了年度工作目标”一类的话，或照抄预期目标。

    为什么：没有事实的结论不能证明完成。

    依据：绩效自评复核的通行做法。

    例：“五、旅游宣传品：完成了年度工作目标。”

    怎么改：写出做了什么、做了多少、什么时候完成。
    """
    for goal in case.form.goals:
        if goal.actual is None or not goal.actual.text:
            continue
        if _ONLY_DONE.fullmatch(goal.actual.text):
            what = f"只写“{goal.actual.text.rstrip('。')}”"
        elif goal.expected is not None and _copied(case, goal.expected.text, goal.actual.text):
            what = "照抄预期目标"
        else:
            continue
        title = f"“{goal.title}”" if goal.title else ""
        yield found(
            completion_phrase_only,
            case,
            f"{_item(goal)}{title}{what}。",
            "请写出做了什么、做了多少、什么时候完成。",
            Facts(cells=(goal.actual,)),
        )


def _copied(case: Case, one: str, two: str) -> bool:
    """Whether one text repeats the other, small words aside."""
    if len(two) <= case.number("goal.copy_least"):
        return False
    a, b = (_SMALL.sub("", t) for t in (one, two))
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    share, many = case.number("goal.copy_share"), _triples(longer)
    if len(shorter) <= share * len(many):
        return False
    few = _triples(shorter)
    return len(few & many) > share * max(len(few), len(many))


def _triples(text: str) -> set[tuple[str, str, str]]:
    """The runs of three characters of a text."""
    rest = text[1:]
    return set(zip(text, rest, rest[1:], strict=False))


@rule("N508", "narrative-partial", "叙述不足以核实数值", Severity.INFO, Section.INDICATORS, by="N")
def narrative_partial(case: Case) -> Iterator[Result]:
    """查什么：叙述提到了该项工作，但数量、日期或比例不能由文字得出。

    为什么：复核时需要另外提供台账。

    依据：财预〔2020〕10号要求自评数据真实准确；本项由叙述引擎引原文判断（条文待核对）。

    例：自评“11件（套）”，叙述只说“一批”。

    怎么改：在实际完成情况中写明数量、日期或比例。
    """
    for claim, indicator in _claims(case, Verdict.PARTIAL):
        if not any(c.isdigit() for c in indicator.actual.text):
            continue
        yield found(
            narrative_partial,
            case,
            f"{where(indicator)}“{indicator.actual.text}”：叙述{_quoted(case, claim) or '相关部分'}不能核实该数（{claim.reason}）。",
            "请在实际完成情况中写明数量、日期或比例。",
            Facts(
                indicators=(indicator,),
                spans=(*indicator.actual.spans, *_spans(claim)),
                claimed=indicator.actual.text,
                expected=claim.value_found,
                origin=_origin(claim.engine),
            ),
        )


@rule("N509", "reported-without-indicator", "叙述的成果没有指标", Severity.INFO, Section.GOALS, by="N")
def reported_without_indicator(case: Case) -> Iterator[Result]:
    """查什么：叙述里有数量的主要成果，是否没有任何指标反映。

    为什么：有成果而无指标，考核不到，也可能说明指标体系不完整。

    依据：绩效自评复核的通行做法；本项由叙述引擎引原文提示。

    例：“全年策划线上直播19场”，没有相应指标。

    怎么改：下年度增设相应指标。
    """
    yield from _unread(case, NoteKind.WITHOUT_INDICATOR)
    for note in _notes(case, NoteKind.WITHOUT_INDICATOR):
        yield found(reported_without_indicator, case, note.message, "可在下年度增设相应指标。", _facts(case, note))


@rule("N510", "narrative-conflict", "叙述前后不一致", Severity.WARNING, Section.GOALS, by="N")
def narrative_conflict(case: Case) -> Iterator[Result]:
    """查什么：叙述里两处说同一件事，数字是否不同。

    为什么：前后不一，至少有一处不实。

    依据：文内勾稽关系；本项由叙述引擎引原文判断，请核实。

    例：窗口接待来访一处为5102人次，另一处为4902人次。

    怎么改：核对后统一。
    """
    yield from _unread(case, NoteKind.CONFLICT)
    for note in _notes(case, NoteKind.CONFLICT):
        yield found(narrative_conflict, case, note.message, "请核对后统一。", _facts(case, note))


@rule("N511", "goal-content-changed", "做的事与承诺的不同", Severity.WARNING, Section.GOALS, by="N")
def goal_content_changed(case: Case) -> Iterator[Result]:
    """查什么：实际做的是否与预期目标承诺的不是一类事，如承诺集中培训而改为自学，承诺运营场馆而只办了会。

    为什么：换了内容就不能算完成原来的目标。

    依据：财预〔2020〕10号要求对照预期目标自评；本项由叙述引擎引原文判断，请核实（条文待核对）。

    例：预期“集中培训2期”，实际“第二期改为线上自学”。

    怎么改：写明变更的原因和批准情况，按实际内容重新填写。
    """
    yield from _unread(case, NoteKind.CONTENT_CHANGED)
    for note in _notes(case, NoteKind.CONTENT_CHANGED):
        yield found(goal_content_changed, case, note.message, "请写明变更的原因和批准情况。", _facts(case, note))
