"""Lines of cells in, text with places out; and where one form of a file ends and the next begins."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from auditor.model.source import Place, Source
from auditor.readers.table import SURE, Line, Part, Words, plain

_NAME = re.compile(r"(?:项目|转移支付(?:[（(]项目[）)])?|专项(?:资金)?|部门|单位)名称[:：]?.*")
_LEVEL = re.compile(r"[一二三]级指标|(?:绩效)?指标名称|绩效指标")
_VALUE = re.compile(r".*(?:指标值|目标值|完成值|实现值|业绩值|完成情况|实施进度).*")
_TITLE = re.compile(r".{0,40}(?:自评|绩效|评价)[^。；]{0,12}表.{0,12}")
_TOTAL = re.compile(r"总分|合计|总计|自评总分.*")
_FOLLOWING = re.compile(r"[（(].*[）)]|附件.*|附表.*|单位[:：].*|填报.*|金额.*|.{0,6}年度?")
_ABOVE = 8  # lines above 项目名称 among which the title stands
_PAIR = 2  # words of a line above the table; more are a row of the table before
_SHORT = 24  # characters; longer words are no column head


def is_form(lines: Sequence[Line]) -> bool:
    """Whether lines hold a 自评表: the label of a name, and the header of an indicator table."""
    return any(_names(line) for line in lines) and any(_heads(line) for line in lines)


def divide(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The forms of one sheet or document: each has its 项目名称 and its indicators; one if there are none."""
    starts = [n for n, line in enumerate(lines) if _names(line)]
    heads = [n for n, line in enumerate(lines) if _heads(line)]
    kept: list[int] = []
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(lines)
        if any(start < h < end for h in heads):
            kept.append(start)
    bounds = [0, *(_top(lines, start, before) for before, start in pairwise(kept)), len(lines)]
    return [lines[a:b] for a, b in pairwise(bounds)]


def _top(lines: Sequence[Line], start: int, before: int) -> int:
    """Where the form whose 项目名称 stands in a line begins: at its title, else there."""
    top = start
    for at in range(start - 1, max(before, start - _ABOVE), -1):
        texts = [plain(w) for w in lines[at] if w]
        if len(texts) > _PAIR or any(_TOTAL.fullmatch(t) for t in texts):
            break
        if texts and _TITLE.fullmatch(texts[0]):
            top = at
        elif texts and not _FOLLOWING.fullmatch(texts[0]):
            break
    return top


def _names(line: Line) -> bool:
    return any(_NAME.fullmatch(plain(w)) for w in [w for w in line if w][:2])


def _heads(line: Line) -> bool:
    texts = [t for w in line if (t := plain(w)) and len(t) < _SHORT]
    return any(_LEVEL.fullmatch(t) for t in texts) and any(_VALUE.fullmatch(t) for t in texts)


def to_source(lines: Sequence[Line], *, name: str, media_type: str, sha256: str, remarks: Sequence[str] = ()) -> Source:
    """The text of lines, a row a line and tabs between the cells, with the places of all words."""
    writer = _Writer()
    for line in lines:
        writer.line(_by_field(line))
    return Source(
        name=name,
        media_type=media_type,
        sha256=sha256,
        text="".join(writer.out),
        places=tuple(writer.places),
        doubtful=tuple(writer.doubtful),
        remarks=tuple(remarks),
    )


_FIELD = re.compile(
    r"[ \t\u3000\xa0]+(?=(?:主管部门|实施单位|项目单位|项目名称|项目负责人|联系人|联系电话)[^\s：:]{0,6}[：:])"
)


def _by_field(line: Line) -> Line:
    """A line beside the tables with a cell for each field where it names several: 主管部门：某局　实施单位：某所."""
    filled = [w for w in line if w]
    if len(filled) != 1 or len(filled[0]) != 1:
        return line
    part = filled[0][0]
    fields = _FIELD.split(part.text)
    return tuple((part._replace(text=text),) for text in fields) if len(fields) > 1 else line


class _Writer:
    """Collects the text and the places."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.places: list[Place] = []
        self.doubtful: list[Place] = []
        self.at = 0

    def line(self, line: Line) -> None:
        for number, words in enumerate(line):
            if number:
                self.put("\t")
            self.cell(words)
        self.put("\n")

    def cell(self, words: Words) -> None:
        """A cell; quoted as spreadsheets do if it begins with a quotation mark itself."""
        parts = _clean(words)
        quoted = bool(parts) and parts[0].text.startswith('"')
        if quoted:
            self.put('"')
        for part in parts:
            start = self.at
            self.put(part.text)
            if part.text.strip() and (part.cell or part.page):
                self.places.append(
                    Place(
                        start=start,
                        end=self.at,
                        page=part.page,
                        cell=part.cell,
                        bbox=_exact(part),
                        confidence=None if part.sure is None else Decimal(f"{part.sure:.2f}"),
                    )
                )
                if part.sure is not None and part.sure < SURE:
                    self.doubtful.append(self.places[-1])
        if quoted:
            self.put('"')

    def put(self, text: str) -> None:
        self.out.append(text)
        self.at += len(text)


_BREAK = re.compile(r"\s*[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


def _clean(words: Words) -> list[Part]:
    """The parts with blanks for what would be taken for a border of cells or rows, and without blanks around them."""
    out = [part._replace(text=_CONTROL.sub("", _BREAK.sub(_unbroken, part.text))) for part in words]
    while out and not out[0].text.strip():
        out.pop(0)
    while out and not out[-1].text.strip():
        out.pop()
    if out:
        out[0] = out[0]._replace(text=out[0].text.lstrip())
        out[-1] = out[-1]._replace(text=out[-1].text.rstrip())
    return out


def _unbroken(found: re.Match[str]) -> str:
    """What takes the place of a line break in a cell: a blank between Latin words, else nothing."""
    text = found.string
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


def _exact(part: Part) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    """The box to a tenth of a point."""
    if part.box is None:
        return None
    left, top, right, bottom = (Decimal(f"{v:.1f}") for v in part.box)
    return left, top, right, bottom
