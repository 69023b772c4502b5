"""The ledger: every check ends in one line, whatever the form."""

from collections import Counter

import pytest
from support.forms import clean
from support.randoms import Dice, correct
from support.reviewing import entry, review, status

from auditor.model.finding import CheckStatus
from auditor.model.review import ReviewOutcome
from auditor.rules import ALL_RULES

ALL = [rule.code for rule in ALL_RULES]
BLANK = """项目支出绩效自评表
（    年度）
项目名称 |  |
主管部门 |  | 实施单位 |  |
项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
年度资金总额 |  |  |  | 10 |  |  |
其中：当年财政拨款 |  |  |  | — |  | — |
年度总体目标 | 预期目标 | 实际完成情况 |
 |  |
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
产出指标 | 数量指标 | 指标1： |  |  |  |  |  |
总分 | 100 |  |  |
"""


@pytest.mark.parametrize("text", [clean().text(), correct(Dice(3)).text("flat"), BLANK, "今天天气很好。", "分值 得分"])
def test_every_check_has_one_line_and_the_counts_add_up(text: str) -> None:
    done = review(text)
    assert [c.rule for c in done.checks] == ALL
    assert Counter(c.status for c in done.checks).total() == len(ALL)
    assert {f.rule for f in done.findings} == {c.rule for c in done.checks if c.status is CheckStatus.FOUND}
    assert all(c.reason for c in done.checks if c.status in (CheckStatus.UNDECIDABLE, CheckStatus.NOT_APPLICABLE))
    assert not [c for c in done.checks if c.status is CheckStatus.CLEAR and c.reason]


def test_the_clean_form_has_nothing_undecidable() -> None:
    assert not [c for c in review(clean()).checks if c.status is CheckStatus.UNDECIDABLE]
    assert review(clean()).outcome is ReviewOutcome.CLEAN


def test_a_text_that_is_no_form_is_not_scored() -> None:
    done = review("今天天气很好。\n" * 9)
    assert done.outcome is ReviewOutcome.INCOMPLETE
    assert [f.rule for f in done.findings] == ["F603"]
    assert entry(done, "S103").reason == "不是自评表，未查"
    assert done.scores.total.deserved is None


def test_a_blank_form_is_named_as_blank() -> None:
    done = review(BLANK)
    assert [f.message for f in done.findings] == ["这是一张空白表，没有填写内容。"]
    assert entry(done, "T405").reason == "空白表，未查"
    assert done.outcome is ReviewOutcome.INCOMPLETE


def test_a_form_whose_cells_run_into_each_other_is_not_guessed_at() -> None:
    glued = (
        "部门整体绩效自评表主管部门甲市乙局自评总分(分)97.6年初预算数全年(调整)预算数全年执行数执行率(%)执行率权重执行率得分(分)"
        "指标名称计量单位指标性质年初指标值全年完成值得分系数(%)指标权重(分)指标得分(分)是否核心指标巡护里程公里≥901010010是"
    )
    done = review(glued)
    assert done.form.template == "chongqing"
    assert done.form.indicators == ()
    assert [f.rule for f in done.findings] == ["F602"]
    assert entry(done, "S103").reason == "文字连成一片，分不出各格，没有判断"
    assert entry(done, "S103").status is CheckStatus.UNDECIDABLE
    assert done.outcome is ReviewOutcome.INCOMPLETE


@pytest.mark.parametrize(
    ("select", "ignore", "run"),
    [(["S1"], [], 12), (["s107", "B2"], [], 6), ([], ["N", "L"], len(ALL) - 13), (["S"], ["S107"], 11)],
)
def test_codes_can_be_chosen_by_their_beginning(select: list[str], ignore: list[str], run: int) -> None:
    done = review(clean(), select=select, ignore=ignore)
    left = [c for c in done.checks if c.reason != "按 --select/--ignore 未查"]
    assert len(left) == run
    assert [c.rule for c in done.checks] == ALL


def test_a_check_that_rests_on_an_unsure_part_is_undecidable() -> None:
    done = review(clean().text("lines"))
    unsure = [part.shown for part in done.form.unsure]
    reasons = {c.reason for c in done.checks if c.status is CheckStatus.UNDECIDABLE and "没有读准" in (c.reason or "")}
    assert bool(unsure) is bool(reasons)


def test_several_forms_are_compared_elsewhere() -> None:
    done = review(clean())
    assert {status(done, code) for code in ("C901", "C902", "C903")} == {CheckStatus.NOT_APPLICABLE}
