"""Several forms in one text, divided where the title of the next begins."""

import re
from itertools import pairwise

from auditor.model.source import Source

_NAME = re.compile(r"项\s*目\s*名\s*称")
_FUNDS = re.compile(r"年\s*度\s*(?:资\s*金|财\s*政\s*资\s*金)?\s*总\s*[额金]")
_TITLE = re.compile(r"[^\s|。；;]*自\s*评\s*(?:价\s*)?表")
_TITLE_ALONE = re.compile(r"[^。；;：:]{0,30}自\s*评\s*(?:价\s*)?表\s*(?:[（(]\s*\d{4}\s*年?度?\s*[）)])?")
_HEAD = re.compile(r"三\s*级\s*指\s*标|指\s*标\s*名\s*称")
_LINE = re.compile(r".+")
_NEAR = 200  # characters between a title and the name of the project
_ROW = re.compile(r"[|\s]*")


def texts(source: Source) -> tuple[Source, ...]:
    """Each form of a text as a source of its own; the whole text where there is one or the borders are not clear.

    A form has its 项目名称 and its 年度资金总额 once; the next begins at the title between the two.
    """
    names = [m.start() for m in _NAME.finditer(source.text)]
    funds = [m.start() for m in _FUNDS.finditer(source.text)]
    if len(names) < 2:
        return _cut(source, _after_tables(source.text))
    begun = [
        n for n, after in zip(names, [*names[1:], len(source.text)], strict=True) if any(n < f < after for f in funds)
    ]
    cuts = [0]
    for before, start in pairwise(begun):
        titles = [m.start() for m in _TITLE.finditer(source.text, before, start)]
        cut = titles[-1] if titles else start
        line = source.text.rfind("\n", 0, cut) + 1
        cuts.append(line if _ROW.fullmatch(source.text, line, cut) else cut)
    return _cut(source, cuts)


def _after_tables(text: str) -> list[int]:
    """Where forms begin that are torn: at a title that stands alone in its line, between a table and a name."""
    cuts = [0]
    for line in _LINE.finditer(text):
        alone = _TITLE_ALONE.fullmatch(line[0].strip("| \t"))
        if alone and _HEAD.search(text, cuts[-1], line.start()) and _NAME.search(text, line.end(), line.end() + _NEAR):
            cuts.append(line.start())
    return cuts


def _cut(source: Source, cuts: list[int]) -> tuple[Source, ...]:
    """The parts of a text as sources of their own."""
    if len(cuts) == 1:
        return (source,)
    return tuple(
        source.model_copy(update={"name": f"{source.name}［第{n}张］", "text": source.text[a:b]})
        for n, (a, b) in enumerate(pairwise([*cuts, len(source.text)]), 1)
    )
