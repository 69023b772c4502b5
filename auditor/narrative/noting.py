"""A model's remarks about the prose, each under its catalogue code, as far as their quotations bear them out."""

import re
from collections.abc import Callable, Iterator, Sequence

from auditor.llm.wire import Wire
from auditor.model.claim import Engine, Note, NoteKind
from auditor.model.form import Cell, Form
from auditor.model.source import Quote, Source
from auditor.numerals import amounts, days, years
from auditor.quotes import verify

_OTHER = re.compile(r"上年|去年|上一年|往年|次年|明年|下年|累计|连同|截至")
_MOST = 3  # remarks of one kind without an indicator


class Remark(Wire):
    """A remark as a model gives it."""

    code: str
    quotes: list[str]
    indicators: list[str]
    wrong: str
    right: str


class Remarks(Wire):
    """All remarks of a model about one form."""

    remarks: list[Remark]


def notes(
    form: Form, source: Source, given: Sequence[Remark], year: int | None, known: Sequence[Note]
) -> Iterator[Note]:
    """The remarks that hold and that the embedded engine (``known``) has not made already."""
    seen = {(n.kind, s.start // 8) for n in known for q in n.quotes for s in q.spans}
    loose = 0
    for remark in given:
        make = _MAKERS.get(remark.code)
        note = make(form, source, remark, year) if make else None
        if note is None:
            continue
        places = {(note.kind, s.start // 8 + d) for q in note.quotes for s in q.spans for d in (-1, 0, 1)}
        if places & seen:
            continue
        seen |= places
        loose += note.kind is NoteKind.WITHOUT_INDICATOR
        if note.kind is not NoteKind.WITHOUT_INDICATOR or loose <= _MOST:
            yield note


def _told(form: Form, source: Source, remark: Remark) -> list[Quote]:
    return _found(((g.actual, g.label) for g in form.goals), source, remark)


def _promised(form: Form, source: Source, remark: Remark) -> list[Quote]:
    return _found(((g.expected, g.label) for g in form.goals), source, remark)


def _found(cells: Iterator[tuple[Cell | None, str | None]], source: Source, remark: Remark) -> list[Quote]:
    where = [(c, label) for c, label in cells if c is not None]
    quotes = (next((q for c, label in where if (q := verify(w, c, source, label))), None) for w in remark.quotes)
    return [q for q in quotes if q is not None]


def _rows(form: Form, remark: Remark) -> tuple[str, ...]:
    known = {i.id for i in form.indicators}
    return tuple(i for i in dict.fromkeys(remark.indicators) if i in known)


def _names(form: Form, rows: Sequence[str]) -> str:
    return "、".join(f"“{i.name.text}”" for i in form.indicators if i.id in rows)


def _dropped(form: Form, source: Source, remark: Remark, year: int | None) -> Note | None:
    del year
    quotes = _promised(form, source, remark)
    if not quotes or not (amounts(quotes[0].quote) or days(quotes[0].quote)):
        return None
    message = f"预期目标承诺“{quotes[0].quote}”，实际完成情况和指标都没有回应。"
    return Note(kind=NoteKind.COMMITMENT_DROPPED, quotes=tuple(quotes[:1]), message=message, engine=Engine.LLM)


def _other_year(form: Form, source: Source, remark: Remark, year: int | None) -> Note | None:
    quotes, rows = _told(form, source, remark), _rows(form, remark)
    words = "；".join(q.quote for q in quotes)
    if not (_OTHER.search(words) or any(y != year for _, _, y in years(words))):
        return None
    message = f"{_names(form, rows)}：叙述“{quotes[0].quote}”含其他年度的工作，不能算作本年。".lstrip("：")
    return Note(kind=NoteKind.OTHER_YEAR, quotes=tuple(quotes), message=message, indicators=rows, engine=Engine.LLM)


def _without_indicator(form: Form, source: Source, remark: Remark, year: int | None) -> Note | None:
    del year
    quotes = _told(form, source, remark)
    if not quotes or not amounts(quotes[0].quote):
        return None
    message = f"叙述的成果“{quotes[0].quote}”没有指标反映。"
    return Note(kind=NoteKind.WITHOUT_INDICATOR, quotes=tuple(quotes[:1]), message=message, engine=Engine.LLM)


def _conflict(form: Form, source: Source, remark: Remark, year: int | None) -> Note | None:
    del year
    quotes = _told(form, source, remark)
    if len(quotes) < 2 or quotes[0] == quotes[1]:
        return None
    one, two = quotes[:2]
    values = [{a.value for a in amounts(q.quote)} | {d.text for d in days(q.quote)} for q in (one, two)]
    if not all(values) or values[0] == values[1]:
        return None
    message = f"同一事项前后不一致：一处为“{one.quote}”，另一处为“{two.quote}”。"
    return Note(
        kind=NoteKind.CONFLICT, quotes=(one, two), message=message, indicators=_rows(form, remark), engine=Engine.LLM
    )


def _changed(form: Form, source: Source, remark: Remark, year: int | None) -> Note | None:
    del year
    quotes, rows = _told(form, source, remark), _rows(form, remark)
    if not quotes:
        return None
    message = f"{_names(form, rows)}：叙述写明“{quotes[0].quote}”，与承诺的内容不同。".lstrip("：")
    return Note(
        kind=NoteKind.CONTENT_CHANGED, quotes=tuple(quotes[:2]), message=message, indicators=rows, engine=Engine.LLM
    )


def _wrong_character(form: Form, source: Source, remark: Remark, year: int | None) -> Note | None:
    del year
    wrong, right = remark.wrong.strip(), remark.right.strip()
    differ = sum(a != b for a, b in zip(wrong, right, strict=False))
    if len(wrong) != len(right) or not 1 <= differ <= 2 or not re.fullmatch(r"[一-龥]{1,8}", wrong + right[:0]):
        return None
    cells: list[tuple[Cell | None, str | None]] = [(c, g.label) for g in form.goals for c in (g.expected, g.actual)]
    cells += [(c, None) for i in form.indicators for c in (i.name, i.target, i.actual, i.explanation)]
    quotes = [q for q in _found(iter(cells), source, remark) if wrong in q.quote]
    if not quotes:
        return None
    return Note(
        kind=NoteKind.WRONG_CHARACTER,
        quotes=tuple(quotes[:1]),
        correction=right,
        message=f"“{quotes[0].quote}”中“{wrong}”疑为“{right}”。",
        engine=Engine.LLM,
    )


_MAKERS: dict[str, Callable[[Form, Source, Remark, int | None], Note | None]] = {
    "N504": _dropped,
    "N506": _other_year,
    "N509": _without_indicator,
    "N510": _conflict,
    "N511": _changed,
    "L701": _wrong_character,
}
