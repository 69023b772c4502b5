"""What a form of any family says, as plain values that know nothing of how forms are read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A target: operator, number and unit, or words; ``text`` as it is printed, in one cell or in three."""

    text: str
    operator: str = ""
    value: str = ""
    unit: str = ""
    words: str = ""


@dataclass(frozen=True)
class Fund:
    """A row of the fund block; None where the family has no such column."""

    role: str
    name: str
    initial: str | None
    annual: str | None
    executed: str | None
    rate: str | None
    points: str | None = None
    score: str | None = None
    explanation: str | None = None


@dataclass(frozen=True)
class Goal:
    """An item of the goals; ``mark`` is what is printed before it, nothing where the goals are not divided."""

    mark: str
    expected: str
    actual: str

    @property
    def printed(self) -> tuple[str, str]:
        """Both sides with the mark."""
        return self.mark * bool(self.expected) + self.expected, self.mark * bool(self.actual) + self.actual


@dataclass(frozen=True)
class Line:
    """An indicator. ``first`` is the number of the row that its group of 分值/得分 begins with.

    ``number`` is its number in the plain form that a defect was planted in, 0 for a row that the family adds.
    """

    level1: str
    level2: str
    name: str
    target: Target
    actual: str
    points: str
    score: str
    explanation: str
    first: int
    number: int
    coefficient: str = ""
    adjusted: str = ""
    core: str = ""


@dataclass(frozen=True)
class Note:
    """A block of prose of the whole form: cause, measure, conclusion, problem, other."""

    role: str
    name: str
    text: str


@dataclass(frozen=True)
class Truth:
    """A form of a family."""

    family: str
    kind: str
    title: str
    year: str
    project: str
    department: str
    unit: str
    currency: str
    funds: tuple[Fund, ...]
    goals: tuple[Goal, ...]
    rows: tuple[Line, ...]
    levels: tuple[tuple[str, str], ...]
    points: str
    score: str
    grade: str
    notes: tuple[Note, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    tail: str = ""

    def more(self, name: str) -> str:
        """A line of the head or of the foot that only some families have."""
        return dict(self.extra).get(name, "")
