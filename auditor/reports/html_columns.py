"""Which columns the drawing of a form has, and what it calls them: those of its layout, in its words."""

from auditor.model.form import Cell, Form

# The class of a column, its usual title, and its field.
COLUMNS = (
    ("c1", "一级指标", "level1"), ("c2", "二级指标", "level2"), ("c3", "三级指标", "name"), ("cx", "是否核心指标", "core"),
    ("c4", "年初指标值", "initial_target"), ("c4", "年度指标值", "target"), ("c5", "实际完成值", "actual"),
    ("c6", "分值", "points"), ("c7", "得分", "score"), ("cx", "得分系数", "coefficient"),
    ("c8", "偏差原因分析及改进措施", "explanation"),
)  # fmt: skip
SOME = ("core", "initial_target", "coefficient")  # fields that only some forms have
OF_GROUP = ("points", "score")
AMOUNTS = {
    "name": "", "initial_budget": "年初预算数", "annual_budget": "全年预算数", "executed": "全年执行数", "points": "分值",
    "rate": "执行率", "score": "得分",
}  # fmt: skip


def there_are(form: Form) -> frozenset[str]:
    """The columns that a form has: those that its layout does not lack, and those that hold something."""
    return frozenset(field for _, _, field in COLUMNS if _has(form, field))


def _has(form: Form, field: str) -> bool:
    values = [getattr(row, field) for row in (form.groups if field in OF_GROUP else form.indicators)]
    if field in SOME:
        return any(v is not None for v in values)
    return not form.lacks(field) or any(map(_words, values))


def _words(value: Cell | str | None) -> str:
    return value.text if isinstance(value, Cell) else value or ""


def title_of(form: Form, there: frozenset[str], usual: str, field: str) -> str:
    """The head of a column; where a target was adjusted, the one before has the head that is printed for targets."""
    adjusted = form.heading("adjusted", "") if "initial_target" in there else ""
    if field == "initial_target":
        return form.heading("target", usual) if adjusted else usual
    return adjusted if adjusted and field == "target" else form.heading(field, usual)


def has_amounts(form: Form, column: str) -> bool:
    """Whether the fund table has a column: its head names it, its heads were not read, or a row fills it."""
    unread = not any(h.field.startswith("funds.") for h in form.headings)
    filled = any(_words(getattr(f, column)) for f in form.funds)
    return unread or filled or bool(form.heading(f"funds.{column}", "")) or column == "name"
