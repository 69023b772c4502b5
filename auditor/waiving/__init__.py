"""Accepted findings: those that a waiver holds for leave the count and are told with its reason."""

from collections.abc import Sequence

from auditor.model.finding import CheckStatus, Finding, StaleWaiver, Waiver
from auditor.model.review import Review, ReviewOutcome
from auditor.quotes import fold
from auditor.waiving.files import find_files, prepare, read_waivers
from auditor.waiving.fingerprint import Fingerprints, key

__all__ = ["find_files", "prepare", "read_waivers", "waive"]

_RAN = (CheckStatus.CLEAR, CheckStatus.FOUND)


def waive(review: Review, waivers: Sequence[Waiver], year: int | None) -> Review:
    """A review with its accepted findings apart, and the waivers for its project that hold for nothing any more."""
    own = [w for w in waivers if fold(w.project) == fold(review.form.project_name.text) and w.year == year]
    if not own:
        return review
    prints = Fingerprints(review)
    by = {_identity(w.check, w.indicators, w.values): w for w in reversed(own)}
    kept: list[Finding] = []
    waived: list[Finding] = []
    used: set[object] = set()
    for found in review.findings:
        identity = _identity(found.rule, prints.indicators(found), prints.values(found))
        if identity in by:
            first = by[identity]
            used.add(identity)
            told = {"waived": first.reason, "waived_on": first.date, "waived_in": first.place}
            waived.append(found.model_copy(update=told))
        else:
            kept.append(found)
    ran = {c.rule for c in review.checks if c.status in _RAN}
    unused = [w for w in own if _identity(w.check, w.indicators, w.values) not in used and w.check in ran]
    now = {_identity(f.rule, prints.indicators(f), ()): f for f in reversed(kept)} if unused else {}
    stale = [StaleWaiver(waiver=w, why=_why(w, prints, now.get(_identity(w.check, w.indicators, ())))) for w in unused]
    outcome = review.outcome
    if outcome is ReviewOutcome.FINDINGS and not kept:
        outcome = ReviewOutcome.CLEAN
    changed = {"findings": tuple(kept), "waived": tuple(waived), "stale_waivers": tuple(stale), "outcome": outcome}
    return review.model_copy(update=changed)


def _identity(check: str, names: Sequence[str], told: Sequence[str]) -> tuple[object, ...]:
    """By what an accepted finding is found again."""
    return check, key(names), key(told)


def _why(waiver: Waiver, prints: Fingerprints, found: Finding | None) -> str:
    """What has become of an accepted finding: one of the same check on the same rows, or nothing."""
    if found is None:
        return "这条意见已不再出现"
    old, new = set(key(waiver.values)), set(key(prints.values(found)))
    gone, come = "、".join(sorted(old - new)), "、".join(sorted(new - old))
    return f"所依据的内容已变（接受时{gone or '无'}，现为{come or '无'}）"
