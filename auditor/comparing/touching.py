"""Which differences stand where a finding on the old version points: at its cells, at its sentences, at its rows."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from auditor.comparing.cells import Found
from auditor.marking import Marker
from auditor.model.finding import Finding
from auditor.model.review import Review
from auditor.model.source import Span
from auditor.quotes import spans_in


class Touching:
    """The differences between two versions, seen from the old one."""

    def __init__(self, old: Review, found: Sequence[Found]) -> None:
        """The review of the old version, and what differs."""
        self._old, self._found = old, found
        self._marker = Marker(old.form)
        self._group = {i.id: i.group for i in old.form.indicators}
        self._by: defaultdict[str | None, list[int]] = defaultdict(list)
        for n, f in enumerate(found):
            for key in {f.old_name, f.old_name.partition("-")[0], f.row[0]} - {"", None}:
                self._by[key].append(n)

    def cells(self, was: Finding) -> list[int]:
        """The numbers of the differences at the very cells, or the sentences of a long cell, that a finding points at."""
        names = [c.name for c in self._marker.touched(was.spans)]
        return [n for name in names for n in self._by[name] if self._meets(n, was)]

    def rows(self, was: Finding) -> list[int]:
        """The numbers of the differences in the rows of a finding."""
        return [n for i in was.indicators for n in self._by[i] if self._found[n].row[0] == i]

    def groups(self, was: Finding) -> list[int]:
        """The numbers of the differences in the points and scores that the rows of a finding share."""
        return [n for group in {self._group.get(i) for i in was.indicators} - {None} for n in self._by[group]]

    def _meets(self, number: int, was: Finding) -> bool:
        places = self._places[number]
        return not places or any(p.start < s.end and s.start < p.end for p in places for s in was.spans)

    @cached_property
    def _places(self) -> list[tuple[Span, ...]]:
        """Where the old words of each difference in a long cell stand; nothing for a whole cell and for new words."""
        return [self._place(f) for f in self._found]

    def _place(self, found: Found) -> tuple[Span, ...]:
        kind, _, rest = found.old_name.partition("-")
        if kind != "goal" or found.part is None or found.part[0] == found.part[1]:
            return ()
        number, _, field = rest.partition("-")
        goal = self._old.form.goals[int(number)]
        cell = goal.actual if field == "actual" else goal.expected
        return spans_in(cell, self._old.document, *found.part) if cell is not None else ()
