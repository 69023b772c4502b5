"""What has become of each finding of the old version, and which findings are new."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor.comparing.touching import Touching
from auditor.model.difference import Answer, Fate, Followed
from auditor.model.finding import CheckStatus, Finding
from auditor.model.review import Review
from auditor.pairing import Pair, alike

_ALIKE = 0.55  # two findings without a row are one where their words are so alike
_RAN = (CheckStatus.CLEAR, CheckStatus.FOUND)


def follow(old: Review, new: Review, pairs: Sequence[Pair], touching: Touching) -> Iterator[Followed]:
    """Each finding of the old version with its fate, then those that only the new one has."""
    moved = {p.old.id: p.new.id for p in pairs if p.old and p.new}
    left: defaultdict[str, list[tuple[Finding, Fate]]] = defaultdict(list)
    for fate, findings in ((Fate.STAYED, new.findings), (Fate.ACCEPTED, new.waived)):
        for found in findings:
            left[found.rule].append((found, fate))
    partners: dict[int, tuple[Finding, Fate]] = {}
    for match in (_exact, _same_rows, _some_rows, _alike):
        for n, was in enumerate(old.findings):
            if n in partners:
                continue
            rows = {moved.get(i) for i in was.indicators}
            partner = next((p for p in left[was.rule] if match(was, p[0], rows)), None)
            if partner is not None:
                partners[n] = partner
                left[was.rule].remove(partner)
    ran = {c.rule for c in new.checks if c.status in _RAN}
    for n, was in enumerate(old.findings):
        touched = _touched(touching, was)
        if n in partners:
            now, fate = partners[n]
            answer = Answer.CHANGED if touched else Answer.UNCHANGED
            yield Followed(fate=fate, answer=answer, old=was, new=now, changes=touched)
        else:
            yield Followed(fate=Fate.GONE, answer=_answer(was, touched, moved, ran), old=was, changes=touched)
    new_ones = {id(f) for some in left.values() for f, _ in some}
    yield from (Followed(fate=Fate.CAME, new=f) for f in new.findings if id(f) in new_ones)


def _touched(touching: Touching, was: Finding) -> tuple[int, ...]:
    """The differences in what a finding rests on."""
    shared = touching.groups(was) if was.rule.startswith("S") else []
    return tuple(sorted({*touching.cells(was), *touching.rows(was), *shared}))


def _answer(was: Finding, touched: Sequence[int], moved: Mapping[str, str], ran: set[str]) -> Answer:
    if was.indicators and not any(i in moved for i in was.indicators):
        return Answer.ROW_REMOVED
    if was.rule not in ran:
        return Answer.NOT_CHECKED
    return Answer.CHANGED if touched else Answer.UNCHANGED


def _exact(was: Finding, now: Finding, rows: set[str | None]) -> bool:
    return rows == set(now.indicators) and was.message == now.message


def _same_rows(was: Finding, now: Finding, rows: set[str | None]) -> bool:
    return bool(rows) and rows == set(now.indicators) and _about_one(was, now)


def _some_rows(was: Finding, now: Finding, rows: set[str | None]) -> bool:
    return bool(rows & set(now.indicators)) and _about_one(was, now)


def _about_one(was: Finding, now: Finding) -> bool:
    """Whether two findings of one check on the same rows are of one kind: that of an engine may speak of other words."""
    return was.origin is now.origin or alike(was.message, now.message) >= _ALIKE


def _alike(was: Finding, now: Finding, rows: set[str | None]) -> bool:
    no_rows = not rows and not now.indicators
    return no_rows and was.section is now.section and alike(was.message, now.message) >= _ALIKE
