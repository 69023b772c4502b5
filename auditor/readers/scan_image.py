"""Pages as pictures: out of picture files and out of PDFs without text."""

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
_RED = 40  # of 255: by how much red ink is redder than the page
_SEAL = 100  # pixels, at LONG_SIDE; the least side of a seal, which red letters do not have
_PALE = 0.6  # of the brightness of the page; in red light letters are darker, and the ink of a seal is not
_NEAR = 9  # pixels between the marks of a seal
_MOST_PIXELS = 12_000  # of a side; more is no page


class Page(NamedTuple):
    """A page in shades of grey; ``points`` are the points of a pixel as it came.

    ``seals`` has the ink of red seals, which ``pixels`` is without; None where there are none.
    """

    pixels: Pixels
    points: float
    seals: "Pixels | None" = None


def pages_of_picture(data: bytes) -> list[Page]:
    """The pages of a picture file, several of a TIFF; none if the bytes are no picture.

    A picture tells no size that can be trusted: its longer side is taken as that of A4.
    """
    import os

    os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(_MOST_PIXELS**2))
    import cv2
    import numpy as np

    try:
        sound, read = cv2.imdecodemulti(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return []
    if not sound:
        return []
    return [without_seals(p, _POINTS / max(p.shape)) for p in read if min(p.shape[:2]) > 1]


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
            yield without_seals(np.array(page.render(scale=scale).to_numpy(), np.uint8)[:, :, :3], 1 / scale)
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


def without_seals(colours: Pixels, points: float) -> Page:
    """A page out of blue, green and red: in grey, but where a red seal stands as red light shows it."""
    import cv2
    import numpy as np

    grey = np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY), np.uint8)
    blue, green, red = cv2.split(colours)
    more = cv2.subtract(red, cv2.max(blue, green))
    ink = cv2.threshold(more, _RED + int(np.median(more)), 255, cv2.THRESH_BINARY)[1]
    unit = max(grey.shape) / LONG_SIDE
    near = cv2.dilate(ink, np.ones((round(_NEAR * unit) | 1,) * 2, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    found = [(x, y, w, h) for x, y, w, h, _ in stats[1:].tolist() if min(w, h) >= _SEAL * unit]
    if not found:
        return Page(grey, points)
    seals = np.zeros_like(grey)
    for x, y, w, h in found:
        here = (slice(y, y + h), slice(x, x + w))
        bright = int(np.median(red[here]))
        grey[here] = np.where((near[here] > 0) & (red[here] > _PALE * bright), bright, red[here])
        seals[here] = ink[here]
    return Page(grey, points, np.asarray(seals, np.uint8))
