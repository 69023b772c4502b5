"""One run, read from top to bottom: source → form → rule set → scores → prose → checks → drafts."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from auditor import __version__
from auditor.drafting import draft, faults
from auditor.errors import SeveralFormsError
from auditor.model.case import Beside, BesideKind, Case, Peer
from auditor.model.claim import Claim, Engine, Flag, Reading
from auditor.model.finding import Check, CheckStatus, Finding
from auditor.model.form import Form
from auditor.model.review import Review, ReviewOutcome, RunRecord, Usage
from auditor.model.source import Source
from auditor.narrative import review as review_narrative
from auditor.pairing import same_project
from auditor.parsing import count_forms, parse
from auditor.parsing.doubting import doubt
from auditor.parsing.families import name_of
from auditor.rulebooks import choose, day_for, resolve
from auditor.rules import ACROSS, ALONE, UNFIT, check
from auditor.scoring import form_year, score

if TYPE_CHECKING:
    from auditor.drafting import Drafter
    from auditor.llm.asking import Desk
    from auditor.narrative import Reviewer


def audit(
    source: Source,
    *,
    today: date,
    on: date | None = None,
    ruleset: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    drafts: bool = True,
    desk: "Desk | None" = None,
    strict: bool = False,
    beside: Sequence[Beside] = (),
) -> Review:
    """Review one form.

    Args:
        source: the form as it was read.
        today: matters only for a form that names no year.
        on: the day whose rules judge the form; by default 1 January after its year.
        ruleset: the id of a rule set, or the path of one; by default the one that fits the form.
        select: codes of the checks to report, or beginnings of codes; empty for all.
        ignore: codes of the checks not to report, or beginnings of codes.
        drafts: whether to draft missing explanations.
        desk: the language model to ask; None for the embedded engine alone.
        strict: whether a claim that the model did not judge makes the review incomplete.
        beside: declarations and forms of earlier years; those of the same project are compared.

    Raises:
        SeveralFormsError: the text holds more than one form.
        UnknownRulesetError: ``ruleset`` names none.
        BadRulebookError: ``ruleset`` is a file that breaks the format.
    """
    count = count_forms(source.text)
    if count > 1:
        raise SeveralFormsError(source.name, count)
    form = doubt(parse(source.text), source)
    year = form_year(form)
    book, why = choose(form, on or day_for(year, today), ruleset)
    sheet = score(form, book)
    reviewer, drafter = _engines(desk)
    reading = review_narrative(form, source, year, sheet.deviations, reviewer)
    own = tuple(b for b in beside if fits(b, form, year))
    case = Case(source=source, form=form, book=book, sheet=sheet, reading=reading, year=year, beside=own)
    findings, checks = check(case, select=select, ignore=ignore)
    written = draft(case, drafter) if drafts else ()
    cut_short = strict and any(not_judged(c) for c in reading.claims)
    return Review(
        document=source,
        form=form,
        scores=sheet,
        findings=by_weight(findings),
        claims=reading.claims,
        drafts=written,
        checks=checks,
        outcome=ReviewOutcome.INCOMPLETE if cut_short else _outcome(findings, checks),
        usage=desk.meter.usage("llm") if desk else Usage(),
        run=RunRecord(
            program=f"auditor {__version__}",
            ruleset=book.id,
            ruleset_name=book.name,
            ruleset_reason=why,
            ruleset_file=ruleset if ruleset and ruleset != book.id else None,
            on=book.on.isoformat(),
            layout=name_of(form.template),
            against=tuple(f"{b.name}（{b.shown}，{b.basis}）" for b in own),
        ),
    )


def _engines(desk: "Desk | None") -> "tuple[Reviewer | None, Drafter | None]":
    """Who judges and who drafts; None for the embedded engine."""
    if desk is None:
        return None, None
    from auditor.drafting.with_llm import LlmDrafter
    from auditor.narrative.with_llm import LlmReviewer

    return LlmReviewer(desk), LlmDrafter(desk)


def fits(beside: Beside, form: Form, year: int | None) -> bool:
    """Whether an earlier form is one of the same project, and a self-evaluation one of an earlier year."""
    later = beside.kind is BesideKind.PRIOR and beside.year is not None and year is not None and beside.year >= year
    return not later and same_project(beside.form, form)


def not_judged(claim: Claim) -> bool:
    """Whether a model was asked about a claim and gave no answer that can be used."""
    return Flag.NOT_JUDGED in claim.flags or (Flag.QUOTE_NOT_FOUND in claim.flags and claim.engine is Engine.OFFLINE)


def draft_faults(done: Review) -> tuple[tuple[str, ...], ...]:
    """The names of the lints that each draft of a review breaks."""
    return faults(_case(done), done.drafts)


def compare(done: Review, earlier: Sequence[Review]) -> Review:
    """A review with the checks that look at the forms before it in the same run."""
    peers = tuple(Peer(name=e.document.name, form=e.form) for e in earlier)
    made, ledger = check(_case(done).model_copy(update={"earlier": peers}), select=ACROSS)
    ended = {c.rule: c for c in ledger if c.rule.startswith(ACROSS)}
    open_ = {c.rule for c in done.checks if c.rule in ended and c.reason == ALONE}
    findings = by_weight((*done.findings, *(f for f in made if f.rule in open_)))
    checks = tuple(ended[c.rule] if c.rule in open_ else c for c in done.checks)
    kept = done.outcome is ReviewOutcome.INCOMPLETE
    outcome = done.outcome if kept else _outcome(findings, checks)
    return done.model_copy(update={"findings": findings, "checks": checks, "outcome": outcome})


def _case(done: Review) -> Case:
    """The case that a review was made of."""
    return Case(
        source=done.document,
        form=done.form,
        book=resolve(done.run.ruleset_file or done.run.ruleset, date.fromisoformat(done.run.on)),
        sheet=done.scores,
        reading=Reading(claims=done.claims),
        year=form_year(done.form),
    )


def by_weight(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors first, in each severity the greatest effect on the score first, then in the order of the catalogue."""
    return tuple(sorted(findings, key=lambda f: (f.severity.rank, -(f.effect or 0))))


def _outcome(findings: Sequence[Finding], checks: Sequence[Check]) -> ReviewOutcome:
    """Incomplete where most checks could not be made: no form, a blank one, or one that was not understood."""
    made = sum(c.status in (CheckStatus.CLEAR, CheckStatus.FOUND) for c in checks)
    unmade = sum(c.status is CheckStatus.UNDECIDABLE or c.reason in UNFIT for c in checks)
    if unmade > made:
        return ReviewOutcome.INCOMPLETE
    return ReviewOutcome.FINDINGS if findings else ReviewOutcome.CLEAN
