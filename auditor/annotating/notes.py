"""What is to be said at which cell of a form, whatever carries it: notes, and drafts to fill in.

Cells go by the names of :mod:`auditor.marking`. Each carrier knows where its cells are.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from auditor.explanations import is_draft
from auditor.marking import Marker
from auditor.model.claim import Claim, Verdict
from auditor.model.finding import Finding, Section, Severity
from auditor.model.form import DRAFT_MARK
from auditor.model.review import Draft, Review
from auditor.model.source import Quote

AUTHOR, INITIALS = "绩效自评审核", "审"
_FEW = 2
_MOST = 30_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TITLE = "title"
_ABOUT_CLAIMS = "N5"  # the family of checks that tell what a claim's verdict is
_UNCERTAIN = {
    Verdict.CONTRADICTED: Severity.WARNING, Verdict.NOT_MENTIONED: Severity.WARNING, Verdict.PARTIAL: Severity.INFO,
}  # fmt: skip


class Told(NamedTuple):
    """A review, and the words of its report that go into notes: its summary, a remark for each claim and draft."""

    review: Review
    summary: Sequence[str]
    claims: Mapping[str, str]
    drafts: Sequence[str]


class Note(NamedTuple):
    """A comment at a cell; ``severity`` is None for the summary and for drafts."""

    name: str
    severity: Severity | None
    text: str


class Fill(NamedTuple):
    """A draft for the empty cell beside an indicator; ``name`` is that of the cell."""

    name: str
    text: str


class Plan(NamedTuple):
    """All that is to be put on one form; a carrier says which of the drafts it has taken."""

    told: Told
    fills: tuple[Fill, ...]

    @property
    def review(self) -> Review:
        """The form's review."""
        return self.told.review

    def notes(self, filled: Collection[str]) -> tuple[Note, ...]:
        """All comments, the gravest first; ``filled`` are the names of the cells that have taken their draft."""
        summary = Note(TITLE, None, "\n".join(self.told.summary))
        told = sorted((*_findings(self.told), *_claims(self.told)), key=_rank)
        every = (summary, *told, *_drafts(self.told, filled))
        return tuple(note._replace(text=_clean(note.text)) for note in every)


def _rank(note: Note) -> int:
    return note.severity.rank if note.severity is not None else len(Severity)


def plan(told: Told, *, fill: bool) -> Plan:
    """The notes of a review; with ``fill`` the drafts for the empty cells."""
    return Plan(told, tuple(_fills(told.review)) if fill else ())


def _clean(text: str) -> str:
    """A text as a file can hold it: without characters that XML forbids, and no longer than a comment may be."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))[:_MOST]


def _findings(told: Told) -> Iterator[Note]:
    """A finding at its own cells, and the narrative's words that it rests on at theirs."""
    marker = Marker(told.review.form)
    judged = {c.indicator: c for c in told.review.told}
    quoting: dict[str, list[str]] = {}
    for found in (*told.review.findings, *told.review.waived):
        names = marker.names(found)
        severity = found.severity if found.waived is None else Severity.INFO
        words = _words(found)
        claim = judged.get(found.indicators[0]) if _tells_claim(found) else None
        if claim is not None:
            words += _verdict(claim, told.claims[claim.indicator], found.message)
        short = words if len(names) <= _FEW else words[:2]  # the first of many cells tells what to do
        yield from (Note(name, severity, "\n".join(short if n else words)) for n, name in enumerate(names))
        if claim is not None and claim.verdict is Verdict.NOT_MENTIONED:
            continue
        for cell in marker.touched(found.spans):
            if cell.name not in names and cell.part is Section.GOALS:
                quoting.setdefault(cell.name, []).append(f"{_head(found)}{found.message}")
    yield from (Note(name, Severity.INFO, "\n".join(_unique(lines))) for name, lines in quoting.items())


def _words(found: Finding) -> list[str]:
    lines = [f"{_head(found)}{found.title}", found.message]
    if found.advice:
        lines.append(f"怎么改：{found.advice}")
    if found.waived is not None:
        lines.append(f"接受的理由：{found.waived}（{found.waived_on}，{found.waived_in}）")
    return lines


def _head(found: Finding) -> str:
    return f"【{found.severity.shown if found.waived is None else '已接受'}】{found.rule} "


def _tells_claim(found: Finding) -> bool:
    return found.rule.startswith(_ABOUT_CLAIMS) and len(found.indicators) == 1


def _claims(told: Told) -> Iterator[Note]:
    """The claims that the narrative does not support, where no finding tells it already."""
    said = {f.indicators[0] for f in (*told.review.findings, *told.review.waived) if _tells_claim(f)}
    for claim in told.review.told:
        if claim.verdict is not Verdict.SUPPORTED and claim.indicator not in said:
            lines = _verdict(claim, told.claims[claim.indicator], "")
            yield Note(f"{claim.indicator}-actual", _UNCERTAIN[claim.verdict], "\n".join(lines))


def _verdict(claim: Claim, remark: str, said: str) -> list[str]:
    """The verdict with its reason and its quotes; what has been said is not said again."""
    if claim.verdict is Verdict.SUPPORTED:
        return []
    reason = f"（{remark}）" if remark and remark.rstrip("。") not in said else ""
    lines = [f"叙述核对：{claim.verdict.shown}{reason}"]
    lines += [f"原文：{_quoted(q)}" for q in claim.evidence if q.quote not in said]
    lines += [f"相近的话：{_quoted(q)}" for q in claim.searched if q.quote not in said]
    return _unique(lines)


def _quoted(quote: Quote) -> str:
    return f"“{quote.quote}”" + (f"（第{quote.goal}项）" if quote.goal else "")


def _unique(lines: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _cell(draft: Draft) -> str:
    return "part-funds" if draft.indicator is None else f"{draft.indicator}-explanation"


def _fills(review: Review) -> Iterator[Fill]:
    """A draft for each row without an explanation; two drafts of a row are two lines."""
    filled = {i.id for i in review.form.indicators if i.explanation is not None and i.explanation.text}
    texts: dict[str, list[str]] = {}
    for draft in review.drafts:
        if draft.indicator is not None and draft.indicator not in filled and not draft.existing:
            texts.setdefault(_cell(draft), []).append(draft.text)
    yield from (Fill(name, _clean(DRAFT_MARK + "\n".join(lines))) for name, lines in texts.items())


def _drafts(told: Told, filled: Collection[str]) -> Iterator[Note]:
    standing = {
        f"{i.id}-explanation" for i in told.review.form.indicators if i.explanation and is_draft(i.explanation.text)
    }
    for draft, remark in zip(told.review.drafts, told.drafts, strict=True):
        name = _cell(draft)
        lines = [f"{DRAFT_MARK}{remark}"]
        if name in filled:
            lines.append("草稿已填入本格并着色；核实、补齐〔〕后请删去“【草稿】”。")
        elif name in standing:
            lines.append("本格的草稿还没有确认；核实、补齐〔〕后请删去“【草稿】”，不采用的请清空。")
        else:
            lines.append(draft.text)
        lines += [f"依据：{_quoted(q)}" for q in draft.evidence]
        yield Note(name, None, "\n".join(lines))
