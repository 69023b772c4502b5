"""Layouts without points, without scores, with coefficients; rule sets that do not cover a form; weights and grades."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from support.forms import Spec, clean
from support.reviewing import TODAY, case, of, review

from auditor.drafting import draft
from auditor.model.case import Case
from auditor.model.finding import Check, CheckStatus, Finding, Severity
from auditor.model.form import Cell, CellKind, Form, FormKind, FundLine, Group, Note, NoteRole, Total
from auditor.model.score import DeviationKind
from auditor.parsing import parse
from auditor.rulebooks import choose, resolve
from auditor.rules import ALL_RULES, check
from auditor.scoring import score

EMPTY = Cell(text="", kind=CellKind.EMPTY)
NATIONAL = ("level1", "level2", "name", "target", "actual", "points", "score", "explanation")
NO_POINTS = ("level1", "level2", "name", "target", "actual", "score")
NO_SCORES = ("level1", "level2", "name", "target", "actual", "explanation")
FLAT = ("name", "measure", "nature", "target", "actual", "coefficient", "points", "score", "explanation")
WHY = "因暴雨取消；2024年3月底前由巡查科补齐。"


def _number(text: str, unit: str | None = None) -> Cell:
    return Cell(text=text, kind=CellKind.NUMBER, value=Decimal(text.rstrip("%")), unit=unit)


def _ran(made: Case, *codes: str) -> tuple[list[Finding], list[Check]]:
    found, ledger = check(made, select=codes)
    return list(found), [c for c in ledger if c.rule.startswith(codes)]


def _groups(form: Form, change: Callable[[Group], Mapping[str, object]]) -> tuple[Group, ...]:
    return tuple(g.model_copy(update=change(g)) for g in form.groups)


def _funds(form: Form, **update: object) -> tuple[FundLine, ...]:
    return tuple(f.model_copy(update=update) for f in form.funds)


# --- no scores at all: transfer payments and the older forms of Sichuan


def _unscored(spec: Spec, **changes: object) -> Case:
    form = parse(spec.text())
    labels = tuple(label for label in form.labels if "年初预算" not in label.text)
    parts = {
        "template": "transfer", "kind": FormKind.TRANSFER, "columns": NO_SCORES, "labels": labels,
        "groups": _groups(form, lambda _: {"points": None, "score": None}),
        "total": Total(points=None, score=None),
        "funds": _funds(form, points=EMPTY, score=EMPTY, initial_budget=EMPTY),
    }  # fmt: skip
    return case(spec, **parts | changes)


def test_a_form_without_scores_has_no_total_and_no_invented_points() -> None:
    made = _unscored(clean())
    assert made.book.id == "cn-transfer"
    assert made.form.unscored
    total = made.sheet.total
    assert (total.points, total.sum_of_points, total.sum_of_claimed, total.deserved, total.grade) == (None,) * 5
    assert made.sheet.execution.points is None
    assert str(made.sheet.execution.rate) == "0.970000"
    assert all(g.points is None and g.deserved is None for g in made.sheet.groups)


def test_its_checks_of_scores_do_not_apply_and_the_others_do() -> None:
    made = _unscored(clean().row(1, actual="30场"))
    found, ledger = _ran(made, "S", "D306", "T", "B", "F601", "D301")
    out = {c.rule: c.reason for c in ledger if c.rule[0] == "S" or c.rule == "D306"}
    assert set(out.values()) == {"表式不设分值和得分"}
    assert len(out) == len([r for r in ALL_RULES if r.code[0] == "S"]) + 1
    assert [f.rule for f in found] == ["D301"]
    assert next(c for c in ledger if c.rule == "F601").status is CheckStatus.CLEAR


def test_a_form_that_has_scores_is_scored_whatever_its_head_says() -> None:
    assert not case(clean(), columns=NO_SCORES).form.unscored
    assert not case(clean(), columns=()).form.unscored
    assert not case(clean(), columns=()).form.lacks("points")


def test_a_column_that_the_head_names_is_asked_for() -> None:
    form = parse(clean().text())
    found, _ = _ran(case(clean(), columns=NATIONAL, funds=_funds(form, initial_budget=EMPTY)), "F601")
    assert [f.message for f in found] == ["年度资金总额一行年初预算数空白。"]
    found, _ = _ran(case(clean(), columns=NATIONAL, funds=_funds(form, points=EMPTY, score=EMPTY)), "F601")
    assert [f.message for f in found] == ["年度资金总额一行分值、得分空白。"]


# --- no points in the rows: Hubei


def _hubei(spec: Spec | None = None, **changes: object) -> Case:
    """Execution 20; the classes 40, 30 and 10; rows without points."""
    spec = spec or clean().but(levels=(("产出指标", "40"), ("效益指标", "30"), ("满意度指标", "10")))
    scores = ["8", "8", "4", "4", "4", "3", "3", "3", "3", "10", "10", "5", "5", "10"]
    given = [s for _, s in zip(spec.rows, scores, strict=True)]
    form = parse(spec.text())
    own = {g.id: _number(s) for g, s in zip(form.groups, given, strict=True)}
    funds = tuple(
        f.model_copy(update={"points": EMPTY, "score": _number("19.4") if n == 0 else EMPTY})
        for n, f in enumerate(form.funds)
    )
    parts = {
        "template": "hubei-20+80", "columns": NO_POINTS, "funds": funds,
        "groups": _groups(form, lambda g: {"points": None, "score": own[g.id]}),
        "total": Total(points=None, score=_number("99.4")),
    }  # fmt: skip
    return case(spec, **parts | changes)


def _with_scores(made: Case, **scores: str) -> Case:
    """The same form with other scores of rows, by the number of the group, and the total that they add up to."""
    own = {f"G{name[1:]}": _number(text) for name, text in scores.items()}
    groups = tuple(g.model_copy(update={"score": own.get(g.id, g.score)}) for g in made.form.groups)
    form = made.form.model_copy(update={"groups": groups})
    return made.model_copy(update={"form": form, "sheet": score(form, made.book)})


def test_a_correct_form_without_points_is_right() -> None:
    made = _hubei()
    assert (made.book.id, str(made.sheet.execution.points)) == ("cn-hubei", "20")
    assert "分值按规则集" in made.sheet.execution.method
    total = made.sheet.total
    assert (str(total.sum_of_points), str(total.sum_of_claimed), total.deserved) == ("100", "99.4", None)
    found, ledger = _ran(made, "S", "F601", "D306")
    assert found == []
    reasons = {c.rule: c.reason for c in ledger if c.status is CheckStatus.NOT_APPLICABLE}
    assert reasons["S104"] == reasons["S112"] == "表式不设各行分值"
    assert reasons["S111"] == "规则集不规定一级指标的权重"
    assert {c.rule for c in ledger if c.status is CheckStatus.CLEAR} >= {"S102", "S103", "S105", "S106", "F601"}


def test_its_execution_has_twenty_points() -> None:
    funds = tuple(
        f.model_copy(update={"score": _number("9.7")}) if n == 0 else f for n, f in enumerate(_hubei().form.funds)
    )
    found, _ = _ran(_hubei(funds=funds), "S102")
    assert found[0].message == "执行率 97%，分值 20 分，应得 19.4 分，自评 9.7 分。"


def test_a_class_may_not_claim_more_than_it_announces() -> None:
    found, _ = _ran(_with_scores(_hubei(), G14="11"), "S106")
    assert [f.message for f in found] == ["满意度指标注明 10 分，其下得分合计 11 分。"]


def test_full_marks_of_a_class_are_those_of_each_row_of_it() -> None:
    spec = clean().but(levels=(("产出指标", "40"), ("效益指标", "30"), ("满意度指标", "10")))
    short = _hubei(spec.row(1, actual="30场", explanation=WHY).row(2, actual="100册", explanation=WHY))
    found, _ = _ran(short, "S107")
    assert [(f.indicators, f.severity) for f in found] == [(("I01", "I02"), Severity.ERROR)]
    assert "产出指标40分全部得满分，其中“阅读推广活动场次”等2项未达指标值（指标值≥40场，实际30场）" in found[0].message
    assert _ran(_with_scores(short, G01="6"), "S107")[0] == []


def test_what_the_classes_announce_adds_up_with_the_execution() -> None:
    wrong = clean().but(levels=(("产出指标", "60"), ("效益指标", "40"), ("满意度指标", "10")))
    found, _ = _ran(_hubei(wrong), "S103")
    assert found[0].message == "分值合计 执行率20＋产出60＋效益40＋满意度10＝130，应为 100。"
    _, ledger = _ran(_hubei(clean().but(levels=(("产出指标", "40"),))), "S103", "S106")
    assert [(c.rule, c.reason) for c in ledger] == [("S103", "分值不全，不能合计"), ("S106", None)]


def test_a_score_that_is_missing_leaves_the_sums_open() -> None:
    made = _hubei()
    groups = tuple(g.model_copy(update={"score": None}) if g.id == "G01" else g for g in made.form.groups)
    made = _hubei(groups=groups)
    _, ledger = _ran(made, "S105", "S106", "S107")
    assert {c.rule: c.reason for c in ledger} == {"S105": "有的得分为空，不能合计", "S106": None, "S107": None}
    found, _ = _ran(made, "F601")
    assert [f.message for f in found] == ["“阅读推广活动场次”的得分空白。"]


# --- one block of reasons for all rows


def _note(role: NoteRole, text: str) -> Note:
    return Note(
        role=role,
        name=Cell(text="偏差原因", kind=CellKind.QUALITATIVE),
        text=Cell(text=text, kind=CellKind.QUALITATIVE),
    )


_CAUSE, _MEASURE = "因7月暴雨持续12天，10场户外讲座取消。", "2024年3月底前由活动科补办。"
_OVER = clean().but(levels=()).row(1, actual="30场").row(2, actual="60000册")


@pytest.mark.parametrize(
    ("notes", "codes"),
    [
        ((), ["D301", "D302"]),
        ((_note(NoteRole.CAUSE, "无"),), ["D301", "D302"]),
        ((_note(NoteRole.CAUSE, "【草稿】" + _CAUSE),), ["D301", "D302"]),
        ((_note(NoteRole.CAUSE, "请在此填写偏差原因"),), ["D301", "D302"]),
        ((_note(NoteRole.CONCLUSION, _CAUSE),), ["D301", "D302"]),
        ((_note(NoteRole.CAUSE, _CAUSE), _note(NoteRole.MEASURE, _MEASURE)), []),
        ((_note(NoteRole.CAUSE, _CAUSE),), ["D303"]),
        ((_note(NoteRole.CAUSE, "进一步提高认识，加强日常管理。"),), ["D304"]),
    ],
)
def test_rows_share_one_explanation(notes: tuple[Note, ...], codes: list[str]) -> None:
    made = _hubei(_OVER, notes=notes)
    found, _ = _ran(made, "D301", "D302", "D303", "D304")
    assert [f.rule for f in found] == codes
    assert all(f.indicators for f in found)
    assert ("（全表一处）为空" in found[0].message) is (codes[:1] == ["D301"]) if found else True
    assert bool([d for d in draft(made) if d.indicator == "I01"]) is bool(codes)


def test_a_block_for_all_rows_is_none_where_rows_have_their_own() -> None:
    made = _hubei(_OVER, notes=(_note(NoteRole.CAUSE, _CAUSE),), columns=NATIONAL)
    assert [f.rule for f in _ran(made, "D301")[0]] == ["D301"]


def test_where_nothing_deviates_a_block_is_not_judged() -> None:
    assert _ran(_hubei(notes=(_note(NoteRole.CAUSE, _CAUSE),)), "D303", "D304")[0] == []


def test_where_there_is_no_place_to_explain_nothing_is_asked_for() -> None:
    made = _unscored(_OVER, columns=NO_SCORES[:-1])
    _, ledger = _ran(made, "D301", "D302")
    assert {c.reason for c in ledger} == {"表式没有说明偏差的栏"}


def test_a_reason_at_the_funds_is_one() -> None:
    low = clean().fund(0, executed="80.00", rate="66.7%", score="6.67").fund(1, executed="70.00")
    form = parse(low.text())
    told = Cell(text="尾款30万元未支付，因验收推迟；2024年3月底前由财务科付清。", kind=CellKind.QUALITATIVE)
    for made, codes in ((case(low), ["B203"]), (case(low, funds=_funds(form, explanation=told)), [])):
        assert [f.rule for f in _ran(made, "B203")[0]] == codes
        assert [d.kind for d in draft(made)] == [DeviationKind.EXECUTION] * len(codes)


@pytest.mark.parametrize(
    ("told", "existing"),
    [
        (None, [None]),
        ("无", [None]),
        ("今后加强管理。", ["今后加强管理。"]),
        ("年中财政追加预算30万元，用于扩大实施范围。", []),
    ],
)
def test_why_the_budget_changed_may_stand_at_the_funds(told: str | None, existing: list[str | None]) -> None:
    spec = clean().fund(0, initial="90.00").fund(1, initial="80.00")
    reason = None if told is None else Cell(text=told, kind=CellKind.QUALITATIVE)
    made = case(spec, funds=_funds(parse(spec.text()), explanation=reason))
    assert [(d.kind, d.existing) for d in draft(made)] == [(DeviationKind.BUDGET_CHANGE, e) for e in existing]


# --- heads of departments, rows that divide the one above, units in a column of their own


def test_the_form_of_a_department_is_about_no_project() -> None:
    blank = {"kind": FormKind.DEPARTMENT, "project_name": EMPTY}
    assert _ran(case(clean(), **blank), "F601")[0] == []
    assert _ran(case(clean(), **blank, unit=EMPTY), "F601")[0] == []
    assert _ran(case(clean(), **blank, department=EMPTY), "F601")[0] == []
    found, _ = _ran(case(clean(), **blank, department=EMPTY, unit=EMPTY), "F601")
    assert [f.message for f in found] == ["表头部门（单位）名称空白。"]
    assert [f.message for f in _ran(case(clean(), project_name=EMPTY), "F601")[0]] == ["表头项目名称空白。"]


def test_what_a_layout_has_no_place_for_does_not_apply() -> None:
    asks = ("project_name", "year", "department", "unit")
    spec = clean()
    made = case(spec.but(funds=spec.funds[:1]), asks=asks, goals=())
    _, ledger = _ran(made, "B201", "N501")
    assert [(c.status, c.reason) for c in ledger] == [
        (CheckStatus.NOT_APPLICABLE, "表式的资金表没有分项行"),
        (CheckStatus.NOT_APPLICABLE, "表式没有年度总体目标和实际完成情况"),
    ]


@pytest.mark.parametrize(("name", "part"), [("其中杨家村", True), ("杨家村", False)])
def test_rows_that_divide_the_one_above_need_no_points(name: str, *, part: bool) -> None:
    levels = (("产出指标", "50"), ("效益指标", "30"), ("满意度指标", "10"))
    form = parse(clean().but(levels=levels).text())
    rows = tuple(
        i.model_copy(update={"name": Cell(text=name, kind=CellKind.QUALITATIVE)}) if i.id == "I03" else i
        for i in form.indicators
    )
    own = {"G02": {"points": _number("14"), "score": _number("14")}, "G03": {"points": EMPTY, "score": EMPTY}}
    made = case(clean().but(levels=levels), indicators=rows, groups=_groups(form, lambda g: own.get(g.id) or {}))
    found, ledger = _ran(made, "F601", "S103", "S104", "S105")
    assert [f.message for f in found] == ([] if part else ["“杨家村”的分值、得分空白。"])
    assert {c.rule for c in ledger if c.status is CheckStatus.UNDECIDABLE} == (set() if part else {"S103", "S104"})


def test_a_column_of_units_gives_the_unit_of_both_values() -> None:
    spec = clean().row(4, target="≤5%", actual="0.3", name="图书差错率")
    spec = spec.row(1, actual="46")
    one = case(spec, columns=(*NATIONAL, "measure"))
    assert (one.rows["I04"].outcome, _ran(one, "T404")[0]) == ("met", [])
    two = case(spec)
    assert two.rows["I04"].why == "实际完成值“0.3”没有单位，不知是百分数还是小数"
    assert [f.rule for f in _ran(two, "T404")[0]] == ["T404"]
    assert case(spec.row(4, target="≤5百分比")).rows["I04"].outcome == "met"
    assert case(spec.row(4, target="≤50%")).rows["I04"].outcome == "met"


# --- coefficients: Chongqing


def _chongqing(coefficient: str, score_: str, actual: str = "40场", **changes: object) -> Case:
    spec = clean().row(1, actual=actual, score=score_, explanation=WHY if actual != "40场" else "")
    form = parse(spec.text())
    rows = tuple(
        i.model_copy(update={"coefficient": _number(coefficient, "%"), "level1": "", "level2": ""} if i.id == "I01" else {"level1": "", "level2": ""})
        for i in form.indicators
    )  # fmt: skip
    parts = {
        "template": "chongqing", "kind": FormKind.DEPARTMENT, "columns": FLAT, "indicators": rows, "level1": (),
        "groups": _groups(form, lambda _: {"level1": "", "level2": ""}),
    }  # fmt: skip
    return case(spec, **parts | changes)


def test_a_score_that_is_weight_times_coefficient_is_right() -> None:
    made = _chongqing("100", "8")
    assert made.book.id == "cn-chongqing"
    found, ledger = _ran(made, "S", "T405", "T406")
    assert found == []
    assert {c.rule: c.reason for c in ledger}["S111"] == "规则集不规定一级指标的权重"


@pytest.mark.parametrize(
    ("coefficient", "claimed", "actual", "code", "severity", "words"),
    [
        ("100", "8", "30场", "S107", "error", "应得 6 分，表列得分系数 100%，自评 8 分（满分）"),
        ("100", "", "30场", "S107", "error", "应得 6 分，表列得分系数 100%，自评 8 分（满分）"),
        ("80", "6.4", "30场", "S107", "error", "应得 6 分，表列得分系数 80%，自评 6.4 分"),
        ("75", "7", "30场", "S107", "error", "权重 8 分，得分系数 75%，应为 6 分，自评 7 分"),
        ("100", "7", "40场", "S108", "error", "权重 8 分，得分系数 100%，应为 8 分，自评 7 分"),
        ("75", "6", "30场", "", "", ""),
    ],
)
def test_a_coefficient_is_compared_with_completion_and_score(
    coefficient: str, claimed: str, actual: str, code: str, severity: str, words: str
) -> None:
    found, _ = _ran(_chongqing(coefficient, claimed, actual), "S107", "S108")
    assert [(f.rule, f.severity.value) for f in found] == ([(code, severity)] if code else [])
    assert not found or words in found[0].message


def test_a_coefficient_counts_only_where_the_rule_set_says_so() -> None:
    found, _ = _ran(_chongqing("100", "7", template="national-2020", kind=FormKind.PROJECT), "S107")
    assert found == []


def test_a_bare_coefficient_is_a_fraction() -> None:
    made = _chongqing("1", "8")
    rows = tuple(
        i.model_copy(update={"coefficient": _number("0.75")}) if i.id == "I01" else i for i in made.form.indicators
    )
    assert _chongqing("1", "8", indicators=rows).rows["I01"].coefficient == Decimal("0.75")


def test_a_score_above_the_weight_is_told_once() -> None:
    for wrong in (_chongqing("100", "9"), _chongqing("-20", "-1")):
        found, _ = _ran(wrong, "S106", "S107")
        assert [f.rule for f in found] == ["S106"]


# --- rule sets


def _under(name: str, spec: Spec, **changes: object) -> Case:
    made = case(spec, **changes)
    book = resolve(name, TODAY)
    return made.model_copy(update={"book": book, "sheet": score(made.form, book)})


def test_a_rule_set_that_does_not_cover_the_form_does_not_score_it() -> None:
    done = review(clean(), ruleset="cn-chongqing")
    (wrong,) = of(done, "F603")
    assert wrong.severity is Severity.ERROR
    assert "不在规则集 cn-chongqing 的适用范围" in wrong.message
    assert "适用的有 " in wrong.message
    assert "cn-national-2020" in wrong.message
    assert {c.reason for c in done.checks if c.rule[0] == "S"} == {"表式不在所指定规则集的适用范围，不计分"}
    assert not of(review(clean(), ruleset="cn-central-2021"), "F603")


def test_where_no_rule_set_covers_the_form_none_is_named() -> None:
    made = case(clean())
    made = made.model_copy(update={"book": made.book.model_copy(update={"covered": False})})
    found, _ = _ran(made, "F603")
    assert "适用的有" not in found[0].message + found[0].advice


@pytest.mark.parametrize(("claimed", "points", "found"), [("6", "6", True), ("5", "6", False), ("4", "4", False)])
def test_in_shanxi_a_cost_class_that_is_not_filled_in_has_five_points_at_most(
    claimed: str, points: str, *, found: bool
) -> None:
    spec = clean().row(8, name="单位成本", target="", actual="", points=points, score=claimed)
    made, _ = _ran(_under("cn-shanxi", spec), "S107")
    assert [f.message for f in made] == (
        [f"成本指标：未填报成本指标，得分不得超过5分，自评 {claimed} 分。"] if found else []
    )
    assert _ran(_under("cn-national-2020", spec), "S107")[0] == []


def test_in_zhejiang_points_that_do_not_add_up_are_a_warning() -> None:
    spec = clean().row(1, points="9")
    assert _ran(_under("cn-zhejiang", spec), "S103")[0][0].severity is Severity.WARNING
    assert _ran(_under("cn-national-2020", spec), "S103")[0][0].severity is Severity.ERROR


def test_the_central_guideline_admits_several_weights() -> None:
    made = _under("cn-central-2021", clean())
    assert _ran(made, "S111")[0] == []
    found, _ = _ran(_under("cn-central-2021", clean().row(1, points="10")), "S111")
    assert found[0].message == "权重与常用权重不同：产出指标52分（常用40或50分）。"
    found, _ = _ran(_under("cn-shenzhen-2020", clean()), "S111")
    assert found[0].message == "权重与常用权重不同：效益指标30分（常用40分）。"


def test_weights_of_the_execution_are_compared_too() -> None:
    found, _ = _ran(_under("cn-hubei", clean()), "S111")
    assert found[0].message == "权重与常用权重不同：预算执行率10分（常用20分）。"
    none = parse(clean().text())
    bare = case(clean(), groups=_groups(none, lambda _: {"points": None}))
    assert _ran(bare, "S111")[1][0].reason == "没有分值"


@pytest.mark.parametrize(
    ("grade", "status", "words"),
    [
        ("优", "clear", None),
        ("优秀", "clear", None),
        ("良好", "found", None),
        ("较差", "found", None),
        ("合格", "undecidable", "等级“合格”不是规则集 cn-national-2020 的等级用语（优、良、中、差）"),
    ],
)
def test_a_grade_is_in_the_words_of_the_rule_set(grade: str, status: str, words: str | None) -> None:
    _, ledger = _ran(case(clean().but(grade=grade)), "S110")
    assert (ledger[0].status, ledger[0].reason) == (status, words)


def test_a_claim_that_another_rule_explains_is_no_lost_point() -> None:
    glad = clean().row(14, target="≥80%", actual="85%", score="8")
    assert _ran(case(glad), "D306")[0] == []
    assert [f.rule for f in _ran(case(glad.row(14, score="7")), "D306")[0]] == ["D306"]
    told = _ran(case(glad), "S108")[0][0]
    assert told.severity is Severity.INFO
    assert (
        "恰为另一种算法“满意度分档计分”（《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号），条文待核对）所得"
        in told.message
    )
    assert told.advice.startswith("请确认本地采用哪种算法")


def test_the_region_of_a_unit_chooses_its_rules() -> None:
    spec = clean().but(department="广西壮族自治区文化和旅游厅", unit="广西图书馆")
    done = review(spec.row(1, target="≤10次", actual="12次", score="6.67", explanation=WHY))
    assert done.run.ruleset == "cn-guangxi"
    assert done.run.ruleset_reason == "按单位名称所在地（广西），全国表式"
    assert [f.severity for f in of(done, "S107")] == [Severity.INFO]
    assert choose(done.form, TODAY)[0].id == "cn-guangxi"
