"""The files of ``--against``: what each is, by its title, its columns and its year."""

import re
from collections.abc import Iterator, Sequence

from auditor.errors import AgainstError
from auditor.model.case import Beside, BesideKind
from auditor.model.form import CellKind, Form
from auditor.pairing import same_project
from auditor.parsing import parse
from auditor.parsing.doubting import doubt
from auditor.pipeline import fits
from auditor.readers import read_all
from auditor.scoring import form_year

_KINDS = (
    (re.compile(r"申\s*报|批\s*复"), BesideKind.DECLARATION),
    (re.compile(r"自\s*评|评\s*价"), BesideKind.PRIOR),
    (re.compile(r"目\s*标"), BesideKind.DECLARATION),
)
_HEAD = 300  # characters in which the title stands, where it was not read


def read_beside(paths: Sequence[str]) -> tuple[Beside, ...]:
    """The forms of some files, each recognised as a declaration or as the self-evaluation of a year.

    Raises:
        InputError: a file cannot be read.
        AgainstError: a file holds neither.
    """
    return tuple(_beside(doubt(parse(s.text), s), s.name, s.text) for path in paths for s in read_all(path))


def _beside(form: Form, name: str, text: str) -> Beside:
    if not any(i.name.text and i.target.text for i in form.indicators):
        raise AgainstError(name, "没有读到指标和指标值，不能对照。请给出绩效目标申报表或以前年度的自评表")
    title = form.title.text if form.title and form.title.text else text[:_HEAD].partition("项目名称")[0]
    filled = sum(i.actual.kind is not CellKind.EMPTY for i in form.indicators) * 2 > len(form.indicators)
    kind = next((kind for words, kind in _KINDS if words.search(title)), None)
    basis = "按表名识别"
    if kind is None:
        kind = BesideKind.PRIOR if filled else BesideKind.DECLARATION
        basis = "按有实际完成值识别" if filled else "按没有实际完成值识别"
    if kind is BesideKind.DECLARATION and filled:
        raise AgainstError(name, "是绩效目标申报表，各列没有读准，不能对照。请给出它的 Word 或 Excel 文件")
    return Beside(name=name, kind=kind, year=form_year(form), form=form, basis=basis)


def unused(beside: Sequence[Beside], forms: Sequence[Form]) -> Iterator[str]:
    """A line for each form laid beside that none of the reviewed ones could be compared with."""
    for one in beside:
        if not any(same_project(one.form, f) for f in forms):
            name = one.form.project_name.text or "未填项目名称"
            yield f"{one.name}：是“{name}”的{one.shown}，与待审核的不是同一项目，没有对照。"
        elif not any(fits(one, f, form_year(f)) for f in forms):
            yield f"{one.name}：{one.shown}不早于待审核的表，没有对照。同一年度的两次填报请用 auditor diff 对比。"
