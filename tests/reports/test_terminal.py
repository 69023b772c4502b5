"""The report for a terminal."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from auditor.model.finding import Origin
from auditor.model.review import Review
from auditor.reports import render, view
from auditor.reports.folding import cells, fold


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(review: Review, hostile: Review, width: int) -> None:
    for one in (review, hostile):
        lines = render(one, "text", width=width).split("\n")
        assert max(map(cell_len, lines)) <= width


def test_a_pipe_gets_no_control_sequence(review: Review, hostile: Review) -> None:
    for one in (review, hostile):
        assert "\x1b" not in render(one, "text")


def test_a_form_cannot_steer_the_terminal(hostile: Review) -> None:
    colored = render(hostile, "text", color=True)
    assert "\x1b[" in colored
    assert "\ufffd[31m" in colored
    assert "\u202e" not in colored


def test_plain_lines_are_ascii(review: Review) -> None:
    boxes = [c for c in render(review, "text", plain=True) if "BOX" in unicodedata.name(c, "")]
    assert not boxes


def test_every_finding_is_told_with_code_advice_and_source(review: Review, squeeze: Callable[[str], str]) -> None:
    written = squeeze(render(review, "text"))
    for f in review.findings:
        assert squeeze(f"{f.severity.shown}{f.rule}{f.message}") in written
        assert squeeze(f"怎么改：{f.advice}") in written
        assert squeeze(f"依据：{view.short_source(f)}") in written
    assert written.count("条文待核对") == 1


def test_what_holds_for_many_sources_is_said_once_at_the_end(review: Review) -> None:
    plain = review.findings[0].model_copy(update={"citation": "表内勾稽关系", "origin": Origin.RULES})
    read = plain.model_copy(update={"citation": "某办法（某文号），条文待核对"})
    judged = plain.model_copy(
        update={"citation": "某要求；本项由叙述引擎引原文判断，请核实（条文待核对）", "origin": Origin.OFFLINE}
    )
    told = review.model_copy(update={"findings": (plain, read, judged, judged, plain, judged)})
    assert [view.short_source(f) for f in (plain, read, judged)] == ["表内勾稽关系", "某办法（某文号） *", "某要求 *"]
    for kind in ("text", "markdown", "html"):
        shown = render(told, kind)
        assert shown.count("条文待核对") == 1
        assert shown.count("第3至4、6条由内置引擎引叙述原文判断，请核实") == 1
    alone = review.model_copy(update={"findings": (plain,)})
    assert view.reservations(alone) == ()


def test_the_summary_comes_first(review: Review) -> None:
    first = render(review, "text").split("\n")[:12]
    told = "\n".join(first)
    for words in (
        "古树名木保护",
        "青岚市古树管护站",
        "2023",
        "需修改",
        "99.00 分（优）",
        "测算应得",
    ):
        assert words in told


def test_claims_drafts_ledger_and_what_was_not_read_are_told(review: Review, squeeze: Callable[[str], str]) -> None:
    written = squeeze(render(review, "text"))
    for claim in review.claims:
        assert claim.verdict.shown in written
        assert all(squeeze(q.quote) in written for q in claim.evidence)
    for draft in review.drafts:
        assert squeeze(draft.text) in written
    for words in (
        "待补〔待核实：责任单位〕",
        "原有压减一般性支出。",
        "不能判定",
        "附注三",
        "cn-national-2020",
    ):
        assert words in written


@given(st.text(alphabet="中文，。（“”ab1 2.\n；【"), st.integers(2, 40))
def test_folding_loses_no_character_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = fold(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_begins_with_a_closing_mark_or_parts_a_number() -> None:
    lines = fold("年度指标值为二十株，实际完成（一四）株，得分 14.70 分。", 20)
    assert not any(line[0] in "，。）" for line in lines)
    assert any("14.70" in line for line in lines)
