"""Findings, the checks that made them, and the ledger of what was examined."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from auditor.model.base import Frozen, Number
from auditor.model.source import Span


class Severity(StrEnum):
    """error: arithmetic or a mandatory field; warning: a reviewer would raise it; info: to note."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def shown(self) -> str:
        """The word for people."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return ("error", "warning", "info").index(self.value)


class Section(StrEnum):
    """The part of the form that a finding stands in."""

    HEADER = "header"
    FUNDS = "funds"
    GOALS = "goals"
    INDICATORS = "indicators"
    TOTALS = "totals"
    DOCUMENT = "document"


class Origin(StrEnum):
    """Who found it: computation alone, the embedded narrative engine, or a language model."""

    RULES = "rules"
    OFFLINE = "offline"
    LLM = "llm"


class Finding(Frozen):
    """One cause in the words an official would use.

    Where, what is written, what was expected, by which rule, what to do. ``effect`` is the score at
    stake, in points, for ordering.
    """

    rule: str
    name: str
    title: str = Field(description="The name of the check in Chinese.")
    severity: Severity
    message: str
    advice: str = ""
    indicators: tuple[str, ...] = ()
    section: Section
    claimed: str | None = None
    expected: str | None = None
    spans: tuple[Span, ...] = ()
    citation: str | None = None
    origin: Origin = Origin.RULES
    effect: Number | None = None
    waived: str | None = Field(default=None, description="The reason for which it was accepted.")
    waived_on: date | None = Field(default=None, description="The day on which it was accepted.")
    waived_in: str | None = Field(default=None, description="Where that is written: the file and its line.")


class Waiver(Frozen):
    """A finding that somebody has accepted, by what it rests on; it holds for one project and year.

    ``values`` are the words and figures that the finding rests on; where one of them changes, it holds no more.
    """

    check: str
    project: str
    year: int | None = None
    indicators: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    reason: str
    date: date
    place: str = Field(description="The file and the line in which it is written.")


class StaleWaiver(Frozen):
    """A waiver of a project that was reviewed which no finding matches any more, and why, in Chinese."""

    waiver: Waiver
    why: str


class CheckStatus(StrEnum):
    """How a check ended."""

    CLEAR = "clear"
    FOUND = "found"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDABLE = "undecidable"


class Check(Frozen):
    """One line of the ledger."""

    rule: str
    title: str = Field(description="The name of the check in Chinese.")
    status: CheckStatus
    reason: str | None = None
