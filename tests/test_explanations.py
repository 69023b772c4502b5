"""What an 偏差原因分析及改进措施 says."""

import pytest

from auditor.explanations import divide, is_bare, is_measure, is_prompt, is_slogan, read_explanation, says_nothing

_GOOD = "因7月连续降雨21天，施工路段被淹，围挡无法拆除；2024年3月底前由养护科补做。"


def test_a_good_explanation_has_a_cause_and_a_dated_measure() -> None:
    read = read_explanation(_GOOD, 2023)
    assert (read.empty, read.cause, read.measure, read.bare, read.dated) == (False, True, True, False, True)


@pytest.mark.parametrize(
    "text", [None, "", "无", "无。", "0", "/", "—", "无偏差", "没有偏差", "不涉及", "不适用", "已完成", "正常"]
)
def test_an_empty_word_says_nothing(text: str | None) -> None:
    assert says_nothing(text)
    assert read_explanation(text).empty


@pytest.mark.parametrize("text", ["疫情", "三台设备", "未完成", "资金未到位"])
def test_other_words_say_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["受疫情影响。", "因政策调整。", "客观原因", "受新冠肺炎疫情影响所致", "由于不可抗力", "受客观因素影响较大"]
)
def test_a_bare_cause_is_no_cause(text: str) -> None:
    assert is_bare(text.strip("。"))
    read = read_explanation(text)
    assert (read.bare, read.cause, read.measure) == (True, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "加强管理",
        "进一步提高认识",
        "今后将加强日常管理",
        "不断提升工作水平",
        "继续做好相关工作",
        "确保完成任务",
        "加大工作力度",
        "强化责任意识",
    ],
)
def test_a_slogan_is_no_measure(text: str) -> None:
    assert is_slogan(text)
    assert not read_explanation(f"{text}。").measure


@pytest.mark.parametrize(
    "text",
    [
        *("2024年3月底前由养护科补做", "下年度据实测算指标值", "拟于下半年重新招标", "今后提前两个月启动采购"),
        *("改为每季度核对一次台账", "按近三年平均数核定指标值", "已于12月整改到位", "及时调整目标", "明年优化课程安排"),
        *("因缺货的两批下年度补采", "因此加强巡查", "由于未达标将于3月重新检测"),
    ],
)
def test_what_is_or_will_be_done_is_a_measure(text: str) -> None:
    assert is_measure(text, 2023)
    assert not is_slogan(text)


@pytest.mark.parametrize(
    "text",
    [
        *("施工路段被淹", "两名讲师年中离职", "供货企业停产", "2022年合同纠纷导致停工"),
        *("结果用于下年度安排预算", "评价结果将作为下年预算依据", "调查结果应用于改进"),
        *("因主汛期提前到来", "由于上级加强管控", "受国库提前关账影响", "原因是因规范招标延误"),
    ],
)
def test_what_happened_is_no_measure(text: str) -> None:
    assert not is_measure(text, 2023)


def test_a_later_year_alone_shows_what_is_to_come() -> None:
    assert is_measure("2024年由养护科实施", 2023)
    assert not is_measure("2024年由养护科实施", 2024)
    assert not is_measure("因2024年停工", 2023)


@pytest.mark.parametrize(
    ("text", "short", "over"),
    [
        ("未完成年度目标", True, False),
        ("低于年度指标值3件", True, False),
        ("进度滞后", True, False),
        ("超额完成", False, True),
        ("高于年初预期", False, True),
        ("需求大幅增加", False, True),
        ("供货企业停产", False, False),
    ],
)
def test_an_explanation_has_a_direction(text: str, *, short: bool, over: bool) -> None:
    read = read_explanation(text)
    assert (read.says_short, read.says_over) == (short, over)


def test_saying_only_that_it_was_missed_is_no_cause() -> None:
    assert not read_explanation("未能全部完成。").cause
    assert read_explanation("未能全部完成，因供货企业停产，两批材料没有到货。").cause


def test_headings_inside_an_explanation_are_not_part_of_it() -> None:
    read = read_explanation("原因分析：供货企业停产。改进措施：2024年4月前重新招标。", 2023)
    assert (read.cause, read.measure, read.bare) == (True, True, False)


def test_causes_and_measures_are_told_apart_clause_by_clause() -> None:
    assert divide("供货企业停产，两批材料未到；2024年4月重新招标，由采购科负责。加强管理。", 2023) == (
        ("供货企业停产", "两批材料未到"),
        ("2024年4月重新招标", "由采购科负责"),
    )
    assert divide("受疫情影响。", 2023) == ((), ())


@pytest.mark.parametrize(
    "text", ["请填写偏差原因", "（100字以内）", "××××", "____", "对照年度目标，逐项说明", "示例：因…", "某某单位"]
)
def test_the_words_of_a_blank_form_are_a_prompt(text: str) -> None:
    assert is_prompt(text)


@pytest.mark.parametrize("text", ["进一步提高认识，加强日常管理。", "今后将加强管理。", "总结经验，完善制度。"])
def test_slogans_alone_are_neither_cause_nor_measure(text: str) -> None:
    read = read_explanation(text)
    assert (read.bare, read.cause, read.measure) == (True, False, False)


@pytest.mark.parametrize("text", [_GOOD, "供货企业停产", "100字报告一份"])
def test_an_answer_is_no_prompt(text: str) -> None:
    assert not is_prompt(text)


@pytest.mark.parametrize(
    "text",
    [
        "全年少采170份。",
        "比计划少2人，完成率95.95%。",
        "见实际完成情况",
        "工作不够到位，今后将进一步加强。",
        "与实际工作有出入，按实际完成数填报",
    ],
)
def test_words_that_repeat_the_gap_or_confess_in_general_are_no_cause(text: str) -> None:
    read = read_explanation(text, 2023)
    assert (read.empty, read.cause, read.measure) == (False, False, False)


@pytest.mark.parametrize("text", ["缺3名技术员。", "资金不足，少采购3台。", "工作人员不足，由1人兼任。"])
def test_what_was_lacking_is_a_cause(text: str) -> None:
    assert read_explanation(text, 2023).cause


def test_a_promise_to_hurry_is_no_measure() -> None:
    read = read_explanation("房屋条件限制，下一步将加强协调，尽快完成。", 2023)
    assert (read.cause, read.measure) == (True, False)
