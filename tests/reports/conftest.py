"""A small fictional form with faults, and its review with claims and drafts of every kind."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from auditor.model.claim import Claim, Confidence, Engine, Verdict
from auditor.model.review import Draft, Review
from auditor.model.score import DeviationKind
from auditor.model.source import Label, Quote, Span
from auditor.pipeline import audit
from auditor.quotes import verify
from auditor.readers.from_txt import from_txt

FORM = """\
项目支出绩效自评表
（2023年度）
项目名称 | 古树名木保护 |
主管部门 | 青岚市园林局 | 实施单位 | 青岚市古树管护站 |
项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
年度资金总额 | 50.00 | 40.00 | 36.00 | 10 | 90.0% | 9.00 |
其中：当年财政拨款 | 50.00 | 40.00 | 36.00 | — | 90.0% | — |
上年结转资金 | 0.00 | 0.00 | 0.00 | — | — | — |
其他资金 | 0.00 | 0.00 | 0.00 | — | — | — |
年度总体目标 | 预期目标 | 实际完成情况 |
一、管护：复壮古树20株，巡查12次。 | 一、管护：全年复壮古树14株，巡查12次，记录齐全。因雨季延长，6株推迟到下年。 |
二、宣传：举办科普活动2场。 | 二、宣传：举办科普活动6场，参加市民1800人。 |
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
产出指标（50分） | 数量指标 | 复壮古树株数 | 20株 | 14株 | 20 | 20 |  |
举办科普活动 | ≥2场 | 6场 | 10 | 10 |  |
质量指标 | 复壮成活率 | ≥95% | 97% | 10 | 10 |  |
时效指标 | 完成及时性 | 及时 | 及时 | 10 | 10 |  |
效益指标（30分） | 社会效益指标 | 保护意识 | 有所提升 | 有所提升 | 30 | 30 |  |
满意度指标（10分） | 服务对象满意度指标 | 市民满意度 | ≥90% | 93% | 10 | 10 |  |
总分 | 100 | 99.00 |  |
"""

HOSTILE = (
    ("古树名木保护", """<script>alert("1")</script>&'古树\x1b[31m"""),
    ("青岚市园林局", '"><img src=http://evil.example/x onerror=alert(2)>'),
    ("记录齐全", "</mark></pre><b>记录</b> http://evil.example/ 齐全&amp;\u2028\x1b[31m\u202e"),
    ("举办科普活动 |", "举办<i>*科普*</i>`活动`_# |"),
)


def _quoted(review: Review, words: str) -> tuple[Quote, ...]:
    cells = [(g.label, g.actual) for g in review.form.goals if g.actual is not None]
    found = [verify(words, cell, review.document, label) for label, cell in cells]
    return tuple(q for q in found if q is not None)


def _claims(review: Review) -> tuple[Claim, ...]:
    told = (
        ("I01", Verdict.SUPPORTED, "复壮古树14株", "14株", "数量一致", Confidence.HIGH, ()),
        ("I02", Verdict.CONTRADICTED, "参加市民1800人", "1800人", "说的是人数", Confidence.LOW, ()),
        (
            "I03",
            Verdict.NOT_MENTIONED,
            "",
            None,
            "没有成活率",
            Confidence.HIGH,
            ("quote_not_found",),
        ),
        ("I04", Verdict.PARTIAL, "6株推迟到下年", None, "没有日期", Confidence.MEDIUM, ()),
    )
    return tuple(
        Claim(
            indicator=indicator,
            verdict=verdict,
            evidence=_quoted(review, words) if words else (),
            value_found=value,
            reason=reason,
            confidence=confidence,
            engine=Engine.OFFLINE,
            flags=flags,
            searched=() if words else _quoted(review, "巡查12次"),
        )
        for indicator, verdict, words, value, reason, confidence, flags in told
    )


def _drafts(review: Review) -> tuple[Draft, ...]:
    text = "年度指标值20株，实际完成14株，少6株。因雨季延长。由〔待核实：责任单位〕补做。"
    shortfall = Draft(
        indicator="I01",
        kind=DeviationKind.SHORTFALL,
        required=True,
        existing=None,
        text=text,
        evidence=_quoted(review, "因雨季延长，6株推迟到下年"),
        placeholders=tuple(re.findall("〔[^〕]*〕", text)),
    )
    budget = Draft(
        indicator=None,
        kind=DeviationKind.BUDGET_CHANGE,
        required=False,
        existing="压减一般性支出。",
        text="年初预算50万元，全年预算40万元，调减10万元。",
    )
    return shortfall, budget


def _made(form: str) -> Review:
    review = audit(from_txt(form.encode(), "古树.txt"), today=date(2026, 11, 22))
    unparsed = (Label(text="附注三", spans=(Span(start=0, end=3),)),)
    read = review.form.model_copy(update={"unparsed": unparsed, "doubts": ("分值列有两种读法",)})
    changed = {"claims": _claims(review), "drafts": _drafts(review), "form": read}
    return review.model_copy(update=changed)


@pytest.fixture(scope="session")
def review() -> Review:
    """The review of the form, with a claim of every verdict and two drafts."""
    return _made(FORM)


@pytest.fixture(scope="session")
def hostile() -> Review:
    """The review of a form whose words are markup, control characters and addresses."""
    form = FORM
    for words, bad in HOSTILE:
        assert words in form
        form = form.replace(words, bad)
    return _made(form)


@pytest.fixture(scope="session")
def shared() -> Review:
    """The review of a form whose first two rows share their points and score, with a grade."""
    form = FORM.replace("| 20 | 20 |  |", "| 30 | 30 |  |").replace("6场 | 10 | 10 |", "6场 |  |  |")
    return _made(form.replace("总分 | 100 | 99.00 |", "总分 | 100 | 99.00 | 等级 | 优 |"))


@pytest.fixture(scope="session")
def late() -> Review:
    """The review of a form with full marks for a missed deadline."""
    return _made(FORM.replace("完成及时性 | 及时 | 及时", "完成时间 | 10月底前 | 12月1日"))


@pytest.fixture(scope="session")
def no_form() -> Review:
    """The review of a text that is no form."""
    return audit(from_txt("今天天气很好。\n".encode(), "天气.txt"), today=date(2026, 11, 22))


@pytest.fixture(scope="session")
def bare(review: Review) -> Review:
    """A review without findings, claims or drafts."""
    none = {"findings": (), "claims": (), "drafts": (), "outcome": "clean"}
    return Review.model_validate(review.model_dump(by_alias=True) | none)


@pytest.fixture
def squeeze() -> Callable[[str], str]:
    """Remove all white space, which folding adds and removes."""
    return lambda text: re.sub(r"\s+", "", text)
