"""What a model's verdict is worth: quotations that stand in the narrative, numbers that follow from them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from auditor.model.claim import Claim, Confidence, Engine, Flag, Opinion, Verdict
from auditor.model.form import CellKind, Form, Indicator
from auditor.model.source import Quote, Source
from auditor.numerals import amounts, days, widths
from auditor.quotes import verify
from auditor.values import Value, actual_of, value_of

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NONE = re.compile(r"未|没有|无|零|取消|推迟|延期|暂缓|暂停|停办|不再|0")
_ALL = re.compile(r"全部|全都|均|都|全|每|各|所有|无一|没有|未")
_OFTEN = re.compile(
    r"每(?:月|季|周|日|天|年|旬)|按(?:月|季|周|日|旬)|逐(?:月|季|周|日)|月月|季季|半月|双月|天天|昼夜|年到头|全年无休|无间断|没有?间?断|未断"
)
_BUT = re.compile(r"仅|只有|除.{1,20}外|其余|尚有|还有")
_EACH = re.compile(r"[各均]|每|分别")
_PERIODS = (
    Decimal(2),
    Decimal(4),
    Decimal(6),
    Decimal(12),
    Decimal(24),
    Decimal(36),
    Decimal(52),
    Decimal(365),
    Decimal(366),
)
_HUNDRED = Decimal(100)
_NAMES = re.compile(r"《[^》]+》|“[^”]+”")
_SAID = re.compile(r"[“「『]([^”」』]{4,})[”」』]")
_MOST = 9  # amounts whose sums are tried
_CLOSE = Decimal("0.006")  # of the value: rounding to the cell's digits


@dataclass(frozen=True)
class Answer:
    """A model's verdict as it came."""

    verdict: Verdict
    quotes: tuple[str, ...]
    value_found: str
    reason: str
    confidence: Confidence


def settle(form: Form, source: Source, indicator: Indicator, answer: Answer, offline: Claim) -> Claim:
    """The verdict that is shown, of the model's answer and the embedded engine's claim.

    The model's counts where its quotations stand in the narrative. Where none does, or the value does
    not follow from them, the embedded engine's does, and the difference is shown.
    """
    quotes, lost = verified(form, source, answer.quotes)
    flags = [Flag.QUOTE_NOT_FOUND] if lost else []
    if answer.verdict is Verdict.NOT_MENTIONED:
        return _silent(indicator, answer, offline, flags)
    if not quotes:
        return offline.model_copy(update={"flags": (*offline.flags, Flag.QUOTE_NOT_FOUND)})
    opinion = Opinion(
        engine=Engine.LLM, verdict=answer.verdict, reason=_reason(answer, indicator, source), evidence=quotes
    )
    fits = follows(indicator, answer.verdict, tuple(q.quote for q in quotes))
    if not fits and offline.verdict is not answer.verdict:
        update = {"flags": (*offline.flags, *flags, Flag.NUMBER_MISMATCH, Flag.DISAGREE), "second": opinion}
        return offline.model_copy(update=update)
    if not fits:
        flags.append(Flag.NUMBER_MISMATCH)
    differs = offline.verdict is not answer.verdict
    return Claim(
        indicator=indicator.id,
        verdict=answer.verdict,
        evidence=quotes,
        value_found=_value_found(answer, quotes, indicator),
        reason=opinion.reason,
        confidence=answer.confidence if fits and not lost else Confidence.LOW,
        engine=Engine.LLM,
        flags=(*flags, *((Flag.DISAGREE,) if differs else ())),
        second=second(offline) if differs else None,
    )


def second(claim: Claim) -> Opinion:
    """A claim of the embedded engine as a second opinion."""
    return Opinion(engine=claim.engine, verdict=claim.verdict, reason=claim.reason, evidence=claim.evidence)


def _silent(indicator: Indicator, answer: Answer, offline: Claim, flags: list[Flag]) -> Claim:
    holds = offline.verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED) and bool(offline.evidence)
    differs = offline.verdict is not Verdict.NOT_MENTIONED
    more = [Flag.VALUE_FOUND] if holds else []
    more += [Flag.DISAGREE] if differs else []
    return Claim(
        indicator=indicator.id,
        verdict=Verdict.NOT_MENTIONED,
        reason="通读叙述，没有提到这件事",
        confidence=Confidence.LOW if holds else answer.confidence,
        engine=Engine.LLM,
        flags=(*flags, *more),
        searched=offline.evidence or offline.searched,
        second=second(offline) if differs else None,
    )


def verified(form: Form, source: Source, quotes: Sequence[str]) -> tuple[tuple[Quote, ...], int]:
    """The quotations that stand in 实际完成情况, and how many do not."""
    found: list[Quote] = []
    lost = 0
    for words in quotes:
        at = next((q for g in form.goals if g.actual and (q := verify(words, g.actual, source, g.label))), None)
        if at is None:
            lost += 1
        elif at not in found:
            found.append(at)
    return tuple(found), lost


def _reason(answer: Answer, indicator: Indicator, source: Source) -> str:
    """The model's reason where all its numbers and quotations are the form's, else the verdict in plain words."""
    here = re.sub(r"\s", "", widths(source.text))
    numbers = _NUMBER.findall(widths(answer.reason))
    quoted = _SAID.findall(answer.reason)
    known = {_bare(n) for n in _NUMBER.findall(here)} | {Decimal(n) for n in range(11)}
    known |= {_bare(n) for n in _NUMBER.findall(widths(indicator.actual.text))}
    true = all(_bare(n) in known for n in numbers) and all(re.sub(r"\s", "", widths(q)) in here for q in quoted)
    if true and answer.reason.strip():
        return answer.reason.strip().rstrip("。")
    return {
        Verdict.SUPPORTED: "叙述支持这个值",
        Verdict.CONTRADICTED: "叙述与这个值不一致",
        Verdict.PARTIAL: "叙述只支持一部分",
        Verdict.NOT_MENTIONED: "叙述没有提到",
    }[answer.verdict]


def _value_found(answer: Answer, quotes: Sequence[Quote], indicator: Indicator) -> str | None:
    """The value that the model found, where its numbers stand in the quotations or follow from them."""
    said = answer.value_found.strip()
    words = tuple(q.quote for q in quotes)
    known = {_bare(n) for w in words for n in _NUMBER.findall(widths(w))}
    for n in _NUMBER.findall(widths(said)):
        if _bare(n) not in known and not _derived(_bare(n), words):
            return indicator.actual.text if answer.verdict is Verdict.SUPPORTED else None
    return said or None


def _bare(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def follows(indicator: Indicator, verdict: Verdict, quotes: Sequence[str]) -> bool:
    """Whether the quotations hold what the verdict says of a value that can be counted or dated."""
    value, target = actual_of(indicator), value_of(indicator.target)
    words = "；".join(quotes)
    if verdict is Verdict.CONTRADICTED:
        return bool(_NONE.search(words) or amounts(words) or days(words) or _NUMBER.search(words))
    if verdict is not Verdict.SUPPORTED:
        return True
    if value.kind is CellKind.DATE:
        return bool(days(words) or re.search(r"\d", words))
    if value.kind is CellKind.RANGE:
        return bool(amounts(words))
    return value.kind is not CellKind.NUMBER or _holds(value, target, quotes)


def _holds(value: Value, target: Value, quotes: Sequence[str]) -> bool:
    words = "；".join(quotes)
    if value.base is None:
        return True
    if value.base == 0:
        return bool(_NONE.search(words))
    share = value.dimension == "share"
    if (share and value.base == _HUNDRED and (_ALL.search(words) or target.base == _HUNDRED)) or (
        not share and value.base == 1
    ):
        return True
    return any(_derived(v, quotes, share=share) for v in {value.base, value.number} if v is not None)


def _derived(value: Decimal, quotes: Sequence[str], *, share: bool = False) -> bool:
    """Whether a value stands in the quotations, or follows from their numbers, lists or calendar."""
    words = widths("；".join(quotes))
    counted = amounts(words)
    rest = "".join(" " if any(a.start <= i < a.end for a in counted) else c for i, c in enumerate(words))
    known = [a.value for a in counted] + [_bare(n) for n in _NUMBER.findall(rest)]
    return any(_near(value, v) for v in _consequences(known[:_MOST], words, quotes, share=share))


def _near(value: Decimal, other: Decimal) -> bool:
    return abs(value - other) <= abs(value) * _CLOSE


def _consequences(known: list[Decimal], words: str, quotes: Sequence[str], *, share: bool) -> Iterator[Decimal]:
    yield from known
    sums = [sum(part, Decimal(0)) for size in range(2, len(known) + 1) for part in combinations(known, size)]
    yield from sums
    for whole in sums:
        yield from (whole * n for n in known)
        yield from (n / whole for n in known if whole)
        yield from (whole / n for n in known if n)
    if _EACH.search(words):
        yield from (n * times for n in known for times in range(2, _MOST))
    for a, b in combinations(known, 2):
        yield abs(a - b)
        yield a * b
        for one, other in ((a, b), (b, a)):
            if other:
                yield one / other
                yield one / other * _HUNDRED
                yield (one - other) / other * _HUNDRED
                yield _HUNDRED - one / other * _HUNDRED
    if share:
        yield from (_HUNDRED - v for v in known)
    if _OFTEN.search(words):
        yield from (n * v for v in (*known, *map(Decimal, range(1, 5))) for n in _PERIODS)
    if _BUT.search(words):
        yield from (n / (n + rest) * _HUNDRED for n in known for rest in range(1, 4))
    items = [len(re.findall(r"[、；]|(?<=[一-龥])[和及](?=[一-龥])", q)) + 1 for q in quotes]
    names = len(_NAMES.findall(words))
    yield from (Decimal(n) for n in (*items, sum(items), len(quotes), names) if n > 1)
