"""Families of layouts (表式), as data in the ``.toml`` files of this folder: their words and the order of their columns.

A family is recognised by the words of its form. A new locality is a new file; nothing in Python names one.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from auditor.errors import BadFamilyError
from auditor.numerals import widths
from auditor.parsing.labels import PARTS, Words, extended

_BLANKS = re.compile(r"[\s|,\"*_#]+(?![实分得])|[\s|,\"_#]+")
_KEYS = {"id", "name", "kind", "columns", "lacks", "prompts", "recognise", "words"}
ASKS = ("project_name", "year", "department", "unit", "goals", "parts")
"""What a form may have a place for: fields of its head, its goals, the parts of its funds."""
_NEEDED = ("id", "name", "columns", "recognise")
_NATIONAL = ("level1", "level2", "name", "target", "actual", "points", "score", "explanation")
_FIRST = ("level1", "level2", "name")
UNKNOWN = "unknown"


class Family(NamedTuple):
    """A family: its columns in their order, the words of its own, and what it is recognised by.

    ``asks`` is what it has a place for.

    Of ``every`` all must stand in the form, each with its alternatives; ``some`` make it surer; ``none`` exclude it.
    """

    id: str
    name: str
    kind: str | None
    columns: tuple[str, ...]
    asks: tuple[str, ...]
    prompts: tuple[str, ...]
    every: tuple[tuple[str, ...], ...]
    some: tuple[str, ...]
    none: tuple[str, ...]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]


class Recognised(NamedTuple):
    """A family with how sure it is (high, medium, low) and the words that told."""

    family: Family
    confidence: str
    basis: tuple[str, ...]


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """All families.

    Raises:
        BadFamilyError: a file has a key or a part that is not known, or lacks one.
    """
    entries = sorted(files(__package__).iterdir(), key=lambda e: e.name)
    return tuple(load(e.read_text(encoding="utf-8"), e.name) for e in entries if e.name.endswith(".toml"))


def load(text: str, name: str) -> Family:
    """One family as written.

    Raises:
        BadFamilyError: a key or a part is not known, or is lacking.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFamilyError(name, str(error)) from error
    strange = sorted(data.keys() - _KEYS) + [f"words.{p}" for p in data.get("words", {}) if p not in PARTS]
    lacking = [key for key in _NEEDED if key not in data]
    if strange or lacking:
        raise BadFamilyError(name, f"不认识 {'、'.join(strange)}" if strange else f"缺少 {'、'.join(lacking)}")
    known = data["recognise"]
    return Family(
        id=data["id"],
        name=data["name"],
        kind=data.get("kind"),
        columns=tuple(data["columns"]),
        asks=tuple(a for a in ASKS if a not in data.get("lacks", ())),
        prompts=tuple(data.get("prompts", ())),
        every=tuple(tuple(words.split("|")) for words in known.get("all", ())),
        some=tuple(known.get("any", ())),
        none=tuple(known.get("none", ())),
        words={part: {f: tuple(w) for f, w in fields.items()} for part, fields in data.get("words", {}).items()},
    )


def name_of(template: str) -> str:
    """The Chinese name of a family."""
    return next((f.name for f in families() if f.id == template), "表式不能识别")


def recognise(text: str) -> Recognised | None:
    """The family whose words stand in a text; None if there is none. The more of its words, the likelier."""
    plain = _BLANKS.sub("", widths(text)).replace("（", "(").replace("）", ")")
    best: tuple[int, int, Recognised] | None = None
    for family in families():
        found = [next((w for w in words if w in plain), "") for words in family.every]
        if not all(found) or any(w in plain for w in family.none):
            continue
        more = [w for w in family.some if w in plain]
        sure = "high" if more or not family.some else "medium"
        here = (len(found) + len(more), len(found), Recognised(family, sure, (*found, *more)))
        if best is None or here[:2] > best[:2]:
            best = here
    return best[2] if best else None


@lru_cache(maxsize=32)
def words_of(template: str) -> Words:
    """The labels of a family; where none is known, those of all."""
    own = [f for f in families() if template in (f.id, UNKNOWN)]
    gathered: dict[str, dict[str, list[str]]] = {}
    for family in own:
        for part, fields in family.words.items():
            for field, words in fields.items():
                kept = gathered.setdefault(part, {}).setdefault(field, [])
                kept += [w for w in words if w not in kept]
    return extended(gathered)


def is_national(family: Family) -> bool:
    """Whether a family's columns are the national ones in their order."""
    return family.columns == _NATIONAL


def in_their_order(seen: Sequence[str], family: Family | None) -> list[str]:
    """The columns of a head in the order of the table.

    A head of one row says it itself. One of two rows, whose upper row names the values first, or one of which
    little was found, is read in the order of its family.
    """
    if family is None or (seen and seen[0] in _FIRST and len(seen) > len(_FIRST)):
        return list(seen)
    return [c for c in family.columns if c in seen or not seen] if len(seen) > 1 else list(family.columns)
