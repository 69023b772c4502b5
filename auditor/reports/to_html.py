"""The review as one self-contained page: no outside resource, readable without a script, printable."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from string import Template

from auditor.model.claim import Verdict
from auditor.model.finding import Severity
from auditor.model.review import Draft, Review
from auditor.model.source import Quote
from auditor.reports import html_form, rows, view
from auditor.reports.html_source import Places, marked, places
from auditor.reports.html_tags import Child, Html, apart, el, join, text
from auditor.reports.originals import original

_SHORT = 4  # a run of so many findings is not cut by the end of a page
_PLACEHOLDER = re.compile(r"(〔[^〕]*〕)")


@lru_cache(maxsize=1)
def _template() -> Template:
    page = files(__package__).joinpath("page.html")
    return Template(page.read_text(encoding="utf-8"))


def render(reviews: Sequence[Review]) -> str:
    """Write reviews as one page. All words of the forms pass through ``html_tags.text``."""
    parts = [_part(review) for review in reviews]
    title = f"{view.project(reviews[0])} {view.title(reviews[0].form)}"
    if len(reviews) > 1:
        title = f"{view.title(*(r.form for r in reviews))}（{len(reviews)}张表）"
        parts = [_overview(reviews, title), *(apart(part, f"n{n}-") for n, part in enumerate(parts, start=1))]
    return _template().substitute(title=text(title), parts=join(*parts)).rstrip("\n")


def _overview(reviews: Sequence[Review], title: str) -> Html:
    """The forms of a page, one a line, each leading to its part."""
    lines = (_form(n, review) for n, review in enumerate(reviews, start=1))
    titles = ("序号", "项目名称", "实施单位", "审核结论", "自评总分", "测算应得")
    return el("div", el("h1", title), _table(titles, lines, "scores overview"), class_="part")


def _form(number: int, review: Review) -> Html:
    shown = (view.written(review.form.unit), view.verdict(review), *(fact.value for fact in view.totals(review)))
    link = el("a", view.project(review), href=f"#n{number}-top")
    return el("tr", el("td", str(number)), el("td", link), *(el("td", words) for words in shown))


def _part(review: Review) -> Html:
    """All about one form."""
    where = places(review)
    sections = list(_sections(review, where))
    links = (el("a", title, href=f"#{name}") for name, title, _ in sections)
    told = (
        el("section", el("h2", view.heading(n, title)), body, id=name)
        for n, (name, title, body) in enumerate(sections, start=1)
    )
    return el(
        "div",
        el("h1", view.title(review.form)),
        _summary(review),
        el("nav", *links, aria_label="目录"),
        el("div", el("div", *told, class_="told"), _source(review, where), class_="layout"),
        el("footer", _foot(review)),
        class_="part", id="top",
    )  # fmt: skip


def _source(review: Review, where: Places) -> Html:
    """The text as it was read."""
    close = el("button", "收起", type="button", class_="close")
    words = el("pre", marked(review.document.text, where), tabindex="0", aria_label="读入的原文")
    head = el("header", el("h2", "原文"), el("span", review.document.name), close)
    return el("aside", head, words, class_="source", aria_label="原文")


def _sections(review: Review, where: Places) -> Iterator[tuple[str, str, Html]]:
    drawn = html_form.draw(review)
    yield "findings", f"审核意见（{len(review.findings)}条）", _findings(review, where, drawn)
    if title := view.accepted_title(review):
        yield "accepted", title, _accepted(review)
    yield "form", "自评表与审核标记", join(el("p", _LEGEND, class_="note"), drawn)
    yield "scores", view.scores_title(review.form), _scores(review)
    if review.told:
        yield "claims", "叙述核对", _claims(review, where)
    if review.drafts:
        yield "drafts", f"拟写的{view.explanations(review.form)}", _drafts(review, where)
    yield (
        "ledger",
        "检查台账",
        join(el("p", rows.ledger(review).line), _facts(rows.ledger_lines(review))),
    )
    unread = rows.unread(review)
    if unread:
        yield "unread", "没有读懂或没有判断的内容", _facts(unread)


_LEGEND = "表中文字为原表内容；彩色标签、核对结果和“应得”为审核所加。点标签看意见，点核对结果看依据。"


def _facts(facts: Iterable[view.Fact]) -> Html:
    pairs = (el("div", el("dt", label), el("dd", value)) for label, value in facts)
    return el("dl", *pairs, class_="facts")


def _summary(review: Review) -> Html:
    found = view.counts(review)
    claimed, deserved = view.totals(review)
    boxes = (
        (Severity.ERROR.value, "错误", str(found.errors)),
        (Severity.WARNING.value, "警告", str(found.warnings)),
        (Severity.INFO.value, "提示", str(found.infos)),
        ("score", claimed.label, claimed.value),
        ("score", deserved.label, deserved.value),
    )
    return join(
        el("div", _facts(view.head(review)), class_="head-facts"),
        el("p", el("b", "审核结论"), view.verdict(review), class_=f"verdict {view.tone(review)}"),
        el(
            "div",
            *(el("div", el("span", label), el("b", value), class_=f"box {c}") for c, label, value in boxes),
            class_="boxes",
        ),
        _facts(view.basis(review)),
    )


def _findings(review: Review, where: Places, drawn: Html) -> Html:
    if not review.findings:
        return el("p", "没有发现问题。")
    notes = (el("p", note, class_="note kept") for note in view.reservations(review))
    return join(*(_run(review, run, where, drawn) for run in view.runs(review)), *notes)


def _accepted(review: Review) -> Html:
    lines = (el("tr", *(el("td", words) for words in one)) for one in view.accepted(review))
    stale = (el("p", line, class_="note kept") for line in view.stale(review))
    return join(_table(view.ACCEPTED, lines, "claims") if review.waived else None, *stale)


def _run(review: Review, run: Sequence[view.Numbered], where: Places, drawn: Html) -> Html:
    """Findings that share rule, advice and source: told one by one, with one remedy."""
    found = run[0].finding
    remedy = [("怎么改", found.advice)] if found.advice else []
    remedy.append(("依据", view.short_source(found)))
    word = el("b", found.severity.shown, class_=f"tag {found.severity.value}")
    return el(
        "article",
        el("h3", word, f" {found.rule}", el("small", f"{len(run)}条") if len(run) > 1 else None),
        el("ol", *(_finding(review, item, where, drawn) for item in run), start=run[0].number),
        _facts(view.Fact(*pair) for pair in remedy),
        class_=f"finding {found.severity.value}" + (" short" if len(run) <= _SHORT else ""),
    )


def _finding(review: Review, item: view.Numbered, where: Places, drawn: Html) -> Html:
    found = item.finding
    remark = view.remark(found)
    place, there = view.place(review.form, found), original(review, found)
    at = el("a", f"在表中：{place}", href=f"#at-{item.key}", class_="at", data_k=item.key)
    return el(
        "li",
        el("span", found.message, class_="message"),
        el("span", f"（{remark}）", class_="remark") if remark else None,
        el(
            "span",
            at if f'id="at-{item.key}"' in drawn else place,
            el("span", f"原件{there}") if there else None,
            _see(item.key, where),
            class_="links",
        ),
        id=item.key,
        data_k=item.key,
    )


def _see(key: str, where: Places, words: str = "看原文") -> Html | None:
    """A link to the text as read, if it has a place there."""
    return el("a", words, href=f"#s-{key}", class_="see", data_k=key) if key in where else None


def _scores(review: Review) -> Html:
    lines = (line for r in rows.score_rows(review) for line in _score(r))
    return _table(("部分", "分值", "自评", "应得", "差额", "算法"), lines, "scores")


def _score(row: rows.ScoreRow) -> Iterator[Html]:
    """A scored part, and under it the indicators that lost points."""
    shown = (row.points, row.claimed, row.deserved, row.difference)
    figures = (el("td", s, class_="number") for s in shown)
    yield el("tr", el("td", row.title), *figures, el("td", row.method), class_="wrong" if row.wrong else None)
    for part in row.lost:
        figures = (el("td", s, class_="number") for s in (part.points, "", part.deserved, ""))
        yield el("tr", el("td", part.title), *figures, el("td", part.method), class_="part")


def _table(titles: Sequence[str], lines: Iterable[Html], name: str) -> Html:
    head = el("thead", el("tr", *(el("th", t, scope="col") for t in titles)))
    return el("div", el("table", head, el("tbody", *lines), class_=name), class_="scroll")


def _claims(review: Review, where: Places) -> Html:
    """The claims to act on in the open, those that are supported folded."""
    told = rows.claim_rows(review)
    titles = ("行", "指标", "自评填写", "核对", "叙述中的依据")
    act = [_claim(r, where) for r in told if r.claim.verdict is not Verdict.SUPPORTED]
    fine = [_claim(r, where) for r in told if r.claim.verdict is Verdict.SUPPORTED]
    listed = "、".join(r.title for r in told if r.claim.verdict is Verdict.SUPPORTED)
    folded = el(
        "details",
        el("summary", f"有依据的 {len(fine)} 项：", el("small", listed)),
        _table(titles, fine, "claims"),
    )
    return join(
        el("p", rows.claim_counts(review)),
        _table(titles, act, "claims") if act else None,
        folded if fine else None,
    )


def _claim(row: rows.ClaimRow, where: Places) -> Html:
    claim = row.claim
    near = [el("small", "相近的话：", _quoted(q)) for q in claim.searched]
    told = rows.claim_remark(claim)
    return el(
        "tr",
        el("td", str(row.row), class_="number"),
        el("td", row.title),
        el("td", row.actual),
        el("td", el("b", claim.verdict.shown, class_=f"badge {claim.verdict.value}")),
        el(
            "td",
            *(el("p", _quoted(q)) for q in claim.evidence),
            el("p", told, " ", _see(row.key, where)),
            *near,
        ),
        id=row.key,
        data_k=row.key,
    )


def _quoted(quote: Quote) -> Html:
    return join("“", el("q", quote.quote), "”", el("small", rows.goal(quote)))


def _drafts(review: Review, where: Places) -> Html:
    told = (_draft(review, draft, f"d{n}", where) for n, draft in enumerate(review.drafts, start=1))
    return join(el("p", rows.draft_note(review.form), class_="note"), *told)


def _draft(review: Review, draft: Draft, key: str, where: Places) -> Html:
    cause: list[Child] = [el("p", _quoted(q)) for q in draft.evidence] or [rows.NO_CAUSE]
    facts: list[tuple[str, Html]] = [("依据", join(*cause, _see(key, where)))]
    if draft.placeholders:
        facts.append(("待补", text("；".join(draft.placeholders))))
    if draft.existing:
        facts.append(("原有", text(draft.existing)))
    name = f"{key}-text"
    return el(
        "article",
        el("h3", rows.draft_title(review, draft), el("small", rows.draft_use(draft))),
        el("p", *_words(draft.text), id=name, class_="draft-text"),
        el("button", "复制", type="button", class_="copy", data_for=name, hidden=True),
        _facts(view.Fact(*fact) for fact in facts),
        id=key,
        data_k=key,
        class_="draft",
    )


def _words(draft: str) -> Iterator[Child]:
    """The draft with what is to be filled in made visible."""
    for part in _PLACEHOLDER.split(draft):
        yield el("em", part) if _PLACEHOLDER.fullmatch(part) else part


def _foot(review: Review) -> Html:
    return join(
        el("p", "得分由程序按规则集逐项计算，不受语言模型影响；拟写的说明须经填报单位核实后使用。"),
        el("p", f"{review.run.program}；文件 SHA-256：{review.document.sha256}"),
    )
