"""Two reviews of one form, the old version and the new one → what was changed, and what was answered."""

from collections.abc import Sequence

from auditor.comparing.cells import Found, differences
from auditor.comparing.following import follow
from auditor.comparing.touching import Touching
from auditor.model.difference import Answer, Change, Difference, Fate, Followed, Side
from auditor.model.finding import Finding, Section, Severity
from auditor.model.review import Review
from auditor.pairing import pair

__all__ = ["difference"]

# What the findings of a family ask for. A value that was changed where an explanation was asked for was not asked for.
_ASKS = {
    "D": ("explanation", "score"),
    "S": ("points", "score", "grade", "rate"),
    "N": ("actual", "actual_told", "expected"),
    "B": ("initial_budget", "annual_budget", "executed", "rate", "score", "explanation", "currency"),
    "T": ("name", "level2", "target", "actual", "points", "score", "actual_told"),
}
_ASKS_ONLY = {"N502": ("actual_told",), "N508": ("actual_told",)}
_ALSO = {"B203": ("note",), "B204": ("note",)}
_ROW_VALUES = ("name", "level2", "target", "actual")
_FOLLOWS = ("score", "explanation")  # of a row whose value was changed as asked


def difference(old: Review, new: Review) -> Difference:
    """What is between two versions of one form."""
    pairs = pair(old.form.indicators, new.form.indicators)
    found = tuple(differences(old.form, new.form, pairs))
    touching = Touching(old, found)
    asked = _asked(old, found, touching)
    return Difference(
        old=_side(old),
        new=_side(new),
        findings=tuple(_judged(f, found, asked) for f in follow(old, new, pairs, touching)),
        changes=tuple(_change(f, a) for f, a in zip(found, asked, strict=True)),
        program=new.run.program,
    )


def _judged(followed: Followed, found: Sequence[Found], asked: Sequence[tuple[str, ...]]) -> Followed:
    """A finding that went because a value of its row was changed that it did not ask for was answered otherwise."""
    if followed.fate is not Fate.GONE or followed.answer is not Answer.CHANGED or followed.old is None:
        return followed
    unasked = any(found[n].field in _ROW_VALUES and followed.old.rule not in asked[n] for n in followed.changes)
    return followed.model_copy(update={"answer": Answer.OTHERWISE}) if unasked else followed


def _change(found: Found, asked: tuple[str, ...]) -> Change:
    return Change(
        kind=found.kind,
        section=found.section,
        place=found.place,
        field=found.label,
        old=found.old,
        new=found.new,
        indicator=found.row[1] or found.row[0],
        asked=asked,
        value=found.value,
    )


def _asked(old: Review, found: Sequence[Found], touching: Touching) -> list[tuple[str, ...]]:
    """For each difference the checks whose findings asked for it.

    The score and the explanation of a row follow its value, a total the scores, where those were asked for.
    """
    rules: list[set[str]] = [set() for _ in found]
    for was in (*old.findings, *old.waived):
        at = {*touching.cells(was), *touching.rows(was), *touching.groups(was)}
        if was.section in (Section.FUNDS, Section.TOTALS):
            at |= {n for n, f in enumerate(found) if f.section is was.section}
        for n in at:
            if _wanted(was, found[n].field):
                rules[n].add(was.rule)
    asked = [tuple(sorted(r)) for r in rules]
    moved = {f.row: by for f, by in zip(found, asked, strict=True) if by and f.field in _ROW_VALUES}
    asked = [moved.get(f.row, ()) if not by and f.field in _FOLLOWS else by for f, by in zip(found, asked, strict=True)]
    scores = sorted({rule for f, by in zip(found, asked, strict=True) if f.field == "score" for rule in by})
    return [tuple(scores) if f.section is Section.TOTALS and not by else by for f, by in zip(found, asked, strict=True)]


def _wanted(was: Finding, field: str) -> bool:
    """Whether a finding asks for changes of a column."""
    columns = _ASKS_ONLY.get(was.rule, _ASKS.get(was.rule[0]))
    return columns is None or field in (*columns, *_ALSO.get(was.rule, ()))


def _side(review: Review) -> Side:
    live = [f.severity for f in review.findings]
    return Side(
        name=review.document.name,
        sha256=review.document.sha256,
        project=review.form.project_name.text,
        year=review.form.year.text,
        errors=live.count(Severity.ERROR),
        warnings=live.count(Severity.WARNING),
        infos=live.count(Severity.INFO),
        waived=len(review.waived),
        outcome=review.outcome,
        claimed=review.scores.total.claimed,
        deserved=review.scores.total.deserved,
    )
