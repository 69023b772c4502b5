"""Forms as extraction leaves them: content order with wrapped cells and torn labels, Markdown, columns of blanks."""

import random
from collections.abc import Callable, Iterator
from itertools import groupby

from support.forms import Row, Spec

_FUNDS = "年初预算数 全年预算数 全年执行数 分值 执行率 得分"
_HEAD = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施"
_BREAKABLE = 4  # rows of a block that a page break leaves two of on each side
_NAME, _REASON, _GOAL, _TOLD = 11, 14, 23, 36


def wrapped(text: str, at: int) -> str:
    """A cell broken into lines of so many characters."""
    return "\n".join(text[i : i + at] for i in range(0, len(text), at))


def torn(spec: Spec, rng: random.Random, *, page_break: bool = False) -> str:
    """The form in the order of its content, as a PDF gives it."""
    out = [spec.title, "", f"（{spec.year}年度）", "", f"项目名称 {spec.project}"]
    out += [
        f"主管部门 {spec.department} 实施单位 {spec.unit}",
        "",
        "项目",
        "资金",
        f"（{spec.currency}",
        "）",
        "",
        _FUNDS,
    ]
    for fund in spec.funds:
        out += [f"{fund.name} {' '.join(fund.cells)} ", *([""] if rng.random() < 0.5 else [])]
    out += ["", "年度", "总体", "目标", "", "预期目标 实际完成情况", ""]
    out += [*(wrapped(w, _GOAL) for w in spec.expected), "", *(wrapped(w, _TOLD) for w in spec.actual), ""]
    out += ["绩效", "指标", "", _HEAD, ""]
    broken = not page_break
    for level1, rows in groupby(spec.rows, key=lambda r: r.level1):
        label = _torn_label(spec, level1)
        out += [*label, ""]
        for level2, block in groupby(rows, key=lambda r: r.level2):
            out += [level2, ""]
            inside = list(block)
            at = len(inside) // 2
            if not broken and len(inside) >= _BREAKABLE and inside[1].shared:
                top = replace_pair(inside[:at], inside[0])
                out += [*_rows(top, rng), "", "", "绩效", "指标", *label, level2, ""]
                out += _rows(replace_pair(inside[at:], inside[0]), rng)
                broken = True
            else:
                out += _rows(inside, rng)
            out += [""] * rng.randint(0, 1)
    out += ["", f"总分 {' '.join(spec.total)}" + (f" 等级 {spec.grade}" if spec.grade else "")]
    return "\n".join([*out, spec.tail]) + "\n"


def _torn_label(spec: Spec, level1: str) -> list[str]:
    label = spec.level(level1)
    return [level1, label.removeprefix(level1)] if label != level1 else [level1]


def replace_pair(rows: list[Row], first: Row) -> list[Row]:
    """A part of a block with the pair of the whole block, as a page break prints it again."""
    return [
        Row(r.level1, r.level2, r.name, r.target, r.actual, first.points, first.score, r.explanation, n > 0)
        for n, r in enumerate(rows)
    ]


def _rows(rows: list[Row], rng: random.Random) -> Iterator[str]:
    """The rows; the pair of a shared block floats to some line of its block."""
    one = not any(r.shared for r in rows)
    at = rng.randrange(len(rows))
    for n, r in enumerate(rows):
        values = f"{wrapped(r.name, _NAME)} {r.target} {r.actual}"
        reason = wrapped(r.explanation, _REASON)
        if one:
            yield f"{values} {r.points} {r.score}" + (f"\n{reason}" if reason else "")
            continue
        yield values + (f"\n{reason}" if reason else "")
        if n == at:
            yield f"\n{rows[0].points} {rows[0].score}\n"


def markdown(spec: Spec) -> str:
    """The form as a Markdown table, cells merged downwards left empty, items of goals divided by <br>."""
    lines = [spec.title, "", f"（{spec.year}年度）", ""]
    body = [
        ["项目名称", "", spec.project],
        ["主管部门", "", spec.department, "", "", "实施单位", spec.unit],
        [f"项目资金<br>（{spec.currency}）", "", "", *_FUNDS.split()],
        *(["", f.name, "", *f.cells] for f in spec.funds),
        ["年度总体目标", "预期目标", "", "", "实际完成情况"],
        ["", "<br>".join(spec.expected), "", "", "<br>".join(spec.actual)],
        ["绩效指标", *_HEAD.split()],
    ]
    level1 = level2 = ""
    for r in spec.rows:
        first = spec.level(r.level1) if r.level1 != level1 else ""
        second = r.level2 if (r.level1, r.level2) != (level1, level2) else ""
        level1, level2 = r.level1, r.level2
        body.append(["", first, second, *r.cells])
    body.append(["总分", "", "", "", "", "", *spec.total])
    for n, cells in enumerate(body):
        lines.append("| " + " | ".join([*cells, *[""] * (9 - len(cells))]) + " |")
        if n == 0:
            lines.append("|" + " --- |" * 9)
    return "\n".join(lines) + "\n"


def _line(cells: list[tuple[int, str]]) -> str:
    out = ""
    for column, text in cells:
        out += " " * max(2 if out else 0, column - len(out)) + text
    return out


def _centred(spec: Spec, of: Callable[[Row], tuple[str, ...]]) -> dict[float, str]:
    """Where the last label of each merged cell stands: at the row in its middle, or between two rows."""
    out: dict[float, str] = {}
    start = 0
    for key, rows in groupby(spec.rows, key=of):
        count = len(list(rows))
        out[start + (count - 1) / 2] = key[-1]
        start += count
    return out


def columned(spec: Spec) -> str:
    """The form with its columns held by runs of blanks, merged labels in the middle, as pdftotext -layout has it."""
    lines = [_line([(40, spec.title)]), _line([(46, f"（{spec.year}年度）")])]
    lines += [_line([(4, "项目名称"), (60, spec.project)])]
    lines += [_line([(4, "主管部门"), (30, spec.department), (80, "实施单位"), (100, spec.unit)])]
    places = (36, 52, 68, 84, 96, 108)
    lines.append(_line(list(zip(places, _FUNDS.split(), strict=True))))
    for n, fund in enumerate(spec.funds):
        left = {1: [(1, "项目资金")], 2: [(1, f"（{spec.currency}）")]}.get(n, [])
        lines.append(_line([*left, (16, fund.name), *zip(places, fund.cells, strict=True)]))
    lines.append(_line([(30, "预期目标"), (80, "实际完成情况")]))
    one = [p for w in spec.expected for p in wrapped(w, 24).splitlines()]
    two = [p for w in spec.actual for p in wrapped(w, 40).splitlines()]
    middle = max(len(one), len(two)) // 2
    for n in range(max(len(one), len(two))):
        pair = [(1, "年度总体目标")] if n == middle else []
        pair += [(place, side[n]) for place, side in ((12, one), (50, two)) if n < len(side)]
        lines.append(_line(pair))
    columns = (14, 28, 44, 64, 84, 100, 108, 116)
    lines += [_line([(1, "绩效指标")]), _line(list(zip(columns, _HEAD.split(), strict=True)))]
    levels = _centred(spec, lambda r: (spec.level(r.level1),))
    seconds = _centred(spec, lambda r: (r.level1, r.level2))
    for half in range(2 * len(spec.rows) - 1):
        cells = spec.rows[half // 2].cells if half % 2 == 0 else ()
        words = (levels.get(half / 2, ""), seconds.get(half / 2, ""), *cells)
        if any(words):
            lines.append(_line([(p, w) for p, w in zip(columns, words, strict=False) if w]))
    lines.append(_line([(14, "总分"), (100, spec.total[0]), (108, spec.total[1])]))
    return "\n".join(lines) + "\n"
