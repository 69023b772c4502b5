"""What a draft must hold before anybody sees it, whoever wrote it (reviewing.md part E)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from auditor.drafting.wording import figures
from auditor.explanations import clauses, dated, is_bare, is_measure, is_slogan, read_explanation
from auditor.model.case import Case
from auditor.model.score import Deviation, DeviationKind, Direction
from auditor.model.source import Quote
from auditor.numerals import amounts, widths
from auditor.quotes import nested

SHORTEST, LONGEST = 40, 150  # characters of a draft
HOLE = re.compile(r"〔待核实：([^〕]*)〕")
_SHAPE = re.compile(r"(?P<figures>.*?)。原因：(?P<cause>.*)。改进措施：(?P<measure>.*)。", re.DOTALL)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NEXT = re.compile(r"下(?:一)?年|明年|次年|今后")
_ACT = re.compile(
    r"核[对实定查]|评估|补|安排|落实|协调|对接|测算|设定|调整|督促|复测|整改|申报|收回|交回|缴回|支付|结清|编[入列制]|列入|查[明找清]|梳理|附上|倒排|开展|组织|采购"
)
_QUOTED = Decimal("0.5")  # of the neighbouring pairs of characters of a cause must stand in its source


class Lint(NamedTuple):
    """A fault of a draft: its name and, in Chinese, what to mend."""

    name: str
    message: str


def compose(gap: str, cause: str, measure: str) -> str:
    """A draft of its three parts: what and how much, why, and what will be done."""
    said, remedy = cause.strip("。；， "), measure.strip("。；， ")
    return f"{nested(gap)}。原因：{nested(said)}。改进措施：{nested(remedy)}。"


def lint(
    case: Case, deviation: Deviation, text: str, evidence: Sequence[Quote], others: Sequence[str] = ()
) -> tuple[Lint, ...]:
    """The faults of a draft.

    Args:
        case: the form's case.
        deviation: what the draft explains.
        text: the draft.
        evidence: the quotations that its cause rests on.
        others: the drafts of the same form that stand already.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return (Lint("shape", "要写成“……。原因：……。改进措施：……。”"),)
    sources = [*_own_words(case, deviation), *(q.quote for q in evidence)]
    cause, measure = shape["cause"], shape["measure"]
    return (
        *_length(text),
        *_gap(case, deviation, shape["figures"]),
        *_numbers(f"{cause}。{measure}", [*sources, shape["figures"]]),
        *_cause(cause, sources),
        *_measure(measure, sources),
        *_direction(case, deviation, f"{cause}。{measure}"),
        *_repeated(f"{cause}。{measure}", others),
    )


def _own_words(case: Case, deviation: Deviation) -> list[str]:
    """The row's own cells, or the fund block's."""
    if deviation.indicator is None:
        funds = case.form.funds
        return [c.text for f in funds for c in (f.name, f.initial_budget, f.annual_budget, f.executed)]
    row = case.indicators[deviation.indicator]
    return [c.text for c in (row.name, row.target, row.actual, row.explanation) if c is not None]


def _length(text: str) -> Iterator[Lint]:
    if not SHORTEST <= len(text) <= LONGEST:
        yield Lint("length", f"全文 {len(text)} 字，应为 {SHORTEST} 至 {LONGEST} 字")


def _gap(case: Case, deviation: Deviation, words: str) -> Iterator[Lint]:
    if words != nested(figures(case, deviation)):
        yield Lint("figures", "差异的数字要与该行一致")


def _numbers(words: str, sources: Sequence[str]) -> Iterator[Lint]:
    """The number lock: every number and date stands in the row or in a quoted source."""
    known = {_bare(n) for s in sources for n in _DIGITS.findall(widths(s))}
    counted = {(a.value, a.measure) for s in sources for a in amounts(s)}
    values = {value for value, _ in counted}
    for n in _DIGITS.findall(widths(words)):
        if _bare(n) not in known:
            yield Lint("invented_number", f"“{n}”在该行和引文里都没有")
    for a in amounts(HOLE.sub("", words)):
        if not _DIGITS.search(widths(a.text)) and (a.value, a.measure) not in counted and a.value not in values:
            yield Lint("invented_number", f"“{a.text}”在该行和引文里都没有")


def _bare(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _cause(cause: str, sources: Sequence[str]) -> Iterator[Lint]:
    """A cause has the source's words; where there is no source, only a hole."""
    said = HOLE.sub("", cause).strip("，。；、 ")
    if not said and not HOLE.search(cause):
        yield Lint("no_cause", "没有写原因；表内没有的写〔待核实：…〕")
    pool = {p for s in sources for p in _pairs(s)}
    for clause in clauses(said):
        pairs = _pairs(clause)
        if len(pairs) > 1 and sum(p in pool for p in pairs) < _QUOTED * len(pairs):
            yield Lint("cause_not_quoted", f"“{clause}”不见于引文；表内没有的写〔待核实：…〕")
    if said and not HOLE.search(cause) and all(is_bare(c) or is_slogan(c) for c in clauses(said)):
        yield Lint("bare_cause", "原因没有具体事实")


def _pairs(words: str) -> list[str]:
    tight = re.sub(r"[\s，。；、：“”‘’（）()]", "", widths(words))
    return [tight[i : i + 2] for i in range(len(tight) - 1)]


def _measure(measure: str, sources: Sequence[str]) -> Iterator[Lint]:
    said = clauses(HOLE.sub("", measure))
    if not any(is_measure(c) or (_ACT.search(c) and "已" not in c) for c in said):
        yield Lint("no_measure", "没有写今后怎么做")
    elif all(is_slogan(c) for c in said):
        yield Lint("slogan", "措施只有口号，没有具体做法")
    if not (dated(measure) or HOLE.search(measure) or _NEXT.search(measure)):
        yield Lint("undated", "措施没有时间；表内没有的写〔待核实：完成时间〕")
    pool = {p for s in sources for p in _pairs(s)}
    for clause in said:
        if "已" in clause and sum(p in pool for p in _pairs(clause)) < _QUOTED * len(_pairs(clause)):
            yield Lint("claimed_done", f"“{clause}”是表内没有的事实")


def _direction(case: Case, deviation: Deviation, words: str) -> Iterator[Lint]:
    read = read_explanation(HOLE.sub("", words), case.year)
    if deviation.kind is DeviationKind.OVERFULFILMENT and read.says_short and not read.says_over:
        yield Lint("direction", "该行是超额完成，不能写成未完成")
    if deviation.kind is DeviationKind.SHORTFALL and deviation.indicator is not None:
        higher = case.rows[deviation.indicator].direction is not Direction.LOWER
        if higher and read.says_over and not read.says_short:
            yield Lint("direction", "该行是未完成，不能写成超额")


def _repeated(words: str, others: Sequence[str]) -> Iterator[Lint]:
    tails = {f"{m['cause']}。{m['measure']}" for o in others if (m := _SHAPE.fullmatch(o))}
    if words in tails:
        yield Lint("repeated", "与另一行的说明完全相同")
