"""Pages that look scanned, out of the PDFs of the annotated forms; needs the recogniser's libraries."""

from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from auditor.readers.scan_image import Pixels


def drawn(path: Path, dpi: int) -> list[Pixels]:
    """The pages of a PDF in shades of grey."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    out = []
    for page in document:
        pixels = page.render(scale=dpi / 72, grayscale=True).to_numpy()
        out.append(np.array(pixels, np.uint8).reshape(pixels.shape[:2]))
    document.close()
    return out


def worn(
    pixels: Pixels, *, lean: float = 1.5, blur: float = 0.8, noise: float = 18, quality: int = 40, seed: int = 1
) -> Pixels:
    """A page as a bad copier leaves it: turned, blurred, noisy, pressed as JPEG."""
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1)
    page = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    page = cv2.GaussianBlur(page, (0, 0), blur)
    grey = page.astype(float) + np.random.default_rng(seed).normal(0, noise, page.shape)
    _, pressed = cv2.imencode(".jpg", np.clip(grey, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(pressed, cv2.IMREAD_GRAYSCALE), np.uint8)


def tiff(pages: list[Pixels]) -> bytes:
    """Pages as one file."""
    _, data = cv2.imencodemulti(".tif", pages)
    return bytes(data)
