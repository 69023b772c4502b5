"""Reviews of texts, as the tests ask for them."""

from datetime import date
from typing import Any

from auditor import narrative
from auditor.model.case import Case
from auditor.model.finding import Check, CheckStatus, Finding, Severity
from auditor.model.form import Form
from auditor.model.review import Review
from auditor.parsing import parse
from auditor.pipeline import audit
from auditor.readers.from_txt import from_txt
from auditor.rulebooks import choose
from auditor.scoring import form_year, score
from support.forms import Spec

TODAY = date(2026, 11, 22)


def review(form: Spec | str, dialect: str = "pipes", **options: Any) -> Review:
    """The review of a form or of a text."""
    text = form if isinstance(form, str) else form.text(dialect)
    return audit(from_txt(text.encode(), "表.txt"), today=TODAY, **options)


def case(form: Spec | str, **changes: object) -> Case:
    """The case of a form, with parts of the case or of the form as read replaced."""
    source = from_txt((form if isinstance(form, str) else form.text()).encode(), "表.txt")
    inside = {k: v for k, v in changes.items() if k in Form.model_fields}
    understood = parse(source.text).model_copy(update=inside)
    year = form_year(understood)
    book, _ = choose(understood, TODAY)
    sheet = score(understood, book)
    reading = narrative.review(understood, source, year, sheet.deviations)
    made = Case(source=source, form=understood, book=book, sheet=sheet, reading=reading, year=year)
    return made.model_copy(update={k: v for k, v in changes.items() if k not in inside})


def codes(done: Review, *severities: Severity) -> list[str]:
    """The codes of the findings, of the severities given or of all."""
    return sorted({f.rule for f in done.findings if not severities or f.severity in severities})


def of(done: Review, code: str) -> list[Finding]:
    """The findings of one check."""
    return [f for f in done.findings if f.rule == code]


def entry(done: Review, code: str) -> Check:
    """The line of the ledger of one check."""
    return next(c for c in done.checks if c.rule == code)


def status(done: Review, code: str) -> CheckStatus:
    """How a check ended."""
    return entry(done, code).status
