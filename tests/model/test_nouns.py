"""The nouns: frozen, strict, with numbers that stay exact and words for people."""

from decimal import Decimal

import pytest
from pydantic import ValidationError
from support.forms import clean
from support.reviewing import case, review

from auditor.model.base import plain
from auditor.model.claim import Verdict
from auditor.model.finding import Severity
from auditor.model.form import Part
from auditor.model.review import Review
from auditor.model.score import Interval
from auditor.model.source import Span


def test_a_noun_never_changes() -> None:
    span = Span(start=1, end=2)
    with pytest.raises(ValidationError, match="frozen"):
        span.__setattr__("end", 3)


@pytest.mark.parametrize("data", [{"start": 1, "end": 2, "page": 3}, {"start": -1, "end": 2}, {"start": 1}])
def test_unknown_missing_and_impossible_fields_are_refused(data: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Span.model_validate(data)


@pytest.mark.parametrize(
    ("number", "written"), [("1E+2", "100"), ("0.10", "0.10"), ("8086475.64", "8086475.64"), ("-0", "-0")]
)
def test_a_number_is_written_without_an_exponent(number: str, written: str) -> None:
    assert plain(Decimal(number)) == written
    interval = Interval(low=Decimal(number), high=Decimal(number))
    assert interval.model_dump(mode="json") == {"low": written, "high": written}
    assert Interval.model_validate_json(interval.model_dump_json()) == interval


def test_severities_and_verdicts_have_words_and_an_order() -> None:
    assert [s.shown for s in Severity] == ["错误", "警告", "提示"]
    assert sorted(Severity, key=lambda s: s.rank) == list(Severity)
    assert [v.shown for v in Verdict] == ["有依据", "不一致", "依据不足", "未提及"]
    assert all(part.shown for part in Part)


@pytest.mark.parametrize(
    ("name", "plain_name"),
    [
        ("指标1：培训人次", "培训人次"),
        ("指标12.培训人次", "培训人次"),
        ("★培训人次", "培训人次"),
        ("★（2）培训人次", "培训人次"),
        ("3、培训人次", "培训人次"),
        ("②培训人次", "培训人次"),
        *(
            (n, n)
            for n in ("5G基站数量", "12345热线办结率", "1.5万亩林地管护率", "指标完成率", "指标3：", "其中培训人次")
        ),
    ],
)
def test_what_numbers_or_marks_a_name_is_no_part_of_it(name: str, plain_name: str) -> None:
    first = case(clean()).form.indicators[0]
    assert first.model_copy(update={"name": first.name.model_copy(update={"text": name})}).plain_name == plain_name


def test_a_review_survives_its_json() -> None:
    done = review(clean().row(1, actual="30场"))
    assert Review.model_validate_json(done.model_dump_json(by_alias=True)) == done


def test_a_case_finds_its_parts() -> None:
    made = case(clean().row(2, target="不适用", actual="不适用", points="—", score="—"))
    assert set(made.indicators) == set(made.rows) == {i.id for i in made.form.indicators}
    assert "I02" not in {i.id for i in made.applicable}
    assert made.words("required.satisfaction") == ("是",)
    assert made.words("grade.names") == ("优", "良", "中", "差")
