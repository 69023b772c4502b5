"""``auditor doctor``: is the configured endpoint fit for use, and what to change."""

import time
from collections.abc import Iterator
from typing import NamedTuple

from auditor.llm.client import RUNGS, Model, question
from auditor.llm.reply import understand
from auditor.llm.troubles import Kind, TroubleError
from auditor.llm.wire import Wire

_WORDS = "全年举办“金秋”科普讲座23期（其中线上8期），受众1.15万人次，满意度98.6%；原定11月的成果展推迟到次年3月。"
_ASK = f'请把下面这句话一字不差地抄进 JSON 对象 {{"quote":"…"}}，只输出 JSON：\n{_WORDS}'
_SHORT = 8  # tokens that no such answer fits into
_SLOW = 20  # seconds of one short answer from which on a form takes too long


class Copied(Wire):
    """A sentence, copied."""

    quote: str


class Line(NamedTuple):
    """One thing that was tried: whether it is well, what was seen, and what to change."""

    well: bool
    what: str
    seen: str
    change: str = ""

    def shown(self) -> str:
        """The line for people."""
        return f"[{'好' if self.well else '注意'}] {self.what}：{self.seen}" + (
            f"。{self.change}" if self.change else ""
        )


def examine(model: Model) -> Iterator[Line]:
    """Try the endpoint; the form of request that works best is stored in its profile."""
    works: list[str] = []
    faithful = False
    taken: list[float] = []
    for rung in RUNGS:
        line, copied, seconds, kind = _try(model, rung)
        yield line
        if kind in (Kind.KEY, Kind.MODEL, Kind.ADDRESS, Kind.CERTIFICATE, Kind.PROXY, Kind.UNREACHABLE):
            return
        if line.well:
            works.append(rung)
            taken.append(seconds)
            faithful = faithful or copied
    if not works:
        yield Line(False, "结论", "没有一种输出格式可用", "请换用其他模型（AUDITOR_MODEL）")
        return
    yield Line(
        faithful,
        "中文引文",
        "逐字相同" if faithful else "抄写有改动",
        "" if faithful else "引文会被核对作废，请换用其他模型",
    )
    yield _truncation(model, works[0])
    slow = min(taken) > _SLOW
    yield Line(not slow, "速度", f"短答 {min(taken):.1f} 秒", "可调大 AUDITOR_TIMEOUT 或换用较快的模型" if slow else "")
    model.cache.keep_rung(model.endpoint, works[0], f"{time.strftime('%Y-%m-%d')} {'、'.join(works)}")
    yield Line(True, "结论", f"可以使用，输出格式用 {works[0]}，已记住")


def _try(model: Model, rung: str) -> tuple[Line, bool, float, Kind | None]:
    started = time.perf_counter()
    try:
        reply, _ = model.reply([question(_ASK)], rung, Copied, model.settings.longest_answer)
        answer = understand(reply.text, Copied)
    except TroubleError as trouble:
        return Line(False, f"输出格式 {rung}", str(trouble)), False, 0.0, trouble.kind
    seconds = time.perf_counter() - started
    return Line(True, f"输出格式 {rung}", f"可用，{seconds:.1f} 秒"), answer.quote.strip() == _WORDS, seconds, None


def _truncation(model: Model, rung: str) -> Line:
    """Whether the server says so when an answer is cut off."""
    try:
        reply, _ = model.reply([question(_ASK)], rung, Copied, _SHORT)
        understand(reply.text, Copied)
    except TroubleError as trouble:
        told = trouble.kind is Kind.TRUNCATED
        return Line(
            told,
            "截断",
            "接口如实说明" if told else f"接口没有说明（{trouble}）",
            "" if told else "截断的答复会被当作不合格式，重问一次",
        )
    return Line(True, "截断", "接口不理会长度限制")
