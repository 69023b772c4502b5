"""What rests on characters that were recognised with little certainty is left undecided."""

from support.forms import clean
from support.reviewing import TODAY, entry, of, review

from auditor.model.finding import CheckStatus
from auditor.model.score import Outcome
from auditor.model.source import Place, Source
from auditor.pipeline import audit

WORDS = "31场"
SURE = tuple(Place(start=n, end=n + 1) for n in range(9))  # most of a scan is read well


def _source(words: str) -> Source:
    text = clean().row(1, actual=WORDS).told("活动46场", f"活动{WORDS}").text()
    start = text.rindex(words)
    place = Place(start=start, end=start + len(words))
    return Source(
        name="扫描.png", media_type="image/png", sha256="0", text=text, places=(*SURE, place), doubtful=(place,)
    )


def test_a_doubtful_value_is_not_scored_and_its_findings_are_undecided() -> None:
    sure = review(clean().row(1, actual=WORDS).told("活动46场", f"活动{WORDS}"))
    assert of(sure, "S107")
    done = audit(_source(WORDS), today=TODAY)
    row = next(r for g in done.scores.groups for r in g.indicators if r.indicator == "I01")
    assert row.outcome is Outcome.UNDECIDED
    assert not of(done, "S107")
    assert of(done, "F602") or entry(done, "F602").status is CheckStatus.UNDECIDABLE


def test_a_finding_on_a_doubtful_row_is_undecided() -> None:
    form = clean().row(2, name="阅读推广活动场次")
    text = form.text()
    assert of(review(form), "T403")
    start = text.rindex("20800册")
    place = Place(start=start, end=start + 6)
    source = Source(
        name="扫描.png", media_type="image/png", sha256="0", text=text, places=(*SURE, place), doubtful=(place,)
    )
    done = audit(source, today=TODAY)
    assert not of(done, "T403")
    assert entry(done, "T403").status is CheckStatus.UNDECIDABLE
