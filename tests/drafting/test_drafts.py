"""Drafts say what and how much, why, and what will be done; and nothing that the form does not say."""

import re
from decimal import Decimal

import pytest
from support.forms import Goal, Spec, clean
from support.mutating import dice
from support.planting import missed
from support.randoms import correct
from support.reviewing import review
from support.shared import CLAIMS, IDS, SAMPLES, SEED, claims_text, here, sample
from support.telling import form

from auditor.model.review import Draft, Review
from auditor.model.score import DeviationKind
from auditor.quotes import holds

SHORT, OVER = DeviationKind.SHORTFALL, DeviationKind.OVERFULFILMENT
EXECUTION, BUDGET, CONTENT = DeviationKind.EXECUTION, DeviationKind.BUDGET_CHANGE, DeviationKind.CONTENT_CHANGE
_NAMES = sorted(p.stem for p in SAMPLES.glob("*.txt"))
_HOLE = re.compile(r"〔待核实：[^〕]*〕")
_PARTS = re.compile(r"(.+)。原因：(.+)。改进措施：(.+)。")
_SLOGANS = re.compile(r"^(?:今后|进一步|不断|将)*(?:加强|提高|强化|完善|加大)[一-龥]{0,4}(?:管理|认识|力度|水平|工作)$")
_UNDER, _ABOVE = re.compile(r"未完成|未达|少于|不足"), re.compile(r"超额|超出|超计划")


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def _row(done: Review, draft: Draft) -> str:
    """All words of the row that a draft is about, or of the fund block."""
    if draft.indicator is None:
        return " ".join(
            f"{f.initial_budget.text} {f.annual_budget.text} {f.executed.text} {f.rate.text}" for f in done.form.funds
        )
    i = next(i for i in done.form.indicators if i.id == draft.indicator)
    return " ".join((i.name.text, i.target.text, i.actual.text, i.explanation.text if i.explanation else ""))


def faults(done: Review) -> list[tuple[str | None, str]]:
    """What reviewers refuse in an explanation, for every draft of a review."""
    out: list[tuple[str | None, str]] = []
    told: set[str] = set()
    for d in done.drafts:
        shape = _PARTS.fullmatch(d.text)
        if shape is None:
            out.append((d.indicator, "shape"))
            continue
        figures, cause, measure = shape.groups()
        known = _numbers(_row(done, d) + " ".join(q.quote for q in d.evidence) + " ".join(d.placeholders))
        checks = {
            "length": 40 <= len(d.text) <= 150,
            "no digit": bool(re.search(r"\d", figures)) or "“" in figures,
            "numbers of others": _numbers(cause + measure) <= known,
            "cause without a source": bool(d.evidence) or bool(_HOLE.search(cause)),
            "undated": bool(_HOLE.search(measure) or re.search(r"20\d\d年|\d+月|季度|年底|下年度|今后", measure)),
            "slogan": not _SLOGANS.fullmatch(_HOLE.sub("", measure)),
            "direction": not (_ABOVE if d.kind is SHORT and "以内" not in measure else _UNDER).search(cause + measure)
            or d.kind is EXECUTION
            or d.kind is SHORT,
            "repeated": d.text not in told,
            "placeholders": tuple(h[5:-1] for h in _HOLE.findall(d.text)) == d.placeholders,
            "quotes": all(holds(q, done.document) for q in d.evidence),
        }
        told.add(d.text)
        out += [(d.indicator, name) for name, good in checks.items() if not good]
    return out


@pytest.mark.parametrize("name", _NAMES)
def test_no_draft_of_a_sample_would_be_refused(name: str) -> None:
    assert faults(review(sample(name))) == []


@here
@pytest.mark.parametrize("form_id", IDS)
def test_no_draft_of_an_annotated_form_would_be_refused(form_id: str) -> None:
    assert CLAIMS.is_dir()
    assert faults(review(claims_text(form_id, "flat"))) == []


@here
def test_the_drafts_of_the_real_form_are_sound() -> None:
    done = review(SEED.read_text(encoding="utf-8"))
    assert faults(done) == []
    assert {d.indicator for d in done.drafts} >= {None, "I06", "I07", "I10", "I12"}


@pytest.mark.parametrize("seed", range(20))
def test_no_draft_for_a_random_shortfall_would_be_refused(seed: int) -> None:
    spec, number = missed(correct(dice("draft", seed), plain=True), dice(seed), "")
    done = review(spec)
    assert faults(done) == []
    assert f"I{number:02d}" in {d.indicator for d in done.drafts}


def _one(spec: Spec, indicator: str | None = "I01", kind: DeviationKind | None = None) -> Draft:
    done = review(spec)
    assert faults(done) == []
    return next(d for d in done.drafts if d.indicator == indicator and kind in (None, d.kind))


_OTHER = ("巡查次数", "≥12次", "12次")
_TOLD = "全年举办讲座6场。全年巡查12次。"


def test_a_shortfall_names_target_actual_rate_and_gap() -> None:
    draft = _one(form([("讲座场次", "≥10场", "6场"), _OTHER], _TOLD))
    assert (draft.kind, draft.existing) == (SHORT, None)
    assert draft.text.startswith("年度指标值≥10场，实际6场，完成率60%，少4场。")
    assert draft.evidence == ()
    assert "〔待核实：" in draft.text


def test_the_cause_is_quoted_from_the_narrative() -> None:
    told = "全年举办讲座6场，因两名主讲人年中离职，下半年4场未能举办。全年巡查12次。"
    draft = _one(form([("讲座场次", "≥10场", "6场"), _OTHER], told))
    assert "两名主讲人年中离职" in draft.text
    assert any("两名主讲人年中离职" in q.quote for q in draft.evidence)


def test_an_inadequate_explanation_is_kept_beside_the_draft() -> None:
    cause = "两名主讲人年中离职。"
    draft = _one(form([("讲座场次", "≥10场", "6场", cause), _OTHER], _TOLD))
    assert draft.existing == cause
    assert "两名主讲人年中离职" in draft.text


def test_the_officers_own_measure_is_kept() -> None:
    own = "2024年3月底前由宣教科补办4场。"
    draft = _one(form([("讲座场次", "≥10场", "6场", own), _OTHER], _TOLD))
    assert "2024年3月底前由宣教科补办4场" in draft.text


def test_a_name_in_quotation_marks_is_quoted_with_single_ones() -> None:
    draft = _one(form([("建设“书香驿站”", "≥10个", "6个"), _OTHER], _TOLD))
    assert "“建设‘书香驿站’”" in draft.text
    assert "””" not in draft.text


def test_the_labels_of_an_explanation_are_not_said_twice() -> None:
    draft = _one(form([("讲座场次", "≥10场", "6场", "改进措施：由宣教科补办4场。"), _OTHER], _TOLD))
    assert "改进措施：由宣教科补办4场〔待核实：" in draft.text
    told = _one(form([("讲座场次", "≥10场", "6场", "原因：两名主讲人年中离职。"), _OTHER], _TOLD))
    assert "原因：两名主讲人年中离职。改进措施：" in told.text


@pytest.mark.parametrize("gap", ["少4场", "比计划少4场", "较年度目标差4场", "全年少办了4场"])
def test_the_gap_is_no_cause_of_itself(gap: str) -> None:
    told = _one(form([("讲座场次", "≥10场", "6场", f"因两名主讲人年中离职，{gap}。"), _OTHER], _TOLD))
    assert "两名主讲人年中离职。改进措施" in told.text
    silent = _one(form([("讲座场次", "≥10场", "6场", f"{gap}。"), _OTHER], _TOLD))
    assert "原因：〔待核实：" in silent.text


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (("讲座场次", "≥10场", "6场"), "据实测算"),
        (("安全培训人数", "≥100人", "90人"), "据实测算"),
        (("设备完好率", "≥98%", "95%"), "整改"),
        (("饮水安全达标率", "100%", "96%"), "整改"),
        (("安全生产事故起数", "0起", "1起"), "整改"),
    ],
)
def test_a_standard_that_is_missed_is_put_right_not_planned_lower(row: tuple[str, str, str], word: str) -> None:
    draft = _one(form([row, _OTHER], _TOLD))
    assert [w for w in ("据实测算", "整改") if w in draft.text] == [word]


def test_an_adequate_explanation_needs_no_draft() -> None:
    good = "因两名主讲人年中离职，下半年4场未能举办；2024年3月底前由宣教科补办4场。"
    done = review(form([("讲座场次", "≥10场", "6场", good), _OTHER], _TOLD))
    assert [d.indicator for d in done.drafts] == []


def test_a_form_without_deviations_has_no_drafts() -> None:
    assert review(clean()).drafts == ()


def test_drafts_can_be_left_out() -> None:
    spec = form([("讲座场次", "≥10场", "6场"), _OTHER], _TOLD)
    assert review(spec).drafts
    assert review(spec, drafts=False).drafts == ()


def test_overfulfilment_asks_for_a_better_target() -> None:
    draft = _one(form([("讲座场次", "≥10场", "15场"), _OTHER], "全年举办讲座15场。全年巡查12次。"))
    assert draft.kind is OVER
    assert "为指标值的150%，超出5场" in draft.text
    assert "合理设定" in draft.text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("陈列改造完成时间", "9月30日前", "10月12日"), "晚12天"),
        (("单场培训成本", "≤3000元", "3600元"), "超出指标值600元"),
        (("平均响应时间", "≤2小时", "130分钟"), "超出指标值0.1667小时"),
        (("抽检合格率", "≥98%", "91.5%"), "差6.5个百分点"),
        (("讲座场次", "≥10场", "0场"), "未完成"),
        (("发放手册数量", "≥5万册", "3.2万册"), "少1.8万册"),
        (("居民满意度", "≥90%", "82%"), "差8个百分点"),
        (("公众档案意识影响", "增强", "部分达成年度指标并具有一定效果"), "未全部达成"),
        (("疏浚河道长度", "≥3.5公里", "3公里"), "少0.5公里"),
    ],
)
def test_the_figures_fit_the_kind_of_value(row: tuple[str, str, str], words: str) -> None:
    draft = _one(form([row, _OTHER], "全年巡查12次。"))
    assert draft.kind is SHORT
    assert words in draft.text


def _spent(initial: str, annual: str, executed: str, told: str = "全年巡查12次。") -> Spec:
    spec = form([_OTHER], told)
    return spec.fund(0, initial=initial, annual=annual, executed=executed).fund(
        1, initial=initial, annual=annual, executed=executed
    )


def test_low_execution_names_what_was_not_spent() -> None:
    draft = _one(_spent("120.00", "120.00", "84.00"), None, EXECUTION)
    assert "执行率70%，未支出36万元" in draft.text


def test_what_the_narrative_tells_already_is_not_said_again() -> None:
    told = "全年举办讲座6场。另有4场讲座因主讲人病休时间长，年底仍未恢复，尚未举办。全年巡查12次。"
    draft = _one(form([("讲座场次", "≥10场", "6场", "4场讲座主讲人病休，年底尚未恢复举办。"), _OTHER], told))
    assert draft.text.count("举办") == 1


@pytest.mark.parametrize(("annual", "words"), [("150.00", "增加30万元，增幅25%"), ("90.00", "减少30万元，降幅25%")])
def test_a_changed_budget_names_the_change(annual: str, words: str) -> None:
    draft = _one(_spent("120.00", annual, annual), None, BUDGET)
    assert words in draft.text
    assert "批准文件" in draft.text


def test_the_reason_for_a_changed_budget_is_quoted() -> None:
    told = "全年巡查12次。年中按市财政压减一般性支出的要求，调减预算30万元。"
    draft = _one(_spent("120.00", "90.00", "90.00", told), None, BUDGET)
    assert "压减一般性支出" in draft.text
    assert draft.evidence


def test_a_change_of_content_asks_for_records() -> None:
    told = "原定的两期信号控制操作培训，改为编印操作手册400册下发自学。"
    goals = (
        Goal("一", "培训", "举办信号控制操作培训2期。", told),
        Goal("二", "巡查", "巡查不少于12次。", "全年巡查12次。"),
    )
    draft = _one(form([("信号控制操作培训", "2期", "2期"), _OTHER], goals), "I01", CONTENT)
    assert "改为编印操作手册400册下发自学" in draft.text


def test_a_long_reason_and_a_long_name_are_cut_to_fit() -> None:
    reason = "因汛期连续发生三轮强降雨，" + "，".join(f"第{n}施工段围堰受损后停工检修" for n in "一二三四五六七") + "。"
    name = "重点流域中小河道及其附属涵闸泵站年度清淤疏浚与岸坡修复长度"
    draft = _one(form([(name, "≥40公里", "31公里", reason), _OTHER], "全年巡查12次。"))
    assert len(draft.text) <= 150
    assert "强降雨" in draft.text


def test_two_rows_never_get_the_same_words() -> None:
    rows = [("讲座场次", "≥10场", "6场"), ("展览场次", "≥10场", "6场"), _OTHER]
    done = review(form(rows, "全年巡查12次。"))
    assert faults(done) == []
    assert len({d.text for d in done.drafts}) == len(done.drafts) == 2
