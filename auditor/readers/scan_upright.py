"""A page the right way up, and how certain a recogniser is of it as a whole."""

from collections.abc import Sequence

from auditor.readers.scan_grid import Grid
from auditor.readers.scan_image import Page
from auditor.readers.scan_level import Straight, straighten
from auditor.readers.scan_words import Glyph, is_sideways, recognise

_POOR = 0.88  # the mean certainty on a page; fair copies have 0.99, those that break up 0.73


def upright(page: Page) -> tuple[Straight, list[Glyph]]:
    """The page and its characters the right way up: a page that is read badly is tried the other ways."""
    straight = straighten(page)
    found = [(straight, recognise(straight.pixels))]
    sure = certainty(found[0][1]) >= _POOR
    ways: tuple[int, ...] = () if sure else (2,)
    if is_sideways(found[0][1]):
        found, ways = (
            [],
            (1, 3) if sure else (3, 1),
        )  # a line that runs up is read as it stands, one that runs down is not
    for quarters in ways:
        turned = straighten(page, quarters)
        found.append((turned, recognise(turned.pixels)))
        if certainty(found[-1][1]) >= _POOR:
            break
    return max(found, key=lambda f: certainty(f[1]))


def certainty(glyphs: Sequence[Glyph]) -> float:
    """The mean certainty of characters."""
    return sum(g.sure for g in glyphs) / max(len(glyphs), 1)


def is_poor(glyphs: Sequence[Glyph], grid: Grid) -> bool:
    """Whether a page is so blurred that also its ruling lines cannot be trusted."""
    if not glyphs:
        return bool(grid.cells)
    return certainty(glyphs) < _POOR
