"""What a model's verdict is worth: the quotation stands, the number follows, the engines' difference is shown."""

import json
from pathlib import Path

import pytest
from support.asking import review_with
from support.forms import Spec, clean
from support.server import Body, asked, claims, plain, verdict

from auditor.model.claim import Claim, Engine, Flag, Verdict
from auditor.model.form import Cell, CellKind, Indicator
from auditor.narrative.verifying import follows


def _row(target: str, actual: str) -> Indicator:
    name, aim, got = (Cell(text=words, kind=CellKind.NUMBER) for words in ("某事", target, actual))
    return Indicator(id="I01", level1="", level2="", name=name, target=aim, actual=got, group="G", explanation=None)


@pytest.mark.parametrize(
    ("actual", "quotes"),
    [
        ("8场", ["进校园4场、进社区4场"]),
        ("12期", ["讲堂每月一期，全年未断"]),
        ("1场", ["9月举办主场活动"]),
        ("200%", ["计划5场，举办10场"]),
        ("0起", ["全年未发生安全事故"]),
        ("23场", ["举办二十三场"]),
        ("3个", ["建成甲站、乙站、丙站"]),
        ("96.5%", ["不合格率3.5%"]),
        ("100%", ["设备全部通过验收"]),
        ("2.3万人次", ["惠及2.3万人次"]),
        ("15期", ["共23期，其中线上8期"]),
        ("97.56%", ["164人中160人合格"]),
        ("7月15日", ["7月15日完工"]),
        ("744户", ["分别为9台、14台、17台和22台", "平均每台惠及12户"]),
        ("0.33元/尾", ["鱼苗380万尾，胭脂鱼140万尾", "购苗共用171.6万元"]),
        ("730次", ["白天、夜里各巡一趟，一年到头没有断过"]),
        ("98.5%", ["接入平台的路口67个，仅西路口暂为单点运行"]),
        ("312个", ["施工前、施工后各取土样156个"]),
        ("合规", ["经审计未发现问题"]),
    ],
)
def test_a_value_that_follows_from_its_quotations_fits(actual: str, quotes: list[str]) -> None:
    assert follows(_row("", actual), Verdict.SUPPORTED, quotes)


@pytest.mark.parametrize(
    ("actual", "quotes"),
    [
        ("8场", ["举办活动多场"]),
        ("37站", ["出车42站"]),
        ("0起", ["发生事故3起"]),
        ("95%", ["群众反映良好"]),
        ("7月15日", ["已经完工"]),
    ],
)
def test_a_value_that_does_not_follow_does_not_fit(actual: str, quotes: list[str]) -> None:
    assert not follows(_row("", actual), Verdict.SUPPORTED, quotes)


def _answer(form: Spec, folder: Path, row: str, word: str, *quotes: str, **more: str) -> Claim:
    """The claim on a row where the model says this of it and nothing of the others."""

    def brain(body: Body) -> str:
        if asked(body) != "verdicts":
            return plain(body)
        given = [verdict(c[0], word, *quotes, **more) if c[0] == row else verdict(c[0]) for c in claims(body)]
        return json.dumps({"verdicts": given}, ensure_ascii=False)

    done, _ = review_with(form.text(), folder, brain=brain)
    return next(c for c in done.claims if c.indicator == row)


def test_a_verified_quotation_carries_the_models_verdict(tmp_path: Path) -> None:
    claim = _answer(clean(), tmp_path, "I01", "supported", "全年举办阅读推广活动46场", value_found="46场")
    assert (claim.verdict, claim.engine, claim.flags, claim.value_found) == (Verdict.SUPPORTED, Engine.LLM, (), "46场")
    assert claim.second is None


def test_an_invented_quotation_is_void(tmp_path: Path) -> None:
    claim = _answer(clean(), tmp_path, "I01", "contradicted", "全年举办阅读推广活动45场", value_found="45场")
    assert claim.engine is Engine.OFFLINE
    assert claim.verdict is Verdict.SUPPORTED
    assert Flag.QUOTE_NOT_FOUND in claim.flags


def test_a_quotation_from_the_table_is_no_evidence(tmp_path: Path) -> None:
    form = clean().row(1, explanation="因天气原因少办三场活动")
    claim = _answer(form, tmp_path, "I01", "contradicted", "因天气原因少办三场活动")
    assert Flag.QUOTE_NOT_FOUND in claim.flags


def test_a_number_that_does_not_follow_goes_to_the_second_judge(tmp_path: Path) -> None:
    form = clean().told("全年举办阅读推广活动46场", "全年举办阅读推广活动")
    claim = _answer(form, tmp_path, "I01", "supported", "全年举办阅读推广活动")
    assert Flag.NUMBER_MISMATCH in claim.flags
    assert claim.verdict is not Verdict.SUPPORTED
    assert claim.second is not None
    assert (claim.second.engine, claim.second.verdict) == (Engine.LLM, Verdict.SUPPORTED)


def test_silence_against_words_that_are_there_is_flagged(tmp_path: Path) -> None:
    claim = _answer(clean(), tmp_path, "I01", "not_mentioned")
    assert claim.verdict is Verdict.NOT_MENTIONED
    assert {Flag.VALUE_FOUND, Flag.DISAGREE} <= set(claim.flags)
    assert claim.second is not None
    assert "46场" in claim.second.evidence[0].quote


def test_a_reason_with_numbers_of_its_own_is_replaced(tmp_path: Path) -> None:
    claim = _answer(clean(), tmp_path, "I01", "supported", "全年举办阅读推广活动46场", reason="合计78131场")
    assert "78131" not in claim.reason


def test_a_found_value_of_its_own_is_not_shown(tmp_path: Path) -> None:
    claim = _answer(clean(), tmp_path, "I01", "partial", "全年举办阅读推广活动46场", value_found="78131场")
    assert claim.value_found is None
