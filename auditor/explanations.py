"""What an 偏差原因分析及改进措施 says: a cause, a measure, a direction (reviewing.md parts D and E).

Below the rooms, because the rules judge filed explanations by it and the drafts are held to it.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from auditor.model.form import DRAFT_MARK
from auditor.values import punctuated

_NOTHING = re.compile(r"[\s。.；;]*(?:无|无偏差|没有偏差|无变化|不涉及|不适用|已完成|完成|正常|[-—–―/0]+)?[\s。.；;]*")
_HOLE = "〔待核实"
_STOP = re.compile(r"[。；;！\n]+")
_YEAR = re.compile(r"(20\d\d)\s*年")
_BECAUSE = re.compile(r"因|由于|受|未|取消")
_HEADING = re.compile(r"(?:改进|整改|下步)?措施[:：]|原因(?:分析)?[:：]")
_CLAUSE = re.compile(r"[，。；;！\n]+")
_TO_COME = (
    r"(?<!已)将(?:于|在|按|对|逐步|进一步|持续|及时|合理|尽快|加|提|完|根|结|继|增|优|补|严|强|把|其|通)|拟|计划(?:于|在|下|明|20)|下(?:一)?年|下(?:个)?学期|下(?:个)?季度|下一步|下步|今后|今年起|明年|次年|未来|以后|争取|力争|"
    r"补(?:建|办|采|报|种|签|齐|发|聘|录|测|做|送)|重新(?:核定|测算|设定|编制)"
)
_FUTURE_BEYOND_DOUBT = re.compile(_TO_COME)
_GIVES_CAUSE = re.compile(r"(?:主要)?(?:是|原因[是为：:]?)?(?:因(?![此而])|由于|受(?!理))")
_FUTURE = re.compile(
    _TO_COME
    + r"|确保|尽快|尽早|倒排|提前(?!完成|\d)|改为(?!.{0,4}自学)|加快|加强|加大|强化|完善|优化|改进|细化|规范|健全|建立|督促|协调|跟踪|对接|"
    r"合理(?:设|编|确)|科学(?:设|编)|据实(?:测算|编制|设定)|严格|继续(?:推进|实施|完成|跟进)|(?<![初较出过于])预计(?!偏)|按.{1,12}(?:设定|核定|编制|测算|确定)|纳入.{0,8}(?:计划|预算|指标)|一并纳入|及时(?:支付|调整|更新|补)|逐"
)
_DATE = re.compile(r"20\d\d\s*年|\d{1,2}\s*月|季度|年底|年内|上半年|下半年|月底")
_TELLING = 6  # characters of a clause that tells a cause though it holds no fact
_LONGEST_PROMPT = 60  # characters of a cell that is no more than the blank form's own words
_SHORT = 9  # characters of a clause that only says that the target was missed
_DONE_REMEDY = re.compile(
    r"已(?:于|在|经|由|将|按|全部)?.{0,12}(?:完成|补|整改|支付|付清|落实|更换|修复|收回|调整|恢复|到位|倒排|纳入|加装|安装|增设|改造|解决|消除|维修|到岗)|已倒排"
)
_USE_OF_RESULT = re.compile(
    r"(?:自评|评价|绩效|调查|问卷|考核)*结果(?:将|已|拟)?(?:用于|运用|应用|作为)"
)  # what the review is for
_SLOGAN = re.compile(
    r"^(?:我(?:单位|局|中心|办|校|院))?(?:将|下一步|今后|下步|继续|要|应|须|需|进一步|不断|切实|加大力度|统筹|全面|积极|认真|加大)*(?:将|进一步|不断|切实|积极|认真|继续|全面)*"
    r"(?:加强|提高|强化|完善|加大|改进|优化|做好|抓好|提升|增强|健全|规范|落实|总结|重视)(?:项目|日常|内部|自身|工作|相关|各项|预算|绩效|监督|过程|预算绩效)*"
    r"(?:管理|认识|工作|力度|水平|责任|统筹|协调|推进|调度|意识|监督|监管|制度|措施|效率|质量|能力|经验|机制|思想|执行|指导|沟通|领导|绩效)*(?:力度|水平|工作|建设)?$|^确保(?:完成|实现)(?:年度)?(?:任务|目标|指标)(?:任务)?$"
)
_BARE = re.compile(
    r"^(?:主要)?(?:是|原因[是为：:]?)?(?:因|受|由于|由|系)?(?:新冠|新型冠状病毒|肺炎)*(?:疫情|政策(?:调整|变化)?|客观(?:因素|原因|条件)?(?:限制)?|不可抗力|天气|市场|机构改革|其他)(?:防控|管控|封控)?(?:等)?(?:的)?(?:客观)?(?:影响|原因|因素|制约)?(?:较大)?(?:所致|导致)?$"
)
_SOON = re.compile(
    r"(?:我(?:单位|局|中心|办|校|院))?(?:将|下一步|今后|下步|继续|也|并)*(?:尽快|尽早|抓紧|积极|及时|努力)+"
    r"(?:推进|完成|落实|实施|整改|解决|协调|跟进|改进|推动)(?:项目|任务|工作|进度|整改|到位|实施|问题)*"
)
_SAYS_ONLY = re.compile(
    r"(?:(?:全年|本年度?|年内|实际(?:完成)?)|(?:较|比|与)?(?:年初)?(?:计划|目标|指标值?|预期)(?:数|相比)?|仅|共)*"
    r"(?:少|多|欠|短少|差)[一-龥]{0,4}\d+(?:\.\d+)?[^\d，。]{0,6}|(?:实际)?完成率(?:仅?为|达到?)?[\d.]+%?|"
    r"(?:详?见|参见|同)(?:上|下|前|后|实际|年度|总体|目标|附|完成|说明)[一-龥]{0,10}|"
    r"(?:我(?:单位|局|中心|办|校|院))?(?:项目|相关|具体|日常|各项|部分)*(?:工作|管理|组织|统筹|推进|落实|重视|宣传|协调|监管|督促|力度|措施|准备|谋划|沟通|程度|执行|的)+"
    r"(?:还|仍|尚)?(?:不够|不到位|不足|不力|有待|欠缺|薄弱)(?:到位|有力|充分|扎实|深入|细致|重视|加强|提高)?|"
    r"(?:指标值?)?(?:与|和|同)?(?:实际|计划|预期|年初|目标)*(?:工作|情况|完成)*(?:有|存在)(?:一定)?(?:的)?(?:出入|差距|差异|偏差|误差)|"
    r"(?:现)?(?:按照?|据|以)实际(?:完成|发生)?(?:数|情况|值|数据|结果)?(?:如实)?(?:填报|填写|上报|为准)"
)  # the gap again, a reference, a general confession: what, not why
_LACKING = re.compile(
    r"[一-龥](?:位|水|电|气|源|资|地|额|力)不足|(?:水|客|货|流|生|供|产|来)量不足|(?:资金|经费|人员|人手|人力|力量|设备|材料|原料|货源|货量|生源|客源|供应|运力|能力|电力|需求)不足"
)
_UNDER = re.compile(
    r"未完成|未达(?:到|成|标)?|没有完成|未能(?:全部|完全)?(?:完成|达到|达标|按期|按时|如期)|没能完成|完成率偏低|低于(?:年度)?(?:目标|指标|计划)|不足|未按(?:期|时)|滞后|缺口|(?:少于|比)(?:计划|目标|指标值?|年初)[^，。]{0,6}少|少于(?:计划|目标|指标)"
)
_ABOVE = re.compile(
    r"超额|超出|超过(?:了)?(?:年初|年度|计划|预期|指标|目标)|高于(?:年初|年度|计划|预期|指标|目标)|多于(?:计划|目标|预期)|超计划|超预期|大幅增加|超(?:出)?(?:年初)?(?:预计|预期)"
)
_FACT = re.compile(
    r"[0-9一二三四五六七八九十]+[家名人个场次套座件台月日天年%户处项批万元]|《|号文|因|由于|受|导致|致使|原因|未获批|流标|停工|冻结|压减|调整|取消|延期|推迟|离职|难|不足|增加|减少|缺|减产|下降|下滑|萎缩|上涨|迁出|搬迁|高温|干旱|暴雨|洪水|台风|冰冻|故障|破损|老化|征地|拆迁"
)


_PROMPT = re.compile(
    r"请(?:在此|于此|按要求|根据|结合)?(?:填写|填报|说明|简述|概述|逐条)|(?:[（(]|不超过|限)\d{2,4}字(?:以内|左右)?|填写说明|示例[:：]|"
    r"对照年度目标[，,]?(?:逐项)?说明|此处填|[×xX*＊]{2,}|_{3,}|(?:指标|目标)\d[:：]?(?:\s*[…\.]{2,})?$|^[…\.]{2,}$|^某某"
)


@lru_cache(maxsize=4096)
def is_prompt(text: str) -> bool:
    """Whether words are the blank form's own: 请在此填写…, （100字以内）, ××."""
    return bool(_PROMPT.search(text)) and len(text) <= _LONGEST_PROMPT


class Explanation(NamedTuple):
    """What an explanation holds."""

    empty: bool
    cause: bool
    measure: bool
    bare: bool  # only 受疫情影响 or a slogan
    dated: bool
    says_short: bool
    says_over: bool


def is_draft(text: str) -> bool:
    """Whether words are a draft of this program that nobody has accepted: its mark still stands."""
    return DRAFT_MARK in text


def is_unfinished(text: str) -> bool:
    """Whether an accepted draft still asks for what the form did not say: 〔待核实：…〕."""
    return not is_draft(text) and _HOLE in text


def says_nothing(text: str | None) -> bool:
    """Whether a cell of the column is blank, an empty word (无, 0, /, 不涉及), or a draft that nobody has accepted."""
    return text is None or is_draft(text) or bool(_NOTHING.fullmatch(text))


def clauses(text: str) -> list[str]:
    """The clauses of a sentence or more."""
    return [c for c in (part.strip() for part in _CLAUSE.split(text)) if c]


def is_measure(clause: str, year: int | None = None) -> bool:
    """Whether a clause tells what is or will be done about it, not what happened.

    A clause that opens with 因 or 由于 gives a cause (因主汛期提前到来), unless it speaks of the time to come.
    """
    if _USE_OF_RESULT.match(clause):
        return False
    if (_FUTURE_BEYOND_DOUBT if _GIVES_CAUSE.match(clause) else _FUTURE).search(clause):
        return True
    later = [int(y) for y in _YEAR.findall(clause)]
    if year is not None and any(y > year for y in later) and not _BECAUSE.search(clause):
        return True
    return bool(_DONE_REMEDY.search(clause))


def is_slogan(clause: str) -> bool:
    """Whether a clause is a bare appeal: 加强管理, 进一步提高认识, 尽快完成."""
    return bool(_SLOGAN.fullmatch(clause) or _SOON.fullmatch(clause))


def is_bare(clause: str) -> bool:
    """Whether a clause names a cause without any fact: 受疫情影响."""
    return bool(_BARE.fullmatch(clause))


def says_only(clause: str) -> bool:
    """Whether a clause says that the target was missed, or where to read about it, not why: 未能全部完成, 全年少采170份."""
    missed = _UNDER.search(clause) and len(clause) <= _SHORT and not _LACKING.search(clause)
    return bool(_SAYS_ONLY.fullmatch(clause) or missed)


def dated(text: str) -> bool:
    """Whether a text names a date, a year, a month or a quarter."""
    return bool(_DATE.search(text))


def divide(text: str, year: int | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The clauses that give a cause and those that give a measure; slogans and bare causes are neither.

    What follows a measure in its own sentence belongs to it. The labels 原因： and 改进措施： are no words of either.
    """
    reasons: list[str] = []
    remedies: list[str] = []
    for sentence in _STOP.split(_HEADING.sub("。", punctuated(text))):
        into = reasons
        for clause in clauses(sentence):
            if is_measure(clause, year):
                into = remedies
            told_only = into is reasons and says_only(clause)
            if not is_slogan(clause) and not is_bare(clause) and not told_only:
                into.append(clause)
    return tuple(reasons), tuple(remedies)


def read_explanation(text: str | None, year: int | None = None) -> Explanation:
    """Read an explanation; ``year`` is the form's, so that a later year shows what is to come."""
    if text is None or says_nothing(text):
        return Explanation(True, False, False, False, False, False, False)
    text = _HEADING.sub("，", punctuated(text))
    parts = clauses(text)
    measures = [c for c in parts if is_measure(c, year)]
    slogans = [c for c in parts if is_slogan(c)]
    bare = [c for c in parts if is_bare(c)]
    told = [c for c in parts if says_only(c)]
    causes = [
        c for c in parts if c not in (*measures, *slogans, *bare, *told) and (len(c) >= _TELLING or _FACT.search(c))
    ]
    return Explanation(
        empty=False,
        cause=bool(causes),
        measure=bool(set(measures) - set(slogans)),
        bare=not causes and bool(bare or slogans),
        dated=dated(text),
        says_short=bool(_UNDER.search(text)),
        says_over=bool(_ABOVE.search(text)),
    )
