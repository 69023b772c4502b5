"""Small files that ask for much: PDFs whose streams, loops and lists would take a library hours or gigabytes."""

import zlib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

_TEXT = b"BT /F1 12 Tf 50 700 Td (hello) Tj ET"
_HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_MEGABYTES = 1000


def raw(bodies: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    parts = [b"%PDF-1.4\n", *(b"%d 0 obj\n" % n + body + b"\nendobj\n" for n, body in enumerate(bodies, 1))]
    *offsets, _ = accumulate(len(p) for p in parts)
    out = b"".join(parts)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(
        b"%010d 00000 n \n" % o for o in offsets
    )
    return (
        out + table + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, trailer, len(out))
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    """An object with a stream."""
    return b"<</Length %d%s>>stream\n" % (len(data), more) + data + b"\nendstream"


def page(
    content: bytes = _TEXT, *more: bytes, said: bytes = b"", font: bytes = _HELVETICA,
    resources: bytes = b"/Font<</F1 5 0 R>>", box: bytes = b"[0 0 595 842]", trailer: bytes = b"",
) -> bytes:  # fmt: skip
    """A PDF of one page whose content is object 4 and whose font is 5; ``more`` objects follow."""
    return raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Contents 4 0 R/Resources<<" + resources + b">>>>",
            stream(content, said),
            font,
            *more,
        ],
        trailer,
    )


@cache
def _zeros() -> bytes:
    """A gigabyte of zeros, packed."""
    machine = zlib.compressobj(9)
    return b"".join(machine.compress(bytes(1 << 20)) for _ in range(_MEGABYTES)) + machine.flush()


def _font(widths: bytes = b"1 2 500", more: bytes = b"") -> bytes:
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/Identity-H" + more + b"/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/S/DW 1000/W[" + widths + b"]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>]>>"
    )


def _map(words: bytes) -> bytes:
    return page(_TEXT, stream(b"begincmap " + words + b" endcmap"), font=_font(more=b"/ToUnicode 6 0 R"))


def _nested() -> bytes:
    """A drawing that calls one ten times that calls one ten times, ten deep."""
    head = b"<</Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>/XObject<</X %d 0 R>>>>/Length %d>>stream\n%s\nendstream"
    calls = b"/X Do " * 10
    forms = [head % (7 + n, len(calls), calls) for n in range(9)] + [head % (5, len(_TEXT), _TEXT)]
    return page(calls, *forms, resources=b"/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>")


def _looped_table() -> bytes:
    """A table of objects whose forerunner is itself."""
    sound = page()
    at = sound.rfind(b"startxref")
    return sound[:at].replace(b"/Root", b"/Prev " + sound[at:].split()[1] + b"/Root") + sound[at:]


def _long_table() -> bytes:
    table = stream(b"\1\0\0\0" * 10, b"/Type/XRef/W[1 2 1]/Index[0 99999999999]/Size 99999999999/Root 1 0 R")
    sound = raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]>>"])
    at = sound.find(b"xref\n0")
    return sound[:at] + b"3 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % at


def _deep_tree() -> bytes:
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 3) for n in range(5000)]
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>"])


def _many_pages() -> bytes:
    kids = b"".join(b"%d 0 R " % (n + 3) for n in range(100_000))
    tree = b"<</Type/Pages/Count 1/Kids[" + kids + b"]>>"
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", tree, *[b"<</Type/Page/MediaBox[0 0 9 9]>>"] * 100_000])


def _marks(count: int) -> bytes:
    return b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (7 * n % 590, 13 * n % 800) for n in range(count))


_PACKED = b"/Filter/FlateDecode"
PDFS: dict[str, Callable[[], bytes]] = {
    "压缩流炸弹.pdf": lambda: page(_zeros(), said=_PACKED),
    "双重压缩炸弹.pdf": lambda: page(zlib.compress(_zeros(), 9), said=b"/Filter[/FlateDecode/FlateDecode]"),
    "校验错的炸弹.pdf": lambda: page(_zeros()[:-4] + b"abcd", said=_PACKED),
    "游程炸弹.pdf": lambda: page(b"\x81\0" * 4_000_000, said=b"/Filter/RunLengthDecode"),
    "预测行炸弹.pdf": lambda: page(zlib.compress(_TEXT), said=_PACKED + b"/DecodeParms<</Predictor 12/Columns 9999999999>>"),
    "对象流炸弹.pdf": lambda: page(_TEXT, stream(_zeros(), b"/Type/ObjStm/N 5/First 10" + _PACKED), font=b"6 0 R"),
    "一百万字一行.pdf": lambda: page(b"BT /F1 12 Tf <" + b"41" * 1_000_000 + b"> Tj ET"),
    "一百万小字.pdf": lambda: page(b"BT /F1 1 Tf " + b"1 0 0 1 50 700 Tm (a) Tj " * 1_000_000 + b"ET"),
    "三百万指令.pdf": lambda: page(b"q Q " * 3_000_000),
    "五十万线.pdf": lambda: page(b"0 0 m 5 5 l S " * 500_000),
    "深数组.pdf": lambda: page(b"[" * 1_000_000 + b"]" * 1_000_000 + _TEXT),
    "长串.pdf": lambda: page(b"(" + b"a" * 20_000_000 + b") pop " + _TEXT),
    "长注释.pdf": lambda: page(b"%" + b"a" * 30_000_000),
    "套娃图形.pdf": _nested,
    "套娃信息.pdf": lambda: page(
        _TEXT, *[b"<</A[%s]>>" % (b"%d 0 R " % (7 + n) * 10) for n in range(9)], b"(x)", trailer=b"/Info 6 0 R"
    ),
    "自己指自己.pdf": lambda: page(_TEXT, b"6 0 R", trailer=b"/Info 6 0 R"),
    "互相指.pdf": lambda: raw([b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R"]),
    "无尽字宽.pdf": lambda: page(font=_font(b"0 9000000000 500")),
    "无尽字码.pdf": lambda: _map(b"1 beginbfrange <00000000> <FFFFFFFF> <00000000> endbfrange"),
    "无尽字号.pdf": lambda: _map(b"1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange"),
    "无边页.pdf": lambda: page(box=b"[0 0 99999999999999 99999999999999]"),
    "无面积页.pdf": lambda: page(box=b"[0 0 0 0]"),
    "深页树.pdf": _deep_tree,
    "十万页.pdf": _many_pages,
    "表的环.pdf": _looped_table,
    "无尽表.pdf": _long_table,
    "密格.pdf": lambda: page(
        b"".join(b"%d 0 m %d 800 l S 0 %d m 590 %d l S " % (n, n, n, n) for n in range(0, 590, 8))
        + b"BT /F1 2 Tf " + _marks(20_000) + b"ET"
    ),
    "密框.pdf": lambda: page(
        b"".join(b"%d %d 4 4 re S " % (x * 8, y * 8) for x in range(70) for y in range(70))
        + b"BT /F1 2 Tf " + _marks(10_000) + b"ET"
    ),
}  # fmt: skip
