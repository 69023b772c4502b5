"""What follows from the calendar: 每月一讲 is twelve a year, 除检修20天外每天开放 is 345 days."""

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.narrative.derive import Derived
from auditor.narrative.passages import Sentence
from auditor.numerals import chinese_number

_CALENDAR = (
    (re.compile(r"每(?:个)?月|逐月|按月"), 12), (re.compile(r"每(?:个)?季度?|按季|逐季"), 4), (re.compile(r"每周|每星期|逐周"), 52),
    (re.compile(r"每日|每天|日常每天|逐日"), 365), (re.compile(r"每半年|上下半年各"), 2), (re.compile(r"每年"), 1), (re.compile(r"逢[单双]月|隔月|每两个月"), 6),
    (re.compile(r"每半月|每半个月"), 24), (re.compile(r"每旬"), 36), (re.compile(r"春秋(?:两季)?各"), 2),
)  # fmt: skip
_SPEAKS_OF_TIME = re.compile(r"[每逐按隔逢]|各")
_YEAR_DAYS = (365, 366)
_COUNT = re.compile(
    r"(?:至少|不少于|定期|坚持|固定)?(?:召开|开展|组织|举办|进行|发布|印发|办|检查|巡)?(?P<n>\d{1,2}|[一二两三四五六])(?P<u>轮|次|期|讲|场|回|遍|篇|批)?"
)
_EACH = re.compile(
    r"(?P<list>[一-龥]{1,5}(?:、[一-龥]{1,5})+)各(?:举办|开展|组织|召开|进行)?(?P<n>\d{1,2}|[一二两三四五])"
)
_PER_EVENT = re.compile(r"每[次期场轮批讲][^，。；]{0,12}$")
_CLOSED = re.compile(
    r"(?:除[^，。；]{0,16}?(?<!\d)|(?:闭馆|停开|停运|休馆|停业|停机)(?:合计|共计|共|累计)?)(\d{1,3})天"
)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(chinese_number(word) or 1)


def calendars(sentence: Sentence) -> Iterator[Derived]:
    """Counts by a frequency over the year, and the days that are left of it."""
    if _SPEAKS_OF_TIME.search(sentence.text):
        for pattern, times in _CALENDAR:
            for m in pattern.finditer(sentence.text):
                yield from _by_frequency(sentence, m.start(), m.end(), times)
    for m in _CLOSED.finditer(sentence.text):
        for days in _YEAR_DAYS:
            yield _derived(sentence, Decimal(days - int(m[1])), "天", m.start(), m.end())


def _by_frequency(s: Sentence, start: int, end: int, times: int) -> Iterator[Derived]:
    count = _COUNT.match(s.text, end)
    listed = _EACH.search(s.text, end, end + 24)
    n, stop = (_number(count["n"]), count.end()) if count else (1, end)
    yield _derived(s, Decimal(times * n), "次", start, stop)
    if listed:  # 每月上旬、下旬各举办一场
        n, stop = (listed["list"].count("、") + 1) * _number(listed["n"]), listed.end()
        yield _derived(s, Decimal(times * n), "次", start, stop)
    clause = s.clause_at(s.start + start)
    for f in s.facts:
        if f.clause is clause and f.amount.end <= start and f.amount.value > 1:  # 对46座站逐月取进水、出水样各一个
            yield _derived(s, times * f.amount.value, "", f.amount.start, stop)
            if n > 1:
                yield _derived(s, times * n * f.amount.value, "", f.amount.start, stop)
        if f.amount.start == end:  # 每月100元
            yield Derived(
                times * f.amount.value, f.amount.unit, f.amount.measure, end, f.amount.end, "calendar", s, (f,)
            )
        if f.amount.start >= end and _PER_EVENT.search(s.text[: f.amount.start]):  # 每季度一次，每次234人
            yield _derived(s, times * n * f.amount.value, f.amount.measure, start, f.amount.end)


def _derived(s: Sentence, value: Decimal, unit: str, start: int, end: int) -> Derived:
    return Derived(value, unit, unit, start, end, "calendar", s, ())
