"""The report in Markdown."""

import pytest
from markdown_it import MarkdownIt

from auditor.model.review import Review
from auditor.reports import render
from auditor.reports.to_markdown import md

GITHUB = MarkdownIt("gfm-like", {"linkify": False})


def _tags(text: str) -> set[str]:
    return {t.tag for block in GITHUB.parse(text) for t in (block, *(block.children or ())) if t.tag}


def test_every_finding_is_told_with_its_remedy(review: Review) -> None:
    written = render(review, "markdown")
    for f in review.findings:
        assert f"**{f.severity.shown} {f.rule}** {md(f.message)}" in written
        assert md(f.advice) in written


@pytest.mark.parametrize(
    "words",
    [
        "a|b",
        "*重*",
        "_x_",
        "`code`",
        "[链](x)",
        "<b>粗</b>",
        "# 题",
        "- 项",
        "1. 项",
        "> 引",
        "~~删~~",
        "$x$",
        "---",
    ],
)
def test_words_of_a_form_never_become_markup(words: str) -> None:
    assert _tags(md(words)) <= {"p"}
    rendered = GITHUB.render(md(words))
    assert rendered.count("<") == 2


def test_an_address_in_a_form_is_no_link() -> None:
    assert "://" not in md("见http://evil.example/")
    assert "www." not in md("见WWW.evil.example").lower()


def test_a_hostile_form_leaves_no_raw_markup(hostile: Review) -> None:
    written = render(hostile, "markdown")
    assert "<script" not in written
    assert "<img" not in written
    assert "\x1b" not in written
    assert "a" not in _tags(written)
    assert "img" not in _tags(written)


def test_every_table_row_has_the_cells_of_its_head(hostile: Review) -> None:
    width = 0
    for line in render(hostile, "markdown").split("\n"):
        bars = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert not (width and bars) or bars == width
        width = bars


def test_claims_and_drafts_are_told(review: Review) -> None:
    written = render(review, "markdown")
    for claim in review.claims:
        assert all(md(q.quote) in written for q in claim.evidence)
    for draft in review.drafts:
        assert f"> {md(draft.text)}" in written
    assert "内置引擎（离线）" in written
    assert "附注三" in written
