"""A rule set and its parents resolved to one day: what is in force, what it replaced, what it ended."""

from collections.abc import Mapping
from datetime import date

from auditor.model.rulebook import Citation, Parameter, Rulebook
from auditor.rulebooks.fitting import ancestry, first_day, in_force
from auditor.rulebooks.load import Covers, Edition, Raw

_ALL = Covers((), (), (), {}, only_named=False, cite=None)


def resolved(books: Mapping[str, Raw], name: str, on: date) -> Rulebook:
    """The rule set ``name`` on a day, or on the first on which all its values exist."""
    line = ancestry(books, books[name])
    day = max(on, first_day(line))
    values = _Values()
    citations: dict[str, Citation] = {}
    severities: dict[str, str] = {}
    for raw in line:
        citations |= raw.citations
        severities |= raw.severities
        for key, editions in raw.parameters.items():
            edition = in_force(editions, day)
            if edition is not None:
                values.amend(key, edition, raw)
    own = books[name]
    scope = next((r.covers for r in reversed(line) if r.covers), _ALL)
    return Rulebook(
        id=own.id,
        name=own.name,
        region=own.region,
        extends=own.extends,
        on=day,
        parameters=values.held,
        citations=citations,
        severities=severities,
        templates=scope.templates,
        kinds=scope.kinds,
        places=scope.places,
        only_named=scope.only_named,
        ended=tuple(values.ended.values()),
    )


class _Values:
    """The values of a line of rule sets, the eldest read first."""

    def __init__(self) -> None:
        self.held: dict[str, Parameter] = {}
        self.ended: dict[str, Parameter] = {}
        self.by: dict[str, Raw] = {}

    def amend(self, key: str, edition: Edition, raw: Raw) -> None:
        """Put an edition of a rule set in the place of its parent's."""
        before, parent = self.held.get(key), self.by.get(key)
        given = {"title": edition.title, "since": edition.since, "citation": edition.cite}
        if before and parent:
            given |= {"amends": parent.id, "amends_name": parent.name}
        self.by[key] = raw
        if edition.value is not None:
            own = {"name": key, "unit": edition.unit, "value": edition.value, "before": before and before.value}
            self.held[key] = Parameter.model_validate(given | own)
            self.ended.pop(key, None)
        elif before:
            self.ended[key] = self.held.pop(key).model_copy(update=given)
