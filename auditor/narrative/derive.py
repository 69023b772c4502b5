"""What follows from a sentence's numbers: stated values, sums, means, gaps.

Each derivation keeps the stretch of words that it rests on. General arithmetic of prose; nothing here
knows an indicator.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from auditor.narrative.passages import Fact, Sentence
from auditor.numerals import chinese_number, comparable

_LONGEST = 9  # amounts that one sum may take in
_APART = 12  # characters between two amounts that are added though their measure words differ
_OPENS = re.compile(r"^[^，。；]{0,4}[（(]?(?:其中|含|包括)")
_ON_TOP = re.compile(r"基础上[^，。；]{0,4}(?:又|再|新)?(?:增加|新增|增设|扩大)[^，。；\d]{0,6}$")
_BETWEEN = re.compile(r"(?:、|和|及|，|以及)[^，；。\d]{0,16}")
_IN_LIST = re.compile(r"[、和及]")
_OVERLAP = re.compile(r"[都均]|重复|同时|两[次项]")
_THE_REST = re.compile(r"其余|另(?!一)")
_IN_SO_MANY = re.compile(r"[分共]([两二三四五六七八九十\d]{1,2})([期批次届轮])")
_INSTALMENT = re.compile(r"第([一二三四五六七八九十\d]{1,2})([期批次届轮])[^，。；\d]{0,8}$")
_NO_LIST = re.compile(r"其中|另(?!一)|其余|每|平均|第[一二三]|[比较][^，。；]{0,8}[增减多少升降]|实际")


class Derived(NamedTuple):
    """A value with its measure, the stretch of the sentence's text that it follows from, and how."""

    value: Decimal
    unit: str
    measure: str
    start: int
    end: int
    how: str  # stated, sum, net, mean, gap, product, calendar, listed
    sentence: Sentence
    facts: tuple[Fact, ...]
    approx: str = ""


def stated(sentence: Sentence) -> Iterator[Derived]:
    """The amounts that a sentence states."""
    for f in sentence.facts:
        a = f.amount
        yield Derived(a.value, a.unit, a.measure, a.start, a.end, "stated", sentence, (f,), a.approx)


def _runs(sentence: Sentence) -> Iterator[list[Fact]]:
    """Lists: amounts of one measure that follow each other with little between."""
    by_measure: dict[str, list[Fact]] = {}
    for f in sentence.facts:
        measure = f.amount.measure
        if measure == "share" or f.amount.ordinal:
            continue
        key = next((m for m in by_measure if m == measure or comparable(m, measure) == 1), measure)
        by_measure.setdefault(key, []).append(f)
    return (facts for facts in by_measure.values() if len(facts) > 1)


def sums(sentence: Sentence) -> Iterator[Derived]:
    """Sums over neighbouring amounts of one measure; a total that already stands there is not added again."""
    for facts in _runs(sentence):
        for i in range(len(facts)):
            yield from _sums_from(sentence, facts[i : i + _LONGEST])
        for one, two in pairwise(facts):
            if _ON_TOP.search(sentence.text[: two.amount.start]):  # 在上年末92个的基础上又增加71个
                a, b = one.amount, two.amount
                yield Derived(a.value + b.value, b.unit, b.measure, a.start, b.end, "sum", sentence, (two,), b.approx)
    yield from _mixed(sentence)


def _sums_from(sentence: Sentence, facts: list[Fact]) -> Iterator[Derived]:
    """The first of some amounts with the next, the next two, and so on, up to a break between two."""
    first = facts[0]
    total = first.amount.value
    for k in range(1, len(facts)):
        if _OPENS.search(sentence.text[facts[k - 1].amount.end :]) or facts[k].part != first.part:
            return
        total += facts[k].amount.value
        group = tuple(facts[: k + 1])
        a = first.amount
        approx = next((f.amount.approx for f in group if f.amount.approx), "")
        yield Derived(total, a.unit, a.measure, a.start, group[-1].amount.end, "sum", sentence, group, approx)


def _mixed(sentence: Sentence) -> Iterator[Derived]:
    """Sums over neighbouring amounts with different measure words, for units such as 块（条）."""
    facts = [f for f in sentence.facts if f.amount.measure not in ("share", "money", "") and not f.amount.ordinal]
    for one, two in pairwise(facts):
        a, b = one.amount, two.amount
        if a.measure != b.measure and b.start - a.end <= _APART:
            measure = f"{a.measure}|{b.measure}"
            yield Derived(a.value + b.value, measure, measure, a.start, b.end, "sum", sentence, (one, two))


def means(sentence: Sentence, added: Iterable[Derived]) -> Iterator[Derived]:
    """四次得分为89.8分、91.2分、92.0分、93.0分: 91.5 on average."""
    for d in added:
        if len(d.facts) > 1 and "，" not in sentence.text[d.start : d.end]:
            yield d._replace(value=d.value / len(d.facts), how="mean")


def gaps(sentence: Sentence) -> Iterator[Derived]:
    """How far two amounts of a measure are apart: 亩产612公斤，立项前为550公斤."""
    for facts in _runs(sentence):
        for one, two in pairwise(facts):
            a, b = one.amount, two.amount
            yield Derived(abs(a.value - b.value), a.unit, a.measure, a.start, b.end, "gap", sentence, (one, two))


def whole_list(d: Derived) -> bool:
    """Whether a sum takes in a whole list of parts.

    Nothing but a few words between them, no more of the measure in the sentence, no total beside it.
    """
    s = d.sentence
    counted = [f for f in s.facts if f.amount.measure == d.measure and not _part_behind(f, d)]
    if counted != list(d.facts):
        return False
    if instalments(d):
        return True
    if any(not _BETWEEN.fullmatch(s.text[a.amount.end : b.amount.start]) for a, b in pairwise(d.facts)):
        return False
    if sum((f.amount.value for f in d.facts[:-1]), Decimal(0)) == d.facts[-1].amount.value:
        return False  # the last is the total of the others
    if any(f.planned for f in d.facts):
        return False  # a plan and what came of it
    behind = s.text[d.end : d.end + 4]
    behind = behind if _THE_REST.search(behind) else behind.split("，", maxsplit=1)[0]
    around = s.text[max(0, d.start - 8) : d.end] + behind + "".join(f.lead for f in d.facts[1:])
    return not _NO_LIST.search(around) and not s.text.startswith("等", d.end)


def _part_behind(f: Fact, d: Derived) -> bool:
    """Whether an amount tells, behind a list, of a part of it: 食堂11个、助餐点16个，其中2个未开餐."""
    behind = f.part and f.amount.start >= d.end and not any(g.part for g in d.facts)
    return behind and d.facts[0].clause is d.facts[-1].clause and not _OVERLAP.search(f.clause.text)


def instalments(d: Derived) -> bool:
    """Whether a sum takes in all instalments of a thing: 分两期举办，第一期58人次，第二期49人次."""
    named = [_INSTALMENT.search(d.sentence.text[: f.amount.start]) for f in d.facts]
    told = _IN_SO_MANY.search(d.sentence.text[: d.start])
    if not told or not all(named) or chinese_number(told[1]) != len(named):
        return False
    return all(m and chinese_number(m[1]) == n and m[2] == told[2] for n, m in enumerate(named, 1))


def clause_list(d: Derived) -> bool:
    """Whether a sum takes in a whole list of one clause: 验收的分别为9台、14台和22台."""
    s, clause = d.sentence, d.facts[0].clause
    if [f for f in s.facts if f.clause is clause and f.amount.measure == d.measure] != list(d.facts):
        return False
    between = [s.text[a.amount.end : b.amount.start] for a, b in pairwise(d.facts)]
    return all(_IN_LIST.match(words) for words in between) and not any(map(_NO_LIST.search, between))


def close(value: Decimal, claimed: Decimal) -> bool:
    """Whether a computed value is the claimed one at the places that the claim shows."""
    exponent = claimed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    unit = Decimal(1).scaleb(-places)
    return abs(value - claimed) <= unit / 2 or (places == 0 and abs(value - claimed) < Decimal("0.5"))


def significant(value: Decimal) -> int:
    """How many digits of a number tell it from others: 15632 has five, 20000 one."""
    digits = format(value.normalize(), "f").replace(".", "").strip("0")
    return max(1, len(digits))
