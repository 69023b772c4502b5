"""The strips of a file in, a source for each form out; what is no form is named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.errors import EmptyInputError, FormulaError
from auditor.model.source import Source
from auditor.readers.lines import divide, is_form, to_source
from auditor.readers.sheets import Strip
from auditor.readers.table import Line

_SAMPLE = re.compile("说明|须知|示例|样例|样表|范例|模板")  # names of sheets that tell how to fill in another


@dataclass(frozen=True)
class Carrier:
    """What all forms of a file have in common."""

    name: str
    media_type: str
    sha256: str


def sources(carrier: Carrier, strips: Sequence[Strip], remarks: Sequence[str]) -> tuple[Source, ...]:
    """Each form of a file, in order. Where nothing looks like a form, the strip with the most words.

    Raises:
        EmptyInputError: there are no words at all.
        FormulaError: a form needs the value of a formula that the file does not hold.
    """
    filled = [s for s in strips if s.lines or s.blank]
    if not any(s.lines for s in filled):
        for strip in filled:
            _refuse(carrier, strip)
        raise EmptyInputError(carrier.name)
    found = [s for s in filled if is_form(s.lines)]
    chosen = [s for s in found if not _SAMPLE.search(s.name or "")] or found or [max(filled, key=_words)]
    others = "、".join(s.name for s in filled if s not in chosen and s.name)
    told = [*remarks, *([f"这些工作表不是自评表，没有审核：{others}。"] if others else [])]
    for strip in chosen:
        _refuse(carrier, strip)
    parts = [(strip, lines, n, many) for strip in chosen for n, lines, many in _parts(strip)]
    return tuple(
        to_source(
            lines,
            name=carrier.name if len(parts) == 1 else f"{carrier.name}［{_part_name(strip, n, many=many)}］",
            media_type=carrier.media_type,
            sha256=carrier.sha256,
            remarks=(*told, *strip.doubts),
        )
        for strip, lines, n, many in parts
    )


def _parts(strip: Strip) -> Iterator[tuple[int, Sequence[Line], bool]]:
    divided = divide(strip.lines)
    for n, lines in enumerate(divided, 1):
        yield n, lines, len(divided) > 1


def _part_name(strip: Strip, number: int, *, many: bool) -> str:
    if strip.name is None:
        return f"第{number}张"
    return f"{strip.name}第{number}张" if many else strip.name


def _refuse(carrier: Carrier, strip: Strip) -> None:
    if strip.blank:
        raise FormulaError(carrier.name, [f"{strip.name}!{cell}" for cell in strip.blank])


def _words(strip: Strip) -> int:
    return sum(len(p.text) for line in strip.lines for words in line for p in words)
