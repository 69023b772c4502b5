"""What the commands beside ``review`` print: the catalogue, the rule sets, the form as read, the drafts."""

from collections.abc import Sequence
from decimal import Decimal
from textwrap import indent

from auditor.model.form import Cell, Form, FormKind
from auditor.model.review import Review
from auditor.model.rulebook import Citation, Rulebook
from auditor.numerals import plain
from auditor.rulebooks import template_names
from auditor.rules.registry import HEADINGS, Rule
from auditor.scoring.formulas import WORDS

_BY = {"D": "由计算判定", "N": "由叙述引擎引原文判断"}
_FAMILIES = {
    "F": "表式",
    "B": "预算资金",
    "S": "分值得分",
    "D": "偏差说明",
    "T": "绩效指标",
    "N": "叙述核对",
    "L": "文字",
    "X": "安全",
    "C": "多表之间",
}


def rule_list(rules: Sequence[Rule]) -> str:
    """All checks, a line each, under their families."""
    lines: list[str] = []
    for letter, family in _FAMILIES.items():
        told = [f"  {r.code}  {r.severity.shown}  {r.title}  {r.name}" for r in rules if r.code.startswith(letter)]
        lines += [f"{letter} {family}", *told] if told else []
    return "\n".join(lines)


def rule_page(rule: Rule) -> str:
    """One check explained."""
    page = rule.page
    head = f"{rule.code} {rule.title}（{rule.name}）\n默认级别：{rule.severity.shown}；{_BY[rule.by]}\n"
    return head + "\n" + "\n\n".join(f"{title}\n{indent(page[title], '  ')}" for title in HEADINGS if title in page)


def ruleset_list(books: Sequence[Rulebook]) -> str:
    """The rule sets: what each is for, and what it extends."""
    lines = []
    for b in books:
        lines.append(f"{b.id}  {b.name}（{b.region}）" + (f"，以 {'、'.join(b.extends)} 为底本" if b.extends else ""))
        lines.append(f"    {_scope(b)}")
    return "\n".join(lines)


def _scope(book: Rulebook) -> str:
    """The forms that a rule set is for."""
    names = template_names()
    layouts = "、".join(names.get(t, t) for t in book.templates) or "各种表式"
    kinds = "、".join(FormKind(k).shown for k in book.kinds) or "各类支出"
    chosen = f"；单位名称以 {'、'.join(book.places)} 开头的选用" if book.places else ""
    return f"适用：{kinds}；{layouts}" + chosen + ("；只在指定时采用" if book.only_named else "")


def ruleset_page(book: Rulebook) -> str:
    """One rule set in full: every value with its day, the number of its source and what it replaced."""
    shown = (*book.parameters.values(), *book.ended)
    sources = list(dict.fromkeys(_source(book.citations[p.citation]) for p in shown))
    lines = [f"{book.id} {book.name}（{book.region}）", _scope(book), f"以下为 {book.on} 有效的数值。", ""]
    for p in shown:
        source = sources.index(_source(book.citations[p.citation])) + 1
        verified = "" if book.citations[p.citation].verified else "（待核对）"
        ended = p in book.ended
        value = "不再适用" if ended else _value(p.value, p.unit)
        was = p.value if ended else p.before
        before = f"，替换“{p.amends_name}”的 {_value(was, p.unit)}" if was is not None and p.amends_name else ""
        lines.append(f"{p.title}：{value}，自 {p.since} 起，来源：[{source}]{verified}{before}")
    return "\n".join([*lines, "", "来源", *(f"  [{n}] {words}" for n, words in enumerate(sources, start=1))])


def _value(value: Decimal | str | tuple[str, ...] | tuple[Decimal, ...], unit: str | None) -> str:
    """A value in Chinese: formulas by their words, ratios as percentages."""
    words = value if isinstance(value, tuple) else (value,)
    share = (unit or "").endswith("比率")
    shown = [
        (f"{plain(w * 100)}%" if share else plain(w)) if isinstance(w, Decimal) else WORDS.get(w, w) for w in words
    ]
    return (unit or "").removesuffix("比率") * share + ("、".join(shown) or "无") + (unit or "") * (not share)


def _source(c: Citation) -> str:
    return c.shown() + (f" {c.url}" if c.url else "")


def form_text(form: Form) -> str:
    """A form as understood, with everything that was not."""
    head = [
        ("项目名称", form.project_name),
        ("实施年度", form.year),
        ("主管部门", form.department),
        ("实施单位", form.unit),
    ]
    lines = [f"{title}  {_text(cell)}" for title, cell in head]
    lines += [
        f"表式      {form.template}；金额单位 {form.currency or '未注明'}",
        "",
        f"项目资金（{len(form.funds)}行）",
    ]
    for f in form.funds:
        cells = (f.initial_budget, f.annual_budget, f.executed, f.points, f.rate, f.score)
        lines.append(f"  {_text(f.name)}  " + " | ".join(_text(c) for c in cells))
    lines += ["", f"年度总体目标（{len(form.goals)}项）"]
    for g in form.goals:
        lines.append(f"  {g.label or '-'} {g.title or ''}".rstrip())
        lines += [f"    预期：{_text(g.expected)}", f"    完成：{_text(g.actual)}"]
    lines += ["", f"绩效指标（{len(form.indicators)}行，{len(form.groups)}组得分）"]
    known = {i.id: i for i in form.indicators}
    for group in form.groups:
        lines.append(
            f"  {group.id} {group.level1} / {group.level2}  分值 {_text(group.points)} 得分 {_text(group.score)}"
        )
        for i in (known[m] for m in group.indicators):
            told = f"  偏差说明：{i.explanation.text}" if i.explanation else ""
            lines.append(f"    {i.id} {_text(i.name)} | {_text(i.target)} | {_text(i.actual)}{told}")
    lines += ["", f"总分  分值 {_text(form.total.points)} 得分 {_text(form.total.score)}"]
    lines += ["", "没有读懂的文字：" + ("无" if not form.unparsed else "")]
    lines += [f"  {u.text}（第 {u.spans[0].start} 字起）" for u in form.unparsed]
    if form.doubts:
        lines += ["存疑：", *(f"  {d}" for d in form.doubts)]
    return "\n".join(lines)


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None and cell.text else "-"


def draft_text(review: Review) -> str:
    """The drafts that a form needs, ready to paste."""
    rows = {i.id: (n, i.name.text) for n, i in enumerate(review.form.indicators, start=1)}
    wanted = review.drafts
    form = review.form
    called = form.heading("explanation", "偏差说明" if form.lacks("explanation") else "偏差原因分析及改进措施")
    lines = [f"{form.project_name.text or review.document.name}：须填写的{called} {len(wanted)} 条"]
    for d in wanted:
        number, name = rows.get(d.indicator or "", (0, ""))
        lines += ["", f"第{number}行 {name}" if d.indicator else "项目资金", d.text]
    if any(d.placeholders for d in wanted):
        lines += ["", "〔〕中的内容表内没有，请核实补齐后再填入。"]
    return "\n".join(lines)
