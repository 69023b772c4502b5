"""Scans: what is put together out of boxes and characters, what is in doubt, and what is said without the extra."""

import importlib.util
from datetime import date
from decimal import Decimal
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from support.forms import clean
from support.shared import CLAIMS, here
from support.truth import bare, load, of_gold

from auditor.errors import DamagedError, NoRecogniserError
from auditor.model.finding import CheckStatus
from auditor.model.form import CellKind, Part
from auditor.model.review import Review
from auditor.model.score import Outcome
from auditor.model.source import Place, Source
from auditor.parsing import parse
from auditor.parsing.doubting import doubt
from auditor.pipeline import audit
from auditor.readers import _from_scan, from_scan, read, scan_cells, scan_upright
from auditor.readers.from_txt import from_txt
from auditor.readers.kinds import Kind
from auditor.readers.page_lines import lines_of
from auditor.readers.scan_grid import Grid, find_grid
from auditor.readers.scan_image import Page, Pixels, without_seals
from auditor.readers.scan_ink import is_dash, left_ink
from auditor.readers.scan_level import Straight, straighten
from auditor.readers.scan_page import SCALE, Scanned, fit, hand_out, put_together, tables
from auditor.readers.scan_rows import unsound
from auditor.readers.scan_words import Glyph, recognise, recognise_cell
from auditor.readers.table import SURE, Box, plain
from auditor.reports import to_html

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
MISSING = [m for m in from_scan._NEEDED if importlib.util.find_spec(m) is None]
recognised = pytest.mark.skipif(bool(MISSING), reason="what reads pictures is an extra: pip install 'auditor[ocr]'")

# Two columns and three rows: a merged cell on the left beside three, with borders 6 pixels wide that waver.
CELLS: list[Box] = [(100, 100, 297, 398), (303, 101, 500, 197), (304, 203, 501, 297), (303, 303, 499, 399)]


def line(text: str, left: float, top: float, number: int, sure: float = 0.99) -> list[Glyph]:
    """Characters of 20 pixels in a row."""
    return [Glyph(c, (left + 20 * n, top, left + 20 * n + 20, top + 24), sure, number) for n, c in enumerate(text)]


def page() -> list[Glyph]:
    return [
        *line("自评表", 260, 40, 0),
        *line("合并", 180, 230, 1),
        *line("一行", 320, 130, 2),
        *line("30%", 320, 220, 3, 0.5),
        *line("三行", 320, 310, 4),
        *line("又行", 320, 350, 5),
    ]


def texts(scanned: Scanned) -> list[list[str]]:
    return [[plain(w) for w in line] for line in lines_of([scanned.sheet])]


def test_cells_and_characters_make_rows_with_merged_cells_once() -> None:
    assert texts(put_together(CELLS, page(), 1)) == [["自评表"], ["合并", "一行"], ["", "30%"], ["", "三行又行"]]


def test_each_box_has_the_certainty_of_its_least_certain_character() -> None:
    sure = put_together(CELLS, page(), 1).sure
    assert sorted(sure.values()) == [0.5, 0.99, 0.99, 0.99, 0.99]


def test_brackets_and_colons_of_two_widths_cast_no_doubt() -> None:
    glyphs = [*line("一行", 320, 130, 0), *line("（", 360, 130, 0, 0.2)]
    assert set(put_together(CELLS, glyphs, 1).sure.values()) == {0.99}


def test_borders_that_waver_are_one() -> None:
    (table,) = tables(CELLS)
    assert len({x for b in table for x in (b[0], b[2])}) == 3
    assert len({y for b in table for y in (b[1], b[3])}) == 4


def test_tables_that_do_not_touch_are_two() -> None:
    below: Box = (100, 460, 500, 520)
    assert [len(t) for t in tables([below, *CELLS])] == [4, 1]


def test_a_character_on_a_border_belongs_to_the_nearest_cell_and_one_far_off_to_none() -> None:
    held = hand_out([*line("近", 506, 130, 0), *line("远", 560, 130, 1)], CELLS)
    assert [[g.text for g in cell] for cell in held] == [[], ["近"], [], []]


def test_a_line_whose_box_goes_over_a_border_stays_in_its_cell() -> None:
    cells: list[Box] = [(100, 100, 300, 168), (300, 100, 500, 168), (100, 172, 500, 206)]
    name = [g._replace(box=(g.box[0], 118, g.box[2], 156)) for g in line("满意度", 320, 118, 0)]
    total = [g._replace(box=(g.box[0], 172, g.box[2], 214)) for g in line("总分", 320, 172, 1)]
    assert texts(put_together(cells, [*name, *total], 1)) == [["", "满意度"], ["总分", ""]]


def test_the_next_page_is_moved_below_the_first() -> None:
    shifted: list[Box] = [(a * 1.01 + 30, b, c * 1.01 + 30, d) for a, b, c, d in CELLS]
    moved = fit(shifted, (100, 501))
    assert moved.to(shifted[0]) == pytest.approx(CELLS[0])
    assert moved.back(moved.to(shifted[1])) == pytest.approx(shifted[1])


@pytest.mark.parametrize("sides", [None, (100, 900), (400, 801)], ids=["first", "another width", "another place"])
def test_a_table_that_stands_elsewhere_is_not_moved(sides: tuple[float, float] | None) -> None:
    assert fit(CELLS, sides).to(CELLS[0]) == CELLS[0]


def test_a_page_without_lines_is_its_words() -> None:
    assert texts(put_together([], page()[:7], 1)) == [["自评表"], ["一行"], ["合并"]]


def test_boxes_are_in_points() -> None:
    boxes = put_together(CELLS, page(), 1).sure
    assert max(b[2] for b in boxes) == pytest.approx(500 * SCALE, abs=1)


@pytest.mark.parametrize("name", ["表.png", "表.jpg", "表.pdf"])
def test_without_the_extra_one_line_says_what_to_install(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec

    def none(module: str) -> ModuleSpec | None:
        return None if module == "rapidocr" else found(module)

    monkeypatch.setattr(from_scan, "find_spec", none)
    path = tmp_path / name
    path.write_bytes(bare_pdf() if name.endswith("pdf") else PNG)
    with pytest.raises(NoRecogniserError, match=r"pip install 'auditor\[ocr\]'") as caught:
        read(str(path))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(name)


def bare_pdf() -> bytes:
    """A PDF of one page with a picture and no text."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 26>>stream\nq 200 0 0 200 0 0 cm /I Do\nendstream",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\xff\nendstream",
    ]
    out = b"%PDF-1.4\n"
    at = []
    for n, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % a for a in at)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def rows_of(count: int) -> list[Box]:
    """A table of five columns and rows of 40 pixels."""
    return [(100 + 100 * c, 100 + 40 * r, 200 + 100 * c, 140 + 40 * r) for r in range(count) for c in range(5)]


def test_a_sound_table_has_no_unsound_rows() -> None:
    assert not list(unsound([*rows_of(4), (100, 260, 600, 300)], line("一行", 120, 108, 0)))


def test_words_in_a_gap_make_the_row_unsound_and_an_empty_gap_does_not() -> None:
    torn = [b for b in rows_of(3) if b[:2] != (200, 140)]
    assert list(unsound(torn, line("漏", 240, 148, 0))) == [(100, 140, 600, 180)]
    assert not list(unsound(torn, line("行", 340, 148, 0)))


def test_a_border_that_the_rows_around_do_not_have_makes_the_row_unsound() -> None:
    split = [b for b in rows_of(3) if b[:2] != (200, 140)] + [(200, 140, 250, 180), (250, 140, 300, 180)]
    assert list(unsound(split, [])) == [(100, 140, 600, 180)]


def test_cells_at_a_line_that_is_read_as_two_are_unsound() -> None:
    bent: list[Box] = [(100, 100, 200, 140), (200, 100, 300, 158), (100, 140, 200, 190), (200, 158, 300, 190)]
    assert set(unsound(bent, [])) == set(bent)


@pytest.mark.parametrize(
    ("lies", "tried"), [("level", [0]), ("on its head", [0, 2]), ("up", [0, 1]), ("down", [0, 3]), ("blurred", [0, 2])]
)
def test_a_page_that_is_read_badly_is_turned(lies: str, tried: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def turned(_: Page, quarters: int = 0) -> Straight:
        seen.append(quarters)
        return Straight(None, (), quarters)

    def read_so(_: object) -> list[Glyph]:
        first = seen == [0]
        sure = 0.5 if (first and lies not in {"level", "up"}) or lies == "blurred" else 0.99
        aside = first and lies in {"up", "down"}
        return [g._replace(sure=sure, box=(g.box[1::-1] + g.box[:1:-1]) if aside else g.box) for g in page()]

    monkeypatch.setattr(scan_upright, "straighten", turned)
    monkeypatch.setattr(scan_upright, "recognise", read_so)
    straight, glyphs = scan_upright.upright(Page(None, 1))
    assert seen == tried
    assert straight.seals == (0 if lies == "blurred" else tried[-1])
    assert glyphs


# What was recognised with little certainty is not judged by.


def doubtful(words: str) -> tuple[Source, Review]:
    """A sound form of which some words were recognised with little certainty, and its review."""
    source = from_txt(clean().text("pipes").encode(), "表.txt")
    start = source.text.index(words)
    place = Place(start=start, end=start + len(words), page=1, confidence=Decimal("0.4"))
    source = source.model_copy(update={"places": (place,), "doubtful": (place,)})
    return source, audit(source, today=date(2026, 1, 1))


def test_a_doubtful_value_ends_in_cannot_compare_and_f602_says_so() -> None:
    row = parse(clean().text("pipes")).indicators[0]
    at = clean().text("pipes").index(row.name.text)
    text = clean().text("pipes")
    source = from_txt(text.encode(), "表.txt")
    start = text.index(row.actual.text, row.target.spans[0].end)
    assert start > at
    place = Place(start=start, end=start + len(row.actual.text), page=1, confidence=Decimal("0.4"))
    done = audit(source.model_copy(update={"doubtful": (place,)}), today=date(2026, 1, 1))
    cell = done.form.indicators[0].actual
    assert (cell.text, cell.kind, cell.value) == (row.actual.text, CellKind.QUALITATIVE, None)
    scored = next(r for g in done.scores.groups for r in g.indicators if r.indicator == done.form.indicators[0].id)
    assert scored.outcome is Outcome.UNDECIDED
    assert "识别把握低" in (scored.why or "")
    entry = next(c for c in done.checks if c.rule == "F602")
    assert entry.status is CheckStatus.UNDECIDABLE
    assert "识别把握低" in (entry.reason or "")
    assert not any(done.form.indicators[0].id in f.indicators for f in done.findings)


def test_doubt_about_the_head_leaves_it_unsure() -> None:
    _, done = doubtful(clean().unit)
    assert Part.HEAD in done.form.unsure
    assert done.form.unit.doubtful


def test_doubt_about_a_score_leaves_the_sums_open() -> None:
    text = clean().text("pipes")
    form = parse(text)
    score = form.total.score
    assert score is not None
    place = Place(start=score.spans[0].start, end=score.spans[0].end, confidence=Decimal(0))
    marked = doubt(form, from_txt(text.encode(), "表").model_copy(update={"doubtful": (place,)}))
    assert Part.POINTS in marked.unsure
    assert marked.total.score is not None
    assert marked.total.score.value is None


def test_a_page_that_is_blurred_is_poor_as_a_whole() -> None:
    grid = Grid(tuple(CELLS), None)
    assert scan_upright.is_poor([], grid)
    assert scan_upright.is_poor([g._replace(sure=0.7) for g in page()], grid)
    assert not scan_upright.is_poor(page(), grid)


def test_with_most_cells_in_doubt_nothing_is_sure() -> None:
    text = clean().text("pipes")
    place = Place(start=0, end=len(text), confidence=Decimal(0))
    source = from_txt(text.encode(), "表").model_copy(update={"places": (place,), "doubtful": (place,)})
    assert set(doubt(parse(text), source).unsure) == set(Part)


def test_without_doubt_a_form_stays_as_it_is() -> None:
    text = clean().text("pipes")
    form = parse(text)
    assert doubt(form, from_txt(text.encode(), "表")) is form


def test_doubtful_cells_are_marked_in_the_drawn_form() -> None:
    _, done = doubtful(clean().unit)
    assert to_html.render([done]).count('class="badge doubtful"') == 1


# With the extra.


def ruled() -> Pixels:
    """A white page with a table of two columns and three rows."""
    import cv2
    import numpy as np

    pixels: Pixels = np.full((2340, 1654), 255, np.uint8)
    for x in (200, 600, 1400):
        cv2.line(pixels, (x, 500), (x, 1700), (0,), 3)
    for y in (500, 900, 1300, 1700):
        cv2.line(pixels, (200, y), (1400, y), (0,), 3)
    return pixels


@recognised
def test_a_slanted_photo_is_made_square_and_the_edge_of_the_sheet_is_no_line() -> None:
    import cv2
    import numpy as np

    seen = np.array([(150, 80), (1500, 160), (1600, 2200), (60, 2300)], np.float32)
    way = cv2.getPerspectiveTransform(np.array([(0, 0), (1654, 0), (1654, 2340), (0, 2340)], np.float32), seen)
    photo = np.asarray(cv2.warpPerspective(ruled(), way, (1654, 2340), borderValue=(70,)), np.uint8)
    straight = straighten(Page(photo, 1.0))
    cells = find_grid(straight.pixels).cells
    assert len(cells) == 6
    (x, y), (u, v) = cv2.perspectiveTransform(np.array([[(200, 500), (600, 900)]], np.float64), way)[0].tolist()
    assert straight.box(*cells[0]) == pytest.approx((x, y, u, v), abs=30)


@recognised
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_turned_by_quarters_leads_back_to_where_it_was(quarters: int) -> None:
    import numpy as np

    pixels: Pixels = np.full((2340, 1654), 255, np.uint8)
    pixels[500:540, 300:400] = 0
    straight = straighten(Page(pixels, 1.0), quarters)
    ys, xs = np.nonzero(straight.pixels < 128)
    box = straight.box(float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))
    assert box == pytest.approx((300, 500, 400, 540), abs=1)


@recognised
def test_a_red_seal_is_taken_off_and_what_it_covers_is_in_doubt() -> None:
    import cv2

    colours = cv2.cvtColor(ruled(), cv2.COLOR_GRAY2BGR)
    cv2.putText(colours, "12", (700, 720), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 5)
    stamped = colours.copy()
    cv2.circle(stamped, (740, 700), 160, (60, 60, 215), 9)
    cv2.line(stamped, (600, 700), (880, 700), (60, 60, 215), 9)
    stamped[(colours == 0).all(axis=2)] = 0
    found = without_seals(stamped, 1.0)
    assert found.seals is not None
    assert without_seals(colours, 1.0).seals is None
    assert len(find_grid(found.pixels).cells) == 6
    assert not left_ink(find_grid(found.pixels).ink, (610, 510, 1390, 890), [(690, 660, 800, 740)])
    inside, beside = Glyph("1", (700, 670, 740, 720), 0.99, 0), Glyph("9", (1000, 670, 1040, 720), 0.99, 0)
    assert scan_cells.under_seal(inside, found.seals).sure == scan_cells.HALF
    assert scan_cells.under_seal(beside, found.seals) is beside
    assert scan_cells.under_seal(inside, None) is inside


@recognised
def test_a_page_is_read_after_a_cell_that_was_read_alone() -> None:
    import cv2
    import numpy as np

    pixels: Pixels = np.full((400, 800), 255, np.uint8)
    cv2.putText(pixels, "12345", (100, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, (0,), 5)
    assert recognise_cell(pixels, (90, 140, 320, 220), 0)
    assert "".join(g.text for g in recognise(pixels)) == "12345"
    assert not recognise(np.full((400, 800), 255, np.uint8))


@recognised
def test_ruling_lines_enclose_cells_also_when_the_page_is_turned_and_open_at_the_top() -> None:
    import cv2
    import numpy as np

    pixels: Pixels = np.full((2340, 1654), 255, np.uint8)
    for x in (200, 600, 1400):
        cv2.line(pixels, (x, 300), (x, 900), (0,), 2)
    for y in (500, 700, 900):
        cv2.line(pixels, (200, y), (1400, y), (0,), 2)
    assert len(find_grid(pixels).cells) == 6
    turn = cv2.getRotationMatrix2D((827, 1170), 1.5, 1)
    turned = np.asarray(cv2.warpAffine(pixels, turn, (1654, 2340), borderValue=(255,)), np.uint8)
    straight = straighten(Page(turned, 0.36))
    assert len(find_grid(straight.pixels).cells) == 6
    x, y = (turn @ np.array([200, 700, 1])).tolist()
    left, top, *_ = straight.box(200, 700, 201, 701)
    assert (left, top) == pytest.approx((x * 0.36, y * 0.36), abs=2)


@recognised
def test_a_stroke_alone_in_a_cell_is_a_dash() -> None:
    import numpy as np

    ink: Pixels = np.zeros((60, 200), np.uint8)
    ink[28:32, 80:110] = 255
    assert is_dash(left_ink(ink, (0, 0, 200, 60), []))
    ink[10:40, 150:155] = 255
    assert not is_dash(left_ink(ink, (0, 0, 200, 60), []))


@recognised
@pytest.mark.parametrize("name", ["表.png", "表.tif"])
def test_a_picture_that_is_cut_off_is_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(PNG if name.endswith("png") else b"II*\x00\x08\x00\x00\x00")
    with pytest.raises(DamagedError):
        read(str(path))


@recognised
@here
def test_a_drawn_form_is_read_row_by_row_with_places() -> None:
    from support.scanning import drawn, tiff

    path = CLAIMS / "files" / "d03.pdf"
    source = from_scan_bytes(tiff(drawn(path, 200)))
    rows = [(bare(i.name.text), bare(i.target.text), bare(i.actual.text)) for i in parse(source.text).indicators]
    truth = [(r.name, r.target, r.actual) for r in of_gold(load(CLAIMS / "d03.json")).rows]
    assert sum(a == b for a, b in zip(rows, truth, strict=True)) >= len(truth) - 1
    assert all(p.page and p.bbox and p.confidence is not None for p in source.places)
    assert all(p.confidence is not None and p.confidence < Decimal(str(SURE)) for p in source.doubtful)
    assert source.remarks[0].startswith("文字是从图上识别的")


def from_scan_bytes(data: bytes) -> Source:
    (source,) = _from_scan(data, "表.tif", Kind.IMAGE)
    return source
