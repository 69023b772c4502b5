"""A rule set in force on one day: plain values, each with the source that it rests on."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from auditor.model.base import Frozen, Number


class Formula(StrEnum):
    """The names of the formulas that a rule set may call for; ``scoring`` holds the formulas."""

    RATE_TIMES_POINTS = "rate_times_points"
    EXECUTION_STEPS = "execution_steps"
    ACTUAL_OVER_TARGET = "actual_over_target"
    TARGET_OVER_ACTUAL = "target_over_actual"
    ONE_MINUS_EXCESS = "one_minus_excess"
    GATE60 = "gate60"
    SATISFACTION_STEPS = "satisfaction_steps"
    COEFFICIENT = "coefficient"
    TRUNCATED = "truncated"
    ROUNDED = "rounded"


class Citation(Frozen):
    """A source. ``verified`` says that somebody has read the clause in the original.

    An unverified source is named as unverified and never printed as a clause.
    """

    id: str
    title: str
    document: str | None = Field(default=None, title="文号")
    article: str | None = Field(default=None, title="条款")
    published: date | None = None
    effective: date | None = None
    url: str | None = None
    quoted: str | None = Field(default=None, title="原文")
    verified: bool

    def shown(self) -> str:
        """The source in words: the clause only where it has been read, else 待核对."""
        name = f"《{self.title}》（{self.document}）" if self.document else self.title
        if not self.verified:
            return f"{name}，条文待核对"
        return name + (self.article or "")


class Parameter(Frozen):
    """A value in force: a number, a word or a list, with its Chinese title and its source."""

    name: str
    title: str
    unit: str | None = None
    value: Number | str | tuple[str, ...] | tuple[Number, ...]
    since: date
    citation: str
    amends: str | None = Field(default=None, description="The rule set whose value this one replaces.")
    amends_name: str | None = Field(default=None, description="The name of that rule set.")
    before: Number | str | tuple[str, ...] | tuple[Number, ...] | None = Field(
        default=None, description="The value that it replaces."
    )


class Rulebook(Frozen):
    """A rule set resolved to one day.

    ``templates`` and ``kinds`` are the layouts and kinds of form that it covers, none for all. ``places`` are the
    beginnings of the names of units that it is for; ``only_named`` marks one that is used only where it is asked for.
    ``ended`` are its parents' values that it ends. ``covered`` says whether it covers the form that it was chosen for,
    and ``instead`` names the rule sets that do where it does not.
    """

    id: str
    name: str
    region: str
    extends: tuple[str, ...] = ()
    on: date
    parameters: dict[str, Parameter]
    citations: dict[str, Citation]
    severities: dict[str, str] = Field(default_factory=dict, description="Codes whose severity it changes.")
    templates: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    only_named: bool = False
    ended: tuple[Parameter, ...] = ()
    covered: bool = True
    instead: tuple[str, ...] = ()
