"""What never leaves the machine: phone, identity and account numbers, e-mail addresses, and names on request.

A mask takes the place of each in what is sent; in what comes back the original is put in again.
"""

import json
import re
from collections.abc import Sequence
from functools import partial
from threading import Lock

_PRIVATE = (
    ("邮箱", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("证件", re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])")),
    ("账号", re.compile(r"(?<![\d.])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\d.])")),
    ("电话", re.compile(r"(?<![\d.])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[-－ ]\d{7,8}|[（(]0\d{2,3}[）)]\d{7,8})(?![\d.])")),
)  # fmt: skip


class Masks:
    """The masks of one form, the same for the same words in every request."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """``names``: names to mask beside the private numbers."""
        self._of: dict[str, str] = {}
        self._lock = Lock()
        self._names = sorted({n for n in names if len(n) > 1}, key=len, reverse=True)

    def hide(self, text: str) -> str:
        """The text as it may be sent."""
        for kind, pattern in _PRIVATE:
            text = pattern.sub(partial(self._matched, kind), text)
        for name in self._names:
            text = text.replace(name, self._mask("名称", name)) if name in text else text
        return text

    def show(self, text: str) -> str:
        """A JSON text with the originals put in again."""
        for mask, original in list(self._of.items()):
            text = text.replace(mask, json.dumps(original, ensure_ascii=False)[1:-1])
        return text

    def _matched(self, kind: str, match: re.Match[str]) -> str:
        return self._mask(kind, match[0])

    def _mask(self, kind: str, original: str) -> str:
        with self._lock:
            for mask, known in self._of.items():
                if known == original:
                    return mask
            mask = f"［{kind}{len(self._of) + 1}］"
            self._of[mask] = original
            return mask
