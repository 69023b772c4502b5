"""A form that the rule set asked for does not cover: what it claims stands, nothing is said of what it deserves."""

from datetime import date

from support.shared import sample

from auditor.parsing import parse
from auditor.rulebooks import choose
from auditor.scoring import score


def test_a_form_that_is_not_covered_is_not_scored() -> None:
    form = parse(sample("museum-2023"))
    book, _ = choose(form, date(2024, 1, 1), "cn-chongqing")
    sheet = score(form, book)
    assert not book.covered
    assert sheet.total.claimed is not None
    assert sheet.execution.claimed is not None
    assert {sheet.total.deserved, sheet.execution.deserved, *(g.deserved for g in sheet.groups)} == {None}
    assert {r.deserved for g in sheet.groups for r in g.indicators} == {None}
    assert {g.method for g in sheet.groups} == {"表式不在所指定规则集的适用范围，没有计分"}
