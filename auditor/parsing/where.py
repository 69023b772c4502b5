"""Which label of the form begins at a piece, and may stand where the walk is."""

import re
from collections.abc import Mapping, Sequence

from auditor.parsing import likely
from auditor.parsing.labels import BASE, Known, Words, is_year
from auditor.parsing.pieces import Cut, cut_text
from auditor.parsing.sections import Mark, Sections

_HEAD = ("other", "head", "fund_column", "goal_column", "column")
_FUNDS = ("fund_row", "fund_column", "other", "note", "goal_column", "column")
_TABLE = ("level1", "level2", "column", "other")
_NOTES_END = ("note", "head", "other")
_FUND_COLUMNS = 3
_BARE = 4  # characters of a label that does not say 指标


def label(
    out: Sections, texts: Sequence[str], at: int, where: str, marked: Mapping[int, tuple[Known, Cut]]
) -> tuple[Known, int] | None:
    """The label that begins at a piece, if it may stand where the walk is; how many pieces it takes."""
    take = out.words.take
    if where == "head":
        known = take(texts, at, _HEAD)
        return (Known("year", ""), 1) if known is None and not out.head and is_year(texts[at]) else known
    if where == "funds":
        return take(texts, at, _FUNDS)
    if where == "goals":
        return _label_in_goals(out, texts, at, marked)
    if where == "table":
        return _label_in_table(out, texts, at)
    got = take(texts, at, _NOTES_END)
    if where == "notes" and _is_table(out.words, texts, at):
        return take(texts, at, ("column",))
    if where == "notes" and got and got[0].part == "fund_head" and _is_funds(out.words, texts, at):
        return got
    if where == "notes" and got and got[0].part == "goal_head" and _promises(out.words, texts, at + got[1]):
        return got
    if where == "notes" and got and got[0].part == "total" and _ends(texts, at + got[1]):
        return got
    return got if got and got[0].part in ("grade", "head", "note", "note_head") else None


def _label_in_goals(
    out: Sections, texts: Sequence[str], at: int, marked: Mapping[int, tuple[Known, Cut]]
) -> tuple[Known, int] | None:
    """The heads of the goals before their words; then only what opens the indicator table."""
    take = out.words.take
    got = take(texts, at, ("goal_column", "other"))
    if not any(p.text for p in out.goals) and got and got[0].part in ("goal_column", "goal_head"):
        return got
    if _is_table(out.words, texts, at):
        return take(texts, at, ("column",))
    if got and got[0].part == "fund_head" and _is_funds(out.words, texts, at):
        return got
    got = take(texts, at, ("other", "note"))
    if got and (got[0].part == "note" or (got[0].part == "table_head" and _opens(out.words, texts, at + got[1]))):
        return got
    opens = any(k in marked and marked[k][0].part == "column" for k in (at + 1, at + 2))
    return got if opens and texts[at] == "绩效指标" else None


def _opens(words: Words, texts: Sequence[str], at: int) -> bool:
    """Whether the next words are the column heads of the indicator table."""
    at = _filled(texts, at)
    return at < len(texts) and _is_table(words, texts, at)


def _label_in_table(out: Sections, texts: Sequence[str], at: int) -> tuple[Known, int] | None:
    """Level labels that say 指标 or their points, a header printed again, and 总分 at the end."""
    begun = any(isinstance(e, Mark) or e.text for e in out.table)
    got = out.words.take(texts, at, ("note",) if begun else ()) or out.words.take(texts, at, _TABLE)
    if got is None:
        return None
    known, used = got
    if known.part in ("level1", "level2"):
        return got if _is_level(out, known, texts, at, used) else None
    if known.part == "column":
        return got if not begun or _is_table(out.words, texts, at) or _in_head(out, texts, at) else None
    if known.part == "note":
        return got
    if known.part == "total":
        return got if _ends(texts, at + used) else None
    return got if known.part == "table_head" or (known.part in ("title", "year") and begun) else None


def _is_level(out: Sections, known: Known, texts: Sequence[str], at: int, used: int) -> bool:
    """Whether words are a label of a level and not the name of an indicator.

    It says 指标, or its points, or is one of the family's own; 社会效益 alone is, where a name follows it.
    """
    said = "".join(texts[at : at + used])
    if known.points is not None or "指标" in said or said in out.words.plain:
        return True
    after = _filled(texts, at + used)
    bare = out.words is not BASE and len(said) >= _BARE and after < len(texts)
    return bare and likely.name(texts[after]) > 0


def _in_head(out: Sections, texts: Sequence[str], at: int) -> bool:
    """Whether the label before was a column head too, so that a header printed again goes on."""
    return (
        at > 0
        and bool(out.labels)
        and out.labels[-1][-1].text == texts[at - 1]
        and bool(out.words.take([cut_text(out.labels[-1])], 0, ("column",)))
    )


def _ends(texts: Sequence[str], at: int) -> bool:
    """Whether a 总分 is followed by numbers, dashes or nothing, as the last row is."""
    while at < len(texts) and not texts[at]:
        at += 1
    return at >= len(texts) or bool(re.fullmatch(r"\d+(?:\.\d+)?|[-—–/]+", texts[at]))


def _is_table(words: Words, texts: Sequence[str], at: int) -> bool:
    """Whether the column heads of the indicator table begin at ``at``."""
    got = words.take(texts, at, ("column",))
    if not got or got[0].field not in ("level1", "level2", "name", "target"):
        return False
    after = _filled(texts, at + got[1])
    return after < len(texts) and bool(words.take(texts, after, ("column",)))


def _is_funds(words: Words, texts: Sequence[str], at: int) -> bool:
    """Whether a head of the amounts begins at ``at``: three of its columns follow each other."""
    columns = 0
    while at < len(texts) and columns < _FUND_COLUMNS:
        got = words.take(texts, at, ("fund_column", "other"))
        if not got or got[0].part not in ("fund_column", "fund_head"):
            return False
        columns += got[0].part == "fund_column"
        at = _filled(texts, at + got[1])
    return columns == _FUND_COLUMNS


def _promises(words: Words, texts: Sequence[str], at: int) -> bool:
    """Whether the heads of the goals follow."""
    at = _filled(texts, at)
    got = words.take(texts, at, ("goal_column", "other")) if at < len(texts) else None
    return got is not None and got[0].part in ("goal_column", "goal_head")


def _filled(texts: Sequence[str], at: int) -> int:
    """The next piece with words."""
    while at < len(texts) and not texts[at]:
        at += 1
    return at
