"""One fact about each mechanism of the embedded engine, on forms of a few rows."""

import pytest
from support.forms import Goal
from support.telling import claim, form, reading

from auditor.model.claim import Claim, Confidence, NoteKind, Verdict
from auditor.narrative import review
from auditor.parsing import parse
from auditor.quotes import holds
from auditor.readers.from_txt import from_txt

YES, NO, PART, SILENT = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.PARTIAL, Verdict.NOT_MENTIONED


def _quoted(judged: Claim) -> str:
    return "|".join(q.quote for q in judged.evidence)


@pytest.mark.parametrize(
    ("name", "actual", "told", "verdict"),
    [
        ("科普讲座场次", "23场", "全年举办科普讲座二十三场，参加群众一千余人。", YES),
        ("科普讲座场次", "23场", "全年举办科普讲座19场，参加群众一千余人。", NO),
        ("科普讲座场次", "23场", "科普讲座深入社区，受到群众欢迎。", PART),
        ("科普讲座场次", "23场", "道路养护全面完成。", SILENT),
        ("宣传册印制数量", "5万册", "印制宣传册50000册。", YES),
        ("疏浚河道长度", "3.5公里", "疏浚河道3500米。", YES),
        ("疏浚河道长度", "3.5公里", "疏浚河道2800米。", NO),
        ("参加培训人次", "520人次", "参加培训五百余人次。", PART),
        ("参加培训人次", "95人次", "参加培训近百人次。", PART),
        ("走访企业家数", "10家", "走访企业10余家。", PART),
        ("走访企业家数", "10家", "走访企业近10家。", PART),
        ("走访企业家数", "10家", "走访企业数十家。", PART),
        ("走访企业家数", "35家", "走访企业数十家。", PART),
        ("话题播放量", "5.2亿次", "话题播放量突破5.2亿次。", YES),
        ("创新创业大赛场次", "1场", "成功举办首届创新创业大赛，征集项目60个。", YES),
        ("社区养老服务站建设数量", "两个", "新建社区养老服务站两个。", YES),
        ("内涝点消除数量", "1473处", "全年消除内涝点1100处。", NO),
        ("新建停车位数量", "120个", "新建停车位90个。", NO),
        ("缴纳电费", "118.2万元", "全年缴纳电费126.9万元，比上年减少4.3万元。", NO),
    ],
)
def test_a_count_is_compared_with_what_the_prose_states(name: str, actual: str, told: str, verdict: Verdict) -> None:
    assert claim(name, actual, told).verdict is verdict


@pytest.mark.parametrize(
    ("name", "actual", "told"),
    [
        ("培训班期数", "5期", "先后举办了院前急救、慢病管理、合理用药、妇幼保健、中医适宜技术五个专题培训班。"),
        ("大型活动场次", "3场", "年内举办了科技活动周、全国科普日、气象开放日等3场大型活动。"),
        ("推介活动场次", "4场", "3月赴杭州、5月赴南京、9月赴武汉、11月赴长沙举办推介活动。"),
    ],
)
def test_an_enumeration_is_counted(name: str, actual: str, told: str) -> None:
    assert claim(name, actual, told).verdict in (YES, PART)
    assert claim(name, "9场", told).verdict is not YES


@pytest.mark.parametrize(
    ("name", "actual", "told", "sum_"),
    [
        ("文化惠民演出场次", "8场", "送戏下乡4场、进社区4场文化惠民演出，群众踊跃参加。", "4场＋4场"),
        ("安装路灯盏数", "120盏", "安装路灯：东片区45盏，西片区40盏，南片区35盏。", "45盏＋40盏＋35盏"),
    ],
)
def test_parts_add_up_to_the_claim(name: str, actual: str, told: str, sum_: str) -> None:
    judged = claim(name, actual, told)
    assert judged.verdict is YES
    assert sum_ in judged.reason
    assert claim(name, "131" + actual[-1], told).verdict is not YES


@pytest.mark.parametrize(
    ("name", "actual", "told"),
    [
        ("抽检合格率", "95%", "全年抽检200批次，合格190批次。"),
        ("单场培训平均成本", "2800元", "全年举办培训10场，培训支出2.8万元。"),
    ],
)
def test_a_quotient_is_computed(name: str, actual: str, told: str) -> None:
    judged = claim(name, actual, told)
    assert judged.verdict is YES
    assert "÷" in judged.reason
    assert claim(name, "98%" if actual.endswith("%") else "1900元", told).verdict is not YES


@pytest.mark.parametrize(
    ("name", "actual", "told"),
    [
        ("水样检测达标率", "95.2%", "枯水期、丰水期各采水样248份，全部送检。合计472份水样达标。"),
        (
            "修复文物优良率",
            "87.9%",
            "修复文物有纸质22件、青铜器19件、陶瓷器17件，另有2件未结项。修复文物51件评为优良。",
        ),
        (
            "观众中未成年人占比",
            "25.6%",
            "服务观众91.6万人次，其中线上14.2万人次，其余均为到馆参观。观众中未成年人19.8万人次。",
        ),
        (
            "加装电梯惠及户数",
            "744户",
            "加装电梯分别为9台、14台、17台和22台，最后一台12月验收。加装电梯平均每台惠及12户。",
        ),
        ("鱼苗平均单价", "0.33元/尾", "放流草鱼380万尾，胭脂鱼合计140万尾。鱼苗共支出171.6万元。"),
    ],
)
def test_two_sentences_are_brought_together(name: str, actual: str, told: str) -> None:
    judged = claim(name, actual, told)
    assert judged.verdict is YES
    assert len(judged.evidence) > 1
    assert claim(name, "1" + actual, told).verdict is not YES


def test_the_rest_is_told_from_its_total() -> None:
    told = "共服务观众91.6万人次，其中线上14.2万人次，其余均为到馆参观。"
    assert claim("到馆观众人次", "91.6万人次", told).verdict is NO
    assert claim("到馆观众人次", "77.4万人次", told).verdict is YES


@pytest.mark.parametrize(
    ("name", "actual", "told", "verdict"),
    [
        ("活动完成率", "100%", "计划举办活动5场，实际举办10场。", YES),
        ("活动完成率", "200%", "计划举办活动5场，实际举办10场。", YES),
        ("设备更新完成率", "100%", "计划更新设备20台，实际更新20台。", YES),
        ("设备更新完成率", "100%", "计划更新设备20台，实际更新18台。", NO),
        ("设备更新完成率", "90%", "计划更新设备20台，实际更新18台。", YES),
        ("设备更新完成率", "100%", "计划更新设备20台。", SILENT),
    ],
)
def test_a_plan_is_measured_by_what_came_of_it(name: str, actual: str, told: str, verdict: Verdict) -> None:
    assert claim(name, actual, told).verdict is verdict


@pytest.mark.parametrize(
    ("name", "actual", "told", "verdict"),
    [
        ("服务合同履约率", "100%", "服务合同238份，履行完毕236份，2份因设备停用而终止。", NO),
        ("分馆通借通还率", "100%", "新分馆里7家可以通借通还，城东那家网络专线没有拉通。", NO),
        ("维修工程验收合格率", "100%", "维修工程逐处验收，没有一处返工。", YES),
        ("学员考核合格率", "100%", "学员考核人人过关。", YES),
        ("苗种检疫合格率", "100%", "苗种每一批都有检疫合格证明。", YES),
        ("捕捞案件下降率", "18%", "捕捞案件比上年少了近两成。", PART),
        ("受益农户数", "3860户", "项目惠及农户三千八百多户。", PART),
        ("技术对接活动场次", "22场", "各场对接活动均按年度计划完成。", PART),
        ("安全事故起数", "0起", "安全巡查使用无人机12架，发生安全事故3起。", NO),
        ("残疾读者服务能力", "提升", "服务残疾读者的人次比上年翻了两番。", YES),
    ],
)
def test_wholes_exceptions_and_rounded_statements(name: str, actual: str, told: str, verdict: Verdict) -> None:
    assert claim(name, actual, told).verdict is verdict


@pytest.mark.parametrize(
    ("name", "actual", "told", "verdict"),
    [
        ("火灾起数下降率", "21%", "全年出警1342起，其中火灾186起；上年火灾是235起。", YES),
        ("火灾起数下降率", "35%", "全年出警1342起，其中火灾186起；上年火灾是235起。", SILENT),
        ("老年人评估率", "101.8%", "在册老年人1100名，全年评估1120名。", YES),
        ("老年人评估率", "104.5%", "在册老年人1100名，全年评估1120名。", PART),
    ],
)
def test_changes_and_shares_above_all_follow(name: str, actual: str, told: str, verdict: Verdict) -> None:
    assert claim(name, actual, told).verdict is verdict


def test_a_short_word_stands_for_the_name() -> None:
    assert claim("新购纸质图书", "6.3万册", "新书2.1万种、6.3万册分批到馆。").verdict is YES
    assert claim("新购纸质图书", "6.3万册", "印制表格6.3万册。").verdict is not YES


def test_a_total_of_money_is_no_unit_cost() -> None:
    told = "全年10场培训支出2.8万元。"
    assert claim("单场培训成本", "2800元", told).verdict is YES
    assert claim("单场培训成本", "2500元", told).verdict is PART
    assert claim("单场培训成本", "2500元", "单场培训支出2800元。").verdict is NO


@pytest.mark.parametrize(
    ("name", "actual", "told"),
    [
        ("技术骨干培训人数", "446人", "累计培训技术骨干512人，其中66人为2022年12月补登。"),
        ("兑付企业数", "166家", "上半年兑付企业73家，下半年兑付98家，其中5家两次都有。"),
        ("年末在岗消防员", "118人", "消防员上年末在岗66人，今年招进38人，9月又招进21人，全年离队7人。"),
        ("讲座场次", "8场", "原定举办讲座10场，其中2场因台风取消。"),
    ],
)
def test_what_does_not_count_is_taken_off_the_total(name: str, actual: str, told: str) -> None:
    assert claim(name, actual, told).verdict is YES
    assert claim(name, "9" + actual, told).verdict is not YES


def test_a_frequency_over_the_year_is_counted() -> None:
    assert claim("巡查次数", "12次", "每月巡查一次，记录齐全。").verdict is YES
    assert claim("开放天数", "345天", "除检修20天外，公园每天免费开放。").verdict in (YES, PART)


@pytest.mark.parametrize(
    "told",
    ["2024年拟培训残疾人300人。", "下年度计划培训残疾人300人。", "力争2024年培训残疾人300人。"],
)
def test_a_plan_is_no_result(told: str) -> None:
    assert claim("残疾人培训人数", "300人", told).verdict is not YES


def test_the_result_counts_not_the_plan_before_it() -> None:
    judged = claim("残疾人培训人数", "300人", "计划培训残疾人300人，实际培训残疾人210人。")
    assert (judged.verdict, _quoted(judged)) == (NO, "实际培训残疾人210人")
    assert claim("改造公厕座数", "23座", "公厕改造开工23座，完工21座。").verdict is NO


@pytest.mark.parametrize("told", ["上年开展应急演练2次。", "2022年开展应急演练2次。", "2021年以来开展应急演练2次。"])
def test_another_year_does_not_support_this_one(told: str) -> None:
    assert claim("应急演练次数", "2次", told).verdict is not YES


def test_a_part_of_another_year_makes_a_total_partial() -> None:
    judged = claim("讲座场次", "10场", "全年举办讲座10场，其中2场为2022年补办。")
    assert judged.verdict is PART
    assert judged.flags


@pytest.mark.parametrize(
    "told",
    [
        "原定的应急演练因台风取消。",
        "今年没有开展应急演练。",
        "应急演练推迟到2024年举行。",
        "未能开展应急演练。",
    ],
)
def test_what_did_not_happen_contradicts_a_count_and_bears_out_a_zero(told: str) -> None:
    assert claim("应急演练次数", "2次", told, "≥2次").verdict is NO
    assert claim("应急演练次数", "0次", told, "≥2次").verdict is YES


def test_a_zero_of_something_harmful_needs_its_own_words() -> None:
    assert claim("安全事故起数", "0起", "全年未发生安全事故。").verdict is YES
    assert claim("安全事故起数", "0起", "全年发生安全事故1起。").verdict is NO
    assert claim("安全事故起数", "0起", "道路养护全面完成。").verdict is SILENT
    assert claim("安全事故起数", "0起", "安全事故比上年减少2起。").verdict is not NO


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("发生安全事故1起，未造成人员伤亡。", NO),
        ("全年发生安全事故，未造成人员伤亡。", SILENT),
        ("全年未发生安全事故，处理投诉3起。", YES),
        ("全年安全事故0起。", YES),
        ("是全年唯一的安全事故。", NO),
    ],
)
def test_what_happened_is_not_denied_by_what_did_not_follow(told: str, verdict: Verdict) -> None:
    assert claim("安全事故起数", "0起", told).verdict is verdict


def test_a_total_of_several_years_is_not_this_years() -> None:
    told = "三维数字化采集文物自2022年以来累计完成420件"
    assert claim("三维数字化采集文物", "420件", f"{told}。").verdict is PART
    judged = claim("三维数字化采集文物", "420件", f"{told}，其中2022年完成150件。")
    assert (judged.verdict, judged.value_found, judged.flags) == (NO, "270件", ("other_year",))


def test_a_graver_kind_must_be_named() -> None:
    assert claim("重大安全事故起数", "0起", "发生一般安全事故1起。").verdict is not NO
    assert claim("重大安全事故起数", "0起", "发生重大安全事故1起。").verdict is NO
    told = "已投用的电梯全年发生困人2起，均在半小时内解救，没有人员受伤。"
    assert claim("电梯困人和伤亡事件", "0起", told).verdict is NO


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("基本陈列改造9月22日竣工并通过验收。", YES),
        ("基本陈列改造10月18日竣工并通过验收。", NO),
        ("基本陈列改造9月竣工并通过验收。", PART),
        ("免费开放全年不停。", SILENT),
    ],
)
def test_a_date_is_the_same_another_or_too_rough(told: str, verdict: Verdict) -> None:
    assert claim("陈列改造完成时间", "9月22日", told, "9月底前").verdict is verdict


@pytest.mark.parametrize(
    ("actual", "told", "verdict"),
    [
        ("10月26日", "修好供水工程14处，最后一处11月9日通水。", NO),
        ("11月9日", "修好供水工程14处，最后一处11月9日通水。", YES),
        ("11月9日", "老码头一处放在11月9日，供水工程维修至此结束。", YES),
        ("10月26日", "修好供水工程14处，第三处11月9日通水。", PART),
    ],
)
def test_the_last_of_several_dates_the_end(actual: str, told: str, verdict: Verdict) -> None:
    assert claim("供水工程完工时间", actual, told, "11月底前").verdict is verdict


def test_the_same_day_of_another_year_is_not_the_day() -> None:
    told = "2022年9月22日，基本陈列改造方案获批。"
    assert claim("陈列改造完成时间", "9月22日", told, "9月底前").verdict is not YES


@pytest.mark.parametrize(
    ("actual", "told", "verdict"),
    [
        ("95%", "12月发放居民满意度问卷200份，收回200份，满意190份。", YES),
        ("95%", "经问卷调查，居民满意度95%。", YES),
        ("95%", "居民送来锦旗2面，普遍称赞。", SILENT),
        ("95%", "全年未接到居民投诉。", SILENT),
    ],
)
def test_satisfaction_needs_a_survey(actual: str, told: str, verdict: Verdict) -> None:
    assert claim("居民满意度", actual, told, "≥90%").verdict is verdict


def test_a_survey_with_another_result_is_no_support() -> None:
    told = "12月发放居民满意度问卷210份，收回200份，满意190份。"
    judged = claim("居民满意度", "98%", told, "≥90%")
    assert (judged.verdict, judged.value_found) == (NO, "95%")
    assert claim("居民满意度", "95%", "经问卷调查，居民满意度为88%。", "≥90%").verdict is NO
    assert claim("居民满意度", "95%", "经问卷调查，居民满意度为88%以上。", "≥90%").verdict is PART
    assert claim("居民满意度", "95%", "居民问卷满意120份，基本满意60份，一般20份。", "≥90%").verdict is not NO


def test_a_survey_of_others_is_no_survey_of_these() -> None:
    rows = [("居民满意度", "≥90%", "95%"), ("商户满意度", "≥90%", "95%")]
    one, other = reading(form(rows, "12月对居民发放问卷200份，满意190份。")).claims
    assert (one.verdict, other.verdict) == (YES, SILENT)
    assert [q.quote for q in other.searched] == ["满意190份"]


@pytest.mark.parametrize(
    ("name", "actual", "told", "verdict"),
    [
        ("采购合规性", "合规", "县审计局对采购进行专项审计，未发现违规问题。", YES),
        ("采购合规性", "合规", "印制宣传册50000册。", SILENT),
        ("资金拨付及时性", "及时", "资金于6月15日前全部拨付到位。", YES),
        ("资金拨付及时性", "及时", "资金拨付到位。", PART),
        ("平台建设情况", "未建成", "平台建设因招标流标未能完成。", YES),
        ("平台建设情况", "建成", "平台建设因招标流标未能完成。", NO),
        ("平台验收情况", "通过验收", "平台11月完成验收，结论为合格。", YES),
        ("信号灯运维机制", "健全", "支队制定《信号灯运行管理办法》，配备工程师6名。", YES),
        ("信号灯运维机制", "健全", "信号灯全部更换，配备工程师6名。", SILENT),
        ("居民出行效益", "明显改善", "居民步行出行比例由52%提高到61%，出行明显便利。", YES),
    ],
)
def test_a_quality_needs_concrete_facts_of_its_kind(name: str, actual: str, told: str, verdict: Verdict) -> None:
    assert claim(name, actual, told).verdict is verdict


def test_as_planned_is_as_the_target_says() -> None:
    told = "县审计局对采购进行专项审计，未发现违规问题。"
    assert claim("采购合规性", "达成预期指标", told, target="合规").verdict is YES
    assert claim("采购合规性", "部分达成预期指标", told, target="合规").verdict is not YES
    assert claim("采购合规性", "达成预期指标", told, target="10次").verdict is not YES


@pytest.mark.parametrize("name", ["科普讲座场次", "指标1：科普讲座场次", "★科普讲座场次"])
def test_what_numbers_a_name_is_not_looked_for(name: str) -> None:
    one, other = (claim(n, "23场", "讲座场次23场，参加群众一千余人。") for n in ("科普讲座场次", name))
    assert (other.verdict, other.reason, _quoted(other)) == (one.verdict, one.reason, _quoted(one))


def test_a_layout_without_a_narrative_supports_no_claim() -> None:
    source = from_txt(form([("科普讲座场次", "≥20场", "23场")], "全年举办科普讲座23场。").text().encode(), "表.txt")
    read = parse(source.text)
    assert review(read, source, 2023).claims
    assert review(read.model_copy(update={"goals": ()}), source, 2023).claims
    none = review(read.model_copy(update={"goals": (), "asks": ("unit",)}), source, 2023)
    assert [c.verdict for c in none.claims] == [SILENT]
    assert none.claims[0].reason == "表式没有年度总体目标和实际完成情况，无从核对"
    assert NoteKind.WRONG_CHARACTER in none.judged


def test_the_general_sentence_is_no_evidence() -> None:
    assert claim("讲座场次", "10场", "完成了年度工作目标。").verdict in (PART, SILENT)
    under = Goal("一", "讲座", "举办讲座不少于10场。", "讲座工作完成了年度工作目标。")
    other = Goal("二", "巡查", "巡查不少于12次。", "全年巡查12次。")
    judged = claim("讲座场次", "10场", (under, other))
    assert judged.verdict is PART


def test_a_heading_is_no_evidence() -> None:
    goals = (
        Goal("一", "讲座10场", "举办讲座不少于10场。", "完成了年度工作目标。"),
        Goal("二", "巡查", "巡查不少于12次。", "全年巡查12次。"),
    )
    judged = claim("讲座场次", "10场", goals)
    assert judged.verdict in (PART, SILENT)
    assert "10场" not in _quoted(judged)


def test_a_clause_that_names_nothing_speaks_of_its_item() -> None:
    goals = (
        Goal("一", "科普讲座", "举办科普讲座不少于10场。", "全年共举办10场。"),
        Goal("二", "巡查", "巡查不少于12次。", "全年巡查12次。"),
    )
    assert claim("科普讲座场次", "10场", goals).verdict is YES
    assert claim("科普讲座场次", "9场", goals).verdict is NO
    rows = [("科普讲座场次", "≥10场", "10场"), ("巡查次数", "≥12次", "12次")]
    assert reading(form(rows, goals)).notes == ()


def test_evidence_names_the_item_that_it_stands_in() -> None:
    goals = (
        Goal("一", "讲座", "举办讲座不少于10场。", "全年举办讲座10场。"),
        Goal("二", "巡查", "巡查不少于12次。", "全年巡查12次。"),
    )
    judged = claim("巡查次数", "12次", goals)
    assert (judged.verdict, [q.goal for q in judged.evidence]) == (YES, ["二"])


def test_a_number_under_the_item_of_an_indicator_is_its_own() -> None:
    goals = (
        Goal("一", "讲座", "举办讲座不少于10场。", "全年举办讲座10场，维护设备6次。"),
        Goal("二", "巡查", "巡查不少于12次。", "全年完成12次。"),
    )
    assert claim("巡查次数", "12次", goals).verdict is YES
    assert claim("巡查次数", "6次", goals).verdict is not YES


def test_what_was_not_found_shows_where_it_was_looked_for() -> None:
    judged = claim("居民满意度", "95%", "居民送来锦旗2面。")
    assert judged.verdict is SILENT
    assert judged.evidence == ()
    assert [q.quote for q in judged.searched] == ["居民送来锦旗2面"]


def test_the_subset_is_told_from_its_total() -> None:
    told = "共办结法律援助案件612件，其中农民工205件。"
    assert claim("法律援助办结件数", "612件", told).verdict is YES


def test_a_row_that_is_not_applicable_makes_no_claim() -> None:
    rows = [("居民满意度", "不适用", "不适用"), ("巡查次数", "≥12次", "12次")]
    assert [c.indicator for c in reading(form(rows, "全年巡查12次。")).claims] == ["I02"]


def test_without_a_narrative_nothing_is_mentioned() -> None:
    assert {c.verdict for c in reading(form([("巡查次数", "≥12次", "12次")], "")).claims} == {SILENT}


@pytest.mark.parametrize(
    "told",
    [
        "全年举办讲座十场。",
        "讲座：东区4场，西区6场。",
        "讲座办了9场。",
        "未能举办讲座。",
        "讲座受到欢迎。",
        "2022年举办讲座10场。",
        "每季度举办讲座一场。",
    ],
)
def test_every_quote_is_verbatim_at_its_place(told: str) -> None:
    spec = form([("讲座场次", "≥10场", "10场"), ("巡查次数", "≥12次", "12次")], told)
    source = from_txt(spec.text("pipes").encode(), "表.txt")
    done = reading(spec)
    quotes = [q for c in done.claims for q in (*c.evidence, *c.searched)]
    quotes += [q for n in done.notes for q in n.quotes] + [q for c in done.causes for q in c.quotes]
    assert all(holds(q, source) for q in quotes)
    for c in done.claims:
        assert bool(c.evidence) == (c.verdict is not SILENT)
        assert c.reason


def test_an_answer_that_another_could_doubt_is_not_of_high_confidence() -> None:
    assert claim("讲座场次", "10场", "全年举办讲座10场。").confidence is Confidence.HIGH
    assert claim("讲座场次", "10场", "讲座受到群众欢迎。").confidence is not Confidence.HIGH
