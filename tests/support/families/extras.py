"""What only some families have: titles, lines of the head and the foot, blocks of prose below the table."""

import random

from support.families.kinds import Family
from support.families.truth import Note
from support.forms import Spec

_TITLES = {
    "national-2020-department": ("部门整体支出绩效自评表",),
    "sichuan-0013zp": ("部门预算项目支出绩效自评表",),
    "sichuan-pre2022": ("项目绩效目标完成情况表", "项目支出绩效自评表"),
    "hubei-20+80": ("项目自评表", "项目支出绩效自评表"),
    "poverty": ("衔接资金项目绩效目标自评表", "绩效目标自评表"),
    "chongqing": ("项目支出绩效自评表", "部门整体绩效自评表"),
    "transfer": ("中央对地方专项转移支付绩效目标自评表", "中央转移支付绩效目标自评表"),
    "transfer-scored": ("转移支付项目绩效目标自评表",),
    "sichuan-transfer-area": ("中央对地方专项转移支付区域绩效目标自评表",),
}
_TWO_GOALS = 0.4
_CALM = ("无", "无。")
_SURNAMES = "方程邓沈苏姚"


def titled(form: Spec, family: Family, rng: random.Random) -> str:
    """The title, now and then with the year, or with another one that a defect has put there."""
    title = rng.choice(_TITLES.get(family.id, ("项目支出绩效自评表",)))
    if form.title[:4].isdigit():
        return form.title[:6] + title
    always = family.id in {"hubei-20+80", "sichuan-transfer-area"}
    return f"{form.year}年度{title}" if always or rng.random() < 0.4 else title


def extras(form: Spec, family: Family, rng: random.Random) -> tuple[tuple[str, str], ...]:
    """Lines that the family has beside the common ones."""
    person, phone = f"{rng.choice(_SURNAMES)}某", f"0000-{rng.randint(2000000, 8999999)}"
    out = {"项目负责人": person, "联系电话": phone, "财务负责人": f"{rng.choice(_SURNAMES)}某某"}
    if family.id == "sichuan-0013zp":
        out["编码"] = f"5109{rng.randint(10, 99)}23T{rng.randint(10**8, 10**9 - 1)}-"
        done = form.rows[0]
        out["实施内容"] = f"按批复方案组织实施，全年{done.name}{done.actual}，资金按合同支付。"
    if family.id == "national-2020-export":
        out["编码"] = f"{rng.randint(101, 399)}"
    if family.kind == "transfer":
        out["中央主管部门"] = rng.choice(("农业农村部", "财政部", "民政部"))
    if family.id == "chongqing":
        out["财政科室"] = rng.choice(("农业科", "社保科", "教科文科"))
    out["填报日期"] = f"2024年{rng.randint(1, 4)}月{rng.randint(1, 28)}日"
    if family.id == "hubei-20+80" and rng.random() < _TWO_GOALS:
        out["两项目标"] = "是"
    return tuple(out.items())


def notes_of(form: Spec, family: Family, rng: random.Random) -> tuple[Note, ...]:
    """The blocks of prose."""
    calm = rng.choice(_CALM)
    given = [r.explanation for r in form.rows if r.explanation]
    if family.id == "hubei-20+80":
        cause, measure = zip(*map(_halved, given), strict=True) if given else ((), ())
        survey = _survey(form)
        return (
            Note("cause", "偏差大或目标未完成原因分析", "".join(cause) or calm),
            Note("measure", "改进措施及结果应用方案", "".join(measure) + survey or calm),
        )
    if family.id == "sichuan-0013zp":
        short = "；".join(r.name for r in form.rows if r.explanation)
        return (
            Note("conclusion", "评价结论", f"项目自评得分{form.total[1]}分，总体执行情况见上表。"),
            Note("problem", "存在问题", f"{short}未达到年初目标。" if short else calm),
            Note("measure", "改进措施", f"由实施单位按季度核对{short}的进度。" if short else calm),
        )
    if family.id == "yunnan-gongkai14":
        return (Note("other", "其他需要说明事项", calm),)
    if family.id in {"transfer", "transfer-scored"}:
        return (Note("other", "说明", calm),)
    return ()


def _halved(words: str) -> tuple[str, str]:
    """An explanation as cause and measure."""
    cause, mark, measure = words.partition("；")
    return (f"{cause}。", measure) if mark else (words, "")


def _survey(form: Spec) -> str:
    words = next((s for g in form.goals for s in g.actual.split("。") if "问卷" in s), "")
    return f"{words}，结果用于下年度安排预算。" if words else ""
