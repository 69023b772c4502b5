"""What the engine remarks beyond the claims, and the reasons for deviations that it finds."""

from decimal import Decimal

import pytest
from support.forms import Goal
from support.reviewing import codes, of, review
from support.telling import form, notes, reading

from auditor.model.claim import NoteKind
from auditor.model.score import DeviationKind
from auditor.narrative.quotients import shown

ROWS = [("讲座场次", "≥10场", "10场"), ("巡查次数", "≥12次", "12次")]
TOLD = "全年举办讲座10场。全年巡查12次。"


def _items(promised: str, told: str) -> tuple[Goal, ...]:
    return Goal("一", "讲座", promised, told), Goal("二", "巡查", "巡查不少于12次。", "全年巡查12次。")


@pytest.mark.parametrize("promise", ["编写乡土教材3册", "6月底前建成气象观测站"])
def test_a_promise_that_nothing_answers_is_remarked(promise: str) -> None:
    spec = form(ROWS, _items(f"举办讲座不少于10场，{promise}。", "全年举办讲座10场。"))
    (note,) = notes(spec, NoteKind.COMMITMENT_DROPPED)
    assert note.quotes[0].quote == promise
    assert "N504" in codes(review(spec))


@pytest.mark.parametrize(
    ("promised", "told"),
    [
        ("举办讲座不少于10场，编写乡土教材3册。", "全年举办讲座10场，乡土教材已编写完稿。"),
        ("举办讲座不少于10场，12月31日前完成。", "全年举办讲座10场。"),
        ("举办讲座不少于10场，不断提高水平。", "全年举办讲座10场。"),
    ],
)
def test_a_promise_that_is_answered_or_has_no_number_is_not_remarked(promised: str, told: str) -> None:
    assert notes(form(ROWS, _items(promised, told)), NoteKind.COMMITMENT_DROPPED) == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("全年举办讲座10场，其中2场为2022年补办。", "其中2场为2022年补办"),
        ("举办讲座8场，连同2022年12月的2场共计10场。", "连同2022年12月的2场共计10场"),
    ],
)
def test_work_of_another_year_in_this_years_number_is_remarked(told: str, words: str) -> None:
    spec = form(ROWS, f"{told}全年巡查12次。")
    (note,) = notes(spec, NoteKind.OTHER_YEAR)
    assert (note.indicators, note.quotes[0].quote) == (("I01",), words)
    assert [f.indicators for f in of(review(spec), "N506")] == [("I01",)]
    assert notes(form(ROWS, TOLD), NoteKind.OTHER_YEAR) == []


def test_a_result_without_an_indicator_is_remarked() -> None:
    spec = form(ROWS, TOLD + "另建成气象观测站6座。")
    assert [n.quotes[0].quote for n in notes(spec, NoteKind.WITHOUT_INDICATOR)] == ["另建成气象观测站6座"]
    assert notes(form(ROWS, TOLD), NoteKind.WITHOUT_INDICATOR) == []


@pytest.mark.parametrize(
    "words", ["上年建成气象观测站6座。", "2024年拟建成气象观测站6座。", "其中气象观测站6座。", "建成气象观测站约6座。"]
)
def test_plans_other_years_and_parts_need_no_indicator(words: str) -> None:
    assert notes(form(ROWS, TOLD + words), NoteKind.WITHOUT_INDICATOR) == []


@pytest.mark.parametrize(
    "words",
    [
        "年中财政追加预算20万元。",
        "活动报名271人。",
        "有意向的186户。",
        "审减金额37万元。",
        "全县现有气象观测站60座。",
        "还剩余6座气象观测站。",
    ],
)
def test_money_requests_stock_and_leftovers_need_no_indicator(words: str) -> None:
    assert notes(form(ROWS, TOLD + words), NoteKind.WITHOUT_INDICATOR) == []


def test_a_clause_without_an_indicator_is_remarked_once() -> None:
    found = notes(form(ROWS, TOLD + "另建成气象观测站6座、雨量监测站8座。"), NoteKind.WITHOUT_INDICATOR)
    assert len(found) == 1


def test_two_numbers_for_one_thing_are_remarked() -> None:
    (note,) = notes(form(ROWS, TOLD + "年末统计，全年举办讲座11场。"), NoteKind.CONFLICT)
    assert [q.quote for q in note.quotes] == ["全年举办讲座10场", "全年举办讲座11场"]


@pytest.mark.parametrize(
    "words", ["其中举办讲座6场在学校。", "上年举办讲座8场。", "首场讲座有200人参加。", "年末统计，全年举办讲座10场。"]
)
def test_a_part_another_year_and_the_same_number_are_no_conflict(words: str) -> None:
    assert notes(form(ROWS, TOLD + words), NoteKind.CONFLICT) == []


def test_a_change_of_content_is_remarked_with_its_reason() -> None:
    told = "原定的两期信号控制操作培训，改为编印操作手册400册下发自学。"
    rows = [("信号控制操作培训", "2期", "2期"), ROWS[1]]
    goals = (
        Goal("一", "培训", "举办信号控制操作培训2期。", told),
        Goal("二", "巡查", "巡查不少于12次。", "全年巡查12次。"),
    )
    done = reading(form(rows, goals))
    assert [n.indicators for n in done.notes if n.kind is NoteKind.CONTENT_CHANGED] == [("I01",)]
    assert [(c.indicator, c.kind) for c in done.causes] == [("I01", DeviationKind.CONTENT_CHANGE)]


@pytest.mark.parametrize(
    ("words", "wrong", "right"),
    [
        ("按上级布署推进工作。", "布署", "部署"),
        ("工作能利明显提高。", "能利", "能力"),
        ("群众生活得意改善。", "得意", "得以"),
        ("消防设旋全部更换。", "设旋", "设施"),
        ("绩效平价结果已公开。", "绩效平价", "绩效评价"),
        ("已于年底前完戌验收。", "完戌", "完成"),
        ("培训班圆满结束，陪训效果好。", "陪训", "培训"),
        ("截止目前已全部支付。", "截止目前", "截至目前"),
    ],
)
def test_a_confusable_word_is_remarked_with_the_right_one(words: str, wrong: str, right: str) -> None:
    (note,) = notes(form(ROWS, TOLD + words), NoteKind.WRONG_CHARACTER)
    assert note.correction == right
    assert wrong in note.quotes[0].quote
    assert len(note.quotes[0].quote) < 20


@pytest.mark.parametrize(
    "words",
    [
        "建成太阳能利用项目1个。",
        "按排名先后奖励。",
        "由村民自己经营。",
        "会议室内设旋转门。",
        "因该项工作延期。",
        "账薄弱环节已整改。",
        "即使下雨也开放。",
        "部署已落实。",
    ],
)
def test_characters_that_only_meet_are_not_remarked(words: str) -> None:
    assert notes(form(ROWS, TOLD + words), NoteKind.WRONG_CHARACTER) == []


def test_a_wrong_word_in_a_cell_names_its_row_and_is_said_once() -> None:
    rows = [("讲座布署次数", "≥10次", "10次"), ("巡查布署次数", "≥12次", "12次")]
    (note,) = notes(form(rows, "按上级布署推进。"), NoteKind.WRONG_CHARACTER)
    assert note.indicators == ()
    (note,) = notes(form(rows, TOLD), NoteKind.WRONG_CHARACTER)
    assert note.indicators == ("I01",)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("N501", "全年举办讲座8场。全年巡查12次。"),
        ("N502", "全年巡查12次。"),
        ("N505", "全年举办讲座10场，其中进校园6场、进社区5场。全年巡查12次。"),
        ("N508", "讲座受到群众欢迎。全年巡查12次。"),
        ("N509", TOLD + "另建成气象观测站6座。"),
        ("N510", TOLD + "年末统计，全年举办讲座11场。"),
        ("L701", TOLD + "按上级布署推进。"),
    ],
)
def test_each_check_of_the_narrative_fires_on_its_own(code: str, told: str) -> None:
    fired = {c for c in codes(review(form(ROWS, told))) if c[0] in "NL"}
    assert fired == {code}
    assert not {c for c in codes(review(form(ROWS, TOLD))) if c[0] in "NL"}


def test_a_contradiction_names_each_value_once() -> None:
    (finding,) = of(review(form(ROWS, "全年举办讲座8场。全年巡查12次。")), "N501")
    assert finding.message.count(ROWS[0][2]) == 1
    assert finding.message.endswith("叙述为“全年举办讲座8场”（8场）。")


@pytest.mark.parametrize("value", ["6.63元/人次", "6.6295元/人次"])
def test_a_quotient_has_two_decimals_or_those_of_the_cell(value: str) -> None:
    told = "全年助餐服务老年人58.3万人次，发放助餐补贴386.5万元。"
    got = reading(form([("助餐补贴标准", "≤7元/人次", value), ROWS[1]], told)).claims[0]
    assert got.reason == f"386.5万元÷58.3万人次＝{value}，一致"
    assert shown(Decimal("6.629502572898799"), "元") == "6.63元"


def test_an_item_with_only_the_general_sentence_is_said_to_be_empty() -> None:
    spec = form(ROWS, _items("举办讲座不少于10场。", "完成了年度工作目标。"))
    assert [f.message for f in of(review(spec), "N507")]
    assert "N507" not in codes(review(form(ROWS, _items("举办讲座不少于10场。", "全年举办讲座10场。"))))


def test_an_item_without_a_report_is_said_to_be_missing() -> None:
    spec = form(
        ROWS,
        (Goal("一", "讲座", "举办讲座不少于10场。", "全年举办讲座10场。"), Goal("二", "巡查", "巡查不少于12次。", " ")),
    )
    assert "N503" in codes(review(spec))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("全年举办讲座6场，因两名主讲人年中离职，下半年4场未能举办。全年巡查12次。", "离职"),
        ("全年举办讲座6场，受场馆改造影响，其余4场取消。全年巡查12次。", "改造"),
    ],
)
def test_the_reason_for_a_shortfall_is_quoted_from_the_narrative(told: str, words: str) -> None:
    done = reading(form([("讲座场次", "≥10场", "6场"), ROWS[1]], told))
    cause = next(c for c in done.causes if c.indicator == "I01")
    assert cause.kind is DeviationKind.SHORTFALL
    assert any(words in q.quote for q in cause.quotes)


def test_no_reason_is_invented() -> None:
    done = reading(form([("讲座场次", "≥10场", "6场"), ROWS[1]], "全年举办讲座6场。全年巡查12次。"))
    assert done.causes == ()
