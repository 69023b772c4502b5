"""T408: a satisfaction rate rests on a survey."""

import re
from collections.abc import Iterator

from auditor.model.case import Case
from auditor.model.finding import Section, Severity
from auditor.model.form import CellKind
from auditor.rules.registry import (
    Facts,
    NotApplicable,
    Result,
    found,
    named,
    rule,
)
from auditor.values import value_of

_SURVEY = re.compile(
    r"问卷|调查(?:表|队|显示|样本|统计|结果|对象|人数)|满意度(?:调查|测评|评价|抽样)|抽样|回访|测评|答卷|样本|访谈|评价器|评价(?:按钮|记录|系统)|"
    r"\d[户人名份家位][^，。；]{0,8}满意|满意[^，。；]{0,6}\d+[户人名份家位]"
)
_ASKED = re.compile(
    r"走访|访问|电话|入户|收回|回收|摸底|抽取|调查|好评|当面|意见箱"
)  # a survey where the sentence speaks of satisfaction
_SENTENCE = re.compile(r"[^。！？\n]+")


@rule("T408", "satisfaction-without-source", "满意度没有调查依据", Severity.WARNING, Section.INDICATORS)
def satisfaction_without_source(case: Case) -> Iterator[Result]:
    """查什么：填了满意度数值的，全表有没有提到问卷、抽样、回访等来源。

    为什么：没有调查材料的满意度，复核时记零分。

    依据：绩效自评复核的通行做法。

    例：“参与人员满意度”90%，全表没有提到调查。

    怎么改：写明调查方式、样本数和结果，留存问卷。
    """
    rows = [
        i for i in named(case) if "满意" in i.name.text and value_of(i.actual).kind in (CellKind.NUMBER, CellKind.RANGE)
    ]
    if not rows:
        yield NotApplicable("没有满意度数值")
        return
    told = [m[0] for m in _SENTENCE.finditer(case.prose)]
    if any(_SURVEY.search(s) or (_ASKED.search(s) and re.search("满意|评价|反映|认可", s)) for s in told):
        return
    yield found(
        satisfaction_without_source,
        case,
        "、".join(f"“{i.name.text}”{i.actual.text}" for i in rows) + "，全表没有提到问卷、抽样或其他来源。",
        "请写明调查方式、样本数和结果，并留存问卷。",
        Facts(indicators=tuple(rows), cells=tuple(i.actual for i in rows)),
    )
