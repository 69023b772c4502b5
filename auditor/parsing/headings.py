"""What a form prints over its columns and before the values of its head: its own words for the fields."""

from collections.abc import Iterator

from auditor.model.form import Form, Heading
from auditor.parsing.families import words_of

_HEAD = ("project_name", "year", "department", "unit")
_TABLE = ("level1", "name")


def headings(form: Form) -> tuple[Heading, ...]:
    """Each field with the words that name it: goals under their own head, columns from the head of the table on."""
    found: dict[str, str] = {}
    for field, text in _named(form):
        if field not in found or field.startswith("goals."):
            found[field] = text
    return tuple(Heading(field=field, text=text) for field, text in found.items())


def _named(form: Form) -> Iterator[tuple[str, str]]:
    words = words_of(form.template)
    inside = False
    for label in form.labels:
        text = label.text.strip("*＊:：")
        column = words.match(label.text, ("column",))
        inside = inside or (column is not None and column.field in _TABLE)
        if inside:
            if column and (not form.columns or column.field in form.columns):
                yield column.field, text
            continue
        for part, prefix in (("fund_column", "funds."), ("goal_column", "goals.")):
            known = words.match(label.text, (part,))
            if known:
                yield prefix + known.field, text
        known = words.match(label.text, ("head",))
        if known and known.field in _HEAD:
            yield known.field, text
