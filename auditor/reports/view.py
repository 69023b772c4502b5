"""What all renderers share: the verdict, the figures, order, groups and headings.

It orders and groups; the words of a finding, a claim or a draft are never changed here.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from auditor.model.base import plain
from auditor.model.claim import Engine
from auditor.model.finding import CheckStatus, Finding, Origin, Section, Severity, StaleWaiver
from auditor.model.form import Cell, Form, FormKind, Indicator
from auditor.model.review import Review, ReviewOutcome
from auditor.model.score import Interval
from auditor.quotes import nested

TITLE = "绩效自评审核意见"
SECTIONS = {
    Section.HEADER: "表头",
    Section.FUNDS: "项目资金",
    Section.GOALS: "年度总体目标",
    Section.INDICATORS: "绩效指标",
    Section.TOTALS: "总分",
    Section.DOCUMENT: "全表",
}
# Control characters, and the marks that turn the direction of a line: nothing that a form holds may
# steer a terminal or show words in another order than they stand.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


_FEW = 3
_HEAD = {"project_name": "项目名称", "unit": "实施单位", "department": "主管部门", "year": "实施年度"}
_OF_PROJECT = ("project_name", "unit")
_UNKNOWN, _SURE = "unknown", "high"
_CONFIDENCE = {"medium": "中等", "low": "低"}
_UNSCORED = "表式不计分"
UNREAD = "条文待核对"
_RESERVED = re.compile(rf"（{UNREAD}）|[，；]{UNREAD}|[；，]本项由叙述引擎[^（；]*")


def clean(text: str) -> str:
    """A text as it may be shown: each control character as �, line breaks kept.

    Renderers call it for every word that they put out.
    """
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


class Fact(NamedTuple):
    """A line of the head."""

    label: str
    value: str


def title(*forms: Form) -> str:
    """What a report on forms is called."""
    kinds = {form.kind for form in forms}
    return (kinds.pop().shown if len(kinds) == 1 else "") + TITLE


def project(review: Review) -> str:
    """What the form is called: its project, else whose it is, else its file."""
    form = review.form
    own = "" if "project_name" in asked(form) else form.department.text or form.unit.text
    return form.project_name.text or own or review.document.name


def asked(form: Form) -> tuple[str, ...]:
    """The fields of the head that the layout has a place for, or that are filled; a department has no project."""
    own = form.department.text if form.kind is FormKind.DEPARTMENT else None
    asks = [f for f in form.asks if own is None or f not in _OF_PROJECT]
    return tuple(f for f in _HEAD if f in asks or getattr(form, f).text not in ("", own))


def written(cell: Cell | None) -> str:
    """The words of a cell; 未填 where there are none."""
    return cell.text if cell is not None and cell.text else "未填"


def head(review: Review) -> tuple[Fact, ...]:
    """Whose form it is."""
    form = review.form
    return tuple(Fact(form.heading(f, _HEAD[f]), written(getattr(form, f))) for f in asked(form))


def basis(review: Review) -> tuple[Fact, ...]:
    """By what it was reviewed: rule set, engine, program, file."""
    run = review.run
    return (
        Fact("表式", layout(review)),
        Fact("规则集", f"{run.ruleset_name}，编号 {run.ruleset}"),
        Fact("选用理由", f"{run.ruleset_reason}；适用 {run.on} 有效的规定"),
        Fact("审核引擎", engine(review)),
        Fact("程序", run.program),
        Fact("文件", f"{review.document.name}（SHA-256 {review.document.sha256[:16]}）"),
        *(Fact("对照", a) for a in run.against),
    )


def layout(review: Review) -> str:
    """The family of layouts that was recognised; how sure it is, and by which words, where it is not quite."""
    form = review.form
    name = f"{review.run.layout or form.template}，编号 {form.template}"
    if form.template == _UNKNOWN:
        return "没有识别出表式，按各表式通用的栏名读取"
    if form.template_confidence == _SURE:
        return name
    words = "、".join(f"“{w}”" for w in form.template_basis)
    return f"{name}；识别的把握{_CONFIDENCE[form.template_confidence]}" + (f"，依据{words}" if words else "")


def explanations(form: Form) -> str:
    """What the form calls the explanation of a deviation."""
    return form.heading("explanation", "偏差说明" if form.lacks("explanation") else "偏差原因分析及改进措施")


def engine(review: Review) -> str:
    """Which engine judged the claims, and with which model."""
    usage = review.usage
    by_model = sum(c.engine is Engine.LLM for c in review.told)
    model = f"（{usage.model}）" if usage.model else ""
    if not by_model:
        offline = "内置引擎（离线）"
        return f"{offline}；所配语言模型{model}没有作出判断" if model else offline
    rest = len(review.told) - by_model
    mixed = f"；其中{rest}项由内置引擎（离线）判断" if rest else ""
    return f"语言模型{model}{mixed}"


class Counts(NamedTuple):
    """Findings by severity; those that were accepted are counted apart."""

    errors: int
    warnings: int
    infos: int
    waived: int

    def words(self) -> str:
        """The counts in one line."""
        shown = f"错误 {self.errors} 处，警告 {self.warnings} 处，提示 {self.infos} 处"
        return shown + (f"，另有已接受 {self.waived} 处" if self.waived else "")


def counts(review: Review) -> Counts:
    """How many findings of each severity."""
    live = [f.severity for f in review.findings]
    return Counts(
        errors=live.count(Severity.ERROR),
        warnings=live.count(Severity.WARNING),
        infos=live.count(Severity.INFO),
        waived=len(review.waived),
    )


def conclusion(review: Review) -> str:
    """The verdict in a word."""
    return word(counts(review), review.outcome)


def word(found: Counts, outcome: ReviewOutcome) -> str:
    """The verdict in a word. A form that was not examined to the end is never called clean."""
    if outcome is ReviewOutcome.INCOMPLETE:
        return "审核未完成"
    if found.errors:
        return "需修改"
    if found.warnings:
        return "需核实"
    return "仅有提示" if found.infos else "未发现问题"


def tone(review: Review) -> str:
    """The colour of the verdict: that of the gravest finding, or clear."""
    found = counts(review)
    if found.errors:
        return Severity.ERROR.value
    if found.warnings or review.outcome is ReviewOutcome.INCOMPLETE:
        return Severity.WARNING.value
    return Severity.INFO.value if found.infos else "clear"


def verdict(review: Review) -> str:
    """The verdict line, with the checks that could not be made."""
    undecided = sum(c.status is CheckStatus.UNDECIDABLE for c in review.checks)
    rest = f"；{undecided} 项检查不能判定" if undecided else ""
    return f"{conclusion(review)}：{counts(review).words()}{rest}"


def number(value: Decimal | None) -> str:
    """A figure as printed; a hyphen where there is none."""
    return "-" if value is None else plain(value)


def interval(value: Interval | None) -> str:
    """The scores that are admitted: one, or from low to high."""
    if value is None:
        return "不能测算"
    low, high = plain(value.low), plain(value.high)
    return low if value.low == value.high else f"{low}～{high}"


def difference(value: Decimal | None) -> str:
    """How far a claimed score lies outside of what is admitted."""
    if value is None:
        return "-"
    if not value:
        return "0"
    return f"高 {plain(value)}" if value > 0 else f"低 {plain(-value)}"


def percent(fraction: Decimal | None) -> str:
    """A fraction as a percentage with at most two places."""
    if fraction is None:
        return "-"
    shown = plain((fraction * 100).quantize(Decimal("0.01")))
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"


def totals(review: Review) -> tuple[Fact, Fact]:
    """The claimed total with its grade, and the deserved one with the gap."""
    if review.form.unscored:
        return Fact("自评总分", _UNSCORED), Fact("测算应得", _UNSCORED)
    total = review.scores.total
    filed = review.form.total.grade
    grade = filed.text if filed and filed.text else total.grade
    claimed = "未填" if total.claimed is None else f"{plain(total.claimed)} 分"
    gap = ""
    if total.difference:
        gap = f"，自评{'高出' if total.difference > 0 else '低'} {plain(abs(total.difference))} 分"
    late = any(row.method.startswith("未按期限") for g in review.scores.groups for row in g.indicators)
    worth = "；".join([w for w in (total.deserved_grade, "逾期的扣分按本地规定，未计入" if late else "") if w])
    worth = f"（{worth}）" if worth else ""
    why = "（表式不设各行分值）" if review.form.lacks("points") else ""
    deserved = interval(total.deserved) + (f" 分{worth}" if total.deserved else why) + gap
    return Fact("自评总分", claimed + (f"（{grade}）" if grade else "")), Fact("测算应得", deserved)


class Numbered(NamedTuple):
    """A finding with its number in this report."""

    number: int
    finding: Finding

    @property
    def key(self) -> str:
        """The name by which other parts of a report point at it."""
        return f"f{self.number}"


def numbered(review: Review) -> tuple[Numbered, ...]:
    """The findings in their order."""
    return tuple(Numbered(n, f) for n, f in enumerate(review.findings, start=1))


def runs(review: Review) -> tuple[tuple[Numbered, ...], ...]:
    """The findings in their order, neighbours together whose rule, advice and source are the same."""
    return tuple(tuple(run) for _, run in groupby(numbered(review), key=_run))


def _run(item: Numbered) -> tuple[str, Severity, str, str]:
    found = item.finding
    return found.rule, found.severity, found.advice, source(found)


def by_id(form: Form) -> dict[str, Indicator]:
    """Indicators by id."""
    return {i.id: i for i in form.indicators}


def ordinal(form: Form) -> dict[str, int]:
    """The row number of each indicator, counted from 1: names are not always unique."""
    return {i.id: n for n, i in enumerate(form.indicators, start=1)}


def name(form: Form, indicator: str) -> str:
    """The name of an indicator."""
    found = by_id(form).get(indicator)
    return written(found.name) if found else indicator


def names(form: Form, indicators: Sequence[str], most: int = 3) -> str:
    """The names of indicators, the first few of many."""
    shown = "、".join(name(form, i) for i in indicators[:most])
    return shown + (f"等{len(indicators)}项" if len(indicators) > most else "")


def place(form: Form, finding: Finding) -> str:
    """Where a finding stands: its part of the form, and its indicators."""
    where = SECTIONS[finding.section]
    return f"{where}：{names(form, finding.indicators)}" if finding.indicators else where


def source(finding: Finding) -> str:
    """The source of the rule (its page, where the rule set cites none), and which engine judged."""
    cited = (finding.citation or f"见 auditor rules {finding.rule}").rstrip("。")
    if finding.origin is Origin.RULES:
        return cited
    return f"{cited}；由{'内置引擎' if finding.origin is Origin.OFFLINE else '语言模型'}判断"


def short_source(finding: Finding) -> str:
    """The source of the rule alone: a * stands for 条文待核对, which ``reservations`` says once for all."""
    cited = (finding.citation or f"见 auditor rules {finding.rule}").rstrip("。")
    bare = _RESERVED.sub("", cited)
    return bare + (" *" if UNREAD in cited else "")


def reservations(review: Review) -> tuple[str, ...]:
    """What holds for many findings and is said once: sources that nobody has read, and who judged."""
    lines = []
    if any(UNREAD in (f.citation or "") for f in review.findings):
        lines.append(f"* {UNREAD}：所列文件的条文没有核对原文，引用前请查对。")
    for origin, who in ((Origin.OFFLINE, "内置引擎"), (Origin.LLM, "语言模型")):
        judged = [i.number for i in numbered(review) if i.finding.origin is origin]
        if judged:
            lines.append(f"第{ranges(judged)}条由{who}引叙述原文判断，请核实。")
    return tuple(lines)


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers in words: 3、5至8."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return "、".join(str(r[0]) if len(r) == 1 else f"{r[0]}至{r[-1]}" for r in runs)


def remark(finding: Finding) -> str:
    """What else is known of a finding: the score at stake."""
    return f"涉及得分 {plain(finding.effect)} 分" if finding.effect else ""


class Accepted(NamedTuple):
    """A finding that was accepted: what it is, what it says, why it was accepted, when and where."""

    what: str
    message: str
    reason: str
    by: str


ACCEPTED = ("意见", "内容", "接受的理由", "接受的日期和出处")


def accepted_title(review: Review) -> str:
    """The heading over the accepted findings and stale waivers; empty where there are none."""
    parts = [f"{len(review.waived)}条"] if review.waived else []
    parts += [f"失效{len(review.stale_waivers)}条"] if review.stale_waivers else []
    return f"已接受的意见（{'，'.join(parts)}）" if parts else ""


def accepted(review: Review) -> tuple[Accepted, ...]:
    """The findings that were accepted; they do not count."""
    return tuple(
        Accepted(f"{f.severity.shown} {f.rule}", f.message, f.waived or "", f"{f.waived_on}，{f.waived_in}")
        for f in review.waived
    )


def stale(review: Review) -> tuple[str, ...]:
    """A line for each waiver of this project that holds for nothing any more."""
    return tuple(_stale(s) for s in review.stale_waivers)


def _stale(one: StaleWaiver) -> str:
    names = "、".join(f"“{n}”" for n in one.waiver.indicators[:_FEW])
    return f"{one.waiver.place}接受的 {one.waiver.check}{names}：{one.why}，请删去或重新确认。"


def scores_title(form: Form) -> str:
    """The heading over the scores; what the layout has no scores for is not computed."""
    if form.unscored:
        return f"得分测算（{_UNSCORED}，只测算执行率）"
    return "得分测算" + ("（表式不设各行分值）" if form.lacks("points") else "")


def heading(count: int, title: str) -> str:
    """A heading with its number in Chinese."""
    return f"{'一二三四五六七八九'[count - 1]}、{title}"


def quotes(texts: Iterable[str]) -> str:
    """Quotations one after another."""
    return "；".join(nested(f"“{t}”") for t in texts)
