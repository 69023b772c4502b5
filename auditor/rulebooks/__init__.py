"""Rule sets: dated and cited values, as data in the ``.toml`` files of this room.

A form of fiscal year Y is judged by the rules in force on 1 January of Y+1, when self-evaluation
begins. A value that an authority can change is data; the way values combine is code in ``scoring``.
"""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from importlib.resources import files

from auditor.errors import UnknownRulesetError
from auditor.model.form import Form
from auditor.model.rulebook import Rulebook
from auditor.rulebooks.choosing import DEFAULT, covers, pick
from auditor.rulebooks.fitting import check
from auditor.rulebooks.load import Raw, load
from auditor.rulebooks.own import gather, is_file
from auditor.rulebooks.resolving import resolved

__all__ = ["DEFAULT", "check_codes", "choose", "day_for", "raw_books", "resolve", "template_names"]


@lru_cache(maxsize=1)
def raw_books() -> dict[str, Raw]:
    """The rule sets of the package by id, as written, not resolved to a day."""
    found: dict[str, Raw] = {}
    for entry in sorted(files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            raw = load(entry.read_text(encoding="utf-8"), entry.name)
            if raw.id in found:
                raw.refuse(("id",), f"编号 {raw.id} 在 {found[raw.id].file} 里已用过")
            found[raw.id] = raw
    check(found)
    return found


def template_names() -> dict[str, str]:
    """The layouts in Chinese by id."""
    return {key: words for raw in raw_books().values() if raw.covers for key, words in raw.covers.names.items()}


def resolve(name: str, on: date) -> Rulebook:
    """The rule set ``name``, an id or a path, with the values in force on a day, its parents' amended by its own.

    A day before the first on which all values exist counts as that one.

    Raises:
        UnknownRulesetError: no rule set has this id, and it is no file.
        BadRulebookError: the file is no rule set.
    """
    if name in raw_books():
        return _built_in(name, on)
    if not is_file(name):
        raise UnknownRulesetError(name, sorted(raw_books()))
    own = gather(name)
    for raw in own.values():
        if raw.id in raw_books():
            raw.refuse(("id",), f"编号 {raw.id} 是程序自带的规则集，请换一个")
    books = {**raw_books(), **own}
    check(books, own)
    return resolved(books, list(own)[-1], on)


def check_codes(name: str, codes: Collection[str]) -> None:
    """See that a rule set can be used, and changes the severity of checks that exist.

    Raises:
        UnknownRulesetError: no rule set has this id, and it is no file.
        BadRulebookError: the file is no rule set, or names a check that does not exist.
    """
    resolve(name, date.max)
    for raw in () if name in raw_books() else gather(name).values():
        for code in raw.severities:
            if code not in codes:
                raw.refuse(("severities", code), f"没有编号为 {code} 的检查，见 auditor rules")


@lru_cache(maxsize=64)
def _built_in(name: str, on: date) -> Rulebook:
    return resolved(raw_books(), name, on)


def day_for(year: int | None, today: date) -> date:
    """The day whose rules judge a form of a fiscal year; without a year, today's rules."""
    return date(year + 1, 1, 1) if year else today


def choose(form: Form, on: date, name: str | None = None) -> tuple[Rulebook, str]:
    """The rule set for a form, and in Chinese why it was chosen."""
    if name is None:
        chosen, why = pick(form, raw_books(), template_names())
        return resolve(chosen, on), why
    book = resolve(name, on)
    if covers(book.templates, book.kinds, form):
        return book, "由 --ruleset 指定"
    fit = [r.id for r in raw_books().values() if r.covers and covers(r.covers.templates, r.covers.kinds, form)]
    return book.model_copy(update={"covered": False, "instead": tuple(fit)}), "由 --ruleset 指定"
