"""What a web page or a printer puts around a form: page numbers, breadcrumbs, times of publication."""

import re
from collections.abc import Sequence

from auditor.parsing.pieces import Piece

_FURNITURE = re.compile(
    r"第\s*\d{1,3}\s*页(?:\s*[/，,]?\s*共\s*\d{1,3}\s*页)?"
    r"|^[ \t]*[-—–]\s*\d{1,3}\s*[-—–][ \t|]*$"
    r"|^[ \t|]*(?:当前位置[:：]|首页\s*[>＞]|您(?:现在)?的?位置[:：]|索引号[:：]|发布(?:时间|日期)[:：]|【|浏览次数).*$"
    r"|^.{0,20}打印时间[:：].*$",
    re.MULTILINE,
)


def without(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the form, and those of what stands around it."""
    spans = [m.span() for m in _FURNITURE.finditer(text)]
    if not spans:
        return list(pieces), []
    around = [p for p in pieces if p.text and any(a <= p.start and p.end <= b for a, b in spans)]
    out = set(around)
    return [p for p in pieces if p not in out], around
