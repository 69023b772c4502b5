"""Where the narrative says that a thing was not done, wholly or in part."""

import re

from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.passages import Clause, Sentence
from auditor.narrative.topics import Topic, coverage
from auditor.values import punctuated

_ONE_OF = re.compile(r"第[二三四五六七八九十\d][次场期批届轮]|另一?[次场期批届轮]|原定|拟于|原计划")
_ABOUT = 0.4
_PLANNED = 0.55
_SURELY = 0.6
_PART = re.compile(r"^[（(]?(?:[其当]中|另|其余|余下|剩余|尚有|仍有)|\d+[^，\d月日年]{1,16}未")
_FLATLY = re.compile(r"未|没有|取消|停办|暂缓|推迟|无法|搁置")
_CLAUSE = re.compile(r"[^，；。！？\n]+")
_WORD = re.compile(r"[一-龥A-Za-z]+")


def undone(ctx: Context, subject: Topic, *, whole: bool = False) -> tuple[Sentence, Clause] | None:
    """Where the narrative says that the thing was not done: in the clause itself, or after its plan.

    With ``whole``, a clause counts nothing that tells only of a part: 其中2个消防验收未通过.
    """
    for b in ctx.bearings(subject, _PLANNED):
        if not b.sentence.undone:
            continue
        planned = 0.0
        for c, near, _ in b.clauses:
            stopped = c.undone and not c.foreign and not (whole and _PART.search(c.text))
            if stopped and (near >= _SURELY or planned >= _PLANNED):
                return b.sentence, c
            if c.planned or c.text.startswith(("原", "计划")):
                planned = max(planned, near)
    return None


def part_undone(ctx: Context, subject: Topic) -> tuple[Sentence, Clause] | None:
    """One of several that was planned and did not come: 5月开展应急演练1次，拟于10月举行的第二次演练取消."""
    for b in ctx.bearings(subject, _ABOUT):
        s = b.sentence
        if not s.undone:
            continue
        about = 0.0
        for c, near, _ in b.clauses:
            about = max(about, near)
            if c.undone and not c.foreign and about >= _ABOUT and _FLATLY.search(c.text) and _ONE_OF.search(c.text):
                return s, c
            if s.text.startswith("；", c.end - s.start):
                about = 0.0
    return None


def promised_undone(ctx: Context, indicator: Indicator, subject: Topic) -> tuple[Sentence, Clause] | None:
    """A part of what 预期目标 promised under the indicator's words that the same item says was not done.

    举办杜鹃花旅游节和冬季温泉季两场大型节庆活动; 冬季温泉季因景区设施改造取消.
    """
    own = ctx.own_goal(indicator)
    expected = ctx.narrative.form.goals[own].expected if own is not None else None
    if own is None or expected is None:
        return None
    failed = [(s, c) for s in ctx.narrative.of_goal(own) if s.undone for c in s.clauses if c.undone]
    if not failed:
        return None
    promised = [c for c in _CLAUSE.findall(punctuated(expected.text)) if coverage(subject, c) >= _SURELY]
    return next(
        ((s, c) for s, c in failed if any(_shared(c.text, p, indicator.plain_name) for p in promised)),
        None,
    )


def _shared(clause: str, promise: str, name: str, least: int = 4) -> bool:
    """Whether a clause names a thing of a promise by four characters or more that the indicator's name lacks."""
    words = (clause[i : i + least] for i in range(len(clause) - least + 1))
    return any(w in promise and w not in name and _WORD.fullmatch(w) for w in words)
