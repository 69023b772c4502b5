"""Every family of layouts in every carrier is read exactly; a new family is data."""

from pathlib import Path

import pytest
from support.families import CARRIERS, DIALECTS, FAMILIES, carried, compared, correct

from auditor.errors import BadFamilyError
from auditor.parsing import parse
from auditor.parsing.families import families, load, name_of, recognise
from auditor.parsing.flow import flow, told
from auditor.parsing.pieces import cut_pieces
from auditor.readers import read
from auditor.rulebooks import template_names


@pytest.mark.parametrize("carrier", [*DIALECTS, *CARRIERS])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_form_of_a_family_is_read_exactly(family: str, carrier: str, tmp_path: Path) -> None:
    truth = correct(family, 1)
    path = tmp_path / f"form.{carrier if carrier in CARRIERS else 'txt'}"
    path.write_bytes(carried(truth, carrier))
    got = compared(truth, parse(read(str(path)).text))
    assert (got.exact, got.template, got.total) == (got.rows, True, True), got.notes


def test_a_family_is_named_in_words() -> None:
    assert name_of("yunnan-gongkai14") == "云南表式（公开14表）"
    assert name_of("unknown") == "表式不能识别"
    assert len({f.id for f in families()}) == len(families()) > 12


def test_rule_sets_call_a_family_as_its_layout_does() -> None:
    told = {k: (v, name_of(k)) for k, v in template_names().items() if k != "unknown"}
    assert len(told) >= len(families())
    assert [pair for pair in told.values() if not pair[1].startswith(pair[0])] == []


@pytest.mark.parametrize(
    ("family", "words"),
    [
        (
            "national-2020",
            {"target": "年度指标值", "explanation": "偏差原因分析及改进措施", "goals.actual": "实际完成情况"},
        ),
        ("hubei-20+80", {"target": "年初目标值(A)", "explanation": "", "unit": "项目实施单位", "funds.points": ""}),
        (
            "chongqing",
            {"name": "指标名称", "points": "指标权重(分)", "funds.points": "执行率权重", "explanation": "说明"},
        ),
        ("sichuan-0013zp", {"points": "权重", "goals.actual": "年度目标完成情况", "explanation": "未完成原因分析"}),
        ("transfer", {"project_name": "转移支付(项目)名称", "department": "地方主管部门", "unit": "资金使用单位"}),
    ],
)
def test_a_form_has_its_own_words_for_its_fields(family: str, words: dict[str, str]) -> None:
    form = parse(carried(correct(family, 3), "pipes").decode())
    assert {field: form.heading(field, "") for field in words} == words
    assert form.heading("no such field", "通常的名称") == "通常的名称"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("全年培训2\n900人次，满意度9\n5%。", "全年培训2900人次，满意度95%。"),
        ("全年培训290\n2.走访30户。", "全年培训290 2.走访30户。"),
        ("全年培训290\n3、走访30户。", "全年培训290 3、走访30户。"),
        ("每亩1\n2.5元，2023\n年完成。", "每亩12.5元，2023年完成。"),
        ("全年培训2 900人次。", "全年培训2 900人次。"),
    ],
)
def test_a_number_that_a_line_has_torn_is_whole(lines: str, whole: str) -> None:
    assert flow(cut_pieces(lines)).text == whole
    assert told(tuple(cut_pieces(lines))).text == whole


def test_a_value_keeps_its_blanks() -> None:
    assert told(tuple(cut_pieces("10\n20"))).text == "10 20"


def test_words_tell_the_family_and_how_sure_that_is() -> None:
    found = recognise("指标性质 指标值 度量单位 实际完成值 得分")
    assert found is not None
    assert (found.family.id, found.confidence) == ("yunnan-gongkai14", "medium")
    assert recognise("今天天气很好") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id = ", "Invalid value"),
        ('id = "x"\nname = "x"\ncolumns = []\nrecognise = {}\ncolour = "red"', "不认识 colour"),
        ('id = "x"\nname = "x"\ncolumns = []\nrecognise = {}\n[words.colour]\na = ["b"]', "不认识 words.colour"),
        ('id = "x"\nname = "x"', "缺少 columns、recognise"),
    ],
)
def test_a_family_with_a_mistake_is_one_line(text: str, problem: str) -> None:
    with pytest.raises(BadFamilyError, match=problem) as caught:
        load(text, "x.toml")
    assert str(caught.value).startswith("表式文件 x.toml：")
