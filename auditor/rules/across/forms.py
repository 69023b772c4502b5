"""C 多表之间: what only several forms in one run can show. Each form is compared with those before it."""

from collections.abc import Iterator

from auditor.explanations import is_prompt, says_nothing
from auditor.model.case import Case, Peer
from auditor.model.finding import Section, Severity
from auditor.model.form import Cell, CellKind, Form
from auditor.rules.registry import Facts, NotApplicable, Result, cut, examples, found, plain, rule

ALONE = "同一次审核中前面没有别的表可比"


def _same(one: Cell | None, other: Cell | None) -> bool:
    return one is not None and other is not None and one.text != "" and one.text == other.text


def _told(case: Case, form: Form) -> dict[str, Cell]:
    """What a form tells in its own words: its narrative and its explanations, those of some length."""
    cells = [g.actual for g in form.goals] + [i.explanation for i in form.indicators]
    least = case.number("goal.repeat_least")
    return {
        c.text: c for c in cells if c and len(c.text) >= least and not says_nothing(c.text) and not is_prompt(c.text)
    }


@rule(
    "C901",
    "text-shared-across-forms",
    "不同项目文字相同",
    Severity.WARNING,
    Section.DOCUMENT,
    parameters=("goal.repeat_least",),
)
def text_shared(case: Case) -> Iterator[Result]:
    """查什么：同一次审核的不同项目，实际完成情况或偏差说明是否有一字不差的；每张表与排在它前面的表比。

    为什么：不同项目写一样的话，说明没有按实际填写。

    依据：绩效自评复核的通行做法。

    例：两个项目的实际完成情况一字不差。

    怎么改：按各项目的实际分别写。
    """
    if not case.earlier:
        yield NotApplicable(ALONE)
        return
    mine = _told(case, case.form)
    for peer in case.earlier:
        shared = [text for text in mine if text in _told(case, peer.form)]
        if shared and not _same(case.form.project_name, peer.form.project_name):
            yield found(
                text_shared,
                case,
                f"与“{_name(peer)}”（{peer.name}）有{len(shared)}处文字完全相同：“{cut(case, shared[0])}”。",
                "请按本项目的实际分别写。",
                Facts(cells=tuple(mine[text] for text in shared)),
            )


@rule(
    "C902",
    "all-full-marks",
    "自评普遍满分",
    Severity.WARNING,
    Section.DOCUMENT,
    parameters=("across.full_share", "across.full_least"),
)
def all_full_marks(case: Case) -> Iterator[Result]:
    """查什么：同一单位的各表（3 张及以上）是否都是满分或接近满分（99% 以上），且没有一行写了偏差说明。

    为什么：普遍满分说明自评流于形式。

    依据：绩效自评复核的通行做法；张数和界线为本工具约定。

    例：某单位十个项目自评均为100分。

    怎么改：对照实际重新自评，写明存在的问题。
    """
    if not case.earlier:
        yield NotApplicable(ALONE)
        return
    own = [case.form, *(p.form for p in case.earlier if _same(case.form.unit, p.form.unit))]
    if len(own) >= case.number("across.full_least") and all(_is_full(case, f) for f in own):
        scores = [plain(f.total.score.value) for f in own if f.total.score and f.total.score.value is not None]
        yield found(
            all_full_marks,
            case,
            f"“{case.form.unit.text}”的{len(own)}张表自评都是满分或接近满分（{examples(case, scores, '张')}），"
            "没有一行写了偏差说明。",
            "请对照实际重新自评，写明存在的问题。",
            Facts(cells=(case.form.unit, case.form.total.score)),
        )


def _is_full(case: Case, form: Form) -> bool:
    """Whether a form gives itself nearly all points and names no problem."""
    score = form.total.score
    if score is None or score.kind is not CellKind.NUMBER or score.value is None:
        return False
    told = any(i.explanation and not says_nothing(i.explanation.text) for i in form.indicators)
    return not told and score.value >= case.number("total.points") * case.number("across.full_share")


@rule("C903", "same-form-twice", "同一项目报了两次", Severity.WARNING, Section.DOCUMENT)
def same_form_twice(case: Case) -> Iterator[Result]:
    """查什么：同一项目、同一年度是否报了两张内容不同的表。

    为什么：两张不同的表不知以哪张为准。

    依据：绩效自评复核的通行做法。

    例：同一项目两张表的总分分别为98.2和96.5。

    怎么改：确定一张，撤回另一张。
    """
    if not case.earlier:
        yield NotApplicable(ALONE)
        return
    form = case.form
    for peer in case.earlier:
        if not (_same(form.project_name, peer.form.project_name) and _same(form.year, peer.form.year)):
            continue
        other = _values(peer.form)
        differing = [label for label, text in _values(form).items() if other.get(label) != text]
        if differing:
            yield found(
                same_form_twice,
                case,
                f"“{_name(peer)}”同一年度还有一张表（{peer.name}），{examples(case, differing, '处')}不同。",
                "请确定以哪张为准，撤回另一张。",
                Facts(cells=(form.project_name, form.total.score)),
            )


def _values(form: Form) -> dict[str, str]:
    """The values of a form by what they are the values of."""
    values = {"总分": form.total.score.text if form.total.score else ""}
    values |= {f"{f.name.text}执行数": f.executed.text for f in form.funds}
    values |= {f"“{i.name.text}”": f"{i.target.text} {i.actual.text}" for i in form.indicators}
    told = "\n".join(g.actual.text for g in form.goals if g.actual)
    return {**values, "实际完成情况": told}


def _name(peer: Peer) -> str:
    return peer.form.project_name.text or "未填项目名称"
