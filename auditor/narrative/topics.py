"""What an indicator is about, and how much of it a passage speaks of.

A name is compared with prose by its runs of two characters or more; words that every indicator has
(次数, 完成, 活动) count nothing, words of the project's own name little.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

_MEASURE = re.compile(
    r"(?:次数|数量|人数|人次|场次|件数|期数|个数|批次|条数|站次|天数|户数|台数|份数|套数|面积|长度|规模|总数|总量|数|量|完成率|完成度|完成情况|落实率|"
    r"及时性|及时率|及时|合规性|规范性|合格率|完成时间|时间|时限|时长|情况|能力|水平|程度|作用|质量|成本|金额|标准|年限|满意度|率|度|性)$"
)
_COUNTED = re.compile(r"(?:次|件|期|个|条|站|天|户|台|份|套|人|批)?(?:数量|次数|数)|人次|场次|批次|量")
_GENERIC = re.compile(
    r"举办|开展|组织|召开|完成|新增|实施|参加|推进|落实|保障|提供|数量|次数|人数|人次|场次|件数|期数|情况|工作|项目|活动|指标|"
    r"其中|相关|各类|各项|全年|年度|当年|本年|年内|累计|总|的|和|及|与|等|率|数|量|度|性"
)
_EMPTY = re.compile(r"[\s，。；：、（）()“”\"《》·\-—]")


@dataclass(frozen=True, eq=False)
class Topic:
    """The words of a name that tell it from others, with their weights by character."""

    words: str
    weights: tuple[float, ...]
    full: str
    pairs: tuple[str, ...]
    total: float
    _known: dict[str, float] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def _core(name: str) -> str:
    stripped = _EMPTY.sub("", re.sub(r"[（(][^（()）]*[）)]", "", name))
    return stripped


@lru_cache(maxsize=4096)
def topic(name: str, common: str) -> Topic:
    """The topic of an indicator's name. ``common`` is the project's name: what all its indicators share."""
    core = _core(name)
    weights = [1.0] * len(core)
    for m in _GENERIC.finditer(core):
        for i in range(m.start(), m.end()):
            weights[i] = 0.25
    m = _MEASURE.search(core)
    if m and m.start() > 0:
        for i in range(m.start(), len(core)):
            weights[i] = min(weights[i], 0.1 if _COUNTED.fullmatch(m[0]) else 0.3)
    for i in range(len(core) - 1):
        if core[i : i + 2] in common:
            for k in (i, i + 1):
                weights[k] = min(weights[k], 0.45)
    return Topic(core, tuple(weights), name, tuple(core[i : i + 2] for i in range(len(core) - 1)), sum(weights))


def coverage(subject: Topic, text: str) -> float:
    """The share of a topic's weight that a text has in runs of two characters or more."""
    known = subject._known.get(text)  # noqa: SLF001 - the cache lives and dies with the topic
    if known is None:
        known = _coverage(subject, text)
        subject._known[text] = known  # noqa: SLF001
    return known


def _coverage(subject: Topic, text: str) -> float:
    hits = [pair in text for pair in subject.pairs]
    if True not in hits or not subject.total:
        return 0.0
    words, weights = subject.words, subject.weights
    covered = 0.0
    i, n = 0, len(words)
    last = -1
    while i < n - 1:
        if not hits[i]:
            i += 1
            continue
        k = i + 2
        while k < n and hits[k - 1] and words[i : k + 1] in text:
            k += 1
        covered += sum(weights[max(i, last) : k])
        last = k
        i = k - 1
    return covered / subject.total
