"""Each fault that a draft can have is found, whoever wrote it."""

import pytest
from support.telling import case, form

from auditor.drafting import draft
from auditor.drafting.lints import lint
from auditor.model.case import Case
from auditor.model.score import Deviation, DeviationKind

_OTHER = ("巡查次数", "≥12次", "12次")
_TOLD = "全年举办讲座6场，因两名主讲人年中离职，下半年4场未能举办。全年巡查12次。"
CASE = case(form([("讲座场次", "≥10场", "6场"), _OTHER], _TOLD))
OVER = case(form([("讲座场次", "≥10场", "15场"), _OTHER], "全年举办讲座15场，因两所学校加场。全年巡查12次。"))
FIGURES = "年度指标值≥10场，实际6场，完成率60%，少4场"
MEASURE = "下年度提前两个月确定主讲人〔待核实：责任科室〕"


def _faults(text: str, of: Case = CASE, others: tuple[str, ...] = ()) -> set[str]:
    deviation = next(d for d in of.sheet.deviations if d.indicator == "I01")
    evidence = next((c.quotes for c in of.reading.causes if c.indicator == "I01"), ())
    return {f.name for f in lint(of, deviation, text, evidence, others)}


def _text(cause: str = "两名主讲人年中离职", measure: str = MEASURE, figures: str = FIGURES) -> str:
    return f"{figures}。原因：{cause}。改进措施：{measure}。"


def test_a_good_draft_has_no_fault() -> None:
    assert _faults(_text()) == set()
    assert _faults(draft(CASE)[0].text) == set()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("讲座少了4场，下年度补办。", "shape"),
        (_text(figures="年度指标值≥10场，实际7场，完成率70%，少3场"), "figures"),
        (_text(measure=MEASURE + "，" + "逐场核对主讲人、场地、设备和听众的安排，" * 6), "length"),
        (_text("两名主讲人年中离职，影响讲座37场"), "invented_number"),
        (_text("三名主讲人年中离职"), "invented_number"),
        (_text(""), "no_cause"),
        (_text("场馆屋面漏雨长期封闭施工"), "cause_not_quoted"),
        (_text("受客观因素影响"), "bare_cause"),
        (_text(measure="讲座的主讲人已经离职〔待核实：时间〕"), "no_measure"),
        (_text(measure="进一步加强管理"), "slogan"),
        (_text(measure="提前确定主讲人"), "undated"),
        (_text(measure="已补聘专家到岗并恢复教学〔待核实：时间〕"), "claimed_done"),
        (_text("两名主讲人年中离职，超额"), "direction"),
    ],
)
def test_a_draft_with_one_thing_wrong_is_found_out(text: str, fault: str) -> None:
    assert fault in _faults(text)


def test_an_overfulfilment_must_not_be_explained_as_a_shortfall() -> None:
    text = _text("两所学校加场，未完成", "下年度合理设定指标值", "年度指标值≥10场，实际15场，为指标值的150%，超出5场")
    assert "direction" in _faults(text, OVER)
    assert "direction" not in _faults(text.replace("，未完成", ""), OVER)


def test_the_same_words_for_two_rows_are_refused() -> None:
    assert _faults(_text(), others=(_text(figures="年度指标值≥9场，实际3场"),)) == {"repeated"}


def test_a_hole_stands_for_what_the_form_does_not_say() -> None:
    assert _faults(_text("〔待核实：未达指标值的原因〕")) == set()


def test_the_funds_are_held_to_their_own_numbers() -> None:
    spec = form([_OTHER], "全年巡查12次。")
    spec = spec.fund(0, initial="120.00", annual="120.00", executed="84.00")
    short = case(spec)
    deviation = Deviation(indicator=None, kind=DeviationKind.EXECUTION)
    text = next(d.text for d in draft(short) if d.kind is DeviationKind.EXECUTION)
    assert lint(short, deviation, text, ()) == ()
    wrong = text.replace("改进措施：", "改进措施：追回55万元，")
    assert {f.name for f in lint(short, deviation, wrong, ())} == {"invented_number"}
