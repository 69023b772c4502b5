"""An actual value against its target."""

from decimal import Decimal

import pytest

from auditor.model.form import Cell, CellKind, Indicator
from auditor.model.score import Outcome
from auditor.scoring import Comparison, compare
from auditor.values import read_value

NAME = "道路巡查次数"


def _cell(text: str) -> Cell:
    return Cell(text=text, kind=read_value(text).kind)


def _compare(
    target: str, actual: str, name: str = NAME, level2: str = "数量指标", year: int | None = 2023
) -> Comparison:
    row = Indicator(
        id="I01", level1="产出指标", level2=level2, name=_cell(name), target=_cell(target), actual=_cell(actual),
        group="G01", explanation=None,
    )  # fmt: skip
    return compare(row, year)


@pytest.mark.parametrize(
    ("target", "actual", "outcome", "completion"),
    [
        ("≥10次", "10次", "met", "1"),
        ("≥10次", "9次", "short", "0.9"),
        ("≥10次", "0次", "short", "0"),
        ("≥10次", "13次", "met", "1.3"),
        ("10次", "7次", "short", "0.7"),
        ("＝10次", "12次", "met", "1.2"),
        (">10次", "10次", "short", "1"),
        ("<10次", "10次", "short", "1"),
        ("≤10次", "8次", "met", "1"),
        ("≤10次", "20次", "short", "0.5"),
        ("≤0次", "0次", "met", "1"),
        ("0次", "0次", "met", "1"),
        ("0次", "2次", "short", "0"),
        ("≥0次", "3次", "met", None),
        ("≥1万人", "9000人", "short", "0.9"),
        ("≥90%", "0.95", "met", None),
        ("≥90%", "90％", "met", "1"),
        ("≥90%", "89.99%", "short", None),
        ("80%-90%", "85%", "met", None),
        ("≥20000册", "２００００册", "met", "1"),
        ("≥10次", "未开展", "short", "0"),
        ("≥1831场", "2011", "met", None),
        ("≥95%以上", "96%", "met", None),
        ("≥8次（含）以上", "8次", "met", "1"),
        ("≥300人", "300余人", "met", "1"),
        ("≥5万", "52000", "met", "1.04"),
        ("≥50000份", "4万", "short", "0.8"),
        ("≤2小时", "90分钟", "met", "1"),
        ("≤90分钟", "2小时", "short", "0.75"),
        ("≤2小时", "一个半小时", "met", "1"),
    ],
)
def test_numbers(target: str, actual: str, outcome: str, completion: str | None) -> None:
    done = _compare(target, actual)
    assert done.outcome == outcome
    if completion is not None:
        assert done.completion == Decimal(completion)


@pytest.mark.parametrize(
    ("target", "actual", "outcome"),
    [
        ("10月底前", "10月31日", "met"),
        ("10月底前", "11月1日", "short"),
        ("2023年6月30日前", "2023年6月30日", "met"),
        ("2023年6月30日前", "2024年1月5日", "short"),
        ("12月底前", "2023年", "met"),
        ("6月15日前", "6月", "undecided"),
        ("10月底前", "按时完成", "met"),
        ("2023-09-30前", "2023/10/8", "short"),
        ("2023.9.30前", "2023-09-30", "met"),
        ("不晚于6月30日", "7月1日", "short"),
        ("6月30日前", "六月二十日", "met"),
        ("2023年", "2023", "met"),
        ("2022", "2023年3月", "short"),
        ("2023年", "15", "undecided"),
        ("10月底前", "未完成", "short"),
        ("10月底前", "情况良好", "undecided"),
        ("10月底前", "12次", "undecided"),
    ],
)
def test_deadlines(target: str, actual: str, outcome: str) -> None:
    assert _compare(target, actual, "完工时间", "时效指标").outcome == outcome


@pytest.mark.parametrize(
    ("target", "actual", "outcome", "tier"),
    [
        ("合规", "合规", "met", None),
        ("运行规范", "部分达成年度指标并具有一定效果", "short", "partly"),
        ("运行规范", "未达成年度指标且效果较差", "short", "missed"),
        ("运行规范", "达成年度指标", "met", "reached"),
        ("有效提升", "得到提高", "met", None),
        ("按期完成", "已完成", "met", None),
        ("运行规范", "没有运行", "short", "missed"),
        ("运行规范", "群众好评", "undecided", None),
    ],
)
def test_words(target: str, actual: str, outcome: str, tier: str | None) -> None:
    done = _compare(target, actual, "管护机制", "可持续影响指标")
    assert (done.outcome, done.tier) == (outcome, tier)
    assert (done.outcome is not Outcome.UNDECIDED) or done.why


@pytest.mark.parametrize(
    ("target", "actual", "why", "mismatch"),
    [
        ("", "3次", "年度指标值为空", False),
        ("≥3次", "", "实际完成值为空", False),
        ("≥3次", "不适用", "有指标值而实际完成值不适用", False),
        ("≥5公里", "66处", "单位不同", True),
        ("≥180万羽", "183.5羽", "疑漏“万”", True),
        ("3座", "已完成", "不是数", True),
        ("有所提升", "3次", "没有数", True),
        ("≥0次", "-1次", "指标值为 0", False),
    ],
)
def test_what_cannot_be_compared_says_why(target: str, actual: str, why: str, *, mismatch: bool) -> None:
    done = _compare(target, actual)
    assert done.outcome is Outcome.UNDECIDED
    assert why in (done.why or "")
    assert done.mismatch is mismatch


@pytest.mark.parametrize("word", ["不适用", "—", "/"])
def test_what_does_not_apply_is_not_compared(word: str) -> None:
    assert _compare(word, word).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("name", "level2", "lower"),
    [
        ("居民投诉次数", "数量指标", True),
        ("安全事故起数", "社会效益指标", True),
        ("平均办结时间", "时效指标", True),
        ("单株平均造价", "成本指标", True),
        ("投诉处理率", "质量指标", False),
        ("事故下降率", "质量指标", False),
        (NAME, "数量指标", False),
    ],
)
def test_without_an_operator_the_name_gives_the_direction_and_that_is_said(
    name: str, level2: str, *, lower: bool
) -> None:
    done = _compare("10次", "8次", name, level2)
    assert done.inferred
    assert done.direction == ("lower" if lower else "higher")
    assert not _compare("≥10次", "8次", name, level2).inferred


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("合规", "不合规"),
        ("达标", "未达标"),
        ("及时", "不及时"),
        ("按期完成", "未按期完成"),
        ("有效提升", "没有提升"),
        ("得到落实", "未得到落实"),
    ],
)
def test_the_denial_of_a_target_misses_it(target: str, actual: str) -> None:
    assert _compare(target, actual).outcome is Outcome.SHORT


def test_a_bare_number_has_the_unit_of_its_target() -> None:
    assert _compare("≥40公里", "46").outcome is Outcome.MET
    assert _compare("≥40万元", "36").completion == Decimal("0.9")


def test_a_date_without_a_year_belongs_to_the_year_of_the_form() -> None:
    assert _compare("10月底前", "2024年3月1日", year=2023).outcome is Outcome.SHORT
    assert _compare("10月底前", "2024年3月1日", year=None).outcome is Outcome.MET
    assert CellKind.DATE is read_value("10月底前").kind
