"""Mirrored pages: half-width punctuation and traditional characters read the same as their originals."""

from datetime import date

import pytest
from opencc import OpenCC
from support.shared import SAMPLES

from auditor.model.review import Review
from auditor.model.source import Source
from auditor.pipeline import audit
from auditor.readers.simplified import simplified

NAMES = sorted(p.stem for p in SAMPLES.glob("*.txt"))
_HALF = str.maketrans("，；：！？（）", ",;:!?()")


def _review(text: str) -> Review:
    source = Source(name="表", media_type="text/plain", sha256="0" * 64, text=text)
    return audit(simplified(source), today=date(2026, 1, 1))


def _told(done: Review) -> list[tuple[str, ...]]:
    told = [(f.rule, f.severity.value, *f.indicators) for f in done.findings]
    told += [(c.indicator, c.verdict.value) for c in done.claims]
    told += [(i.name.text.translate(_HALF), i.target.text.translate(_HALF)) for i in done.form.indicators]
    return sorted(told)


@pytest.mark.parametrize("name", NAMES)
def test_half_width_punctuation_reads_the_same(name: str) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    assert _told(_review(text.translate(_HALF))) == _told(_review(text))


@pytest.mark.parametrize("name", NAMES)
def test_traditional_characters_read_the_same(name: str) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    done = _review(OpenCC("s2t").convert(text))
    assert _told(done) == _told(_review(text))
    assert done.document.remarks == ("原文是繁体字网页，已按简体读取；报告中的引文为简体。",)


def test_pinyin_in_brackets_goes_from_plain_text() -> None:
    source = Source(
        name="表",
        media_type="text/plain",
        sha256="0" * 64,
        text="項(xiàng)目支出績(jì)效自評表 預(yù)算數 執行(xíng)數 得分",
    )
    assert simplified(source).text == "项目支出绩效自评表 预算数 执行数 得分"
