"""Every family of layouts in every carrier is read exactly; a new family is data."""

from pathlib import Path

import pytest
from support.families import CARRIERS, DIALECTS, FAMILIES, carried, compared, correct

from auditor.errors import BadFamilyError
from auditor.parsing import parse
from auditor.parsing.families import families, load, name_of, recognise
from auditor.readers import read


@pytest.mark.parametrize("carrier", [*DIALECTS, *CARRIERS])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_form_of_a_family_is_read_exactly(family: str, carrier: str, tmp_path: Path) -> None:
    truth = correct(family, 1)
    path = tmp_path / f"form.{carrier if carrier in CARRIERS else 'txt'}"
    path.write_bytes(carried(truth, carrier))
    got = compared(truth, parse(read(str(path)).text))
    assert (got.exact, got.template, got.total) == (got.rows, True, True), got.notes


def test_a_family_is_named_in_words() -> None:
    assert name_of("yunnan-gongkai14") == "云南表式（公开14表）"
    assert name_of("unknown") == "表式不能识别"
    assert len({f.id for f in families()}) == len(families()) > 12


def test_words_tell_the_family_and_how_sure_that_is() -> None:
    found = recognise("指标性质 指标值 度量单位 实际完成值 得分")
    assert found is not None
    assert (found.family.id, found.confidence) == ("yunnan-gongkai14", "medium")
    assert recognise("今天天气很好") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id = ", "Invalid value"),
        ('id = "x"\nname = "x"\ncolumns = []\nrecognise = {}\ncolour = "red"', "不认识 colour"),
        ('id = "x"\nname = "x"\ncolumns = []\nrecognise = {}\n[words.colour]\na = ["b"]', "不认识 words.colour"),
        ('id = "x"\nname = "x"', "缺少 columns、recognise"),
    ],
)
def test_a_family_with_a_mistake_is_one_line(text: str, problem: str) -> None:
    with pytest.raises(BadFamilyError, match=problem) as caught:
        load(text, "x.toml")
    assert str(caught.value).startswith("表式文件 x.toml：")
