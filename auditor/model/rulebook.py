"""A rule set in force on one day: plain values, each with the source that it rests on."""

from datetime import date

from pydantic import Field

from auditor.model.base import Frozen, Number


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


class Rulebook(Frozen):
    """A rule set resolved to one day."""

    id: str
    name: str
    region: str
    extends: tuple[str, ...] = ()
    on: date
    parameters: dict[str, Parameter]
    citations: dict[str, Citation]
    severities: dict[str, str] = Field(default_factory=dict, description="Codes whose severity it changes.")
