"""The review: everything that was read, computed, judged, found and drafted; the JSON contract."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from auditor.model.base import Frozen
from auditor.model.claim import Claim, Engine
from auditor.model.finding import Check, Finding, StaleWaiver
from auditor.model.form import Form
from auditor.model.score import DeviationKind, ScoreSheet
from auditor.model.source import Quote, Source


class Draft(Frozen):
    """A proposed 偏差原因分析及改进措施; ``indicator`` is None for the fund block.

    It states only facts of the form; what the form does not say stands in ``placeholders``.
    """

    indicator: str | None
    kind: DeviationKind
    required: bool
    existing: str | None
    text: str
    evidence: tuple[Quote, ...] = ()
    placeholders: tuple[str, ...] = ()
    engine: Engine = Engine.OFFLINE


class ReviewOutcome(StrEnum):
    """The verdict on the whole form."""

    CLEAN = "clean"
    FINDINGS = "findings"
    INCOMPLETE = "incomplete"


class Usage(Frozen):
    """Which engine judged, with what, and what did not run."""

    engine: str = "offline"
    model: str | None = None
    calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    fallbacks: tuple[str, ...] = ()


class RunRecord(Frozen):
    """What is needed to repeat a run."""

    program: str
    ruleset: str
    ruleset_name: str
    ruleset_reason: str
    on: str
    ruleset_file: str | None = Field(default=None, description="The user's own file that holds the rule set.")
    layout: str = Field(default="", description="The family of layouts that was recognised, in Chinese.")
    against: tuple[str, ...] = Field(default=(), description="The earlier forms laid beside it, and what they are.")


class Review(Frozen):
    """One form's review, as ``--format json`` writes it."""

    schema_: Literal["auditor.review/1"] = Field(default="auditor.review/1", alias="schema")
    document: Source
    form: Form
    scores: ScoreSheet
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    drafts: tuple[Draft, ...]
    checks: tuple[Check, ...]
    outcome: ReviewOutcome
    usage: Usage
    run: RunRecord
    waived: tuple[Finding, ...] = Field(default=(), description="Findings that were accepted; they do not count.")
    stale_waivers: tuple[StaleWaiver, ...] = ()

    @property
    def told(self) -> tuple[Claim, ...]:
        """The claims that a report tells: none where the layout has no narrative, for none can be supported."""
        return self.claims if self.form.goals or "goals" in self.form.asks else ()
