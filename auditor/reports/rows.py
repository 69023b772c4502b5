"""The rows of the tables that all renderers share: scores, claims, drafts, the ledger."""

from typing import NamedTuple

from auditor.model.base import plain
from auditor.model.claim import Claim, Confidence, Engine, Flag, Verdict
from auditor.model.finding import CheckStatus
from auditor.model.form import Form, Group, NoteRole
from auditor.model.review import Draft, Review
from auditor.model.score import DeviationKind, GroupScore, IndicatorScore, Outcome
from auditor.model.source import Quote
from auditor.reports import view

STATUSES = {
    CheckStatus.CLEAR: "通过",
    CheckStatus.FOUND: "发现问题",
    CheckStatus.NOT_APPLICABLE: "不适用",
    CheckStatus.UNDECIDABLE: "不能判定",
}
DRAFT_KINDS = {
    DeviationKind.SHORTFALL: "未达指标值",
    DeviationKind.OVERFULFILMENT: "超额完成",
    DeviationKind.EXECUTION: "预算执行",
    DeviationKind.BUDGET_CHANGE: "预算调整",
    DeviationKind.CONTENT_CHANGE: "内容变更",
}
FLAGS = {
    Flag.QUOTE_NOT_FOUND: "模型所引文字不在叙述中，未采用",
    Flag.NUMBER_MISMATCH: "模型所引文字推不出这个值，请人工核对",
    Flag.NOT_JUDGED: "模型没有作出判断",
    Flag.VALUE_FOUND: "模型说没有提到，而内置引擎找到了原文，请人工核对",
}
DRAFT_NOTE = "请核实后填写；〔〕中的内容表内没有，须补充。"
_BLOCKS = (NoteRole.CAUSE, NoteRole.PROBLEM, NoteRole.MEASURE)
NO_CAUSE = "叙述中没有写明原因"
# What an officer must act on comes first; what is in order comes last.
VERDICT_ORDER = (Verdict.CONTRADICTED, Verdict.NOT_MENTIONED, Verdict.PARTIAL, Verdict.SUPPORTED)

LESS = "不得满分"
MUST_LOSE = "须扣分"


class Part(NamedTuple):
    """An indicator of a group that lost points, in the columns of its group."""

    title: str
    points: str
    deserved: str
    method: str


class ScoreRow(NamedTuple):
    """A scored part of the form; ``group`` is None for the execution rate."""

    group: str | None
    title: str
    points: str
    claimed: str
    deserved: str
    difference: str
    wrong: bool
    method: str
    lost: tuple[Part, ...]


def score_rows(review: Review) -> tuple[ScoreRow, ...]:
    """The execution rate and all groups: claimed, deserved and how it was computed."""
    sheet, form = review.scores, review.form
    execution = sheet.execution
    first = ScoreRow(
        group=None,
        title=f"预算执行率（{view.percent(execution.rate)}）",
        points=view.number(execution.points),
        claimed=view.number(execution.claimed),
        deserved="-" if execution.points is None else view.interval(execution.deserved),
        difference=view.difference(execution.difference),
        wrong=bool(execution.difference),
        method=execution.method,
        lost=(),
    )
    members = {g.id: g for g in form.groups}
    rows = [first]
    rows += [
        _group_row(form, members[g.group], g) for g in sheet.groups if g.points is not None or g.claimed is not None
    ]
    return tuple(rows)


def _group_row(form: Form, group: Group, score: GroupScore) -> ScoreRow:
    count = len(group.indicators)
    title = f"{group.level2 or group.level1}（{count}项）"
    if count == 1:
        title = view.name(form, group.indicators[0])
    late = count == 1 and is_late(score.indicators[0])
    notable = [r for r in score.indicators if r.outcome in (Outcome.SHORT, Outcome.UNDECIDED)]
    return ScoreRow(
        group=group.id,
        title=title,
        points=view.number(score.points),
        claimed=view.number(score.claimed),
        deserved="-" if score.points is None else LESS if late else view.interval(score.deserved),
        difference=MUST_LOSE if late and score.difference else view.difference(score.difference),
        wrong=bool(score.difference),
        method=score.method,
        lost=tuple(_lost(form, r) for r in notable) if count > 1 else (),
    )


def _lost(form: Form, row: IndicatorScore) -> Part:
    done = f"（完成率{view.percent(row.completion)}）" if row.completion is not None else ""
    due = LESS if is_late(row) else view.interval(row.deserved)
    return Part(f"其中 {view.name(form, row.indicator)}{done}", plain(row.share), due, row.method)


def is_late(row: IndicatorScore) -> bool:
    """Whether a row missed its deadline, so that no rule says how much of its points it loses."""
    return row.method.startswith("未按期限")


class ClaimRow(NamedTuple):
    """A claim beside its indicator; ``row`` is the indicator's number, ``key`` points at the claim."""

    row: int
    key: str
    title: str
    actual: str
    claim: Claim


def claim_rows(review: Review) -> tuple[ClaimRow, ...]:
    """The claims, those that call for action first, then in the order of the form."""
    form, order, known = review.form, view.ordinal(review.form), view.by_id(review.form)
    out = [
        ClaimRow(
            row=order.get(c.indicator, 0),
            key=f"c{n}",
            title=view.name(form, c.indicator),
            actual=view.written(known[c.indicator].actual) if c.indicator in known else "-",
            claim=c,
        )
        for n, c in enumerate(review.told, start=1)
    ]
    return tuple(sorted(out, key=lambda r: (VERDICT_ORDER.index(r.claim.verdict), r.row)))


def claim_counts(review: Review) -> str:
    """How many claims of each verdict, in one line."""
    parts = [(v.shown, sum(c.verdict is v for c in review.told)) for v in VERDICT_ORDER]
    return f"共 {len(review.told)} 项：" + "，".join(f"{word} {n}" for word, n in parts)


def claim_remark(claim: Claim) -> str:
    """What a reader should know of a verdict beside its reason."""
    parts = [claim.reason] if claim.reason else []
    value = claim.value_found or ""
    exact = claim.engine is Engine.LLM or any(c.isdigit() for c in value)  # 未完成 is no more than the reason says
    if claim.verdict is not Verdict.SUPPORTED and exact and value not in claim.reason:
        parts.append(f"文中为{value}")
    if claim.confidence is Confidence.LOW:
        parts.append("把握低")
    parts += [words for flag, words in FLAGS.items() if flag in claim.flags]
    if claim.second:
        who = "语言模型" if claim.second.engine is Engine.LLM else "内置引擎"
        parts.append(f"{who}另有看法：{claim.second.verdict.shown}（{claim.second.reason.rstrip('。')}）")
    return "；".join(p.rstrip("。") for p in parts)


def draft_note(form: Form) -> str:
    """What to do with the drafts, and where they go in a form that has no column for them."""
    if not form.lacks("explanation"):
        return DRAFT_NOTE
    blocks = "".join(f"“{n.name.text}”" for n in form.notes if n.role in _BLOCKS)
    return DRAFT_NOTE + f"表式没有逐行说明的栏，可{f'并入{blocks}' if blocks else '写入实际完成情况或另附说明'}。"


def draft_title(review: Review, draft: Draft) -> str:
    """What a draft is for."""
    if draft.indicator is None:
        return f"项目资金（{DRAFT_KINDS[draft.kind]}）"
    row = view.ordinal(review.form).get(draft.indicator, 0)
    return f"第{row}行 {view.name(review.form, draft.indicator)}（{DRAFT_KINDS[draft.kind]}）"


def goal(quote: Quote) -> str:
    """Where in 实际完成情况 a quotation stands, in brackets; nothing where items have no number."""
    return f"（第{quote.goal}项）" if quote.goal else ""


def draft_use(draft: Draft) -> str:
    """Why the form needs the draft."""
    return "表中没有说明" if draft.existing is None else "表中的说明不完整"


class Reason(NamedTuple):
    """A reason in the ledger and the checks that share it."""

    text: str
    codes: tuple[str, ...]


class Ledger(NamedTuple):
    """How the checks ended, and why some did not run to a result."""

    line: str
    undecidable: tuple[Reason, ...]
    in_part: tuple[Reason, ...]
    not_applicable: tuple[Reason, ...]
    clear: tuple[str, ...]


def ledger(review: Review) -> Ledger:
    """The checks, with the denominator: how many there are, and how each ended."""
    ended = [c.status for c in review.checks]
    line = f"共 {len(ended)} 项检查：" + "，".join(f"{word} {ended.count(s)}" for s, word in STATUSES.items())
    return Ledger(
        line,
        _reasons(review, CheckStatus.UNDECIDABLE),
        _reasons(review, CheckStatus.FOUND),
        _reasons(review, CheckStatus.NOT_APPLICABLE),
        tuple(c.rule for c in review.checks if c.status is CheckStatus.CLEAR),
    )


def _reasons(review: Review, status: CheckStatus) -> tuple[Reason, ...]:
    codes: dict[str, list[str]] = {}
    for check in review.checks:
        if check.status is status and check.reason:
            codes.setdefault(check.reason, []).append(check.rule)
    return tuple(Reason(text, tuple(c)) for text, c in codes.items())


def ledger_lines(review: Review) -> tuple[view.Fact, ...]:
    """The ledger in words: what could not be decided first."""
    book = ledger(review)
    parts = (
        ("不能判定", book.undecidable),
        ("部分未能判定", book.in_part),
        ("不适用", book.not_applicable),
    )
    lines = [view.Fact(label, f"{r.text}：{_codes(review, r)}") for label, reasons in parts for r in reasons]
    if book.clear:
        lines.append(view.Fact("通过", "、".join(book.clear)))
    return tuple(lines)


def _codes(review: Review, reason: Reason) -> str:
    """The checks that share a reason: how many, where it holds for most of them."""
    return f"{len(reason.codes)} 项" if len(reason.codes) * 2 > len(review.checks) else "、".join(reason.codes)


def unread(review: Review) -> tuple[view.Fact, ...]:
    """What was not understood, what was doubtful, and what the model did not judge."""
    words = "；".join(_brief(label.text) for label in review.form.unparsed)
    lines = [view.Fact("未能识别", words)] if words else []
    lines += [view.Fact("原件", r) for r in review.document.remarks]
    lines += [view.Fact("存疑", d) for d in review.form.doubts]
    lines += [view.Fact("未能由模型判断的部分", f) for f in review.usage.fallbacks]
    return tuple(lines)


def _brief(text: str, most: int = 200) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most]}（以下略，共{len(words)}字）"
