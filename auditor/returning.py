"""The officer's own document back: which file may become which, and the words of the report that go into it."""

from collections.abc import Sequence
from pathlib import Path

from auditor.annotating import Told, annotate, carrier
from auditor.errors import AuditorError, InputError, OutputError
from auditor.model.review import Review
from auditor.output import say, write_bytes
from auditor.reports import rows, view

_SUFFIXES = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"), "docx": (".docx", ".docm", ".dotx"), "pdf": (".pdf",), "text": (".docx",),
}  # fmt: skip
_OTHERS = {
    "old": "旧格式不能加批注。请先在 Office 或 WPS 里另存为 .docx 或 .xlsx。",
    "other": "这种文件不能加批注，可用：.docx、.xlsx、.pdf 和文本。",
}
_OLD = {".xls", ".doc", ".wps", ".et", ".rtf"}
STDIN = "-"


def original(form: str, output: str) -> tuple[str, bytes]:
    """What carries a form, and its bytes, if the output can be a copy of it.

    Raises:
        InputError: nothing can be put into this carrier.
        OutputError: the suffix of the output is that of another carrier.
    """
    if form == STDIN:
        kind, data = "text", b""
    else:
        try:
            data = Path(form).read_bytes()
            kind = carrier(data)
        except OSError as error:
            raise InputError(f"{form}：不能读取（{error.strerror}）。请检查路径和文件名。") from error
    own, suffix = Path(form).suffix.lower(), Path(output).suffix.lower()
    if kind in _OTHERS:
        if own in _OLD:
            raise InputError(f"{form}：{_OTHERS['old']}")
        return kind, data  # the reader says what is wrong with it
    suffixes = _SUFFIXES[kind]
    wanted = own if kind != "text" and own in suffixes else suffixes[0]
    if suffix != wanted:
        what = "文本的表会重画成 Word 文件" if kind == "text" else "批注写在原文件的副本里"
        raise OutputError(output, f"{what}，后缀应为 {wanted}。")
    return kind, data


def hand_back(kind: str, data: bytes, reviews: Sequence[Review], output: str, *, fill: bool) -> None:
    """Write the annotated document, and on standard error what it could not keep, then one line about what is in it."""
    if kind in _OTHERS:
        raise InputError(f"{reviews[0].document.name}：{_OTHERS[kind]}")
    words = [told(r) for r in reviews]
    try:
        done = annotate(kind, data, words, fill=fill)
    except AuditorError:
        raise
    except Exception as error:  # whatever a library trips over in a file from elsewhere
        raise InputError(
            f"{reviews[0].document.name}：原文件的结构不合规范（{type(error).__name__}），不能加批注。"
        ) from error
    for remark in dict.fromkeys(done.remarks):
        say(f"注意：{remark}")
    write_bytes(output, done.data)
    parts = [f"{done.cells} 处批注"]
    if fill and kind != "pdf":
        parts.append(f"填入草稿 {done.filled} 条")
    say(f"已写入 {output}：{'，'.join(parts)}。")


def told(review: Review) -> Told:
    """A review with the words of its report that go into notes."""
    return Told(
        review,
        summary(review),
        {r.claim.indicator: rows.claim_remark(r.claim) for r in rows.claim_rows(review)},
        [f"{rows.draft_title(review, d)}：{rows.draft_use(d)}。{rows.draft_note(review.form)}" for d in review.drafts],
    )


def summary(review: Review) -> list[str]:
    """The comment at the title: the verdict, the scores, what was checked and by what."""
    lines = [f"{view.title(review.form)}：{view.verdict(review)}"]
    lines += [f"{fact.label}：{fact.value}" for fact in view.totals(review)]
    if review.told:
        lines.append(f"叙述核对{rows.claim_counts(review)}")
    if review.drafts:
        lines.append(f"拟写偏差说明 {len(review.drafts)} 条")
    lines.append(rows.ledger(review).line)
    lines += [f"{fact.label}：{fact.value}" for fact in view.basis(review)[:5]]
    return lines
