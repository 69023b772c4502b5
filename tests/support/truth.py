"""What a form holds, as plain tuples: out of a generated form, a gold file, or a form as it was read."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from auditor.model.form import Cell, Form
from support.forms import Spec

_COLUMNS = ("initial_budget", "annual_budget", "executed", "points", "rate", "score")


class Row(NamedTuple):
    """A row with the points and the score of its group; ``first`` is the row (from 1) that its group begins with."""

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    explanation: str
    points: str
    score: str
    first: int


class Truth(NamedTuple):
    """All that a form says, white space aside."""

    head: tuple[str, str, str, str, str]
    funds: tuple[tuple[str, ...], ...]
    goals: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    total: tuple[str, str]


def bare(text: str | None) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text or "")


def _words(cell: Cell | None) -> str:
    return bare(cell.text) if cell else ""


def _year(text: str) -> str:
    return re.sub(r"\D", "", text)


def of_form(form: Form) -> Truth:
    """What was read."""
    groups = {i: g for g in form.groups for i in g.indicators}
    return Truth(
        (_words(form.project_name), _year(form.year.text), _words(form.department), _words(form.unit), form.currency or ""),
        tuple((f.role.value, *(_words(getattr(f, c)) for c in _COLUMNS)) for f in form.funds),
        tuple((_words(g.expected), _words(g.actual)) for g in form.goals),
        tuple(
            Row(
                i.level1, i.level2, _words(i.name), _words(i.target), _words(i.actual), _words(i.explanation),
                _words(groups[i.id].points), _words(groups[i.id].score), int(groups[i.id].indicators[0][1:]),
            )
            for i in form.indicators
        ),
        (_words(form.total.points), _words(form.total.score)),
    )  # fmt: skip


def of_spec(spec: Spec) -> Truth:
    """What was generated."""
    rows: list[Row] = []
    for n, r in enumerate(spec.rows, start=1):
        points, score, first = rows[-1][-3:] if r.shared else (r.points, r.score, n)
        name, target, actual, explanation = map(bare, (r.name, r.target, r.actual, r.explanation))
        rows.append(Row(r.level1, r.level2, name, target, actual, explanation, points, score, first))
    roles = ("total", "fiscal", "carryover", "other")
    return Truth(
        (bare(spec.project), spec.year, bare(spec.department), bare(spec.unit), spec.currency),
        tuple((role, *map(bare, f.cells)) for role, f in zip(roles, spec.funds, strict=True)),
        tuple((bare(g.expected), bare(g.actual)) for g in spec.goals),
        tuple(rows),
        spec.total,
    )


def load(path: Path) -> Mapping[str, Any]:
    """A gold file."""
    gold: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def of_gold(gold: Mapping[str, Any]) -> Truth:
    """What was annotated."""
    head = gold["header"]
    listed: Sequence[Mapping[str, Any]] = gold["indicators"]
    first: dict[str, int] = {}
    for n, r in enumerate(listed, start=1):
        first.setdefault(r["shared"] or str(n), n)
    return Truth(
        (bare(head["project_name"]), _year(head["year"] or ""), bare(head["department"]), bare(head["unit"]), gold["currency"] or ""),
        tuple((f["role"], *(bare(f[c]) for c in _COLUMNS)) for f in gold["funds"]),
        tuple((bare(g["expected"]), bare(g["actual"])) for g in gold["goals"]),
        tuple(
            Row(
                r["level1"], r["level2"], bare(r["name"]), bare(r["target"]), bare(r["actual"]), bare(r["explanation"]),
                bare(r["points"]), bare(r["score"]), first[r["shared"] or str(n)],
            )
            for n, r in enumerate(listed, start=1)
        ),
        (bare(gold["total"]["points"]), bare(gold["total"]["score"])),
    )  # fmt: skip
