"""F 完整性: the form is a form, nothing is blank, nothing of the blank form is left."""

import re
from collections import Counter
from collections.abc import Iterator

from auditor.explanations import is_draft, is_prompt, is_unfinished
from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import Cell, CellKind, Form, FormKind, FundRole, Indicator, Part
from auditor.model.score import Outcome
from auditor.rules.registry import Facts, Result, Undecidable, cut, examples, found, listed, no_such_column, rule


def _blank(cell: Cell | None) -> bool:
    return cell is None or cell.kind is CellKind.EMPTY


@rule("F601", "required-field-missing", "必填项空白", Severity.ERROR, Section.DOCUMENT)
def required_field_missing(case: Case) -> Iterator[Result]:
    """查什么：项目名称、实施年度、主管部门、实施单位、资金、指标值、实际完成值、分值、得分、总分是否有空白。

    为什么：必填项空白的表不能计分，会被直接退回。

    依据：表式要求；财预〔2020〕10号要求自评内容完整（条文待核对）。

    例：“库房温湿度监测覆盖率”的年度指标值空白。

    怎么改：补填空白的一格；确不适用的填“不适用”，并把分值调到其他指标。
    """
    form = case.form
    if is_blank(form):
        yield found(required_field_missing, case, "这是一张空白表，没有填写内容。", "请填写后再审核。")
        return
    names = (("项目名称", "project_name"), ("实施年度", "year"), ("主管部门", "department"), ("实施单位", "unit"))
    heads = [(title, getattr(form, name)) for title, name in names if name in form.asks]
    if form.kind is FormKind.DEPARTMENT:  # the form of a department or unit is about all that it spends
        heads = [
            ("部门（单位）名称", form.unit if _blank(form.department) else form.department),
            ("实施年度", form.year),
        ]
    missing = [title for title, cell in heads if _blank(cell)]
    if missing and Part.HEAD in form.unsure:
        yield Undecidable(f"没有读准：{Part.HEAD.shown}")
    elif missing:
        yield found(
            required_field_missing, case, f"表头{'、'.join(missing)}空白。", "请补填。", Facts(section=Section.HEADER)
        )
    total = case.fund(FundRole.TOTAL)
    amounts = [
        ("年初预算数", "initial_budget"),
        ("全年预算数", "annual_budget"),
        ("全年执行数", "executed"),
        ("分值", "points"),
        ("得分", "score"),
    ]
    asked = [(title, name) for title, name in amounts if not no_such_column(form, name)]
    gone = ["年度资金总额"] if total is None else [title for title, name in asked if _blank(getattr(total, name))]
    if gone and Part.FUNDS in form.unsure:
        yield Undecidable(f"没有读准：{Part.FUNDS.shown}")
    elif gone:
        place = "资金表" if total is None else "年度资金总额一行"
        yield found(
            required_field_missing, case, f"{place}{'、'.join(gone)}空白。", "请补填。", Facts(section=Section.FUNDS)
        )
    if not form.indicators:
        yield found(
            required_field_missing,
            case,
            "没有读到绩效指标；表可能没有复制完整。",
            "请补全绩效指标部分再审核。",
            Facts(section=Section.INDICATORS),
        )
    yield from _blank_cells(case)
    if form.indicators and _blank(form.total.score) and Part.POINTS not in form.unsure and not form.unscored:
        yield found(
            required_field_missing,
            case,
            "没有总分行，或总分空白；表可能没有复制完整。",
            "请补全表的末尾，或补填总分。",
            Facts(section=Section.TOTALS),
        )


def is_unread(form: Form) -> bool:
    """Whether a form is known by its words, but its cells run into each other, as some web pages and recognisers leave them."""
    unread, read = (sum(len(words.text) for words in part) for part in (form.unparsed, form.labels))
    return bool(form.template_basis) and not form.indicators and not form.funds and unread > read


def is_blank(form: Form) -> bool:
    """Whether nothing of a form is filled in."""
    amounts = [c for f in form.funds for c in (f.initial_budget, f.annual_budget, f.executed)]
    values = [c for i in form.indicators for c in (i.target, i.actual) if not is_prompt(c.text)]
    named = form.project_name if form.kind is not FormKind.DEPARTMENT else form.department
    return _blank(named) and all(_blank(c) for c in amounts) and all(_blank(c) for c in values)


def _blank_cells(case: Case) -> Iterator[Result]:
    form = case.form
    columns: list[tuple[str, list[Indicator]]] = [
        ("指标名称", [i for i in form.indicators if _blank(i.name)]),
        ("年度指标值", [i for i in case.applicable if _blank(i.target)]),
        ("实际完成值", [i for i in case.applicable if _blank(i.actual)]),
    ]
    scored = any(not _blank(c) for g in form.groups for c in (g.points, g.score)) and Part.POINTS not in form.unsure
    for title, name in (("分值", "points"), ("得分", "score")):
        asked = scored and not form.lacks(name)
        groups = [g for g in form.groups if asked and _blank(getattr(g, name)) and not case.is_part(g)]
        rows = [
            case.indicators[i]
            for g in groups
            for i in g.indicators
            if case.rows[i].outcome is not Outcome.NOT_APPLICABLE
        ]
        columns.append((title, rows))
    by_row: dict[str, list[str]] = {}
    for title, rows in columns:
        for row in rows:
            by_row.setdefault(row.id, []).append(title)
    by_blank: dict[tuple[str, ...], list[Indicator]] = {}
    for row_id, titles in by_row.items():
        by_blank.setdefault(tuple(titles), []).append(case.indicators[row_id])
    for empty, rows in by_blank.items():
        yield found(
            required_field_missing,
            case,
            f"{listed(case, rows)}的{'、'.join(empty)}空白。",
            "请补填；确不适用的填“不适用”，并把分值调到其他指标。",
            Facts(indicators=tuple(rows), cells=tuple(r.name for r in rows), section=Section.INDICATORS),
        )


@rule("F602", "unparsed-text", "有文字没有读懂", Severity.WARNING, Section.DOCUMENT)
def unparsed_text(case: Case) -> Iterator[Result]:
    """查什么：表中是否有文字没有归入任何一格。

    为什么：没读懂的文字没有参加核对，不能当作没有问题。

    依据：本工具的约定：不漏一个字，读不懂的一律列出。

    例：复制时错位的“数量指标 15 15”。

    怎么改：对照原表看列出的文字；可换一种方式复制（如从 Word 或 Excel 中复制）后再审核。
    """
    left = case.form.unparsed
    if is_unread(case.form):
        yield found(
            unparsed_text,
            case,
            "按用词认得出是绩效自评表，但文字连成一片，分不出各格，数与数也分不开，没有逐行读出。",
            "请用原来的 Word、Excel 或有文字层的 PDF 审核，不要用网页上连在一起的文字。",
            Facts(spans=tuple(s for u in left for s in u.spans)),
        )
        return
    for doubt in case.form.doubts:
        yield Undecidable(doubt)
    if not left:
        return
    shown = examples(case, [f"“{cut(case, u.text)}”" for u in left], "处")
    yield found(
        unparsed_text,
        case,
        f"有文字没有归入任何一格：{shown}。这些文字没有参加核对。",
        "请对照原表核对，或从 Word、Excel 中重新复制。",
        Facts(spans=tuple(s for u in left for s in u.spans)),
    )


@rule("F603", "wrong-form", "不是自评表或不在适用范围", Severity.ERROR, Section.DOCUMENT)
def wrong_form(case: Case) -> Iterator[Result]:
    """查什么：文件是不是绩效自评表，表式是否在规则集的适用范围内。

    为什么：不是自评表的文件不能计分，硬算只会给出错误的结论。

    依据：本工具的约定：认不出的表不计分，只说它像什么。

    例：绩效目标申报表、工作总结、评价报告；指定了重庆的规则集，而表是全国表式。

    怎么改：换成项目支出绩效自评表；表式不同的，指定适用的规则集，或不指定。
    """
    form = case.form
    what = looks_like(form, case.source.text)
    if what is not None:
        yield found(
            wrong_form, case, f"这份文件不像项目支出绩效自评表：{what}。没有计分。", "请换成项目支出绩效自评表再审核。"
        )
        return
    if not case.book.covered:
        fit = "、".join(case.book.instead)
        yield found(
            wrong_form,
            case,
            f"这张表（表式 {form.template}，{form.kind.shown}）不在规则集 {case.book.id} 的适用范围，没有计分"
            + (f"；适用的有 {fit}。" if fit else "。"),
            "请去掉 --ruleset，由程序选择规则集"
            + ("，或指定上列的一个" if fit else "")
            + "；确须用这个规则集的，请改它的适用范围。",
        )


def looks_like(form: Form, text: str) -> str | None:
    """What a text is, if it is no self-evaluation form; None if it is one."""
    told = (form.total.score, *(i.actual for i in form.indicators), *(g.score for g in form.groups))
    if re.search(r"绩效目标申报表|绩效目标表", text) and all(map(_blank, told)):
        return "像绩效目标申报表（没有实际完成值和得分）"
    if (form.indicators and (form.funds or form.total.score)) or (form.columns and is_blank(form)) or is_unread(form):
        return None
    if form.indicators or (form.funds and form.goals):
        return None
    found_parts = [
        name
        for name, got in (("资金表", form.funds), ("年度总体目标", form.goals), ("绩效指标", form.indicators))
        if got
    ]
    if form.title is not None and not found_parts:
        return "只有表名，没有资金、目标和指标，可能没有复制完整"
    if found_parts:
        return f"只读到{'、'.join(found_parts)}，没有绩效指标"
    return "没有资金表、年度总体目标和绩效指标，像一般文章"


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_OPENS = re.compile(
    r"(?:[^，。；]{0,4}[、.．:：])?((?:19|20)\d\d)年(?:度|全年)?[，,](?!.{0,4}曾)"
)  # a report opens with its year


@rule("F604", "year-mismatch", "年度前后不一致", Severity.WARNING, Section.HEADER)
def year_mismatch(case: Case) -> Iterator[Result]:
    """查什么：表名、实施年度、实际完成情况里的年度是否一致。

    为什么：年度不一致，多半是在上年的表上改的，其他数据也可能没有更新。

    依据：表内勾稽关系，由计算直接判定。

    例：表名为2021年度，实施年度和正文为2022年。

    怎么改：核对年度，改正写错的一处。
    """
    header = case.year
    if header is None:
        yield Undecidable("没有写实施年度")
        return
    title = _YEAR.search(case.form.title.text) if case.form.title else None
    if title and int(title[1]) != header:
        yield found(
            year_mismatch,
            case,
            f"表名为{title[1]}年度，实施年度为{header}年。",
            "请核对年度，改正写错的一处。",
            Facts(cells=(case.form.title, case.form.year), claimed=title[1], expected=str(header)),
        )
        return
    told = " ".join(g.actual.text for g in case.form.goals if g.actual)
    years = Counter(int(y) for y in _YEAR.findall(told))
    others = [(n, y) for y, n in years.items() if y != header]
    if others and header not in years:
        count, year = max(others)
        own = {int(m[1]) for g in case.form.goals if g.actual and (m := _OPENS.match(g.actual.text))}
        again = count > 1 and len(years) == 1 and re.search(rf"{year}年(?:度|全年|，)|截至{year}年", told)
        if own or again:
            year = max(own, default=year)
            yield found(
                year_mismatch,
                case,
                f"实施年度为{header}年，实际完成情况写的是{year}年。",
                "请核对年度，改正写错的一处。",
                Facts(cells=(case.form.year,), claimed=str(header), expected=str(year)),
            )


@rule("F605", "template-text-left", "留有提示语或草稿", Severity.WARNING, Section.DOCUMENT)
def template_text_left(case: Case) -> Iterator[Result]:
    """查什么：单元格里是否还留着空表的提示语、没有确认的【草稿】或没有补齐的〔待核实〕。

    为什么：留有提示语说明这一格没有填；没有人确认的草稿不是单位的说明。

    依据：绩效自评复核的通行做法。

    例：偏差栏写着“请在此填写偏差原因分析及改进措施”。

    怎么改：填上内容，或删去提示语；草稿核实、补齐后删去“【草稿】”，不采用的清空。
    """
    form = case.form
    yield from _drafts(case)
    cells: list[tuple[str, Cell | None, Indicator | None]] = [
        ("项目名称", form.project_name, None),
        ("实施单位", form.unit, None),
    ]
    for goal in form.goals:
        cells += [("预期目标", goal.expected, None), ("实际完成情况", goal.actual, None)]
    for i in form.indicators:
        cells += [
            ("指标名称", i.name, i),
            ("年度指标值", i.target, i),
            ("实际完成值", i.actual, i),
            ("偏差原因", i.explanation, i),
        ]
    for title, cell, indicator in cells:
        if cell is not None and cell.text and is_prompt(cell.text):
            place = f"“{indicator.name.text}”的{title}" if indicator and title != "指标名称" else title
            yield found(
                template_text_left,
                case,
                f"{place}留有提示语“{cut(case, cell.text)}”。",
                "请填上内容，或删去提示语。",
                Facts(
                    indicators=(indicator,) if indicator else (),
                    cells=(cell,),
                    section=Section.INDICATORS
                    if indicator
                    else Section.GOALS
                    if title in ("预期目标", "实际完成情况")
                    else Section.HEADER,
                ),
            )


def _drafts(case: Case) -> Iterator[Result]:
    """The drafts that nobody has accepted, and the accepted ones with something left to fill in, each told once."""
    told = [i for i in case.form.indicators if i.explanation is not None]
    for test, what, advice in (
        (is_draft, "草稿未经确认", "请核实草稿、补齐〔〕中的内容后删去“【草稿】”；不采用的请清空。"),
        (is_unfinished, "〔待核实〕没有补齐", "请按实际情况补齐〔〕中的内容，并删去括号。"),
    ):
        left = [i for i in told if i.explanation is not None and test(i.explanation.text)]
        if left:
            yield found(
                template_text_left,
                case,
                f"偏差原因一栏有{len(left)}处{what}：{listed(case, left)}。",
                advice,
                Facts(indicators=tuple(left), cells=tuple(i.explanation for i in left), section=Section.INDICATORS),
            )
