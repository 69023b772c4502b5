"""A review and the bytes of its form in, the bytes of the form with comments out. One row a carrier."""

import io
import zipfile
from collections.abc import Sequence

from auditor.annotating.notes import Plan, Told, plan
from auditor.annotating.results import Annotated

__all__ = ["Annotated", "Told", "annotate", "carrier"]

_PARTS = (("xl/workbook.xml", "xlsx"), ("word/document.xml", "docx"))
_OLD = b"\xd0\xcf\x11\xe0"


def carrier(data: bytes) -> str:
    """What carries a form: xlsx, docx, pdf, text; old for .xls and .doc, other for what cannot be annotated."""
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLD):
        return "old"
    if data.startswith(b"PK"):
        try:
            names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        except zipfile.BadZipFile:
            return "other"
        return next((kind for part, kind in _PARTS if part in names), "other")
    return "text"


def annotate(kind: str, data: bytes, told: Sequence[Told], *, fill: bool = False) -> Annotated:
    """Put the notes of the reviews of all forms in a carrier into it, and with ``fill`` the drafts."""
    plans: list[Plan] = [plan(t, fill=fill) for t in told]
    done = _annotate(kind, data, plans)
    lack = sum(len(p.fills) for p in plans) - done.filled
    if lack and kind != "pdf":
        return done._replace(remarks=(*done.remarks, f"{lack} 条草稿没有空格可填，写在批注里。"))
    return done


def _annotate(kind: str, data: bytes, plans: Sequence[Plan]) -> Annotated:
    # Each carrier's library is loaded when it is used.
    if kind == "xlsx":
        from auditor.annotating import to_xlsx

        return to_xlsx.annotate(data, plans)
    if kind == "docx":
        from auditor.annotating import to_docx

        return to_docx.annotate(data, plans)
    if kind == "pdf":
        from auditor.annotating import to_pdf

        return to_pdf.annotate(data, plans)
    from auditor.annotating import from_text

    return from_text.annotate(plans)
