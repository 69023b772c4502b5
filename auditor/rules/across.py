"""C 多表之间: what only several forms in one run can show. Decided over a whole run; see ``batch``."""

from collections.abc import Iterator

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.rules.registry import NotApplicable, Result, rule

_ALONE = "只审了这一张表，不作多表比对"


@rule("C901", "text-shared-across-forms", "不同项目文字相同", Severity.WARNING, Section.DOCUMENT)
def text_shared(_: Case) -> Iterator[Result]:
    """查什么：同一次审核的不同项目，叙述或偏差说明是否相同。

    为什么：不同项目写一样的话，说明没有按实际填写。

    依据：绩效自评复核的通行做法。

    例：两个项目的实际完成情况一字不差。

    怎么改：按各项目的实际分别写。
    """
    yield NotApplicable(_ALONE)


@rule("C902", "all-full-marks", "自评普遍满分", Severity.WARNING, Section.DOCUMENT)
def all_full_marks(_: Case) -> Iterator[Result]:
    """查什么：同一单位的各表是否都是满分或接近满分，且没有指出任何问题。

    为什么：普遍满分说明自评流于形式。

    依据：绩效自评复核的通行做法。

    例：某单位十个项目自评均为100分。

    怎么改：对照实际重新自评，写明存在的问题。
    """
    yield NotApplicable(_ALONE)


@rule("C903", "same-form-twice", "同一项目报了两次", Severity.WARNING, Section.DOCUMENT)
def same_form_twice(_: Case) -> Iterator[Result]:
    """查什么：同一项目、同一年度是否报了两张内容不同的表。

    为什么：两张不同的表不知以哪张为准。

    依据：绩效自评复核的通行做法。

    例：同一项目两张表的总分分别为98.2和96.5。

    怎么改：确定一张，撤回另一张。
    """
    yield NotApplicable(_ALONE)
