"""A part is not the whole: parts that failed, parts of another time, parts that are added, parts that are open."""

import pytest
from support.telling import claim

from auditor.model.claim import Verdict

YES, NO, PART, SILENT = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.PARTIAL, Verdict.NOT_MENTIONED
FAILED = "共建成助餐点28个，其中2个助餐点因房屋消防验收未通过，年底前未能开餐。"


def test_a_part_that_failed_does_not_contradict_the_date_of_another() -> None:
    told = FAILED + "首批10个助餐点于7月15日完成验收。"
    assert claim("首批助餐点验收时间", "7月15日", told).verdict is YES


def test_a_part_that_failed_contradicts_all_but_not_most() -> None:
    assert claim("助餐点消防验收合格率", "100%", FAILED).verdict is NO
    assert claim("助餐点消防验收合格率", "92.9%", FAILED).verdict is not NO


@pytest.mark.parametrize(
    ("name", "told", "verdict"),
    [
        ("养护工程完工时间", "预防性养护工程10月18日完工，波形护栏工程11月25日完工。", NO),
        ("养护工程完工时间", "养护工程10月18日完工，波形护栏工程11月25日完工。", YES),
        ("预防性养护工程完工时间", "预防性养护工程10月18日完工，波形护栏工程11月25日完工。", YES),
        ("养护工程完工时间", "全部养护工程10月18日完工，绿化苗木11月25日补栽。", YES),
    ],
)
def test_the_date_of_a_part_is_not_that_of_the_whole(name: str, told: str, verdict: Verdict) -> None:
    assert claim(name, "10月18日", told).verdict is verdict


def test_the_last_of_several_ends_the_task_in_other_words() -> None:
    assert claim("培训任务完成时间", "12月6日", "最后一期果树栽培班于12月6日结束。").verdict is YES
    assert claim("补助发放开始时间", "12月6日", "最后一期果树栽培班于12月6日结束。").verdict is SILENT
