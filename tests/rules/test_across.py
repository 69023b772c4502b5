"""Checks over the forms of one run: each form is compared with those before it."""

from dataclasses import replace

import pytest
from support.forms import Spec, clean
from support.reviewing import codes, of, review, status

from auditor.model.finding import CheckStatus
from auditor.model.review import Review
from auditor.pipeline import compare

FORM = clean()
FULL = FORM.but(
    rows=tuple(replace(r, score=r.points, explanation="") for r in FORM.rows), total=("100", "99.70"), year="2022"
)


def _after(spec: Spec, *earlier: Spec) -> Review:
    return compare(review(spec), [review(e) for e in earlier])


def _across(done: Review) -> set[str]:
    return {c for c in codes(done) if c.startswith("C")}


def test_a_form_is_compared_with_those_before_it() -> None:
    alone, second = review(FORM), _after(FORM.but(project="另一项目"), FORM)
    assert {status(alone, c) for c in ("C901", "C902", "C903")} == {CheckStatus.NOT_APPLICABLE}
    assert (status(second, "C901"), status(second, "C903")) == (CheckStatus.FOUND, CheckStatus.CLEAR)
    assert len(second.checks) == len(alone.checks)


def test_different_projects_with_the_same_words_are_named() -> None:
    (finding,) = of(_after(FORM.but(project="另一项目"), FORM), "C901")
    assert f"与“{FORM.project}”" in finding.message
    assert finding.spans
    assert "C901" not in _across(_after(FORM, FORM))
    assert "与“未填项目名称”" in of(_after(FORM, FORM.but(project="")), "C901")[0].message


def test_one_project_with_two_forms_is_named_where_they_differ() -> None:
    changed = FORM.row(1, actual="30场")
    (finding,) = of(_after(changed, FORM), "C903")
    assert f"“{FORM.rows[0].name}”不同" in finding.message
    assert "C903" not in _across(_after(FORM, FORM))
    assert "C903" not in _across(_after(changed.but(year="2021"), FORM))
    assert "C903" not in _across(_after(changed.but(project="另一项目"), FORM))


@pytest.mark.parametrize(
    ("changes", "fired"),
    [
        ({}, {"C902"}),
        ({"unit": "别的单位"}, set()),
        ({"total": ("100", "97.00")}, set()),
        ({"total": ("100", "")}, set()),
        ({"rows": (replace(FULL.rows[0], explanation="因场馆改造，少办一场；下年度补办。"), *FULL.rows[1:])}, set()),
    ],
)
def test_three_forms_of_a_unit_without_a_fault_are_remarked(changes: dict[str, object], fired: set[str]) -> None:
    third = FULL.but(project="丙", **changes)
    done = _after(third, FULL.but(project="甲"), FULL.but(project="乙"))
    assert _across(done) & {"C902"} == fired
    assert "C902" not in _across(_after(FULL.but(project="乙"), FULL.but(project="甲")))


def test_checks_that_were_not_asked_for_stay_so() -> None:
    done = compare(review(FORM.but(project="另一项目"), ignore=["C901"]), [review(FORM)])
    assert status(done, "C901") is CheckStatus.NOT_APPLICABLE
    assert _across(done) == set()
    text = compare(review("今天天气不错，会议通知。"), [review(FORM)])
    assert _across(text) == set()
