"""What all renderers of a difference tell, in which order: what is still wrong first, what nobody asked for next."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from auditor.model.difference import Answer, Change, Difference, Fate, Followed, Kind, Side
from auditor.model.finding import Finding
from auditor.reports import view

TITLE = "两次填报对比"
_CLAUSE = re.compile(r"[^，。；！？：\n]*[，。；！？：\n]?")
_TOKEN = re.compile(r"\d[\d.,]*%?|[\s\S]")  # a number is one
_AROUND, _CELL, _SENTENCE, _FINE = 10, 24, 8, 600  # characters kept beside a change; of what is shown whole; compared
_ARROW = " → "
_RATIO = 0.3  # less alike, and old and new are shown whole


class Piece(NamedTuple):
    """A stretch of a changed text: how is same, old or new, or mark for the signs that stand for colours."""

    how: str
    text: str


class Line(NamedTuple):
    """A finding or a change: its tag and severity, its words, and what else is to be known of it."""

    tag: str
    severity: str
    words: tuple[Piece, ...]
    notes: tuple[str, ...] = ()


class Part(NamedTuple):
    """A heading with its lines."""

    title: str
    lines: tuple[Line, ...]


def head(made: Difference) -> tuple[tuple[str, str, str], ...]:
    """What is told of both versions: the label, the old one, the new one."""
    old, new = made.old, made.new
    return (
        ("文件", old.name, new.name),
        ("审核结论", _verdict(old), _verdict(new)),
        ("自评总分", _points(old), _points(new)),
        ("测算应得", view.interval(old.deserved), view.interval(new.deserved)),
    )


def _verdict(side: Side) -> str:
    found = view.Counts(side.errors, side.warnings, side.infos, side.waived)
    return f"{view.word(found, side.outcome)}：{found.words()}"


def _points(side: Side) -> str:
    return "未填" if side.claimed is None else view.number(side.claimed)


def summary(made: Difference) -> str:
    """In one line whether every earlier finding was answered, and what else was changed."""
    fates = [f.fate for f in made.findings]
    earlier = len(fates) - fates.count(Fate.CAME)
    odd = sum(map(_odd, made.findings))
    unasked = sum(not c.asked for c in made.changes)
    gone = f"消除{fates.count(Fate.GONE)}条" + (f"（其中{odd}条须核实）" if odd else "")
    accepted = f"，已接受{fates.count(Fate.ACCEPTED)}条" if Fate.ACCEPTED in fates else ""
    first = f"上次意见{earlier}条：{gone}，仍在{fates.count(Fate.STAYED)}条{accepted}" if earlier else "上次没有意见"
    changes = f"改动{len(made.changes)}处，其中{unasked}处没有意见要求" if made.changes else "内容没有改动"
    return f"{first}；新出现{fates.count(Fate.CAME)}条。{changes}。"


def answered(made: Difference) -> bool:
    """Whether nothing is left to be asked."""
    return not any(f.fate in (Fate.STAYED, Fate.CAME) or _odd(f) for f in made.findings)


def parts(made: Difference) -> Iterator[Part]:
    """The parts of the report that have something to tell."""
    by = {fate: [f for f in made.findings if f.fate is fate] for fate in Fate}
    asked = [c for c in made.changes if c.asked]
    unasked = sorted((c for c in made.changes if not c.asked), key=lambda c: not c.value)
    odd = [f for f in by[Fate.GONE] if _odd(f)]
    told = (
        ("没有处理的意见", [_stayed(made, f) for f in by[Fate.STAYED] if not f.changes]),
        ("改了而问题仍在的意见", [_stayed(made, f) for f in by[Fate.STAYED] if f.changes]),
        ("新出现的意见", [_finding(f.new) for f in by[Fate.CAME] if f.new]),
        ("没有意见要求的改动", [_change(c) for c in unasked]),
        ("没有按意见改动而消失的意见，须核实", [_gone(made, f) for f in odd]),
        ("已消除的意见", [_gone(made, f) for f in by[Fate.GONE] if not _odd(f)]),
        ("已接受的意见", [_accepted(f.new) for f in by[Fate.ACCEPTED] if f.new]),
        ("按意见所作的改动", [_change(c) for c in asked]),
    )
    for title, lines in told:
        if lines:
            yield Part(f"{title}（{len(lines)}{'处' if title.endswith('改动') else '条'}）", tuple(lines))


def _odd(followed: Followed) -> bool:
    """Whether a finding went without an answer that can be seen."""
    return followed.fate is Fate.GONE and followed.answer is not Answer.CHANGED


def _finding(found: Finding, *notes: str) -> Line:
    tag = f"{found.severity.shown} {found.rule}"
    return Line(tag, found.severity.value, (Piece("same", found.message),), tuple(n for n in notes if n))


def _stayed(made: Difference, followed: Followed) -> Line:
    old, new = followed.old, followed.new
    if old is None or new is None:
        raise ValueError(followed)
    before = f"上次：{old.message}" if old.message != new.message else ""
    changed = _briefly(made, followed.changes)
    return _finding(new, f"改动：{changed}" if changed else "", before)


def _gone(made: Difference, followed: Followed) -> Line:
    if followed.old is None or followed.answer is None:
        raise ValueError(followed)
    changed = _briefly(made, followed.changes)
    return _finding(followed.old, followed.answer.shown if _odd(followed) else "", changed)


def _accepted(found: Finding) -> Line:
    return _finding(found, f"接受的理由：{found.waived}（{found.waived_on}，{found.waived_in}）")


def _briefly(made: Difference, numbers: Sequence[int]) -> str:
    """The changes to what a finding rests on."""
    return "；".join(_brief(made.changes[n]) for n in numbers)


def _brief(change: Change) -> str:
    label = change.field if change.indicator else f"{change.place}{change.field}"
    done = f"{change.kind.shown} " if change.kind is not Kind.CHANGED else ""
    return f"{done}{label} {plain(words(change))}"


def _change(change: Change) -> Line:
    where = change.place if change.kind is not Kind.CHANGED and change.indicator else f"{change.place} {change.field}"
    told = (Piece("same", f"{where}："), *words(change))
    return Line(change.kind.shown, "change", told, (f"意见 {'、'.join(change.asked)}",) if change.asked else ())


def words(change: Change) -> tuple[Piece, ...]:
    """The old and the new words; of long ones only what differs, with a few words around it."""
    old, new = change.old or "", change.new or ""
    if change.kind is not Kind.CHANGED:
        return (Piece("new" if new else "old", new or old),)
    if not old or not new or max(len(old), len(new)) <= (_CELL if change.value else _SENTENCE):
        return (Piece("old", old or "空"), Piece("same", _ARROW), Piece("new", new or "空"))
    pieces = tuple(_merged(_differing(old, new)))
    kept = sum(len(p.text) for p in pieces if p.how == "same")
    if kept < _RATIO * min(len(old), len(new)):
        return (Piece("old", old), Piece("same", _ARROW), Piece("new", new))
    return tuple(_marked(tuple(_cut(pieces))))


def _differing(old: str, new: str) -> Iterator[Piece]:
    """Clause by clause, and character by character where clauses were changed."""
    one, other = _CLAUSE.findall(old), _CLAUSE.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        before, after = "".join(one[a:b]), "".join(other[c:d])
        if tag == "equal":
            yield Piece("same", before)
        elif len(before) + len(after) > _FINE or not before or not after:
            yield from (Piece("old", before), Piece("new", after))
        else:
            one_by_one, other_by_one = _TOKEN.findall(before), _TOKEN.findall(after)
            matcher = SequenceMatcher(None, one_by_one, other_by_one, autojunk=False)
            if matcher.ratio() < _RATIO:
                yield from (Piece("old", before), Piece("new", after))
                continue
            for how, e, f, g, h in matcher.get_opcodes():
                gone, come = "".join(one_by_one[e:f]), "".join(other_by_one[g:h])
                yield from [Piece("same", gone)] if how == "equal" else [
                    Piece("old", gone), Piece("new", come),
                ]  # fmt: skip


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours together, old before new; a single character between two changes belongs to them."""
    told = (p for p in pieces if p.text)
    kept = [Piece(how, "".join(p.text for p in run)) for how, run in groupby(told, key=lambda p: p.how)]
    old = new = ""
    for n, piece in enumerate(kept):
        if piece.how == "old":
            old += piece.text
        elif piece.how == "new":
            new += piece.text
        elif len(piece.text) == 1 and (old or new) and n < len(kept) - 1:
            old, new = old + piece.text, new + piece.text
        else:
            yield from (p for p in (Piece("old", old), Piece("new", new)) if p.text)
            old = new = ""
            yield piece
    yield from (p for p in (Piece("old", old), Piece("new", new)) if p.text)


def _cut(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """What is the same only near to what is not."""
    for n, piece in enumerate(pieces):
        first, last = n == 0, n == len(pieces) - 1
        text = piece.text
        if piece.how == "same" and len(text) > _AROUND * (1 if first or last else 2):
            before = "" if first else text[:_AROUND]
            after = "" if last else text[-_AROUND:]
            text = f"{before}…{after}"
        yield Piece(piece.how, text)


def _marked(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The signs that tell old from new where nothing can be coloured: 〔旧→新〕, 〔删：旧〕, 〔增：新〕."""
    hows = ["", *(p.how for p in pieces), ""]
    for before, piece, after in zip(hows, pieces, hows[2:], strict=False):
        if piece.how == "same":
            yield piece
        elif piece.how == "old":
            yield from (Piece("mark", "〔" if after == "new" else "〔删："), piece)
            yield Piece("mark", "→" if after == "new" else "〕")
        else:
            yield from () if before == "old" else (Piece("mark", "〔增："),)
            yield from (piece, Piece("mark", "〕"))


def plain(pieces: Sequence[Piece]) -> str:
    """A changed text where nothing can be coloured."""
    return "".join(p.text for p in pieces)
