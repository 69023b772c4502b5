"""Whether the narrative supports what the table says."""

from enum import StrEnum

from pydantic import Field

from auditor.model.base import Frozen
from auditor.model.score import DeviationKind
from auditor.model.source import Quote


class Verdict(StrEnum):
    """The four verdicts of the contract."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    PARTIAL = "partial"
    NOT_MENTIONED = "not_mentioned"

    @property
    def shown(self) -> str:
        """The word for people."""
        return {"supported": "有依据", "contradicted": "不一致", "partial": "依据不足", "not_mentioned": "未提及"}[
            self.value
        ]


class Confidence(StrEnum):
    """How sure an engine is; low where a second reader could defend another verdict."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Engine(StrEnum):
    """Who judged."""

    OFFLINE = "offline"
    LLM = "llm"


class Flag(StrEnum):
    """What a reader must know of a verdict that two engines had a hand in."""

    QUOTE_NOT_FOUND = "quote_not_found"  # the model's quotation is not in the narrative: void
    NUMBER_MISMATCH = "number_mismatch"  # the value does not follow from the model's quotations
    NOT_JUDGED = "not_judged_by_model"  # the model gave no usable answer for this claim
    DISAGREE = "engines_disagree"  # see ``Claim.second``
    VALUE_FOUND = "value_found_offline"  # the model saw nothing, the embedded engine has the words


class Opinion(Frozen):
    """The verdict of the engine that did not decide, where it differs."""

    engine: Engine
    verdict: Verdict
    reason: str
    evidence: tuple[Quote, ...] = ()


class Claim(Frozen):
    """The verdict on one indicator's 实际完成值, with verbatim evidence.

    ``searched`` names, for a claim that was not found, the passages that come nearest. ``second`` is
    the other engine's verdict where the two disagree.
    """

    indicator: str
    verdict: Verdict
    evidence: tuple[Quote, ...] = ()
    value_found: str | None = None
    reason: str
    confidence: Confidence
    engine: Engine
    flags: tuple[str, ...] = ()
    searched: tuple[Quote, ...] = ()
    second: Opinion | None = None


class NoteKind(StrEnum):
    """What an engine may remark about the prose beyond the claims; each has its check."""

    COMMITMENT_DROPPED = "commitment_dropped"  # N504
    OTHER_YEAR = "other_year"  # N506
    WITHOUT_INDICATOR = "without_indicator"  # N509
    CONFLICT = "conflict"  # N510
    CONTENT_CHANGED = "content_changed"  # N511
    WRONG_CHARACTER = "wrong_character"  # L701


class Note(Frozen):
    """A remark of an engine about the prose, with verbatim quotes; rules turn it into a finding."""

    kind: NoteKind
    quotes: tuple[Quote, ...]
    message: str
    indicators: tuple[str, ...] = ()
    correction: str | None = None
    engine: Engine = Engine.OFFLINE


class Cause(Frozen):
    """The reason that the narrative gives for a deviation; ``indicator`` is None for the fund block."""

    indicator: str | None
    kind: DeviationKind
    quotes: tuple[Quote, ...]


class Reading(Frozen):
    """All that an engine says about a form's narrative."""

    claims: tuple[Claim, ...]
    causes: tuple[Cause, ...] = ()
    notes: tuple[Note, ...] = ()
    judged: tuple[NoteKind, ...] = Field(default=(), description="The kinds of remark that the engine looks for.")
