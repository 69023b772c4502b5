"""Where the prose says why something deviates: the clauses that give the reason, verbatim."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.model.claim import Cause, Verdict
from auditor.model.form import Indicator
from auditor.model.score import Deviation, DeviationKind
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.passages import Clause, Fact, Sentence
from auditor.narrative.topics import coverage
from auditor.narrative.verdicts import Judged, Place
from auditor.numerals import comparable
from auditor.values import actual_of

_BECAUSE = re.compile(
    r"因(?!此|地制宜|素|而)|由于|受(?!理|益|训|众|到表彰|奖|聘|让|邀)|致使|导致|原因|所致|鉴于|系(?:上年|省|市|中央)"
)
_HAPPENED = re.compile(
    r"未获批|流标|冻结|压减|核减|调减|追加|停工|停产|搁置|离职|离岗|空缺|未补|未完工|取消|暂停|暂缓|推迟|延期|延至|不再|不具备|"
    r"未能|无法|未建|不足|难(?!点|题)|偏多|偏少|未到|尚未|退出|放弃|周期长|结余|结转|盲区|[不未](?:利|够|齐)|才(?:能)?支付|[须需]待|与[^，。；]{1,12}合并|并入|超标|不(?:合格|达标)[^，。；]{0,12}(?:为|系)|后支付|考核合格后|付款期|节点"
)
_NOTHING_WRONG = re.compile(r"(?:未|没有|无)(?:发生|发现|出现|接到|收到)")
_INSTEAD = re.compile(r"改为|改由|改用|代之以|替换为")
_MORE = re.compile(r"增|新|扩|追加|需求|要求|激增|上升|多于|纳入|热|旺|带动|补助|提高|大幅|加场")
_UNSPENT = re.compile(
    r"余款|未(?:能)?(?:在)?[^，。]{0,6}支付|付款|尾款|余款|未支|少支|结余|结转|执行率|执行进度|预算执行|资金[^，。]{0,8}收回"
)
_BUDGET = re.compile(r"预算|追加|结转资金|相应调[增减]")
_SO = re.compile(r"致|使|故|改|转|至\d|因此|未|尚|仍|年底|合同")
_PROMISED = re.compile(r"原定|原?计划|原拟|承诺")
_LED_BY_CAUSE = re.compile(r"^(?:主要)?(?:因|由于|鉴于|受)")
_REST = re.compile(r"^[（(]?(?:[其当]中|另|其余|剩余|余下|剩下|尚有|仍有)")
_LEFT = re.compile(r"^(?:其余|剩余|余下|剩下|尚有|仍有)")
_LATER_ONLY = re.compile(r"^(?:下一步|下步|今后|明年|下年)")
_LONGEST = 3  # clauses that one reason may run over
_NEXT = 1  # how far the next sentence may begin behind the one that speaks of the indicator
_WORTH = 0.36
_OF_ITSELF = 0.3  # how much a reason behind a semicolon must be about the row


@dataclass(frozen=True, slots=True)
class _Reason:
    """A run of clauses that gives a reason, and how much it is about the matter."""

    sentence: Sentence
    first: Clause
    last: Clause
    worth: float

    @property
    def place(self) -> Place:
        """The run as a place of evidence."""
        return self.sentence, self.first.start - self.sentence.start, self.last.end - self.sentence.start


def causes(ctx: Context, deviations: Sequence[Deviation], judged: Mapping[str, Judged]) -> Iterator[Cause]:
    """The reason that the narrative gives for each deviation; none where it gives none.

    ``judged`` tells by indicator where the narrative speaks of it.
    """
    by_id = {i.id: i for i in ctx.narrative.form.indicators}
    marked = _Marked()
    told = _Told(ctx, judged)
    for d in deviations:
        reason = (
            _fund_reason(ctx, d, told)
            if d.indicator is None
            else _row_reason(ctx, by_id[d.indicator], d, judged.get(d.indicator), marked, told)
        )
        if reason and (said := ctx.quote(*reason.place)):
            yield Cause(indicator=d.indicator, kind=d.kind, quotes=(said,))
    yield from _changes(ctx, {d.indicator for d in deviations}, judged)


def _changes(ctx: Context, known: set[str | None], judged: Mapping[str, Judged]) -> Iterator[Cause]:
    """Where the narrative says that something else was done, with the one indicator that it is most about."""
    found: dict[Place, tuple[float, str]] = {}
    for indicator in ctx.narrative.form.indicators:
        verdict = judged.get(indicator.id)
        if verdict is None or verdict.verdict is Verdict.SUPPORTED:
            continue
        for sentence in dict.fromkeys(p[0] for p in verdict.places):
            for n, clause in enumerate(sentence.clauses):
                if _INSTEAD.search(clause.text):
                    place = _change(sentence, n)
                    if not _PROMISED.search(sentence.text[place[1] : place[2]]):
                        continue
                    near = coverage(ctx.subject(indicator), sentence.text[place[1] : place[2]])
                    found[place] = max(found.get(place, (-1.0, "")), (near, indicator.id), key=lambda x: x[0])
    for place, (_, indicator_id) in found.items():
        if indicator_id and indicator_id not in known and (said := ctx.quote(*place)):
            yield Cause(indicator=indicator_id, kind=DeviationKind.CONTENT_CHANGE, quotes=(said,))


def _change(sentence: Sentence, n: int) -> Place:
    """The clause that tells of a change, with the one before it that tells what was planned."""
    clauses = sentence.clauses
    first = n - 1 if n and _joined(sentence, n - 1) and _PROMISED.search(clauses[n - 1].text) else n
    return sentence, clauses[first].start - sentence.start, clauses[n].end - sentence.start


class _Marked(dict[Sentence, tuple[tuple[int, float], ...]]):
    """The clauses of each sentence that give a reason; looked for when first asked for."""

    def __missing__(self, sentence: Sentence) -> tuple[tuple[int, float], ...]:
        """By a word for it, or by telling what went wrong."""
        self[sentence] = found = tuple(_giving_reasons(sentence))
        return found


def _giving_reasons(sentence: Sentence) -> Iterator[tuple[int, float]]:
    for n, clause in enumerate(sentence.clauses):
        if clause.foreign or _LATER_ONLY.search(clause.text):
            continue
        if _BECAUSE.search(clause.text):
            yield n, 0.2
        elif _HAPPENED.search(clause.text) and not _NOTHING_WRONG.search(clause.text):
            yield n, 0.0


class _Told:
    """Which clauses the narrative gives to which indicators: what stands between a reason and its object."""

    def __init__(self, ctx: Context, judged: Mapping[str, Judged]) -> None:
        """The places of the verdicts, by sentence."""
        self._ctx = ctx
        self._owners: dict[Sentence, dict[int, set[str]]] = {}
        for id_, verdict in judged.items():
            for s, a, b in verdict.places if verdict.verdict is not Verdict.NOT_MENTIONED else ():
                for c in s.clauses:
                    if a < c.end - s.start and c.start - s.start < b:
                        self._owners.setdefault(s, {}).setdefault(c.number, set()).add(id_)

    def only_states(self, s: Sentence, n: int) -> bool:
        """Whether a clause states an indicator's value and no more: 食材配送平均用时9小时."""
        text = s.clauses[n].text
        return n in self._owners.get(s, {}) and not any(w.search(text) for w in (_BECAUSE, _HAPPENED, _MORE))

    def elsewhere(self, indicator: Indicator, d: Deviation, s: Sentence, first: int, last: int) -> bool:
        """Whether a run of clauses gives the reason of another matter than the indicator's."""
        run = s.clauses[first : last + 1]
        value = actual_of(indicator)
        amounts = [f for f in s.facts if f.clause in run and f.amount.measure not in ("share", "money")]
        if d.gap is None and _REST.search(run[0].text):
            return True  # why another one failed does not tell why these came late
        owners = self._nearest(s, first, last)
        if owners is None:
            own = self._ctx.bearing(self._ctx.subject(indicator), s)
            behind = any(indicator.id in ids for n, ids in self._owners.get(s, {}).items() if n < first)
            start = s.clauses[_opening(s, first)].start - s.start
            return behind and own.of(s.text[start : run[-1].end - s.start]) < _OF_ITSELF and not amounts
        if indicator.id in owners or value.dimension == "share" or value.day is not None:
            return False
        mine, others = _counts_in(value.unit, amounts), (_counts_in(self._ctx.values[i].unit, amounts) for i in owners)
        return mine <= max(others)

    def _nearest(self, s: Sentence, first: int, last: int) -> set[str] | None:
        """The indicators whose clause a run explains: what it leads to, itself, or what stands before it."""
        owners = self._owners.get(s, {})
        for c in _led(s, first, last):
            if c.number in owners:
                return owners[c.number]
        for n in range(last, _opening(s, first) - 1, -1):
            if n in owners:
                return owners[n]
        return None


def _counts_in(unit: str, amounts: Sequence[Fact]) -> int:
    """How nearly one of some amounts counts in a unit."""
    return max((comparable(f.amount.measure, unit) for f in amounts), default=0) if unit else 0


def _opening(s: Sentence, n: int) -> int:
    """The first clause of the part of a sentence, between semicolons, that a clause stands in."""
    while n > 0 and "；" not in s.text[s.clauses[n - 1].end - s.start : s.clauses[n].start - s.start]:
        n -= 1
    return n


def _row_reason(
    ctx: Context, indicator: Indicator, d: Deviation, judged: Judged | None, marked: _Marked, matters: _Told
) -> _Reason | None:
    """The reason for a row, in the sentences about it or right behind where the narrative speaks of it."""
    subject = ctx.subject(indicator)
    told = [s for s, _, _ in judged.places] if judged and judged.verdict is not Verdict.NOT_MENTIONED else []
    near = [s for t in told for s in _behind(ctx, t)]
    best: _Reason | None = None
    for s in dict.fromkeys((*told, *ctx.sentences(subject), *near)):
        at = 0.3 if s in told else 0.2 if s in near else 0.0
        b, boost = ctx.bearing(subject, s), ctx.boost(indicator, s)
        for n, plus in marked[s]:
            first, last = _run(s, n)
            run = s.clauses[first : last + 1]
            if d.kind is DeviationKind.OVERFULFILMENT and not (plus and any(_MORE.search(c.text) for c in run)):
                continue
            if matters.elsewhere(indicator, d, s, first, last):
                continue
            own = max(b.wide_clause(c) for c in (*run, *_led(s, first, last)))
            exact = 0.45 if any(f.clause in run and f.amount.value == d.gap for f in s.facts) else 0.0
            worth = own + plus + exact + at + boost
            if own + exact + at >= _WORTH and worth >= LIKELY and (best is None or worth > best.worth):
                best = _Reason(s, run[0], run[-1], worth)
    return best


def _behind(ctx: Context, told: Sentence) -> Iterator[Sentence]:
    """The sentence that begins right behind another one."""
    for s in ctx.narrative.sentences[told.number + 1 : told.number + 2]:
        if s.goal == told.goal and 0 <= s.start - told.end <= _NEXT:
            yield s


def _led(s: Sentence, first: int, last: int) -> tuple[Clause, ...]:
    """The clause that a reason leads to: 因供应商到货延迟，平均上架周期为23个工作日."""
    if _LED_BY_CAUSE.search(s.clauses[first].text) and last + 1 < len(s.clauses) and _joined(s, last):
        return (s.clauses[last + 1],)
    return ()


def _run(sentence: Sentence, n: int) -> tuple[int, int]:
    """The clauses of one reason: the marked one and what follows from it, up to a semicolon."""
    first = n
    while (
        first > 0
        and n - first < _LONGEST
        and _joined(sentence, first - 1)
        and not _BECAUSE.search(sentence.clauses[first].text)
    ):
        first -= 1
    if not _BECAUSE.search(sentence.clauses[first].text):
        first = n
    if first > 0 and _joined(sentence, first - 1) and _LEFT.search(sentence.clauses[first - 1].text):
        first -= 1  # 剩余3.4公里位于省道拓宽范围内，须待移交路基后才能铺设
    last = n
    while last + 1 < len(sentence.clauses) and last - n + 1 < _LONGEST:
        following = sentence.clauses[last + 1].text
        if not _joined(sentence, last) or not (
            _HAPPENED.search(following) or _BECAUSE.search(following) or _SO.match(following)
        ):
            break
        last += 1
    return first, last


def _joined(sentence: Sentence, n: int) -> bool:
    """Whether a comma alone stands between a clause and the next."""
    a, b = sentence.clauses[n], sentence.clauses[n + 1]
    return "，" in sentence.text[a.end - sentence.start : b.start - sentence.start]


def _fund_reason(ctx: Context, d: Deviation, matters: _Told) -> _Reason | None:
    """The clauses that name the very amount, or that speak of what was not paid and why."""
    about = _UNSPENT if d.kind is DeviationKind.EXECUTION else _BUDGET
    best: _Reason | None = None
    for s in ctx.narrative.sentences:
        for n, clause in enumerate(s.clauses):
            exact = any(f.clause is clause and f.amount.value == d.gap and f.amount.measure == "money" for f in s.facts)
            told = about.search(clause.text)
            if not exact and not told:
                continue
            words = "".join(c.text for c in s.clauses[n : n + 2])
            why = _BECAUSE.search(words) or _HAPPENED.search(words)
            if not exact and not why:
                continue
            first, last = _run(s, n)
            while exact and first > 0 and n - first < _LONGEST - 1 and _joined(s, first - 1):
                if matters.only_states(s, first - 1):
                    break
                first -= 1
            worth = 0.5 * exact + 0.3 * bool(told) + 0.3 * bool(why)
            if worth >= LIKELY and (best is None or worth > best.worth):
                best = _Reason(s, s.clauses[first], s.clauses[last], worth)
    return best
