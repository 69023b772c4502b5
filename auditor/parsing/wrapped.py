"""Labels that position-sorted text has torn apart: 项目资 / 金 / （万元 / ） at the left of other lines."""

import re
from collections.abc import Callable, Sequence

from auditor.parsing.labels import Known, match
from auditor.parsing.pieces import Cut, Gap, Piece, split_piece

_PARTS = ("head", "fund_column", "goal_column", "column", "level1", "level2", "fund_row", "other")
_WORDS: tuple[str, ...] = (
    "项目资金（万元）", "项目资金（元）", "项目资金", "年度总体目标", "年度绩效指标", "绩效指标", "产出指标", "效益指标", "满意度指标", "成本指标",
    "数量指标", "质量指标", "时效指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标", "社会公众满意度指标",
    "经济成本指标", "社会成本指标", "生态环境成本指标", "偏差原因分析及改进措施", "未完成原因分析", "年度指标值", "实际完成值", "实际完成情况",
    "一级指标", "二级指标", "三级指标", "其中：当年财政拨款", "上年结转资金", "年度资金总额",
)  # fmt: skip
_WORDS += tuple(w.translate(str.maketrans("（）：", "():")) for w in _WORDS if not w.isalnum())
_AMOUNT = re.compile(r"(?:\d[\d,]*(?:\.\d+)?%?|[—–-])(?=\s|$)")
_UPRIGHT = ("年度总体目标", "年度绩效指标", "绩效指标", "项目资金")  # labels that stand upright at the left of a block
_POINTED = re.compile(
    r"(?:产出|效益|满意度|成本)(?:指(?:标(?:[（(](?:\d{1,3}(?:\.\d?)?(?:分(?:[）)])?)?[）)]?)?)?)?)?"
)  # and its beginnings


def untie(pieces: list[Piece]) -> list[Piece]:
    """Divide pieces of -layout text where one blank stands between a label and the next cell."""
    out: list[Piece] = []
    line = -1
    for piece in pieces:
        rest = piece
        while " " in rest.text:
            at = _border(rest.text, first=piece.line != line)
            if at is None:
                break
            first, rest = split_piece(rest, at)
            blank = len(rest.text) - len(rest.text.lstrip())
            rest = Piece(rest.text[blank:], rest.start + blank, rest.end, rest.line, rest.column + blank, Gap.BLANK)
            out.append(first)
        out.append(rest)
        line = piece.line
    return out


def _border(text: str, *, first: bool) -> int | None:
    for m in re.finditer(" ", text):
        left = text[: m.start()].replace(" ", "")
        if match(left, ("level1", "level2")) or (len(left) >= 5 and any(w.startswith(left) for w in _WORDS)):
            return m.start()
        if _AMOUNT.fullmatch(text[: m.start()]) and _AMOUNT.match(text, m.end()):
            return m.start()
        if first and len(left) <= 5 and any(left in w for w in _UPRIGHT):
            return m.start()
    return None


def gather(pieces: list[Piece]) -> tuple[list[Piece], dict[int, tuple[Known, Cut]]]:
    """The pieces without those of torn labels, and the labels at the number of their first piece."""
    by_line: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_line.setdefault(piece.line, []).append(piece)
    lines = sorted(by_line)
    order = {line: i for i, line in enumerate(lines)}
    used: set[Piece] = set()
    torn: dict[Piece, tuple[Known, Cut]] = {}
    for piece in pieces:
        if piece in used or len(piece.text) < 2:
            continue
        if piece.text in _UPRIGHT[:3]:
            known = match(piece.text, _PARTS)
            if known:
                used.add(piece)
                torn[piece] = known, (piece,)
            continue
        for cut in _attempts(piece, by_line, lines, order[piece.line], used):
            known = match("".join(p.text for p in cut), _PARTS)
            if known:
                used.update(cut)
                torn[piece] = known, cut
                break
    kept: list[Piece] = []
    marked: dict[int, tuple[Known, Cut]] = {}
    for piece in pieces:
        if piece in torn:
            marked[len(kept)] = torn[piece]
            kept.append(piece)
        elif piece not in used:
            kept.append(piece)
    return kept, marked


def _attempts(
    piece: Piece, by_line: dict[int, list[Piece]], lines: Sequence[int], at: int, used: set[Piece]
) -> list[Cut]:
    """The torn labels that may begin with a piece, the longest first."""
    out: list[Cut] = []
    if any(len(word) > len(piece.text) and word.startswith(piece.text) for word in _WORDS):
        for word in _WORDS:
            if len(word) > len(piece.text) and word.startswith(piece.text):
                out += _continue(piece, word.startswith, by_line, lines, at, used)
    if _POINTED.fullmatch(piece.text):
        out += _continue(piece, lambda text: bool(_POINTED.fullmatch(text)), by_line, lines, at, used)
    return sorted(out, key=lambda cut: -sum(len(p.text) for p in cut))


def _continue(
    piece: Piece,
    begins: Callable[[str], bool],
    by_line: dict[int, list[Piece]],
    lines: Sequence[int],
    at: int,
    used: set[Piece],
) -> list[Cut]:
    """Labels put together from a piece and others near the left of the next lines."""
    cut: Cut = (piece,)
    text = piece.text
    out: list[Cut] = []
    while True:
        for i, other in _near(by_line, lines, at, used, piece.column):
            if other not in cut and begins(text + other.text) and not (text[-1].isdigit() and other.text[0].isdigit()):
                cut, text, at = (*cut, other), text + other.text, i
                break
        else:
            return out
        if match(text, _PARTS):
            out.append(cut)


def _near(
    by_line: dict[int, list[Piece]], lines: Sequence[int], at: int, used: set[Piece], column: int
) -> list[tuple[int, Piece]]:
    """Pieces near the left of the next lines, the nearest first."""
    found: list[tuple[int, Piece]] = []
    for i in range(at + 1, min(len(lines), at + 5)):
        found += [
            (i, piece)
            for piece in by_line[lines[i]][:3]
            if piece not in used and (piece.gap is not Gap.WIDE or abs(piece.column - column) < 12 or piece.column < 20)
        ]
    return found
