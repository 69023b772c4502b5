"""Which rule set judges a form: by its layout, then by where its unit says that it is; the reason is told."""

import re
from collections.abc import Mapping, Sequence

from auditor.model.form import Form, FormKind
from auditor.rulebooks.load import Raw

DEFAULT = "cn-national-2020"
UNKNOWN = "unknown"
_BEFORE_A_NAME = re.compile(r"^[\s\d\-—_.·、:：()（）\[\]【】]*(?:中共|中国共产党|共青团)?")


def covers(templates: Sequence[str], kinds: Sequence[str], form: Form) -> bool:
    """Whether a rule set for these layouts and kinds, none for all, is one for a form."""
    return (not templates or form.template in (*templates, UNKNOWN)) and (not kinds or form.kind.value in kinds)


def pick(form: Form, books: Mapping[str, Raw], names: Mapping[str, str]) -> tuple[str, str]:
    """The id of the rule set for a form, and in Chinese why."""
    layout = names.get(form.template, form.template)
    kind = form.kind.shown
    fit = _fitting(form, books)
    if not fit:
        return DEFAULT, f"没有适用于{layout}（{kind}）的规则集，按全国办法"
    general = [raw for raw in fit if raw.covers and not raw.covers.places]
    reason = f"按表式识别（{layout}）"
    if form.template == UNKNOWN:
        reason = "表式不能识别，按全国办法" if form.kind is FormKind.PROJECT else f"表式不能识别，按类别（{kind}）"
    if not general:
        return fit[0].id, reason
    placed = {raw.id: word for raw in fit if (word := _place(form, raw))}
    if len(placed) == 1:
        (chosen, word), *_ = placed.items()
        return chosen, f"按单位名称所在地（{word}）" + ("" if form.template == UNKNOWN else f"，{layout}")
    if placed:
        reason += f"；单位名称中的所在地不止一处（{'、'.join(placed.values())}），未按所在地选用"
    return general[0].id, reason


def _fitting(form: Form, books: Mapping[str, Raw]) -> list[Raw]:
    """The rule sets that name the form's layout and kind; else its layout alone; the national one first."""
    usable = [r for r in books.values() if r.covers and not r.covers.only_named]
    named = [r for r in usable if r.covers and form.template in r.covers.templates]
    both = [r for r in named if r.covers and form.kind.value in r.covers.kinds]
    return sorted(both or named, key=lambda r: r.id != DEFAULT)


def _place(form: Form, raw: Raw) -> str:
    """The word of a rule set's places with which the name of the form's department or unit begins; empty if none."""
    texts = [_BEFORE_A_NAME.sub("", cell.text) for cell in (form.department, form.unit)]
    words = raw.covers.places if raw.covers else ()
    return max((w for w in words for text in texts if text.startswith(w)), key=len, default="")
