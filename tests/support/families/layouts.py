"""The table of each family as rows of cells, the way a web page writes a table: covered places are left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from support.families.truth import Line, Note, Truth
from support.forms import GLAD, GOOD, OUT


class C(NamedTuple):
    """A cell and how far it reaches."""

    text: str
    columns: int = 1
    rows: int = 1


Rows = list[list[C]]


class Page(NamedTuple):
    """A form: lines above, the table with its width, lines below."""

    above: tuple[str, ...]
    rows: Rows
    width: int
    below: tuple[str, ...] = ()


def line(*cells: C | str) -> list[C]:
    """A row; words alone are a cell of one column."""
    return [c if isinstance(c, C) else C(c) for c in cells]


def page(truth: Truth) -> Page:
    """The form as its family lays it out."""
    laid = _LAYOUTS[truth.family](truth)
    return laid._replace(below=(truth.tail,)) if truth.tail else laid


# --- parts that families share -------------------------------------------------------------------------------------


def level(truth: Truth, name: str, printed: str = "", width: str = "（{}分）") -> str:
    """A class as it is printed."""
    points = dict(truth.levels).get(name, "")
    return (printed or name) + (width.format(points) if points else "")


class _Slot(NamedTuple):
    level1: str
    level2: str
    line: Line | None


def _slots(truth: Truth) -> list[_Slot]:
    """The rows with the classes that are printed without an indicator."""
    out = [_Slot(r.level1, r.level2, r) for r in truth.rows]
    for level1, level2 in truth.empty:
        at = max((n for n, s in enumerate(out) if s.level1 == level1), default=len(out) - 1) + 1
        out.insert(at, _Slot(level1, level2, None))
    return out


def table(
    truth: Truth, head: Rows, cells: Callable[[Line], Sequence[str]], *, left: str, shared: Sequence[int] = (),
    show: Callable[[str], str] | None = None,
) -> Rows:  # fmt: skip
    """The indicator table; ``cells`` are those after the classes, ``shared`` the places of 分值 and 得分 among them."""
    slots = _slots(truth)
    show = show or (lambda name: level(truth, name))
    out = [list(row) for row in head]
    if left:
        out[0].insert(0, C(left, rows=len(head) + len(slots)))
    size = len(cells(truth.rows[0]))
    ends = {n: _group(truth, n) for n in range(len(truth.rows))}
    place = {r: n for n, r in enumerate(truth.rows)}
    for level1, many in groupby(slots, key=lambda s: s.level1):
        inside = list(many)
        first = True
        for level2, block in groupby(inside, key=lambda s: s.level2):
            within = list(block)
            for k, slot in enumerate(within):
                row = [C(show(level1), rows=len(inside))] if first else []
                row += [C(level2, rows=len(within))] if k == 0 else []
                first = False
                if slot.line is None:
                    out.append([*row, *[C("")] * size])
                    continue
                reach = ends[place[slot.line]]
                for n, text in enumerate(cells(slot.line)):
                    if n not in shared:
                        row.append(C(text))
                    elif reach:
                        row.append(C(text, rows=reach))
                out.append(row)
    return out


def _group(truth: Truth, n: int) -> int:
    """Over how many rows the points of a row reach; 0 where they stand at a row above."""
    row = truth.rows[n]
    if row.first != n + 1:
        return 0
    end = n + 1
    while end < len(truth.rows) and truth.rows[end].first == n + 1:
        end += 1
    return end - n


def sides(truth: Truth) -> tuple[str, str]:
    """What was promised and what is reported, an item a line."""
    pairs = [g.printed for g in truth.goals]
    return "\n".join(one for one, _ in pairs if one), "\n".join(two for _, two in pairs if two)


def goals(truth: Truth, names: tuple[str, str], widths: tuple[int, int], left: C) -> Rows:
    """年度总体目标 with its two cells."""
    one, two = sides(truth)
    heads = [C(n, w) for n, w in zip(names, widths, strict=True)]
    return [[left, *heads], [C(one, widths[0]), C(two, widths[1])]]


def _year(truth: Truth, form: str = "（{}年度）") -> tuple[str, ...]:
    return (form.format(truth.year),) if truth.year else ()


def _dated(truth: Truth) -> str:
    """The title with a year."""
    return truth.title if truth.title[:4].isdigit() or not truth.year else f"{truth.year}年度{truth.title}"


def _notes(notes: Sequence[Note], name: int, width: int) -> Rows:
    return [line(C(n.name, name), C(n.text, width - name)) for n in notes]


def _text(value: str | None) -> str:
    return value or ""


# --- national, its export, department-whole, Shenzhen -----------------------------------------------------------------

_NATIONAL = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]


def _national_funds(truth: Truth, left: str, name: int) -> Rows:
    heads = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    rows = [line(C(left, rows=1 + len(truth.funds)), C("", name), *heads)]
    for f in truth.funds:
        told = (f.initial, f.annual, f.executed, f.points, f.rate, f.score)
        rows.append(line(C(f.name, name), *map(_text, told)))
    return rows


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
    rows += _national_funds(truth, f"{money}\n（{truth.currency}）" if truth.currency else money, 2)
    rows += goals(truth, ("预期目标", "实际完成情况"), (3, 5), C("年度\n总体\n目标", rows=2))

    def cells(r: Line) -> Sequence[str]:
        return r.name, r.target.text, r.actual, r.points, r.score, r.explanation

    rows += table(truth, [line(*heads)], cells, left="绩效指标", shared=(3, 4))
    last = truth.grade or ("—" if truth.family == "shenzhen-2020" else "")
    rows.append(line(C("总分", 6), truth.points, truth.score, last))
    return Page((truth.title, *_year(truth)), rows, 9)


# --- Sichuan -----------------------------------------------------------------------------------------------------------


def _signs(r: Line, words: str = "定性") -> tuple[str, str, str]:
    """指标性质, 指标值, 度量单位."""
    return (words, r.target.words, "") if r.target.words else (r.target.operator, r.target.value, r.target.unit)


def _sichuan(truth: Truth) -> Page:
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
        told = map(_text, (f.initial, f.annual, f.executed, f.rate, f.points, f.score))
        cells = [C(f.name), *(C(t, w) for t, w in zip(told, widths, strict=False))]
        rows.append([*cells, C(_text(f.explanation), rows=len(truth.funds))] if n == 0 else cells)
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
    rows += _notes(truth.notes, 1, 11)
    rows.append(line(C(f"项目负责人：{truth.more('项目负责人')}", 5), C(f"财务负责人：{truth.more('财务负责人')}", 6)))
    return Page((f"{truth.title}({truth.year}年度)",), rows, 11)


def _sichuan_old(truth: Truth) -> Page:
    words = {OUT: "项目完成指标", GOOD: "项目效益指标", GLAD: "满意度指标"}
    rows = [line("项目名称", C(truth.project, 5)), line("预算单位", C(truth.unit, 5))]
    money = f"预算执行情况({truth.currency})" if truth.currency else "预算执行情况"
    for n, f in enumerate(truth.funds):
        names = ("预算数：", "执行数：") if n == 0 else (f"{f.name}：",) * 2
        left = [C(money, rows=len(truth.funds))] if n == 0 else []
        rows.append([*left, *line(C(names[0], 2), _text(f.annual), names[1], _text(f.executed))])
    rows += goals(truth, ("预期目标", "实际完成目标"), (3, 2), C("年度目标完成情况", rows=2))
    head = ["一级指标", "二级指标", "三级指标", "指标值", "实施进度"]
    rows += table(
        truth,
        [line(*head)],
        lambda r: (r.name, r.target.text, r.actual),
        left="绩效\n指标",
        show=lambda name: words[name],
    )
    return Page((truth.title, *_year(truth, "({}年度)")), rows, 6)


def _sichuan_area(truth: Truth) -> Page:
    fund = truth.funds[0]
    money = f"预算执行情况\n({truth.currency})" if truth.currency else "预算执行情况"
    rows = [
        line(C(money, rows=2), C("转移支付预算数(A)", 2), _text(fund.annual), C("预算执行率(B/A)", rows=2), C(_text(fund.rate), rows=2)),
        line(C("转移支付执行数(B)", 2), _text(fund.executed)),
        *goals(truth, ("预期目标", "目标实际完成情况"), (3, 2), C("年度目标完成情况", rows=2)),
    ]  # fmt: skip
    head = ["一级指标", "二级指标", "三级指标", "指标值", "完成值"]
    rows += table(truth, [line(*head)], lambda r: (r.name, r.target.text, r.actual), left="绩效指标")
    above = (
        truth.title, "填报类型：整体□  区域√  项目□",
        f"单位名称 {truth.unit} 联系人及电话 {truth.more('项目负责人')}，{truth.more('联系电话')}",
    )  # fmt: skip
    return Page(above, rows, 6)


# --- Yunnan ------------------------------------------------------------------------------------------------------------


def _yunnan(truth: Truth) -> Page:
    money = f"项目资金\n（{truth.currency}）" if truth.currency else "项目资金"
    rows = [
        line("项目名称", C(truth.project, 9)),
        line("主管部门", C(truth.department, 4), "实施单位", C(truth.unit, 4)),
        *_national_funds(truth, money, 3),
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
    rows += _notes(truth.notes, 3, 10)
    rows.append(line(C("总分", 7), truth.points, truth.score, truth.grade))
    return Page((_dated(truth), "公开14表"), rows, 10)


# --- Hubei -------------------------------------------------------------------------------------------------------------


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
        line(C(fund.name, 2), *map(_text, (fund.annual, fund.executed, fund.rate, fund.score))),
    ]
    head = [line("一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分")]

    def cells(r: Line) -> Sequence[str]:
        return r.name, r.target.text, r.actual, r.score

    for n, (points, part) in enumerate(_goal_parts(truth), start=1):
        left = f"年度绩效目标{n}\n({points}分)"
        rows += table(part, head, cells, left=left, shared=(3,), show=lambda n: level(truth, n, width="({}分)"))
    rows.append(line(C("总分", 6), truth.score))
    rows += _notes(truth.notes, 2, 7)
    return Page((truth.title, f"单位名称：{truth.unit} 填报日期：{truth.more('填报日期')}"), rows, 7)


# --- poverty, transfer payments ----------------------------------------------------------------------------------------


def _amounts(truth: Truth, left: str, name: int, heads: str, *, scored: bool) -> Rows:
    rows = [line(C(left, rows=1 + len(truth.funds)), C("", name), *heads.split())]
    for f in truth.funds:
        told = (f.annual, f.executed, f.points, f.rate, f.score) if scored else (f.annual, f.executed, f.rate)
        rows.append(line(C(f.name, name), *map(_text, told)))
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
    return Page((truth.title, *_year(truth, "({}年度)")), _before(truth, top, money), 9)


def _transfer_scored(truth: Truth) -> Page:
    top = [
        line(C("转移支付(项目)名称", 2), C(truth.project, 7)),
        line(C("中央主管部门", 2), C(truth.more("中央主管部门"), 3), C("地方主管部门", 2), C(truth.department, 2)),
        line(C("资金使用单位", 2), C(truth.unit, 7)),
    ]
    money = f"项目资金\n({truth.currency})" if truth.currency else "项目资金"
    rows = _before(truth, top, money)
    return Page((truth.title, *_year(truth, "({}年度)")), [*rows, *_notes(truth.notes, 1, 9)], 9)


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
    return Page((truth.title, *_year(truth)), [*rows, *_notes(truth.notes, 1, 7)], 7)


# --- Chongqing ---------------------------------------------------------------------------------------------------------


def _chongqing(truth: Truth) -> Page:
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
        [C(_text(t), w) for t, w in zip(told, widths, strict=True)],
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
    return Page((_dated(truth),), [*rows, *body], 12)


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


_LAYOUTS: dict[str, Callable[[Truth], Page]] = {
    "national-2020": _national,
    "national-2020-export": _national,
    "national-2020-department": _national,
    "shenzhen-2020": _national,
    "sichuan-0013zp": _sichuan,
    "sichuan-pre2022": _sichuan_old,
    "sichuan-transfer-area": _sichuan_area,
    "yunnan-gongkai14": _yunnan,
    "hubei-20+80": _hubei,
    "poverty": _poverty,
    "transfer": _transfer,
    "transfer-scored": _transfer_scored,
    "chongqing": _chongqing,
}
