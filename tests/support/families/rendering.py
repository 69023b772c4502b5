"""A page of cells as text, in the ways that people and programs leave it."""

from collections.abc import Iterator

from support.families.parts import C, Page

_WIDE = 16  # a cell with more characters stands on lines of its own in content order
_WRAP = 26


def placed(page: Page) -> Iterator[tuple[int, int, C]]:
    """Each cell with its row and its column, from 0."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(page.rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            yield r, column, cell
            taken |= {(r + i, column + j) for i in range(cell.rows) for j in range(cell.columns)}
            column += cell.columns


def squared(page: Page) -> list[list[str]]:
    """Every place of the table, covered ones empty."""
    out = [[""] * page.width for _ in page.rows]
    for r, column, cell in placed(page):
        out[r][column] = cell.text
    return out


def _around(page: Page, body: list[str]) -> str:
    return "\n".join([*page.above, *body, *page.below]) + "\n"


def _one_line(text: str, between: str = " ") -> str:
    return between.join(text.split("\n"))


def pipes(page: Page) -> str:
    """Cells between bars, covered ones left out; breaks inside labels vanish, goals keep a blank."""
    return _around(page, [" | ".join(_joined(c.text) for c in row) + " |" for row in page.rows])


def _joined(text: str) -> str:
    """Lines of one cell put together: labels without a blank, prose with one."""
    return _one_line(text, "" if len(text) <= _WIDE else " ")


def grid(page: Page) -> str:
    """Cells between bars, covered ones empty."""
    return _around(page, ["| " + " | ".join(_joined(t) for t in row) + " |" for row in squared(page)])


def tabs(page: Page) -> str:
    """As a spreadsheet pastes: every column, covered ones empty, cells with breaks in quotation marks."""
    body = ["\t".join(f'"{t}"' if "\n" in t else t for t in row) for row in squared(page)]
    return _around(page, body)


def flow(page: Page) -> str:
    """In content order: cells divided by blanks, long and tall ones wrapped on lines of their own, empty ones gone."""
    body: list[str] = []
    for row in page.rows:
        run: list[str] = []
        for cell in row:
            if not cell.text:
                continue
            tall = cell.rows > 1 and not _is_number(cell.text)
            if tall or len(cell.text) > _WIDE:
                body += [" ".join(run)] if run else []
                body += [*_wrapped(cell.text, 4 if tall and len(cell.text) < _WIDE else _WRAP), *([""] if tall else [])]
                run = []
            else:
                run.append(_one_line(cell.text, ""))
        body += [" ".join(run)] if run else []
    return _around(page, body)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _wrapped(text: str, at: int) -> Iterator[str]:
    for part in text.split("\n"):
        yield from (part[n : n + at] for n in range(0, len(part), at))


def flat(page: Page) -> str:
    """All in one line."""
    words = [_one_line(c.text) for row in page.rows for c in row if c.text]
    return " ".join([*page.above, *words, *page.below])


DIALECTS = {"pipes": pipes, "grid": grid, "tabs": tabs, "flow": flow, "flat": flat}
