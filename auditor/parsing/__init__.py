"""Text of a 项目支出绩效自评表 in, :class:`auditor.model.form.Form` out; no character is lost.

Four readings for four kinds of text: rows with delimiters (:mod:`grid`), text in content order
(:mod:`rows`), text sorted by position (:mod:`bands`), all over the same labels and the same
judgement of what is likely (:mod:`likely`).
"""

import re
from dataclasses import replace

from auditor.model.form import Form
from auditor.parsing.assemble import Reading, assemble
from auditor.parsing.columns import split_by_place, split_by_width
from auditor.parsing.families import UNKNOWN, Recognised, in_their_order, is_national, recognise, words_of
from auditor.parsing.furniture import without
from auditor.parsing.goals import split_goals, split_in_order
from auditor.parsing.grid import cut_cells, delimiter, fold_head, ragged, read_grid
from auditor.parsing.headings import headings
from auditor.parsing.labels import Words
from auditor.parsing.pieces import Piece, cut_pieces
from auditor.parsing.scatter import in_order, read_scattered, scattered
from auditor.parsing.sections import Sections
from auditor.parsing.table import read_by_cell, read_by_position, read_in_order, read_streamed, whole_rows
from auditor.parsing.walk import walk
from auditor.parsing.wrapped import gather, untie

_NAME = re.compile(r"项\s*目\s*名\s*称")
_FUNDS = re.compile(r"年\s*度\s*(?:资\s*金|财\s*政\s*资\s*金)?\s*总\s*[额金]")
_POINTS_FIRST = re.compile(r"分\s*值\s*(?:年\s*度\s*)?指\s*标\s*值")
_WIDE = re.compile(r"\S {3,}\S")


def parse(text: str) -> Form:
    """Read a form out of text of any dialect; never fails: what is not understood is ``unparsed``."""
    form = _read(text)
    return form.model_copy(update={"headings": headings(form)})


def _read(text: str) -> Form:
    found = recognise(text)
    mark = delimiter(text)
    if mark:
        return assemble(text, _by_cell(text, mark, found))
    if found and (not is_national(found.family) or _POINTS_FIRST.search(text)):
        return assemble(text, _planned(text, found))
    if scattered(text):
        return _by_line(text, found)
    layout = _is_layout(text)
    pieces = untie(cut_pieces(text, wide=True)) if layout else cut_pieces(text)
    if layout or _by_position(pieces):
        return assemble(text, _sorted(text, pieces, found, layout=layout))
    kept, around = without(pieces, text)
    sections = walk(kept, words=_words(found))
    sections.labels.append(tuple(around))
    return assemble(text, _in_order(sections, found))


def count_forms(text: str) -> int:
    """How many forms a text holds: each has its 项目名称 and its 年度资金总额 once."""
    return max(1, min(len(_NAME.findall(text)), len(_FUNDS.findall(text))))


def _words(found: Recognised | None) -> Words:
    return words_of(found.family.id if found else UNKNOWN)


def _by_line(text: str, found: Recognised | None) -> Form:
    """One cell a line: row by row where the labels say so, else torn apart; whichever leaves fewer words over."""
    pieces = cut_pieces(text)
    sections = walk(pieces)
    if not in_order(pieces, sections):
        torn = assemble(text, replace(read_scattered(text), family=found))
        whole = assemble(text, _planned(text, found)) if found and torn.unparsed else torn
        return whole if _whole(whole) and _left(whole) * 2 < _left(torn) else torn
    form = assemble(text, _in_order(sections, found))
    other = assemble(text, replace(read_scattered(text), family=found)) if form.unparsed else form
    return min(form, other, key=_left)


def _whole(form: Form) -> bool:
    """Whether every row of a reading has a name and both values."""
    return bool(form.indicators) and all(i.name.text and i.target.text and i.actual.text for i in form.indicators)


def _left(form: Form) -> int:
    """How many characters a reading leaves over."""
    return sum(len(rest.text) for rest in form.unparsed)


def _by_cell(text: str, mark: str, found: Recognised | None) -> Reading:
    words = _words(found)
    cells, markup = cut_cells(text, mark)
    cells, around = without(fold_head(cells, words), text)
    sections = walk(cells, words=words)
    sections.labels += [tuple(markup), tuple(around)]
    sections.columns = in_their_order(sections.columns, found.family if found else None)
    expected, actual, spare = split_goals(sections.goals, sections.goal_columns)
    blocks = read_by_cell(read_grid(sections.table, sections.columns, sections.name_at))
    if ragged(text, mark):
        streamed = read_streamed(sections.table, sections.columns)
        blocks = max(blocks, streamed, key=whole_rows)
    return Reading(
        sections, blocks, expected, actual, family=found, by_head=True, fund_places=sections.fund_places, spare=spare
    )


def _planned(text: str, found: Recognised) -> Reading:
    """Text in content order of a family whose columns are not the national ones."""
    pieces, around = without(cut_pieces(text), text)
    sections = walk(pieces, words=_words(found))
    sections.labels.append(tuple(around))
    sections.columns = in_their_order(sections.columns, found.family)
    expected, actual, spare = split_goals(sections.goals, sections.goal_columns)
    blocks = read_streamed(sections.table, sections.columns, joined=True)
    return Reading(sections, blocks, expected, actual, family=found, by_head=True, spare=spare)


def _sorted(text: str, pieces: list[Piece], found: Recognised | None, *, layout: bool) -> Reading:
    kept, marked = gather(pieces)
    sections = walk(kept, marked)
    expected, actual = split_by_place(sections.goals) if layout else split_by_width(sections.goals, text)
    return Reading(sections, read_by_position(sections.table), expected, actual, family=found)


def _in_order(sections: Sections, found: Recognised | None) -> Reading:
    expected, actual = split_in_order(sections.goals)
    return Reading(sections, read_in_order(sections.table), expected, actual, family=found)


def _is_layout(text: str) -> bool:
    """Whether runs of blanks hold the columns, as pdftotext -layout leaves them."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(bool(_WIDE.search(line)) for line in lines) * 3 > len(lines) > 5


def _by_position(pieces: list[Piece]) -> bool:
    """Whether the text is sorted by position: centred labels then stand after the first row."""
    texts = [p.text for p in pieces]
    votes = 0
    for words, first in (("项目资金", "年初预算数"), ("年度总体目标", "预期目标"), ("绩效指标", "一级指标")):
        if first in texts:
            at = texts.index(first)
            votes += -1 if words in "".join(texts[max(0, at - 8) : at]) else 1
    return votes > 0
