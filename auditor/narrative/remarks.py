"""What the prose shows beyond the claims: dropped promises, other years, results without an indicator,
conflicting numbers, wrong characters.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from auditor.model.claim import Cause, Claim, Note, NoteKind
from auditor.model.form import Cell, Indicator
from auditor.model.score import DeviationKind
from auditor.model.source import Quote
from auditor.narrative.confusables import CONFUSABLE, suspicious
from auditor.narrative.context import Context
from auditor.narrative.passages import Fact
from auditor.narrative.topics import Topic, coverage, topic
from auditor.narrative.verdicts import OTHER_YEAR
from auditor.numerals import amounts, comparable, days
from auditor.quotes import quote
from auditor.values import read_value

_CLAUSE = re.compile(r"[^，；。：！？\n]+")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]")
_NUMBER = re.compile(
    r"[≥≤]?(?:不少于|不低于|不超过|达到|达)?\d[\d,.]*(?:万|亿)?(?:人次|[一-龥%‰]{0,2})|\d+月(?:\d+日|底)?前?|以上|以内"
)
_YEAR_END = (12, 31)
_NEAR = 24  # characters between the amounts of one list
_OF_ITS_OWN = 2  # characters that say more than 完成任务
_MOST = 5  # remarks of one kind that are printed: the first ones say enough
_NOUN = re.compile(r"([一-龥]{2,8}?)(?:共|共计|合计|达到?|为|约)?$")
_BEGINS = re.compile(r"(?:全[县市区省镇校]|我[县市区]|现有|共有)?")
_WHOLE_OF = re.compile(r"([一-龥]{4,8}?)(?:共|均|全部|都|已|全年|累计|按|每)")
_QUALIFIED = re.compile(r"其中|上年|去年|每|平均|最|人均|单|首|第|约|近|余|累计|截至|月|季度")
KINDS = (
    NoteKind.COMMITMENT_DROPPED,
    NoteKind.OTHER_YEAR,
    NoteKind.WITHOUT_INDICATOR,
    NoteKind.CONFLICT,
    NoteKind.CONTENT_CHANGED,
    NoteKind.WRONG_CHARACTER,
)


def remarks(ctx: Context, claims: Sequence[Claim], causes: Sequence[Cause]) -> tuple[Note, ...]:
    """All remarks of the embedded engine, in the order of the catalogue."""
    numbers = (*dropped(ctx), *other_years(ctx, claims), *without_indicator(ctx, claims), *conflicts(ctx))
    return (*numbers, *changed(ctx, causes), *wrong_characters(ctx))


def changed(ctx: Context, causes: Sequence[Cause]) -> Iterator[Note]:
    """N511: something else was done than was promised."""
    names = {i.id: i.name.text for i in ctx.narrative.form.indicators}
    for cause in causes:
        if cause.kind is DeviationKind.CONTENT_CHANGE and cause.indicator:
            message = f"“{names[cause.indicator]}”：叙述写明“{cause.quotes[0].quote}”，与承诺的内容不同。"
            yield Note(
                kind=NoteKind.CONTENT_CHANGED, quotes=cause.quotes, message=message, indicators=(cause.indicator,)
            )


def _words(clause: str) -> str:
    """A clause without its numbers and numbering."""
    return _NUMBER.sub("", _NUMBERED.sub("", clause, count=1))


def dropped(ctx: Context) -> Iterator[Note]:
    """N504: a quantified or dated promise that neither the narrative nor an indicator answers."""
    form = ctx.narrative.form
    names = [ctx.subject(i) for i in form.indicators]
    told = [s.text for s in ctx.narrative.sentences]
    if not told:
        return
    for goal in form.goals:
        if goal.expected is None or (goal.label and (goal.actual is None or not goal.actual.text)):
            continue  # an item without any report is N503
        for m in _CLAUSE.finditer(goal.expected.text):
            clause = m[0]
            counted = any(a.value > 1 or a.text[0].isdigit() for a in amounts(clause))
            dated = any(d.month and (d.month, d.day) != _YEAR_END for d in days(clause))
            if not (counted or dated):
                continue
            subject = topic(_words(clause), ctx.common)
            if sum(w for w in subject.weights if w == 1.0) < _OF_ITS_OWN or _answered(
                ctx, subject, clause, names, told
            ):
                continue
            said = quote(goal.expected, ctx.source, m.start(), m.end(), goal.label)
            yield Note(
                kind=NoteKind.COMMITMENT_DROPPED,
                quotes=(said,),
                message=f"预期目标承诺“{said.quote}”，实际完成情况和指标都没有回应。",
            )


def _answered(ctx: Context, subject: Topic, clause: str, names: Sequence[Topic], told: Sequence[str]) -> bool:
    """Whether an indicator or a sentence of the narrative takes a promise up."""
    promised = [a for a in amounts(clause) if a.measure == "share"]
    for i, name in zip(ctx.narrative.form.indicators, names, strict=True):
        target = read_value(i.target.text)
        if any(a.value == target.base and target.dimension == "share" for a in promised) and coverage(name, clause) > 0:
            return True
    if any(coverage(n, clause) >= 0.6 or coverage(subject, n.words) >= 0.5 for n in names):
        return True
    return max(coverage(subject, t) for t in told) >= 0.42


def other_years(ctx: Context, claims: Sequence[Claim]) -> Iterator[Note]:
    """N506: another year's work counted into this year's value."""
    by_id = {i.id: i for i in ctx.narrative.form.indicators}
    for claim in claims:
        quotes = claim.evidence or claim.searched
        if OTHER_YEAR in claim.flags and quotes:
            name = by_id[claim.indicator].name.text
            yield Note(
                kind=NoteKind.OTHER_YEAR,
                quotes=quotes[:1],
                message=f"“{name}”{by_id[claim.indicator].actual.text}：叙述“{quotes[0].quote}”含其他年度的工作，不能算作本年。",
                indicators=(claim.indicator,),
            )


def without_indicator(ctx: Context, claims: Sequence[Claim]) -> Iterator[Note]:
    """N509: quantified results of this year that no indicator covers."""
    used = [s for c in claims for q in c.evidence for s in q.spans]
    names = [ctx.subject(i) for i in ctx.narrative.form.indicators]
    found = 0
    for f in ctx.narrative.facts:
        if found == _MOST:
            return
        plain_result = (
            f.usable
            and not f.part
            and f.amount.unit
            and f.amount.measure != "share"
            and not f.clause.undone
            and not f.clause.none
        )
        if (
            not plain_result
            or f.amount.value < 3
            or len(f.segment) < 6
            or _QUALIFIED.search(f.segment)
            or not re.search(r"\d", f.amount.text)
        ):
            continue
        said = ctx.quote(f.sentence, f.clause.start - f.sentence.start, f.clause.end - f.sentence.start)
        if said is None or any(a.start < b.end and b.start < a.end for a in said.spans for b in used):
            continue
        if (
            max(
                (max(coverage(n, f.segment), coverage(topic(_words(f.segment), ""), n.words)) for n in names),
                default=0.0,
            )
            >= 0.3
        ):
            continue
        found += 1
        yield Note(kind=NoteKind.WITHOUT_INDICATOR, quotes=(said,), message=f"叙述的成果“{said.quote}”没有指标反映。")


def conflicts(ctx: Context) -> Iterator[Note]:
    """N510: two statements about the same thing with different numbers."""
    facts = [
        f
        for f in ctx.narrative.facts
        if f.usable and f.amount.unit and not f.amount.approx and not f.part and not f.clause.planned
    ]
    for a, b in combinations(facts, 2):
        if a.sentence is b.sentence or a.amount.value == b.amount.value or a.amount.measure != b.amount.measure:
            continue
        if _same_thing(a, b):
            one = ctx.quote(a.sentence, a.clause.start - a.sentence.start, a.clause.end - a.sentence.start)
            two = ctx.quote(b.sentence, b.clause.start - b.sentence.start, b.clause.end - b.sentence.start)
            if one and two:
                yield Note(
                    kind=NoteKind.CONFLICT,
                    quotes=(one, two),
                    message=f"同一事项前后不一致：一处为“{one.quote}”，另一处为“{two.quote}”。",
                )


def _same_thing(a: Fact, b: Fact) -> bool:
    """Whether two amounts are introduced by the same words, none of which limits them."""
    one, two = a.lead.strip("“”"), b.lead.strip("“”")
    if _in_list(a) or _in_list(b) or not _tails_agree(a, b):
        return False
    if _counted_noun(a) and _counted_noun(a) == _counted_noun(b):
        return True
    if min(len(one), len(two)) < 3 or _QUALIFIED.search(one) or _QUALIFIED.search(two):
        return False
    if re.search(r"\d", one + two) or not comparable(a.amount.unit, b.amount.unit):
        return False
    first, second = topic(one, ""), topic(two, "")
    shorter, longer = (a, b) if len(one) <= len(two) else (b, a)
    noun = _NOUN.search(shorter.lead)
    if noun and _NOUN.sub(r"\1", longer.lead).endswith(noun[1]) and len(noun[1]) >= 3:
        up_to = shorter.sentence.text[: shorter.amount.start]
        return coverage(topic(longer.lead, ""), up_to) >= 0.7
    return coverage(first, two) >= 0.66 and coverage(second, one) >= 0.66


def _in_list(f: Fact) -> bool:
    """Whether an amount is one of a list: 推荐8人，备选1人，不推荐8人."""
    return (
        sum(
            g.amount.measure == f.amount.measure and g.sentence is f.sentence and abs(g.start - f.start) < _NEAR
            for g in f.sentence.facts
        )
        > 2
    )


def _tails_agree(a: Fact, b: Fact) -> bool:
    """Whether what follows the two amounts may be the same thing: 16个候选人 is not 8个推荐人选."""
    one, two = (re.split(r"[^一-龥]", f.tail)[0] for f in (a, b))
    if len(one) < 2 or len(two) < 2:
        return True
    return any(one[i : i + 2] in two for i in range(len(one) - 1))


def _counted_noun(f: Fact) -> str:
    """What a sentence that begins with a whole number of things counts: 全县24个固定作业点共实施…"""
    m = _WHOLE_OF.match(f.tail)
    return m[1] if m and _BEGINS.fullmatch(f.lead) else ""


def wrong_characters(ctx: Context) -> Iterator[Note]:
    """L701: words of the list of confusable characters, wherever they stand."""
    form = ctx.narrative.form
    cells: list[tuple[Cell, str | None, tuple[str, ...], str]] = []
    for goal in form.goals:
        cells += [
            (c, goal.label, (), where) for c, where in ((goal.expected, "预期目标"), (goal.actual, "实际完成情况")) if c
        ]
    for i in form.indicators:
        cells += [
            (c, None, (i.id,), _place(i, title))
            for c, title in ((i.name, ""), (i.target, "指标值"), (i.actual, "实际完成值"), (i.explanation, "偏差说明"))
            if c
        ]
    seen: set[str] = set()
    for cell, label, ids, where in cells:
        if not suspicious(cell.text):
            continue
        for pattern, right in CONFUSABLE:
            m = pattern.search(cell.text)
            if m is None or m[0] in seen:
                continue
            seen.add(m[0])
            said = _around(ctx, cell, m.start(), len(m[0]), label)
            yield Note(
                kind=NoteKind.WRONG_CHARACTER,
                quotes=(said,),
                indicators=ids,
                correction=right,
                message=f"{where}“{said.quote}”中“{m[0]}”疑为“{right}”。",
            )


def _place(indicator: Indicator, title: str) -> str:
    return f"“{indicator.name.text}”的{title}" if title else "指标名称"


def _around(ctx: Context, cell: Cell, at: int, length: int, label: str | None) -> Quote:
    """A wrong word with a few characters on each side."""
    start, end = max(0, at - 6), min(len(cell.text), at + length + 6)
    for i in range(at, start, -1):
        if cell.text[i - 1] in "，。；：、":
            start = i
            break
    for i in range(at + length, end):
        if cell.text[i] in "，。；：、":
            end = i
            break
    return quote(cell, ctx.source, start, end, label)
