"""A page of cells as a Word file, a workbook and a PDF."""

from math import ceil
from typing import Any

import docx
import openpyxl

from support.carriers import saved
from support.families.parts import Page
from support.families.rendering import placed
from support.pdfs import Area, pdf

_LABEL, _SIZE = 60, 8


def word(page: Page) -> bytes:
    """A Word file with merged cells."""
    out: Any = docx.Document()
    for words in page.above:
        out.add_paragraph(words)
    made = out.add_table(len(page.rows), page.width)
    for row, column, c in placed(page):
        cell = made.cell(row, column)
        if c.rows > 1 or c.columns > 1:
            cell = cell.merge(made.cell(row + c.rows - 1, column + c.columns - 1))
        if c.text:
            cell.text = c.text
    for words in page.below:
        out.add_paragraph(words)
    return saved(out)


def excel(page: Page) -> bytes:
    """A workbook with merged cells."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    for n, words in enumerate(page.above, start=1):
        sheet.cell(n, 1, words)
        sheet.merge_cells(start_row=n, end_row=n, start_column=1, end_column=page.width)
    top = len(page.above) + 1
    for row, column, c in placed(page):
        cell = sheet.cell(top + row, 1 + column)
        cell.value = c.text or None
        cell.data_type = "s" if c.text else "n"  # a lone = is no formula
        if c.rows > 1 or c.columns > 1:
            sheet.merge_cells(
                start_row=top + row,
                end_row=top + row + c.rows - 1,
                start_column=1 + column,
                end_column=column + c.columns,
            )
    for n, words in enumerate(page.below):
        sheet.cell(top + len(page.rows) + n, 1, words)
    return saved(book)


def paper(page: Page) -> bytes:
    """A PDF with one ruled table on a page that is as long as it must be."""
    widths = tuple([_LABEL] * page.width)
    heights = [20] * len(page.rows)
    for row, _, c in placed(page):
        if c.rows == 1:
            across = max(int(c.columns * _LABEL * 0.95) // _SIZE, 1)
            lines = sum(ceil(len(part) / across) or 1 for part in c.text.split("\n"))
            heights[row] = max(heights[row], 8 + lines * (_SIZE + 1))
    areas = [Area(row, column, c.rows, c.columns, c.text) for row, column, c in placed(page)]
    return pdf([((*page.above,), areas)], widths=widths, heights=heights)


CARRIERS = {"docx": word, "xlsx": excel, "pdf": paper}
