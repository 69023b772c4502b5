"""Sums that prose states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.arithmetic import mismatches


@pytest.mark.parametrize(
    ("text", "terms", "total"),
    [
        ("全年出车37站，其中进校园21站、进社区9站、进乡村8站。", ("21＋9＋8", "38"), "37"),
        ("发放手册三百份，其中学校一百二十份、社区二百份。", ("120＋200", "320"), "300"),
        ("培训学员100人，其中甲班40人，乙班30人，丙班25人。", ("40＋30＋25", "95"), "100"),
        ("全年受理案件120件，包括民事80件、行政45件。", ("80＋45", "125"), "120"),
        ("完成1.2万人次，其中线上0.8万人次、线下0.5万人次。", ("8000＋5000", "13000"), "12000"),
    ],
)
def test_parts_that_do_not_add_up_are_found(text: str, terms: tuple[str, str], total: str) -> None:
    (found,) = mismatches(text)
    assert (found.terms, found.sum, found.total) == (*terms, total)
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "text",
    [
        "全年出车37站，其中进校园21站、进社区9站、进乡村7站。",
        "培训100人，其中女性62人。",
        "培训100人，其中女性20人、少数民族15人。",
        "培训约100人，其中甲班60人、乙班50人。",
        "种树100株，其中每户2株、每村30株。",
        "检查100家，其中餐饮40家、食堂30家，另有30家复查。",
        "共100件，其中已办95%。",
        "发放手册100册。其中学校60册、社区50册。",
        "三批分别为12件、15件。",
        "",
    ],
)
def test_sums_that_hold_or_are_no_sums_are_left_alone(text: str) -> None:
    assert list(mismatches(text)) == []


def test_results_that_complement_each_other_add_up_to_what_was_judged() -> None:
    text = "16个项目进入第二轮评审，评审结果：推荐8人，备选1人，不推荐8人。"
    (found,) = mismatches(text)
    assert (found.terms, found.sum, found.total) == ("8＋1＋8", "17", "16")
    assert list(mismatches(text.replace("备选1人，", ""))) == []


@given(st.lists(st.integers(2, 400), min_size=2, max_size=5), st.integers(-1, 1))
def test_a_list_is_found_exactly_when_it_does_not_add_up(parts: list[int], off: int) -> None:
    total = sum(parts) + (1000 if off > 0 else 0)
    listed = "、".join(f"{name}区{n}户" for name, n in zip("甲乙丙丁戊", parts, strict=False))
    text = f"改造住房{total - (1 if off < 0 else 0)}户，其中{listed}。"
    if off == 0:
        assert list(mismatches(text)) == []
    elif off < 0 and all(n < total - 1 for n in parts):
        (found,) = mismatches(text)
        assert int(found.sum) == sum(parts)
