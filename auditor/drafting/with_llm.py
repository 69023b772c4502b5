"""Drafts by a language model: the figures are the program's, the cause is quoted, and every lint must pass."""

from collections.abc import Mapping, Sequence

from auditor.drafting.lints import HOLE, LONGEST, Lint, compose, lint
from auditor.drafting.offline import filed, write
from auditor.drafting.wording import figures
from auditor.llm.asking import Desk, ask
from auditor.llm.troubles import TroubleError
from auditor.llm.wire import Wire
from auditor.model.case import Case
from auditor.model.claim import Engine
from auditor.model.review import Draft
from auditor.model.score import Deviation
from auditor.model.source import Quote
from auditor.quotes import verify

BATCH = 24  # drafts of one request


class Explanation(Wire):
    """A draft as a model gives it."""

    id: str
    quotes: list[str]
    cause: str
    measure: str


class Explanations(Wire):
    """A model's drafts for a form."""

    drafts: list[Explanation]


class LlmDrafter:
    """Drafts with a language model; a draft that fails a lint twice is the embedded one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def write(self, case: Case, deviations: Sequence[Deviation]) -> tuple[Draft, ...]:
        """A draft for each deviation, in order."""
        out: list[Draft] = []
        for start in range(0, len(deviations), BATCH):
            out += self._batch(case, deviations[start : start + BATCH], [d.text for d in out])
        return tuple(out)

    def _batch(self, case: Case, deviations: Sequence[Deviation], others: Sequence[str]) -> list[Draft]:
        numbered = {f"D{n}": d for n, d in enumerate(deviations, start=1)}
        inputs = {
            "year": str(case.year or "未填写"),
            "narrative": "\n".join(
                f"{f'【{g.label}】' if g.label else ''}{g.actual.text}" for g in case.form.goals if g.actual
            ),
            "deviations": "\n".join(_line(case, k, d) for k, d in numbered.items()),
        }
        given: dict[str, Explanation] = {}
        try:
            answer = ask(
                self._desk,
                "draft_explanations",
                inputs,
                Explanations,
                lambda a: _faults(case, numbered, a, others),
            )
            given = {e.id: e for e in answer.drafts}
        except TroubleError as trouble:
            self._desk.meter.lost(str(trouble), f"{len(deviations)} 条偏差说明的拟写")
        drafts: list[Draft] = []
        for key, deviation in numbered.items():
            made = _made(case, deviation, given[key], [*others, *(d.text for d in drafts)]) if key in given else None
            if made is None and given:
                self._desk.meter.lost("模型拟写的说明不合要求", _matter(case, deviation))
            drafts.append(made or write(case, deviation))
        return drafts


def _line(case: Case, key: str, deviation: Deviation) -> str:
    """A deviation as it is put to the model, with the room that its figures leave."""
    gap = figures(case, deviation)
    room = LONGEST - len(compose(gap, "", ""))
    return f"{key}｜{_matter(case, deviation)}｜{gap}｜{filed(case, deviation) or '无'}｜{room}字"


def _matter(case: Case, deviation: Deviation) -> str:
    return case.indicators[deviation.indicator].name.text if deviation.indicator else "项目资金"


def _evidence(case: Case, deviation: Deviation, given: Explanation) -> tuple[tuple[Quote, ...], list[str]]:
    """The quotations that stand in the narrative or in the row's own explanation, and those that do not."""
    cells = [(g.actual, g.label) for g in case.form.goals]
    if deviation.indicator:
        cells.append((case.indicators[deviation.indicator].explanation, None))
    found: list[Quote] = []
    lost: list[str] = []
    for words in given.quotes:
        at = next((q for c, label in cells if c and (q := verify(words, c, case.source, label))), None)
        if at is None:
            lost.append(words)
        elif at not in found:
            found.append(at)
    return tuple(found), lost


def _text(case: Case, deviation: Deviation, given: Explanation) -> str:
    return compose(figures(case, deviation), given.cause, given.measure)


def _lints(case: Case, deviation: Deviation, given: Explanation, others: Sequence[str]) -> tuple[Lint, ...]:
    quotes, lost = _evidence(case, deviation, given)
    wrong = tuple(Lint("quote_not_found", f"引文“{w}”不在表内，要一字不差") for w in lost)
    return (*wrong, *lint(case, deviation, _text(case, deviation, given), quotes, others))


def _faults(case: Case, numbered: Mapping[str, Deviation], given: Explanations, others: Sequence[str]) -> list[str]:
    """What a model has to mend."""
    by_id = {e.id: e for e in given.drafts}
    out = [f"缺 {k}" for k in numbered if k not in by_id]
    out += [f"没有编号 {k}" for k in by_id if k not in numbered]
    said = list(others)
    for key, deviation in numbered.items():
        if key in by_id:
            out += [f"{key}：{fault.message}" for fault in _lints(case, deviation, by_id[key], said)]
            said.append(_text(case, deviation, by_id[key]))
    return out


def _made(case: Case, deviation: Deviation, given: Explanation, others: Sequence[str]) -> Draft | None:
    """The draft, if no lint speaks against it."""
    if _lints(case, deviation, given, others):
        return None
    text = _text(case, deviation, given)
    return Draft(
        indicator=deviation.indicator,
        kind=deviation.kind,
        required=True,
        existing=filed(case, deviation),
        text=text,
        evidence=_evidence(case, deviation, given)[0],
        placeholders=tuple(HOLE.findall(text)),
        engine=Engine.LLM,
    )
