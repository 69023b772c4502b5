"""A form as it was read beside what it says: which rows, funds and goals are exact, and what differs."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import NamedTuple

from auditor.model.form import Cell, Form, Indicator
from support.families.truth import Line, Truth
from support.truth import bare


class Compared(NamedTuple):
    """How a reading fares; ``notes`` say what differs."""

    rows: int
    exact: int
    template: bool
    head: bool
    funds: bool
    goals: bool
    total: bool
    unparsed: int
    notes: tuple[str, ...]


def compared(truth: Truth, form: Form) -> Compared:
    """The reading against the truth."""
    notes: list[str] = []
    read = list(_read(form))
    one = [bare(r.name) for r in truth.rows]
    two = [bare(i.name.text) for i in form.indicators]
    pairs = [
        (a + k, b + k)
        for a, b, size in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
        for k in range(size)
    ]
    exact = 0
    for a, b in pairs:
        off = list(_row(truth, a, form.indicators[b], read[b], b - a))
        exact += not off
        notes += [f"row {a + 1} {truth.rows[a].name}: {o}" for o in off]
    seen, found = {a for a, _ in pairs}, {b for _, b in pairs}
    notes += [f"row {n + 1} {r.name}: missing" for n, r in enumerate(truth.rows) if n not in seen]
    invented = [i for n, i in enumerate(form.indicators) if n not in found]
    notes += [f"row invented: {i.name.text}" for i in invented]
    parts = {
        "template": _same("template", truth.family, form.template),
        "head": [n for n in _head(truth, form) if n],
        "funds": list(_funds(truth, form)),
        "goals": list(_goals(truth, form)),
        "total": list(_total(truth, form)),
    }
    for off in parts.values():
        notes += off
    left = sum(len(bare(u.text)) for u in form.unparsed)
    notes += [f"unparsed: {u.text!r}" for u in form.unparsed]
    good = {k: not v for k, v in parts.items()}
    return Compared(
        len(truth.rows) + len(invented), exact, good["template"], good["head"], good["funds"], good["goals"], good["total"], left, tuple(notes)
    )  # fmt: skip


def _words(cell: Cell | None) -> str:
    return bare(cell.text) if cell else ""


def _same(name: str, wanted: object, got: object) -> list[str]:
    return [] if wanted == got else [f"{name}: {wanted!r} read as {got!r}"]


def _one_of(name: str, wanted: Sequence[str], got: str) -> list[str]:
    return [] if got in wanted else [f"{name}: {wanted[0]!r} read as {got!r}"]


def _read(form: Form) -> Iterator[tuple[str, str, int]]:
    """Points, score and the first row of each indicator."""
    groups = {i: g for g in form.groups for i in g.indicators}
    for i in form.indicators:
        g = groups.get(i.id)
        first = int(g.indicators[0][1:]) if g else 0
        yield (_words(g.points), _words(g.score), first) if g else ("", "", 0)


def _row(truth: Truth, n: int, i: Indicator, group: tuple[str, str, int], shift: int) -> Iterator[str]:
    r: Line = truth.rows[n]
    yield from _same("level1", r.level1, i.level1)
    yield from _same("level2", r.level2, i.level2)
    yield from _one_of(
        "target", [bare(r.target.text), bare(r.target.words)][: 2 if r.target.words else 1], _words(i.target)
    )
    operator = i.target.operator.value if i.target.operator else ""
    number = "" if i.target.value is None else str(Decimal(i.target.value).normalize())
    if r.target.value:
        yield from _same("operator", r.target.operator, operator)
        yield from _same("value", str(Decimal(r.target.value).normalize()), number)
        yield from _same("unit", r.target.unit, i.target.unit or "")
    else:
        yield from _same("operator", "", operator)
        yield from _same("value", "", number)
    yield from _same("actual", bare(r.actual), _words(i.actual))
    yield from _same("points", r.points, group[0])
    yield from _same("score", r.score, group[1])
    yield from _same("group", r.first + shift, group[2])
    yield from _same("explanation", bare(r.explanation), _words(i.explanation))
    yield from _same("coefficient", r.coefficient, _words(i.coefficient))


def _head(truth: Truth, form: Form) -> Iterator[str]:
    yield from _same("kind", truth.kind, form.kind.value)
    yield from _same("year", truth.year, "".join(c for c in form.year.text if c.isdigit()))
    yield from _same("currency", truth.currency, form.currency or "")
    pairs = (
        ("project", truth.project, form.project_name),
        ("department", truth.department, form.department),
        ("unit", truth.unit, form.unit),
    )
    for name, wanted, cell in pairs:
        if wanted and not _words(cell).endswith(bare(wanted)) and truth.more(name) != "-":
            if (truth.kind == "department" and name == "unit") or truth.family in _NO_OFFICE.get(name, ()):
                continue
            yield f"{name}: {wanted!r} read as {_words(cell)!r}"


_DASHES = frozenset("—-/－")

# Families whose forms have no such line.
_NO_OFFICE = {
    "project": ("sichuan-transfer-area",),
    "department": ("sichuan-pre2022", "sichuan-transfer-area"),
    "unit": ("chongqing",),
}  # fmt: skip


def _funds(truth: Truth, form: Form) -> Iterator[str]:
    yield from _same("fund rows", [f.role for f in truth.funds], [f.role.value for f in form.funds])
    for wanted, got in zip(truth.funds, form.funds, strict=False):
        columns = (
            ("initial", wanted.initial, got.initial_budget), ("annual", wanted.annual, got.annual_budget),
            ("executed", wanted.executed, got.executed), ("rate", wanted.rate, got.rate), ("points", wanted.points, got.points),
            ("score", wanted.score, got.score), ("reason", wanted.explanation, got.explanation),
        )  # fmt: skip
        for name, value, cell in columns:
            yield from _same(f"fund {wanted.role} {name}", _amount(value), _amount(_words(cell)))


def _amount(text: str | None) -> str:
    """A cell of the funds; a dash says as little as an empty one, and content order loses which it was."""
    return "" if text in _DASHES else bare(text)


def _goals(truth: Truth, form: Form) -> Iterator[str]:
    def sides(goal: object) -> tuple[str, str]:
        return bare(getattr(goal, "expected", "")), bare(getattr(goal, "actual", ""))

    wanted = [sides(g) for g in truth.goals]
    got = [(_words(g.expected), _words(g.actual)) for g in form.goals]
    if wanted == got or (not any(map(any, wanted)) and not any(map(any, got))):
        return
    yield from _same("goals", len(wanted), len(got))
    for n, (a, b) in enumerate(zip(wanted, got, strict=False), start=1):
        for side, x, y in zip(("expected", "actual"), a, b, strict=True):
            yield from _same(f"goal {n} {side}", x, y)


def _total(truth: Truth, form: Form) -> Iterator[str]:
    given = ["", "100"] if truth.family in {"chongqing", "hubei-20+80"} else [truth.points]
    yield from _one_of("total points", given, _words(form.total.points))
    yield from _same("total score", truth.score, _words(form.total.score))
    grade = _words(form.total.grade)
    yield from _one_of("grade", [truth.grade] if truth.grade else ["", "—"], grade)
    wanted = {(n.role, bare(n.text)) for n in truth.notes}
    done = bare(truth.more("实施内容"))  # 项目实施内容及过程概述, which is no note of the truth
    yield from _same("notes", wanted, {(n.role.value, w) for n in form.notes if (w := _words(n.text)) != done})
