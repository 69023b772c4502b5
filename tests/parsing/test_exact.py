"""Correct forms are read back as they were written."""

import csv
import io
import re

import pytest
from support.forms import Spec, clean
from support.mutating import dice
from support.randoms import correct
from support.shared import GOLD, sample
from support.truth import load, of_form, of_gold, of_spec

from auditor.parsing import count_forms, parse

_DIALECTS = ("pipes", "tabs", "rows", "lines", "flat")
_NAMES = sorted(p.stem for p in GOLD.glob("*.json"))
# its 二级指标 are torn from their rows; the reading says that it is not sure of them
_SCATTERED = "school-canteens-2020"


@pytest.mark.parametrize("dialect", _DIALECTS)
@pytest.mark.parametrize("seed", range(40))
def test_a_random_form_reads_back_exactly(seed: int, dialect: str) -> None:
    spec = correct(dice(seed), plain=seed % 4 == 0)
    form = parse(spec.text(dialect))
    assert of_form(form) == of_spec(spec)
    assert (form.unparsed, form.unsure) == ((), ())


@pytest.mark.parametrize("seed", range(15))
def test_a_table_saved_with_commas_reads_back_exactly(seed: int) -> None:
    spec, out = correct(dice(seed)), io.StringIO()
    csv.writer(out).writerows(line.split("\t") for line in spec.text("tabs").splitlines())
    form = parse(out.getvalue())
    assert of_form(form) == of_spec(spec)
    assert form.unparsed == ()


@pytest.mark.parametrize("name", [n for n in _NAMES if n != _SCATTERED])
def test_a_sample_reads_as_annotated(name: str) -> None:
    form = parse(sample(name))
    assert of_form(form) == of_gold(load(GOLD / f"{name}.json"))
    assert form.unparsed == ()


def test_a_torn_sample_reads_as_annotated_and_says_where_it_is_unsure() -> None:
    form = parse(sample(_SCATTERED))
    read, gold = of_form(form), of_gold(load(GOLD / f"{_SCATTERED}.json"))
    assert (read.head, read.funds, read.goals, read.total) == (gold.head, gold.funds, gold.goals, gold.total)
    assert [r[2:] for r in read.rows] == [r[2:] for r in gold.rows]
    assert "levels" in form.unsure
    assert form.doubts


@pytest.mark.parametrize("name", _NAMES)
def test_a_sample_is_one_form(name: str) -> None:
    assert count_forms(sample(name)) == 1


@pytest.mark.parametrize("dialect", _DIALECTS)
def test_two_forms_in_one_text_are_counted(dialect: str) -> None:
    assert count_forms(clean().text(dialect) + "\n" + clean().text(dialect)) == 2


def _wide(text: str) -> str:
    return text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))


@pytest.mark.parametrize("dialect", _DIALECTS)
def test_full_width_digits_read_as_the_same_values(dialect: str) -> None:
    text = clean().text(dialect)
    wide, narrow = parse(_wide(text)), parse(text)
    assert len(_wide(text)) == len(text)
    for one, other in zip(wide.indicators, narrow.indicators, strict=True):
        assert (one.target.value, one.target.unit) == (other.target.value, other.target.unit)
        assert (one.actual.kind, one.actual.value) == (other.actual.kind, other.actual.value)
    assert [f.executed.value for f in wide.funds] == [f.executed.value for f in narrow.funds]
    assert wide.total.score is not None
    assert narrow.total.score is not None
    assert wide.total.score.value == narrow.total.score.value


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("dialect", _DIALECTS)
def test_line_breaks_of_other_systems_change_nothing(dialect: str, ends: str) -> None:
    assert of_form(parse(clean().text(dialect).replace("\n", ends))) == of_spec(clean())


def _changed(number: int, **cells: str) -> Spec:
    return clean().row(number, **cells)


@pytest.mark.parametrize("dialect", _DIALECTS)
@pytest.mark.parametrize(
    "spec",
    [
        _changed(1, explanation="因暑期读者需求增加，新增6场；下年度按近三年平均数核定指标值。"),
        _changed(5, target="不适用", actual="不适用", points="—", score="—"),
        _changed(7, target="3—5个工作日", actual="4个工作日"),
        _changed(2, target="≥20,000册", actual="20,800册"),
        _changed(14, name="到馆读者满意度（含流动图书车）"),
        _changed(1, name="2023年阅读推广活动场次"),
        clean().but(grade="优"),
        clean().but(currency="元"),
        clean().but(levels=()),
        *(clean().goal(n, actual="") for n in (1, 2, 3)),
        clean().but(goals=clean().goals[:2]).goal(1, actual=""),
        clean().but(goals=clean().goals[:2]).goal(2, actual=""),
        clean().goal(1, actual="").goal(3, actual=""),
        clean().goal(2, expected=""),
    ],
    ids=[
        *("explanation", "not applicable", "range", "separators", "brackets", "year in a name"),
        *("grade", "yuan", "no level points"),
        *("one not reported", "two not reported", "three not reported"),
        *("one of two not reported", "two of two not reported", "only two reported", "two not promised"),
    ],
)
def test_what_a_form_may_hold_is_read_in_every_dialect(spec: Spec, dialect: str) -> None:
    assert of_form(parse(spec.text(dialect))) == of_spec(spec)


@pytest.mark.parametrize(
    "foot",
    [
        "填表人：王五    联系电话：0000-1234567",
        "填表人： 王五 联系电话： 0000-1234567 填报日期：2024年2月20日\n注：1.其他资金包括自有资金等。2.定量指标按完成比例计分。",
        "单位负责人（签字）： 填报日期：\n说明：\n1.得分不超过分值。\n2.其他。",
    ],
)
@pytest.mark.parametrize("dialect", _DIALECTS)
def test_the_foot_is_no_part_of_the_table_and_leaves_nothing_over(dialect: str, foot: str) -> None:
    form = parse(clean().but(tail=foot).text(dialect))
    assert of_form(form) == of_spec(clean())
    assert form.unparsed == ()


def test_words_after_the_total_that_are_no_foot_are_left_over() -> None:
    form = parse(clean().but(tail="另有一事未列入本表").text("tabs"))
    assert [rest.text for rest in form.unparsed] == ["另有一事未列入本表"]


@pytest.mark.parametrize("words", ["无", "0", "—"])
@pytest.mark.parametrize("number", range(1, 15))
@pytest.mark.parametrize("dialect", ["rows", "lines", "flat"])
def test_an_empty_word_after_a_score_of_zero_is_an_explanation(dialect: str, number: int, words: str) -> None:
    actual = re.sub(r"^[\d.]+(?!.*[月日])", "0", clean().rows[number - 1].actual)
    spec = _changed(number, actual=actual, score="0", explanation=words)
    assert of_form(parse(spec.text(dialect))) == of_spec(spec)


@pytest.mark.parametrize("dialect", ["pipes", "tabs"])
def test_a_first_row_without_points_shares_none_with_the_next(dialect: str) -> None:
    form = parse(_changed(1, points="", score="").text(dialect))
    assert [g.indicators for g in form.groups][:2] == [("I01",), ("I02",)]
    assert not form.groups[0].points
    assert [c.text for c in (form.groups[1].points, form.groups[1].score) if c] == ["8", "8"]


@pytest.mark.parametrize("total", [("100", ""), ("", "99.70"), ("", "100")])
@pytest.mark.parametrize("dialect", ["pipes", "tabs"])
def test_a_lone_number_of_the_total_row_is_the_points_or_the_score(dialect: str, total: tuple[str, str]) -> None:
    spec = clean().but(total=total)
    assert of_form(parse(spec.text(dialect))) == of_spec(spec)


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ("总分 | 100 |  |", ("100", "")),
        ("总分 | 99.70 |  |", ("", "99.70")),
        ("总分 | 98 |  |", ("", "98")),
        ("总分 | 98 |  |  |", ("98", "")),
        ("总分 | 98 |", ("", "98")),
        ("总分 |  |  |  |  |  | 98 |  |", ("", "98")),
        ("总分 | 98 | — | — |", ("98", "")),
    ],
)
def test_the_sums_tell_what_a_lone_number_of_the_total_row_is_else_its_place(row: str, read: tuple[str, str]) -> None:
    printed = "总分 | 100 | 99.70 |  |"
    assert printed in clean().text("pipes")
    assert of_form(parse(clean().text("pipes").replace(printed, row))).total == read


@pytest.mark.parametrize("words", ["", "无", "0", "/"])
@pytest.mark.parametrize("dialect", ["pipes", "tabs"])
def test_cells_between_delimiters_may_be_blank_or_an_empty_word(dialect: str, words: str) -> None:
    spec = _changed(3, explanation=words)
    assert of_form(parse(spec.text(dialect))) == of_spec(spec)
    blank = _changed(3, actual="")
    assert of_form(parse(blank.text(dialect))) == of_spec(blank)
