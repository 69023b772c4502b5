"""Text as extraction leaves it: torn labels, wrapped cells, floating pairs, page breaks, columns of blanks, Markdown."""

import pytest
from support.extracted import columned, markdown, torn
from support.forms import Spec, clean
from support.mutating import dice
from support.randoms import correct
from support.truth import of_form, of_spec

from auditor.model.form import Form
from auditor.parsing import parse
from auditor.parsing.goals import items


def _form(seed: int) -> Spec:
    return correct(dice(seed)).but(grade="")


@pytest.mark.parametrize("seed", range(25))
def test_a_torn_and_wrapped_form_reads_exactly(seed: int) -> None:
    form = parse(torn(_form(seed), dice(seed)))
    assert of_form(form) == of_spec(_form(seed))
    assert form.unparsed == ()


@pytest.mark.parametrize("seed", range(60))
def test_a_block_repeated_by_a_page_break_is_one_group(seed: int) -> None:
    form = parse(torn(_form(seed), dice(seed), page_break=True))
    assert of_form(form) == of_spec(_form(seed))


@pytest.mark.parametrize("seed", range(15))
def test_a_markdown_table_reads_exactly(seed: int) -> None:
    form = parse(markdown(_form(seed)))
    assert of_form(form) == of_spec(_form(seed))
    assert form.unparsed == ()


@pytest.mark.parametrize(("dialect", "mark"), [("tabs", "\t"), ("pipes", " | ")])
def test_a_row_for_each_goal_reads_as_one_row_with_all(dialect: str, mark: str) -> None:
    text = clean().text(dialect)
    row = next(line for line in text.splitlines() if line.startswith("一、"))
    expected, actual = (cell.strip(" |").split(" ") for cell in row.split(mark)[:2])
    form = parse(text.replace(row, "\n".join(f"{e}{mark}{a}" for e, a in zip(expected, actual, strict=True))))
    assert of_form(form) == of_spec(clean())
    assert form.unparsed == ()


@pytest.mark.parametrize(
    "after", ["目标3年内达到20处。", "目标2025年达到20处。", "2025年打算再办3期。", "2025、2026年各办3期。"]
)
def test_a_year_begins_no_item(after: str) -> None:
    assert [i.number for i in items(f"目标1：建成10处。目标2：培训5期。{after}")] == [1, 2]
    assert [i.number for i in items(f"一、建成10处。二、培训5期。{after}")] == [1, 2]


@pytest.mark.parametrize("dialect", ["tabs", "pipes"])
def test_a_line_break_in_a_goal_cell_does_not_end_it(dialect: str) -> None:
    broken = clean().told("流动图书车全年出车62次", "\n流动图书车全年出车62次")
    assert of_form(parse(broken.text(dialect))) == of_spec(broken)


@pytest.mark.parametrize(
    ("printed", "heading"),
    [
        ("项目支出绩效自评表\n\n（2023年度）", "# 2023年度项目支出绩效自评表"),
        ("项目支出绩效自评表\n\n（2023年度）", "## 项目支出绩效自评表（2023年度）"),
        ("项目支出绩效自评表\n\n（2023年度）", "# 项目支出绩效自评表\n\n**2023年度**"),
        ("| 一级指标 |", "| **一级指标** |"),
    ],
)
def test_marks_of_headings_and_bold_type_are_no_words(printed: str, heading: str) -> None:
    text = markdown(clean())
    assert printed in text
    form = parse(text.replace(printed, heading))
    assert form.year.text == "2023年度"
    assert form.title is not None
    assert "项目支出绩效自评表" in form.title.text
    assert len(form.indicators) == len(clean().rows)
    assert form.unparsed == ()


@pytest.mark.parametrize("seed", range(15))
def test_columns_held_by_blanks_read_exactly(seed: int) -> None:
    form = parse(columned(_form(seed)))
    assert of_form(form) == of_spec(_form(seed))
    assert form.unparsed == ()


_HEAD = """\
项目支出绩效自评表
（2023年度）
项目名称 河道保洁经费
主管部门 青岚县水务局 实施单位 青岚县河道管理所
项目资金
（万元）
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 50.00 50.00 45.00 10 90.0% 9.00
其中：当年财政拨款 50.00 50.00 45.00 — 90.0% —
上年结转资金 0.00 0.00 0.00 — — —
其他资金 0.00 0.00 0.00 — — —
年度总体目标
预期目标 实际完成情况
一、保洁：清理河道40公里。
一、保洁：全年清理河道42公里。
绩效指标
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
"""
_FOOT = """\
满意度指标
（10分）
服务对象满意度指标
沿河居民满意度 ≥90% 95% 10 10
总分 100 99.00
"""


def _table(rows: str, head: str = _HEAD) -> Form:
    return parse(head + rows + _FOOT)


def _rows(form: Form) -> list[tuple[str, ...]]:
    return [r[2:8] for r in of_form(form).rows[:-1]]


_GOOD = "效益指标\n（30分）\n社会效益指标\n河道水质达标率 ≥90% 92% 30 30\n"
_READ_GOOD = ("河道水质达标率", "≥90%", "92%", "", "30", "30")


def test_a_pair_alone_on_a_line_belongs_to_the_block_around_it() -> None:
    form = _table(
        "产出指标\n（50分）\n数量指标\n清理河道长度 ≥40公里 42公里\n\n50 50\n\n打捞漂浮物重量 ≥10吨 12吨\n" + _GOOD
    )
    assert [g.indicators for g in form.groups] == [("I01", "I02"), ("I03",), ("I04",)]
    assert [g.points and g.points.text for g in form.groups] == ["50", "30", "10"]


def test_a_pair_glued_to_the_next_name_is_cut_off() -> None:
    form = _table("产出指标\n（50分）\n数量指标\n清理河道长度 ≥40公里 42公里\n50 50打捞漂浮物重量 ≥10吨 12吨\n" + _GOOD)
    assert _rows(form) == [
        ("清理河道长度", "≥40公里", "42公里", "", "50", "50"),
        ("打捞漂浮物重量", "≥10吨", "12吨", "", "50", "50"),
        _READ_GOOD,
    ]


def test_a_label_cut_over_three_lines_is_one_label() -> None:
    form = _table("产出指\n标（50\n\n分）\n数量指\n标\n清理河道长度 ≥40公里 42公里 50 50\n" + _GOOD)
    assert (form.indicators[0].level1, form.indicators[0].level2) == ("产出指标", "数量指标")
    assert [(n.name, str(n.points)) for n in form.level1] == [
        ("产出指标", "50"),
        ("效益指标", "30"),
        ("满意度指标", "10"),
    ]


def test_a_level_label_printed_twice_adds_up_unless_it_is_the_same_again() -> None:
    rows = "产出指标（{}分）\n数量指标\n清理河道长度 ≥40公里 42公里 30 30\n产出指标（{}分）\n成本指标\n单位清理成本 ≤2元 1元 20 20\n"
    for printed, points in (((30, 20), "50"), ((50, 50), "50")):
        form = _table(rows.format(*printed) + _GOOD)
        assert next((n.name, str(n.points)) for n in form.level1) == ("产出指标", points)


def test_a_head_torn_into_single_characters_names_the_currency() -> None:
    torn_head = _HEAD.replace("项目资金\n（万元）\n", "项\n目资\n金\n（万\n元）\n")
    assert (
        _table("产出指标\n（50分）\n数量指标\n清理河道长度 ≥40公里 42公里 50 50\n" + _GOOD, torn_head).currency
        == "万元"
    )


def test_a_wrapped_name_and_a_wrapped_explanation_are_joined() -> None:
    form = _table(
        "产出指标\n（50分）\n数量指标\n年末清理完成的中小河道\n长度 ≥40公里 30公里 50 37.5\n"
        "因汛期延长，作业船停航22天；2024\n年3月底前由养护科补做。\n" + _GOOD
    )
    assert _rows(form)[0] == (
        "年末清理完成的中小河道长度", "≥40公里", "30公里",
        "因汛期延长，作业船停航22天；2024年3月底前由养护科补做。", "50", "37.5",
    )  # fmt: skip


def test_an_item_wrapped_before_its_full_stop_keeps_it() -> None:
    head = _HEAD.replace("一、保洁：清理河道40公里。\n", "一、保洁：清理河道40\n公里\n。\n二、宣传：办讲座2场。\n\n")
    head = head.replace("全年清理河道42公里。\n", "全年清理河道42公里。\n二、宣传：办讲座3\n场。\n")
    form = _table("产出指标\n（50分）\n数量指标\n清理河道长度 ≥40公里 42公里 50 50\n" + _GOOD, head)
    assert of_form(form).goals == (
        ("清理河道40公里。", "全年清理河道42公里。"),
        ("办讲座2场。", "办讲座3场。"),
    )


def test_blanks_before_punctuation_and_inside_words_are_dropped() -> None:
    form = _table("产出指标\n（50分）\n数量指标\n清理河道长度 ≥ 40公里 42 公里 50 50\n" + _GOOD)
    assert _rows(form)[0][:3] == ("清理河道长度", "≥40公里", "42公里")


def test_the_head_of_the_table_printed_again_after_a_page_break_is_no_row() -> None:
    columns = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施\n"
    form = _table(
        "产出指标\n（50分）\n数量指标\n清理河道长度 ≥40公里 42公里 30 30\n绩效指标\n" + columns
        + "打捞漂浮物重量 ≥10吨 12吨 20 20\n" + _GOOD
    )  # fmt: skip
    assert [r[0] for r in _rows(form)] == ["清理河道长度", "打捞漂浮物重量", "河道水质达标率"]
    assert form.unparsed == ()


def test_a_form_cut_in_the_middle_keeps_what_stands_before_the_cut() -> None:
    text = clean().text("rows")
    form = parse(text[: text.index("时效指标")])
    assert [i.name.text for i in form.indicators] == [r.name for r in clean().rows[:5]]
    assert form.total.score is None


def test_a_blank_template_has_a_frame_and_no_values() -> None:
    blank = clean().but(
        project="", department="", unit="", goals=(), rows=(), total=("100", ""),
        funds=tuple(type(f)(f.name, "", "", "", "", "", "") for f in clean().funds),
    )  # fmt: skip
    form = parse(blank.text("tabs"))
    assert (form.indicators, form.goals) == ((), ())
    assert form.project_name.text == form.department.text == ""


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("年度指标值", "指标值"),
        ("实际完成值", "*实际完成值"),
        ("分值", "*分值"),
        ("全年执行数", "全年执行数（B）"),
        ("偏差原因分析及改进措施", "未完成原因分析"),
        ("服务对象满意度指标", "满意度指标"),
        ("主管部门", "主管部门："),
        ("实施单位", "项目实施单位"),
    ],
)
@pytest.mark.parametrize("dialect", ["pipes", "rows"])
def test_labels_are_known_in_other_words(words: str, instead: str, dialect: str) -> None:
    read = of_form(parse(clean().text(dialect).replace(words, instead)))
    written = of_spec(clean())
    assert [r[2:] for r in read.rows] == [r[2:] for r in written.rows]
    assert (read.head, read.funds, read.total) == (written.head, written.funds, written.total)
