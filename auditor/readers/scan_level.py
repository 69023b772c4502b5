"""Pages made level and square: turned by quarters, by the lean of their rows, and out of the slant of a photo."""

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from auditor.readers.scan_image import LONG_SIDE, Page, Pixels
from auditor.readers.table import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.float64]"
Back = tuple[tuple[float, float, float], ...]
"""Three rows that lead from pixels to points of the page as it came."""

_STEEP = 8.0  # degrees; a line that leans more is no ruling line
_STROKE = 15  # pixels, at half the size; a piece of a line that leans
_LEVEL = 0.05  # degrees that are not worth turning
_SQUARE = 0.3  # degrees by which the lines at two ends of a level page may differ
_FEW = 6  # lines; fewer tell no slant


class Straight(NamedTuple):
    """A page made level. ``back`` leads from its pixels to points of the page as it came; ``seals`` as in a Page."""

    pixels: Pixels
    back: Back
    seals: "Pixels | None" = None

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of the level page as the box in points that holds it on the page as it came."""
        points = [self._point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = zip(*points, strict=True)
        return max(min(xs), 0.0), max(min(ys), 0.0), max(xs), max(ys)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        u, v, w = (a * x + b * y + c for a, b, c in self.back)
        return u / w, v / w


class _Pencil(NamedTuple):
    """Lines that run one way: how steep they are in the middle of the page, and by how much more a pixel on."""

    lean: float = 0.0
    spread: float = 0.0

    def at(self, offset: float) -> float:
        return self.lean + self.spread * offset


def straighten(page: Page, quarters: int = 0) -> Straight:
    """The page at the size that is read best, turned by quarters to the left, its ruling lines level and upright."""
    import cv2
    import numpy as np

    scale = LONG_SIDE / max(page.pixels.shape)
    pixels = _sized(page.pixels, scale, quarters)
    seals = None if page.seals is None else _sized(page.seals, scale, quarters)
    height, width = pixels.shape if quarters % 2 == 0 else pixels.shape[::-1]
    points = page.points / scale
    back = np.diag([points, points, 1.0]) @ _unturned(quarters % 4, width, height)
    way = _square(pixels)
    if way is not None:
        pixels = _warped(pixels, way, cv2.BORDER_REPLICATE)
        seals = None if seals is None else _warped(seals, way, cv2.BORDER_CONSTANT)
        back = back @ np.linalg.inv(way)
    return Straight(pixels, tuple((a, b, c) for a, b, c in back.tolist()), seals)


def _sized(pixels: Pixels, scale: float, quarters: int) -> Pixels:
    import cv2
    import numpy as np

    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=way) if scale != 1 else pixels
    return np.asarray(np.ascontiguousarray(np.rot90(sized, quarters)), np.uint8)


def _warped(pixels: Pixels, way: Numbers, border: int) -> Pixels:
    import cv2
    import numpy as np

    warped = cv2.warpPerspective(pixels, way, pixels.shape[::-1], flags=cv2.INTER_CUBIC, borderMode=border)
    return np.asarray(warped, np.uint8)


def _unturned(quarters: int, width: int, height: int) -> "Numbers":
    """What leads from the pixels of a page turned by quarters to the left to those of the page, which is so large."""
    import numpy as np

    rows = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, -1, width), (1, 0, 0)),
        2: ((-1, 0, width), (0, -1, height)),
        3: ((0, 1, 0), (-1, 0, height)),
    }[quarters]
    return np.array([*rows, (0, 0, 1)], float)


def _square(pixels: Pixels) -> "Numbers | None":
    """What makes a page level and square; None for one that is."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    across, down = _pencil(pixels), _pencil(np.asarray(np.ascontiguousarray(pixels.T), np.uint8))
    if max(abs(across.spread) * height, abs(down.spread) * width) < np.radians(_SQUARE):
        angle = float(np.degrees(np.arctan(across.lean)))
        if abs(angle) < _LEVEL:
            return None
        return np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), (0, 0, 1)])
    seen = [_meet(across, down, width, height, x, y) for x in (-1, 1) for y in (-1, 1)]
    ways = [(width * (2 + x) / 4, height * (2 + y) / 4) for x in (-1, 1) for y in (-1, 1)]
    return np.asarray(cv2.getPerspectiveTransform(np.array(seen, np.float32), np.array(ways, np.float32)), float)


def _meet(across: _Pencil, down: _Pencil, width: int, height: int, right: int, low: int) -> tuple[float, float]:
    """Where two lines meet: a quarter of the page from the middle, to the right or left, below or above."""
    s, t = across.at(low * height / 4), down.at(right * width / 4)
    y = (low * height / 4 + s * right * width / 4) / (1 - s * t)
    return width / 2 + right * width / 4 + t * y, height / 2 + y


def _pencil(pixels: Pixels) -> _Pencil:
    """The lines across a page: the median of their leans, and how the leans change from the top to the bottom."""
    import cv2
    import numpy as np

    half = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    dark = cv2.adaptiveThreshold(half, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 21, 12)
    strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, _STROKE), np.uint8))
    height, width = half.shape[:2]
    found = cv2.HoughLinesP(strokes, 1, np.pi / 1800, width // 10, minLineLength=width // 5, maxLineGap=12)
    if found is None:
        return _Pencil()
    x0, y0, x1, y1 = found.reshape(-1, 4).astype(float).T
    run = np.where(x1 == x0, 1e-6, x1 - x0)
    lean = (y1 - y0) / run
    good = np.abs(np.degrees(np.arctan(lean))) < _STEEP
    if not good.any():
        return _Pencil()
    lean, weight = lean[good], np.abs(run[good])
    # where each line crosses the middle of the page, in pixels of the whole size from there
    offset = 2 * (y0[good] + lean * (width / 2 - x0[good]) - height / 2)
    order = np.argsort(lean)
    middle = float(lean[order][np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)])
    if len(lean) < _FEW or np.ptp(offset) < height:
        return _Pencil(middle)
    spread = _slope(offset, lean)
    return _Pencil(float(np.median(lean - spread * offset)), spread)


def _slope(xs: "Numbers", ys: "Numbers") -> float:
    """The median slope between points that lie well apart."""
    import numpy as np

    i, j = np.triu_indices(len(xs), 1)
    far = np.abs(xs[i] - xs[j]) > np.ptp(xs) / 4
    return float(np.median((ys[i][far] - ys[j][far]) / (xs[i][far] - xs[j][far])))
