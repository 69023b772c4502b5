"""Dates: the same, another for the same event, or none."""

import re
from dataclasses import dataclass

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.bearing import Bearing
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.events import same_event
from auditor.narrative.matter import matter
from auditor.narrative.passages import Clause, Sentence
from auditor.narrative.stopped import undone
from auditor.narrative.verdicts import Judged, Place, at_clause, contradicted, partial, silent, supported
from auditor.numerals import Day
from auditor.values import Value

_ENDED = re.compile(r"完成|完工|竣工|结束|上线|投用|投入|闭幕|开幕|验收|到位|交付|封顶")
_LAST = re.compile(r"最后一[个台处批座辆场户项条栋片段家期]|才?全部(?:到齐|到位|完成|完工|交付)")
_COMPLETED = re.compile(r"(?:完成|完工|竣工|到位|交付|投用|投运|验收|建成|上线)(?:时间|日期|时限)?$")
_OF_THE_LAST = 0.3  # how much the date of the last of several must be about the indicator
_TELLING = 3  # characters of a name that tell which work is meant
_WHOLE = re.compile(r"全部|所有|本项目|[本该]$|主体$")
_FIRST = re.compile(r"首批|第一批|首台|首个|先行|部分")


@dataclass(frozen=True, slots=True, eq=False)
class _Dated:
    """A date of the narrative with its clause; ``near`` and ``score`` say how much it is about the indicator."""

    sentence: Sentence
    clause: Clause
    day: Day
    near: float
    score: float
    boost: float

    @property
    def place(self) -> Place:
        """Its clause as a place of evidence."""
        return at_clause(self.sentence, self.clause)


def judge_date(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a date."""
    day = value.day
    if day is None:
        return silent("实际完成值不是日期")
    name = indicator.plain_name
    subject = ctx.subject(indicator)
    told = _dated(ctx, indicator)
    equal = [d for d in told if _is_same(d.day, day)]
    same = max((d for d in equal if _of_the_end(name, d)), key=lambda d: d.score, default=None)
    later = _other_part(name, same, told) if same else None
    if same and later:
        reason = f"{same.day.text}只是一部分的时间，另一部分为{later.day.text}"
        return contradicted(reason, [same.place, later.place], later.day.text)
    if same:
        return supported(f"文中为{same.day.text}，一致", [same.place], same.day.text)
    unequal = [d for d in told if not _is_same(d.day, day) and not _admits(d.day, day)]
    other = max((d for d in unequal if _of_the_same(name, d)), key=lambda d: d.near, default=None)
    if other:
        reason = f"叙述为{other.day.text}，与自评{value.text}不一致"
        return contradicted(reason, [other.place], other.day.text, Confidence.HIGH)
    last = _last_of(ctx, name, day)
    if last:
        return last
    stopped = undone(ctx, subject, whole=True)
    if stopped:
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成")
    loose = max((d for d in told if _admits(d.day, day)), key=lambda d: d.score, default=None)
    if loose and loose.score >= LIKELY:
        return partial(f"文中只说{loose.day.text}，不能核实{value.text}", [loose.place], loose.day.text)
    return matter(ctx, indicator, subject, "有这项工作，没有写日期")


def _dated(ctx: Context, indicator: Indicator) -> list[_Dated]:
    """The dates of this year's results in the sentences about an indicator."""
    out = []
    for b in ctx.bearings(ctx.subject(indicator)):
        s = b.sentence
        boost = ctx.boost(indicator, s) if s.dates else 0.0
        for d in s.dates:
            c = s.clause_at(s.start + d.start)
            if not (c.planned or (s.year and d.year and d.year != s.year)):
                near = max(b.clause(c), _closed_after(b, c))
                out.append(_Dated(s, c, d, near, max(near, 0.9 * b.wide_clause(c)) + boost, boost))
    return out


def _closed_after(b: Bearing, c: Clause) -> float:
    """How much the clause after a date's is about the indicator, where it says that this was the end: 任务至此结束."""
    after = b.sentence.clauses[c.number + 1 : c.number + 2]
    return max((b.clause(a) for a in after if "至此" in a.text), default=0.0)


def _is_same(one: Day, day: Day) -> bool:
    return (one.month, one.day) == (day.month, day.day) and bool(one.day or one.part == day.part)


def _admits(one: Day, day: Day) -> bool:
    """Whether a month or a part of a year holds another date."""
    first, last = one.first_last
    return not one.day and not _is_same(one, day) and first <= day.first_last[0] <= last


def _other_part(name: str, same: _Dated, told: list[_Dated]) -> _Dated | None:
    """A later end of another part where the same date is only one part's: 甲工程10月完工，乙工程11月完工."""
    core = _COMPLETED.sub("", name)
    lead = same.clause.text.split(same.day.text, maxsplit=1)[0]
    at = lead.find(core)
    if core == name or len(core) < _TELLING or at <= 0 or _WHOLE.search(lead[:at]):
        return None
    behind = (d for d in told if d.sentence is same.sentence and d.day.day and d.day.first_last > same.day.first_last)
    return next((d for d in behind if core[-2:] in d.clause.text and same_event(name, d.clause.text)), None)


def _last_of(ctx: Context, name: str, day: Day) -> Judged | None:
    """The end of the last of several, in quite other words than the name's: 最后一期果树栽培班于12月6日结束."""
    if not _COMPLETED.search(name) or not day.day:
        return None
    for s in ctx.narrative.sentences:
        for d in s.dates:
            c = s.clause_at(s.start + d.start)
            ended = _LAST.search(c.text) and _ENDED.search(c.text) and not (c.planned or c.undone)
            if ended and _is_same(d, day) and not (s.year and d.year and d.year != s.year):
                return supported(f"文中最后一批为{d.text}，一致", [at_clause(s, c)], d.text, Confidence.MEDIUM)
    return None


def _of_the_end(name: str, d: _Dated) -> bool:
    """Whether the same date is said of the matter and not of a first part of it."""
    ended = 0.1 if d.day.day and _ENDED.search(d.clause.text) else 0.0
    return d.score + ended >= (0.2 if d.day.day else 0.4) and not (
        _FIRST.search(d.clause.text) and not _FIRST.search(name)
    )


def _of_the_same(name: str, d: _Dated) -> bool:
    """Whether another full date is said of the very matter, or of the event that the indicator's name dates."""
    if not d.day.day:
        return False
    if d.near + 0.3 * d.boost >= 0.72:
        return True
    if _LAST.search(d.clause.text) and _COMPLETED.search(name) and d.score >= _OF_THE_LAST:
        return True
    return d.score >= 0.38 and same_event(name, d.clause.text) and not _FIRST.search(d.clause.text)
