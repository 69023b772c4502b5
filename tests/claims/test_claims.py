"""The embedded engine measured on the annotated forms beside the checkout."""

from collections import Counter

import pytest
from support.shared import CLAIMS, IDS, claims_text, here
from support.truth import load

from auditor.model.claim import Claim, Verdict
from auditor.narrative import review
from auditor.parsing import parse
from auditor.quotes import holds
from auditor.readers.from_txt import from_txt
from auditor.scoring import form_year

pytestmark = here
Confusion = Counter[tuple[str, str]]


def _read(form: str, dialect: str) -> tuple[Claim, ...]:
    source = from_txt(claims_text(form, dialect).encode(), form)
    parsed = parse(source.text)
    return review(parsed, source, form_year(parsed)).claims


def _confusion(dialect: str) -> Confusion:
    """How often each verdict of the annotation met each verdict of the engine."""
    out: Confusion = Counter()
    for form in IDS:
        mine = {int(c.indicator[1:]): c.verdict.value for c in _read(form, dialect)}
        out.update((c["verdict"], mine.get(c["row"], "none")) for c in load(CLAIMS / f"{form}.json")["claims"])
    return out


@pytest.fixture(scope="module")
def flat() -> Confusion:
    return _confusion("flat")


def _precision(table: Confusion, verdict: Verdict) -> float:
    given = sum(n for (_, mine), n in table.items() if mine == verdict)
    return table[verdict, verdict] / given if given else 0.0


def _recall(table: Confusion, verdict: Verdict) -> float:
    wanted = sum(n for (gold, _), n in table.items() if gold == verdict)
    return table[verdict, verdict] / wanted if wanted else 0.0


def _f1(table: Confusion, verdict: Verdict) -> float:
    p, r = _precision(table, verdict), _recall(table, verdict)
    return 2 * p * r / (p + r) if p + r else 0.0


def _accuracy(table: Confusion) -> float:
    return sum(n for (gold, mine), n in table.items() if gold == mine) / table.total()


def test_there_is_one_claim_for_every_annotated_row(flat: Confusion) -> None:
    assert flat.total() == 167
    assert not [pair for pair in flat if pair[1] == "none"]


def test_three_quarters_of_the_verdicts_agree(flat: Confusion) -> None:
    assert _accuracy(flat) >= 0.75


def test_every_verdict_is_given_its_due(flat: Confusion) -> None:
    assert sum(_f1(flat, v) for v in Verdict) / len(Verdict) >= 0.68


@pytest.mark.parametrize("verdict", [Verdict.SUPPORTED, Verdict.CONTRADICTED])
def test_who_is_accused_or_acquitted_is_so_rightly(flat: Confusion, verdict: Verdict) -> None:
    assert _precision(flat, verdict) >= 0.85


def test_the_layout_of_the_text_hardly_matters(flat: Confusion) -> None:
    assert _accuracy(_confusion("seedlike")) >= _accuracy(flat) - 0.02


@pytest.mark.parametrize("dialect", ["flat", "seedlike", "pipes", "layout"])
def test_every_quote_is_verbatim_at_its_place(dialect: str) -> None:
    for form in IDS:
        source = from_txt(claims_text(form, dialect).encode(), form)
        assert all(holds(q, source) for c in _read(form, dialect) for q in (*c.evidence, *c.searched))
