"""Rule sets: dated and cited values, as data in the ``.toml`` files of this room.

A form of fiscal year Y is judged by the rules in force on 1 January of Y+1, when self-evaluation
begins. A value that an authority can change is data; the way values combine is code in ``scoring``.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.resources import files

from auditor.errors import UnknownRulesetError
from auditor.model.form import Form
from auditor.model.rulebook import Citation, Parameter, Rulebook
from auditor.rulebooks.load import Edition, Raw, check, load

DEFAULT = "cn-national-2020"
TEMPLATES = {"national-2020": "全国表式", "shenzhen-2020": "深圳表式"}


@lru_cache(maxsize=1)
def raw_books() -> dict[str, Raw]:
    """The rule sets of the package by id, as written, not resolved to a day."""
    found = {}
    for entry in sorted(files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            raw = load(entry.read_text(encoding="utf-8"), entry.name)
            found[raw.id] = raw
    check(found)
    return found


@lru_cache(maxsize=64)
def resolve(name: str, on: date) -> Rulebook:
    """The rule set ``name`` with the values in force on a day, its parents' amended by its own.

    Raises:
        UnknownRulesetError: no rule set has this id.
    """
    books = raw_books()
    if name not in books:
        raise UnknownRulesetError(name, sorted(books))
    parameters: dict[str, Parameter] = {}
    citations: dict[str, Citation] = {}
    line = _ancestry(books, name)
    for raw in line:
        citations |= raw.citations
        for key, editions in raw.parameters.items():
            edition = _in_force(editions, on)
            if edition is None:
                continue
            before = parameters.get(key)
            if edition.value is None:
                parameters.pop(key, None)
                continue
            parameters[key] = Parameter(
                name=key,
                title=edition.title,
                unit=edition.unit,
                value=edition.value,
                since=edition.since,
                citation=edition.cite,
                amends=line[0].id if before else None,
            )
    own = books[name]
    return Rulebook(
        id=own.id,
        name=own.name,
        region=own.region,
        extends=own.extends,
        on=on,
        parameters=parameters,
        citations=citations,
        severities=own.severities,
    )


def _ancestry(books: dict[str, Raw], name: str) -> list[Raw]:
    """The parents of a rule set, the eldest first, then itself."""
    own = books[name]
    out: list[Raw] = []
    for parent in own.extends:
        out += [raw for raw in _ancestry(books, parent) if raw not in out]
    return [*out, own]


def _in_force(editions: Iterable[Edition], on: date) -> Edition | None:
    """The latest edition not after the day."""
    valid = [e for e in editions if e.since <= on]
    return valid[-1] if valid else None


def day_for(year: int | None, today: date) -> date:
    """The day whose rules judge a form of a fiscal year; without a year, today's rules."""
    return date(year + 1, 1, 1) if year else today


def choose(form: Form, on: date, name: str | None = None) -> tuple[Rulebook, str]:
    """The rule set for a form, and in Chinese why it was chosen."""
    if name is not None:
        return resolve(name, on), "由 --ruleset 指定"
    for raw in raw_books().values():
        book = resolve(raw.id, max(on, raw.first_day()))
        templates = book.parameters["templates"].value
        if isinstance(templates, tuple) and form.template in templates and form.template != "unknown":
            return resolve(
                raw.id, max(on, raw.first_day())
            ), f"按表式识别（{TEMPLATES.get(form.template, form.template)}）"
    return resolve(DEFAULT, max(on, raw_books()[DEFAULT].first_day())), "表式不能识别，按全国办法"
