"""偏差原因 and 改进措施 that a form asks for once, below its table, instead of in each row (湖北等地).

Below the rooms, because the rules judge by it what is explained, and the drafts what is missing.
"""

from auditor.explanations import says_nothing
from auditor.model.form import CellKind, Form, Indicator, Note, NoteRole
from auditor.model.source import Span

_TELLING = 4  # characters that a block has in common with the name of a row


def notes(form: Form) -> tuple[Note, ...]:
    """The block: none where the table has a column for explanations."""
    if not form.columns or "explanation" in form.columns:
        return ()
    return tuple(n for n in form.notes if n.role in (NoteRole.CAUSE, NoteRole.MEASURE))


def said(form: Form) -> str:
    """The words of the block, cause and measure; empty where it says nothing."""
    told = [n.text.text for n in notes(form) if n.text.kind is not CellKind.EMPTY]
    return "" if all(says_nothing(text) for text in told) else "；".join(told)


def told(form: Form, indicator: Indicator) -> str | None:
    """The block, where it explains a row: it names the row, or none of the rows."""
    words = said(form)
    if not words:
        return None
    named = [i.id for i in form.indicators if _names(words, i.name.text)]
    return words if indicator.id in named or not named else None


def places(form: Form) -> tuple[Span, ...]:
    """Where the words of the block stand."""
    return tuple(s for n in notes(form) for s in n.text.spans)


def _names(words: str, name: str) -> bool:
    """Whether words name an indicator: four of its characters in a row, or the whole of a shorter name."""
    length = min(_TELLING, len(name))
    return length > 1 and any(name[k : k + length] in words for k in range(len(name) - length + 1))
