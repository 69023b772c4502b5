"""What frames a statement: plan or result, this year or another, done or not, of this project or another's.

All of it is told from the words alone; the passages put it together.
"""

import re
from collections.abc import Iterable

from auditor.numerals import years

_PLAN = re.compile(
    r"计划(?!生育)|(?<!列入)拟|将(?!军)|争取|力争|预计|预期|下一步|下步|下年|明年|原定|规划|准备于|打算|有待|待(?=下|进一步|明年|条件)|拟于|有望|应(?=于)"
)
_BY_PLAN = re.compile(r"(?:按照?|如期|依照?)[^，。；、\d]{0,6}[计规]划")  # 按年度计划完成 is done
_LATER = re.compile(r"下一步|下步|下年度?|明年|打算|今后|未来")
UNDONE = re.compile(
    r"未能|没能|未(?!来|成年|婚|知|必)(?!发生|发现|出现|接到|收到|断|超|逾|有投诉)|没有(?!发生|发现|出现|接到|收到|一)|取消|推迟|暂缓|暂未|尚未|不再|无法|终止|停办|停工|搁置|列入(?:20\d\d年|下年|明年)|流标|延期|延至|改为|改于|顺延|中止"
)
NONE = re.compile(
    r"(?:未|没有|无(?!人机|障碍|线|偿|害|缝|土)|零|从未|均未)(?:再)?(?:发生|发现|出现|接到|收到|产生|有)?|(?<![\d.,])0[起件次例人]|零(?:事故|投诉|违规|差错)"
)
FOREIGN = re.compile(
    r"不属(?:于)?本项目|属(?:于)?(?:另一|其他)项目|与本项目无关|不在本项目|不(?:计|列|纳)入(?:本项目|其中|$|[，。])|不计入|另行安排|另行立项|经费(?:由|在)[^，。]{0,12}(?:列支|解决|承担)|"
    r"费用不在本项目|由[^，。；]{2,16}(?:承担|列支|负责实施|无偿提供)|专项列支|不由本项目"
)
OTHERS_MONEY = re.compile(r"[（(][^（()）]{0,8}(?:部门|单位|其他)[^（()）]{0,4}经费[）)]")
_BEFORE = re.compile(r"上年(?!结转资金)|去年|上一年|往年|前年|历年|(?:自|从)(?:19|20)\d\d年[^，。；]{0,10}(?:以来|起)")
_AS_OF = re.compile(r"(?:据|截至|截止到?|到|按照?)((?:19|20)\d\d)年(?:末|底|\d{1,2}月)[^，。；]{0,12}，")
_NOW = re.compile(r"本年|当年|年内|全年|今年|至今|目前|现")
_COHORT = re.compile(r"((?:19|20)\d\d)届")
_REACHED = re.compile(r"(?:降|减|升|增|提高|扩大|缩短|少|加|(?:由|从)[^，。；]*)(?:到|至|为)[^，。；]{0,3}$")
_TAKEN_IN = re.compile(r"(?:连同|加上|包括|[，（]含)[^，。；]*(?:共|总|合)计?[^，。；\d]{0,4}$")
_TOTAL = re.compile(r"[共合]|总计|实际")
_BARE = re.compile(
    r"(?:全年|本年度?|当年|今年|年内|年度|累计|先后|总共|[一共总合]计|共|已|均|全部|实际|举办|开展|组织|召开|进行|完成|实施|了|达|到|为|[，、：（）\s])*"
)
_AGAINST = re.compile(r"(?:较|比|与)(?:上年|去年|往年)[^，]{0,8}(?:增|减|降|升|多|少|净)")
_CAME = re.compile(r"已|实际|全部(?:完成|装|到)|均按")
_PLANNED_AFTER = re.compile(r"(?:左右)?的?(?:计划|目标|规划|任务|指标)")
_DONE_AFTER = re.compile(r"完成|实际|已|举办了|到位")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]?")
_PAST = re.compile(r"上年|去年|往年|前年")
_OPENS = re.compile(r"(?:[^，。；]{0,4}[、.．:：])?(20\d\d)年(?:度|全年)?[，,](?!.{0,4}曾)")
_CALENDAR_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_COMPARES = re.compile(r"较|比|与|到20|至20")
_PART_BEFORE = re.compile(r"[其当]中[^；。]*$")
_PART_AFTER = re.compile(r"^[^，；。]{0,6}，[其当]中")
EARLY = re.compile(
    r"招标|开工|计划|立项|签约|进站|报名|受理|申请|送审|合同|申报|登记|接收|下达|启动|动工|入选|批复|设计|审核通过|评审通过|审批通过|核准|认定|摸排|会审|图审|推荐|报送|收到|查扣|征集|规划|预算|控制价|采购预算|首批|第一批|首台|先行"
)
LATE = re.compile(
    r"完成|已(?!列|签|报|申|立|计)|发了|补助了|完工|竣工|到货|实际|办结|建成|投用|挂牌|验收|发放|到位|合格|交付|结项|投运|出院|结业|兑现|(?<!审核)(?<!评审)(?<!审批)通过|核减为|调减为|压减为|减为"
)
_EARLY_AFTER = re.compile(f"^(?:全部|均|已)*(?:完成)?(?:{EARLY.pattern})")


def is_bare(words: str) -> bool:
    """Whether words around an amount name nothing: 全年共举办10场."""
    return _BARE.fullmatch(words) is not None


def is_total(lead: str) -> bool:
    """Whether words before an amount sum up what stands before, or tell what came of it: 共计5场, 实际举办10场."""
    return _TOTAL.search(lead) is not None


def told_year(reports: Iterable[str], year: int | None) -> int | None:
    """The year that reports are of: where one opens with another than the form's, which none names, it is that.

    That the years differ is one fault of the form (F604), not one of each of its rows.
    """
    told = list(reports)
    named = {int(y) for words in told for y in _CALENDAR_YEAR.findall(words)}
    opened = {int(m[1]) for words in told if (m := _OPENS.match(words))}
    return opened.pop() if year is not None and year not in named and len(opened) == 1 else year


def later(text: str) -> bool:
    """Whether a sentence tells of what is to come."""
    return bool(_LATER.search(text))


def is_plan(words: str) -> bool:
    """Whether a clause tells of a plan and not of what came of it."""
    words = _BY_PLAN.sub("", words)
    m = _PLAN.search(words)
    return m is not None and not _CAME.search(words[m.end() :])


def planned(before: str, after: str) -> bool:
    """Whether an amount with such words around it is a plan's."""
    before = _BY_PLAN.sub("", before)
    marks = [m.end() for m in _PLAN.finditer(before)]
    if not marks:
        return bool(_PLANNED_AFTER.match(after))
    return not _DONE_AFTER.search(before[marks[-1] :])


def early(lead: str, tail: str) -> bool:
    """Whether the words around an amount name a step before the result: 开工23座, 6片全部完成招标."""
    if EARLY.search(lead):
        return not LATE.search(lead)
    return bool(_EARLY_AFTER.search(tail)) and not LATE.search(tail.replace("完成", "", 1))


def is_part(before: str, after: str) -> bool:
    """Whether an amount is a part of the one before it, after 其中."""
    return bool(_PART_BEFORE.search(before)) and not _PART_AFTER.search(after)


def tells_other_year(text: str, year: int | None) -> bool:
    """Whether words speak of another year than the form's."""
    return bool(_PAST.search(text)) or (year is not None and any(int(y) != year for y in _CALENDAR_YEAR.findall(text)))


def named_other_year(text: str, year: int | None) -> bool:
    """Whether a clause is set in another year than the form's."""
    if year is None:
        return False
    named = [int(y) for y in _CALENDAR_YEAR.findall(_BRACKETED.sub("", text))]
    return bool(named) and year not in named and not _COMPARES.search(text)


def other_year(text: str, at: int, before: str, year: int | None) -> bool:
    """Whether an amount at a place of a sentence, with such words of its clause before it, is another year's."""
    if "基础上" in before or _TAKEN_IN.search(before):
        return False  # 连同2022年12月的1场共计5场
    if _BEFORE.search(before) and not _AGAINST.search(before):
        return not _REACHED.search(before)
    named = [(e, y) for _, e, y in years(before)] + [(m.end(), int(m[1])) for m in _COHORT.finditer(before)]
    if year is not None and named and max(named)[1] != year:
        return not _REACHED.search(before) or max(named)[1] > year
    if named or year is None:
        return False
    return _set_earlier(text, at, year) or _set_later(text[:at], year)


def _set_earlier(text: str, at: int, year: int) -> bool:
    """截至2020年底，馆藏档案数字化率为57.4%."""
    since = [(m.end(), int(m[1])) for m in _AS_OF.finditer(text, 0, at)]
    return bool(since) and since[-1][1] != year and not _NOW.search(text, since[-1][0], at)


def _set_later(lead: str, year: int) -> bool:
    """An earlier clause of the sentence may have set the year: 2020年完成的征地拆迁已于年初…."""
    opened = [y for _, _, y in years(lead)]
    return bool(opened) and opened[-1] > year and lead.startswith(str(opened[-1]))
