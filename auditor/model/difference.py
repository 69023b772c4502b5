"""Two versions of one form: what was changed, and what has become of each finding; the JSON of ``auditor diff``."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from auditor.model.base import Frozen, Number
from auditor.model.finding import Finding, Section
from auditor.model.review import ReviewOutcome
from auditor.model.score import Interval


class Side(Frozen):
    """One of the two versions and its review in figures."""

    name: str
    sha256: str
    project: str
    year: str
    errors: int
    warnings: int
    infos: int
    waived: int
    outcome: ReviewOutcome
    claimed: Number | None = Field(title="自评总分")
    deserved: Interval | None = Field(title="测算应得")


class Kind(StrEnum):
    """What happened to a cell or a row."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def shown(self) -> str:
        """The word for people."""
        return {"changed": "改动", "added": "新增", "removed": "删除"}[self.value]


class Change(Frozen):
    """A cell that is not what it was, or a row that came or went.

    ``place`` and ``field`` name it as the form does; ``indicator`` is the id of the row in the new form, in the old one
    where it is gone. ``asked`` are the checks whose findings on the old version asked for it: a change without one
    was made unasked. ``value`` marks what scores and findings rest on, as against prose.
    """

    kind: Kind
    section: Section
    place: str
    field: str
    old: str | None
    new: str | None
    indicator: str | None = None
    asked: tuple[str, ...] = ()
    value: bool = True


class Fate(StrEnum):
    """What has become of a finding."""

    GONE = "gone"
    STAYED = "stayed"
    CAME = "came"
    ACCEPTED = "accepted"


class Answer(StrEnum):
    """How an earlier finding was answered."""

    CHANGED = "changed"
    OTHERWISE = "otherwise"
    UNCHANGED = "unchanged"
    ROW_REMOVED = "row_removed"
    NOT_CHECKED = "not_checked"

    @property
    def shown(self) -> str:
        """The words for people."""
        return {
            "changed": "所涉内容已改", "otherwise": "没有按意见改，而是改了别的值", "unchanged": "所涉内容没有改动", "row_removed": "所涉指标已删除",
            "not_checked": "本次没有查这一项",
        }[self.value]  # fmt: skip


class Followed(Frozen):
    """A finding through both versions; ``changes`` are the numbers, from 0, of the changes to what it rests on."""

    fate: Fate
    answer: Answer | None = None
    old: Finding | None = None
    new: Finding | None = None
    changes: tuple[int, ...] = ()


class Difference(Frozen):
    """What ``auditor diff --format json`` writes."""

    schema_: Literal["auditor.diff/1"] = Field(default="auditor.diff/1", alias="schema")
    old: Side
    new: Side
    findings: tuple[Followed, ...]
    changes: tuple[Change, ...]
    program: str
