"""The annotated forms beside the checkout, in the dialects that extraction gives, and the real form."""

from decimal import Decimal

import pytest
from support.reviewing import codes, of, review, status
from support.shared import CLAIMS, IDS, SEED, claims_text, here
from support.truth import Truth, load, of_form, of_gold

from auditor.model.finding import CheckStatus
from auditor.model.review import Review
from auditor.parsing import parse

pytestmark = here


def _both(form: str, dialect: str) -> tuple[Truth, Truth]:
    return of_form(parse(claims_text(form, dialect))), of_gold(load(CLAIMS / f"{form}.json"))


@pytest.mark.parametrize("dialect", ["seedlike", "flat", "pipes"])
@pytest.mark.parametrize("form", IDS)
def test_a_form_in_content_order_reads_exactly(form: str, dialect: str) -> None:
    read, gold = _both(form, dialect)
    assert read == gold
    assert parse(claims_text(form, dialect)).unparsed == ()


@pytest.mark.parametrize("dialect", ["layout", "pdfplumber"])
def test_text_sorted_by_position_reads_nearly_every_row(dialect: str) -> None:
    pairs = [_both(form, dialect) for form in IDS]
    right = sum(one == other for read, gold in pairs for one, other in zip(read.rows, gold.rows, strict=True))
    assert right >= 0.98 * sum(len(gold.rows) for _, gold in pairs)
    assert [(read.head, read.funds, read.total) for read, _ in pairs] == [(g.head, g.funds, g.total) for _, g in pairs]


@pytest.mark.parametrize("form", IDS)
def test_scattered_columns_are_read_or_said_to_be_unsure(form: str) -> None:
    text = claims_text(form, "pdftotext")
    done, gold = parse(text), of_gold(load(CLAIMS / f"{form}.json"))
    assert done.unsure or of_form(done).rows == gold.rows
    assert of_form(done).head == gold.head


@pytest.fixture(scope="module")
def seed() -> Review:
    return review(SEED.read_text(encoding="utf-8"))


def test_the_real_form_reads_whole(seed: Review) -> None:
    form = seed.form
    assert (len(form.indicators), len(form.funds), len(form.goals), form.unparsed) == (62, 4, 12, ())
    assert all(g.expected and g.expected.text and g.actual and g.actual.text for g in form.goals)
    assert [g.label for g in form.goals] == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    assert [len(g.indicators) for g in form.groups if g.level2 in ("数量指标", "质量指标")] == [15, 15]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (1, ("信息安全维护次数", "1", "1", "")),
        (11, ("年度课题数量", "10", "7", "按市财政局要求压减冻结了会议、差旅、培训等8类一般性支出，项目可执行经费减少。未来将合理地设置绩效目标指标，提高目标执行率。")),
        (46, ("项目预算金额", "不超过全年预算数", "未超过全年预算数", "")),
        (60, ("服务对象投诉次数", "≤1次", "0", "")),
        (62, ("受众人员满意度", "90%", "90%", "")),
    ],
)  # fmt: skip
def test_rows_of_the_real_form_are_exact(seed: Review, row: int, cells: tuple[str, str, str, str]) -> None:
    assert of_form(seed.form).rows[row - 1][2:6] == cells


def test_the_scores_of_the_real_form_are_confirmed_but_for_one_block(seed: Review) -> None:
    sheet = seed.scores
    assert str(sheet.execution.claimed) == "9.97"
    assert sheet.execution.difference == 0
    assert str(sheet.total.claimed) == str(sheet.total.sum_of_claimed) == "99.97"
    assert sheet.total.deserved is not None
    assert sheet.total.deserved.high <= Decimal("99.67")


def test_the_findings_of_the_real_form_are_made(seed: Review) -> None:
    assert [f.indicators for f in of(seed, "S107")] == [("I11",)]
    assert {i for f in of(seed, "D302") for i in f.indicators} == {"I06", "I07", "I10", "I12"}
    assert [f.indicators for f in of(seed, "T403")] == [("I26", "I27")]
    assert [f.indicators for f in of(seed, "T408")] == [("I61", "I62")]
    assert any("推荐8人，备选1人，不推荐8人" in f.message for f in of(seed, "N505"))


@pytest.mark.parametrize(
    "code",
    [
        "S101",
        "S102",
        "S103",
        "S104",
        "S105",
        "S106",
        "S109",
        "S110",
        "B201",
        "B202",
        "B203",
        "D301",
        "D306",
        "F601",
        "F603",
        "N503",
    ],
)
def test_nothing_false_is_said_about_the_real_form(seed: Review, code: str) -> None:
    assert code not in codes(seed)
    assert status(seed, code) in (CheckStatus.CLEAR, CheckStatus.NOT_APPLICABLE)
