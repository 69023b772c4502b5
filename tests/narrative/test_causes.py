"""The reason that the narrative gives for a row: one of the same matter, or none."""

import pytest
from support.telling import form, reading

BASES = ("遴选实训基地数", "≥6个", "5个")
VISITS = ("组织外出观摩次数", "≥4次", "3次")
SHOPS = ("建设书吧", "4家", "3家")
OPENED = ("书吧开放时间", "10月底前", "11月12日")
SHELVED = ("新书上架周期", "≤20个工作日", "23个工作日")
PIPES = ("改造管网长度", "≥42公里", "38.6公里")
TRAINED = ("营养师培训人数", "≥80人", "42人")
SOUND = ("食品安全抽检合格率", "=100%", "98.8%")


def _causes(rows: list[tuple[str, ...]], told: str) -> dict[str, str]:
    done = reading(form(rows, told))
    names = {f"I{n:02}": row[0] for n, row in enumerate(rows, 1)}
    return {names[c.indicator]: c.quotes[0].quote for c in done.causes if c.indicator}


@pytest.mark.parametrize("stop", ["；", "，", "。"])
def test_why_another_row_fell_short_is_no_reason(stop: str) -> None:
    told = f"遴选实训基地5个，均已挂牌{stop}组织学员外出观摩3次，原定11月的一次因寒潮取消。"
    assert _causes([BASES, VISITS], told) == {VISITS[0]: "原定11月的一次因寒潮取消"}


def test_why_another_one_failed_does_not_tell_why_these_came_late() -> None:
    told = "建成书吧3家，分别为9月20日、9月28日、11月12日开放，另1家因场地权属问题终止合作。"
    assert _causes([SHOPS, OPENED], told) == {SHOPS[0]: "另1家因场地权属问题终止合作"}


def test_a_matter_without_a_row_keeps_its_reason_to_itself() -> None:
    assert _causes([BASES, SHELVED], "遴选实训基地5个，均已挂牌；原定11月的观摩因寒潮取消。") == {}


@pytest.mark.parametrize(
    ("row", "told", "reason"),
    [
        (SHELVED, "因供应商到货延迟，新书平均上架周期为23个工作日。", "因供应商到货延迟"),
        (
            PIPES,
            "改造管网38.6公里，剩余3.4公里位于省道拓宽范围内，须待道路施工单位移交路基后才能铺设。",
            "剩余3.4公里位于省道拓宽范围内，须待道路施工单位移交路基后才能铺设",
        ),
        (TRAINED, "举办营养师培训班1期，参训42人，第二期与2025年计划合并。", "第二期与2025年计划合并"),
        (
            SOUND,
            "全年食品安全抽检样品164批次，合格162批次，不合格2批次均为餐具大肠菌群超标，已责令停业整改。",
            "不合格2批次均为餐具大肠菌群超标",
        ),
    ],
)
def test_a_reason_is_found_without_the_word_for_it(row: tuple[str, ...], told: str, reason: str) -> None:
    assert _causes([row, VISITS], told)[row[0]] == reason
