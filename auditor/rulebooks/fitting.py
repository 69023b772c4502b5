"""Rule sets beside each other: parents exist, sources are known, what is asked for is there, lists pair up."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from auditor.rulebooks.known import PAIRS, REQUIRED
from auditor.rulebooks.load import Edition, Raw


def check(books: Mapping[str, Raw], ids: Iterable[str] | None = None) -> None:
    """See that rule sets fit into their house: all of it, or those with the ids given.

    Raises:
        BadRulebookError: a parent is unknown or its own descendant, a source is unknown, a value is missing.
    """
    for name in books if ids is None else ids:
        _check(books, books[name])


def ancestry(books: Mapping[str, Raw], raw: Raw, below: tuple[str, ...] = ()) -> list[Raw]:
    """The parents of a rule set, the eldest first, then itself."""
    if raw.id in below:
        raw.refuse(("extends",), f"上级规则集绕成了圈：{'→'.join((*below, raw.id))}")
    out: list[Raw] = []
    for number, parent in enumerate(raw.extends):
        if parent not in books:
            raw.refuse(("extends", number), f"没有规则集“{parent}”，已有 {'、'.join(sorted(books))}")
        out += [r for r in ancestry(books, books[parent], (*below, raw.id)) if r not in out]
    return [*out, raw]


def first_day(line: list[Raw]) -> date:
    """The first day on which a line of rule sets has all its values: that of those that extend nothing."""
    return max(raw.parameters[name][0].since for raw in line if not raw.extends for name in REQUIRED)


def in_force(editions: Iterable[Edition], on: date) -> Edition | None:
    """The latest edition not after the day."""
    valid = [e for e in editions if e.since <= on]
    return valid[-1] if valid else None


def _check(books: Mapping[str, Raw], raw: Raw) -> None:
    line = ancestry(books, raw)
    inherited = {key: parent.name for parent in line[:-1] for key in parent.citations}
    for key in raw.citations:
        if key in inherited:
            raw.refuse(("citations", key), f"来源编号在上级“{inherited[key]}”里已用过，请换一个")
    known = {*inherited, *raw.citations}
    if raw.covers and raw.covers.cite is not None and raw.covers.cite not in known:
        raw.refuse(("covers", "cite"), f"来源“{raw.covers.cite}”没有写在 citations 里")
    for key, editions in raw.parameters.items():
        for number, edition in enumerate(editions):
            if edition.cite not in known:
                path = ("parameters", key, "values", number, "cite")
                raw.refuse(path, f"来源“{edition.cite}”没有写在 citations 里")
            if edition.value is None and key in REQUIRED:
                raw.refuse(("parameters", key, "values", number), "计分和检查都要用这个值，不能没有 is")
    if not raw.extends:
        missing = [name for name in REQUIRED if name not in raw.parameters]
        if missing:
            raw.refuse(
                ("extends",), f'没有上级规则集，又缺少 {"、".join(missing)}；请写 extends，如 ["cn-national-2020"]'
            )
    _check_pairs(raw, line)


def _check_pairs(raw: Raw, line: list[Raw]) -> None:
    """Lists that belong together have one length on every day on which one of them changes."""
    for one, other in PAIRS:
        own = [(key, n, e.since) for key in (one, other) for n, e in enumerate(raw.parameters.get(key, ()))]
        for key, number, day in own:
            first, second = (_value(line, k, max(day, first_day(line))) for k in (one, other))
            path = ("parameters", key, "values", number, "is")
            if len(first) != len(second):
                raw.refuse(path, f"{one} 有 {len(first)} 项，{other} 有 {len(second)} 项，应当一样多")
            floors = [Decimal(str(f)) for f in first] if key == one else []
            if floors != sorted(floors, reverse=True):
                raw.refuse(path, "应由高到低")


def _value(line: list[Raw], name: str, on: date) -> tuple[object, ...]:
    """A list as it stands on a day in a line of rule sets."""
    value: tuple[object, ...] = ()
    for raw in line:
        edition = in_force(raw.parameters.get(name, ()), on)
        if edition is not None and isinstance(edition.value, tuple):
            value = edition.value
    return value
