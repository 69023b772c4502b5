"""The cells of a scattered indicator table as streams, and the rows that they make together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, pairwise, permutations
from typing import NamedTuple

from auditor.model.form import CellKind, Operator
from auditor.numerals import comparable
from auditor.parsing import likely
from auditor.parsing.pieces import Cut, Gap, Piece, cut_text, width
from auditor.parsing.rows import Row
from auditor.values import Value, read_value, squeeze

_STACK = 24  # cells of a column that stand on top of each other
_LOST = -300
_PRICES = (0, 40, -40, 80, -80, 140, -140, 220, -220)  # of one more name, until names and values are equally many
_SKIP = 60  # the price of a name, or a pair of values, that stands out of its order
_FEW = 6
_STRANGE = -100  # below this a name and its values hardly go together
_FITS = tuple(
    (re.compile(name), kind, gain)
    for name, kind, gain in (
        ("率$|比例|占比|比重|满意度", "share", 200), ("成本|支出|费用|造价|金额|收入|损失|投资|产值|标准$", "money", 150), ("人次", "人次", 150),
        ("人数|名额", "人", 100), ("面积", "area", 150), ("长度|里程", "length", 150), ("次数|场次|投诉|事故", "次", 70),
    )
)  # fmt: skip
_TIER = re.compile(r"(?:部分|基本|全部|未)(?:达成|完成)")
_ABOVE = re.compile(r"超出|超过|超额|高于|多于|增加|加场|大幅")
_QUALITY = re.compile(
    r"^(?:部分|基本|全部)?(?:达成|完成)(?:年度|预期)?指标|^有所|^得到|^(?:明显|显著|有效|持续)|(?<!能力)(?:提升|提高|改善)$"
)
_UNDER = re.compile(r"未完成|未达|未能|没有完成|不足|滞后")
_STOP = re.compile(r"[，。；：,;:]")
_TIME = re.compile(r"时间$|时限$|日期$")
_WORDS = re.compile(r"性$|情况$|意识|水平|能力|作用|环境|机制|影响$|程度")


Scores = tuple[Cut, Cut]


class Streams(NamedTuple):
    """Rows without scores, the pairs of scores in their order, and the total."""

    rows: tuple[Row, ...]
    scores: tuple[tuple[Cut, Cut], ...]
    total: tuple[Cut, Cut] | None
    doubts: tuple[str, ...] = ()
    strange: int = 0  # rows whose name and values hardly go together


class _Cells(NamedTuple):
    names: tuple[Cut, ...] = ()
    pairs: tuple[tuple[Cut, Cut], ...] = ()
    explanations: tuple[Cut, ...] = ()


class _Step(NamedTuple):
    """A run of lines read as a name, as pairs of values, as an explanation, or lost."""

    start: int
    name: Cut = ()
    pairs: tuple[tuple[Cut, Cut], ...] = ()
    explanation: Cut = ()


def read_streams(pieces: Sequence[Piece], text: str, execution: tuple[Decimal, Decimal]) -> Streams | None:
    """Names, values and scores joined to rows; None where there are not as many names as values.

    ``execution`` is the points and the score of the fund block: with it the scores add up to the total.
    """
    scores, total = _checked([p for p in pieces if likely.is_plain(p.text)], execution)
    blocks = _blocks([p for p in pieces if not likely.is_plain(p.text)])
    words = Counter(a + b for a, b in pairwise(text))
    readings = [_read(blocks, price, words) for price in _PRICES]
    even = [c for c in readings if c.names and len(c.names) == len(c.pairs)]
    if not even:
        return None
    cells = max(even, key=lambda c: len(c.names) == len(scores))
    names = _ordered(cells.names, cells.pairs)
    rows = [Row(name=n, target=t, actual=a) for n, (t, a) in zip(names, cells.pairs, strict=True)]
    doubts = () if _explained(rows, cells.explanations) else (f"{len(cells.explanations)}段偏差说明不能确定属于哪一行",)
    strange = sum(_fit(cut_text(r.name), (r.target, r.actual)) < _STRANGE for r in rows)
    return Streams(tuple(rows), tuple(scores), total, doubts, strange)


def _checked(plain: Sequence[Piece], execution: tuple[Decimal, Decimal]) -> tuple[list[Scores], Scores | None]:
    """The pairs of scores and the total, as they add up.

    One number that belongs elsewhere, or one pair that a page break prints again, may be left out. No pairs where nothing adds up: a number too few would shift all that follow.
    """
    whole = list(_scores(plain))
    if _adds_up(whole, execution, 0) or _adds_up(whole, execution, 1):
        return whole[:-1], whole[-1]
    fewer = (list(_scores([*plain[:gone], *plain[gone + 1 :]])) for gone in range(len(plain)))
    again = (whole[:k] + whole[k + 1 :] for k in range(1, len(whole)) if _texts(whole[k]) == _texts(whole[k - 1]))
    for pairs in chain(fewer, again):
        above = any(_number(p) < _number(s) for p, s in pairs)
        if _adds_up(pairs, execution, 0) and (_adds_up(pairs, execution, 1) or not above):
            return pairs[:-1], pairs[-1]
    return [], None


def _texts(pair: Scores) -> tuple[str, str]:
    return pair[0][0].text, pair[1][0].text


def _number(cut: Cut) -> Decimal:
    text = cut[0].text
    return Decimal(text) if text.replace(".", "", 1).isdigit() else Decimal(0)


def _adds_up(pairs: Sequence[Scores], execution: tuple[Decimal, Decimal], side: int) -> bool:
    """Whether the last pair is the sum of the others and the execution's, in points (0) or in scores (1)."""
    numbers = [_number(p[side]) for p in pairs]
    return len(numbers) > 1 and sum(numbers[:-1], execution[side]) == numbers[-1]


def _blocks(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Lines without a blank line, or another kind of cell, between them."""
    out: list[list[Piece]] = []
    for p in pieces:
        if out and p.gap is not Gap.EDGE and p.line == out[-1][-1].line + 1:
            out[-1].append(p)
        else:
            out.append([p])
    return out


def _scores(plain: Sequence[Piece]) -> Iterator[tuple[Cut, Cut]]:
    """分值 and 得分: two stacks of one height, or pair by pair."""
    blocks = _blocks(plain)
    at = 0
    while at < len(blocks):
        one = blocks[at]
        two = blocks[at + 1] if at + 1 < len(blocks) else []
        if len(one) == len(two) and all(likely.points(a.text, b.text) > 0 for a, b in zip(one, two, strict=True)):
            yield from (((a,), (b,)) for a, b in zip(one, two, strict=True))
            at += 2
            continue
        yield from (((one[i],), (one[i + 1],)) for i in range(0, len(one) - 1, 2))
        at += 1


def _read(blocks: Sequence[Sequence[Piece]], price: int, words: Counter[str]) -> _Cells:
    """The likeliest cutting of the lines into names, pairs of values and explanations."""
    lines = [p for block in blocks for p in block]
    ends = [end for block in blocks for end in [0] * (len(block) - 1) + [1]]
    full = max(
        (
            width(squeeze(p.text))
            for b in blocks
            if len(b) > 1
            for p in b
            if not likely.is_value(squeeze(p.text)) and not _STOP.search(p.text)
        ),
        default=0,
    )
    n = len(lines)
    best = [likely.IMPOSSIBLE] * (n + 1)
    came = [_Step(0)] * (n + 1)
    best[0] = 0
    for i in range(n):
        for worth, end, step in _ways(lines, ends, i, full, price, words):
            if best[i] + worth > best[end]:
                best[end], came[end] = best[i] + worth, step
    steps: list[_Step] = []
    at = n
    while at > 0:
        steps.append(came[at])
        at = came[at].start
    steps.reverse()
    return _Cells(
        tuple(s.name for s in steps if s.name),
        tuple(pair for s in steps for pair in s.pairs),
        tuple(s.explanation for s in steps if s.explanation),
    )


def _ways(
    lines: Sequence[Piece], ends: Sequence[int], i: int, full: int, price: int, words: Counter[str]
) -> Iterator[tuple[int, int, _Step]]:
    """What the lines from one on may be: its worth, where it ends, and the cells."""
    n = len(lines)
    yield _LOST // (2 if len(lines[i].text) < 3 else 1), i + 1, _Step(i)
    for k in range(1, 4):  # a name on up to three lines
        if i + k > n or 1 in ends[i : i + k - 1]:
            break
        cut = tuple(lines[i : i + k])
        text = cut_text(cut)
        broken = sum(_break(a, b, full, words) for a, b in pairwise(cut))
        odd = 300 if text[0] == "并" or len(text) < 3 or _QUALITY.search(text) else 0
        yield likely.name(text) + broken - odd + price, i + k, _Step(i, name=cut)
    last = next(k for k in range(i, n) if ends[k]) + 1
    if i == 0 or ends[i - 1]:
        cut = tuple(lines[i:last])
        yield likely.explanation(cut_text(cut)) + 150, last, _Step(i, explanation=cut)
    for one, two in ((1, 1), (1, 2), (2, 1), (2, 2)):
        if i + one + two <= n and 1 not in ends[i : i + one - 1] and 1 not in ends[i + one : i + one + two - 1]:
            target, actual = tuple(lines[i : i + one]), tuple(lines[i + one : i + one + two])
            worth = _worth(cut_text(target), cut_text(actual)) - 60 * (one + two - 2)
            yield worth, i + one + two, _Step(i, pairs=((target, actual),))
    height = last - i
    if 2 <= height <= _STACK and ends[last : last + height] == [0] * (height - 1) + [1]:
        stacked = tuple(((lines[i + k],), (lines[last + k],)) for k in range(height))
        worth = sum(_worth(cut_text(t), cut_text(a)) for t, a in stacked) + 20
        yield worth, last + height, _Step(i, pairs=stacked)


def _break(before: Piece, after: Piece, full: int, words: Counter[str]) -> int:
    """How likely a name goes on in the next line: the line is full, and the form has the two characters together."""
    if width(squeeze(before.text)) < full - 3:
        return -300
    return 100 if words[before.text[-1] + after.text[0]] else 20


def _worth(target: str, actual: str) -> int:
    """As a pair of values; two different qualities may as well be two names."""
    doubtful = (
        not likely.is_value(target) and not likely.is_value(actual) and target != actual and not _TIER.match(actual)
    )
    return likely.pair(target, actual) - (150 if doubtful else 50)


def _fit(name: str, pair: tuple[Cut, Cut]) -> int:
    """How well a name and its values go together."""
    target, actual = read_value(cut_text(pair[0])), read_value(cut_text(pair[1]))
    value = target if target.kind is not CellKind.QUALITATIVE else actual
    score = 0
    for pattern, kind, gain in _FITS:
        if pattern.search(name):
            score += (
                gain
                if comparable(value.dimension or value.unit or "?", kind) == 2
                or (kind == "money" and "元" in value.unit)
                else -gain
            )
    if _TIME.search(name):
        score += 150 if value.kind is CellKind.DATE or re.search(r"天|日|时|分", value.unit) else -150
    if value.kind is CellKind.DATE and not re.search(r"时间|完成|时效|期|前", name):
        score -= 100
    if value.kind is CellKind.QUALITATIVE:
        score += 70 if _WORDS.search(name) or value.text[:2] in name else -70
    elif _WORDS.search(name):
        score -= 70
    return score


def _ordered(names: Sequence[Cut], pairs: Sequence[tuple[Cut, Cut]]) -> list[Cut]:
    """Names in the order of the values, but for those that a cell spanning rows has pulled out of it.

    Both streams are aligned; names and values that fall out of the alignment are matched among themselves.
    """
    n = len(names)
    fit = [[_fit(cut_text(name), pair) for pair in pairs] for name in names]
    best = [[0] * (n + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(n - 1, -1, -1):
            best[i][j] = max(fit[i][j] + best[i + 1][j + 1], best[i + 1][j] - _SKIP, best[i][j + 1] - _SKIP)
    out: dict[int, Cut] = {}
    i = j = 0
    loose: list[int] = []
    free: list[int] = []
    while i < n and j < n:
        if best[i][j] == fit[i][j] + best[i + 1][j + 1]:
            out[j] = names[i]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j] - _SKIP:
            loose.append(i)
            i += 1
        else:
            free.append(j)
            j += 1
    loose += range(i, n)
    free += range(j, n)
    ways = permutations(loose) if len(loose) <= _FEW else [tuple(loose)]
    chosen = max(ways, key=lambda way: sum(fit[a][b] for a, b in zip(way, free, strict=True)))
    out.update({b: names[a] for a, b in zip(chosen, free, strict=True)})
    return [out[k] for k in range(n)]


def _explained(rows: list[Row], explanations: Sequence[Cut]) -> bool:
    """Give each explanation to its row: the rows that deviate, if there are as many. False if that is not sure."""
    values = [(read_value(cut_text(r.target)), read_value(cut_text(r.actual))) for r in rows]
    short = [i for i, (t, a) in enumerate(values) if _short(t, a)]
    over = [i for i, (t, a) in enumerate(values) if _over(t, a)]
    told_over = [cut for cut in explanations if _ABOVE.search(cut_text(cut))]
    if len(explanations) == len(short) + len(over):
        where = sorted(short + over)
    elif len(told_over) == len(over) == len(explanations):
        where = over
    elif not told_over and len(explanations) == len(short):
        where = short
    elif (named := _by_words(rows, sorted(short + over), explanations)) is not None:
        where = named
    else:
        return not explanations
    if any(i in over and _UNDER.search(cut_text(cut)) for i, cut in zip(where, explanations, strict=True)):
        return False
    for i, cut in zip(where, explanations, strict=True):
        rows[i] = rows[i]._replace(explanation=cut)
    return True


def _by_words(rows: Sequence[Row], candidates: Sequence[int], explanations: Sequence[Cut]) -> list[int] | None:
    """The rows whose names the explanations take up, each another; None if one takes up none or two."""
    where: list[int] = []
    for cut in explanations:
        text = cut_text(cut)
        shared = {
            i: sum(a + b in text for a, b in pairwise(cut_text(rows[i].name))) for i in candidates if i not in where
        }
        ranked = [*sorted(shared.values(), reverse=True), 0, 0]
        if ranked[0] < 2 or ranked[0] == ranked[1]:
            return None
        where.append(max(shared, key=lambda i: shared[i]))
    return where if where == sorted(where) else None


def _over(target: Value, actual: Value) -> bool:
    """Whether a row is far above its target (130%)."""
    low = target.operator in (Operator.AT_MOST, Operator.BELOW)
    return bool(target.base and actual.base is not None and not low and actual.base * 10 >= target.base * 13)


def _short(target: Value, actual: Value) -> bool:
    """Whether a row misses its target."""
    if target.base is not None and actual.base is not None:
        return (
            actual.base > target.base
            if target.operator in (Operator.AT_MOST, Operator.BELOW)
            else actual.base < target.base
        )
    if target.day and actual.day and target.day.month and actual.day.month:
        return actual.day.first_last[0] > target.day.first_last[1]
    return actual.kind is CellKind.QUALITATIVE and bool(re.match(r"未(?!超|突破|发生|出现)|部分|没有", actual.text))
