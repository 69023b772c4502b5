"""What a sentence multiplies or names one by one: 两种读物各1.5万册, 每户1份, 甲、乙、丙."""

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.narrative.derive import Derived
from auditor.narrative.passages import Fact, Sentence
from auditor.numerals import ONE_EACH, chinese_number, comparable

_EACH = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,3})(?P<u>(?![月日年号])[一-龥]{1,3}?)(?:[^，。；\d]{0,8})?(?:各|均|每[一-龥]?)"
)
_HALVES = re.compile(r"(?:上下半年|春秋(?:两季)?|早晚|白天、?夜[里间])各[^，。；]{0,6}$")
_FROM_TO = re.compile(
    r"([一二三四五六七八九十])至([一二三四五六七八九十])[^，。；]{1,10}(?:各|均|分别)[^，。；]{0,14}$"
)
_SEASONS = re.compile(
    r"((?:[\d一-龥]{1,10}、)*[\d一-龥]{1,10}[、和][\d一-龥]{1,10}?)(?:[一二两三四五六七八九十\d]*(?:季|地|区|县|市|期|批|次|个[一-龥]{1,3}))?(?:各|分别)(?:[一-龥]{0,4})$"
)
_ENUMERATION = re.compile(
    r"[^，；。：、（）()“”《》]{1,16}(?:[（(][^（()）]{0,30}[）)])?(?:、[^，；。：、]{1,24}){1,14}(?:和[^，；。：、]{1,14})?"
)
_LAST_WITH_AND = re.compile(r"和[^、]{1,14}$")
_QUOTED = re.compile(r"[“《]([^”》]{2,24})[”》]")
_EACH_HOUSE = re.compile(r"每([户人村家校处站])")
_EACH_OF = re.compile(r"每(?P<u>[一-龥]{1,2})(?:[一-龥]{0,4})?$")
_WORDS_OF_EACH = re.compile(r"[各均每]|分别")


def products(sentence: Sentence) -> Iterator[Derived]:
    """两种读物各1.5万册, 春、秋两季各一期; with the further parts of the same list."""
    if _WORDS_OF_EACH.search(sentence.text):
        for f in sentence.facts:
            yield from _per_each(sentence, f)
            count = spread(_lead(sentence, f))
            if count is not None:
                yield from _per_house(sentence, f, f.amount.value * count)
                yield from _spread_list(sentence, f, f.amount.value * count)
    yield from _one_by_one(sentence)


def _lead(sentence: Sentence, f: Fact) -> str:
    return sentence.text[max(0, f.amount.start - 40) : f.amount.start]


def _per_each(sentence: Sentence, f: Fact) -> Iterator[Derived]:
    """举办两期，每期48人."""
    each = _EACH_OF.search(_lead(sentence, f))
    if not each:
        return
    a = f.amount
    for g in sentence.facts:
        if g.amount.end <= a.start and g.amount.unit.startswith(each["u"][0]):
            value = g.amount.value * a.value
            yield Derived(value, a.unit, a.measure, g.amount.start, a.end, "product", sentence, (g, f), a.approx)


def _per_house(sentence: Sentence, f: Fact, base: Decimal) -> Iterator[Derived]:
    """每户发放甲、乙和丙各1份，共1080户."""
    per = _EACH_HOUSE.search(_lead(sentence, f))
    if not per:
        return
    a = f.amount
    for g in sentence.facts:
        if g is not f and g.amount.unit == per[1]:
            both = (f, g) if f.start < g.start else (g, f)
            start, end = both[0].amount.start, both[1].amount.end
            yield Derived(base * g.amount.value, a.unit, a.measure, start, end, "product", sentence, both)


def _spread_list(sentence: Sentence, f: Fact, base: Decimal) -> Iterator[Derived]:
    """What is spread, alone and with the further parts of its list."""
    a = f.amount
    yield Derived(base, a.unit, a.measure, a.start, a.end, "product", sentence, (f,), a.approx)
    total, members = base, [f]
    for g in sentence.facts:
        b = g.amount
        if b.start > a.end and comparable(b.measure, a.measure) and not b.ordinal:
            again = spread(sentence.text[max(a.end, b.start - 24) : b.start])
            total += b.value * (again or 1)
            members.append(g)
            yield Derived(total, a.unit, a.measure, a.start, b.end, "product", sentence, tuple(members), a.approx)


def _one_by_one(sentence: Sentence) -> Iterator[Derived]:
    """137株古树的保护牌一株一块."""
    for m in ONE_EACH.finditer(sentence.text):
        for g in sentence.facts:
            a = g.amount
            if a.unit == m["one"] and a.end <= m.start():
                yield Derived(a.value, m["other"], m["other"], a.start, m.end(), "product", sentence, (g,), a.approx)


def spread(lead: str) -> int | None:
    """How many things 各 distributes over; None where it does not."""
    if _HALVES.search(lead):
        return 2
    marks = list(_EACH.finditer(lead))
    if marks and len(lead) - marks[-1].end() <= 12:
        n = marks[-1]["n"]
        read = int(n) if n.isdigit() else int(chinese_number(n) or 0)
        return read or None
    ranged = _FROM_TO.search(lead)
    if ranged:  # 一至四号库房各
        return int(chinese_number(ranged[2]) or 0) - int(chinese_number(ranged[1]) or 0) + 1
    listed = _SEASONS.search(lead)
    if listed:
        return listed[1].count("、") + listed[1].count("和") + 1
    return None


def listings(sentence: Sentence) -> Iterator[Derived]:
    """What is named one by one: 横泾港、东塘港、毛家浜、小横塘 are four."""
    if "、" in sentence.text:
        for m in _ENUMERATION.finditer(sentence.text):
            if not any(c.isdecimal() for c in m[0]):
                count = m[0].count("、") + 1 + bool(_LAST_WITH_AND.search(m[0]))
                yield Derived(Decimal(count), "个", "个", m.start(), m.end(), "listed", sentence, ())
    quoted = list(_QUOTED.finditer(sentence.text))
    for i in range(len(quoted)):
        for k in range(i + 1, len(quoted)):
            if sentence.text[quoted[k - 1].end() : quoted[k].start()].strip("、和及") != "":
                break
            start, end = quoted[i].start(), quoted[k].end()
            yield Derived(Decimal(k - i + 1), "个", "个", start, end, "listed", sentence, ())
