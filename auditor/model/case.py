"""A case: all that a check may look at."""

from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from auditor.model.base import Frozen
from auditor.model.claim import Reading
from auditor.model.form import DRAFT_MARK, CellKind, Form, FundLine, FundRole, Group, Indicator, NoteRole
from auditor.model.rulebook import Rulebook
from auditor.model.score import IndicatorScore, ScoreSheet
from auditor.model.source import Source

_PART_OF = "其中"


class Peer(Frozen):
    """Another form of the same run, by the name of its file."""

    name: str
    form: Form


class BesideKind(StrEnum):
    """What a form laid beside the one under review is."""

    DECLARATION = "declaration"
    PRIOR = "prior"

    @property
    def shown(self) -> str:
        """The words for people."""
        return {"declaration": "绩效目标申报表", "prior": "以前年度自评表"}[self.value]


class Beside(Frozen):
    """An earlier form of the same project, and by what its kind was recognised."""

    name: str
    kind: BesideKind
    year: int | None
    form: Form
    basis: str

    @property
    def shown(self) -> str:
        """What it is, for people."""
        return f"{self.year}年度自评表" if self.kind is BesideKind.PRIOR and self.year else self.kind.shown


class Case(Frozen):
    """A form with its source, its rule set, its scores and what an engine read in its prose."""

    source: Source
    form: Form
    book: Rulebook
    sheet: ScoreSheet
    reading: Reading
    year: int | None
    earlier: tuple[Peer, ...] = ()
    beside: tuple[Beside, ...] = ()

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by id."""
        return {i.id: i for i in self.form.indicators}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Groups by id."""
        return {g.id: g for g in self.form.groups}

    @cached_property
    def rows(self) -> dict[str, IndicatorScore]:
        """The score of each indicator by its id."""
        return {r.indicator: r for g in self.sheet.groups for r in g.indicators}

    def fund(self, role: FundRole) -> FundLine | None:
        """The fund row of a role, None if the form has none."""
        return next((f for f in self.form.funds if f.role is role), None)

    def number(self, name: str) -> Decimal:
        """A numeric parameter of the rule set."""
        value = self.book.parameters[name].value
        if not isinstance(value, Decimal):
            raise TypeError(name)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words of the rule set."""
        value = self.book.parameters[name].value
        return tuple(str(v) for v in value) if isinstance(value, tuple) else (str(value),)

    def is_part(self, group: Group) -> bool:
        """Whether a group only divides the row above it (其中：…) and has neither points nor score of its own."""
        blank = all(c is None or c.kind is CellKind.EMPTY for c in (group.points, group.score))
        return blank and all(self.indicators[i].name.text.startswith(_PART_OF) for i in group.indicators)

    @cached_property
    def prose(self) -> str:
        """All words of 实际完成情况, of the explanations that people gave and of the notes, where a reason may stand."""
        told = [g.actual.text for g in self.form.goals if g.actual]
        told += [n.text.text for n in self.form.notes]
        texts = [
            e.text
            for e in (*(i.explanation for i in self.form.indicators), *(f.explanation for f in self.form.funds))
            if e
        ]
        return "\n".join([*told, *(t for t in texts if DRAFT_MARK not in t)])

    @cached_property
    def shared_reason(self) -> str:
        """What one block says the cause of all deviations is, where the layout has no column for it at the rows."""
        return self._noted(NoteRole.CAUSE, NoteRole.PROBLEM)

    @cached_property
    def shared_measure(self) -> str:
        """What such a block says is done about them."""
        return self._noted(NoteRole.MEASURE)

    def _noted(self, *roles: NoteRole) -> str:
        told = [n.text.text for n in self.form.notes if n.role in roles] if self.form.lacks("explanation") else []
        return "\n".join(t for t in told if t and DRAFT_MARK not in t)

    @cached_property
    def applicable(self) -> tuple[Indicator, ...]:
        """The indicators that are not 不适用."""
        return tuple(
            i
            for i in self.form.indicators
            if i.name.kind is not CellKind.NOT_APPLICABLE and i.target.kind is not CellKind.NOT_APPLICABLE
        )
