"""What a rule is: a generator of findings over a case, with its page as its docstring."""

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from auditor.model.case import Case
from auditor.model.finding import Finding, Origin, Section, Severity
from auditor.model.form import Cell, CellKind, Form, Indicator
from auditor.model.source import Span
from auditor.numerals import plain
from auditor.quotes import nested

__all__ = [
    "HEADINGS", "NO_FACTS", "RULES_BY_CHECK", "Check", "Facts", "NotApplicable", "Result", "Rule", "Undecidable", "cut",
    "examples", "found", "listed", "named", "no_such_column", "percent", "plain", "rule", "where", "written",
]  # fmt: skip

_INITIAL = "年初预算"
_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal(1) / _HUNDRED
HEADINGS = ("查什么", "为什么", "依据", "例", "怎么改")
_BEGINS = r"^(?:" + "|".join(HEADINGS) + ")："
_PARAGRAPH = re.compile(rf"^({'|'.join(HEADINGS)})：(.*?)(?={_BEGINS}|\Z)", re.MULTILINE | re.DOTALL)


class Undecidable(NamedTuple):
    """The check could not be made; the reason in Chinese."""

    reason: str


class NotApplicable(NamedTuple):
    """The check does not concern this form; the reason in Chinese."""

    reason: str


Result = Finding | Undecidable | NotApplicable
Check = Callable[[Case], Iterator[Result]]


class Rule(NamedTuple):
    """A rule of the catalogue."""

    code: str
    name: str
    title: str
    severity: Severity
    by: str
    section: Section
    parameters: tuple[str, ...]
    check: Check

    @property
    def page(self) -> dict[str, str]:
        """The page of the rule: heading to text."""
        return _page(self.check.__doc__ or "")


@lru_cache
def _page(docstring: str) -> dict[str, str]:
    paragraphs = _PARAGRAPH.findall(inspect.cleandoc(docstring))
    return {heading: " ".join(text.split()) for heading, text in paragraphs}


RULES_BY_CHECK: dict[Check, Rule] = {}


def rule(
    code: str,
    name: str,
    title: str,
    severity: Severity,
    section: Section,
    *,
    by: str = "D",
    parameters: Sequence[str] = (),
) -> Callable[[Check], Check]:
    """Describe the function below as a rule. Being listed in ``ALL_RULES`` is what makes it run."""

    def describe(check: Check) -> Check:
        RULES_BY_CHECK[check] = Rule(code, name, title, severity, by, section, tuple(parameters), check)
        return check

    return describe


class Facts(NamedTuple):
    """What a finding rests on, beside its words."""

    indicators: tuple[Indicator, ...] = ()
    cells: tuple[Cell | None, ...] = ()
    claimed: Decimal | str | None = None
    expected: Decimal | str | None = None
    effect: Decimal | None = None
    severity: Severity | None = None
    section: Section | None = None
    spans: tuple[Span, ...] = ()
    origin: Origin = Origin.RULES


NO_FACTS = Facts()


def found(check: Check, case: Case, message: str, advice: str, facts: Facts = NO_FACTS) -> Finding:
    """A finding of a rule, with the severity that the rule set gives it and the source of its values."""
    described = RULES_BY_CHECK[check]
    changed = case.book.severities.get(described.code)
    severity = Severity(changed) if changed else facts.severity or described.severity
    cited = next(
        (
            case.book.citations[case.book.parameters[p].citation]
            for p in described.parameters
            if p in case.book.parameters
        ),
        None,
    )
    return Finding(
        rule=described.code,
        name=described.name,
        title=described.title,
        severity=severity,
        message=nested(message),
        advice=nested(advice),
        indicators=tuple(i.id for i in facts.indicators),
        section=facts.section or described.section,
        claimed=written(facts.claimed),
        expected=written(facts.expected),
        spans=facts.spans or tuple(s for cell in facts.cells if cell for s in cell.spans),
        citation=cited.shown() if cited and cited.document else described.page["依据"].rstrip("。"),
        origin=facts.origin,
        effect=facts.effect,
    )


def written(value: Decimal | str | None) -> str | None:
    """A figure as it is printed, without trailing exponent."""
    return format(value, "f") if isinstance(value, Decimal) else value


def percent(fraction: Decimal) -> str:
    """A fraction as a percentage with at most two places."""
    return plain((fraction * _HUNDRED).quantize(_HUNDREDTH)) + "%"


def where(indicator: Indicator) -> str:
    """An indicator named as an official would point at it."""
    return f"{indicator.level2}“{indicator.name.text}”" if indicator.level2 else f"“{indicator.name.text}”"


def listed(case: Case, indicators: Sequence[Indicator]) -> str:
    """Indicators by name, the first few of many."""
    return examples(case, [f"“{i.name.text}”" for i in indicators], "项")


def examples(case: Case, words: Sequence[str], counted: str) -> str:
    """The first few of many, and how many there are."""
    most = int(case.number("shown.examples"))
    return "、".join(words[:most]) + (f"等{len(words)}{counted}" if len(words) > most else "")


def cut(case: Case, text: str, most_by: str = "shown.characters") -> str:
    """The beginning of a long text."""
    most = int(case.number(most_by))
    return text if len(text) <= most else text[:most] + "…"


def no_such_column(form: Form, name: str) -> bool:
    """Whether the fund table of the layout has no such column: no row fills it, and no head names it."""
    if any(getattr(f, name).kind is not CellKind.EMPTY for f in form.funds):
        return False
    if name == "initial_budget":
        return bool(form.columns) and not any(_INITIAL in label.text for label in form.labels)
    return form.lacks(name)


def named(case: Case) -> list[Indicator]:
    """The applicable indicators that have a name."""
    return [i for i in case.applicable if i.name.text]
