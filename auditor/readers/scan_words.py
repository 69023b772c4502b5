"""Characters out of a picture: the only module that knows the recogniser."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from auditor.readers.scan_image import Pixels
from auditor.readers.table import Box

if TYPE_CHECKING:
    from rapidocr import RapidOCR

_THREADS = 2
_SIDE = 2400  # pixels of the longer side that the recogniser keeps
_REACH = 0.25  # of its height: how far the last character of a line may go beyond its box
_MARGIN = 8  # pixels of white around a cell that is read alone


class Glyph(NamedTuple):
    """A character as recognised, with its box in pixels. ``sure`` is from 0 to 1; ``line`` numbers its line."""

    text: str
    box: Box
    sure: float
    line: int


@lru_cache(maxsize=1)
def _engine() -> "RapidOCR":
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _SIDE,
            "Global.use_cls": False,  # it takes 06 for 90 turned over
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def recognise(pixels: Pixels) -> list[Glyph]:
    """The characters of a page."""
    read = _engine()(  # it keeps each setting for the calls that follow, so that all are given
        pixels, use_det=True, use_cls=False, use_rec=True, return_word_box=True, return_single_char_box=True
    )
    boxes = getattr(read, "boxes", None)
    if boxes is None or not read.txts:
        return []
    every = read.word_results if len(read.word_results) == len(boxes) else [()] * len(boxes)
    out: list[Glyph] = []
    for number, (box, text, words) in enumerate(zip(boxes, read.txts, every, strict=True)):
        out += _glyphs(_bounds(box), text, words, number)
    return out


def is_sideways(glyphs: Iterable[Glyph]) -> bool:
    """Whether most characters stand in lines that run up or down: the page lies on its side."""
    lines: dict[int, list[Glyph]] = {}
    for g in glyphs:
        lines.setdefault(g.line, []).append(g)
    upright = level = 0
    for line in lines.values():
        left, top, right, bottom = _around(line)
        if bottom - top > right - left:
            upright += len(line)
        else:
            level += len(line)
    return upright > level


def _around(glyphs: Iterable[Glyph]) -> Box:
    return _bounds((x, y) for g in glyphs for x, y in (g.box[:2], g.box[2:]))


def recognise_cell(pixels: Pixels, cell: Box, number: int) -> list[Glyph]:
    """The characters of a cell of one line that the page as a whole did not show; a stroke may be a dash."""
    import cv2

    left, top, right, bottom = (round(v) for v in cell)
    cut = cv2.copyMakeBorder(
        pixels[top:bottom, left:right], _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=255
    )
    read = _engine()(cut, use_det=False, use_cls=False, use_rec=True)
    out: list[Glyph] = []
    for text, sure in zip(read.txts or (), read.scores or (), strict=True):
        bare = "".join(text.split())
        step = (right - left) / max(len(bare), 1)
        for k, c in enumerate(bare):
            out.append(Glyph(c, (left + k * step, top, left + (k + 1) * step, bottom), float(sure), number))
    return out


def _glyphs(
    line: Box, text: str, words: Iterable[tuple[str, float, Sequence[Sequence[float]] | None]], number: int
) -> Iterator[Glyph]:
    """The characters of a line. Those that the recogniser gives no box stand where their number puts them."""
    placed = [(t, s, _bounds(b)) for t, s, b in words if t.strip() and b is not None]
    bare = "".join(text.split())
    if "".join(t for t, _, _ in placed) == bare:
        reach = _REACH * (line[3] - line[1])
        ends = (
            [*(min(p[2][2], n[2][0]) for p, n in pairwise(placed)), min(placed[-1][2][2] + reach, line[2])]
            if placed
            else []
        )
        for (t, s, (left, *_)), end in zip(placed, ends, strict=True):
            step = max(end - left, 1) / len(t)
            for k, c in enumerate(t):
                yield Glyph(c, (left + k * step, line[1], left + (k + 1) * step, line[3]), float(s), number)
        return
    left, top, right, bottom = line
    step = (right - left) / max(len(bare), 1)
    least = min((float(s) for _, s, _ in placed), default=0.0)
    for k, c in enumerate(bare):
        yield Glyph(c, (left + k * step, top, left + (k + 1) * step, bottom), least, number)


def _bounds(box: Iterable[Sequence[float]]) -> Box:
    xs, ys = zip(*((float(p[0]), float(p[1])) for p in box), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
