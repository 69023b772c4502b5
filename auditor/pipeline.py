"""One run, read from top to bottom: source → form → rule set → scores → prose → checks → drafts."""

from collections.abc import Sequence
from datetime import date

from auditor import __version__
from auditor.drafting import draft
from auditor.model.case import Case
from auditor.model.finding import Check, CheckStatus, Finding
from auditor.model.review import Review, ReviewOutcome, RunRecord, Usage
from auditor.model.source import Source
from auditor.narrative import review as review_narrative
from auditor.parsing import parse
from auditor.rulebooks import choose, day_for
from auditor.rules import check
from auditor.scoring import form_year, score


def audit(
    source: Source,
    *,
    today: date,
    ruleset: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    drafts: bool = True,
) -> Review:
    """Review one form. ``today`` matters only for a form that names no year.

    Raises:
        UnknownRulesetError: ``ruleset`` names none.
    """
    form = parse(source.text)
    year = form_year(form)
    on = day_for(year, today)
    book, why = choose(form, on, ruleset)
    sheet = score(form, book)
    reading = review_narrative(form, source, year, sheet.deviations)
    case = Case(source=source, form=form, book=book, sheet=sheet, reading=reading, year=year)
    findings, checks = check(case, select=select, ignore=ignore)
    written = draft(case) if drafts else ()
    return Review(
        document=source,
        form=form,
        scores=sheet,
        findings=by_weight(findings),
        claims=reading.claims,
        drafts=written,
        checks=checks,
        outcome=_outcome(findings, checks),
        usage=Usage(),
        run=RunRecord(program=f"auditor {__version__}", ruleset=book.id, ruleset_name=book.name, ruleset_reason=why, on=book.on.isoformat()),
    )


def by_weight(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors first, in each severity the greatest effect on the score first, then in the order of the catalogue."""
    return tuple(sorted(findings, key=lambda f: (f.severity.rank, -(f.effect or 0))))


def _outcome(findings: Sequence[Finding], checks: Sequence[Check]) -> ReviewOutcome:
    if findings:
        return ReviewOutcome.FINDINGS
    return ReviewOutcome.INCOMPLETE if all(c.status is CheckStatus.UNDECIDABLE for c in checks) else ReviewOutcome.CLEAN
