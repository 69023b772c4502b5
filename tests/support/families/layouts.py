"""The table of each family as rows of cells, the way a web page writes a table: covered places are left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from support.families.parts import (
    C,
    Page,
    Rows,
    goals,
    level,
    line,
    national_funds,
    prose,
    shown_text,
    table,
    year_line,
)
from support.families.southwest import chongqing, sichuan, sichuan_area, sichuan_old, yunnan
from support.families.truth import Line, Truth
from support.forms import OUT


def page(truth: Truth) -> Page:
    """The form as its family lays it out."""
    laid = _LAYOUTS[truth.family](truth)
    return laid._replace(below=(truth.tail,)) if truth.tail else laid


_NATIONAL = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]


def _coded(code: str, office: str) -> str:
    return f"{code}-{office}" if code and office else office


def _national(truth: Truth) -> Page:
    code = truth.more("编码")
    heads = [
        h.replace("实际", "*实际") if h == "实际完成值" else f"*{h}" if h in ("分值", "得分") else h for h in _NATIONAL
    ]
    heads = heads if truth.family == "shenzhen-2020" else list(_NATIONAL)
    if truth.kind == "department":
        rows = [line(C("部门名称", 2), C(truth.department, 7))]
    else:
        rows = [
            line(C("项目名称", 2), C(truth.project, 7)),
            line(
                C("主管部门", 2), C(_coded(code, truth.department), 3), "实施单位",
                C(_coded(f"{code}001" if code else "", truth.unit), 3),
            ),
        ]  # fmt: skip
    money = "预算资金" if truth.kind == "department" else "项目资金"
    rows += national_funds(truth, f"{money}\n（{truth.currency}）" if truth.currency else money, 2)
    rows += goals(truth, ("预期目标", "实际完成情况"), (3, 5), C("年度\n总体\n目标", rows=2))

    def cells(r: Line) -> Sequence[str]:
        return r.name, r.target.text, r.actual, r.points, r.score, r.explanation

    rows += table(truth, [line(*heads)], cells, left="绩效指标", shared=(3, 4))
    last = truth.grade or ("—" if truth.family == "shenzhen-2020" else "")
    rows.append(line(C("总分", 6), truth.points, truth.score, last))
    return Page((truth.title, *year_line(truth)), rows, 9)


# --- Hubei ---


def _goal_parts(truth: Truth) -> list[tuple[str, Truth]]:
    """The goals that share the 80 points: one, or 产出 and the rest by themselves, each with its own table."""
    points = dict(truth.levels)
    at = sum(r.level1 == OUT for r in truth.rows)
    if not points or not truth.more("两项目标") or at in {0, len(truth.rows)}:
        return [("80", truth)]
    rest = tuple(replace(r, first=r.first - at) for r in truth.rows[at:])
    own = Decimal(points[OUT])
    return [
        (str(own), replace(truth, rows=truth.rows[:at], empty=())),
        (str(80 - own), replace(truth, rows=rest)),
    ]


def _hubei(truth: Truth) -> Page:
    fund = truth.funds[0]
    money = f"预算执行情况({truth.currency})\n(20分)" if truth.currency else "预算执行情况\n(20分)"
    rows = [
        line("项目名称", C(truth.project, 6)),
        line("主管部门", C(truth.department, 2), C("项目实施单位", 2), C(truth.unit, 2)),
        line("项目类别", C("1、部门预算项目 ☑ 2、县直专项 □", 6)),
        line("项目属性", C("1、持续性项目 □ 2、新增性项目 ☑", 6)),
        line("项目类型", C("1、常年性项目 □ 2、延续性项目 □ 3、一次性项目 ☑", 6)),
        line(C(money, rows=2), C("", 2), "预算数(A)", "执行数(B)", "执行率(B/A)", "得分\n(20分*执行率)"),
        line(C(fund.name, 2), *map(shown_text, (fund.annual, fund.executed, fund.rate, fund.score))),
    ]
    head = [line("一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分")]

    def cells(r: Line) -> Sequence[str]:
        return r.name, r.target.text, r.actual, r.score

    for n, (points, part) in enumerate(_goal_parts(truth), start=1):
        left = f"年度绩效目标{n}\n({points}分)"
        rows += table(part, head, cells, left=left, shared=(3,), show=lambda n: level(truth, n, width="({}分)"))
    rows.append(line(C("总分", 6), truth.score))
    rows += prose(truth.notes, 2, 7)
    return Page((truth.title, f"单位名称：{truth.unit} 填报日期：{truth.more('填报日期')}"), rows, 7)


# --- poverty, transfer payments ---


def _amounts(truth: Truth, left: str, name: int, heads: str, *, scored: bool) -> Rows:
    rows = [line(C(left, rows=1 + len(truth.funds)), C("", name), *heads.split())]
    for f in truth.funds:
        told = (f.annual, f.executed, f.points, f.rate, f.score) if scored else (f.annual, f.executed, f.rate)
        rows.append(line(C(f.name, name), *map(shown_text, told)))
    return rows


def _before(truth: Truth, top: Rows, left: str) -> Rows:
    """What poverty forms and scored transfer forms share: 分值 stands before the target."""
    rows = [*top, *_amounts(truth, left, 3, "全年预算数(A) 全年执行数(B) 分值 执行率(B/A) 得分", scored=True)]
    rows += goals(truth, ("年初设定目标", "年度总体目标完成情况综述"), (3, 5), C("年度总体目标", rows=2))
    head = [
        "一级指标",
        "二级指标",
        "三级指标",
        "分值",
        "年度指标值",
        "全年实际值",
        "得分",
        "未完成原因及拟采取的改进措施",
    ]

    def cells(r: Line) -> Sequence[str]:
        return r.name, r.points, r.target.text, r.actual, r.score, r.explanation

    rows += table(truth, [line(*head)], cells, left="绩效指标", show=lambda n: level(truth, n, width="({}分)"))
    rows.append(line(C("总分", 4), truth.points, C("", 2), truth.score, truth.grade))
    return rows


def _poverty(truth: Truth) -> Page:
    top = [
        line(
            C("项目名称", 2),
            C(truth.project, 3),
            C("项目负责人及电话", 2),
            C(truth.more("项目负责人") + truth.more("联系电话"), 2),
        ),
        line(C("主管部门", 2), C(truth.department, 3), C("实施单位", 2), C(truth.unit, 2)),
    ]
    money = f"资金情况\n({truth.currency})" if truth.currency else "资金情况"
    return Page((truth.title, *year_line(truth, "({}年度)")), _before(truth, top, money), 9)


def _transfer_scored(truth: Truth) -> Page:
    top = [
        line(C("转移支付(项目)名称", 2), C(truth.project, 7)),
        line(C("中央主管部门", 2), C(truth.more("中央主管部门"), 3), C("地方主管部门", 2), C(truth.department, 2)),
        line(C("资金使用单位", 2), C(truth.unit, 7)),
    ]
    money = f"项目资金\n({truth.currency})" if truth.currency else "项目资金"
    rows = _before(truth, top, money)
    return Page((truth.title, *year_line(truth, "({}年度)")), [*rows, *prose(truth.notes, 1, 9)], 9)


def _transfer(truth: Truth) -> Page:
    money = f"项目资金\n({truth.currency})" if truth.currency else "项目资金"
    rows = [
        line(C("转移支付(项目)名称", 2), C(truth.project, 5)),
        line(C("中央主管部门", 2), C(truth.more("中央主管部门"), 5)),
        line(C("地方主管部门", 2), C(truth.department, 2), "资金使用单位", C(truth.unit, 2)),
        *_amounts(truth, money, 3, "全年预算数(A) 全年执行数(B) 预算执行率(B/A)", scored=False),
        *goals(truth, ("年初设定目标", "全年实际完成情况"), (3, 3), C("总体目标", rows=2)),
    ]
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值", "未完成原因和改进措施"]
    rows += table(truth, [line(*head)], lambda r: (r.name, r.target.text, r.actual, r.explanation), left="绩效指标")
    return Page((truth.title, *year_line(truth)), [*rows, *prose(truth.notes, 1, 7)], 7)


_LAYOUTS: dict[str, Callable[[Truth], Page]] = {
    "national-2020": _national,
    "national-2020-export": _national,
    "national-2020-department": _national,
    "shenzhen-2020": _national,
    "sichuan-0013zp": sichuan,
    "sichuan-pre2022": sichuan_old,
    "sichuan-transfer-area": sichuan_area,
    "yunnan-gongkai14": yunnan,
    "hubei-20+80": _hubei,
    "poverty": _poverty,
    "transfer": _transfer,
    "transfer-scored": _transfer_scored,
    "chongqing": chongqing,
}
