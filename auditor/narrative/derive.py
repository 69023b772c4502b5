"""What follows from a sentence's numbers: stated values, sums, products, counts, calendars, ratios.

Each derivation keeps the stretch of words that it rests on. General arithmetic of prose; nothing here
knows an indicator.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from auditor.narrative.passages import Fact, Sentence
from auditor.numerals import ONE_EACH, chinese_number, comparable

_HUNDRED = Decimal(100)
_JOIN = re.compile(r"^[）)]?(?:、|和|及|与|以及|，|；|,)?[^，；。、\d]{0,18}$")
_EACH = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,3})(?P<u>[一-龥]{1,3}?)(?:[^，。；\d]{0,8})?(?:各|均|每[一-龥]?)"
)
_NEGATIVE = re.compile(r"未|不|没|无|余|差|坏|停|退|误|错|漏|缺|投诉|返工|下降|减少")
_SAMPLED = re.compile(r"抽查|抽检|核查|抽取|测试|抽看")
_FROM_TO = re.compile(
    r"([一二三四五六七八九十])至([一二三四五六七八九十])[^，。；]{1,10}(?:各|均|分别)[^，。；]{0,14}$"
)
_SEASONS = re.compile(
    r"((?:[\d一-龥]{1,10}、)*[\d一-龥]{1,10}[、和][\d一-龥]{1,10}?)(?:[一二两三四五六七八九十\d]*(?:季|地|区|县|市|期|批|次|个[一-龥]{1,3}))?(?:各|分别)(?:[一-龥]{0,4})$"
)
_ENUMERATION = re.compile(
    r"[^，；。：、（）()“”《》]{1,16}(?:[（(][^（()）]{0,30}[）)])?(?:、[^，；。：、]{1,24}){1,14}(?:和[^，；。：、]{1,14})?"
)
_QUOTED = re.compile(r"[“《]([^”》]{2,24})[”》]")


@dataclass(frozen=True, slots=True)
class Derived:
    """A value with its measure, the stretch of the sentence's text that it follows from, and how."""

    value: Decimal
    unit: str
    measure: str
    start: int
    end: int
    how: str  # stated, sum, product, calendar, listed
    sentence: Sentence
    facts: tuple[Fact, ...]
    approx: str = ""


def stated(sentence: Sentence) -> Iterator[Derived]:
    """The amounts that a sentence states."""
    for f in sentence.facts:
        yield Derived(
            f.amount.value,
            f.amount.unit,
            f.amount.measure,
            f.amount.start,
            f.amount.end,
            "stated",
            sentence,
            (f,),
            f.amount.approx,
        )


_EACH_HOUSE = re.compile(r"每([户人村家校处站])")
_EACH_OF = re.compile(r"每(?P<u>[一-龥]{1,2})(?:[一-龥]{0,4})?$")
_ON_TOP = re.compile(r"基础上[^，。；]{0,4}(?:又|再|新)?(?:增加|新增|增设|扩大)[^，。；\d]{0,6}$")


def _runs(sentence: Sentence) -> Iterator[list[Fact]]:
    """Lists: amounts of one measure that follow each other with little between."""
    by_measure: dict[str, list[Fact]] = {}
    for f in sentence.facts:
        if f.amount.measure == "share" or f.amount.ordinal:
            continue
        key = next(
            (m for m in by_measure if m == f.amount.measure or comparable(m, f.amount.measure) == 1), f.amount.measure
        )
        by_measure.setdefault(key, []).append(f)
    for facts in by_measure.values():
        if len(facts) > 1:
            yield facts


@lru_cache(maxsize=4096)
def sums(sentence: Sentence) -> tuple[Derived, ...]:
    """Sums over neighbouring amounts of one measure; a total that already stands there is not added again."""
    out: list[Derived] = []
    for facts in _runs(sentence):
        for i in range(len(facts)):
            total = facts[i].amount.value
            for k in range(i + 1, min(i + 9, len(facts))):
                if (
                    re.search(r"^[^，。；]{0,4}[（(]?(?:其中|含|包括)", sentence.text[facts[k - 1].amount.end :])
                    or facts[k].part != facts[i].part
                ):
                    break
                total += facts[k].amount.value
                group = tuple(facts[i : k + 1])
                approx = next((f.amount.approx for f in group if f.amount.approx), "")
                out.append(
                    Derived(
                        total,
                        group[0].amount.unit,
                        group[0].amount.measure,
                        group[0].amount.start,
                        group[-1].amount.end,
                        "sum",
                        sentence,
                        group,
                        approx,
                    )
                )
        on_top = [k for k in range(1, len(facts)) if _ON_TOP.search(sentence.text[: facts[k].amount.start])]
        for k in on_top:  # 在上年末92个的基础上又增加71个
            a, b = facts[k - 1].amount, facts[k].amount
            out.append(
                Derived(a.value + b.value, b.unit, b.measure, a.start, b.end, "sum", sentence, (facts[k],), b.approx)
            )
    out += _mixed(sentence)
    return tuple(out)


def _mixed(sentence: Sentence) -> list[Derived]:
    """Sums over neighbouring amounts with different measure words, for units such as 块（条）."""
    facts = [f for f in sentence.facts if f.amount.measure not in ("share", "money", "") and not f.amount.ordinal]
    out = []
    for a, b in pairwise(facts):
        if a.amount.measure != b.amount.measure and len(sentence.text[a.amount.end : b.amount.start]) <= 12:
            measure = f"{a.amount.measure}|{b.amount.measure}"
            out.append(
                Derived(
                    a.amount.value + b.amount.value,
                    measure,
                    measure,
                    a.amount.start,
                    b.amount.end,
                    "sum",
                    sentence,
                    (a, b),
                )
            )
    return out


@lru_cache(maxsize=4096)
def products(sentence: Sentence) -> tuple[Derived, ...]:
    """两种读物各1.5万册, 春、秋两季各一期; with the further parts of the same list."""
    out: list[Derived] = []
    for f in sentence.facts:
        lead = sentence.text[max(0, f.amount.start - 40) : f.amount.start]
        each = _EACH_OF.search(lead)
        if each:  # 举办两期，每期48人
            for g in sentence.facts:
                if g.amount.end <= f.amount.start and g.amount.unit.startswith(each["u"][0]):
                    both = (g, f)
                    out.append(
                        Derived(
                            g.amount.value * f.amount.value,
                            f.amount.unit,
                            f.amount.measure,
                            g.amount.start,
                            f.amount.end,
                            "product",
                            sentence,
                            both,
                            f.amount.approx,
                        )
                    )
        count = spread(lead)
        if count is None:
            continue
        base = f.amount.value * count
        per = _EACH_HOUSE.search(lead)
        for g in sentence.facts:
            if per and g is not f and g.amount.unit == per[1]:  # 每户发放甲、乙和丙各1份，共1080户
                both = (f, g) if f.start < g.start else (g, f)
                start, end = both[0].amount.start, both[1].amount.end
                out.append(
                    Derived(
                        base * g.amount.value, f.amount.unit, f.amount.measure, start, end, "product", sentence, both
                    )
                )
        out.append(
            Derived(
                base,
                f.amount.unit,
                f.amount.measure,
                f.amount.start,
                f.amount.end,
                "product",
                sentence,
                (f,),
                f.amount.approx,
            )
        )
        total, members = base, [f]
        for g in sentence.facts:
            if (
                g.amount.start > f.amount.end
                and comparable(g.amount.measure, f.amount.measure)
                and not g.amount.ordinal
            ):
                again = spread(sentence.text[max(f.amount.end, g.amount.start - 24) : g.amount.start])
                total += g.amount.value * (again or 1)
                members.append(g)
                out.append(
                    Derived(
                        total,
                        f.amount.unit,
                        f.amount.measure,
                        f.amount.start,
                        g.amount.end,
                        "product",
                        sentence,
                        tuple(members),
                        f.amount.approx,
                    )
                )
    for m in ONE_EACH.finditer(sentence.text):  # 137株古树的保护牌一株一块
        for g in sentence.facts:
            if g.amount.unit == m["one"] and g.amount.end <= m.start():
                out.append(
                    Derived(
                        g.amount.value,
                        m["other"],
                        m["other"],
                        g.amount.start,
                        m.end(),
                        "product",
                        sentence,
                        (g,),
                        g.amount.approx,
                    )
                )
    return tuple(out)


def spread(lead: str) -> int | None:
    """How many things 各 distributes over; None where it does not."""
    if re.search(r"(?:上下半年|春秋(?:两季)?|早晚|白天、?夜[里间])各[^，。；]{0,6}$", lead):
        return 2
    m = None
    for m in _EACH.finditer(lead):
        pass
    if m and len(lead) - m.end() <= 12:
        n = m["n"]
        read = int(n) if n.isdigit() else int(chinese_number(n) or 0)
        return read or None
    ranged = _FROM_TO.search(lead)
    if ranged:  # 一至四号库房各
        return int(chinese_number(ranged[2]) or 0) - int(chinese_number(ranged[1]) or 0) + 1
    listed = _SEASONS.search(lead)
    if listed:
        return listed[1].count("、") + listed[1].count("和") + 1
    return None


@lru_cache(maxsize=4096)
def listings(sentence: Sentence) -> tuple[Derived, ...]:
    """What is named one by one: 横泾港、东塘港、毛家浜、小横塘 are four."""
    out = []
    for m in _ENUMERATION.finditer(sentence.text):
        if re.search(r"\d", m[0]):
            continue
        count = m[0].count("、") + 1 + (1 if re.search(r"和[^、]{1,14}$", m[0]) else 0)
        out.append(Derived(Decimal(count), "个", "个", m.start(), m.end(), "listed", sentence, ()))
    quoted = list(_QUOTED.finditer(sentence.text))
    for i in range(len(quoted)):
        for k in range(i + 1, len(quoted)):
            if sentence.text[quoted[k - 1].end() : quoted[k].start()].strip("、和及") != "":
                break
            out.append(
                Derived(Decimal(k - i + 1), "个", "个", quoted[i].start(), quoted[k].end(), "listed", sentence, ())
            )
    return tuple(out)


def means(sentence: Sentence) -> Iterator[Derived]:
    """四次得分为89.8分、91.2分、92.0分、93.0分: 91.5 on average."""
    for d in sums(sentence):
        n = len(d.facts)
        if n > 1 and "，" not in sentence.text[d.start : d.end]:
            yield replace(d, value=d.value / n, how="mean")


def gaps(sentence: Sentence) -> Iterator[Derived]:
    """How far two amounts of a measure are apart: 亩产612公斤，立项前为550公斤."""
    for facts in _runs(sentence):
        for a, b in pairwise(facts):
            yield Derived(
                abs(a.amount.value - b.amount.value),
                a.amount.unit,
                a.amount.measure,
                a.amount.start,
                b.amount.end,
                "gap",
                sentence,
                (a, b),
            )


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage that follows from two or three amounts: ``part`` of ``whole``, or a change."""

    value: Decimal
    start: int
    end: int
    how: str  # part, complement, sum, fall, rise
    sentence: Sentence
    facts: tuple[Fact, ...]
    words: str


def ratios(sentence: Sentence, following: Sentence | None = None) -> Iterator[Ratio]:
    """Percentages out of the amounts of a sentence."""
    usable = [
        f
        for f in sentence.facts
        if not f.amount.ordinal and f.amount.measure != "share" and f.amount.value > 0 and not f.foreign
    ]
    text = sentence.text
    for i, whole in enumerate(usable):
        for k, part in enumerate(usable):
            if k == i:
                continue
            first, last = (whole, part) if i < k else (part, whole)
            start, end = first.amount.start, last.amount.end
            same = comparable(whole.amount.measure, part.amount.measure) or not (
                whole.amount.measure and part.amount.measure
            )
            if (
                k == i + 1
                and re.search(r"(?:由|从)[^，。；]*$", text[: whole.amount.start])
                and re.search(r"降|减|升|增|提高|下降|到|至", text[whole.amount.end : part.amount.start])
            ):
                w, p = whole.amount.value, part.amount.value
                kind = "fall" if p < w else "rise"
                yield Ratio(
                    abs(w - p) / w * _HUNDRED,
                    start,
                    end,
                    kind,
                    sentence,
                    (whole, part),
                    f"{whole.amount.text}→{part.amount.text}",
                )
                continue
            if (
                same and part.other_year != whole.other_year and whole.other_year and i != k and _alike(whole, part)
            ):  # 火灾186起，上年火灾是235起
                kind = "fall" if part.amount.value < whole.amount.value else "rise"
                gap = abs(whole.amount.value - part.amount.value)
                yield Ratio(
                    gap / whole.amount.value * _HUNDRED,
                    start,
                    end,
                    kind,
                    sentence,
                    (whole, part),
                    f"{whole.amount.text}→{part.amount.text}",
                )
                continue
            if not same or part.amount.value > whole.amount.value or whole.amount.value <= 1:
                continue
            share = part.amount.value / whole.amount.value * _HUNDRED
            words = f"{part.amount.text}÷{whole.amount.text}"
            yield Ratio(share, start, end, "part", sentence, (whole, part), words)
            if _NEGATIVE.search(part.segment) or _SAMPLED.search(text):
                yield Ratio(_HUNDRED - share, start, end, "complement", sentence, (whole, part), f"1－{words}")
            if k > i:
                added = part.amount.value
                for j in range(k + 1, min(k + 4, len(usable))):
                    extra = usable[j]
                    if not comparable(extra.amount.measure, whole.amount.measure):
                        break
                    added += extra.amount.value
                    if added > whole.amount.value:
                        break
                    yield Ratio(
                        added / whole.amount.value * _HUNDRED,
                        start,
                        extra.amount.end,
                        "sum",
                        sentence,
                        (whole, part, extra),
                        f"合计÷{whole.amount.text}",
                    )


def _alike(one: Fact, other: Fact) -> bool:
    """Whether the same two characters stand right before two amounts, 是 and 为 aside."""
    a, b = (re.sub(r"[是为有共计达]+$", "", f.lead) for f in (one, other))
    return len(a) > 1 and a[-2:] == b[-2:]


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


def pick(items: Sequence[Derived]) -> Derived | None:
    """The first of the shortest."""
    return min(items, key=lambda d: d.end - d.start, default=None)
