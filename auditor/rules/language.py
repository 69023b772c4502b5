"""L 用字与重复."""

import re
from collections.abc import Iterable, Iterator

from auditor.model.case import Case
from auditor.model.claim import Engine, NoteKind
from auditor.model.finding import Origin, Section, Severity
from auditor.model.form import Cell, Goal
from auditor.rules.registry import Facts, NotApplicable, Result, Undecidable, cut, found, rule

_SMALL = re.compile(r"[\s，。；：、,.;:“”\"（）()]")


@rule("L701", "wrong-character", "疑似错别字", Severity.INFO, Section.DOCUMENT, by="N")
def wrong_character(case: Case) -> Iterator[Result]:
    """查什么：易混的错别字，并给出建议。

    为什么：公开的表格出现错别字，影响单位形象。

    依据：易混字表，只提示不判定。

    例：“提升科普工作能利”应为“能力”；“得意提升”应为“得以提升”。

    怎么改：核对后改正。
    """
    if NoteKind.WRONG_CHARACTER not in case.reading.judged:
        yield Undecidable("所用引擎不判断此项")
    for note in case.reading.notes:
        if note.kind is NoteKind.WRONG_CHARACTER:
            yield found(
                wrong_character,
                case,
                note.message,
                "请核对后改正。",
                Facts(
                    indicators=tuple(case.indicators[i] for i in note.indicators if i in case.indicators),
                    spans=tuple(s for q in note.quotes for s in q.spans),
                    claimed=note.quotes[0].quote if note.quotes else None,
                    expected=note.correction,
                    origin=Origin.LLM if note.engine is Engine.LLM else Origin.OFFLINE,
                ),
            )


@rule(
    "L702",
    "text-repeated",
    "两项目标文字相同",
    Severity.INFO,
    Section.GOALS,
    parameters=("goal.repeat_least",),
)
def text_repeated(case: Case) -> Iterator[Result]:
    """查什么：预期目标或实际完成情况中，是否有两项文字相同。

    为什么：两项内容一样，往往是复制后忘了改。

    依据：绩效自评复核的通行做法。

    例：第四项和第六项的实际完成情况一字不差。

    怎么改：按各项的内容分别写；确是一件事的合并。
    """
    if len([g for g in case.form.goals if g.expected or g.actual]) <= 1:
        yield NotApplicable("目标不分项")
        return
    expected = ((g, g.expected) for g in case.form.goals if g.expected is not None)
    actual = ((g, g.actual) for g in case.form.goals if g.actual is not None)
    for title, cells in (("预期目标", expected), ("实际完成情况", actual)):
        for items in _alike(case, cells):
            for n, (one, a) in enumerate(items):
                for two, b in items[n + 1 :]:
                    yield found(
                        text_repeated,
                        case,
                        f"{title}第{one}项与第{two}项文字相同：“{cut(case, a.text)}”",
                        "请按各项的内容分别写；确是一件事的请合并。",
                        Facts(cells=(a, b)),
                    )


def _alike(case: Case, cells: Iterable[tuple[Goal, Cell]]) -> Iterator[list[tuple[str, Cell]]]:
    """Items of the same words, punctuation aside; a short text repeated is a set phrase."""
    least = case.number("goal.repeat_least")
    same: dict[str, list[tuple[str, Cell]]] = {}
    for goal, cell in cells:
        same.setdefault(_SMALL.sub("", cell.text), []).append((goal.label or "", cell))
    return (items for words, items in same.items() if len(words) >= least)
