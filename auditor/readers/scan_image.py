"""Pages as pictures: out of picture files and out of PDFs without text; made straight and even."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pixels: TypeAlias = "NDArray[np.uint8]"
"""Shades of grey, row by row."""

LONG_SIDE = 2340  # pixels of A4's longer side at 200 dpi: what the recogniser reads best
_POINTS = 842  # points of A4's longer side; the size of a picture that tells none
_DPI, _PER_INCH = 200, 72
_MOST_PIXELS = 12_000  # of a side; more is no page
_STEEP = 8  # degrees; a line that leans more is no row
_STROKE = 15  # pixels, at half the size; a piece of a line that leans
_LEVEL = 0.05  # degrees that are not worth turning


class Page(NamedTuple):
    """A page in shades of grey; ``points`` are the points of a pixel as it came."""

    pixels: Pixels
    points: float


class Straight(NamedTuple):
    """A page turned level. ``back`` leads from its pixels to points of the page as it came."""

    pixels: Pixels
    back: tuple[tuple[float, float, float], tuple[float, float, float]]

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of the turned page as the box in points that holds it on the page as it came."""
        (a, b, c), (d, e, f) = self.back
        corners = [(x, y) for x in (left, right) for y in (top, bottom)]
        xs = [a * x + b * y + c for x, y in corners]
        ys = [d * x + e * y + f for x, y in corners]
        return max(min(xs), 0.0), max(min(ys), 0.0), max(xs), max(ys)


def pages_of_picture(data: bytes) -> list[Page]:
    """The pages of a picture file, several of a TIFF; none if the bytes are no picture.

    A picture tells no size that can be trusted: its longer side is taken as that of A4.
    """
    import os

    os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(_MOST_PIXELS**2))
    import cv2
    import numpy as np

    try:
        sound, read = cv2.imdecodemulti(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        return []
    if not sound:
        return []
    return [Page(np.asarray(p, np.uint8), _POINTS / max(p.shape)) for p in read if min(p.shape) > 1]


def pages_of_pdf(data: bytes) -> Iterator[Page]:
    """The pages of a PDF as they are drawn, one at a time.

    Raises:
        ValueError: the bytes are no PDF that can be opened, or it is encrypted.
    """
    import numpy as np
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        for number in range(len(document)):
            page = document[number]
            scale = min(_DPI / _PER_INCH, _MOST_PIXELS / max(page.get_size()))
            pixels = page.render(scale=scale, grayscale=True).to_numpy()
            yield Page(np.array(pixels, np.uint8).reshape(pixels.shape[:2]), 1 / scale)
            page.close()
    finally:
        document.close()


def count_pages(data: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        ValueError: as :func:`pages_of_pdf`.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        return len(document)
    finally:
        document.close()


def straighten(page: Page) -> Straight:
    """The page at the size that is read best, turned so that its ruling lines are level."""
    import cv2
    import numpy as np

    scale = LONG_SIDE / max(page.pixels.shape)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(page.pixels, None, fx=scale, fy=scale, interpolation=way) if scale != 1 else page.pixels
    angle = _lean(np.asarray(sized, np.uint8))
    points = page.points / scale
    if abs(angle) < _LEVEL:
        return Straight(np.asarray(sized, np.uint8), ((points, 0.0, 0.0), (0.0, points, 0.0)))
    height, width = sized.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(sized, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    back = cv2.invertAffineTransform(turn) * points
    (a, b, c), (d, e, f) = back.tolist()
    return Straight(np.asarray(level, np.uint8), ((a, b, c), (d, e, f)))


def _lean(pixels: Pixels) -> float:
    """By how many degrees the rows fall to the right: the median of the long lines, weighed by length."""
    import cv2
    import numpy as np

    half = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    dark = cv2.adaptiveThreshold(half, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 21, 12)
    strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, _STROKE), np.uint8))
    width = half.shape[1]
    found = cv2.HoughLinesP(strokes, 1, np.pi / 1800, width // 10, minLineLength=width // 5, maxLineGap=12)
    if found is None:
        return 0.0
    leans: list[tuple[float, float]] = []
    for x0, y0, x1, y1 in found.reshape(-1, 4).astype(float).tolist():
        degrees = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
        if abs(degrees) < _STEEP:
            leans.append((degrees, abs(x1 - x0)))
    leans.sort()
    rest = sum(w for _, w in leans) / 2
    for degrees, weight in leans:
        rest -= weight
        if rest <= 0:
            return degrees
    return 0.0
