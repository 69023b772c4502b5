"""Unit costs that follow from money by a number of things."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.derive import Derived, close
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, at_derived, at_facts, supported
from auditor.numerals import comparable, dimension, plain
from auditor.values import Value

_NARROW = Decimal("0.002")  # a quotient so exact hardly comes about by chance
_CLOSE = Decimal("0.004")  # how far a quotient in one sentence may be off
_WITHIN = Decimal("0.01")  # how far one may be off anywhere
_UNIT_COST = re.compile(r"平均|[人户亩件次场台单项日月年]均|单[位个价场次期台件套座项人户亩班节]|每")
_SHOWN = 2  # decimal places of a computed value, unless the cell has more
_SINGLE = re.compile(r"[单每]([个场次台件套座项人户亩班节公平吨株盏])")
_ABOUT = 0.3


def quotient(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """A claimed unit cost as money by a number of things, in one sentence or, where it is exact, in two."""
    if not per_unit(indicator.plain_name, value.unit):
        return None
    if not (value.dimension == "money" or "元" in value.unit) or not claimed:
        return None
    number = value.number or claimed
    scale = claimed / number
    exact = Decimal(1).scaleb(-_places(number)) / 2 <= abs(number) * _NARROW
    typed = _counted_in(indicator.plain_name, value.unit)
    for b in ctx.bearings(subject):
        s = b.sentence
        for m in s.facts:
            if m.amount.measure != "money" or m.foreign or b.wide_fact(m) < _ABOUT:
                continue
            things = m.amount.value / claimed
            for d in ctx.totals.between(things * (1 - _WITHIN), things * (1 + _WITHIN)):
                of_kind = d.sentence.goal == s.goal and typed != "" and comparable(typed, d.measure) > 0
                if not (exact or of_kind or d.sentence is s):
                    continue
                per = m.amount.value / d.value / scale
                if close(per, number) if d.sentence is not s else abs(per - number) <= abs(number) * _CLOSE:
                    told = plain(per.quantize(Decimal(1).scaleb(-max(_places(number), _SHOWN)))) + value.unit
                    places = dict.fromkeys(
                        (*at_derived(d), *at_facts((m,)))
                        if d.start < m.amount.start or d.sentence is not s
                        else (*at_facts((m,)), *at_derived(d))
                    )
                    return supported(
                        f"{m.amount.text}÷{_count(d)}＝{told}，一致", tuple(places), told, Confidence.MEDIUM
                    )
    return None


def _count(d: Derived) -> str:
    return d.facts[0].amount.text if d.how == "stated" else plain(d.value)


def _counted_in(name: str, unit: str) -> str:
    """In what the things of a unit cost are counted: 尾 for 元/尾, 个 for 单个路口."""
    if "/" in unit:
        return unit.split("/", maxsplit=1)[1]
    single = _SINGLE.search(name)
    return single[1] if single else ""


def per_unit(words: str, unit: str) -> bool:
    """Whether words, or a unit, speak of what one thing costs."""
    return "/" in unit or bool(_UNIT_COST.search(words))


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def shown(value: Decimal, unit: str) -> str:
    """A value in a unit, as it is printed."""
    scale = dimension(unit)[1] if unit else Decimal(1)
    told = value / scale
    return plain(told if _places(told) <= _SHOWN else told.quantize(Decimal(1).scaleb(-_SHOWN))) + unit
