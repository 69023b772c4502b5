"""N504: promises of 预期目标 that nothing answers."""

import re
from collections.abc import Iterator

from auditor.model.claim import Note, NoteKind
from auditor.narrative.context import Context
from auditor.narrative.names import Names
from auditor.narrative.topics import Topic, coverage, topic
from auditor.numerals import amounts, days
from auditor.quotes import quote
from auditor.values import punctuated, value_of

_CLAUSE = re.compile(r"[^，；。：！？\n]+")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]")
_NUMBER = re.compile(
    r"[≥≤]?(?:不少于|不低于|不超过|达到|达)?\d[\d,.]*(?:万|亿)?(?:人次|[一-龥%‰]{0,2})|\d+月(?:\d+日|底)?前?|以上|以内"
)
_NUMERAL = re.compile(r"[\d〇零一二两三四五六七八九十百千首]")
_YEAR_END = (12, 31)
_OF_ITS_OWN = 2  # characters that say more than 完成任务
_TAKEN_UP = 0.6  # how much of an indicator a promise must name
_NAMED = 0.5  # how much of a promise an indicator must name
_TOLD = 0.42  # how much of a promise a sentence must speak of
_TOLD_EXACTLY = 0.2  # the same where it has the promised number itself


def dropped(ctx: Context, names: Names) -> Iterator[Note]:
    """N504: a quantified or dated promise that neither the narrative nor an indicator answers."""
    if not ctx.narrative.sentences:
        return
    for goal in ctx.narrative.form.goals:
        if goal.expected is None or (goal.label and (goal.actual is None or not goal.actual.text)):
            continue  # an item without any report is N503
        for m in _CLAUSE.finditer(punctuated(goal.expected.text)):
            clause = m[0]
            if not _binding(clause):
                continue
            subject = topic(words_of(clause), ctx.common)
            own = sum(w for w in subject.weights if w == 1.0)
            if own < _OF_ITS_OWN or _answered(ctx, names, subject, clause):
                continue
            said = quote(goal.expected, ctx.source, m.start(), m.end(), goal.label)
            yield Note(
                kind=NoteKind.COMMITMENT_DROPPED,
                quotes=(said,),
                message=f"预期目标承诺“{said.quote}”，实际完成情况和指标都没有回应。",
            )


def words_of(clause: str) -> str:
    """A clause without its numbers and numbering."""
    return _NUMBER.sub("", _NUMBERED.sub("", clause, count=1))


def _binding(clause: str) -> bool:
    """Whether a promise names a quantity or a date."""
    if not _NUMERAL.search(clause):
        return False
    if any(a.value > 1 or a.text[0].isdigit() for a in amounts(clause)):
        return True
    return any(d.month and (d.month, d.day) != _YEAR_END for d in days(clause))


def _answered(ctx: Context, names: Names, subject: Topic, clause: str) -> bool:
    """Whether an indicator or a sentence of the narrative takes a promise up."""
    promised = {a.value for a in amounts(clause) if a.measure == "share"}
    for indicator, name in names.near(clause, subject):
        shared = coverage(name, clause)
        if shared >= _TAKEN_UP or coverage(subject, name.words) >= _NAMED:
            return True
        if shared > 0 and promised:
            target = value_of(indicator.target)
            if target.dimension == "share" and target.base in promised:
                return True
    exact = {(a.value, a.measure) for a in amounts(clause) if a.value > 1}
    return any(
        (shared := coverage(subject, s.text)) >= _TOLD
        or (shared >= _TOLD_EXACTLY and any((f.amount.value, f.amount.measure) in exact for f in s.facts if f.usable))
        for s in ctx.sentences(subject)
    )
