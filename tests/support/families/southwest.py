"""The layouts of Sichuan, Yunnan and Chongqing: the target stands in three columns."""

from collections.abc import Iterator, Sequence

from support.families.parts import (
    C,
    Page,
    Rows,
    dated,
    goals,
    line,
    national_funds,
    prose,
    shown_text,
    sides,
    table,
    year_line,
)
from support.families.truth import Line, Truth
from support.forms import GLAD, GOOD, OUT

# --- Sichuan ---


def _signs(r: Line, words: str = "定性") -> tuple[str, str, str]:
    """指标性质, 指标值, 度量单位."""
    return (words, r.target.words, "") if r.target.words else (r.target.operator, r.target.value, r.target.unit)


def sichuan(truth: Truth) -> Page:
    one, two = sides(truth)
    heads = ["年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"]
    widths = (2, 2, 1, 1, 1, 1, 1)
    rows = [
        line("项目名称", C(truth.more("编码") + truth.project, 10)),
        line("主管部门", C(truth.department, 4), C("实施单位", 2), C(truth.unit, 4)),
        line(C("项目基本情况", rows=3), C("1.项目年度目标完成情况", rows=2), C("项目年度目标", 4), C("年度目标完成情况", 5)),
        line(C(one, 4), C(two, 5)),
        line("2.项目实施内容及过程概述", C(truth.more("实施内容"), 9)),
        line(
            C("预算执行情况(10分)", rows=1 + len(truth.funds)), f"年度预算数({truth.currency})" if truth.currency else "年度预算数",
            *(C(t, w) for t, w in zip(heads, widths, strict=True)),
        ),
    ]  # fmt: skip
    for n, f in enumerate(truth.funds):
        told = map(shown_text, (f.initial, f.annual, f.executed, f.rate, f.points, f.score))
        cells = [C(f.name), *(C(t, w) for t, w in zip(told, widths, strict=False))]
        rows.append([*cells, C(shown_text(f.explanation), rows=len(truth.funds))] if n == 0 else cells)
    head = [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "完成值",
        "权重",
        "得分",
        "未完成原因分析",
    ]

    def cells_of(r: Line) -> Sequence[str]:
        return r.name, *_signs(r), r.actual, r.points, r.score, r.explanation

    rows += table(truth, [line(*head)], cells_of, left="绩效指标(90分)", shared=(5, 6), show=lambda name: name)
    rows.append(line(C("合计", 8), truth.points, truth.score, ""))
    rows += prose(truth.notes, 1, 11)
    rows.append(line(C(f"项目负责人：{truth.more('项目负责人')}", 5), C(f"财务负责人：{truth.more('财务负责人')}", 6)))
    return Page((f"{truth.title}({truth.year}年度)",), rows, 11)


def sichuan_old(truth: Truth) -> Page:
    words = {OUT: "项目完成指标", GOOD: "项目效益指标", GLAD: "满意度指标"}
    rows = [line("项目名称", C(truth.project, 5)), line("预算单位", C(truth.unit, 5))]
    money = f"预算执行情况({truth.currency})" if truth.currency else "预算执行情况"
    for n, f in enumerate(truth.funds):
        names = ("预算数：", "执行数：") if n == 0 else (f"{f.name}：",) * 2
        left = [C(money, rows=len(truth.funds))] if n == 0 else []
        rows.append([*left, *line(C(names[0], 2), shown_text(f.annual), names[1], shown_text(f.executed))])
    rows += goals(truth, ("预期目标", "实际完成目标"), (3, 2), C("年度目标完成情况", rows=2))
    head = ["一级指标", "二级指标", "三级指标", "指标值", "实施进度"]
    rows += table(
        truth,
        [line(*head)],
        lambda r: (r.name, r.target.text, r.actual),
        left="绩效\n指标",
        show=lambda name: words[name],
    )
    return Page((truth.title, *year_line(truth, "({}年度)")), rows, 6)


def sichuan_area(truth: Truth) -> Page:
    fund = truth.funds[0]
    money = f"预算执行情况\n({truth.currency})" if truth.currency else "预算执行情况"
    rows = [
        line(C(money, rows=2), C("转移支付预算数(A)", 2), shown_text(fund.annual), C("预算执行率(B/A)", rows=2), C(shown_text(fund.rate), rows=2)),
        line(C("转移支付执行数(B)", 2), shown_text(fund.executed)),
        *goals(truth, ("预期目标", "目标实际完成情况"), (3, 2), C("年度目标完成情况", rows=2)),
    ]  # fmt: skip
    head = ["一级指标", "二级指标", "三级指标", "指标值", "完成值"]
    rows += table(truth, [line(*head)], lambda r: (r.name, r.target.text, r.actual), left="绩效指标")
    above = (
        truth.title, "填报类型：整体□  区域√  项目□",
        f"单位名称 {truth.unit} 联系人及电话 {truth.more('项目负责人')}，{truth.more('联系电话')}",
    )  # fmt: skip
    return Page(above, rows, 6)


# --- Yunnan ---


def yunnan(truth: Truth) -> Page:
    money = f"项目资金\n（{truth.currency}）" if truth.currency else "项目资金"
    rows = [
        line("项目名称", C(truth.project, 9)),
        line("主管部门", C(truth.department, 4), "实施单位", C(truth.unit, 4)),
        *national_funds(truth, money, 3),
        *goals(truth, ("预期目标", "实际完成情况"), (4, 5), C("年度\n总体\n目标", rows=2)),
    ]
    head = [
        line(
            C("绩效指标", 3), C("年度指标值", 3), C("实际完成值", rows=2), C("分值", rows=2), C("得分", rows=2),
            C("偏差原因分析及改进措施", rows=2),
        ),
        line(*["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]),
    ]  # fmt: skip

    def cells(r: Line) -> Sequence[str]:
        return r.name, *_signs(r), r.actual, r.points, r.score, r.explanation

    rows += table(truth, head, cells, left="", shared=(5, 6))
    rows += prose(truth.notes, 3, 10)
    rows.append(line(C("总分", 7), truth.points, truth.score, truth.grade))
    return Page((dated(truth), "公开14表"), rows, 10)


# --- Chongqing ---


def chongqing(truth: Truth) -> Page:
    whole = "整体" in truth.title
    fund = truth.funds[0]
    money = "部门预算执行情况" if whole else "项目资金"
    widths = (2, 2, 2, 2, 1, 2)
    heads = ["年初预算数", "全年(调整)预算数", "全年执行数", "执行率(%)", "执行率权重", "执行率得分(分)"]
    told = (fund.initial, fund.annual, fund.executed, fund.rate, fund.points, fund.score)
    rows: Rows = [] if whole else [line(C("项目名称", 2), C(truth.project, 10))]
    rows += [
        line(C("主管部门", 2), C(truth.department, 4), C("财政科室", 2), C(truth.more("财政科室"), 2), "自评总分(分)", truth.score),
        line(C("部门联系人", 2), C(truth.more("项目负责人"), 4), C("联系电话", 2), C(truth.more("联系电话"), 4)),
        line(C(f"{money}({truth.currency})" if truth.currency else money, rows=2), *(C(h, w) for h, w in zip(heads, widths, strict=True))),
        [C(shown_text(t), w) for t, w in zip(told, widths, strict=True)],
    ]  # fmt: skip
    one, two = sides(truth)
    rows += [
        line(C("当年绩效目标", rows=2), C("年初绩效目标", 4), C("全年(调整)绩效目标", 3), C("全年目标实际完成情况", 4)),
        line(C(one, 4), C(truth.more("调整目标"), 3), C(two, 4)),
    ]
    head = [
        "指标名称",
        "计量单位",
        "指标性质",
        "年初指标值",
        "调整指标值",
        "全年完成值",
        "得分系数(%)",
        "指标权重(分)",
        "指标得分(分)",
        "是否核心指标",
        "说明",
    ]
    body = [line(*head), *(line(*_flat(r)) for r in truth.rows)]
    body[0].insert(0, C("绩效指标", rows=len(body)))
    return Page((dated(truth),), [*rows, *body], 12)


def _flat(r: Line) -> Iterator[str]:
    sign, value, unit = _signs(r)
    yield from (
        r.name,
        unit,
        sign,
        value,
        r.adjusted,
        r.actual,
        r.coefficient,
        r.points,
        r.score,
        r.core,
        r.explanation,
    )
