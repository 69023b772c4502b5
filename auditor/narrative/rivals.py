"""Values of the narrative that speak against a claimed one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.model.form import Indicator
from auditor.narrative.bearing import Bearing
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.derive import Derived, instalments, significant
from auditor.narrative.matter import approximates
from auditor.narrative.passages import Fact, Sentence
from auditor.narrative.quotients import per_unit
from auditor.narrative.topics import Topic
from auditor.numerals import comparable, dimension, plain

_REST = re.compile(
    r"其余|余下|剩余|剩下|另|每|各[^，。；]{0,10}$|追加|调[增减]|预算|下达|闭馆|停(?!车)|扣|(?<![消拆清解排去])除(?![草险雪尘])|逢|隔(?!离)|上半年|下半年|[一二三四]季度|首批|第[一二三四]批|春季|秋季"
)
_EXTREME = re.compile(r"最[长高大多快]|单日|峰值|上限")
_MEAN = re.compile(r"平均|人均|均值")
_LISTED = 0.4  # how much a list must be about an indicator
_NAMED = 0.8  # how much the one part of a list must be about an indicator that counts only it
_UNNAMED = 0.5  # and how little the others
_SAME = 2  # numerals.comparable: the same dimension


def conflicting(name: str, sentence: Sentence, at: int) -> bool:
    """A mean before a place of a sentence where the name asks for the extreme, or the other way round."""
    extreme, mean = _EXTREME.search(name), _MEAN.search(name)
    if not (extreme or mean):
        return False
    words = sentence.text[max(0, at - 12) : at]
    return bool(
        (extreme and _MEAN.search(words) and not _EXTREME.search(words))
        or (mean and _EXTREME.search(words) and not _MEAN.search(words))
    )


@dataclass(frozen=True, slots=True)
class Rival:
    """Amounts that stand for the same thing with another value."""

    score: float
    facts: tuple[Fact, ...]
    near: float
    value: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """The indicator whose claimed value is in question."""

    ctx: Context
    indicator: Indicator
    subject: Topic
    claimed: Decimal
    unit: str

    @property
    def name(self) -> str:
        """The name of the indicator."""
        return self.indicator.plain_name


def rival(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, unit: str) -> Rival | None:
    """The strongest other value for the same thing: stated, or the total of a list of its parts.

    None, too, where what there is cannot come to ``SURE``.
    """
    asked = _Asked(ctx, indicator, subject, claimed, unit)
    least = 0.0 if _EXTREME.search(asked.name) else LIKELY  # with less, no amount comes to SURE, see _score
    stated = (r for bearing in ctx.stating(subject, least) for r in _stated(asked, bearing))
    best = max(stated, key=lambda r: r.score, default=None)
    total = _list_total(asked)
    return total if total and (best is None or total.score > best.score) else best


def _stated(asked: _Asked, bearing: Bearing) -> Iterator[Rival]:
    """The amounts of a sentence that may stand for the same thing."""
    plan = 0.0
    listed = asked.ctx.figures[bearing.sentence.number].listed
    for f in bearing.sentence.facts:
        a = f.amount
        named = _named_part(bearing, f)
        if f in listed and not named:
            continue  # a part of a list; its total is weighed apart
        if a.measure == "share" or not a.unit or comparable(a.measure, asked.unit or a.unit) == 0:
            continue
        if f.planned or f.early:
            plan = max(plan, bearing.near(f))
        elif _rivals(asked, f, named=named):
            near = bearing.near(f)
            if plan > near and f.late:
                near = plan
            if near >= 0.8 or comparable(a.measure, asked.unit) == _SAME:
                yield Rival(_score(asked, bearing, f, near), (f,), near, a.text)


def _named_part(bearing: Bearing, f: Fact) -> bool:
    """Whether the indicator counts just this part of a list: 经营管理型206人、专业生产型248人、技能服务型148人."""
    if bearing.of(f.lead) < _NAMED:
        return False
    others = [g for g in f.sentence.facts if g.clause is f.clause and g is not f]
    return len(others) > 1 and all(
        g.amount.measure == f.amount.measure and bearing.of(g.lead) < _UNNAMED for g in others
    )


def _rivals(asked: _Asked, f: Fact, *, named: bool) -> bool:
    """Whether an amount is a result of this year with another value, and neither a part nor a mean.

    A part that has the indicator's very name is a result.
    """
    return (
        f.usable
        and (named or not f.part)
        and f.amount.value != asked.claimed
        and not approximates(f, asked.claimed)
        and not _REST.search(f.lead)
        and not (_MEAN.search(f.lead) and not _MEAN.search(asked.name))
        and not (
            f.amount.measure == "money" and per_unit(asked.name, asked.unit) and not per_unit(f.lead, f.amount.unit)
        )
        and not conflicting(asked.name, f.sentence, f.amount.start)
    )


def _score(asked: _Asked, bearing: Bearing, f: Fact, near: float) -> float:
    """How strongly an amount stands for what the indicator counts."""
    ctx, a, s = asked.ctx, f.amount, f.sentence
    wide = bearing.wide_fact(f)
    before = any(g.other_year and g.amount.value == asked.claimed and g.amount.measure == a.measure for g in s.facts)
    exact = 0.3 if before else 0.1 if near >= 0.4 and wide >= 0.8 and significant(a.value) >= 4 else 0.0
    score = 0.6 * near + 0.4 * wide + 0.3 * ctx.boost(asked.indicator, s) + exact
    if _EXTREME.search(asked.name) and _EXTREME.search(s.text, f.clause.start - s.start, a.start):
        score += 0.25
    if near >= 0.5 and ctx.owner(f) is asked.indicator:
        score += (0.12 if asked.unit and ctx.rare(asked.unit) else 0.0) + 0.06
    return score


def _list_total(asked: _Asked) -> Rival | None:
    """The total of a list of parts whose subject is the indicator: 机械疏通41.5公里、人工疏通14.2公里."""
    ctx = asked.ctx
    for bearing in ctx.stating(asked.subject, _LISTED):
        for d in ctx.figures[bearing.sentence.number].lists:
            if _is_total(asked, d):
                own = _own(bearing, d)
                least = _LISTED if ctx.rare(asked.unit) else 0.6
                if own >= least and not any(ctx.claimed_by_other(f, asked.indicator) for f in d.facts):
                    return Rival(0.75 + 0.1 * own, d.facts, own, _total(d))
    return None


def _is_total(asked: _Asked, d: Derived) -> bool:
    """Whether a list counts what the indicator counts, of this year, with another total."""
    return (
        d.value != asked.claimed
        and comparable(d.measure, asked.unit) > 0
        and all(f.usable and not f.part for f in d.facts)
        and all(f.amount.value != asked.claimed for f in d.sentence.facts)
    )


def _own(bearing: Bearing, d: Derived) -> float:
    """How much a list is about the topic: each of its parts, or what leads to it."""
    s, first, last = d.sentence, d.facts[0], d.facts[-1]
    apart = "分别" in s.text[max(0, d.start - 12) : d.start] or instalments(d)
    lead = bearing.wide(0, d.start) if apart else 0.0
    near = min(bearing.near(f) for f in d.facts)
    return max(near, lead, bearing.wide_clause(first.clause) if first.clause is last.clause else 0.0)


def _total(d: Derived) -> str:
    shown = plain(d.value / dimension(d.unit)[1]) if d.unit else plain(d.value)
    return "＋".join(f.amount.text for f in d.facts) + f"＝{shown}{d.unit}"
