"""Rows whose cells are divided by |, tabs or commas: Markdown, pasted from Word or Excel, web tables."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, groupby, pairwise

from auditor.parsing import likely
from auditor.parsing.labels import Known, Words, match
from auditor.parsing.pieces import Cut, Gap, Piece, cut_text
from auditor.parsing.planned import align
from auditor.parsing.rows import Row
from auditor.parsing.sections import Mark

_OUTSIDE = -1  # the column of words in a line without borders
_PROSE = re.compile(r"[，。；,;]|^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)])")
_NAMES = (Known("column", "name"),)
_FIELD = re.compile(r"\S+")
_FIELDS = 2  # words of a line that is a label and its value
_HEAD = re.compile(r"三\s*级\s*指\s*标|指\s*标\s*名\s*称")
_FEWEST = 4  # borders of a line that is a row
FIELDS = ("name", "target", "actual", "points", "score", "explanation")
"""The columns of the national form, whose short rows have a judgement of their own."""
_BREAK = re.compile(r"<br\s*/?>|\r\n?|\n", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?P<mark>(?:#{1,6}[ \t]+)?(?P<bold>\*\*(?!\*))?).*?(?(bold)(?P=bold))", re.DOTALL)
_CSV = re.compile(r'一级指标"?,"?二级指标"?,"?三级指标"?,')
_RULE = re.compile(r"[|\s:-]+")


def delimiter(text: str) -> str | None:
    """The character that divides the cells of a text, None if it has no such rows."""
    lines = text.splitlines()
    for mark, least in (("|", 2), ("\t", 1)):
        if sum(line.count(mark) >= least for line in lines) >= 4:
            return mark
    return "," if _CSV.search(text) else None


def cut_cells(text: str, mark: str) -> tuple[list[Piece], list[Piece]]:
    """The cells of a delimited text as pieces, empty cells with them, and the delimiters themselves."""
    cells: list[Piece] = []
    markup: list[Piece] = []
    for row, (start, end) in enumerate(_rows(text, mark)):
        line = text[start:end]
        if mark == "|" and "-" in line and _RULE.fullmatch(line):
            markup.append(
                Piece(
                    line.strip(), start + len(line) - len(line.lstrip()), start + len(line.rstrip()), row, 0, Gap.LINE
                )
            )
            continue
        if mark not in line or (mark == "\t" and _is_head(line)):
            cells += _unmarked(text, start, end, row, markup)
            continue
        bounds = [start - 1, *[start + i for i in _marks(line, mark)], end]
        if mark != "\t":
            markup += [Piece(mark, b, b + 1, row, 0, Gap.EDGE) for b in bounds[1:-1]]
        if mark == "|":
            if not text[start : bounds[1]].strip():
                bounds = bounds[1:]
            if len(bounds) > 2 and not text[bounds[-2] + 1 : end].strip():
                bounds = bounds[:-1]
        for column, (a, b) in enumerate(pairwise(bounds)):
            cells += _words(text, a + 1, b, row, column, Gap.LINE if column == 0 else Gap.EDGE, markup)
    return cells, markup


def fold_head(cells: Sequence[Piece], words: Words) -> list[Piece]:
    """The cells with a head of two lines in order: 计量 over 单位 follow each other as one cell with a line break."""
    top = next((c.line for c in cells if words.match("".join(c.text.split()), ("column",)) in _NAMES), None)
    over = {c.column: c for c in cells if c.line == top and c.text}
    under = {c.column: c for c in cells if top is not None and c.line == top + 1 and c.text}
    whole = [k for k in under if k in over and words.match(_joined(over[k], under[k]), ("column",))]
    if len(whole) < _FIELDS or len(whole) * 2 < len(under):
        return list(cells)
    folded = {over[k]: under[k]._replace(gap=Gap.LINE) for k in under if k in over}
    out: list[Piece] = []
    for cell in cells:
        if cell.line != (top or 0) + 1 or cell.column not in over:
            out += [cell, folded[cell]] if cell in folded else [cell]
    return out


def _joined(one: Piece, two: Piece) -> str:
    return "".join((one.text + two.text).split())


def _is_head(line: str) -> bool:
    """Whether a line is one filled cell with several fields of the head: 单位名称 甲局 联系人 乙."""
    words = line.split()
    return len(line.strip().split("\t")) == 1 and len(words) >= _FIELDS and match(words[0], ("head",)) is not None


def _unmarked(text: str, start: int, end: int, row: int, markup: list[Piece]) -> list[Piece]:
    """A line without borders: one cell, or the fields of a head that blanks divide: 单位名称 甲局 联系人 乙."""
    line = text[start:end]
    if not line.strip():
        return []
    fields = [*_FIELD.finditer(text, start, end)]
    if len(fields) < _FIELDS or not match(fields[0][0], ("head",)):
        return _words(text, start, end, row, _OUTSIDE, Gap.LINE, markup)
    return [Piece(m[0], m.start(), m.end(), row, 0, Gap.BLANK if k else Gap.LINE) for k, m in enumerate(fields)]


def _rows(text: str, mark: str) -> list[tuple[int, int]]:
    """The rows of a text: its lines, but a quoted cell of a spreadsheet may hold line breaks."""
    out = []
    start = 0
    quoted = False
    for i, c in enumerate(text):
        if c == '"' and mark != "|":
            opens = i == start or text[i - 1] == mark
            closes = i + 1 >= len(text) or text[i + 1] in (mark, "\n", "\r")
            quoted = (not closes) if quoted else (opens and '"' in text[i + 1 :])
        elif not quoted and (c == "\n" or (c == "\r" and text[i + 1 : i + 2] != "\n")):
            out.append((start, i))
            start = i + 1
    out.append((start, len(text)))
    return out


def _marks(line: str, mark: str) -> list[int]:
    out = []
    quoted = False
    for i, c in enumerate(line):
        if c == '"' and mark != "|":
            opens = i == 0 or line[i - 1] == mark
            closes = i + 1 >= len(line) or line[i + 1] in (mark, "\r")
            quoted = (not closes) if quoted else opens
        elif c == mark and not quoted:
            out.append(i)
    return out


def _words(text: str, start: int, end: int, row: int, column: int, gap: Gap, markup: list[Piece]) -> list[Piece]:
    """The words of one cell; several pieces if it has line breaks of its own."""
    inner = text[start:end]
    a, b = start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
    if b - a >= 2 and text[a] == '"' and text[b - 1] == '"':
        markup += [Piece('"', a, a + 1, row, column, Gap.EDGE), Piece('"', b - 1, b, row, column, Gap.EDGE)]
        a, b = a + 1, b - 1
    emphasis = _EMPHASIS.fullmatch(text, a, b)
    if emphasis and emphasis["mark"]:
        c, d = emphasis.end("mark"), b - len(emphasis["bold"] or "")
        markup += [Piece(text[x:y], x, y, row, column, Gap.EDGE) for x, y in ((a, c), (d, b)) if x < y]
        a, b = c, max(c, d)
    if a >= b:
        return [Piece("", start, start, row, column, gap)]
    out: list[Piece] = []
    at = a
    for m in [*_BREAK.finditer(text, a, b), None]:
        stop = m.start() if m else b
        part = text[at:stop]
        if part.strip():
            s = at + len(part) - len(part.lstrip())
            out.append(Piece(part.strip(), s, s + len(part.strip()), row, column, Gap.LINE if out else gap))
        if m:
            if m[0].startswith("<"):
                markup.append(Piece(m[0], m.start(), m.end(), row, column, Gap.EDGE))
            at = m.end()
    return out or [Piece("", start, start, row, column, gap)]


@lru_cache(maxsize=4096)
def _assign(texts: tuple[str, ...], order: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Which fields the cells of a row that lacks covered cells are, in the order of the header."""
    best: tuple[int, tuple[str, ...]] = (likely.IMPOSSIBLE, ())
    for chosen in combinations(order, len(texts)):
        cell = dict(zip(chosen, texts, strict=True))
        score = -300 if not cell.get("name") else likely.name(cell["name"])
        score += likely.pair(cell.get("target", ""), cell.get("actual", ""))
        p, s = cell.get("points"), cell.get("score")
        if p and s:
            score += likely.points(p, s)
        elif p or s:
            score -= 100
        elif p == "" or s == "":
            score -= 20
        e = cell.get("explanation")
        score += likely.explanation(e) if e else 30 if e == "" else 0
        if score > best[0]:
            best = score, chosen
    return best


def read_grid(
    entries: Sequence[Piece | Mark], columns: Sequence[str], name_at: int = 0
) -> list[tuple[Mark | Row, ...]]:
    """Per row of the table its label marks and its :class:`Row`.

    ``columns`` are the fields of the header in order; a row with as many cells is read by position, a
    shorter one, which lacks covered cells, by what its cells look like. ``name_at`` is which cell of a row the
    head of the names is: where a row begins elsewhere, covered cells have left no trace.
    """
    order = tuple(c for c in columns if c in Row._fields) or FIELDS
    out: list[tuple[Mark | Row, ...]] = []
    for _, group in groupby(entries, key=lambda e: e.cut[0].line if isinstance(e, Mark) else e.line):
        marks: list[Mark | Row] = []
        cells: list[Cut] = []
        last: int | None = None
        for entry in group:
            if isinstance(entry, Mark):
                marks.append(entry)
                cells = [c for c in cells if c[0].text]
                last = None
            elif cells and last == entry.column and entry.gap is Gap.LINE:
                cells[-1] = (*cells[-1], entry)
            else:
                cells.append((entry,))
                last = entry.column
        first = next((c[0].column for c in cells if c[0].text), None)
        if first == name_at and name_at:  # all cells stand in their columns
            cells = [c for c in cells if c[0].column >= name_at]
            cells += [(_nothing(cells[-1][-1]),)] * (len(order) - len(cells))
        while len(cells) > len(order) and not cells[0][0].text:
            cells.pop(0)
        below = last == _OUTSIDE and len(cells) == 1 and _PROSE.search(cut_text(cells[0]))
        shifted = bool(cells) and cells[0][0].column != name_at
        row = None if below else _row(cells, order, shifted=shifted)
        out.append((*marks, row) if row else tuple(marks))
    return out


def _nothing(before: Piece) -> Piece:
    """An empty cell at the end of a row that has left no trace."""
    return Piece("", before.end, before.end, before.line, before.column + 1, Gap.EDGE)


def _row(cells: list[Cut], order: tuple[str, ...], *, shifted: bool) -> Row | None:
    if not any(c[0].text for c in cells):
        return None
    while len(cells) > len(order) and not cells[-1][0].text:
        cells = cells[:-1]
    if len(cells) > len(order):
        return Row(name=tuple(p for c in cells for p in c if p.text))
    texts = tuple(cut_text(c) if c[0].text else "" for c in cells)
    if order not in (FIELDS, FIELDS[:-1]):
        return _row_of_family(cells, texts, order, shifted=shifted)
    fields = order if len(cells) == len(order) else _assign(texts, order)[1]
    return Row(**{f: c if c[0].text else () for f, c in zip(fields, cells, strict=True)})


def _row_of_family(cells: list[Cut], texts: Sequence[str], order: tuple[str, ...], *, shifted: bool) -> Row:
    """A row by position where all its cells stand and look like their columns, else by what they look like."""
    whole = len(cells) == len(order)
    if whole and (texts[-1] or not shifted):
        return Row(**{f: c if c[0].text else () for f, c in zip(order, cells, strict=True)})
    return align(cells, order) or Row(name=tuple(p for c in cells for p in c if p.text))


def ragged(text: str, mark: str) -> bool:
    """Whether the rows of the indicator table have lost their borders: its lines have other numbers of cells."""
    head = _HEAD.search(text)
    counts = Counter(
        line.count(mark) for line in text[head.end() if head else 0 :].splitlines() if line.strip(f" \t{mark}")
    )
    usual = counts.most_common(1)[0][0] if counts else _FEWEST
    broken = sum(lines for count, lines in counts.items() if 0 < count * 2 < usual)
    return mark == "|" and (usual < _FEWEST or broken > 1)
