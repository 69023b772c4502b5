"""Percentages that follow from two or three amounts of a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.narrative.passages import Fact, Sentence
from auditor.numerals import comparable

_HUNDRED = Decimal(100)
_NEGATIVE = re.compile(r"未|不|没|无|余|差|坏|停|退|误|错|漏|缺|投诉|返工|下降|减少")
_SAMPLED = re.compile(r"抽查|抽检|核查|抽取|测试|抽看")
_FROM = re.compile(r"(?:由|从)[^，。；]*$")
_TO = re.compile(r"降|减|升|增|提高|下降|到|至")
_IS = re.compile(r"[是为有共计达]+$")
_FURTHER = 3  # parts that are added to the first


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage that follows from two or three amounts: ``part`` of ``whole``, or a change."""

    value: Decimal
    start: int
    end: int
    how: str  # part, over, complement, sum, fall, rise
    sentence: Sentence
    facts: tuple[Fact, ...]
    words: str


def ratios(sentence: Sentence) -> Iterator[Ratio]:
    """Percentages out of the amounts of a sentence, but for those of plans."""
    usable = [
        f
        for f in sentence.facts
        if not f.amount.ordinal and f.amount.measure != "share" and f.amount.value > 0 and not f.foreign
    ]
    for i in range(len(usable)):
        for k in range(len(usable)):
            if k != i and not usable[i].planned and not usable[k].planned:
                yield from _of_two(sentence, usable, i, k)


def _of_two(sentence: Sentence, usable: Sequence[Fact], i: int, k: int) -> Iterator[Ratio]:
    """The percentages of which one amount is the base and another the part or the later value."""
    whole, part = usable[i], usable[k]
    one, two = whole.amount, part.amount
    same = comparable(one.measure, two.measure) > 0 or not (one.measure and two.measure)
    if k == i + 1 and _FROM.search(sentence.text[: one.start]) and _TO.search(sentence.text[one.end : two.start]):
        yield _change(sentence, whole, part)
    elif same and whole.other_year and not part.other_year and _alike(whole, part):
        yield _change(sentence, whole, part)  # 火灾186起，上年火灾是235起
    elif same and k > i and two.value > one.value > 1 and one.measure == two.measure:
        share = two.value / one.value * _HUNDRED  # 在册1100名，评估1120名
        yield Ratio(share, one.start, two.end, "over", sentence, (whole, part), f"{two.text}÷{one.text}")
    elif same and two.value <= one.value and one.value > 1:
        yield from _parts(sentence, usable, i, k)


def _change(sentence: Sentence, before: Fact, after: Fact) -> Ratio:
    """From one value to another, in percent of the first."""
    a, b = before.amount, after.amount
    start, end = min(a.start, b.start), max(a.end, b.end)
    how = "fall" if b.value < a.value else "rise"
    value = abs(a.value - b.value) / a.value * _HUNDRED
    return Ratio(value, start, end, how, sentence, (before, after), f"{a.text}→{b.text}")


def _parts(sentence: Sentence, usable: Sequence[Fact], i: int, k: int) -> Iterator[Ratio]:
    """One amount as a part of another, what is left of it, and the part with those that follow it."""
    whole, part = usable[i], usable[k]
    one, two = whole.amount, part.amount
    start, end = min(one.start, two.start), max(one.end, two.end)
    share = two.value / one.value * _HUNDRED
    words = f"{two.text}÷{one.text}"
    yield Ratio(share, start, end, "part", sentence, (whole, part), words)
    if _NEGATIVE.search(part.segment) or _SAMPLED.search(sentence.text):
        yield Ratio(_HUNDRED - share, start, end, "complement", sentence, (whole, part), f"1－{words}")
    if k < i:
        return
    added = two.value
    for extra in usable[k + 1 : k + 1 + _FURTHER]:
        a = extra.amount
        added += a.value
        if not comparable(a.measure, one.measure) or added > one.value:
            return
        if not extra.planned:
            value = added / one.value * _HUNDRED
            yield Ratio(value, start, a.end, "sum", sentence, (whole, part, extra), f"合计÷{one.text}")


def _alike(one: Fact, other: Fact) -> bool:
    """Whether the same two characters stand right before two amounts, 是 and 为 aside."""
    a, b = (_IS.sub("", f.lead) for f in (one, other))
    return len(a) > 1 and a[-2:] == b[-2:]
