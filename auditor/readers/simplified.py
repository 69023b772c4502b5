"""Mirrored pages: traditional characters become simplified ones, and pinyin in brackets goes.

What is read is then the text of the original page; every offset of a review points into it.
"""

import re

from auditor.model.source import Source

_TELLING = re.compile("[績項標額數實際預執據縣區單門財達產時質進響]")
_LEAST = 5  # such characters in a text of traditional ones
_PINYIN = re.compile(r"(?<=[㐀-鿿])[（(][a-zāáǎàōóǒòêēéěèīíǐìūúǔùǖǘǚǜüńňǹ]{1,7}[）)]")
REMARK = "原文是繁体字网页，已按简体读取{}；报告中的引文为简体。"


def simplified(source: Source) -> Source:
    """A source with simplified characters; itself where it has hardly any traditional ones.

    Characters are exchanged one for one, so the places of a carrier stay; pinyin goes from plain text only.
    """
    if len(_TELLING.findall(source.text)) < _LEAST:
        return source
    from opencc import OpenCC

    change = OpenCC("t2s").convert
    text = source.text if source.places else _PINYIN.sub("", source.text)
    words = change(text)
    if len(words) != len(text):
        words = "".join(c if len(new := change(c)) != 1 else new for c in text)
    remark = REMARK.format("，括号里的注音已略去" if len(text) < len(source.text) else "")
    return source.model_copy(update={"text": words, "remarks": (*source.remarks, remark)})
