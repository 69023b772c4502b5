"""The walk through a text: every piece is handed out to the block that it belongs to, by the form's own labels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.parsing import likely
from auditor.parsing.labels import BASE, Known, Texts, Words
from auditor.parsing.pieces import Cut, Gap, Piece, cut_text, split_piece
from auditor.parsing.rows import BESIDE
from auditor.parsing.sections import Mark, Sections
from auditor.parsing.where import label

_OPENS = {
    "fund_head": "funds",
    "fund_column": "funds",
    "fund_row": "funds",
    "goal_head": "goals",
    "goal_column": "goals",
    "column": "table",
    "total": "tail",
    "note": "notes",
}  # labels that open a block of the form
_COLON = re.compile(r"^(.{2,12}?)[:：](.+)$")
_SECOND = re.compile(r"(?<=\S)\s+([^\s:：]{2,12}[:：])")
_CURRENCY = re.compile(r"(?:金额)?单位[:：]\s*(?:万元|元|亿元|千元)$")
_GRADE = re.compile(r"(?:自评)?(?:评价)?等级[:：]\s*(\S{1,3})")
_TITLE = re.compile(r"(.+表)[（(](?:19|20)\d\d年?度?[）)]$")
_FURNITURE = re.compile(
    r"[-—–]\s*\d{1,3}\s*[-—–]|第\d{1,3}页(?:[/，,]?共\d{1,3}页)?|\d{1,2}/\d{1,2}页?|附件\d*[:：]?|附表\d*[:：]?|公开\d+表"
    r"|\d{6}_\w{4,8}|附[件表]?[\d-]*|首页[>＞].*"
    r"|[….]{1,8}"
)
_PLACEHOLDER = re.compile(r"指标\d{1,2}[:：.]?")
_FOOT = re.compile(
    r"(?:填[表报]|制表|审核|复核|经办|联系|(?:单位|部门|项目|财务)?负责)人员?(?:[（(]?签[字章名][）)]?)?[:：]|"
    r"(?:联系)?电话[:：]|(?:填[表报]|制表|报送|审核)?(?:日期|时间)[:：]|填[表报]单位(?:[（(](?:盖章|公章)[）)])?[:：]"
)
_AMOUNT = re.compile(r"[\d.,]+(?:万元?|元|%)?|[-—–]")
_REMARKS = re.compile(r"(?:备?注|(?:填[表报])?说明)(?:[:：]|\d[.、．])")


@dataclass(slots=True)
class _Place:
    """Where the walk is: in which block, after which label of the head, whether after 等级, and in the foot."""

    where: str = "head"
    key: str | None = None
    grade: bool = False
    foot: bool = False  # the label before waits for its value: 填表人：
    remarks: bool = False
    keyed: bool = False  # each amount stands behind its own label: 预算数 310.50 执行数 299.10
    blanks: list[Piece] = field(default_factory=list)  # empty cells before the amounts of a row without a label


def walk(pieces: list[Piece], marked: Mapping[int, tuple[Known, Cut]] | None = None, words: Words = BASE) -> Sections:
    """Hand every piece out to the block that it belongs to, by the labels of a family.

    ``marked`` holds labels that were put together from cut pieces before: the number of the piece where each
    is to count, with its label.
    """
    out, place = Sections(words=words), _Place()
    marked = marked or {}
    texts = _texts(pieces)
    at = 0
    while at < len(pieces):
        got = (marked[at][0], 1) if at in marked else label(out, texts, at, place.where, marked)
        if got:
            known, used = got
            _enter(out, known, marked[at][1] if at in marked else tuple(pieces[at : at + used]), place)
            at += used
            continue
        divided = _divide(words, pieces[at]) if place.where == "head" else _grade(pieces[at])
        if divided:
            pieces[at : at + 1] = divided
            texts = _texts(pieces)
            continue
        if place.where == "table" and _PLACEHOLDER.fullmatch(texts[at]) and _alone(pieces, at):
            out.labels.append((pieces[at],))
        else:
            _hand_out(out, pieces[at], place)
        at += 1
    return out


def _texts(pieces: Sequence[Piece]) -> Texts:
    return Texts((p.text for p in pieces), (k for k, p in enumerate(pieces) if p.gap is Gap.EDGE))


def _alone(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece is the only one of its row."""
    after = next((p for p in pieces[at + 1 :] if p.text), None)
    return after is None or (after.line != pieces[at].line and not likely.is_value(after.text))


def _hand_out(out: Sections, piece: Piece, place: _Place) -> None:
    """Give a piece that is no label to the block where it stands."""
    if not piece.text:
        _empty(out, piece, place)
    elif place.where == "goals":
        out.goals.append(piece)
    elif _FURNITURE.fullmatch("".join(piece.text.split())):
        out.labels.append((piece,))
    elif place.where == "head":
        _to_head(out, place.key, piece)
    elif place.where == "funds":
        _to_funds(out, piece, place)
    elif place.where == "notes":
        _to_notes(out, piece, place)
    elif place.where == "table" and _in_its_head(out, piece):
        out.columns.append(BESIDE[sum(c in BESIDE for c in out.columns)])
        out.beside.append(piece.text)
        out.labels.append((piece,))
    elif place.where == "table" and piece.text in out.beside:
        out.labels.append((piece,))
    elif place.where == "table" and _is_remark(piece):
        place.where = "tail"
        out.labels.append((piece,))
        place.remarks = True
    elif place.where == "table":
        out.table.append(piece)
    elif _in_foot(piece, place):
        out.labels.append((piece,))
    else:
        (out.grade if place.grade else out.total).append(piece)


def _to_funds(out: Sections, piece: Piece, place: _Place) -> None:
    """An amount of the row whose label stands before it; without any label, of the only row there is."""
    if not out.funds and out.fund_columns and _AMOUNT.fullmatch(piece.text):
        place.keyed = len(out.fund_columns) == 1
        out.funds.append(("total", (), [b for b in place.blanks if b.line == piece.line and not place.keyed]))
    row = out.funds[-1][2] if out.funds else None
    if row and piece.text == "%" and row[-1].text[-1:].isdigit():
        row[-1] = row[-1]._replace(text=row[-1].text + "%", end=piece.end)  # a line break in the cell
    elif row is not None:
        row.append(piece)


def _in_its_head(out: Sections, piece: Piece) -> bool:
    """Whether a cell stands in the head of the table and names a column that no field holds: 指标解释, 数据来源."""
    begun = any(isinstance(e, Mark) or e.text for e in out.table)
    head = not begun and len(out.columns) > 1 and out.labels[-1][-1].line == piece.line
    return head and piece.gap is Gap.EDGE and out.columns.count(BESIDE[-1]) == 0


def _is_remark(piece: Piece) -> bool:
    """Whether a line below the table begins its notes: 说明：1.指标得分＝…."""
    begins = _REMARKS.match(piece.text) or _FOOT.match(piece.text)
    return piece.gap is Gap.LINE and piece.column <= 0 and bool(begins)


def _to_notes(out: Sections, piece: Piece, place: _Place) -> None:
    """A piece of a note; a line below a note that is a cell is the foot of the form."""
    words = out.notes[-1][2]
    below = words and words[0].gap is Gap.EDGE and piece.gap is Gap.LINE and piece.column <= 0
    if below:
        place.where = "tail"
    if _in_foot(piece, place):
        out.labels.append((piece,))
    elif below:
        out.total.append(piece)
    else:
        words.append(piece)


def _in_foot(piece: Piece, place: _Place) -> bool:
    """Whether a piece after the total is of the foot: 填表人, 联系电话, 填报日期 with their values, or the notes."""
    place.remarks = place.remarks or bool(_REMARKS.match(piece.text))
    found = place.remarks or place.foot or bool(_FOOT.match(piece.text))
    place.foot = found and piece.text.endswith(("：", ":"))
    return found


def _empty(out: Sections, piece: Piece, place: _Place) -> None:
    """An empty cell of a delimited row keeps its column among the amounts, the indicators and the totals."""
    if place.where == "funds":
        if not place.keyed:
            (out.funds[-1][2] if out.funds else place.blanks).append(piece)
    elif place.where == "goals" and "adjusted" in out.goal_columns:
        out.goals.append(piece)
    elif place.where == "table":
        out.table.append(piece)
    elif place.where == "tail" and not place.grade:
        out.total.append(piece)


def _grade(piece: Piece) -> tuple[Piece, Piece] | None:
    """自评等级：优 as two pieces."""
    m = _GRADE.fullmatch(piece.text)
    return split_piece(piece, m.start(1)) if m else None


def _divide(words: Words, piece: Piece) -> tuple[Piece, Piece] | None:
    """项目名称：某某 as two pieces, and 自评表（2023年度）."""
    m = _TITLE.match(piece.text)
    if m and words.take([m[1]], 0, ("other",)):
        return split_piece(piece, len(m[1]))
    m = _SECOND.search(piece.text)
    if m and (_CURRENCY.match(piece.text, m.start(1)) or words.take([m[1]], 0, ("head",))):
        blank = m.start(1) - m.start()
        one, two = split_piece(piece, m.start(1))
        return one._replace(text=one.text.rstrip(), end=one.end - blank), two
    m = _COLON.match(piece.text)
    if m and words.take([m[1]], 0, ("head",)):
        return split_piece(piece, len(m[1]) + 1)
    return None


def _to_head(out: Sections, key: str | None, piece: Piece) -> None:
    """A piece of the head belongs to the label before it, unless lines stand between."""
    if key is None:
        return
    before = out.head.get(key, ())
    if before and piece.gap is Gap.EDGE and key not in ("other", "note"):
        key, before = "other", out.head.get("other", ())  # a cell behind a label that is not known
    if not before or key in ("other", "note") or piece.gap is not Gap.LINE or piece.line - before[-1].line <= 1:
        out.head[key] = (*before, piece)


def _enter(out: Sections, known: Known, cut: Cut, place: _Place) -> None:
    """Note a label, and where the following pieces belong."""
    part = known.part
    if part not in ("title", "year"):
        out.labels.append(cut)
    if part == "head" or (part == "total" and place.where == "head"):
        field_of = "total" if part == "total" else known.field or "other"
        place.key = "other" if out.head.get(field_of) else field_of
        place.foot = place.where == "tail"
    elif part == "grade":
        place.grade = True
    elif part in _OPENS:
        place.where, place.key = _OPENS[part], None
        place.grade = place.grade and part != "total"
    _note(out, known, cut, place)


def _note(out: Sections, known: Known, cut: Cut, place: _Place) -> None:
    """Keep what a label says: a column, a row, a level, the unit of the amounts."""
    part = known.part
    if part == "title":
        out.title.append(cut)
    elif part == "year":
        out.years.append(cut)
    elif part in ("fund_head", "unit"):
        out.currency = (known.points or out.currency) if part == "fund_head" else (out.currency or known.points)
    elif part == "fund_column" and known.field not in out.fund_columns:
        out.fund_columns.append(known.field)
        out.fund_places.append(cut[0].column)
    elif part == "goal_column":
        out.goal_columns.append(known.field)
    elif part == "note":
        out.notes.append((known.field, cut, []))
    elif part == "fund_row" and not (place.keyed and _again(out, known, cut)):
        out.funds.append((known.field, cut, []))
    elif part == "column" and known.field not in out.columns:
        out.columns.append(known.field)
        out.name_at = cut[0].column if known.field == "name" else out.name_at
    elif part in ("level1", "level2"):
        out.table.append(Mark(part, known.field, known.points, cut))


def _again(out: Sections, known: Known, cut: Cut) -> bool:
    """Whether a row of amounts is named again, once for each column."""
    role, before, amounts = out.funds[-1] if out.funds else ("", (), [])
    same = role == known.field and cut_text(before) == cut_text(cut)
    return same and sum(bool(p.text) for p in amounts) < len(out.fund_columns)
