"""What a finding rests on, in words that are the same whatever carries the form, however it is laid out and worded.

A check by computation rests on its figures, on the cells that it points at and on the values of its rows. What an
engine found rests on its verdict and the value that it found, or on the sentences that it quotes: never on its wording.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from auditor.marking import Marker
from auditor.model.claim import Verdict
from auditor.model.finding import Finding, Origin
from auditor.model.form import Cell, CellKind, Form, FundLine, Goal, Group, Indicator, Total
from auditor.model.review import Review
from auditor.numerals import plain
from auditor.quotes import fold, spans_in
from auditor.values import read_value, squeeze

ABOUT_CLAIMS = {"N501", "N502", "N508"}  # the checks that tell the verdict on one row
_LONG, _SHOWN, _MANY = 40, 20, 12  # characters told whole, told of a long text; values told one by one
_SENTENCE = re.compile(r"[^。！？；\n]+")
_ITEM = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")


def key(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are compared: without white space, in one width, in one order."""
    return tuple(sorted(map(fold, words)))


class Fingerprints:
    """What the findings of one review rest on."""

    def __init__(self, review: Review) -> None:
        """The review whose findings are asked for."""
        self._review, self._form = review, review.form
        self._marker = Marker(review.form)
        self._rows = {i.id: i for i in review.form.indicators}
        self._groups = {g.id: g for g in review.form.groups}
        self._claims = {c.indicator: c for c in review.claims}

    def indicators(self, found: Finding) -> tuple[str, ...]:
        """The names of the rows that a finding is about."""
        return tuple(row.name.text for row in self._about(found))

    def values(self, found: Finding) -> tuple[str, ...]:
        """The words and figures that a finding rests on, each short enough to be read, in a fixed order."""
        if found.origin is Origin.RULES:
            told = [*_figures(found), *self._cells(found)]
        elif found.rule in ABOUT_CLAIMS:
            told = list(self._verdict(found))
        else:
            told = [_brief(s) for s in self._sentences(found)]
        told = list(dict.fromkeys(t for t in told if t)) or [_brief(found.message)]
        if len(told) > _MANY:
            told = [*told[: _MANY - 1], f"共{len(told)}处，{_digest(''.join(sorted(map(fold, told))))}"]
        return tuple(told)

    def _about(self, found: Finding) -> list[Indicator]:
        return [self._rows[i] for i in found.indicators if i in self._rows]

    def _cells(self, found: Finding) -> Iterator[str]:
        """The cells that a finding points at, and the values of its rows."""
        for row in self._about(found):
            yield from _row(row, explained=found.rule.startswith("D"))
        touched = self._marker.touched(found.spans)
        yield from (self._named(c.name) for c in touched if not (found.indicators and c.name.endswith("-name")))
        if not touched and not found.indicators:
            text = self._review.document.text
            yield from (_brief(squeeze(text[s.start : s.end])) for s in found.spans)

    def _named(self, name: str) -> str:
        """A cell by its name in :mod:`auditor.marking`, with its label in place of its row."""
        level = name.removeprefix("level1-")
        if level != name:
            points = next((v.points for v in self._form.level1 if v.name == level), None)
            return f"{level} {plain(points)}" if points is not None else level
        noun, field, cell = self._lookup(name)
        told = _told(str(type(noun).model_fields[field].title), cell)
        return f"{noun.name.text} {told}" if told and isinstance(noun, FundLine) else told

    def _lookup(self, name: str) -> tuple[Form | FundLine | Goal | Group | Indicator | Total, str, Cell | None]:
        """The noun, the field and the cell that a name stands for."""
        part, _, field = name.rpartition("-")
        kind, _, number = part.partition("-")
        noun: Form | FundLine | Goal | Group | Indicator | Total = self._form
        if kind == "fund":
            noun = self._form.funds[int(number)]
        elif kind == "goal":
            noun = self._form.goals[int(number)]
        elif kind == "total":
            noun = self._form.total
        elif kind not in ("", "head"):
            noun = self._groups[kind] if kind in self._groups else self._rows[kind]
        return noun, field or name, getattr(noun, field or name)

    def _verdict(self, found: Finding) -> Iterator[str]:
        """The verdict on a row, the value found for it, and the values of the row."""
        claim = next((self._claims[i] for i in found.indicators if i in self._claims), None)
        if claim is not None:
            yield f"核对 {claim.verdict.shown}"
            if claim.verdict is Verdict.CONTRADICTED and claim.value_found:
                yield f"叙述 {_amount(claim.value_found)}"
        for row in self._about(found):
            yield from _row(row, explained=False)

    def _sentences(self, found: Finding) -> Iterator[str]:
        """The whole sentences that a finding quotes: a longer or a shorter quotation is no other finding."""
        names = [c.name for c in self._marker.touched(found.spans) if not c.name.startswith("level1-")]
        for cell in (self._lookup(name)[2] for name in names):
            for m in _SENTENCE.finditer(cell.text if cell else ""):
                there = spans_in(cell, self._review.document, m.start(), m.end()) if cell else ()
                if any(s.start < t.end and t.start < s.end for s in found.spans for t in there):
                    yield _ITEM.sub("", m[0].strip())


def values(found: Finding, review: Review) -> tuple[str, ...]:
    """What one finding of a review rests on."""
    return Fingerprints(review).values(found)


def _figures(found: Finding) -> Iterator[str]:
    if found.claimed:
        yield f"填写 {_shown(found.claimed)}"
    if found.expected:
        yield f"应为 {_shown(found.expected)}"


def _row(row: Indicator, *, explained: bool) -> Iterator[str]:
    for field in ("target", "actual", *(("explanation",) if explained else ())):
        yield _told(str(Indicator.model_fields[field].title), getattr(row, field))


def _told(label: str, cell: Cell | None) -> str:
    return "" if cell is None or cell.kind is CellKind.EMPTY else f"{label} {_shown(cell.text)}"


def _amount(words: str) -> str:
    """A value found, without the words around its number: 18所 and 18 are one."""
    read = read_value(words)
    return plain(read.number) if read.number is not None else _brief(words)


def _shown(words: str) -> str:
    """A value as it is compared: ≥30人 for 不少于30人, 9 for 9.00."""
    read = read_value(words)
    if read.kind is CellKind.NUMBER and read.number is not None:
        return f"{read.operator or ''}{plain(read.number)}{read.unit}"
    return _brief(read.text)


def _brief(words: str) -> str:
    """A long text by its beginning, its length and its digest."""
    folded = fold(words)
    return words if len(folded) <= _LONG else f"{folded[:_SHOWN]}…（{len(folded)}字，{_digest(folded)}）"


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:12]
