"""The torn texts beside the checkout, and the test that no value of a reading is invented."""

import json
import re
from collections.abc import Iterator
from typing import Any

from auditor.model.form import Cell, Form
from auditor.model.source import Source
from auditor.parsing.assemble import cells
from auditor.readers import read_all
from support.shared import SHARED

FRAGMENTS = SHARED / "forms" / "fragments"
FAMILY = {
    "SC": ("sichuan-0013zp",),
    "SCO": ("sichuan-pre2022",),
    "YN": ("yunnan-gongkai14",),
    "PV": ("poverty",),
    "HB": ("hubei-20+80",),
    "CQ": ("chongqing",),
    "TRS": ("sichuan-transfer-area", "transfer"),
    "N": ("national-2020", "national-2020-department"),
    "NX": ("national-2020-export",),
}
"""The families that each code of the index may be read as."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def index() -> list[dict[str, Any]]:
    """What the fragments are."""
    entries: list[dict[str, Any]] = json.loads((FRAGMENTS / "index.json").read_text(encoding="utf-8"))
    return entries


def read_each(name: str) -> tuple[Source, ...]:
    """The forms of a fragment."""
    return read_all(str(FRAGMENTS / name))


def invented(text: str, form: Form) -> list[str]:
    """Values of cells whose digits do not stand in the text as a figure of their own."""
    return [f"{cell.text}" for cell in cells(form) if cell.value is not None and not _stands(text, cell)]


def _stands(text: str, cell: Cell) -> bool:
    wanted = set(_FIGURE.findall("".join(c for c in cell.text if not c.isspace())))
    return wanted <= set(_figures(text, cell))


def _figures(text: str, cell: Cell) -> Iterator[str]:
    """The figures in the places of a cell, with the digits that are glued to them outside."""
    for span in cell.spans:
        start, end = span.start, span.end
        while start and text[start].isdigit() and text[start - 1] in "0123456789.":
            start -= 1
        while end < len(text) and text[end - 1].isdigit() and text[end] in "0123456789":
            end += 1
        yield from _FIGURE.findall(text[start:end])
