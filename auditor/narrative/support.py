"""The derivation of a claimed count or amount that speaks best for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.model.form import Indicator
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.derive import Derived, significant, whole_list
from auditor.narrative.passages import Fact
from auditor.narrative.rivals import conflicting
from auditor.narrative.topics import Topic, coverage, short_for
from auditor.numerals import comparable, dimension
from auditor.values import Value

_ANY = ("个", "项")
_ORDER = {
    "mean": 0.12,
    "gap": 0.12,
    "stated": 0.3,
    "sum": 0.16,
    "net": 0.13,
    "product": 0.14,
    "calendar": 0.1,
    "listed": 0.06,
}
_NEED = {
    "mean": 0.5,
    "gap": 0.5,
    "stated": 0.42,
    "sum": 0.46,
    "net": 0.46,
    "product": 0.42,
    "calendar": 0.5,
    "listed": 0.38,
}
_LITTLE = 0.1  # how much a number of two digits in a unit of its own must be about the indicator
_SHORT = 0.3  # what a short word for the name's own counts: 土样 for 土壤样品
_SAME = 2  # numerals.comparable: the same dimension
_TELLING = 4  # digits of a number that hardly stands in a form twice by chance
_PHYSICAL = ("money", "mass", "length", "area", "volume")
_HAN = re.compile(r"[一-龥]+")
_PER_UNIT = re.compile(r"每|[人户亩件单]均|平均|标准|单价")
_MEAN = re.compile(r"平均|均值|得分")
_CHANGE = re.compile(r"增产|增收|增加|增长|下降|降低|减少|节约|提高|缩短|净增")
_OVERLAP = re.compile(r"[，（]?(?:其中|当中)[^，。]{0,4}\d+[^，。\d]{0,6}(?:都|重复|同时|均|两次|两项)")
_REST = re.compile(r"其余|余下|剩余|剩下")
_REST_TOO = re.compile(r"^[^，。；]{0,8}(?:均|也|已)")
_FAILED = re.compile(r"因.{1,12}(?:不足|未)")


@dataclass(frozen=True, slots=True)
class Support:
    """A derivation that gives the claimed value, and how much it is about the indicator."""

    derived: Derived
    near: float
    wide: float
    score: float


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for: an indicator's claimed value with its unit, and how much its digits tell."""

    ctx: Context
    indicator: Indicator
    subject: Topic
    claimed: Decimal
    unit: str
    digits: int
    rare: bool

    def everywhere(self) -> bool:
        """Whether the value is so telling that it may stand in a sentence of quite other words."""
        return self.digits >= _TELLING - 2 and bool(self.unit)

    def derivations(self) -> Iterator[Derived]:
        """All derivations of the value, in the order of the narrative."""
        ctx = self.ctx
        places = ctx.giving(self.claimed, self.subject) if self.everywhere() else ctx.sentences(self.subject)
        for s in places:
            yield from ctx.figures[s.number].by_value.get(self.claimed, ())


def best_support(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Support | None:
    """The derivation of the claimed value that is most about the indicator; None without one that is enough."""
    rare = bool(value.unit) and ctx.rare(value.unit)
    search = _Search(ctx, indicator, subject, claimed, value.unit, significant(claimed), rare)
    found = (s for d in search.derivations() if (s := _support(search, d)) is not None)
    return max(found, key=lambda s: s.score, default=None)


def _support(search: _Search, d: Derived) -> Support | None:
    """How a derivation supports what is looked for; None where it does not, or too little."""
    fit = _fit(d, search.claimed, search.unit)
    if not fit or not _admissible(search.indicator, d):
        return None
    near, wide = _relevance(search.ctx, search.indicator, search.subject, d)
    if near < 0 or (near < LIKELY and _taken(search.ctx, search.indicator, d)):
        return None
    boost = search.ctx.boost(search.indicator, d.sentence)
    if wide + boost < _need(d, search.digits, fit, rare=search.rare):
        wide += _SHORT * short_for(search.subject, d.sentence.text[max(0, d.start - 8) : d.end])
    least = 0.42 if d.how == "listed" else 0.2 if search.rare else 0.26
    if wide + boost < _need(d, search.digits, fit, rare=search.rare) or (search.digits == 1 and near + boost < least):
        return None
    return Support(d, near, wide, wide + 0.5 * near + boost + _ORDER[d.how] + 0.08 * fit)


def _admissible(indicator: Indicator, d: Derived) -> bool:
    """Whether a derivation is of this year's results, and of the kind that the indicator's name asks for."""
    if any(not f.usable for f in d.facts) or (not d.facts and d.sentence.later):
        return False
    name = indicator.plain_name
    if (d.how == "mean" and not _MEAN.search(name)) or (d.how == "gap" and not _CHANGE.search(name)):
        return False
    return not conflicting(name, d.sentence, d.start)


def _taken(ctx: Context, indicator: Indicator, d: Derived) -> bool:
    """Whether a stated amount supports another indicator that claims the same and is nearer to it."""
    if d.how != "stated" or not ctx.claimed_by_other(d.facts[0], indicator):
        return False
    owner = ctx.owner(d.facts[0])
    if owner is None or owner is indicator or ctx.values[owner.id].base != d.value:
        return False
    return ctx.near(ctx.subject(owner), d.facts[0]) > ctx.near(ctx.subject(indicator), d.facts[0])


def _need(d: Derived, digits: int, fit: int, *, rare: bool) -> float:
    """How much a derivation must be about the indicator: the more digits agree, the less."""
    telling = digits >= _TELLING - 1 or (digits == _TELLING - 2 and rare)
    if fit == _SAME and telling and (d.how == "stated" or (d.how == "sum" and whole_list(d))):
        return 0.0 if digits >= _TELLING - 1 else _LITTLE
    return max(0.12, _NEED[d.how] - 0.14 * (digits - 1)) + (0.0 if fit == _SAME else 0.04)


def _fit(d: Derived, claimed: Decimal, unit: str) -> int:
    """0: not the value; 1: the value with a neighbouring measure word; 2: with the same."""
    if d.value != claimed or d.measure == "share":
        return 0
    if "|" in d.measure:
        return 2 if set(d.measure.split("|")) == set(_HAN.findall(unit)) else 0
    if not unit or not d.measure:
        return 1
    same = comparable(d.measure, unit)
    if same == 0 and "/" in unit and comparable(d.measure, unit.split("/", maxsplit=1)[0]):
        return 2 if _PER_UNIT.search(d.sentence.text[max(0, d.start - 14) : d.start]) else 0
    if same == 0 and (d.measure in _ANY or unit in _ANY) and dimension(unit)[0] not in _PHYSICAL:
        return 1
    return same


def _relevance(ctx: Context, indicator: Indicator, subject: Topic, d: Derived) -> tuple[float, float]:
    """(near, wide); near below 0 where the parts are not of one list and not of one matter."""
    bearing = ctx.bearing(subject, d.sentence)
    if not d.facts:
        a, b = max(0, d.start - 20), min(len(d.sentence.text), d.end + 16)
        return bearing.of(d.sentence.text[a:b]), bearing.wide(a, b)
    near = max(bearing.near(f) for f in d.facts)
    wide = max(bearing.wide_fact(f) for f in d.facts)
    if d.how != "sum":
        return near, wide
    if "分别" in d.sentence.text[: d.start] and (apart := whole_apart(d)):
        near = coverage(subject, apart)
        return near, max(near, wide)
    if _broken(d) or _scattered(ctx, indicator, subject, d):
        return -1.0, 0.0
    if whole_list(d):
        first, last = d.facts[0].amount, d.facts[-1].amount
        text = d.sentence.text
        head = max(text.rfind(c, 0, first.start) for c in "；：。")
        near = max(near, 0.9 * bearing.of(text[head + 1 : last.end]))
    return near, wide


def _broken(d: Derived) -> bool:
    """Whether the parts of a sum overlap, lie in one another, or are a rest that was not done."""
    first, last = d.facts[0].amount, d.facts[-1].amount
    text = d.sentence.text
    return (
        _depth(text, last.start) > _depth(text, first.start)
        or any(_REST.search(f.lead) and not _REST_TOO.search(f.tail) for f in d.facts)
        or any(_FAILED.search(f.segment) for f in d.facts)
        or bool(_OVERLAP.match(text, last.end))
    )


def _scattered(ctx: Context, indicator: Indicator, subject: Topic, d: Derived) -> bool:
    """Whether the parts of a sum stand in several clauses and are not of one matter."""
    first, last = d.facts[0], d.facts[-1]
    if "，" not in d.sentence.text[first.amount.end : last.amount.start]:
        return False
    if all(f.clause is first.clause for f in d.facts):
        return False
    nears = [ctx.near(subject, f) for f in d.facts]
    if max(nears) < LIKELY or min(nears) >= 0.45 * max(nears):
        return False
    return not whole_list(d) or any(_elsewhere(ctx, indicator, f) for f in d.facts)


def _elsewhere(ctx: Context, indicator: Indicator, f: Fact) -> bool:
    """Whether an amount is rather another indicator's."""
    owner = ctx.owner(f)
    return owner is not None and owner is not indicator and ctx.near(ctx.subject(owner), f) >= LIKELY


def whole_apart(d: Derived) -> str:
    """The words of a 分别 list, from what it divides to its last amount; empty where a sum takes only a part of it."""
    s = d.sentence
    at = s.text.rfind("分别", 0, d.start)
    between = s.text[at : d.start]
    if (
        "；" in between
        or "。" in between
        or any(f.amount.measure == d.measure and at < f.amount.start < d.start for f in s.facts)
    ):
        return ""
    head = max(s.text.rfind(c, 0, at) for c in "，；：。")
    return s.text[head + 1 : d.end]


def _depth(text: str, at: int) -> int:
    return sum((c in "（(") - (c in "）)") for c in text[:at])
