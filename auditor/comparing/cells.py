"""Which cells of two versions of a form differ, field by field; how they were laid out or carried does not matter."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from auditor.model.base import Frozen
from auditor.model.difference import Kind
from auditor.model.finding import Section
from auditor.model.form import Cell, CellKind, Form, Goal, Group, Indicator, Total
from auditor.numerals import plain
from auditor.pairing import Pair, alike, bare

_HEAD = ("project_name", "year", "department", "unit")
_FUNDS = ("initial_budget", "annual_budget", "executed", "points", "rate", "score", "explanation")
_ROW = ("target", "initial_target", "actual", "coefficient", "core", "explanation")
_NOTHING = (CellKind.EMPTY, CellKind.NOT_APPLICABLE)
_PROSE = ("explanation", "expected", "actual_told", "title", "note")
_SAME_GOAL, _SAME_SENTENCE = 0.4, 0.55
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]*|[。；！？\n]+")


class Found(NamedTuple):
    """A difference: where it is, in the words of the form and by the name of :mod:`auditor.marking` in the old one.

    ``row`` are the ids of its row in both forms, ``part`` the part of a long cell of the old form that it is about.
    """

    kind: Kind
    section: Section
    place: str
    field: str
    old: str | None
    new: str | None
    old_name: str = ""
    row: tuple[str | None, str | None] = (None, None)
    label: str = ""
    part: tuple[int, int] | None = None

    @property
    def value(self) -> bool:
        """Whether it is what scores and findings rest on, as against prose."""
        return self.field not in _PROSE


def same(one: Cell | None, other: Cell | None) -> bool:
    """Whether two cells say the same: 9.0 and 9.00, ≥30人 and 不少于30人, a dash and nothing."""
    if one is None or other is None:
        return (one or other) is None or (_empty(one) and _empty(other))
    if _empty(one) and _empty(other):
        return True
    if one.kind is other.kind is CellKind.NUMBER and one.value is not None:
        return (one.value, one.unit or "", one.operator) == (other.value, other.unit or "", other.operator)
    return bare(one.text) == bare(other.text)


def _empty(cell: Cell | None) -> bool:
    return cell is None or cell.kind in _NOTHING or not cell.text


def _text(cell: Cell | None) -> str | None:
    return cell.text if cell is not None and cell.text else None


def differences(old: Form, new: Form, pairs: Sequence[Pair]) -> Iterator[Found]:
    """All differences, in the order of the form."""
    for field in _HEAD:
        yield from _cell(Section.HEADER, "表头", field, getattr(old, field), getattr(new, field), f"head-{field}", Form)
    if old.currency != new.currency and old.currency and new.currency:
        label = str(Form.model_fields["currency"].title)
        yield Found(Kind.CHANGED, Section.FUNDS, "项目资金", "currency", old.currency, new.currency, label=label)
    yield from _funds(old, new)
    yield from _goals(old, new)
    yield from _rows(old, new, pairs)
    yield from _levels(old, new)
    for field in ("points", "score", "grade"):
        one, other = getattr(old.total, field), getattr(new.total, field)
        yield from _cell(Section.TOTALS, "总分行", field, one, other, f"total-{field}", Total)
    before = {n.name.text: n.text for n in old.notes}
    after = {n.name.text: n.text for n in new.notes}
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if not same(one, other):
            yield Found(_kind(one, other), Section.DOCUMENT, "全表说明", "note", _text(one), _text(other), label=name)


def _kind(one: Cell | None, other: Cell | None) -> Kind:
    return Kind.ADDED if _empty(one) else Kind.REMOVED if _empty(other) else Kind.CHANGED


def _cell(
    section: Section, place: str, field: str, one: Cell | None, other: Cell | None, name: str, noun: type[Frozen],
    row: tuple[str | None, str | None] = (None, None),
) -> Iterator[Found]:  # fmt: skip
    if not same(one, other):
        label = str(noun.model_fields[field].title)
        yield Found(Kind.CHANGED, section, place, field, _text(one), _text(other), name, row, label)


def _funds(old: Form, new: Form) -> Iterator[Found]:
    left = list(enumerate(old.funds))
    for fund in new.funds:
        at = next((p for p in left if p[1].role is fund.role and bare(p[1].name.text) == bare(fund.name.text)), None)
        at = at or next((p for p in left if p[1].role is fund.role), None)
        if at is None:
            yield Found(Kind.ADDED, Section.FUNDS, "项目资金", "name", None, fund.name.text, label="资金行")
            continue
        left.remove(at)
        number, was = at
        for field in _FUNDS:
            one, other = getattr(was, field), getattr(fund, field)
            yield from _cell(Section.FUNDS, fund.name.text, field, one, other, f"fund-{number}-{field}", type(fund))
    for number, fund in left:
        name = f"fund-{number}-name"
        yield Found(Kind.REMOVED, Section.FUNDS, "项目资金", "name", fund.name.text, None, name, label="资金行")


def _goals(old: Form, new: Form) -> Iterator[Found]:
    left = list(enumerate(old.goals))
    for n, goal in enumerate(new.goals):
        at = _same_goal(left, goal, n)
        if at is not None:
            left.remove(at)
        number, was = at or (0, None)
        for field in ("expected", "actual"):
            name = f"goal-{number}-{field}" if was else ""
            yield from _told(goal, field, getattr(was, field, None), getattr(goal, field), name)
    for number, goal in left:
        for field in ("expected", "actual"):
            yield from _told(goal, field, getattr(goal, field), None, f"goal-{number}-{field}")


def _told(goal: Goal, field: str, one: Cell | None, other: Cell | None, name: str) -> Iterator[Found]:
    """The sentences of a goal item that differ."""
    if same(one, other):
        return
    place = f"第{goal.label}项{goal.title or ''}" if goal.label else "年度总体目标"
    told, label = ("actual_told" if field == "actual" else field), str(Goal.model_fields[field].title)
    if one is None or other is None or _empty(one) or _empty(other):
        yield Found(_kind(one, other), Section.GOALS, place, told, _text(one), _text(other), name, label=label)
        return
    before, after = _SENTENCE.findall(one.text), _SENTENCE.findall(other.text)
    matcher = SequenceMatcher(None, [bare(s) for s in before], [bare(s) for s in after], autojunk=False)
    for tag, *block in matcher.get_opcodes():
        for a, b, c, d in _one_by_one(before, after, block) if tag != "equal" else ():
            start = len("".join(before[:a]))
            texts = "".join(before[a:b]), "".join(after[c:d])
            kind = Kind.ADDED if a == b else Kind.REMOVED if c == d else Kind.CHANGED
            part = (start, start + len(texts[0]))
            yield Found(
                kind, Section.GOALS, place, told, texts[0] or None, texts[1] or None, name, label=label, part=part
            )


def _one_by_one(old: Sequence[str], new: Sequence[str], block: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """The sentences of a block that differ: those that are alike one by one, what is between them together."""
    a, b, c, d = block
    for n in range(a, b):
        m = next((m for m in range(c, d) if alike(old[n], new[m]) >= _SAME_SENTENCE), None)
        if m is not None:
            if n > a or m > c:
                yield a, n, c, m
            yield n, n + 1, m, m + 1
            a, c = n + 1, m + 1
    if b > a or d > c:
        yield a, b, c, d


def _same_goal(left: Sequence[tuple[int, Goal]], goal: Goal, number: int) -> tuple[int, Goal] | None:
    """The goal item of the old form that one of the new form is: by its words, else by its number or its place."""
    words = _words(goal)
    exact = next((p for p in left if _words(p[1]) == words), None)
    if exact:
        return exact
    likeness = [(alike(_words(g), words), -n) for n, g in left]
    if likeness and max(likeness)[0] >= _SAME_GOAL:
        at = -max(likeness)[1]
        return next(p for p in left if p[0] == at)
    if goal.label:
        return next((p for p in left if p[1].label == goal.label), None)
    return next((p for p in left if p[0] == number and not p[1].label), None)


def _words(goal: Goal) -> str:
    return bare(f"{goal.expected.text if goal.expected else ''}{goal.actual.text if goal.actual else ''}")


def _rows(old: Form, new: Form, pairs: Sequence[Pair]) -> Iterator[Found]:
    before, after = {g.id: g for g in old.groups}, {g.id: g for g in new.groups}
    told: set[tuple[str, str]] = set()
    for was, row in pairs:
        if row is None and was is not None:
            value = f"{was.target.text}｜{was.actual.text}"
            name = f"{was.id}-name"
            yield Found(
                Kind.REMOVED, Section.INDICATORS, where(was), "name", value, None, name, (was.id, None), "三级指标"
            )
        elif row is not None and was is None:
            value = f"{row.target.text}｜{row.actual.text}"
            yield Found(Kind.ADDED, Section.INDICATORS, where(row), "name", None, value, "", (None, row.id), "三级指标")
        elif row is not None and was is not None:
            yield from _row(was, row)
            groups = (was.group, row.group)
            if groups not in told:
                told.add(groups)
                yield from _scores(before[was.group], after[row.group], was, row)


def _row(was: Indicator, row: Indicator) -> Iterator[Found]:
    ids = (was.id, row.id)
    if bare(was.plain_name) != bare(row.plain_name):
        text = (was.name.text, row.name.text)
        yield Found(Kind.CHANGED, Section.INDICATORS, where(row), "name", *text, f"{was.id}-name", ids, "三级指标")
    if bare(was.level2) != bare(row.level2) and was.level2 and row.level2:
        text = (was.level2, row.level2)
        yield Found(Kind.CHANGED, Section.INDICATORS, where(row), "level2", *text, f"{was.id}-name", ids, "二级指标")
    for field in _ROW:
        one, other = getattr(was, field), getattr(row, field)
        yield from _cell(Section.INDICATORS, where(row), field, one, other, f"{was.id}-{field}", Indicator, ids)


def _scores(was: Group, group: Group, one: Indicator, row: Indicator) -> Iterator[Found]:
    place = where(row) if len(group.indicators) == 1 else f"{group.level2}（{len(group.indicators)}项合并）"
    for field in ("points", "score"):
        pair = (getattr(was, field), getattr(group, field))
        yield from _cell(Section.INDICATORS, place, field, *pair, f"{was.id}-{field}", Group, (one.id, row.id))


def _levels(old: Form, new: Form) -> Iterator[Found]:
    """The points that level-1 labels announce."""
    before = {v.name: v.points for v in old.level1}
    for level in new.level1:
        was = before.get(level.name)
        if was is not None and level.points is not None and was != level.points:
            texts = (plain(was), plain(level.points))
            name = f"level1-{level.name}"
            yield Found(Kind.CHANGED, Section.INDICATORS, level.name, "points", *texts, name, label="分值")


def where(row: Indicator) -> str:
    """A row as an official would point at it."""
    return f"{row.level2}“{row.name.text}”" if row.level2 else f"“{row.name.text}”"
