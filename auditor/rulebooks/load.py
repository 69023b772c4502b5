"""A rule set file read and checked; errors name the file and the key."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from auditor.errors import BadRulebookError
from auditor.model.rulebook import Citation

Scalar = Decimal | str | tuple[str, ...] | tuple[Decimal, ...]


class Edition(NamedTuple):
    """A value of a parameter from a day on; ``value`` None ends the rule."""

    title: str
    unit: str | None
    since: date
    value: Scalar | None
    cite: str


class Raw(NamedTuple):
    """A rule set as written."""

    id: str
    name: str
    region: str
    extends: tuple[str, ...]
    citations: dict[str, Citation]
    parameters: dict[str, tuple[Edition, ...]]
    severities: dict[str, str]

    def first_day(self) -> date:
        """The first day for which all values of the file are in force."""
        return max((editions[0].since for editions in self.parameters.values()), default=date(2020, 1, 1))


def load(text: str, name: str) -> Raw:
    """Read a rule set.

    Raises:
        BadRulebookError: the file is no TOML, or a key is missing, unknown or not cited.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadRulebookError(name, "", f"不是有效的 TOML：{error}") from error
    _only(data, {"id", "name", "region", "extends", "citations", "parameters", "severities"}, name, "")
    for key in ("id", "name", "region"):
        if not isinstance(data.get(key), str):
            raise BadRulebookError(name, key, "缺少此项")
    citations = {key: _citation(key, value, name) for key, value in data.get("citations", {}).items()}
    parameters = {key: _editions(key, value, name) for key, value in data.get("parameters", {}).items()}
    return Raw(
        data["id"],
        data["name"],
        data["region"],
        tuple(data.get("extends", ())),
        citations,
        parameters,
        dict(data.get("severities", {})),
    )


def check(books: Mapping[str, Raw]) -> None:
    """See that the rule sets of one house fit together.

    Raises:
        BadRulebookError: a parent is unknown or its own descendant, or a citation is in no file of the line.
    """
    for raw in books.values():
        known = {key for parent in _line(books, raw, ()) for key in books[parent].citations}
        for key, editions in raw.parameters.items():
            for edition in editions:
                if edition.cite not in known:
                    raise BadRulebookError(raw.id, f"parameters.{key}", f"来源“{edition.cite}”没有写在 citations 里")


def _line(books: Mapping[str, Raw], raw: Raw, below: tuple[str, ...]) -> Iterator[str]:
    """A rule set and all that it extends."""
    if raw.id in below:
        raise BadRulebookError(raw.id, "extends", f"上级规则集绕成了圈：{'→'.join((*below, raw.id))}")
    yield raw.id
    for parent in raw.extends:
        if parent not in books:
            raise BadRulebookError(raw.id, "extends", f"没有规则集“{parent}”，已有 {'、'.join(sorted(books))}")
        yield from _line(books, books[parent], (*below, raw.id))


def _only(data: Mapping[str, Any], known: set[str], name: str, where: str) -> None:
    for key in data:
        if key not in known:
            raise BadRulebookError(name, f"{where}{key}", f"不认识的键，可用的有 {'、'.join(sorted(known))}")


def _citation(key: str, data: Mapping[str, Any], name: str) -> Citation:
    _only(data, set(Citation.model_fields) - {"id"}, name, f"citations.{key}.")
    if "title" not in data or "verified" not in data:
        raise BadRulebookError(name, f"citations.{key}", "来源须有 title 和 verified")
    return Citation(id=key, **data)


def _editions(key: str, data: Mapping[str, Any], name: str) -> tuple[Edition, ...]:
    where = f"parameters.{key}"
    _only(data, {"title", "unit", "values"}, name, f"{where}.")
    if "title" not in data or not data.get("values"):
        raise BadRulebookError(name, where, "须有 title 和至少一个 values")
    out: list[Edition] = []
    for value in data["values"]:
        _only(value, {"from", "is", "cite"}, name, f"{where}.values.")
        if "cite" not in value:
            raise BadRulebookError(name, where, "每个值都要注明来源 cite")
        if not isinstance(value.get("from"), date):
            raise BadRulebookError(name, where, "每个值都要有生效日 from")
        if out and value["from"] <= out[-1].since:
            raise BadRulebookError(name, where, "生效日须由早到晚，不得重叠")
        out.append(Edition(data["title"], data.get("unit"), value["from"], _plain(value.get("is")), value["cite"]))
    return tuple(out)


def _plain(value: object) -> Scalar | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, list):
        if all(isinstance(v, int | Decimal) for v in value):
            return tuple(Decimal(v) for v in value)
        return tuple(str(v) for v in value)
    return str(value)
