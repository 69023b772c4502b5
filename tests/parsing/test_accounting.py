"""Every character of a text is in a cell, a label or the rest, whatever happens to the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.forms import DIALECTS, clean
from support.mutating import KINDS, dice, doubled, lost, mutate, outside
from support.randoms import correct
from support.shared import SAMPLES, sample

from auditor.parsing import parse

_SAMPLES = sorted(p.stem for p in SAMPLES.glob("*.txt"))


def _account(text: str) -> tuple[str, str, list[tuple[int, int]]]:
    form = parse(text)
    return lost(text, form), doubled(text, form), outside(text, form)


_IN_ORDER: tuple[str, str, list[tuple[int, int]]] = ("", "", [])


@given(seed=st.integers(0, 10**6), dialect=st.sampled_from(sorted(DIALECTS)))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_character_of_a_correct_form_has_one_place(seed: int, dialect: str) -> None:
    assert _account(correct(dice(seed)).text(dialect)) == _IN_ORDER


@given(seed=st.integers(0, 10**6), dialect=st.sampled_from(sorted(DIALECTS)), plain=st.booleans())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_every_character_of_a_damaged_form_has_one_place(seed: int, dialect: str, *, plain: bool) -> None:
    rng = dice(seed)
    assert _account(mutate(correct(rng, plain=plain).text(dialect), rng)) == _IN_ORDER


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("name", _SAMPLES)
def test_no_character_of_a_damaged_sample_is_lost(name: str, kind: str) -> None:
    rng = dice(name, kind)
    text = KINDS[kind](sample(name), rng)
    form = parse(text)
    assert (lost(text, form), outside(text, form)) == ("", [])


@given(
    text=st.text(
        alphabet="项目名称资金年度总额指标分值得分产出一二、：（）|\t\n 0123456789.%≥≤—", min_size=1, max_size=200
    )
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_words_of_forms_in_any_order_are_accounted_for(text: str) -> None:
    assert lost(text, parse(text)) == ""


@given(text=st.text(min_size=1, max_size=80))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_text_is_accounted_for(text: str) -> None:
    assert lost(text, parse(text)) == ""


@given(
    lines=st.lists(
        st.sampled_from(
            ["0", "1", "3", "10", "—", "3%", "年", "不", "）", "其中财政拨款", "数量指标", "总分", "≥3场", "3场"]
        ),
        min_size=11,
        max_size=40,
    )
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_cells_on_lines_of_their_own_are_accounted_for_once(lines: list[str]) -> None:
    assert _account("\n".join(lines)) == _IN_ORDER


@pytest.mark.parametrize(
    "text",
    [
        "7\n7\n）\n意\n0\n3%\n0\n不\n分\n1\n9",
        "0\n其中财政拨款\n1\n其中财政拨款\n0\n0.0\n0\n—\n6\n—\n年",
    ],
    ids=["no label and no pair", "a fund label twice"],
)
def test_scattered_lines_that_make_no_form_are_accounted_for_once(text: str) -> None:
    assert _account(text) == _IN_ORDER


def test_a_novel_is_no_form_and_stays_unparsed() -> None:
    text = "那年冬天，祖母死了，父亲的差使也交卸了。\n正是祸不单行的日子。\n" * 30
    form = parse(text)
    assert (form.indicators, form.funds, lost(text, form)) == ((), (), "")
    assert form.unparsed


def test_the_words_of_a_cell_stand_at_its_places() -> None:
    text = clean().text("rows")
    for i in parse(text).indicators:
        assert "".join(text[s.start : s.end] for s in i.name.spans) == i.name.text
