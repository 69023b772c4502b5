"""The truth of the samples, as JSON: one file a family, a form by the name of its sample; what is empty is left out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from support.families.truth import Fund, Goal, Line, Note, Target, Truth
from support.shared import GOLD, SAMPLES

T = TypeVar("T", Fund, Goal, Line, Note, Target, Truth)
_OPTIONAL = frozenset({"initial", "annual", "executed", "rate"})


def samples(family: str) -> Iterator[tuple[str, str, Truth]]:
    """Name, text and truth of each sample of a family."""
    forms: Mapping[str, Any] = json.loads((GOLD / "families" / f"{family}.json").read_text(encoding="utf-8"))
    for name, told in forms.items():
        yield name, _text(family, name), _truth(told)


def _text(family: str, name: str) -> str:
    return (SAMPLES / "families" / family / f"{name}.txt").read_text(encoding="utf-8")


def _truth(told: Mapping[str, Any]) -> Truth:
    rows = tuple(_made(Line, {**r, "target": _made(Target, r.get("target", {}))}) for r in told["rows"])
    return _made(Truth, {
        **told, "rows": rows,
        "funds": tuple(_made(Fund, f) for f in told["funds"]),
        "goals": tuple(_made(Goal, g) for g in told.get("goals", ())),
        "notes": tuple(_made(Note, n) for n in told.get("notes", ())),
        "levels": tuple((name, points) for name, points in told.get("levels", ())),
    })  # fmt: skip


def _made(kind: type[T], told: Mapping[str, Any]) -> T:
    """The value; a field that is left out is empty."""
    absent = {f.name: _nothing(kind, f.name) for f in fields(kind) if f.name not in told and f.default is MISSING}
    return kind(**{**absent, **told})


def _nothing(kind: type, name: str) -> object:
    if name in {"funds", "goals", "rows", "levels"}:
        return ()
    if name in {"first", "number"}:
        return 0
    return None if kind is Fund and name in _OPTIONAL else ""
