"""Accepted findings: those that a waiver holds for leave the count and are told with its reason."""

from collections.abc import Sequence

from auditor.model.finding import CheckStatus, Finding, StaleWaiver, Waiver
from auditor.model.review import Review, ReviewOutcome
from auditor.quotes import fold
from auditor.waiving.files import find_files, prepare, read_waivers
from auditor.waiving.fingerprint import indicators, key, values

__all__ = ["find_files", "prepare", "read_waivers", "waive"]

_RAN = (CheckStatus.CLEAR, CheckStatus.FOUND)


def waive(review: Review, waivers: Sequence[Waiver], year: int | None) -> Review:
    """A review with its accepted findings apart, and the waivers for its project that hold for nothing any more."""
    own = [w for w in waivers if fold(w.project) == fold(review.form.project_name.text) and w.year == year]
    if not own:
        return review
    kept: list[Finding] = []
    waived: list[Finding] = []
    used: list[Waiver] = []
    for found in review.findings:
        holding = [w for w in own if _holds(w, found, review)]
        used += holding
        if holding:
            first = holding[0]
            told = {"waived": first.reason, "waived_on": first.date, "waived_in": first.place}
            waived.append(found.model_copy(update=told))
        else:
            kept.append(found)
    ran = {c.rule for c in review.checks if c.status in _RAN}
    stale = [StaleWaiver(waiver=w, why=_why(w, kept, review)) for w in own if w not in used and w.check in ran]
    outcome = review.outcome
    if outcome is ReviewOutcome.FINDINGS and not kept:
        outcome = ReviewOutcome.CLEAN
    changed = {"findings": tuple(kept), "waived": tuple(waived), "stale_waivers": tuple(stale), "outcome": outcome}
    return review.model_copy(update=changed)


def _same_matter(waiver: Waiver, found: Finding, review: Review) -> bool:
    return waiver.check == found.rule and key(waiver.indicators) == key(indicators(found, review.form))


def _holds(waiver: Waiver, found: Finding, review: Review) -> bool:
    return _same_matter(waiver, found, review) and key(waiver.values) == key(values(found, review))


def _why(waiver: Waiver, kept: Sequence[Finding], review: Review) -> str:
    """What has become of an accepted finding."""
    now = next((values(f, review) for f in kept if _same_matter(waiver, f, review)), None)
    if now is None:
        return "这条意见已不再出现"
    old, new = set(key(waiver.values)), set(key(now))
    gone, come = "、".join(sorted(old - new)), "、".join(sorted(new - old))
    return f"所依据的内容已变（接受时{gone or '无'}，现为{come or '无'}）"
