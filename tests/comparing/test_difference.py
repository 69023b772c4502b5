"""Two versions of a form: what differs, what was answered, and what nobody asked for."""

import json
from dataclasses import replace

import jsonschema
import pytest
from support.forms import DIALECTS, Goal, Row, Spec, clean
from support.reviewing import of, review

from auditor.comparing import difference
from auditor.comparing.cells import differences, same
from auditor.model.difference import Answer, Change, Difference, Fate, Followed, Kind
from auditor.model.form import Cell, CellKind, Form, Note, NoteRole
from auditor.pairing import alike, pair, same_project
from auditor.parsing import parse
from auditor.reports.diff import KINDS, render, schema, told

FORM = clean()
SHORT = FORM.row(1, actual="30场")  # S107 and D301
REASON = "因场馆改造停用两个月，少办10场；县图书馆将于2024年6月底前补办。"


def _between(old: Spec, new: Spec, dialect: str = "pipes") -> Difference:
    return difference(review(old), review(new, dialect))


def _changes(old: Spec, new: Spec) -> list[tuple[str, str, str | None, str | None]]:
    return [(c.place, c.field, c.old, c.new) for c in _between(old, new).changes]


def _rule(followed: Followed) -> str:
    found = followed.old or followed.new
    return found.rule if found else ""


def _fate(made: Difference, rule: str) -> list[tuple[Fate, Answer | None]]:
    return [(f.fate, f.answer) for f in made.findings if rule == _rule(f)]


def _asked(made: Difference) -> dict[str, tuple[str, ...]]:
    return {f"{c.place} {c.field}": c.asked for c in made.changes}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_how_a_form_is_carried_is_no_change(dialect: str) -> None:
    made = _between(FORM, FORM, dialect)
    assert made.changes == ()
    assert made.findings == ()
    assert told.summary(made) == "上次没有意见；新出现0条。内容没有改动。"
    assert told.answered(made)


def test_every_part_of_a_form_is_compared_field_by_field() -> None:
    new = (
        FORM.but(
            unit="青岚县第二图书馆",
            total=("100", "98.70"),
            currency="元",
            levels=(("产出指标", "49"), *FORM.levels[1:]),
        )
        .fund(0, executed="110.00")
        .row(2, target="≥21000册", actual="21800册", points="9", score="7", explanation="说明一句话。")
    )
    assert _changes(FORM, new) == [
        ("表头", "实施单位", "青岚县图书馆", "青岚县第二图书馆"),
        ("项目资金", "金额单位", "万元", "元"),
        ("年度资金总额", "全年执行数", "116.40", "110.00"),
        ("数量指标“新购图书册数”", "年度指标值", "≥20000册", "≥21000册"),
        ("数量指标“新购图书册数”", "实际完成值", "20800册", "21800册"),
        ("数量指标“新购图书册数”", "偏差原因分析及改进措施", None, "说明一句话。"),
        ("数量指标“新购图书册数”", "分值", "8", "9"),
        ("数量指标“新购图书册数”", "得分", "8", "7"),
        ("产出指标", "分值", "50", "49"),
        ("总分行", "总分得分", "99.70", "98.70"),
    ]


def test_rows_come_go_move_and_change_their_names() -> None:
    extra = Row("产出指标", "数量指标", "社区分馆服务点数", "≥6个", "6个", "4", "4")
    rows = (FORM.rows[1], replace(FORM.rows[0], name="阅读推广活动举办场次"), *FORM.rows[3:], extra)
    made = [(c.kind, c.place, c.old, c.new) for c in _between(FORM, FORM.but(rows=rows)).changes]
    assert made == [
        (Kind.CHANGED, "数量指标“阅读推广活动举办场次”", "阅读推广活动场次", "阅读推广活动举办场次"),
        (Kind.ADDED, "数量指标“社区分馆服务点数”", None, "≥6个｜6个"),
        (Kind.REMOVED, "数量指标“流动图书车出车次数”", "≥60次｜62次", None),
    ]
    moved = (replace(FORM.rows[4], level2="数量指标"), *FORM.rows[:4], *FORM.rows[5:])
    assert ("数量指标“图书采购合规性”", "二级指标", "质量指标", "数量指标") in _changes(FORM, FORM.but(rows=moved))


def test_a_score_that_rows_share_is_told_once() -> None:
    shared = FORM.row(1, points="16", score="16").row(2, shared=True, points="", score="")
    made = _changes(shared, shared.row(1, score="15"))
    assert [c for c in made if c[1] == "得分"] == [("数量指标（2项合并）", "得分", "16", "15")]


def test_funds_come_and_go() -> None:
    form = parse(FORM.text())
    own = form.funds[3].model_copy(update={"name": _cell("单位自有资金")})
    pairs = pair(form.indicators, form.indicators)
    (added,) = differences(form, form.model_copy(update={"funds": (*form.funds, own)}), pairs)
    assert (added.kind, added.place, added.new) == (Kind.ADDED, "项目资金", "单位自有资金")
    renamed = form.model_copy(update={"funds": (*form.funds[:3], own)})
    assert not list(differences(form, renamed, pairs))
    gone = _between(FORM, FORM.but(funds=FORM.funds[:2])).changes
    assert [(c.kind, c.old) for c in gone if c.place == "项目资金"] == [
        (Kind.REMOVED, "上年结转资金"),
        (Kind.REMOVED, "其他资金"),
    ]


def test_prose_is_compared_sentence_by_sentence() -> None:
    new = FORM.told("新购图书20800册", "新购图书20900册").told(
        "8月20日新购图书全部完成上架", "8月21日新购图书全部完成上架，另补订期刊。"
    )
    made = _between(FORM, new).changes
    assert [(c.place, c.field, c.kind, c.value) for c in made] == [
        ("第一项馆藏建设", "实际完成情况", Kind.CHANGED, False)
    ] * 2
    assert "20800册" in (made[0].old or "")
    assert "合规" not in (made[0].old or "")
    added = FORM.goal(2, actual=FORM.goals[1].actual + "另在三个乡镇设立借阅点。")
    (one,) = _between(FORM, added).changes
    assert (one.kind, one.old, one.new) == (Kind.ADDED, None, "另在三个乡镇设立借阅点。")
    (back,) = _between(added, FORM).changes
    assert (back.kind, back.old, back.new) == (Kind.REMOVED, "另在三个乡镇设立借阅点。", None)


def test_goal_items_are_matched_by_their_words_then_by_number() -> None:
    first, second, third = FORM.goals
    swapped = FORM.but(goals=(replace(second, label="一"), replace(first, label="二"), third))
    assert not [c for c in _between(FORM, swapped).changes if c.old is None or c.new is None]
    fewer = _between(FORM, FORM.but(goals=FORM.goals[:2])).changes
    assert {(c.place, c.field, c.kind) for c in fewer} == {
        ("第三项读者服务", "预期目标", Kind.REMOVED),
        ("第三项读者服务", "实际完成情况", Kind.REMOVED),
    }
    more = FORM.but(goals=(*FORM.goals, Goal("四", "数字阅读", "开通手机借阅。", "已开通手机借阅服务。")))
    assert {c.kind for c in _between(FORM, more).changes} == {Kind.ADDED}
    other = FORM.goal(3, expected="完成数字资源建设任务。", actual="数字资源任务已完成。", title="数字资源")
    assert {c.place for c in _between(FORM, other).changes} == {"第三项数字资源"}
    plain = FORM.but(goals=(Goal("", "", "办好一件事。", "办好了一件事。"),))
    whole = _between(plain, plain.goal(1, expected="甲乙丙丁戊己庚。", actual="子丑寅卯辰巳午。")).changes
    assert {c.place for c in whole} == {"年度总体目标"}


def _noted(form: Form, text: str) -> Form:
    cell = Cell(text=text, kind=CellKind.QUALITATIVE)
    name = Cell(text="其他需要说明的问题", kind=CellKind.QUALITATIVE)
    return form.model_copy(update={"notes": (Note(role=NoteRole.OTHER, name=name, text=cell),)})


def test_notes_below_the_table_are_compared() -> None:
    form = parse(FORM.text())
    pairs = pair(form.indicators, form.indicators)
    (one,) = differences(_noted(form, "无"), _noted(form, "场馆改造"), pairs)
    assert (one.label, one.old, one.new, one.value) == ("其他需要说明的问题", "无", "场馆改造", False)
    assert not list(differences(_noted(form, "无"), _noted(form, "无"), pairs))


def _cell(text: str, kind: CellKind = CellKind.QUALITATIVE) -> Cell:
    return Cell(text=text, kind=kind)


def test_what_says_the_same_is_the_same() -> None:
    nothing, dash = _cell("", CellKind.EMPTY), _cell("—", CellKind.NOT_APPLICABLE)
    assert same(None, None)
    assert same(None, nothing)
    assert same(nothing, dash)
    assert not same(None, _cell("甲"))
    assert not same(dash, _cell("甲"))
    assert same(_cell("全部完成。"), _cell("全部 完成"))
    values = {
        w: parse(FORM.row(1, target=w).text()).indicators[0].target for w in ("≥40场", "不少于40.0场", "≥40次", "40场")
    }
    assert same(values["≥40场"], values["不少于40.0场"])
    assert not same(values["≥40场"], values["≥40次"])
    assert not same(values["≥40场"], values["40场"])


def test_an_earlier_finding_that_was_answered_is_gone() -> None:
    made = _between(SHORT, SHORT.row(1, score="6", explanation=REASON).but(total=("100", "97.70")))
    assert _fate(made, "S107") == [(Fate.GONE, Answer.CHANGED)]
    assert _fate(made, "D301") == [(Fate.GONE, Answer.CHANGED)]
    asked = _asked(made)
    assert asked["数量指标“阅读推广活动场次” 得分"] == ("D301", "S107")
    assert asked["数量指标“阅读推广活动场次” 偏差原因分析及改进措施"] == ("D301",)
    assert "S107" in asked["总分行 总分得分"]
    assert all(c.asked for c in made.changes)


def test_a_value_that_was_changed_instead_is_named() -> None:
    made = _between(SHORT, SHORT.row(1, actual="46场"))
    assert _fate(made, "D301") == [(Fate.GONE, Answer.OTHERWISE)]
    assert not told.answered(made)
    assert "须核实" in told.summary(made)


def test_a_value_that_nobody_asked_for_is_named() -> None:
    made = _between(SHORT, SHORT.row(2, actual="20801册").row(1, explanation=REASON))
    assert _asked(made)["数量指标“新购图书册数” 实际完成值"] == ()
    assert "其中1处没有意见要求" in told.summary(made)
    total = _between(FORM, FORM.but(total=("100", "99.60")))
    assert _asked(total) == {"总分行 总分得分": ()}


def test_a_finding_whose_row_was_removed_must_be_looked_at() -> None:
    made = _between(SHORT, SHORT.but(rows=SHORT.rows[1:]))
    assert _fate(made, "D301") == [(Fate.GONE, Answer.ROW_REMOVED)]


def test_a_finding_of_a_check_that_did_not_run_must_be_looked_at() -> None:
    new = difference(review(SHORT), review(SHORT.row(1, actual="46场"), ignore=["D301"]))
    assert _fate(new, "D301") == [(Fate.GONE, Answer.NOT_CHECKED)]


def test_a_finding_that_went_without_any_change_at_its_place_must_be_looked_at() -> None:
    done = review(SHORT)
    quiet = done.model_copy(update={"findings": tuple(f for f in done.findings if f.rule != "D301")})
    made = difference(done, quiet)
    assert _fate(made, "D301") == [(Fate.GONE, Answer.UNCHANGED)]
    assert _fate(made, "S107") == [(Fate.STAYED, Answer.UNCHANGED)]


def test_a_finding_that_changed_its_words_is_the_same_finding() -> None:
    made = _between(SHORT, SHORT.row(1, actual="31场"))
    assert _fate(made, "S107") == [(Fate.STAYED, Answer.CHANGED)]
    vague = FORM.row(5, target="有所提升", actual="有所提升").row(8, target="有效保障", actual="有效保障")
    fewer = _between(vague, vague.row(8, target="≤45元/册", actual="42元/册"))
    assert _fate(fewer, "T401") == [(Fate.STAYED, Answer.CHANGED)]
    total = FORM.but(total=("100", "98.00"))
    assert _fate(_between(total, FORM.but(total=("100", "97.00"))), "S105") == [(Fate.STAYED, Answer.CHANGED)]


def test_a_new_finding_came_and_an_accepted_one_is_neither() -> None:
    old, new = review(FORM), review(SHORT)
    assert {f.fate for f in difference(old, new).findings} == {Fate.CAME}
    first = of(new, "D301")[0].model_copy(update={"waived": "批复"})
    rest = tuple(f for f in new.findings if f.rule != "D301")
    accepted = new.model_copy(update={"findings": rest, "waived": (first,)})
    assert {f.fate for f in difference(old, accepted).findings} == {Fate.CAME}
    assert _fate(difference(new, accepted), "D301") == [(Fate.ACCEPTED, Answer.UNCHANGED)]
    assert "已接受1条" in told.summary(difference(new, accepted))
    assert "批复" in render(difference(new, accepted), "text")


OLD = SHORT.row(6, score="2.5").told("年到馆读者16.2万人次", "年到馆读者16.2万人次，比上年略增")
NEW = (
    SHORT.row(2, actual="20801册")
    .row(1, explanation=REASON)
    .but(rows=(*SHORT.row(2, actual="20801册").row(1, explanation=REASON).rows[:12], SHORT.rows[13]))
    .told("新购图书20800册", "新购图书20801册")
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_report_tells_what_matters(kind: str) -> None:
    made = _between(OLD, NEW)
    written = render(made, kind)
    assert not written.endswith("\n")
    if kind == "json":
        return
    for words in (
        "没有意见要求的改动",
        "没有处理的意见",
        "已消除的意见",
        "按意见所作的改动",
        "20801册",
        "在册志愿者人数" if 0 else "馆藏图书外借率",
    ):
        assert words in written
    assert "上次意见" in written


def test_json_is_as_the_schema_says() -> None:
    written = _between(OLD, NEW)
    document = json.loads(render(written, "json"))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(document, schema())
    assert document["schema"] == "auditor.diff/1"
    assert document["old"]["claimed"] == "99.70"
    assert {f["fate"] for f in document["findings"]} == {"gone", "stayed", "came"}


def test_colours_belong_to_the_terminal_and_marks_to_plain_text() -> None:
    made = _between(OLD, NEW)
    assert "\x1b[" in render(made, "text", color=True)
    assert "\x1b[" not in render(made, "text")
    assert "〔20800→20801〕册" in render(made, "text")
    assert "<del>20800</del><ins>20801</ins>册" in render(made, "html")
    assert "<del>20800</del><ins>20801</ins>册" in render(made, "markdown")
    with pytest.raises(ValueError, match="docx"):
        render(made, "docx")


def test_hostile_words_steer_no_report() -> None:
    bad = """<script>alert(1)</script>\x1b[31m|*"""
    new = FORM.row(5, name=bad, actual=bad, explanation=bad)
    made = _between(FORM, new)
    assert "<script>" not in render(made, "html")
    assert "<script>" not in render(made, "markdown")
    assert "\x1b" not in "".join(render(made, kind) for kind in KINDS if kind != "json")


def _words(old: str | None, new: str | None, kind: Kind = Kind.CHANGED) -> str:
    change = Change.model_validate(
        {"kind": kind, "section": "goals", "place": "目标", "field": "完成", "old": old, "new": new}
    )
    return told.plain(told.words(change))


def test_a_long_text_shows_only_what_differs() -> None:
    long = "全年新建改造村卫生室二十二所，已通过验收并挂牌标准化村卫生室的十八所，其余四所明年三月验收。"
    assert _words("27人", "30人") == "27人 → 30人"
    assert _words("", "30人") == "空 → 30人"
    assert _words(None, "新增一句。", Kind.ADDED) == "新增一句。"
    assert _words(long, long.replace("十八所", "二十所")) == "…挂牌标准化村卫生室的〔十八→二十〕所，其余四所明年三月…"
    assert _words(long, long.replace("，其余四所明年三月验收", "")).endswith("〔删：，其余四所明年三月验收〕。")
    assert _words(long, long + "资金已经拨付到位。").endswith("〔增：资金已经拨付到位。〕")
    assert " → " in _words(long, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄")
    turned = "一二三四五六七八九十甲乙丙丁，张王李赵，" + "子丑寅卯辰巳午未申酉戌亥天地玄黄。"
    assert "〔张王李赵，→金木，水火。土，〕" in _words(turned, turned.replace("张王李赵，", "金木，水火。土，"))
    assert "〔甲〇乙→丙〇丁〕" in _words(f"{long}甲〇乙", f"{long}丙〇丁")
    half = "一二三四五六七八九十甲乙丙丁，" + "子丑寅卯辰巳午未申酉戌亥天地玄黄。"
    other = "一二三四五六七八九十甲乙丙丁，" + "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨。"
    assert _words(half, other).endswith("。〕")


def test_a_report_of_what_cannot_be_is_refused() -> None:
    made = _between(FORM, FORM)
    for fate in (Fate.STAYED, Fate.GONE):
        broken = made.model_copy(update={"findings": (Followed(fate=fate),)})
        with pytest.raises(ValueError, match="fate"):
            list(told.parts(broken))


def test_rows_are_paired_by_name_class_and_likeness() -> None:
    form = parse(FORM.text())
    assert all(p.old == p.new for p in pair(form.indicators, form.indicators))
    other = parse(FORM.row(1, level2="质量指标").row(2, name="新购置的图书册数").row(3, name="电子书采购").text())
    pairs = {
        p.new.name.text if p.new else "": p.old.name.text if p.old else None
        for p in pair(form.indicators, other.indicators)
    }
    assert pairs["阅读推广活动场次"] == "阅读推广活动场次"
    assert pairs["新购置的图书册数"] == "新购图书册数"
    assert pairs["电子书采购"] is None
    assert pairs[""] == "流动图书车出车次数"
    assert alike("", "") == 1
    assert alike("甲", "乙") == 0


def test_one_project_is_known_by_name_or_by_rows() -> None:
    form, other = parse(FORM.text()), parse(FORM.but(project="道路养护").text())
    assert not same_project(form, other)
    assert same_project(form, parse(FORM.but(project="公共服务能力提升专项经费").text()))
    assert same_project(form, parse(FORM.but(project="").text()))
