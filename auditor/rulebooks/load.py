"""A rule set file read and checked by itself; errors name the file, the line and the key."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from auditor.errors import BadRulebookError
from auditor.model.finding import Severity
from auditor.model.form import FormKind
from auditor.model.rulebook import Citation
from auditor.rulebooks.known import FORMULAS, Kind, kind_of, nearest
from auditor.rulebooks.positions import Path, line_of, positions

Scalar = Decimal | str | tuple[str, ...] | tuple[Decimal, ...]

_TOP = ("id", "name", "region", "extends", "covers", "citations", "parameters", "severities")
_COVERS = ("templates", "kinds", "places", "names", "only_named", "cite")
_CODE = re.compile(r"[FBSDTNLXC]\d{3}")
_AT = re.compile(r"at line (\d+)")
_KEY = re.compile(r"\s*\[*\s*([^=\[\]#]+?)\s*(?:=|\]|$)")


class Edition(NamedTuple):
    """A value of a parameter from a day on; ``value`` None ends the rule."""

    title: str
    unit: str | None
    since: date
    value: Scalar | None
    cite: str


class Covers(NamedTuple):
    """The forms that a rule set is for; ``only_named``: used only where it is asked for by its id."""

    templates: tuple[str, ...]
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    names: dict[str, str]
    only_named: bool
    cite: str | None


class Raw(NamedTuple):
    """A rule set as written, with the file and the text that it stands in."""

    id: str
    name: str
    region: str
    extends: tuple[str, ...]
    covers: Covers | None
    citations: dict[str, Citation]
    parameters: dict[str, tuple[Edition, ...]]
    severities: dict[str, str]
    file: str
    text: str

    def refuse(self, path: Path, problem: str) -> NoReturn:
        """Refuse the file for what stands at a path."""
        refuse(self.file, self.text, path, problem)


def refuse(name: str, text: str, path: Path, problem: str) -> NoReturn:
    """Refuse a file for what stands at a path.

    Raises:
        BadRulebookError: always.
    """
    key = ".".join(str(part) for part in path if isinstance(part, str))
    raise BadRulebookError(name, key, problem, line_of(positions(text), path))


def load(text: str, name: str) -> Raw:
    """Read a rule set.

    Raises:
        BadRulebookError: the file is no TOML, or a key is missing, unknown, of the wrong type or not cited.
    """
    return _Reader(text, name).read()


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name

    def read(self) -> Raw:
        try:
            data = tomllib.loads(self.text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            self.no_toml(str(error))
        self.only(data, _TOP, ())
        return Raw(
            id=self.words(data, "id", ()),
            name=self.words(data, "name", ()),
            region=self.words(data, "region", ()),
            extends=self.listed(data, "extends", ()),
            covers=self.covers(data) if "covers" in data else None,
            citations={k: self.citation(k, v) for k, v in self.table(data, "citations").items()},
            parameters={k: self.editions(k, v) for k, v in self.table(data, "parameters").items()},
            severities=self.severities(data),
            file=self.name,
            text=self.text,
        )

    def refuse(self, path: Path, problem: str) -> NoReturn:
        refuse(self.name, self.text, path, problem)

    def no_toml(self, words: str) -> NoReturn:
        """Refuse a text that is no TOML, at the line that the parser names."""
        lines = self.text.splitlines() or [""]
        at = _AT.search(words)
        line = min(int(at[1]) if at else len(lines), len(lines))
        key = _KEY.match(lines[line - 1])
        twice = re.search(r"overwrite|twice|redefine|immutable|mutate", words, re.IGNORECASE)
        why = "同一个键写了两次" if twice else "此处的写法不对"
        raise BadRulebookError(self.name, key[1] if key else "", f"不是有效的 TOML：{why}", line)

    def only(self, data: Mapping[str, Any], known: Iterable[str], path: Path) -> None:
        for key in data:
            if key not in known:
                self.refuse((*path, key), f"不认识的键，可用的有 {'、'.join(known)}")

    def words(self, data: Mapping[str, Any], key: str, path: Path) -> str:
        value = data.get(key)
        if key not in data:
            self.refuse((*path, key), "缺少此项")
        if not isinstance(value, str) or not value.strip():
            self.refuse((*path, key), "应为文字")
        return value

    def listed(self, data: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.refuse((*path, key), '应为文字的列表，如 ["…"]')
        return tuple(value)

    def table(self, data: Mapping[str, Any], key: str, path: Path = ()) -> dict[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            self.refuse((*path, key), f"应为一个表，写作 [{key}]")
        return value

    def severities(self, data: Mapping[str, Any]) -> dict[str, str]:
        given = self.table(data, "severities")
        for code, severity in given.items():
            if not _CODE.fullmatch(code):
                self.refuse(("severities", code), "不是检查的编号，如 S107")
            if severity not in {s.value for s in Severity}:
                self.refuse(("severities", code), "级别只有 error、warning、info")
        return dict(given)

    def covers(self, data: Mapping[str, Any]) -> Covers:
        given = self.table(data, "covers")
        path: Path = ("covers",)
        self.only(given, _COVERS, path)
        kinds = self.listed(given, "kinds", path)
        for kind in kinds:
            if kind not in {k.value for k in FormKind}:
                self.refuse((*path, "kinds"), f"没有类别“{kind}”，可用的有 {'、'.join(FormKind)}")
        names = self.table(given, "names", path)
        named = {key: self.words(names, key, (*path, "names")) for key in names}
        if not isinstance(given.get("only_named", False), bool):
            self.refuse((*path, "only_named"), "应为 true 或 false")
        cite = self.words(given, "cite", path) if "cite" in given else None
        templates, places = self.listed(given, "templates", path), self.listed(given, "places", path)
        return Covers(templates, kinds, places, named, given.get("only_named", False), cite)

    def citation(self, key: str, data: object) -> Citation:
        path: Path = ("citations", key)
        if not isinstance(data, dict):
            self.refuse(path, f"应为一个表，写作 [citations.{key}]")
        self.only(data, [f for f in Citation.model_fields if f != "id"], path)
        if "title" not in data or "verified" not in data:
            self.refuse(path, "来源须有 title 和 verified")
        for name, value in data.items():
            of = {"verified": bool, "published": date, "effective": date}.get(name, str)
            if not isinstance(value, of) or isinstance(value, datetime):
                kind = {bool: "true 或 false", date: "日期，如 2020-02-25"}.get(of, "文字")
                self.refuse((*path, name), f"应为{kind}")
        return Citation(id=key, **data)

    def editions(self, key: str, data: object) -> tuple[Edition, ...]:
        path: Path = ("parameters", key)
        if not isinstance(data, dict):
            self.refuse(path, f'应为一个表，写作 [parameters."{key}"]')
        kind = kind_of(key)
        if kind is None:
            self.refuse(path, f"没有名为 {key} 的参数{nearest(key)}")
        self.only(data, ("title", "unit", "values"), path)
        title = self.words(data, "title", path)
        unit = self.words(data, "unit", path) if "unit" in data else None
        values = data.get("values")
        if not isinstance(values, list) or not values or not all(isinstance(v, dict) for v in values):
            self.refuse((*path, "values"), "须有至少一个值，写作 values = [{ from = 日期, is = 值, cite = 来源 }]")
        out: list[Edition] = []
        for number, value in enumerate(values):
            here: Path = (*path, "values", number)
            self.only(value, ("from", "is", "cite"), here)
            if not isinstance(value.get("cite"), str):
                self.refuse((*here, "cite"), "每个值都要注明来源 cite")
            since = value.get("from")
            if not isinstance(since, date) or isinstance(since, datetime):
                self.refuse((*here, "from"), "每个值都要有生效日 from，如 2020-02-25")
            if out and since <= out[-1].since:
                self.refuse((*here, "from"), f"生效日 {since} 不晚于上一个值的 {out[-1].since}，时段重叠")
            given = self.plain(key, kind, value["is"], (*here, "is")) if "is" in value else None
            out.append(Edition(title, unit, since, given, value["cite"]))
        return tuple(out)

    def plain(self, name: str, kind: Kind, value: Any, path: Path) -> Scalar:  # noqa: ANN401 - what TOML holds
        """A value as the model holds it, if it is what the parameter asks for."""
        if kind is Kind.NUMBER or (kind is Kind.WEIGHT and not isinstance(value, list)):
            if _is_number(value):
                return Decimal(value)
        elif kind is Kind.SWITCH:
            if value in ("是", "否"):
                return str(value)
        elif isinstance(value, list):
            if kind in (Kind.NUMBERS, Kind.WEIGHT) and value and all(_is_number(v) for v in value):
                return tuple(Decimal(v) for v in value)
            if kind in (Kind.WORDS, Kind.FORMULAS) and all(isinstance(v, str) and v for v in value):
                for word in value if kind is Kind.FORMULAS else ():
                    if word not in FORMULAS[name]:
                        self.refuse(path, f"没有计分公式“{word}”，此处可用的有 {'、'.join(FORMULAS[name])}")
                return tuple(value)
        return self.refuse(path, f"应为{kind}")


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite() and value >= 0
    )
