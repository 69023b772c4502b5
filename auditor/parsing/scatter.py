"""Text whose columns the extraction has torn apart (pdftotext without -raw or -layout).

Each cell is a line of its own, and names, values and scores come in stacks that interleave. What is left of the order is that each kind of cell goes down the page: names, pairs of values and pairs
of scores are read as three streams and joined again by their number and by what fits together. Where
the numbers do not agree, the rows stay unread: the text is ``unparsed`` and the form says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, pairwise

from auditor.model.form import CellKind, Part
from auditor.parsing import likely, typical
from auditor.parsing.assemble import Reading
from auditor.parsing.columns import split_by_width
from auditor.parsing.funds import COLUMNS
from auditor.parsing.labels import Known, match, take
from auditor.parsing.pieces import Cut, Gap, Piece, cut_text, split_piece, width
from auditor.parsing.rows import Row
from auditor.parsing.scatter_funds import read_funds
from auditor.parsing.sections import Mark, Sections
from auditor.parsing.streams import read_streams
from auditor.parsing.table import Block, level_names
from auditor.values import read_value, squeeze

_PARTS = ("other", "head", "fund_column", "fund_row", "goal_column", "column", "level1", "level2")
_PLAIN_LINES = 10  # a text is scattered where more than one in so many lines is a bare number
_MOST_LINES = 800  # of a table; the ways to join more than that are past counting
_HEADS = 6  # column heads that follow each other where nothing is torn apart
_TABLE_HEADS = {"level1", "level2", "name", "target", "actual"}  # column heads that only the indicator table has
_AMOUNTS = 3  # of a fund row: budget at the beginning, budget, executed
_BEAM = 500  # readings kept while rows are divided among labels
_PROSE = 40  # columns of a line of prose
_PUNCTUATION = re.compile(r"[，。；：、,;:]")
_TORN = re.compile(r"^(年度总体目标|年度总体目|年度总体|年度总|总体目标|体目标|目标|绩效指标|绩效指|标)(?:\s+(?=\S)|$)")
_TORN_HEAD = re.compile(r"(?:偏差原因分析(?:及(?:改进?)?)?|偏差原因|(?:及)?改进措施|进措施|措施|施)")
_HALF = re.compile(
    r"(?:服务对象满意(?:度指?)?|社会公众满意|可持续影响指?|可持续影|(?:度)?指标|标|度|响指标|影响指标|（\d+分?|[）)]|分[）)])"
)
_OFFICE = re.compile(
    r"(?:局|委|委员会|办|办公室|中心|所|站|院|校|会|厅|馆|处|部|政府|公司|队|园|协会|联|宫|社|团|医院|本级)$"
)


def scattered(text: str) -> bool:
    """Whether a text has its cells each on a line of its own, as the share of bare numbers shows."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return sum(likely.is_plain(line) for line in lines) * _PLAIN_LINES > len(lines) > _PLAIN_LINES


def in_order(pieces: Sequence[Piece], sections: Sections) -> bool:
    """Whether cells on lines of their own still follow each other row by row, as the form's own labels show.

    Six column heads or more stand together (where the text reaches the indicator table), each fund row has its amounts, each 二级 label its rows.
    """
    texts = [p.text for p in pieces]
    heads = at = 0
    while at < len(texts) and heads < _HEADS:
        got = take(texts, at, ("column",))
        heads, at = (heads + 1, at + got[1]) if got else (0, at + 1)
    amounts = [len(cells) for _, _, cells in sections.funds]
    marked = [e.part if isinstance(e, Mark) else "" for e in sections.table]
    empty = ("level2", "level2") in pairwise(marked) or marked[-1:] == ["level2"]
    told = {got[0].field for k in range(len(texts)) if (got := take(texts, k, ("column",)))}
    if not told & _TABLE_HEADS:  # the text ends before the indicator table
        heads, empty = _HEADS, False
    return heads == _HEADS and bool(amounts) and min(amounts) >= _AMOUNTS and max(amounts) <= len(COLUMNS) and not empty


@dataclass(slots=True)
class _Lines:
    """The lines of a text by what they are."""

    labels: list[tuple[Known, Cut]] = field(default_factory=list)
    prose: list[Piece] = field(default_factory=list)
    torn: list[Piece] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)


def read_scattered(text: str) -> Reading:
    """Read a scattered text as far as its own arithmetic goes."""
    pieces = _line_pieces(text)
    lines = _sort(pieces)
    sections = Sections()
    sections.labels += [(p,) for p in lines.torn]
    for known, cut in lines.labels:
        _note(sections, known, cut)
    taken = read_funds(sections, lines.labels, lines.rest)
    rest = [p for p in lines.rest if p not in taken]
    rest = _head(sections, rest, lines)
    expected, actual = _goals(lines, text)
    reading = Reading(sections, [], expected, actual)
    _table(reading, rest, text)
    if len(sections.head) < 3:
        reading.unsure.append(Part.HEAD)
    if any(len(pieces) < len(sections.fund_columns) for _, _, pieces in sections.funds):
        reading.unsure.append(Part.FUNDS)
    return reading


def _line_pieces(text: str) -> list[Piece]:
    """One piece for each line; ``gap`` is EDGE where a blank line stands before it."""
    out: list[Piece] = []
    offset, empty = 0, True
    for number, line in enumerate(text.splitlines(keepends=True)):
        words = line.strip()
        if words:
            start = offset + line.index(words)
            out.append(Piece(words, start, start + len(words), number, 0, Gap.EDGE if empty else Gap.LINE))
        empty = not words
        offset += len(line)
    return out


def _sort(pieces: list[Piece]) -> _Lines:
    """Tell labels, prose and cells apart."""
    out = _Lines()
    texts = [re.sub(r"\s+", "", p.text) for p in pieces]
    table_from = next(
        (
            p.line
            for p, words in zip(pieces, texts, strict=True)
            if match(words, ("column",)) == Known("column", "target")
        ),
        pieces[-1].line + 1 if pieces else 0,
    )
    at = 0
    in_prose = False
    while at < len(pieces):
        piece = pieces[at]
        got = take(texts, at, _PARTS)
        if got and got[0].part == "total" and got[1] == 1 and texts[at] not in ("总分", "合计", "总计"):
            got = None
        if got:
            out.labels.append((got[0], tuple(pieces[at : at + got[1]])))
            at += got[1]
            in_prose = False
            continue
        at += 1
        if _TORN_HEAD.fullmatch(piece.text):
            out.torn.append(piece)
            continue
        m = _TORN.match(piece.text)
        if m:
            label, tail = split_piece(piece, m.end()) if m.end() < len(piece.text) else (piece, None)
            out.torn.append(label._replace(text=label.text.strip(), end=label.start + len(label.text.strip())))
            if tail is None:
                continue
            piece = tail
        inner = _labelled(piece)
        if inner:
            out.labels.append((inner[0], (inner[1],)))
            piece = inner[2]
        wide = piece.line < table_from and width(piece.text) >= _PROSE and bool(_PUNCTUATION.search(piece.text))
        goes_on = (
            in_prose
            and piece.gap is not Gap.EDGE
            and not likely.is_plain(piece.text)
            and not likely.is_value(squeeze(piece.text))
        )
        in_prose = wide or goes_on
        (out.prose if in_prose else out.rest).append(piece)
    _mend(out)
    return out


def _mend(lines: _Lines) -> None:
    """Level labels whose two halves have another cell between them: 服务对象满意 / 参与公众满意度 / 度指标."""
    at = 0
    while at < len(lines.rest):
        one = lines.rest[at]
        for two in lines.rest[at + 1 : at + 4]:
            known = match(squeeze(one.text + two.text), ("level1", "level2"))
            if (
                known
                and "指标" in one.text + two.text
                and not (match(one.text, ("level2",)) or likely.is_plain(two.text))
            ):
                lines.labels.append((known, (one, two)))
                lines.rest.remove(one)
                lines.rest.remove(two)
                at -= 1
                break
        at += 1
    lines.labels.sort(key=lambda entry: entry[1][0].line)
    halves = [p for p in lines.rest if _HALF.fullmatch(squeeze(p.text))]
    lines.torn += halves
    lines.rest = [p for p in lines.rest if p not in halves]


def _labelled(piece: Piece) -> tuple[Known, Piece, Piece] | None:
    """A level label and the name beside it, on one line."""
    at = piece.text.find(" ")
    if at < 0 or likely.is_value(squeeze(piece.text)):
        return None
    half = _HALF.fullmatch(piece.text[:at])
    got = (Known("half", ""), 1) if half else take([piece.text[:at]], 0, ("level2",))
    if not got or (not half and "指标" not in piece.text[:at]):
        return None
    label, tail = split_piece(piece, at + 1)
    return got[0], label._replace(text=label.text.strip(), end=label.start + at), tail


def _note(sections: Sections, known: Known, cut: Cut) -> None:
    if known.part == "title" and not sections.title:
        sections.title.append(cut)
        return
    if known.part == "year":
        sections.years.append(cut)
        return
    sections.labels.append(cut)
    if known.part == "fund_head":
        sections.currency = known.points or sections.currency
    elif known.part == "column" and known.field not in sections.columns:
        sections.columns.append(known.field)
    elif known.part in ("level1", "level2") and "指标" in cut_text(cut):
        sections.table.append(Mark(known.part, known.field, known.points, cut))


def _head(sections: Sections, rest: list[Piece], lines: _Lines) -> list[Piece]:
    """项目名称, 主管部门 and 实施单位: offices by how they end, the project by its neighbours among the labels."""
    until = max((cut[0].line for known, cut in lines.labels if known.field == "target"), default=0)
    words = [p for p in rest if p.line < until and not likely.is_plain(p.text) and not likely.is_value(squeeze(p.text))]
    beside = {cut[0].line - 1 for known, cut in lines.labels if known.part in ("head", "fund_column")}
    beside |= {cut[-1].line + k for known, cut in lines.labels if known.field == "project_name" for k in (1, 2)}
    offices = [p for p in words if _OFFICE.search(p.text)]
    others = [p for p in words if p not in offices and p.line in beside]
    found = dict(zip(("department", "unit"), offices, strict=False)) if len(offices) == 2 else {}
    if len(others) == 1:
        found["project_name"] = others[0]
    sections.head.update({key: (piece,) for key, piece in found.items()})
    return [p for p in rest if p not in found.values()]


def _goals(lines: _Lines, text: str) -> tuple[list[Piece], list[Piece]]:
    """预期目标 and 实际完成情况: one after the other, or beside each other line by line."""
    places = {known.field: cut[-1].line for known, cut in lines.labels if known.part == "goal_column"}
    here, there = places.get("expected", 0), places.get("actual", 0)
    between = [p for p in lines.prose if here < p.line < there]
    if between:
        return between, [p for p in lines.prose if p.line > there]
    pieces = []
    for p in lines.prose:
        for m in re.finditer(r"\S+", p.text):
            gap = Gap.LINE if m.start() == 0 else Gap.BLANK
            pieces.append(Piece(m[0], p.start + m.start(), p.start + m.end(), p.line, m.start(), gap))
    return split_by_width(pieces, text)


def _table(reading: Reading, rest: Sequence[Piece], text: str) -> None:
    """The rows, if the streams of names and values are equally long."""
    sections = reading.sections
    streams = read_streams(rest, text, _execution(sections)) if len(rest) <= _MOST_LINES else None
    if streams is None:
        reading.doubts.append("指标表的各列被拆散，名称与数值的个数对不上，没有逐行读出")
        reading.unsure += [Part.ROWS, Part.POINTS, Part.LEVELS, Part.EXPLANATIONS]
        return
    rows, pairs, total = streams.rows, streams.scores, streams.total
    if total:
        sections.total += [total[0][0], total[1][0]]
    marks = level_names([e for e in sections.table if isinstance(e, Mark)])
    labels = [m.name for part, m in marks if part == "level2"] or [""]
    own, shared = len(pairs) == len(rows), len(pairs) == len(labels)
    if own:
        rows = tuple(r._replace(points=p, score=s) for r, (p, s) in zip(rows, pairs, strict=True))
    level1 = [(m.name, m.points) for part, m in marks if part == "level1"]
    reading.doubts += ["各列被拆散，按各列的先后次序逐行对应；二级指标按指标名称推定", *streams.doubts]
    reading.unsure += [Part.LEVELS, *([Part.EXPLANATIONS] if streams.doubts else [])]
    if not own and not shared:
        reading.doubts.append(f"分值、得分有{len(pairs)}对，指标有{len(rows)}行，不能确定各行的分值")
    if streams.strange:
        reading.doubts.append(f"有{streams.strange}行的指标名称与数值不像是一行，各行的对应不能确定")
        reading.unsure.append(Part.ROWS)
    if not own:
        reading.unsure.append(Part.POINTS)
    dashes = [not p[0].text[0].isdigit() for p, _ in pairs] if shared and not own else []
    for k, a, b in _divide(rows, labels, level1, dashes):
        pair = (pairs[k],) if shared and not own else ()
        reading.blocks.append(
            Block(
                typical.parent(labels[k], [n for n, _ in level1]),
                labels[k],
                tuple(rows[a:b]),
                pair,
            )
        )


def _execution(sections: Sections) -> tuple[Decimal, Decimal]:
    """Points and score of the execution, 0 where the fund block was not read."""
    cells = next((pieces for role, _, pieces in sections.funds if role == "total"), [])
    numbers = [cells[COLUMNS.index(c)].text if len(cells) == len(COLUMNS) else "0" for c in ("points", "score")]
    points, score = (Decimal(n) if likely.is_plain(n) and n[0].isdigit() else Decimal(0) for n in numbers)
    return points, score


_Runs = tuple[tuple[int, int, int], ...]  # label, first row, end


def _divide(
    rows: Sequence[Row], labels: Sequence[str], level1: Sequence[tuple[str, str | None]], dashes: Sequence[bool] = ()
) -> list[tuple[int, int, int]]:
    """Divide rows into one run for each label: label, first row, end.

    What counts is what is usual under each, and the points that the 一级 labels announce. The labels come in
    any order, rather in that of the text; ``dashes`` tells which of them carry no points, because their rows
    are 不适用.
    """
    n, k = len(rows), len(labels)
    targets = [read_value(cut_text(r.target)) for r in rows]
    blank = [t.kind is CellKind.NOT_APPLICABLE for t in targets]
    worth = [  # of the rows up to each, under each label
        [
            0,
            *accumulate(
                typical.likely_under(label, cut_text(r.name), t, labels)
                + ((200 if b == dash else -200) if dashes else 0)
                for r, t, b in zip(rows, targets, blank, strict=True)
            ),
        ]
        for label, dash in zip(labels, dashes or [False] * k, strict=True)
    ]
    parents = [typical.parent(label, [name for name, _ in level1]) for label in labels]
    best: dict[tuple[int, int], tuple[int, _Runs]] = {(0, 0): (0, ())}
    for _ in range(k):
        following: dict[tuple[int, int], tuple[int, _Runs, int, int]] = {}
        for (used, a), (score, runs) in best.items():
            skipped = 0
            for label in range(k):
                if used & 1 << label:
                    continue
                gain = score - 30 * skipped - worth[label][a]
                gain += 50 if runs and parents[runs[-1][0]] == parents[label] else 0
                skipped += 1
                now = used | 1 << label
                for b, more in enumerate(worth[label][a + 1 :], a + 1):
                    known = following.get((now, b))
                    if known is None or gain + more > known[0]:
                        following[now, b] = gain + more, runs, label, a
        kept = sorted(following.items(), key=lambda item: -item[1][0])[:_BEAM]
        best = {(now, b): (score, (*runs, (label, a, b))) for (now, b), (score, runs, label, a) in kept}
    announced = {name: Decimal(p) for name, p in level1 if p}
    points = [_points(r) for r in rows]
    whole = [
        (score + 200 * _agree(runs, parents, points, announced), runs)
        for (_, b), (score, runs) in best.items()
        if b == n
    ]
    return list(max(whole, key=lambda w: w[0], default=(0, ((0, 0, n),)))[1])


def _points(row: Row) -> Decimal | None:
    text = row.points[0].text if row.points else ""
    return Decimal(text) if text.replace(".", "").isdigit() else None


def _agree(
    runs: Sequence[tuple[int, int, int]],
    parents: Sequence[str],
    points: Sequence[Decimal | None],
    announced: dict[str, Decimal],
) -> int:
    """How many 一级 labels have the points that they announce."""
    sums: dict[str, Decimal] = {}
    for label, a, b in runs:
        sums[parents[label]] = sums.get(parents[label], Decimal(0)) + sum(
            (p for p in points[a:b] if p is not None), Decimal(0)
        )
    return sum(sums.get(name) == p for name, p in announced.items())
