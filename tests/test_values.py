"""What the words of a cell mean."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.form import CellKind, Operator
from auditor.values import read_value, scale_left_out, squeeze

_AT_LEAST = "≥ ≧ >= 大于等于 大于或等于 不少于 不低于 不小于 不得少于 不得低于 至少 达到 达 保底 ≥："
_AT_MOST = "≤ ≦ <= 小于等于 小于或等于 不超过 不高于 不多于 不大于 不得超过 不超 控制在 最多 至多"
_SPELLINGS = [
    (word, operator)
    for operator, words in (
        (Operator.AT_LEAST, _AT_LEAST),
        (Operator.AT_MOST, _AT_MOST),
        (Operator.EQUAL, "= ＝ ﹦ 等于"),
        (Operator.ABOVE, "> ＞ 大于 超过 高于 多于"),
        (Operator.BELOW, "< ＜ 小于 少于 低于"),
    )
    for word in words.split()
]


@pytest.mark.parametrize(("word", "operator"), _SPELLINGS)
def test_an_operator_is_read_in_all_its_spellings(word: str, operator: Operator) -> None:
    for text in (f"{word}8.5次", f"{word} 8.5 次"):
        value = read_value(text)
        assert (value.kind, value.operator, value.number) == (CellKind.NUMBER, operator, Decimal("8.5"))
        assert value.dimension == "次"


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("8次以上", Operator.AT_LEAST),
        ("8次及以上", Operator.AT_LEAST),
        ("8次(含)以上", Operator.AT_LEAST),
        ("8次以内", Operator.AT_MOST),
        ("8次之内", Operator.AT_MOST),
        ("8次以下", Operator.AT_MOST),
        ("8次及以下", Operator.AT_MOST),
        ("8个工作日内", Operator.AT_MOST),
        ("控制在8次以内", Operator.AT_MOST),
        ("8次（含）以上", Operator.AT_LEAST),
        ("8次以上（含）", Operator.AT_LEAST),
        ("≥8次以上", Operator.AT_LEAST),
        ("不低于8次（含）", Operator.AT_LEAST),
        ("≤8次及以下", Operator.AT_MOST),
        ("控制在8次以上", Operator.AT_LEAST),
    ],
)
def test_an_operator_may_follow_its_number(text: str, operator: Operator) -> None:
    value = read_value(text)
    assert (value.operator, value.number) == (operator, Decimal(8))
    assert value.unit in ("次", "个工作日")


@pytest.mark.parametrize(
    ("text", "number", "unit", "dimension", "base"),
    [
        ("1,234人", "1234", "人", "人", "1234"),
        ("12,345,678.90元", "12345678.90", "元", "money", "12345678.90"),
        ("１２３４人", "1234", "人", "人", "1234"),
        ("90%", "90", "%", "share", "90"),
        ("９０％", "90", "%", "share", "90"),
        ("90百分比", "90", "%", "share", "90"),
        ("百分之九十", "90", "%", "share", "90"),
        ("百分之一百", "100", "%", "share", "100"),
        ("5个百分点", "5", "个百分点", "share", "5"),
        ("5‰", "5", "‰", "share", "0.5"),
        ("5万份", "5", "万份", "份", "50000"),
        ("1.2亿元", "1.2", "亿元", "money", "120000000"),
        ("2.3万人次", "2.3", "万人次", "人次", "23000"),
        ("3.5万元/公里", "3.5", "万元/公里", "元/公里", "35000"),
        ("5km", "5", "km", "length", "5000"),
        ("3公顷", "3", "公顷", "area", "30000"),
        ("2吨", "2", "吨", "mass", "2000"),
        ("200mg/L", "200", "mg/L", "mg/L", "200"),
        ("100元/人·年", "100", "元/人·年", "元/人·年", "100"),
        ("10件（套）", "10", "件（套）", "件", "10"),
        ("二十三场", "23", "场", "场", "23"),
        ("两批", "2", "批", "批", "2"),
        ("零起", "0", "起", "起", "0"),
        ("-3%", "-3", "%", "share", "-3"),
        ("+5%", "5", "%", "share", "5"),
        ("100", "100", "", "", "100"),
        ("0", "0", "", "", "0"),
        ("共300人", "300", "人", "人", "300"),
        ("累计5场", "5", "场", "场", "5"),
        ("提高5%", "5", "%", "share", "5"),
        ("100%完成", "100", "%", "share", "100"),
        ("1场3天", "1", "场3天", "场3天", "1"),
        ("45元/册", "45", "元/册", "元/册", "45"),
        ("7日", "7", "日", "日", "7"),
        ("10天", "10", "天", "天", "10"),
        ("300余人", "300", "人", "人", "300"),
        ("5万多份", "5", "万份", "份", "50000"),
        ("5万", "5", "万", "", "50000"),
        ("1.2亿", "1.2", "亿", "", "120000000"),
        ("百分之九十五点五", "95.5", "%", "share", "95.5"),
        ("半小时", "0.5", "小时", "time", "1800"),
        ("1个半小时", "1.5", "小时", "time", "5400"),
        ("90分钟", "90", "分钟", "time", "5400"),
        ("2011", "2011", "", "", "2011"),
    ],
)
def test_a_number_is_exact_and_keeps_its_unit(text: str, number: str, unit: str, dimension: str, base: str) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.unit) == (CellKind.NUMBER, Decimal(number), unit)
    assert (value.dimension, value.base) == (dimension, Decimal(base))
    assert value.operator is None


@pytest.mark.parametrize(
    ("text", "low", "high", "dimension"),
    [
        ("3-5天", "3", "5", "天"),
        ("3—5天", "3", "5", "天"),
        ("3～5天", "3", "5", "天"),
        ("3~5天", "3", "5", "天"),
        ("3至5天", "3", "5", "天"),
        ("3到5天", "3", "5", "天"),
        ("10天-15天", "10", "15", "天"),
        ("80%-90%", "80", "90", "share"),
        ("２－３公里", "2000", "3000", "length"),
        ("1.5—2.5万元", "15000", "25000", "money"),
    ],
)
def test_a_range_has_two_bounds(text: str, low: str, high: str, dimension: str) -> None:
    value = read_value(text)
    assert (value.kind, value.low, value.high) == (CellKind.RANGE, Decimal(low), Decimal(high))
    assert (value.number, value.dimension) == (None, dimension)


@pytest.mark.parametrize(
    ("text", "date", "deadline"),
    [
        ("9月30日前", (0, 9, 30, ""), True),
        ("9月底前", (0, 9, 0, "底"), True),
        ("12月31日之前", (0, 12, 31, ""), True),
        ("2023年12月31日前完成", (2023, 12, 31, ""), True),
        ("年底前", (0, 0, 0, "年底"), True),
        ("年底", (0, 0, 0, "年底"), True),
        ("截至12月底", (0, 12, 0, "底"), True),
        ("≤6月30日", (0, 6, 30, ""), True),
        ("不晚于6月30日", (0, 6, 30, ""), True),
        ("不迟于6月底", (0, 6, 0, "底"), True),
        ("2023-09-30", (2023, 9, 30, ""), False),
        ("2023/9/30前", (2023, 9, 30, ""), True),
        ("2023.9.30", (2023, 9, 30, ""), False),
        ("２０２３－０９－３０", (2023, 9, 30, ""), False),
        ("九月三十日前", (0, 9, 30, ""), True),
        ("2023年前", (2023, 0, 0, ""), True),
        ("2023年9月30日", (2023, 9, 30, ""), False),
        ("2023年12月", (2023, 12, 0, ""), False),
        ("2023年", (2023, 0, 0, ""), False),
        ("第三季度", (0, 0, 0, "3季度"), False),
        ("上半年", (0, 0, 0, "上半年"), False),
        ("于8月20日完成", (0, 8, 20, ""), False),
        ("9月下旬", (0, 9, 0, "下旬"), False),
        ("10月15日—10月20日", (0, 10, 20, ""), False),
    ],
)
def test_a_date_is_told_from_a_deadline(text: str, date: tuple[int, int, int, str], *, deadline: bool) -> None:
    value = read_value(text)
    assert value.kind is CellKind.DATE
    assert value.day is not None
    assert (value.day.year, value.day.month, value.day.day, value.day.part) == date
    assert value.deadline is deadline


@pytest.mark.parametrize(
    "text", ["不适用", "不涉及", "未涉及", "无此项", "无此指标", "不考核", "未设置", "—", "——", "-", "–", "/", "／", "N/A", "NA", "n/a", "*"]
)  # fmt: skip
def test_not_applicable_has_many_spellings(text: str) -> None:
    assert read_value(text).kind is read_value(f" {text}\n").kind is CellKind.NOT_APPLICABLE


@pytest.mark.parametrize("text", ["", " ", "\n\t", "　"])
def test_blank_is_empty(text: str) -> None:
    assert (read_value(text).kind, read_value(text).text) == (CellKind.EMPTY, "")


@pytest.mark.parametrize(
    "text",
    [
        *("合规", "及时", "有效保障", "完成", "是", "达成年度指标", "部分达成年度指标并具有一定效果"),
        *("显著提升", "不超过预算", "不超过全年预算数", "一体化平台", "A级", "1:2", "首届"),
        *("≥2场，每场50人", "5场、3期", "第3-5期"),
        *("9月开始实施", "2023年起", "3/4", "4A级", "4A", "5-3天"),
    ],
)
def test_what_is_no_single_number_or_date_is_a_quality(text: str) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.day, value.text) == (CellKind.QUALITATIVE, None, None, text)


@pytest.mark.parametrize(
    ("words", "text"), [("8\n次", "8次"), ("合 规", "合规"), ("Big  Data 平台", "Big Data平台"), ("", "")]
)
def test_blanks_of_the_extraction_are_dropped_but_not_between_latin_words(words: str, text: str) -> None:
    assert squeeze(words) == text


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_money_with_separators_reads_as_the_same_number(amount: Decimal) -> None:
    assert read_value(f"{amount:,}元").base == read_value(f"{amount}元").base == amount


@given(st.text(max_size=30))
def test_any_words_have_a_kind(words: str) -> None:
    value = read_value(words)
    assert (value.kind is CellKind.NUMBER) == (value.number is not None)
    assert (value.kind is CellKind.DATE) == (value.day is not None)


@pytest.mark.parametrize(
    ("one", "two", "missing"),
    [
        ("≥180万羽", "183.5羽", "万"),
        ("≥180羽", "183.5万羽", "万"),
        ("≤30万元", "28.5元", "万"),
        ("≥26万头", "268000头", ""),
        ("≥26万头", "26.8", ""),
        ("≥5万份", "400份", ""),
        ("0万元", "0元", ""),
        ("≤1天", "2分钟", ""),
        ("≥5公里", "5.2万羽", ""),
        ("≥5公里", "长期", ""),
    ],
)
def test_a_value_may_lack_the_scale_of_the_other(one: str, two: str, missing: str) -> None:
    assert scale_left_out(read_value(one), read_value(two)) == missing
