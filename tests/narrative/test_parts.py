"""A part is not the whole: parts that failed, parts of another time, parts that are added, parts that are open."""

import pytest
from support.forms import Goal
from support.telling import claim, form, notes, reading

from auditor.model.claim import NoteKind, Verdict

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


@pytest.mark.parametrize(
    ("name", "actual", "told", "found"),
    [
        ("建成老年食堂和助餐点", "28个", "共建成老年食堂11个、社区助餐点16个，其中2个年底前未开餐。", "27个"),
        ("建成老年食堂和助餐点", "28个", "共建成老年食堂11个、社区助餐点16个，补贴每月按时发放。", "27个"),
        ("培训村级管水员", "126人次", "分两期举办村级管水员培训班，第一期58人次，第二期49人次。", "107人次"),
        ("水质检测达标率", "96.2%", "全年共检测512批次，其中合格479批次。", "93.55%"),
        (
            "专业生产型人数",
            "258人",
            "全年共培育602人，其中经营管理型206人、专业生产型248人、技能服务型148人。",
            "248人",
        ),
    ],
)
def test_parts_are_added_and_a_named_part_counts_itself(name: str, actual: str, told: str, found: str) -> None:
    judged = claim(name, actual, told)
    assert judged.verdict is NO
    assert judged.value_found is not None
    assert judged.value_found.endswith(found)


def test_parts_and_instalments_support_their_total() -> None:
    assert claim("建成老年食堂和助餐点", "27个", "共建成老年食堂11个、社区助餐点16个，其中2个未开餐。").verdict is YES
    assert claim("培训村级管水员", "107人次", "分两期举办村级管水员培训班，第一期58人次，第二期49人次。").verdict is YES


def test_what_was_found_to_be_wrong_speaks_against_all_correct() -> None:
    told = "全年发放补贴386.5万元，审计抽查发现重复发放3笔共1260元，已追回。"
    assert claim("补贴发放准确率", "100%", told).verdict is NO
    assert claim("补贴发放及时率", "100%", told).verdict is not NO
    assert claim("补贴发放准确率", "100%", "补贴全部发放准确，未发现重复发放3笔以上的情况。").verdict is YES


def test_a_part_of_a_whole_that_another_item_states() -> None:
    told = (
        Goal("一", "", "培育农民。", "全年共培育高素质农民612人。"),
        Goal("二", "", "结业。", "参训学员结业585人。"),
    )
    assert claim("学员结业率", "95.6%", told).verdict is YES


@pytest.mark.parametrize(
    "told",
    [
        "审计抽查发现重复发放补贴3笔。",
        "设备全年报修317次。",
        "所有故障均在48小时内修复。",
        "第三方测评样本量1200份。",
    ],
)
def test_faults_limits_and_samples_are_no_results(told: str) -> None:
    rows = [("科普讲座场次", "≥20场", "23场")]
    assert not notes(form(rows, f"全年举办科普讲座23场。{told}"), NoteKind.WITHOUT_INDICATOR)
    assert notes(form(rows, "全年举办科普讲座23场。校园流动书车进校园36次。"), NoteKind.WITHOUT_INDICATOR)


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("新建供水工程3处，其中白沙、黄泥两处已通水，石桥乡水厂至年底完成主体结构，尚未通水。", PART),
        ("新建供水工程3处，其中白沙、黄泥两处已通水，石桥乡水厂年底通水。", YES),
        ("新建供水工程3处，水质均达标；污水处理厂尚未完工。", YES),
    ],
)
def test_a_count_with_an_open_part_is_borne_out_in_part(told: str, verdict: Verdict) -> None:
    assert claim("新建供水工程", "3处", told).verdict is verdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("因上级专项资金12月中旬才下达，部分工程款未能在年内支付。", NO),
        ("工程资金均于12月10日前支付到位，没有拖欠。", YES),
        ("项目资金按月支付，设备验收未能按期完成。", PART),
    ],
)
def test_what_came_late_contradicts_in_time(told: str, verdict: Verdict) -> None:
    assert claim("资金支付及时性", "及时", told).verdict is verdict


def test_that_people_were_asked_shows_no_effect() -> None:
    told = "12月委托第三方调查机构对就餐老年人进行满意度调查，有效样本620份。"
    judged = claim("老年人就餐负担", "有效减轻", told)
    assert judged.verdict is SILENT
    assert not judged.searched


def test_only_what_is_near_is_shown_as_the_nearest() -> None:
    assert not claim("学员培训档案完整率", "100%", "参训学员结业585人。").searched


def test_the_promised_number_itself_answers_a_promise() -> None:
    rows = [("设备完好率", "≥98%", "98.6%")]
    promised, told = "保障46台自助图书馆正常运行。", "46台自助图书馆全年提供服务，设备完好率98.6%。"
    dropped = NoteKind.COMMITMENT_DROPPED
    assert not notes(form(rows, [Goal("", "", promised, told)]), dropped)
    assert notes(form(rows, [Goal("", "", promised, told.replace("46台自助图书馆", "设备"))]), dropped)


def test_a_report_of_another_year_is_one_fault_and_not_one_of_each_row() -> None:
    told = "2024年，对1286公里农村公路全部实行日常养护，培训村医200人次，考核合格率98%。"
    rows = [("日常养护里程", "1286公里", "1286公里"), ("培训村医人次", "≥200人次", "200人次")]
    done = reading(form(rows, told, year="2023"))
    assert [c.verdict for c in done.claims] == [YES, YES]
    assert not [n for n in done.notes if n.kind is NoteKind.OTHER_YEAR]
    mixed = reading(form(rows, "2024年，培训村医200人次。2023年养护公路1286公里。", year="2023"))
    assert mixed.claims[1].verdict is not YES
