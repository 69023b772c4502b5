"""Checks against the declaration and the form of an earlier year that are laid beside a form."""

from pathlib import Path

import pytest
from support.forms import Row, Spec, clean
from support.reviewing import case, codes, of, review, status

from auditor.against import read_beside, unused
from auditor.errors import AgainstError
from auditor.model.case import Beside, BesideKind
from auditor.model.finding import CheckStatus, Finding, Severity
from auditor.model.form import CellKind, Form
from auditor.model.review import Review
from auditor.parsing import parse
from auditor.rules.across import target_changed, target_lowered
from auditor.rules.across.against import NOTHING_BESIDE

FORM = clean()
CODES = {"C904", "C905", "C906", "C907", "C908"}


def declaration(spec: Spec) -> str:
    """The declaration of a form as a Markdown table: targets without results."""
    rows = [["项目名称", spec.project, "", ""], ["主管部门", spec.department, "实施单位", spec.unit]]
    rows.append(["年度目标", " ".join(spec.expected), "", ""])
    rows.append(["一级指标", "二级指标", "三级指标", "指标值"])
    rows += [[r.level1, r.level2, r.name, r.target] for r in spec.rows]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    return (
        "\n".join([f"# 项目支出绩效目标申报表\n\n（{spec.year}年度）\n", lines[0], "|---|---|---|---|", *lines[1:]])
        + "\n"
    )


def _beside(text: str, kind: BesideKind, year: int | None) -> Beside:
    return Beside(name="旧.md", kind=kind, year=year, form=parse(text), basis="按表名识别")


def _declared(spec: Spec, now: Spec = FORM) -> Review:
    return review(now, beside=[_beside(declaration(spec), BesideKind.DECLARATION, 2023)])


def _after(last: Spec, now: Spec = FORM) -> Review:
    return review(now, beside=[_beside(last.text(), BesideKind.PRIOR, 2022)])


def _only(done: Review, code: str) -> Finding:
    (finding,) = of(done, code)
    assert set(codes(done)) & CODES == {code}
    return finding


def _numbered(spec: Spec, number: int, **changes: str) -> Review:
    """The review against a declaration that differs in one row."""
    return _declared(spec.row(number, **changes))


def test_nothing_beside_is_not_applicable_and_the_same_is_clear() -> None:
    alone, same = review(FORM), _declared(FORM)
    assert {status(alone, c) for c in CODES} == {CheckStatus.NOT_APPLICABLE}
    assert {status(same, c) for c in CODES - {"C908"}} == {CheckStatus.CLEAR}
    assert status(same, "C908") is CheckStatus.NOT_APPLICABLE
    assert NOTHING_BESIDE in {c.reason for c in alone.checks}
    assert same.run.against == ("旧.md（绩效目标申报表，按表名识别）",)


@pytest.mark.parametrize(
    ("number", "declared"),
    [
        (1, "≥36场"),  # raised
        (5, "规范"),  # other words
        (6, "10月底前"),  # an earlier day
        (7, "≤3个工作日"),  # fewer is better
        (2, "≤20000册"),  # turned round
        (4, "≥98人"),  # another unit
    ],
)
def test_a_target_that_is_not_the_declared_one_is_named(number: int, declared: str) -> None:
    finding = _only(_numbered(FORM, number, target=declared), "C904")
    row = FORM.rows[number - 1]
    assert (finding.severity, finding.claimed, finding.expected) == (Severity.WARNING, row.target, declared)
    assert f"“{row.name}”：指标值“{row.target}”，申报表为“{declared}”" in finding.message
    assert finding.spans


@pytest.mark.parametrize(
    ("number", "declared"), [(1, "≥45场"), (6, "8月底前"), (7, "≤1个工作日"), (9, "≤2500元"), (10, "16-18万人次")]
)
def test_a_target_that_is_easier_than_declared_is_lowered(number: int, declared: str) -> None:
    finding = _only(_numbered(FORM, number, target=declared), "C905")
    assert finding.severity is Severity.WARNING
    assert f"比绩效目标申报表的“{declared}”降低，实际完成值“{FORM.rows[number - 1].actual}”" in finding.message


@pytest.mark.parametrize(
    ("number", "declared"), [(1, "不少于40场"), (1, "40场"), (1, "≥40"), (4, "≥98.0%"), (6, "9月底"), (1, ""), (1, "—")]
)
def test_a_target_written_otherwise_is_the_same(number: int, declared: str) -> None:
    assert not set(codes(_numbered(FORM, number, target=declared))) & CODES


def test_a_bare_number_goes_by_the_way_that_the_row_was_scored() -> None:
    now = FORM.row(7, target="2个工作日")
    assert _only(_declared(FORM.row(7, target="1个工作日"), now), "C905")
    bare = FORM.row(1, target="40场")
    assert _only(_declared(FORM.row(1, target="50场"), bare), "C905")
    unscored = FORM.row(1, target="40场", actual="")
    assert "C905" in codes(_declared(FORM.row(1, target="50场"), unscored))


def test_the_target_before_a_declared_adjustment_is_compared() -> None:
    form = parse(FORM.row(1, target="≥30场").text())
    first = form.indicators[0]
    adjusted = first.model_copy(update={"initial_target": parse(FORM.text()).indicators[0].target})
    beside = (_beside(declaration(FORM), BesideKind.DECLARATION, 2023),)
    now = case(FORM.row(1, target="≥30场"), beside=beside, indicators=(adjusted, *form.indicators[1:]))
    assert not list(target_changed(now))
    assert not list(target_lowered(now))


def test_rows_that_were_dropped_or_added_are_named_once() -> None:
    extra = Row("产出指标", "数量指标", "社区分馆服务点数", "≥6个", "6个", "4", "4")
    declared = FORM.but(rows=(*FORM.rows, extra, Row("产出指标", "数量指标", "不适用", "—", "", "", "")))
    dropped = _only(_declared(declared), "C906")
    assert dropped.message == "与绩效目标申报表相比少了1项指标：“社区分馆服务点数”（≥6个）。"
    assert (dropped.expected, dropped.indicators) == ("社区分馆服务点数", ())
    added = _only(_declared(FORM.but(rows=FORM.rows[1:])), "C907")
    assert (added.severity, added.indicators) == (Severity.INFO, ("I01",))
    empty = _declared(FORM.but(rows=(*FORM.rows, Row("产出指标", "数量指标", "社区分馆服务点数", "", "", "", ""))))
    assert "（未填指标值）" in _only(empty, "C906").message


def test_a_renamed_row_is_the_same_row() -> None:
    assert not set(codes(_declared(FORM.row(3, name="流动图书车全年出车次数")))) & CODES


def test_against_last_year_a_target_far_below_the_result_is_named() -> None:
    last = FORM.but(year="2022").row(1, actual="60场").row(7, actual="0.5个工作日").row(8, actual="0元/册")
    far, other, free, near = of(_after(last), "C908")
    assert "指标值“≥40场”，2022年度自评表的实际完成值已为“60场”，是指标值的150%。" in far.message
    assert (far.severity, far.expected) == (Severity.WARNING, "60场")
    assert "是指标值的400%" in other.message
    assert free.message.endswith("的实际完成值已为“0元/册”。")
    assert near.severity is Severity.INFO
    assert "项指标值略低于2022年度自评表的实际完成值：“新购图书册数”（≥20000册，实际20800册）、" in near.message
    assert not set(near.indicators) & {"I01", "I05", "I06", "I07"}
    assert "C904" not in codes(_after(last))


def test_against_last_year_differences_are_hints() -> None:
    last = FORM.but(year="2022")
    lowered = last.row(1, target="≥50场", actual="38场")
    hint = _only_hint(_after(lowered), "C905")
    assert "比2022年度自评表的“≥50场”降低" in hint.message
    assert status(_after(last), "C905") is CheckStatus.CLEAR
    assert "C905" not in codes(_after(last.row(1, target="≥50场")))
    assert _only_hint(_after(FORM.but(year="2022", rows=FORM.rows[1:])), "C907")
    fewer = FORM.but(rows=FORM.rows[1:])
    assert _only_hint(_after(last, fewer), "C906")
    level = last
    for number, row in enumerate(FORM.rows, start=1):
        level = level.row(number, actual=row.target if number > 1 else "")
    assert status(_after(level), "C908") is CheckStatus.CLEAR


def _only_hint(done: Review, code: str) -> Finding:
    (finding,) = of(done, code)
    assert finding.severity is Severity.INFO
    return finding


def test_deadlines_move_with_the_year() -> None:
    now, last = FORM.row(6, target="2023年9月底前"), FORM.but(year="2022").row(6, target="2022年9月底前")
    assert "C905" not in codes(_after(last, now))
    assert "C905" in codes(_after(last.row(6, target="2022年8月底前"), now))
    declared = FORM.row(6, target="2022年12月底前")
    assert "C905" in codes(_declared(declared, now))


def test_another_project_or_a_later_year_is_not_compared() -> None:
    other = _beside(declaration(FORM.but(project="道路养护")), BesideKind.DECLARATION, 2023)
    same_year = _beside(FORM.text(), BesideKind.PRIOR, 2023)
    no_year = _beside(FORM.but(year="").text(), BesideKind.PRIOR, None)
    done = review(FORM, beside=[other, same_year])
    assert {status(done, c) for c in CODES} == {CheckStatus.NOT_APPLICABLE}
    assert status(review(FORM, beside=[no_year]), "C908") is CheckStatus.FOUND
    lines = list(unused([other, same_year, no_year], [parse(FORM.text())]))
    assert len(lines) == 2
    assert "道路养护" in lines[0]
    assert "auditor diff" in lines[1]


@pytest.mark.parametrize(
    ("head", "kind", "basis"),
    [
        ("项目支出绩效目标申报表", BesideKind.DECLARATION, "按表名识别"),
        ("绩效目标批复表", BesideKind.DECLARATION, "按表名识别"),
        ("项目支出绩效目标表", BesideKind.DECLARATION, "按表名识别"),
        ("附件2", BesideKind.DECLARATION, "按没有实际完成值识别"),
    ],
)
def test_what_a_file_is_is_told_by_its_title_or_its_columns(
    tmp_path: Path, head: str, kind: BesideKind, basis: str
) -> None:
    file = tmp_path / "旧.md"
    file.write_text(declaration(FORM).replace("项目支出绩效目标申报表", head), encoding="utf-8")
    (read,) = read_beside([str(file)])
    assert (read.kind, read.basis, read.year) == (kind, basis, 2023)
    assert [i.target.text for i in read.form.indicators] == [r.target for r in FORM.rows]
    assert all(i.actual.kind is CellKind.EMPTY for i in read.form.indicators)


def test_a_self_evaluation_is_one_with_or_without_its_title(tmp_path: Path) -> None:
    for title, basis in ((FORM.title, "按表名识别"), ("附件", "按有实际完成值识别")):
        file = tmp_path / "旧.txt"
        file.write_text(FORM.but(title=title, year="2022").text(), encoding="utf-8")
        (read,) = read_beside([str(file)])
        assert (read.kind, read.basis, read.year) == (BesideKind.PRIOR, basis, 2022)


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "旧.txt"
    file.write_text("会议通知", encoding="utf-8")
    with pytest.raises(AgainstError, match="没有读到指标"):
        read_beside([str(file)])
    file.write_text(FORM.but(title="绩效目标申报表").text(), encoding="utf-8")
    with pytest.raises(AgainstError, match="没有读准"):
        read_beside([str(file)])


def test_a_form_without_a_name_is_known_by_its_rows() -> None:
    nameless: Form = parse(declaration(FORM.but(project="")))
    one = Beside(name="旧.md", kind=BesideKind.DECLARATION, year=2023, form=nameless, basis="")
    assert not list(unused([one], [parse(FORM.text())]))
    assert list(unused([one], [parse(FORM.but(rows=FORM.rows[:5], project="").text())]))
