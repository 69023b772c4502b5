"""Where the narrative says that a thing was not done, wholly or in part."""

import re

from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.passages import Clause, Sentence
from auditor.narrative.topics import Topic, coverage

_ONE_OF = re.compile(r"第[二三四五六七八九十\d][次场期批届轮]|另一?[次场期批届轮]|原定|拟于|原计划")
_ABOUT = 0.4
_FLATLY = re.compile(r"未|没有|取消|停办|暂缓|推迟|无法|搁置")


def undone(ctx: Context, subject: Topic) -> tuple[Sentence, Clause] | None:
    """Where the narrative says that the thing was not done: in the clause itself, or after its plan."""
    for s in ctx.sentences(subject):
        planned = 0.0
        for c in s.clauses:
            near = coverage(subject, c.text)
            if c.undone and not any(a <= c.start < b for a, b in s.foreign):
                if near >= 0.6 or planned >= 0.55:
                    return s, c
            if c.planned or c.text.startswith(("原", "计划")):
                planned = max(planned, near)
    return None


def part_undone(ctx: Context, subject: Topic) -> tuple[Sentence, Clause] | None:
    """One of several that was planned and did not come: 5月开展应急演练1次，拟于10月举行的第二次演练取消."""
    for s in ctx.sentences(subject):
        about = 0.0
        for c in s.clauses:
            own = coverage(subject, c.text)
            if (
                c.undone
                and _FLATLY.search(c.text)
                and _ONE_OF.search(c.text)
                and max(about, own) >= _ABOUT
                and not any(a <= c.start < b for a, b in s.foreign)
            ):
                return s, c
            about = 0.0 if s.text[c.end - s.start : c.end - s.start + 1] == "；" else max(about, own)
    return None


def promised_undone(ctx: Context, indicator: Indicator, subject: Topic) -> tuple[Sentence, Clause] | None:
    """A part of what 预期目标 promised under the indicator's words that the same item says was not done.

    举办杜鹃花旅游节和冬季温泉季两场大型节庆活动; 冬季温泉季因景区设施改造取消.
    """
    own = ctx.own_goal(indicator)
    expected = ctx.narrative.form.goals[own].expected if own is not None else None
    if expected is None:
        return None
    promised = [c for c in re.findall(r"[^，；。！？\n]+", expected.text) if coverage(subject, c) >= 0.6]
    for s in ctx.narrative.sentences:
        if s.goal != own:
            continue
        for c in s.clauses:
            if c.undone and any(_shared(c.text, p, indicator.name.text) for p in promised):
                return s, c
    return None


def _shared(clause: str, promise: str, name: str, least: int = 4) -> bool:
    """Whether a clause names a thing of a promise by four characters or more that the indicator's name lacks."""
    return any(
        clause[i : i + least] in promise
        and clause[i : i + least] not in name
        and re.fullmatch(r"[一-龥A-Za-z]+", clause[i : i + least])
        for i in range(len(clause) - least + 1)
    )
