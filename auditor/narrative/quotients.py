"""Unit costs that follow from money by a number of things."""

import re
from bisect import bisect_left, bisect_right
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.derive import close
from auditor.narrative.passages import Fact
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, at_facts, supported
from auditor.numerals import dimension, plain
from auditor.values import Value

_NARROW = Decimal("0.002")  # a quotient so exact hardly comes about by chance
_CLOSE = Decimal("0.004")  # how far a quotient in one sentence may be off
_WITHIN = Decimal("0.01")  # how far one may be off anywhere
_UNIT_COST = re.compile(r"平均|[人户亩件次场台单项日月年]均|单[位个价场次期台件套座项人户亩班节]|每")
_ABOUT = 0.3


def quotient(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """A claimed unit cost as money by a number of things, in one sentence or, where it is exact, in two."""
    if not per_unit(indicator.name.text, value.unit):
        return None
    if not (value.dimension == "money" or "元" in value.unit) or not claimed:
        return None
    number = value.number or claimed
    exact = Decimal(1).scaleb(-_places(number)) / 2 <= abs(number) * _NARROW
    for b in ctx.bearings(subject):
        s = b.sentence
        for m in s.facts:
            if m.amount.measure != "money" or m.foreign:
                continue
            for t in _things(ctx, m.amount.value / claimed) if exact else [f for f in s.facts if f.counts]:
                per = m.amount.value / t.amount.value
                near = close(per, claimed) if t.sentence is not s else abs(per - claimed) <= abs(claimed) * _CLOSE
                if near and b.wide_fact(m) >= _ABOUT:
                    return supported(
                        f"{m.amount.text}÷{t.amount.text}＝{shown(per, value.unit)}，一致",
                        at_facts(sorted((m, t), key=lambda f: f.start)),
                        shown(per, value.unit),
                        Confidence.MEDIUM,
                    )
    return None


def per_unit(words: str, unit: str) -> bool:
    """Whether words, or a unit, speak of what one thing costs."""
    return "/" in unit or bool(_UNIT_COST.search(words))


def _things(ctx: Context, number: Decimal) -> list[Fact]:
    """The amounts of the narrative that count about so many things, in its order."""
    counted = ctx.counted
    low = bisect_left(counted, number * (1 - _WITHIN), key=_value)
    high = bisect_right(counted, number * (1 + _WITHIN), key=_value)
    return sorted(counted[low:high], key=_place)


def _value(f: Fact) -> Decimal:
    return f.amount.value


def _place(f: Fact) -> tuple[int, int]:
    return f.sentence.number, f.amount.start


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def shown(value: Decimal, unit: str) -> str:
    """A value in a unit, as it is printed."""
    scale = dimension(unit)[1] if unit else Decimal(1)
    return plain((value / scale).quantize(Decimal("0.01")) if scale > 1 else value) + unit
