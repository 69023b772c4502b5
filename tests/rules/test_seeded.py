"""Correct forms have no finding; every seeded defect is found, at its rows, and nothing worse with it."""

import pytest
from support.faults_numbers import FAULTS as NUMBERS
from support.faults_rows import FAULTS as ROWS
from support.faults_words import FAULTS as WORDS
from support.forms import DIALECTS, clean
from support.planting import Fault, planted
from support.randoms import Dice, correct
from support.reviewing import codes, of, review

from auditor.model.finding import Severity

FAULTS = (*NUMBERS, *ROWS, *WORDS)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_clean_form_has_no_finding(dialect: str) -> None:
    assert codes(review(clean(), dialect)) == []


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_random_correct_form_has_no_finding(dialect: str, seed: int) -> None:
    assert codes(review(correct(Dice(seed)), dialect)) == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.code} {f.name}")
def test_a_seeded_defect_is_found_and_brings_no_other_error(fault: Fault, seed: int) -> None:
    (form, rows), dialect = planted(fault, seed)
    done = review(form, dialect)
    found = of(done, fault.code)
    assert found, f"{fault.code} is silent ({dialect})"
    if rows:
        assert {i for f in found for i in f.indicators} == {f"I{n:02d}" for n in rows}
    assert set(codes(done, Severity.ERROR)) <= {fault.code, *fault.follows}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.code} {f.name}")
def test_a_finding_says_where_what_and_what_to_do(fault: Fault) -> None:
    (form, _), dialect = planted(fault, 0)
    done = review(form, dialect)
    for finding in of(done, fault.code):
        assert finding.message.endswith(("。", "”"))
        assert finding.advice.endswith("。")
        assert finding.citation
        assert all(0 <= s.start < s.end <= len(done.document.text) for s in finding.spans)
        assert set(finding.indicators) <= {i.id for i in done.form.indicators}
