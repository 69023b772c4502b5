"""The walk through a text: head, 项目资金, 年度总体目标, 绩效指标, 总分, by the form's own labels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.parsing.labels import Known, is_year, take
from auditor.parsing.pieces import Cut, Gap, Piece, cut_text, split_piece

_HEAD = ("other", "head", "fund_column", "goal_column", "column")
_FUNDS = ("fund_row", "fund_column", "other", "goal_column", "column")
_TABLE = ("level1", "level2", "column", "other")
_OPENS = {
    "fund_head": "funds",
    "fund_column": "funds",
    "fund_row": "funds",
    "goal_head": "goals",
    "goal_column": "goals",
    "column": "table",
    "total": "tail",
}  # labels that open a block of the form
_COLON = re.compile(r"^(.{2,12}?)[:：](.+)$")
_TITLE = re.compile(r"(.+表)[（(](?:19|20)\d\d年?度?[）)]$")
_FURNITURE = re.compile(
    r"[-—–]\s*\d{1,3}\s*[-—–]|第\d{1,3}页(?:[/，,]?共\d{1,3}页)?|\d{1,2}/\d{1,2}页?|附件\d*[:：]?|附表\d*[:：]?|公开\d+表"
)

_FOOT = re.compile(
    r"(?:填[表报]|制表|审核|复核|经办|联系|(?:单位|部门|项目|财务)?负责)人员?(?:[（(]?签[字章名][）)]?)?[:：]|"
    r"(?:联系)?电话[:：]|(?:填[表报]|制表|报送|审核)?(?:日期|时间)[:：]|填[表报]单位(?:[（(](?:盖章|公章)[）)])?[:：]"
)
_NOTES = re.compile(r"(?:备?注|(?:填[表报])?说明)(?:[:：]|\d[.、．])")


@dataclass(slots=True)
class Mark:
    """A level label in the indicator table: its name, the points that it announces, its pieces."""

    part: str
    name: str
    points: str | None
    cut: Cut


@dataclass(slots=True)
class Sections:
    """The pieces of a text, handed out to the blocks of the form; what fits nowhere is handed to none."""

    title: list[Cut] = field(default_factory=list)
    years: list[Cut] = field(default_factory=list)
    head: dict[str, Cut] = field(default_factory=dict)
    currency: str | None = None
    funds: list[tuple[str, Cut, list[Piece]]] = field(default_factory=list)
    fund_columns: list[str] = field(default_factory=list)
    goals: list[Piece] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    table: list[Piece | Mark] = field(default_factory=list)
    total: list[Piece] = field(default_factory=list)
    grade: list[Piece] = field(default_factory=list)
    labels: list[Cut] = field(default_factory=list)


def _is_table(texts: Sequence[str], at: int) -> bool:
    """Whether the column heads of the indicator table begin at ``at``."""
    got = take(texts, at, ("column",))
    if not got:
        return False
    after = at + got[1]
    follow = take(texts, after, ("column",)) if after < len(texts) else None
    return bool(follow) and got[0].field in ("level1", "level2", "name", "target")


@dataclass(slots=True)
class _Place:
    """Where the walk is: in which block, after which label of the head, whether after 等级, and in the foot."""

    where: str = "head"
    key: str | None = None
    grade: bool = False
    foot: bool = False  # the label before waits for its value: 填表人：
    notes: bool = False


def walk(pieces: list[Piece], marked: Mapping[int, tuple[Known, Cut]] | None = None) -> Sections:
    """Hand every piece out to the block that it belongs to.

    ``marked`` holds labels that were put together from cut pieces before: the number of the piece where each
    is to count, with its label.
    """
    out, place = Sections(), _Place()
    marked = marked or {}
    texts = [p.text for p in pieces]
    at = 0
    while at < len(pieces):
        got = (marked[at][0], 1) if at in marked else _label(out, texts, at, place.where, marked)
        if got:
            known, used = got
            _enter(out, known, marked[at][1] if at in marked else tuple(pieces[at : at + used]), place)
            at += used
            continue
        divided = _divide(pieces[at]) if place.where == "head" else None
        if divided:
            pieces[at : at + 1] = divided
            texts[at : at + 1] = [p.text for p in divided]
            continue
        _hand_out(out, pieces[at], place)
        at += 1
    return out


def _hand_out(out: Sections, piece: Piece, place: _Place) -> None:
    """Give a piece that is no label to the block where it stands."""
    if not piece.text:
        _empty(out, piece, place)
    elif place.where == "goals":
        out.goals.append(piece)
    elif _FURNITURE.fullmatch(piece.text):
        out.labels.append((piece,))
    elif place.where == "head":
        _to_head(out, place.key, piece)
    elif place.where == "funds":
        if out.funds:
            out.funds[-1][2].append(piece)
    elif place.where == "table":
        out.table.append(piece)
    elif _in_foot(piece, place):
        out.labels.append((piece,))
    else:
        (out.grade if place.grade else out.total).append(piece)


def _in_foot(piece: Piece, place: _Place) -> bool:
    """Whether a piece after the total is of the foot: 填表人, 联系电话, 填报日期 with their values, or the notes."""
    place.notes = place.notes or bool(_NOTES.match(piece.text))
    found = place.notes or place.foot or bool(_FOOT.match(piece.text))
    place.foot = found and piece.text.endswith(("：", ":"))
    return found


def _empty(out: Sections, piece: Piece, place: _Place) -> None:
    """An empty cell of a delimited row keeps its column among the amounts, the indicators and the totals."""
    if place.where == "funds" and out.funds:
        out.funds[-1][2].append(piece)
    elif place.where == "table":
        out.table.append(piece)
    elif place.where == "tail" and not place.grade:
        out.total.append(piece)


def _label(
    out: Sections, texts: Sequence[str], at: int, where: str, marked: Mapping[int, tuple[Known, Cut]]
) -> tuple[Known, int] | None:
    """The label that begins at a piece, if it may stand where the walk is; how many pieces it takes."""
    if where == "head":
        known = take(texts, at, _HEAD)
        return (Known("year", ""), 1) if known is None and not out.labels and is_year(texts[at]) else known
    if where == "funds":
        return take(texts, at, _FUNDS)
    if where == "goals":
        return _label_in_goals(out, texts, at, marked)
    if where == "table":
        return _label_in_table(out, texts, at)
    got = take(texts, at, ("other", "head"))
    return got if got and got[0].part in ("grade", "head") else None


def _label_in_goals(
    out: Sections, texts: Sequence[str], at: int, marked: Mapping[int, tuple[Known, Cut]]
) -> tuple[Known, int] | None:
    """The heads of the goals before their words; then only what opens the indicator table."""
    got = take(texts, at, ("goal_column", "other"))
    if not out.goals and got and got[0].part in ("goal_column", "goal_head"):
        return got
    if _is_table(texts, at):
        return take(texts, at, ("column",))
    got = take(texts, at, ("other",))
    if got and got[0].part == "table_head" and at + got[1] < len(texts) and _is_table(texts, at + got[1]):
        return got
    opens = any(k in marked and marked[k][0].part == "column" for k in (at + 1, at + 2))
    return got if opens and texts[at] == "绩效指标" else None


def _label_in_table(out: Sections, texts: Sequence[str], at: int) -> tuple[Known, int] | None:
    """Level labels that say 指标 or their points, a header printed again, and 总分 at the end."""
    got = take(texts, at, _TABLE)
    if got is None:
        return None
    known, used = got
    if known.part in ("level1", "level2"):
        return got if known.points is not None or "指标" in "".join(texts[at : at + used]) else None
    if known.part == "column":
        return got if not out.table or _is_table(texts, at) or _in_head(out, texts, at) else None
    if known.part == "total":
        return got if _ends(texts, at + used) else None
    return got if known.part == "table_head" else None


def _in_head(out: Sections, texts: Sequence[str], at: int) -> bool:
    """Whether the label before was a column head too, so that a header printed again goes on."""
    return (
        at > 0
        and bool(out.labels)
        and out.labels[-1][-1].text == texts[at - 1]
        and bool(take([cut_text(out.labels[-1])], 0, ("column",)))
    )


def _ends(texts: Sequence[str], at: int) -> bool:
    """Whether a 总分 is followed by numbers, dashes or nothing, as the last row is."""
    while at < len(texts) and not texts[at]:
        at += 1
    return at >= len(texts) or bool(re.fullmatch(r"\d+(?:\.\d+)?|[-—–/]+", texts[at]))


def _divide(piece: Piece) -> tuple[Piece, Piece] | None:
    """项目名称：某某 as two pieces, and 自评表（2023年度）."""
    m = _TITLE.match(piece.text)
    if m and take([m[1]], 0, ("other",)):
        return split_piece(piece, len(m[1]))
    m = _COLON.match(piece.text)
    if m and take([m[1]], 0, ("head",)):
        return split_piece(piece, len(m[1]) + 1)
    return None


def _to_head(out: Sections, key: str | None, piece: Piece) -> None:
    """A piece of the head belongs to the label before it, unless lines stand between."""
    if key is None:
        return
    before = out.head.get(key, ())
    if not before or piece.gap is not Gap.LINE or piece.line - before[-1].line <= 1:
        out.head[key] = (*before, piece)


def _enter(out: Sections, known: Known, cut: Cut, place: _Place) -> None:
    """Note a label, and where the following pieces belong."""
    part = known.part
    if part not in ("title", "year"):
        out.labels.append(cut)
    if part == "head":
        place.key = known.field or "other"
        place.foot = place.where == "tail"
    elif part == "grade":
        place.grade = True
    elif part in _OPENS:
        place.where, place.key = _OPENS[part], None
        place.grade = place.grade and part != "total"
    _note(out, known, cut)


def _note(out: Sections, known: Known, cut: Cut) -> None:
    """Keep what a label says: a column, a row, a level, the unit of the amounts."""
    part = known.part
    if part == "title":
        out.title.append(cut)
    elif part == "year":
        out.years.append(cut)
    elif part == "fund_head":
        out.currency = known.points or out.currency
    elif part == "fund_column":
        out.fund_columns.append(known.field)
    elif part == "fund_row":
        out.funds.append((known.field, cut, []))
    elif part == "column" and known.field not in out.columns:
        out.columns.append(known.field)
    elif part in ("level1", "level2"):
        out.table.append(Mark(part, known.field, known.points, cut))
