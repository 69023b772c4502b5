"""Pages in, lines out: tables over page breaks, and the words beside them; page numbers are no words."""

import re
from collections.abc import Iterator, Sequence

from auditor.readers.pdf_page import Grid, Sheet
from auditor.readers.pdf_tables import Join
from auditor.readers.table import Line, Part, plain

_FURNITURE = re.compile(r"[-—–·第]*\d{1,4}[-—–·页]*(?:[/，,共]*\d{1,4}页?)?|第\d+页共\d+页|\d+/\d+")


def lines_of(sheets: Sequence[Sheet]) -> Iterator[Line]:
    """The lines of the document; a table that goes on over a page break is one."""
    join = Join()
    after: list[Part] = []
    seen: set[str] = set()
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, Grid):
                fresh = [p for p in after if plain((p,)) not in seen]
                if not join.empty and join.starts_anew(item, fresh):
                    yield from join.lines()
                    yield from (((p,),) for p in after)
                    join, after = Join(), []
                else:
                    after = fresh
                join.add(item)
                continue
            words = plain((item,))
            if _FURNITURE.fullmatch(words):
                continue
            if sheet.number == 1:
                seen.add(words)
            if join.empty:
                yield ((item,),)
            else:
                after.append(item)
    yield from join.lines()
    yield from (((p,),) for p in after)
