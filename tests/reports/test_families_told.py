"""Reports on forms of every family: in the form's own words, and nothing about what its layout has not."""

import re

import pytest
from support.families import FAMILIES, Truth, carried, correct
from support.reviewing import review as reviewed

from auditor.model.form import FormKind
from auditor.model.review import Review
from auditor.reports import render, rows, view

UNSCORED = ("sichuan-pre2022", "transfer", "sichuan-transfer-area")


def _done(family: str, seed: int = 1) -> Review:
    return reviewed(carried(correct(family, seed), "pipes").decode())


def _heads(review: Review) -> list[str]:
    """The heads of the form as it is drawn, first those over the columns of the form's tables."""
    page = render(review, "html").split('class="form"')[1].split("</section>")[0]
    return re.findall(r'<th[^>]*scope="(?:col|row)"[^>]*>([^<]*)', page)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_report_names_the_layout_and_the_rule_set(family: str) -> None:
    done = _done(family)
    told = dict(view.basis(done))
    assert told["表式"].endswith(f"，编号 {family}")
    assert done.run.layout in told["表式"]
    assert told["选用理由"].startswith("按")


def test_a_layout_that_is_not_sure_says_by_what_it_was_told() -> None:
    done = _done("national-2020")
    one = done.form.model_copy(update={"template_confidence": "medium", "template_basis": ("年度指标值", "得分")})
    two = done.form.model_copy(update={"template_confidence": "low", "template_basis": ()})
    three = done.form.model_copy(update={"template": "unknown"})
    shown = [view.layout(done.model_copy(update={"form": form})) for form in (one, two, three)]
    assert shown == [
        "全国表式，编号 national-2020；识别的把握中等，依据“年度指标值”、“得分”",
        "全国表式，编号 national-2020；识别的把握低",
        "没有识别出表式，按各表式通用的栏名读取",
    ]
    old = done.model_copy(update={"run": done.run.model_copy(update={"layout": ""})})
    assert view.layout(old) == "national-2020，编号 national-2020"


@pytest.mark.parametrize("family", FAMILIES)
def test_the_title_and_the_head_are_those_of_the_form(family: str) -> None:
    done = _done(family)
    form = done.form
    assert view.title(form) == f"{form.kind.shown}绩效自评审核意见"
    labels = [fact.label for fact in view.head(done)]
    assert len(labels) == len(set(labels)) == len(view.asked(form))
    assert "未填" not in [fact.value for fact in view.head(done) if fact.label not in ("实施年度", "年度")]
    assert view.project(done) != done.document.name


def test_forms_of_several_kinds_have_no_kind_in_their_title() -> None:
    forms = [_done(f).form for f in ("national-2020", "transfer")]
    assert view.title(*forms) == "绩效自评审核意见"
    assert view.title(forms[0], forms[0]) == "项目支出绩效自评审核意见"
    assert FormKind.TRANSFER in {f.kind for f in forms}


@pytest.mark.parametrize("family", UNSCORED)
def test_a_form_without_scores_is_told_none(family: str) -> None:
    done = _done(family)
    assert [fact.value for fact in view.totals(done)] == ["表式不计分"] * 2
    assert view.scores_title(done.form) == "得分测算（表式不计分，只测算执行率）"
    assert [(r.points, r.claimed, r.deserved, r.difference) for r in rows.score_rows(done)] == [("-", "-", "-", "-")]
    assert not {"分值", "得分", "总分"} & set(_heads(done))


def test_rows_without_points_cannot_be_summed() -> None:
    done = _done("hubei-20+80")
    assert view.scores_title(done.form) == "得分测算（表式不设各行分值）"
    assert view.totals(done)[1].value == "不能测算（表式不设各行分值）"
    assert view.scores_title(_done("national-2020").form) == "得分测算"


@pytest.mark.parametrize(
    ("family", "there", "gone"),
    [
        (
            "national-2020",
            ["一级指标", "年度指标值", "分值", "偏差原因分析及改进措施", "年初预算数"],
            ["权重", "得分系数"],
        ),
        (
            "hubei-20+80",
            ["年初目标值(A)", "实际完成值(B)", "预算数(A)"],
            ["年度指标值", "偏差原因分析及改进措施", "年初预算数"],
        ),
        ("chongqing", ["指标权重(分)", "得分系数(%)", "说明", "执行率权重"], ["一级指标", "年度指标值", "分值"]),
        ("transfer", ["全年完成值", "未完成原因和改进措施", "全年实际完成情况"], ["实际完成值", "得分", "年初预算数"]),
        ("sichuan-pre2022", ["实施进度"], ["偏差原因分析及改进措施", "得分", "年初预算数"]),
    ],
)
def test_the_form_is_drawn_with_its_own_columns(family: str, there: list[str], gone: list[str]) -> None:
    heads = _heads(_done(family))
    assert [w for w in there if w not in heads] == []
    assert [w for w in gone if w in heads] == []


def _caused(truth: Truth) -> bool:
    return any(n.role == "cause" and len(n.text) > len("无。") for n in truth.notes)


def _missed(family: str) -> Review:
    """A form whose first row that counts misses its target by far, without a word."""
    forms = (correct(family, n) for n in range(20))
    calm = next(t for t in forms if not any(r.explanation for r in t.rows) and not _caused(t))
    text = carried(calm, "pipes").decode()
    done = reviewed(text)
    first = next(i for i in done.form.indicators if i.target.operator is not None and i.target.operator.value == "≥")
    return reviewed(text.replace(f"| {first.actual.text} |", "| 1 |", 1))


def test_drafts_go_where_the_form_has_a_place_for_them() -> None:
    own, block, nowhere = (_missed(f) for f in ("poverty", "hubei-20+80", "sichuan-pre2022"))
    assert rows.draft_note(own.form) == rows.DRAFT_NOTE
    assert rows.draft_note(block.form).endswith(
        "表式没有逐行说明的栏，可并入“偏差大或目标未完成原因分析”“改进措施及结果应用方案”。"
    )
    assert rows.draft_note(nowhere.form).endswith("表式没有逐行说明的栏，可写入实际完成情况或另附说明。")
    names = [view.explanations(r.form) for r in (own, block, nowhere)]
    assert names == ["未完成原因及拟采取的改进措施", "偏差说明", "偏差说明"]
    assert [d.indicator for d in block.drafts if d.indicator]
    for kind in ("text", "markdown", "html"):
        told = re.sub(r"\s", "", render(block, kind))
        assert "拟写的偏差说明" in told
        assert "可并入“偏差大或目标未完成原因分析”" in told
    assert 'class="draft-link" href="#d1"' in render(block, "html")


def test_an_adjusted_target_stands_beside_the_one_before() -> None:
    seed = next(n for n in range(9) if any(r.adjusted for r in correct("chongqing", n).rows))
    done = _done("chongqing", seed)
    heads = _heads(done)
    assert heads.index("年初指标值") + 1 == heads.index("调整指标值")
    page = render(done, "html")
    for i in done.form.indicators:
        row = next(r for r in page.split("<tr>") if f"<td>{i.name.text}</td>" in r)
        cells = [re.sub(r"<[^>]*>", "", c) for c in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        both = (i.initial_target.text, i.target.text) if i.initial_target else (i.target.text, "")
        assert tuple(cells[2:4]) == both
