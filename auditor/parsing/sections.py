"""The walk through a text: head, 项目资金, 年度总体目标, 绩效指标, 总分, by the form's own labels."""

import re
from dataclasses import dataclass, field

from auditor.parsing.labels import Known, take
from auditor.parsing.pieces import Cut, Gap, Piece, cut_text, split_piece

_HEAD = ("other", "head", "fund_column", "goal_column", "column")
_FUNDS = ("fund_row", "fund_column", "other", "goal_column", "column")
_TABLE = ("level1", "level2", "column", "other")
_COLON = re.compile(r"^(.{2,12}?)[:：](.+)$")
_FURNITURE = re.compile(
    r"[-—–]\s*\d{1,3}\s*[-—–]|第\d{1,3}页(?:[/，,]?共\d{1,3}页)?|\d{1,2}/\d{1,2}页?|附件\d*[:：]?|附表\d*[:：]?|公开\d+表"
)
_NOTE = re.compile(r"注[:：]|注\d*[:：.、]|备注[:：]|填表说明|说明[:：]|其他需要说明的?(?:问题|事项)?")


@dataclass(slots=True)
class Mark:
    """A level label in the indicator table: its name, the points that it announces, its pieces."""

    part: str
    name: str
    points: str | None
    cut: Cut


@dataclass(slots=True)
class Sections:
    """The pieces of a text, handed out to the blocks of the form."""

    title: list[Cut] = field(default_factory=list)
    years: list[Cut] = field(default_factory=list)
    head: dict[str, Cut] = field(default_factory=dict)
    currency: str | None = None
    funds: list[tuple[str, Cut, list[Piece]]] = field(default_factory=list)
    fund_columns: list[str] = field(default_factory=list)
    fund_lost: list[Piece] = field(default_factory=list)
    goals: list[Piece] = field(default_factory=list)
    goal_columns: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    table: list[Piece | Mark] = field(default_factory=list)
    total: list[Piece] = field(default_factory=list)
    grade: list[Piece] = field(default_factory=list)
    labels: list[Cut] = field(default_factory=list)
    lost: list[Piece] = field(default_factory=list)
    saw_total: bool = False


def _is_table(texts: list[str], at: int) -> bool:
    """Whether the column heads of the indicator table begin at ``at``."""
    got = take(texts, at, ("column",))
    if not got:
        return False
    after = at + got[1]
    follow = take(texts, after, ("column",)) if after < len(texts) else None
    return bool(follow) and got[0].field in ("level1", "level2", "name", "target")


def walk(pieces: list[Piece], marked: dict[int, tuple[Known, Cut]] | None = None) -> Sections:
    """Hand every piece out. ``marked`` holds labels that were put together from cut pieces before:
    the number of the piece where each is to count, with its label.
    """
    out = Sections()
    at = 0
    where = "head"
    key: str | None = None
    texts = [p.text for p in pieces]
    marked = marked or {}
    grade = False
    while at < len(pieces):
        if at in marked:
            known, cut = marked[at]
            used = 1
        else:
            got = _label(out, texts, at, where)
            if (
                got is None
                and where == "goals"
                and any(k in marked and marked[k][0].part == "column" for k in (at + 1, at + 2))
            ):
                got = take(texts, at, ("other",)) if texts[at] == "绩效指标" else None
            known, used = got or (None, 1)
            cut = tuple(pieces[at : at + used])
        if known is None:
            piece = pieces[at]
            if not piece.text:
                _empty(out, piece, where)
                at += 1
                continue
            divided = _divide(piece) if where == "head" else None
            if divided:
                pieces[at : at + 1] = divided
                texts[at : at + 1] = [p.text for p in divided]
                continue
            if _FURNITURE.fullmatch(piece.text) and where != "goals":
                out.labels.append((piece,))
            elif where == "head":
                _to_head(out, key, piece)
            elif where == "funds":
                (out.funds[-1][2] if out.funds else out.fund_lost).append(piece)
            elif where == "goals":
                out.goals.append(piece)
            elif where == "table":
                out.table.append(piece)
            elif grade:
                out.grade.append(piece)
            else:
                out.total.append(piece)
            at += 1
            continue
        out.labels.append(cut)
        where, key, grade = _enter(out, known, cut, where, key, grade)
        at += used
    return out


def _empty(out: Sections, piece: Piece, where: str) -> None:
    """An empty cell of a delimited row keeps its column among the amounts and the indicators."""
    if where == "funds" and out.funds:
        out.funds[-1][2].append(piece)
    elif where == "table":
        out.table.append(piece)


def _label(out: Sections, texts: list[str], at: int, where: str) -> tuple[Known, int] | None:
    if where == "head":
        return take(texts, at, _HEAD)
    if where == "funds":
        return take(texts, at, _FUNDS)
    if where == "goals":
        if not out.goals:
            got = take(texts, at, ("goal_column", "other"))
            if got and got[0].part in ("goal_column", "goal_head"):
                return got
        if _is_table(texts, at):
            return take(texts, at, ("column",))
        got = take(texts, at, ("other",))
        if got and got[0].part == "table_head" and at + got[1] < len(texts) and _is_table(texts, at + got[1]):
            return got
        return None
    if where == "table":
        got = take(texts, at, _TABLE)
        if got is None or got[0].part not in ("level1", "level2", "column", "table_head", "goal_head", "total"):
            return None
        if got[0].part == "total" and not _ends(texts, at + got[1]):
            return None
        if got[0].part == "goal_head" or (
            got[0].part == "column" and out.table and not _is_table(texts, at) and not _in_head(out, texts, at)
        ):
            return None
        short = "指标" not in "".join(texts[at : at + got[1]]) and got[0].points is None
        if got[0].part in ("level1", "level2") and short:
            return None
        return got
    got = take(texts, at, ("other", "head"))
    return got if got and got[0].part in ("grade", "head") else None


def _in_head(out: Sections, texts: list[str], at: int) -> bool:
    """Whether the label before was a column head too, so that a header printed again goes on."""
    return (
        at > 0
        and bool(out.labels)
        and out.labels[-1][-1].text == texts[at - 1]
        and bool(take([cut_text(out.labels[-1])], 0, ("column",)))
    )


def _ends(texts: list[str], at: int) -> bool:
    """Whether a 总分 is followed by numbers, dashes or nothing, as the last row is."""
    while at < len(texts) and not texts[at]:
        at += 1
    return at >= len(texts) or bool(re.fullmatch(r"\d+(?:\.\d+)?|[-—–/]+", texts[at]))


def _divide(piece: Piece) -> tuple[Piece, Piece] | None:
    """项目名称：某某 as two pieces."""
    m = _COLON.match(piece.text)
    if m and take([m[1]], 0, ("head",)):
        return split_piece(piece, len(m[1]) + 1)
    return None


def _to_head(out: Sections, key: str | None, piece: Piece) -> None:
    if key is not None:
        before = out.head.get(key, ())
        if before and piece.gap is Gap.LINE and piece.line - before[-1].line > 1:
            out.lost.append(piece)
        else:
            out.head[key] = (*before, piece)
    else:
        out.lost.append(piece)


def _enter(
    out: Sections, known: Known, cut: Cut, where: str, key: str | None, grade: bool
) -> tuple[str, str | None, bool]:
    """Note a label and say where the following pieces belong."""
    part = known.part
    if part == "title":
        out.title.append(cut)
        out.labels.pop()
    elif part == "year":
        out.years.append(cut)
        out.labels.pop()
    elif part == "head":
        return ("head" if where == "head" else where), known.field or "other", grade
    elif part == "fund_head":
        out.currency = known.points or out.currency
        return "funds", None, grade
    elif part == "fund_column":
        out.fund_columns.append(known.field)
        return "funds", None, grade
    elif part == "fund_row":
        out.funds.append((known.field, cut, []))
        return "funds", None, grade
    elif part == "goal_head":
        return "goals", None, grade
    elif part == "goal_column":
        out.goal_columns.append(known.field)
        return "goals", None, grade
    elif part == "column":
        if known.field not in out.columns:
            out.columns.append(known.field)
        return "table", None, grade
    elif part in ("level1", "level2"):
        out.table.append(Mark(part, known.field, known.points, cut))
    elif part == "total":
        out.saw_total = True
        return "tail", None, False
    elif part == "grade":
        return where, key, True
    return where, key, grade
