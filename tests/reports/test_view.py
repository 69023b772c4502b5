"""What all renderers share."""

from datetime import date
from decimal import Decimal

import pytest

from auditor.model.claim import Confidence, Engine, Verdict
from auditor.model.finding import CheckStatus, Severity
from auditor.model.review import Review, ReviewOutcome, Usage
from auditor.model.score import Interval
from auditor.reports import KINDS, render, rows, view


def test_findings_keep_the_order_of_the_review(review: Review) -> None:
    assert [i.finding for i in view.numbered(review)] == list(review.findings)
    assert [i for run in view.runs(review) for i in run] == list(view.numbered(review))


def test_a_run_shares_rule_advice_and_source(review: Review) -> None:
    for run in view.runs(review):
        assert len({(i.finding.rule, i.finding.advice, i.finding.citation) for i in run}) == 1


def test_an_error_makes_the_verdict_a_demand(review: Review) -> None:
    found = view.counts(review)
    assert found.errors == sum(f.severity is Severity.ERROR for f in review.findings) > 0
    assert view.conclusion(review) == "需修改"
    assert f"错误 {found.errors} 处" in view.verdict(review)


@pytest.mark.parametrize(
    ("kept", "word"),
    [
        ((Severity.WARNING, Severity.INFO), "需核实"),
        ((Severity.INFO,), "仅有提示"),
        ((), "未发现问题"),
    ],
)
def test_the_gravest_finding_gives_the_verdict(review: Review, kept: tuple[Severity, ...], word: str) -> None:
    findings = tuple(f for f in review.findings if f.severity in kept)
    assert view.conclusion(review.model_copy(update={"findings": findings})) == word


def test_an_incomplete_review_is_never_called_clean(bare: Review) -> None:
    cut_off = bare.model_copy(update={"outcome": ReviewOutcome.INCOMPLETE})
    assert view.conclusion(cut_off) == "审核未完成"
    assert view.tone(cut_off) == "warning"


def test_an_accepted_finding_is_counted_apart_and_told_with_its_reason(review: Review) -> None:
    told = {"waived": "上级批复", "waived_on": date(2024, 3, 1), "waived_in": "auditor.toml 第7行"}
    first = review.findings[0].model_copy(update=told)
    accepted = review.model_copy(update={"findings": review.findings[1:], "waived": (first,)})
    assert view.counts(accepted).waived == 1
    assert view.counts(accepted).errors == view.counts(review).errors - 1
    for kind in ("text", "markdown", "html", "json"):
        assert "上级批复" in render(accepted, kind)
        assert "2024-03-01" in render(accepted, kind)
        assert "第7行" in render(accepted, kind)


def test_the_total_is_told_with_its_grade_and_the_gap(review: Review) -> None:
    claimed, deserved = view.totals(review)
    assert claimed.value == "99.00 分（优）"
    assert "自评高出" in deserved.value


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_what_no_rule_takes_from_a_late_row_is_told_in_words(late: Review, kind: str) -> None:
    row = next(r for r in rows.score_rows(late) if r.title == "完成时间")
    assert (row.deserved, row.difference) == ("不得满分", "须扣分")
    assert "逾期的扣分按本地规定，未计入" in view.totals(late)[1].value
    assert "应得 不得满分" not in render(late, kind)


def test_an_interval_of_one_value_is_that_value() -> None:
    assert view.interval(Interval(low=Decimal("4.00"), high=Decimal("4.00"))) == "4.00"
    assert view.interval(Interval(low=Decimal(8), high=Decimal(10))) == "8～10"
    assert view.interval(None) == "不能测算"


def test_a_percentage_has_no_idle_zeros() -> None:
    shown = [view.percent(Decimal(v)) for v in ("1", "0.9", "0.99727")]
    assert shown == ["100%", "90%", "99.73%"]


def test_claims_to_act_on_come_first(review: Review) -> None:
    order = [r.claim.verdict for r in rows.claim_rows(review)]
    assert order[0] is Verdict.CONTRADICTED
    assert order[-1] is Verdict.SUPPORTED
    assert rows.claim_counts(review) == "共 4 项：不一致 1，未提及 1，依据不足 1，有依据 1"


def test_the_value_of_a_claim_is_told_where_the_reason_does_not_have_it(review: Review) -> None:
    one = next(c for c in review.claims if c.verdict is Verdict.CONTRADICTED)
    told = [
        rows.claim_remark(
            one.model_copy(update={"reason": reason, "value_found": value, "confidence": Confidence.HIGH})
        )
        for reason, value in (
            ("对象不同", "8场"),
            ("叙述为8场", "8场"),
            ("叙述写明没有完成", "未完成"),
            ("对象不同", None),
        )
    ]
    assert told == ["对象不同；文中为8场", "叙述为8场", "叙述写明没有完成", "对象不同"]


def test_the_ledger_counts_every_check_once(review: Review) -> None:
    parts = [sum(c.status is s for c in review.checks) for s in CheckStatus]
    assert sum(parts) == len(review.checks)
    assert f"共 {len(review.checks)} 项检查" in rows.ledger(review).line


def test_the_ledger_says_why_a_check_could_not_be_decided(review: Review) -> None:
    told = " ".join(f.value for f in rows.ledger_lines(review))
    for check in review.checks:
        if check.status is CheckStatus.UNDECIDABLE:
            assert check.rule in told
            assert (check.reason or "") in told


def test_the_engine_that_judged_is_named(review: Review) -> None:
    assert view.engine(review) == "内置引擎（离线）"
    first, *rest = review.claims
    by_model = first.model_copy(update={"engine": Engine.LLM})
    usage = Usage(engine="llm", model="m-1", fallbacks=("第2项超时",))
    mixed = review.model_copy(update={"claims": (by_model, *rest), "usage": usage})
    assert view.engine(mixed) == "语言模型（m-1）；其中3项由内置引擎（离线）判断"
    assert ("未能由模型判断的部分", "第2项超时") in rows.unread(mixed)


def test_what_was_not_understood_is_told(review: Review) -> None:
    told = dict(rows.unread(review))
    assert told == {"未能识别": "附注三", "存疑": "分值列有两种读法"}


def test_control_characters_are_made_visible() -> None:
    assert view.clean("a\x1b[31m\r\nb\u202e") == "a\ufffd[31m\nb\ufffd"


@pytest.mark.parametrize("kind", KINDS)
def test_a_review_without_findings_can_be_written(bare: Review, kind: str) -> None:
    assert "古树名木保护" in render(bare, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_no_form_can_be_written(no_form: Review, kind: str) -> None:
    written = render(no_form, kind)
    assert all(f.rule in written for f in no_form.findings)


def test_a_shared_group_is_one_row_that_names_what_fell_short(shared: Review) -> None:
    row = next(r for r in rows.score_rows(shared) if r.title == "数量指标（2项）")
    assert row.wrong
    (part,) = row.lost
    assert part.title.startswith("其中 复壮古树株数（完成率70%）")
    assert part.points
    assert part.deserved
    for kind in ("text", "markdown", "html"):
        assert "其中 复壮古树株数" in render(shared, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_no_report_ends_in_a_line_break(review: Review, kind: str) -> None:
    assert not render(review, kind).endswith("\n")


def test_an_unknown_kind_is_refused(review: Review) -> None:
    with pytest.raises(ValueError, match="docx"):
        render(review, "docx")
