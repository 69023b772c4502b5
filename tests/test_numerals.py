"""Numbers, units and dates as official prose writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.numerals import amounts, chinese_number, comparable, days, dimension, number, years

_DIGITS = "零一二三四五六七八九"


def _chinese(n: int) -> str:
    """The Chinese numeral of a number below 100,000,000."""
    if n >= 10**4:
        low = n % 10**4
        return _chinese(n // 10**4) + "万" + ("" if low == 0 else ("零" if low < 1000 else "") + _chinese(low))
    out, zero = "", False
    for step, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // step % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + word
        zero = not digit
    return out or "零"


@given(st.integers(0, 9999))
def test_a_chinese_numeral_reads_back(n: int) -> None:
    assert chinese_number(_chinese(n)) == number(_chinese(n)) == n


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_a_chinese_numeral_with_a_myriad_reads_back(high: int, low: int) -> None:
    assert number(_chinese(high * 10**4 + low)) == high * 10**4 + low


@given(st.integers(10, 99))
def test_a_number_means_the_same_in_digits_and_in_numerals_within_prose(n: int) -> None:
    for words in (f"{n}场", f"{_chinese(n)}场", f"{n:,}场"):
        found = amounts(f"全年举办讲座{words}。")
        assert [(a.value, a.unit, a.approx, a.text) for a in found] == [(Decimal(n), "场", "", words)]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_digits_read_back_with_and_without_separators(value: Decimal) -> None:
    assert number(str(value)) == number(f"{value:,}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("一千零一", 1001), ("两千三百", 2300)),
        *(
            ("三百五", 350),
            ("三千二", 3200),
            ("两万三", 23000),
            ("三百零五", 305),
            ("半", Decimal("0.5")),
            ("三点五", Decimal("3.5")),
        ),
        *(("二〇二三", 2023), ("两", 2), ("〇", 0), ("三万零五十", 30050), ("一万二千", 12000)),
        *(("2.3万", 23000), ("五万", 50000), ("1.2亿", 120000000), ("三千万", 30000000), ("１２３", 123), ("-5", -5)),
    ],
)
def test_numbers_in_all_spellings(text: str, value: Decimal) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1,23", "若干", "万", "第三", "三点", "点五", "三点十"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("近百人", 100, "人", "under"),
        ("不足10户", 10, "户", "under"),
        ("三百余人", 300, "人", "over"),
        ("20多家", 20, "家", "over"),
        ("十余年", 10, "年", "over"),
        ("突破五万", 50000, "万", "over"),
        ("逾两千万元", 20000000, "万元", "over"),
        ("约300人", 300, "人", "about"),
        ("300人左右", 300, "人", "about"),
        ("2.3万余人次", 23000, "万人次", "over"),
        ("九成以上", 90, "%", "over"),
        ("约六成", 60, "%", "about"),
        ("六成半", 65, "%", ""),
        ("四分之三", 75, "%", ""),
        ("百分之九十五点五", Decimal("95.5"), "%", ""),
        ("0.8‰", Decimal("0.08"), "‰", ""),
        ("5.4个百分点", Decimal("5.4"), "个百分点", ""),
        ("两批次", 2, "批次", ""),
        ("2万㎡", 20000, "万㎡", ""),
        ("100元/人", 100, "元/人", ""),
        ("数十家", 10, "家", "over"),
        ("几百人", 100, "人", "over"),
        ("上千人", 1000, "人", "over"),
        ("户数十户", 10, "户", ""),
        ("讲座一百一十场", 110, "场", ""),
        ("一千一百人", 1100, "人", ""),
        ("签约二十三人", 23, "人", ""),
        ("节约23万元", 230000, "万元", ""),
        ("附近3户", 3, "户", ""),
        ("一个半小时", 5400, "小时", ""),
        ("半小时", 1800, "小时", ""),
    ],
)
def test_an_amount_says_how_exact_it_is(text: str, value: Decimal, unit: str, approx: str) -> None:
    assert [(a.value, a.unit, a.approx) for a in amounts(f"本年{text}。")] == [(value, unit, approx)]


@pytest.mark.parametrize("text", ["首届大赛", "首次巡展", "首批设备"])
def test_the_first_of_its_kind_counts_one(text: str) -> None:
    assert [(a.value, a.first) for a in amounts(f"成功举办{text}")] == [(Decimal(1), True)]


@pytest.mark.parametrize("text", ["第三批", "第2次", "第十二届"])
def test_an_ordinal_is_no_count(text: str) -> None:
    assert [a.ordinal for a in amounts(f"{text}验收")] == [True]


@pytest.mark.parametrize(
    "text",
    [
        *("三方协议", "一次性补助", "三农工作", "十八大精神", "一期工程", "四好农村路", "一株一块地牌", "每批次"),
        *("2023年9月30日", "第三季度", "2022年度", "1—3号楼", "上半年"),
    ],
)
def test_words_with_numerals_and_dates_are_no_amounts(text: str) -> None:
    assert amounts(text) == ()


def test_an_amount_stands_at_its_place() -> None:
    text = "参加招聘会１２场，录用二十三人。"
    assert [text[a.start : a.end] for a in amounts(text)] == ["１２场", "二十三人"]


def test_measure_words_of_the_table_are_known_in_the_prose() -> None:
    assert amounts("烧制五十瓮") == ()
    assert [(a.value, a.unit) for a in amounts("烧制五十瓮", frozenset({"瓮"}))] == [(Decimal(50), "瓮")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023年9月17日举办", [(2023, 9, 17, "", "")]),
        ("十二月完成", [(0, 12, 0, "", "")]),
        ("二月二十日", [(0, 2, 20, "", "")]),
        ("五月三日", [(0, 5, 3, "", "")]),
        ("2023-09-30、2023/9/30和2023.9.30", [(2023, 9, 30, "", "")] * 3),
        ("版本2.3.4", []),
        ("去年9月", [(0, 9, 0, "", "去年")]),
        ("次年3月补种", [(0, 3, 0, "", "次年")]),
        ("2021年末", [(2021, 0, 0, "年末", "")]),
        ("2024年一季度", [(2024, 0, 0, "1季度", "")]),
        ("3月17日至19日", [(0, 3, 17, "", ""), (0, 3, 19, "", "")]),
        ("9月下旬到10月初", [(0, 9, 0, "下旬", ""), (0, 10, 0, "初", "")]),
        ("下半年", [(0, 0, 0, "下半年", "")]),
        ("3.5公里", []),
        ("月饼和月季", []),
    ],
)
def test_dates_are_read_in_all_their_parts(text: str, found: list[tuple[int, int, int, str, str]]) -> None:
    assert [(d.year, d.month, d.day, d.part, d.relative) for d in days(text)] == found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("9月", (9, 1), (9, 30)),
        ("2月", (2, 1), (2, 28)),
        ("9月17日", (9, 17), (9, 17)),
        ("9月上旬", (9, 1), (9, 10)),
        ("9月中旬", (9, 11), (9, 20)),
        ("9月底", (9, 25), (9, 30)),
        ("三季度", (7, 1), (9, 30)),
        ("上半年", (1, 1), (6, 30)),
        ("年底", (12, 1), (12, 31)),
        ("年初", (1, 1), (3, 31)),
    ],
)
def test_a_part_of_the_year_has_a_first_and_a_last_day(
    text: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    assert [d.first_last for d in days(text)] == [(first, last)]


@pytest.mark.parametrize(
    ("done", "due", "late"),
    [
        ("10月5日", "9月30日", 5),
        ("9月30日", "9月30日", 0),
        ("2024年1月9日", "2023年12月31日", 9),
        ("10月", "9月", 0),
        ("10月2日", "9月底", 2),
        ("2024年1月9日", "12月31日", 9),
    ],
)
def test_lateness_is_counted_in_days(done: str, due: str, late: int) -> None:
    assert days(done)[0].days_after(days(due)[0], 2023) == late


def test_calendar_years_are_found_where_they_are_written_out() -> None:
    assert [y for _, _, y in years("2021年和２０２２年度，共2023人")] == [2021, 2022]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        *(
            ("万元", "元", 2),
            ("公里", "米", 2),
            ("吨", "公斤", 2),
            ("平方米", "公顷", 2),
            ("%", "个百分点", 2),
            ("小时", "分钟", 2),
            ("个小时", "小时", 2),
        ),
        *(("人", "名", 1), ("场", "次", 1), ("人", "人次", 1), ("期", "班", 1), ("株", "棵", 1)),
        *(("个", "元", 0), ("人", "场", 0), ("%", "个", 0), ("公里", "公顷", 0)),
    ],
)
def test_units_are_comparable_by_dimension_or_by_family(one: str, other: str, how: int) -> None:
    assert comparable(one, other) == comparable(other, one) == how


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [
        ("公里", "length", "1000"),
        ("万人次", "人次", "10000"),
        ("百万元", "money", "1000000"),
        ("件（套）", "件", "1"),
        ("‰", "share", "0.1"),
    ],
)
def test_a_unit_has_a_dimension_and_a_factor(unit: str, base: str, factor: str) -> None:
    assert dimension(unit) == (base, Decimal(factor))


@given(st.text(alphabet="0123456789一二两十百千万亿年月日底旬第首约近余多成分之点半场人元%‰、，。—", max_size=30))
def test_amounts_and_dates_never_leave_their_text(text: str) -> None:
    for a in amounts(text):
        assert text[a.start : a.end] == a.text
    for d in days(text):
        assert 0 <= d.start < d.end <= len(text)
