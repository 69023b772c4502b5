"""The sums that prose states: parts against their total, complementary results against their whole."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from auditor.numerals import Amount, amounts, comparable, plain

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_PARTS = re.compile(r"其中|分别(?:为|是)?|包括|含|分为")
_WHOLE_LEAST = 3  # parts that make a whole list
_PAIR = 2
_AFTER_TOTAL = 14  # characters between a total and 其中
_BETWEEN = 16  # characters between two parts
_JOINED = re.compile(r"、|和|及|与")
_BROKEN = re.compile(r"[；。（）()]|共|合计|总|平均|其余|较|比|另(?:有|外|从|由|派|需|加|行)|增|减")
_COMPLEMENT = re.compile(
    r"(?P<one>[一-龥]{1,4})(?P<a>\d[\d,]*)(?P<unit>[一-龥])[^。；]{0,16}?(?:不|未)(?P=one)(?P<b>\d[\d,]*)"
)


class Mismatch(NamedTuple):
    """A sum that does not hold: the words, the terms, what they add up to and the total stated."""

    start: int
    end: int
    quote: str
    terms: str
    sum: str
    total: str


def mismatches(text: str) -> Iterator[Mismatch]:
    """All sums of a text that do not hold."""
    for m in _SENTENCE.finditer(text):
        yield from _parts(text, m.start(), m.end())
    yield from _complements(text)


def _counted(text: str) -> list[Amount]:
    return [a for a in amounts(text) if not a.ordinal and not a.first and a.measure != "share" and a.unit]


def _parts(text: str, start: int, end: int) -> Iterator[Mismatch]:
    sentence = text[start:end]
    if not _PARTS.search(sentence):
        return
    numbers = _counted(sentence)
    for mark in _PARTS.finditer(sentence):
        before = [a for a in numbers if a.end <= mark.start() and "；" not in sentence[a.end : mark.start()]]
        if not before or (mark[0] in ("含", "包括") and sentence[mark.start() - 1 : mark.start()] not in ("（", "，")):
            continue
        total = before[-1]
        if (
            mark.start() - total.end > _AFTER_TOTAL
            or total.approx
            or sentence[total.start - 1 : total.start] in ("各", "每")
        ):
            continue
        parts = _list(sentence, numbers, mark.end(), total)
        if len(parts) < _PAIR or any(p.approx for p in parts):
            continue
        added = sum((p.value for p in parts), Decimal(0))
        if added == total.value or any(p.value >= total.value for p in parts):
            continue
        # a list may leave out small parts; one that comes close to its total was meant to be whole
        missing = abs(added - total.value) * (10 if len(parts) >= _WHOLE_LEAST else 20)
        if (added > total.value or missing <= total.value) and listed(sentence, parts):
            yield Mismatch(
                start + total.start,
                start + parts[-1].end,
                sentence[total.start : parts[-1].end],
                "＋".join(plain(p.value) for p in parts),
                plain(added),
                plain(total.value),
            )


def listed(sentence: str, parts: list[Amount]) -> bool:
    """Whether parts stand in one list: divided by 、 or 和, or by commas all through."""
    between = [sentence[a.end : b.start] for a, b in pairwise(parts)]
    return all(_JOINED.search(w) for w in between) or (len(parts) >= _WHOLE_LEAST and all("，" in w for w in between))


def _list(sentence: str, numbers: list[Amount], at: int, total: Amount) -> list[Amount]:
    """The parts that follow, each with the unit of the total, divided by 、 or ，and small words."""
    parts: list[Amount] = []
    for a in numbers:
        if a.start < at:
            continue
        between = sentence[(parts[-1].end if parts else at) : a.start]
        if len(between) > _BETWEEN or _BROKEN.search(between):
            break
        if comparable(a.unit, total.unit) == 0 or (a.measure != total.measure and a.unit != total.unit):
            break
        parts.append(a)
    return parts


def _complements(text: str) -> Iterator[Mismatch]:
    """推荐8人，备选1人，不推荐8人: what complements each other adds up to the whole that was judged."""
    since = before = 0
    for m in _COMPLEMENT.finditer(text):
        since, before = before, m.end()
        start = max(text.rfind(c, 0, m.start()) for c in "。；\n") + 1
        colon = text.rfind("：", start, m.start())
        offset = colon if colon >= 0 else m.start()
        parts = [a for a in _counted(text[offset : m.end() + 1]) if a.unit == m["unit"]]
        if len(parts) < _PAIR:
            continue
        added = sum((p.value for p in parts), Decimal(0))
        # the whole: the largest number since the last such list, in the same passage
        passage = max(since, text.rfind("。", 0, start - 1) + 1 if start else 0)
        wholes = [
            a
            for a in _counted(text[passage:offset])
            if comparable(a.unit, m["unit"]) or a.unit in ("个", "项", "件", "份", "名", "人")
        ]
        if not wholes or any(a.value == added for a in wholes):
            continue
        whole = max(wholes, key=lambda a: a.value)
        if whole.value > added * 2 or added > whole.value * 2:
            continue
        end = offset + parts[-1].end
        begin = passage + whole.start
        yield Mismatch(
            begin, end, text[begin:end], "＋".join(plain(p.value) for p in parts), plain(added), plain(whole.value)
        )
