"""Drafts by template: the row's own numbers, the reason that the form gives or 〔待核实〕, a measure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from auditor.drafting.lints import HOLE, LONGEST, compose
from auditor.drafting.wording import figures, measure, unknown_cause
from auditor.explanations import dated, divide, is_prompt, says_nothing
from auditor.model.case import Case
from auditor.model.form import Cell, FundRole
from auditor.model.review import Draft
from auditor.model.score import Deviation, DeviationKind
from auditor.model.source import Quote
from auditor.quotes import quote

_ROOM = (
    (64, True),
    (64, False),
    (48, False),
    (34, False),
    (24, False),
)  # characters for the reason; name the indicator or not
_LEAD = re.compile(
    r"^(?:资金方面|另有|另外?|其中|加上|同时|此外|但)，?|^(?:主要)?(?:原因[是为：]?|是因为|因为|由于|因|系|主要是)"
)
_GAP = re.compile(
    r"(?:全年|实际|本年(?:度)?)*(?:[比较与](?:年度|年初|全年)*(?:计划|目标|指标值?|预期|任务)(?:相比)?)?(?:共|合计)?"
    r"(?:[少差缺欠多超晚低高短][完成出于了用花]{0,2}|相差|超出)\D{0,3}\d[\d,.]*\D{1,6}"
)  # only how far the row is from its target, which the draft says already
_SAME = Decimal("0.8")  # of the characters of a clause that says nothing new
_DIGIT = re.compile(r"\d")
_ALIKE = 3  # characters that two statements of one reason share in a row


class OfflineDrafter:
    """Drafts with what is in the package alone."""

    def write(self, case: Case, deviations: Sequence[Deviation]) -> tuple[Draft, ...]:
        """A draft for each deviation, in order."""
        return tuple(write(case, d) for d in deviations)


def filed(case: Case, deviation: Deviation) -> str | None:
    """What the form's column says about a deviation, at the row or at the funds; None where it says nothing."""
    cell = _column(case, deviation)
    return None if cell is None or says_nothing(cell.text) or is_prompt(cell.text) else cell.text


def _column(case: Case, deviation: Deviation) -> Cell | None:
    if deviation.indicator is not None:
        return case.indicators[deviation.indicator].explanation
    line = case.fund(FundRole.TOTAL)
    return line.explanation if line else None


def write(case: Case, deviation: Deviation) -> Draft:
    """The draft for one deviation; the facts that the form's own explanation gives are kept."""
    existing = filed(case, deviation)
    reason, source = _reason(case, deviation, existing)
    own = "，".join(divide(existing or "", case.year)[1])
    if own and not dated(own):
        own += "〔待核实：完成时间、责任科室〕"
    text = ""
    for room, named in _ROOM:
        why = _cut(reason, room) or unknown_cause(case, deviation, more=_more(case, deviation))
        remedy = _cut(own, room) or measure(case, deviation, more=_more(case, deviation), named=named)
        text = _compose(case, deviation, why, remedy)
        if len(text) <= LONGEST:
            break
    return Draft(
        indicator=deviation.indicator,
        kind=deviation.kind,
        required=True,
        existing=existing,
        text=text,
        evidence=source,
        placeholders=tuple(HOLE.findall(text)),
    )


def _compose(case: Case, deviation: Deviation, reason: str, remedy: str) -> str:
    if deviation.kind is DeviationKind.BUDGET_CHANGE and "待核实" not in reason:
        reason += "〔待核实：批准文件〕"
    return compose(figures(case, deviation), reason, remedy)


def _more(case: Case, deviation: Deviation) -> bool:
    """Whether the fund block shows more than was planned."""
    line = case.fund(FundRole.TOTAL)
    if deviation.indicator is not None or line is None:
        return False
    before, after = (
        (line.initial_budget, line.annual_budget)
        if deviation.kind is DeviationKind.BUDGET_CHANGE
        else (line.annual_budget, line.executed)
    )
    return before.value is not None and after.value is not None and after.value > before.value


def _reason(case: Case, deviation: Deviation, existing: str | None) -> tuple[str, tuple[Quote, ...]]:
    """The reason and the words of the form that it rests on: the officer's own, then what the narrative adds."""
    told = next(
        (c.quotes for c in case.reading.causes if (c.indicator, c.kind) == (deviation.indicator, deviation.kind)), ()
    )
    cell = _column(case, deviation)
    filed = [c for c in divide(existing or "", case.year)[0] if not _GAP.fullmatch(c)]
    new = [c for c in filed if not (told and _alike(c, told[0].quote))]
    own = tuple(quote(cell, case.source, at, at + len(c), None) for c in new if cell and (at := cell.text.find(c)) >= 0)
    said = [_trim("，".join(new)), _trim(told[0].quote) if told else ""]
    if len(new) < len(filed):
        said.reverse()  # the narrative says the officer's reason in full
    return "；".join(s for s in said if s), (*own, *told)


def _alike(one: str, other: str) -> bool:
    """Whether a clause says again what other words say: a run of characters in common, or nearly all of them."""
    again = not _DIGIT.search(one) and sum(c in other for c in one) >= _SAME * len(one)
    return again or any(one[i : i + _ALIKE] in other for i in range(len(one) - _ALIKE + 1))


def _trim(words: str) -> str:
    return _LEAD.sub("", words.strip("，。；")).strip("，。；")


def _cut(words: str, most: int) -> str:
    """As many whole clauses as fit."""
    kept = ""
    for part in re.split(r"(?<=[，；])", words):
        if kept and len(kept) + len(part) > most:
            break
        kept += part
    return kept.strip("，；")
