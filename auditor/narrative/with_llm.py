"""The engine that asks a language model beside the embedded one, and believes only what it can verify."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from auditor.llm.asking import Desk, ask
from auditor.llm.troubles import Kind, TroubleError
from auditor.llm.wire import Wire
from auditor.model.claim import Claim, Confidence, Flag, Note, NoteKind, Reading, Verdict
from auditor.model.form import Cell, Form, Indicator
from auditor.model.score import Deviation
from auditor.model.source import Source
from auditor.narrative.noting import Remarks, notes
from auditor.narrative.offline import OfflineReviewer
from auditor.narrative.verifying import Answer, settle, verified

BATCH = 32  # claims of one request
_DIVISIBLE = (Kind.TRUNCATED, Kind.TOO_LONG)


class Judgement(Wire):
    """A verdict as a model gives it."""

    id: str
    verdict: str
    quotes: list[str]
    value_found: str
    reason: str
    confidence: str


class Verdicts(Wire):
    """A model's verdicts on a batch of claims."""

    verdicts: list[Judgement]


class LlmReviewer:
    """Judges with a language model; what it does not judge well stays with the embedded engine."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, form: Form, source: Source, year: int | None, deviations: Sequence[Deviation]) -> Reading:
        """Verdicts on all claims of a form, the reasons for its deviations, and remarks about its prose."""
        own = OfflineReviewer().read(form, source, year, deviations)
        if not own.claims:
            return own
        rows = {i.id: i for i in form.indicators}
        inputs = {"year": str(year or "未填写"), "narrative": _items(form, lambda g: g.actual)}
        batches = list(_even([rows[c.indicator] for c in own.claims]))
        self._desk.meter.expects(len(own.claims))
        with ThreadPoolExecutor(len(batches) + 1, thread_name_prefix="auditor") as pool:
            remarking = pool.submit(self._remarks, form, source, inputs, year, own.notes)
            judging = [pool.submit(self._judge, form, source, inputs, batch) for batch in batches]
            with self._desk.model.turns.aside():
                wait(judging)
                wait([remarking])
            answers = {k: v for future in judging for k, v in future.result().items()}
            more = remarking.result()
        claims = tuple(self._settled(form, source, rows[c.indicator], c, answers) for c in own.claims)
        wrong = {c.indicator for c in claims if c.verdict is Verdict.CONTRADICTED}
        new = (
            n for n in more or () if not (n.kind is NoteKind.OTHER_YEAR and wrong & set(n.indicators))
        )  # that is N501
        kept = (
            n for n in own.notes if more is None or n.kind is not NoteKind.WITHOUT_INDICATOR
        )  # a matter of judgement
        return Reading(claims=claims, causes=own.causes, notes=(*kept, *new), judged=own.judged)

    def _settled(
        self, form: Form, source: Source, row: Indicator, claim: Claim, answers: Mapping[str, Answer]
    ) -> Claim:
        if row.id not in answers:
            return claim.model_copy(update={"flags": (*claim.flags, Flag.NOT_JUDGED)})
        return settle(form, source, row, answers[row.id], claim)

    def _judge(
        self, form: Form, source: Source, inputs: Mapping[str, str], batch: Sequence[Indicator], depth: int = 0
    ) -> dict[str, Answer]:
        """The usable answers of a batch; one that is too long is divided once or twice."""
        ids = [i.id for i in batch]
        try:
            given = ask(
                self._desk,
                "judge_claims",
                {**inputs, "claims": "\n".join(map(_claim_line, batch))},
                Verdicts,
                lambda answer: _faults(form, source, answer, ids),
            )
        except TroubleError as trouble:
            if trouble.kind in _DIVISIBLE and len(batch) > 1 and depth < 2:
                self._desk.meter.fell(f"{trouble}，已把指标分成两批重问")
                half = len(batch) // 2
                both = (self._judge(form, source, inputs, part, depth + 1) for part in (batch[:half], batch[half:]))
                return {k: v for part in both for k, v in part.items()}
            self._desk.meter.lost(str(trouble), f"{len(batch)} 项指标的核对")
            return {}
        answers = {j.id: a for j in given.verdicts if j.id in ids and (a := _answer(j)) is not None}
        if len(answers) < len(batch):
            self._desk.meter.lost("模型的答复不全", f"{len(batch) - len(answers)} 项指标的核对")
        self._desk.meter.has_judged(len(answers))
        return answers

    def _remarks(
        self, form: Form, source: Source, inputs: Mapping[str, str], year: int | None, known: Sequence[Note]
    ) -> tuple[Note, ...] | None:
        lines = [f"{i.id}｜{i.name.text}｜{i.target.text}｜{i.actual.text}" for i in form.indicators]
        more = {"expected": _items(form, lambda g: g.expected), "indicators": "\n".join(map(_plain, lines))}
        try:
            given = ask(self._desk, "remark_on_prose", {**inputs, **more}, Remarks, lambda _: ())
        except TroubleError as trouble:
            self._desk.meter.lost(str(trouble), "叙述其他问题的查找")
            return None
        others = tuple(n for n in known if n.kind is not NoteKind.WITHOUT_INDICATOR)
        return tuple(notes(form, source, given.remarks, year, others))


def _even(rows: Sequence[Indicator]) -> Iterator[Sequence[Indicator]]:
    """The rows in batches of nearly the same size."""
    count = -(-len(rows) // BATCH)
    size = -(-len(rows) // count)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _items(form: Form, part: Callable[..., Cell | None]) -> str:
    """The goal items under their numbers and headings; a blank item is shown as one."""
    out = []
    for goal in form.goals:
        cell = part(goal)
        head = "、".join(w for w in (goal.label, goal.title) if w)
        out.append((f"【{head}】" if head else "") + (cell.text if cell and cell.text else "（空白）"))
    return _plain("\n".join(out))


def _plain(text: str) -> str:
    """Text of the form as data: it cannot look like the marks that fence it."""
    return text.replace("开始】", "开始]").replace("结束】", "结束]")


def _claim_line(row: Indicator) -> str:
    return _plain(f"{row.id}｜{row.level2}｜{row.name.text}｜{row.target.text}｜{row.actual.text}")


def _answer(given: Judgement) -> Answer | None:
    """A judgement in the contract's words; None where the verdict is none of the four."""
    try:
        verdict = Verdict(given.verdict.strip().lower())
    except ValueError:
        return None
    sure = given.confidence.strip().lower()
    confidence = Confidence(sure) if sure in set(Confidence) else Confidence.LOW
    return Answer(verdict, tuple(q for q in given.quotes if q.strip()), given.value_found, given.reason, confidence)


def _faults(form: Form, source: Source, given: Verdicts, ids: Sequence[str]) -> list[str]:
    """What a model has to mend: ids that are missing or unknown, verdicts that are none, quotes that are not there."""
    got = [j.id for j in given.verdicts]
    out = [f"缺 {i}" for i in ids if i not in got]
    out += [f"没有编号 {i}" for i in dict.fromkeys(got) if i not in ids]
    for j in given.verdicts:
        answer = _answer(j)
        if answer is None:
            out.append(f"{j.id} 的 verdict 不是四种之一")
            continue
        quotes = [q for q in answer.quotes if not verified(form, source, [q])[0]]
        out += [f"{j.id} 的引文“{q}”不在叙述里，要一字不差" for q in quotes]
        if answer.verdict is not Verdict.NOT_MENTIONED and not answer.quotes:
            out.append(f"{j.id} 缺引文")
    return out
