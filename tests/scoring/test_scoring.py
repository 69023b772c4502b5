"""The scorer: formulas, shared scores, the execution score, totals and grades, with exact decimals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.forms import Spec, clean
from support.randoms import Dice, correct
from support.reviewing import TODAY, review

from auditor.model.form import FundRole
from auditor.model.rulebook import Formula, Parameter, Rulebook
from auditor.model.score import DeviationKind, Interval, ScoreSheet
from auditor.parsing import parse
from auditor.rulebooks import choose, resolve
from auditor.scoring import form_year, number_of, score
from auditor.scoring.formulas import METHODS, Measure

NATIONAL = resolve("cn-national-2020", TODAY)
POINTS = Decimal(8)


def _sheet(spec: Spec | str, book: Rulebook = NATIONAL) -> ScoreSheet:
    return score(parse(spec if isinstance(spec, str) else spec.text()), book)


def _between(interval: Interval | None) -> tuple[str, str]:
    assert interval is not None
    return f"{interval.low.normalize():f}", f"{interval.high.normalize():f}"


def _row(target: str, actual: str) -> Spec:
    return clean().row(1, target=target, actual=actual)


def _with(name: str, value: Parameter | None) -> Rulebook:
    parameters = {k: p for k, p in NATIONAL.parameters.items() if k != name} | ({name: value} if value else {})
    return NATIONAL.model_copy(update={"parameters": parameters})


@pytest.mark.parametrize(
    ("target", "actual", "low", "high"),
    [
        ("≥40场", "40场", "8", "8"),
        ("≥40场", "80场", "8", "8"),
        ("≥40场", "37场", "7.4", "7.4"),
        ("≥40场", "13场", "2.6", "2.6"),
        ("≥3场", "1场", "2.67", "2.67"),
        ("≥40场", "0场", "0", "0"),
        ("≥40场", "未举办", "0", "0"),
        ("≤10次", "11次", "7.2", "7.27"),
        ("≤10次", "15次", "4", "5.33"),
        ("≤10次", "20次", "0", "4"),
        ("≤10次", "30次", "0", "2.67"),
        ("0次", "1次", "0", "0"),
        ("<10次", "10次", "8", "8"),
        ("按时上线", "已完成", "6.4", "8"),
        ("≤0次", "0次", "8", "8"),
        ("10月底前", "12月1日", "0", "7.99"),
        ("规范", "规范", "6.4", "8"),
        ("规范", "达成年度指标", "6.4", "8"),
        ("规范", "部分达成年度指标并具有一定效果", "4.8", "6.39"),
        ("规范", "未达成年度指标且效果较差", "0", "4.79"),
        ("≥5公里", "6处", "0", "8"),
    ],
)
def test_a_row_of_eight_points_deserves(target: str, actual: str, low: str, high: str) -> None:
    group = _sheet(_row(target, actual)).groups[0]
    assert group.points == POINTS
    assert _between(group.deserved) == (low, high)
    assert group.indicators[0].method


@pytest.mark.parametrize(
    ("claimed", "difference"), [("8", "0.6"), ("7.4", "0"), ("7.5", "0.1"), ("7.39", "-0.01"), ("0", "-7.4")]
)
def test_the_difference_is_counted_from_the_nearer_end(claimed: str, difference: str) -> None:
    group = _sheet(_row("≥40场", "37场").row(1, score=claimed)).groups[0]
    assert group.difference == Decimal(difference)


def _shared(actual: str) -> Spec:
    """The first three rows share 22 points."""
    spec = clean().row(1, points="22", score="22", actual=actual)
    return spec.row(2, points="", score="", shared=True).row(3, points="", score="", shared=True)


def test_rows_that_share_their_points_share_them_equally() -> None:
    sheet = _sheet(_shared("20场"))
    group = sheet.groups[0]
    assert group.method == "3项合占22分，按等权测算"
    assert [str(r.share) for r in group.indicators] == ["7.33"] * 3
    assert _between(group.deserved) == ("18.33", "18.33")
    assert sheet.total.sum_of_points == Decimal(100)


def test_a_row_that_does_not_apply_gives_its_share_to_the_others() -> None:
    sheet = _sheet(_shared("不适用").row(1, target="不适用"))
    assert [str(r.share) for r in sheet.groups[0].indicators] == ["0", "11.00", "11.00"]
    assert _between(sheet.groups[0].deserved) == ("22", "22")


def test_a_group_in_which_nothing_applies_deserves_nothing() -> None:
    group = _sheet(_row("不适用", "不适用")).groups[0]
    assert (group.deserved, group.difference, group.method) == (None, None, "不适用")
    assert group.indicators[0].method == "不适用"


def test_a_group_without_points_is_not_scored() -> None:
    sheet = _sheet(clean().row(1, points="—", score="—"))
    assert sheet.groups[0].method == "没有分值，不计分"
    assert sheet.groups[0].indicators[0].deserved is None


@pytest.mark.parametrize(
    ("changes", "rate", "deserved"),
    [
        ({}, "0.970000", ("9.7", "9.7")),
        ({"executed": "120.00", "rate": "100%", "score": "10"}, "1", ("10", "10")),
        ({"executed": "126.00", "rate": "105%", "score": "10"}, "1.050000", ("10", "10")),
        ({"executed": "0", "rate": "0%", "score": "0"}, "0", ("0", "0")),
        ({"annual": "110.9", "executed": "99.6"}, "0.898106", ("8.98", "8.98")),
        ({"annual": "43.2", "executed": "37.24", "rate": "86%", "score": "8.6"}, "0.862037", ("8.6", "8.62")),
        ({"annual": "300", "executed": "200", "rate": "66.67%"}, "0.666667", ("6.66", "6.67")),
        ({"annual": "300", "executed": "200", "rate": "80%"}, "0.666667", ("6.66", "6.67")),
        ({"rate": "—"}, "0.970000", ("9.7", "9.7")),
    ],
)
def test_the_execution_score(changes: dict[str, str], rate: str, deserved: tuple[str, str]) -> None:
    execution = _sheet(clean().fund(0, **changes)).execution
    assert str(execution.rate) == rate
    assert _between(execution.deserved) == deserved


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"annual": "0.00"}, "全年预算数为 0"),
        ({"annual": "—"}, "不是数"),
        ({"executed": "—"}, "不是数"),
    ],
)
def test_without_a_budget_there_is_no_rate(changes: dict[str, str], why: str) -> None:
    sheet = _sheet(clean().fund(0, **changes))
    assert sheet.execution.rate is None
    assert why in sheet.execution.method
    assert sheet.total.deserved is None


def test_without_a_total_row_of_the_funds_there_is_no_execution_score() -> None:
    spec = clean()
    sheet = _sheet(spec.but(funds=spec.funds[1:]))
    assert sheet.execution.method == "没有年度资金总额行"
    assert not [d for d in sheet.deviations if d.indicator is None]


def test_an_execution_row_without_points_is_not_scored() -> None:
    assert _sheet(clean().fund(0, points="—", score="—")).execution.deserved is None


def test_the_total_adds_up_what_is_claimed_and_what_is_deserved() -> None:
    total = _sheet(_row("≥40场", "37场")).total
    assert (total.claimed, total.sum_of_claimed) == (Decimal("99.70"), Decimal("99.70"))
    assert total.deserved is not None
    assert total.deserved.high == Decimal("99.10")
    assert total.difference == Decimal("0.60")
    assert (total.grade, total.deserved_grade) == ("优", "优")


@pytest.mark.parametrize(
    ("score_", "grade"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差")]
)
def test_the_grade_follows_from_the_total(score_: str, grade: str) -> None:
    assert _sheet(clean().but(total=("100", score_))).total.grade == grade


def test_a_total_that_spans_two_grades_names_both() -> None:
    spec = clean().row(10, target="规范", actual="未达成年度指标且效果较差")
    assert _sheet(spec).total.deserved_grade == "良至优"


def test_a_form_without_a_total_has_no_grade() -> None:
    total = _sheet(clean().but(total=("", ""))).total
    assert (total.claimed, total.grade, total.difference) == (None, None, None)


def test_what_deviates_is_listed_with_its_gap() -> None:
    spec = (
        _row("≥40场", "37场")
        .row(2, actual="40000册")
        .row(4, actual="99.9%")
        .row(7, target="验收通过", actual="验收未通过")
    )
    spec = spec.fund(0, initial="100.00", executed="90.00", rate="75%")
    deviations = {(d.indicator, d.kind): d.gap for d in _sheet(spec).deviations}
    assert deviations == {
        (None, DeviationKind.BUDGET_CHANGE): Decimal(200000),
        (None, DeviationKind.EXECUTION): Decimal(300000),
        ("I01", DeviationKind.SHORTFALL): Decimal(3),
        ("I02", DeviationKind.OVERFULFILMENT): Decimal(20000),
        ("I07", DeviationKind.SHORTFALL): None,
    }


@pytest.mark.parametrize(
    "score",
    ["8", "6", "0", ""],
)
def test_a_late_row_counts_as_claimed_because_no_rule_says_what_it_loses(score: str) -> None:
    late = _sheet(_row("10月底前", "12月1日").row(1, score=score)).total
    met = _sheet(_row("10月底前", "10月1日")).total
    assert met.deserved is not None
    assert late.deserved is not None
    lost = POINTS - Decimal(score or "8")
    assert (late.deserved.low, late.deserved.high) == (met.deserved.low - lost, met.deserved.high - lost)


def test_a_late_row_that_shares_its_score_counts_in_full() -> None:
    shared = clean().row(2, points="", score="", shared=True).row(3, points="", score="", shared=True)
    late = _sheet(shared.row(1, target="10月底前", actual="12月1日")).total.deserved
    assert late == _sheet(shared.row(1, target="10月底前", actual="10月1日")).total.deserved


def test_the_year_is_read_from_the_header() -> None:
    assert form_year(parse(clean().text())) == 2023
    assert form_year(parse(clean().but(year="２０２１").text())) == 2021
    assert form_year(parse(clean().but(year="").text())) is None
    assert number_of(None) is None


@pytest.mark.parametrize("name", ["score.step", "execution.explain_below", "grade.names"])
def test_a_rule_set_with_one_word_for_a_number_or_a_list_is_refused(name: str) -> None:
    wrong = NATIONAL.parameters[name].model_copy(update={"value": "十"})
    with pytest.raises(TypeError, match=name):
        _sheet(clean(), _with(name, wrong))


def test_the_lowest_grade_holds_for_all_that_is_below() -> None:
    floors = NATIONAL.parameters["grade.floors"].model_copy(update={"value": tuple(map(Decimal, (90, 80, 60, 10)))})
    assert _sheet(clean().but(total=("100", "5")), _with("grade.floors", floors)).total.grade == "差"


@given(
    target=st.decimals("0.1", "100000", places=1),
    actual=st.decimals("0", "100000", places=1),
    points=st.decimals("0.5", "50", places=1),
    operator=st.sampled_from("≥≤=><"),
)
def test_a_deserved_score_lies_between_nothing_and_the_points(
    target: Decimal, actual: Decimal, points: Decimal, operator: str
) -> None:
    spec = clean().row(1, target=f"{operator}{target}次", actual=f"{actual}次", points=str(points))
    group = _sheet(spec).groups[0]
    assert group.deserved is not None
    assert 0 <= group.deserved.low <= group.deserved.high <= points
    assert group.deserved.high == group.deserved.high.quantize(Decimal("0.01"))


@given(st.integers(0, 10**6))
def test_a_correct_form_claims_what_it_deserves(seed: int) -> None:
    sheet = review(correct(Dice(seed))).scores
    assert sheet.execution.difference == 0
    assert all(g.difference == 0 for g in sheet.groups)
    assert sheet.total.sum_of_points == 100
    assert sheet.total.claimed == sheet.total.sum_of_claimed


@given(st.integers(0, 10**6), st.decimals("0", "2", places=2))
def test_more_done_never_deserves_less(seed: int, part: Decimal) -> None:
    done = Decimal(Dice(seed).randint(1, 4000))
    less, more = (
        _sheet(_row("≥1000场", f"{n.normalize():f}场")).groups[0].deserved for n in (done * part, done * part + 10)
    )
    assert less is not None
    assert more is not None
    assert less.high <= more.high


def test_amounts_keep_every_digit() -> None:
    spec = clean().fund(0, annual="8,108,600.00", executed="8,086,475.64", rate="99.73%", score="9.97")
    sheet = _sheet(spec.but(currency="元"))
    assert sheet.execution.rate == Decimal("0.997271")
    total = parse(spec.text()).funds[0]
    assert (total.role, number_of(total.executed)) == (FundRole.TOTAL, Decimal("8086475.64"))


def test_the_rule_set_says_which_formulas_are_admitted() -> None:
    one = NATIONAL.parameters["lower.formulas"].model_copy(update={"value": ("one_minus_excess",)})
    spec = replace(_row("≤10次", "15次"))
    assert _between(_sheet(spec, _with("lower.formulas", one)).groups[0].deserved) == ("4", "4")
    assert choose(parse(spec.text()), TODAY)[0].id == NATIONAL.id


def test_a_formula_whose_numbers_are_not_in_force_gives_nothing() -> None:
    early = resolve("cn-national-2020", date(2021, 1, 1))
    measure = Measure(Decimal(100), Decimal(80), share=True)
    for name in (Formula.GATE60, Formula.EXECUTION_STEPS, Formula.SATISFACTION_STEPS):
        assert METHODS[name](measure, early) is None
        assert METHODS[name](measure, NATIONAL) is not None
    assert METHODS[Formula.SATISFACTION_STEPS](Measure(Decimal(10), Decimal(8)), NATIONAL) is None


def test_without_any_formula_every_score_is_possible() -> None:
    steps = NATIONAL.parameters["execution.formula"].model_copy(update={"value": (Formula.EXECUTION_STEPS,)})
    book = _with("execution.formula", steps)
    without = {k: p for k, p in book.parameters.items() if not k.startswith("execution.steps")}
    assert _between(_sheet(clean(), book.model_copy(update={"parameters": without})).execution.deserved) == ("0", "10")
    gate = NATIONAL.parameters["higher.formulas"].model_copy(update={"value": (Formula.GATE60,)})
    early = resolve("cn-national-2020", date(2021, 1, 1))
    early = early.model_copy(update={"parameters": early.parameters | {"higher.formulas": gate}})
    assert _between(_sheet(_row("≥40场", "30场"), early).groups[0].deserved) == ("0", "8")
    assert _between(_sheet(_row("≥40场", "未举办"), early).groups[0].deserved) == ("0", "0")
