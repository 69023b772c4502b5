"""The review as a Markdown document that GitHub renders; the form's words never become markup."""

import re
from collections.abc import Iterable, Iterator, Sequence

from auditor.model.review import Draft, Review
from auditor.model.source import Quote
from auditor.reports import rows, view
from auditor.reports.originals import original

_MARKUP = re.compile(r"([\\`*_\[\]|~$#])")
_AT_START = re.compile(r"^([-+=:]|\d+(?=[.)](?:\s|$))\S)")
_LINKS = re.compile(r"(?i)(://|www\.)")


def md(text: str) -> str:
    """Write words so that Markdown shows them as they stand, on one line."""
    line = " ".join(view.clean(text).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _AT_START.sub(_guard, _MARKUP.sub(r"\\\1", line))
    return _LINKS.sub(lambda m: m[1].replace(":", "&#58;").replace(".", "&#46;"), line)


def _guard(m: re.Match[str]) -> str:
    """Keep a list, a rule or an alignment from beginning here: its mark becomes a plain character."""
    return f"{m[1][:-1]}\\{m[1][-1]}"


def render(review: Review) -> str:
    """Write the review as Markdown: what matters first, then the details."""
    blocks = [f"# {view.title(review.form)}", *_summary(review)]
    for n, (title, body) in enumerate(_sections(review), start=1):
        blocks += [f"## {view.heading(n, title)}", *body]
    return "\n\n".join(blocks)


def _sections(review: Review) -> Iterator[tuple[str, Iterable[str]]]:
    yield f"审核意见（{len(review.findings)}条）", _findings(review)
    if title := view.accepted_title(review):
        yield title, _accepted(review)
    yield view.scores_title(review.form), [_scores(review)]
    if review.told:
        yield "叙述核对", _claims(review)
    if review.drafts:
        yield f"拟写的{view.explanations(review.form)}", _drafts(review)
    yield "检查台账", [rows.ledger(review).line, _bullets(rows.ledger_lines(review))]
    unread = rows.unread(review)
    if unread:
        yield "没有读懂或没有判断的内容", [_bullets(unread)]


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _facts(facts: Iterable[view.Fact]) -> str:
    return _table(["项目", "内容"], ([md(label), md(value)] for label, value in facts))


def _bullets(facts: Iterable[view.Fact]) -> str:
    return "\n".join(f"- {md(label)}：{md(value)}" for label, value in facts)


def _summary(review: Review) -> Iterator[str]:
    yield f"**审核结论　{md(view.verdict(review))}**"
    yield _facts([*view.head(review), *view.totals(review), *view.basis(review)])


def _findings(review: Review) -> Iterator[str]:
    if not review.findings:
        yield "没有发现问题。"
    for item in view.numbered(review):
        yield _finding(review, item)
    notes = view.reservations(review)
    if notes:
        yield "\n".join(f"- {md(line)}" for line in notes)


def _accepted(review: Review) -> Iterator[str]:
    if review.waived:
        yield _table(view.ACCEPTED, ([md(words) for words in one] for one in view.accepted(review)))
    if review.stale_waivers:
        yield "\n".join(f"- {md(line)}" for line in view.stale(review))


def _finding(review: Review, item: view.Numbered) -> str:
    found = item.finding
    lines = [f"{item.number}. **{found.severity.shown} {found.rule}** {md(found.message)}"]
    remark = view.remark(found)
    if remark:
        lines.append(f"（{md(remark)}）")
    if found.advice:
        lines.append(f"**怎么改：** {md(found.advice)}")
    there = original(review, found)
    lines.append(f"**位置：** {md(view.place(review.form, found) + (f'（原件{there}）' if there else ''))}")
    lines.append(f"**依据：** {md(view.short_source(found))}")
    return "<br>\n   ".join(lines)


def _scores(review: Review) -> str:
    lines = (line for r in rows.score_rows(review) for line in _score(r))
    return _table(["部分", "分值", "自评", "应得", "差额", "算法"], lines)


def _score(row: rows.ScoreRow) -> Iterator[list[str]]:
    """A scored part, and under it the indicators that lost points."""
    gap = f"**{md(row.difference)}**" if row.wrong else md(row.difference)
    yield [md(row.title), md(row.points), md(row.claimed), md(row.deserved), gap, md(row.method)]
    for part in row.lost:
        yield [md(part.title), md(part.points), "", md(part.deserved), "", md(part.method)]


def _claims(review: Review) -> Iterator[str]:
    yield rows.claim_counts(review)
    yield _table(
        ["行", "指标", "自评填写", "核对", "叙述中的依据"],
        ([str(r.row), md(r.title), md(r.actual), r.claim.verdict.shown, _evidence(r)] for r in rows.claim_rows(review)),
    )


def _evidence(row: rows.ClaimRow) -> str:
    claim = row.claim
    parts = [*map(_quoted, claim.evidence), md(rows.claim_remark(claim))]
    parts += [f"相近的话：{_quoted(q)}" for q in claim.searched]
    return "<br>".join(p for p in parts if p)


def _quoted(quote: Quote) -> str:
    return md(view.quotes([quote.quote]) + rows.goal(quote))


def _drafts(review: Review) -> Iterator[str]:
    yield rows.draft_note(review.form)
    for draft in review.drafts:
        yield f"### {md(rows.draft_title(review, draft))}"
        yield f"> {md(draft.text)}"
        yield _draft(draft)


def _draft(draft: Draft) -> str:
    quoted = "；".join(map(_quoted, draft.evidence)) or rows.NO_CAUSE
    lines = [f"- {rows.draft_use(draft)}", f"- 依据：{quoted}"]
    if draft.placeholders:
        lines.append(f"- 待补：{md('；'.join(draft.placeholders))}")
    if draft.existing:
        lines.append(f"- 原有：{md(draft.existing)}")
    return "\n".join(lines)
