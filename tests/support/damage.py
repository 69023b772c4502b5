"""Damaged files and traps, each with its name: what a reader must refuse, or read, with one clear line."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pypdf

from support.bombs import PDFS
from support.carriers import document, saved, workbook
from support.forms import clean

_DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def variants(count: int, seed: int = 4) -> Iterator[tuple[str, bytes]]:
    """So many damaged files, as name and bytes: the traps first, then random damage."""
    rng = random.Random(seed)
    sound = {"xlsx": saved(workbook(clean())), "docx": saved(document(clean())), "pdf": pdf(), "doc": _OLE, "xls": _OLE}
    made = 0
    for name, make in _TRAPS.items():
        if made < count:
            yield name, make(sound)
            made += 1
    while made < count:
        kind = rng.choice(["xlsx", "docx", "pdf"])
        yield f"{made:03d}.{kind}", _hurt(sound[kind], kind, rng)
        made += 1


def _hurt(data: bytes, kind: str, rng: random.Random) -> bytes:
    """Bytes cut off, changed or put in the wrong place; in an archive also inside its parts."""
    way = rng.randrange(5)
    if way == 0:
        return data[: rng.randrange(len(data))]
    if way == 1:
        out = bytearray(data)
        for _ in range(rng.randrange(1, 40)):
            out[rng.randrange(len(out))] = rng.randrange(256)
        return bytes(out)
    if way == 2:
        a, b = sorted(rng.randrange(len(data)) for _ in range(2))
        return data[:a] + data[b:]
    if kind == "pdf":
        return data.replace(rng.choice([b"/Kids", b"/Count", b"/Page", b"endobj", b"stream"]), b"/Xxxx")
    parts = {n: p for n, p in _parts(data).items() if way == 3 or rng.random() > 0.2}
    name = rng.choice(sorted(parts))
    part = bytearray(parts[name])
    for _ in range(rng.randrange(1, 30)):
        part[rng.randrange(len(part))] = rng.randrange(32, 127)
    parts[name] = bytes(part)
    return packed(parts)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return {n: z.read(n) for n in z.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """An archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, part in parts.items():
            z.writestr(name, part)
    return out.getvalue()


def _declared(data: bytes, name: str) -> bytes:
    """An archive whose directory says that one part has a gigabyte."""
    sound = zipfile.ZipFile(io.BytesIO(data)).getinfo(name)
    size = struct.pack("<II", sound.compress_size, sound.file_size)
    return data.replace(size, struct.pack("<II", sound.compress_size, 1 << 30))


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one part changed."""
    parts = _parts(data)
    parts[name] = change(parts[name])
    return packed(parts)


def pdf(kids: bytes = b"[3 0 R]", content: bytes = b"BT /F1 12 Tf 50 700 Td (hello) Tj ET", more: bytes = b"") -> bytes:
    """A PDF of one page."""
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids " + kids + b">>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>" + more + b">>>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip
    out = b"%PDF-1.4\n"
    offsets = []
    for n, body in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
_SHEET = "xl/worksheets/sheet1.xml"


def _sheet(change: Callable[[Any], None]) -> bytes:
    book = workbook(clean())
    change(book)
    return saved(book)


def _far(book: Any) -> None:
    book.active.cell(1_048_576, 16_384, "远")


def _long(book: Any) -> None:
    for n in range(10_000):
        book.active.row_dimensions[100 + n].height = 12


def _hidden(book: Any) -> None:
    book.active.row_dimensions[6].hidden = True
    book.active.column_dimensions["H"].hidden = True


def _formula(book: Any) -> None:
    book.active["H6"] = "=SUM(H7:H9)"


def _locked(data: bytes) -> bytes:
    """A PDF that asks for a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("secret", algorithm="RC4-128")
    return saved_pdf(writer)


def saved_pdf(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _ole(next_sector: int, stream: bytes) -> bytes:
    """A compound file of one stream whose chain of sectors goes on at ``next_sector`` without end."""
    name = stream.decode().encode("utf-16-le").ljust(64, b"\0")
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\0")
    rest = struct.pack("<HBBIII16xI8x8xIII", 22, 5, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1, 0, 0xFFFFFFFE, 0, 0)
    entry = struct.pack("<HBBIII16xI8x8xIII", 2 + 2 * len(stream), 2, 1, *[0xFFFFFFFF] * 3, 0, 2, 0x7FFFFFFF, 0)
    head = (
        _OLE[:8]
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 3, next_sector, *[0xFFFFFFFF] * 124)
    table = (head + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)).ljust(512, b"\0")[:512]
    return table + fat + (root + rest + name + entry).ljust(512, b"\0") + bytes(2 * 512)


def _rows(count: int) -> bytes:
    return b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>' % (n, n) for n in range(900, 900 + count)
    )


def _shared(data: bytes) -> bytes:
    """A formula that says that it holds for the whole sheet, and a dimension that says the same."""
    return data.replace(
        b"</sheetData>",
        b'<row r="99"><c r="A99"><f t="shared" ref="A1:XFD1048576" si="0">B1</f><v>1</v></c></row></sheetData>',
    ).replace(b"<sheetViews", b'<dimension ref="A1:XFD1048576"/><sheetViews', 1)


def _bomb(make: Callable[[], bytes]) -> Callable[[dict[str, bytes]], bytes]:
    return lambda _: make()


_BODY = "word/document.xml"
_TABLE_OPEN, _TABLE_SHUT = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"


def _merges(data: bytes) -> bytes:
    return data.replace(
        b"<mergeCells", b'<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:C9"/></mergeCells><mergeCells'
    )


Sound = dict[str, bytes]
_TRAPS: dict[str, Callable[[Sound], bytes]] = {
    "没有内容.xlsx": lambda _: b"",
    "文字.xlsx": lambda _: "项目名称".encode(),
    "文字.pdf": lambda _: "项目名称".encode(),
    "旧文件头.xls": lambda s: s["xls"],
    "旧文件头.doc": lambda s: s["doc"],
    "加密.xlsx": lambda s: s["xls"] + "EncryptedPackage".encode("utf-16-le"),
    "加密.docx": lambda s: s["xls"] + "EncryptedPackage".encode("utf-16-le"),
    "截断.xlsx": lambda s: s["xlsx"][: len(s["xlsx"]) // 2],
    "截断.docx": lambda s: s["docx"][: len(s["docx"]) // 2],
    "截断.pdf": lambda s: s["pdf"][: len(s["pdf"]) // 2],
    "错后缀.docx": lambda s: s["xlsx"],
    "错后缀.pdf": lambda s: s["docx"],
    "错后缀.xls": lambda s: s["docx"],
    "炸弹.xlsx": lambda s: changed(s["xlsx"], _SHEET, lambda _: b"<a>" + bytes(250_000_000)),
    "炸弹.docx": lambda s: changed(s["docx"], "word/document.xml", lambda _: b" " * 210_000_000),
    "实体.xlsx": lambda s: changed(s["xlsx"], _SHEET, lambda p: _DOCTYPE.encode() + p),
    "实体.docx": lambda s: changed(s["docx"], "word/document.xml", lambda p: _DOCTYPE.encode() + p),
    "外部引用.docx": lambda s: changed(
        s["docx"], "word/_rels/document.xml.rels",
        lambda p: p.replace(
            b"</Relationships>",
            b'<Relationship Id="x9" Type="http://a/image" Target="http://127.0.0.1:9/x" TargetMode="External"/></Relationships>',
        ),
    ),
    "远格.xlsx": lambda _: _sheet(_far),
    "空行.xlsx": lambda _: _sheet(_long),
    "乱合并.xlsx": lambda s: changed(s["xlsx"], _SHEET, _merges),
    "很多空格.xlsx": lambda s: changed(
        s["xlsx"], _SHEET, lambda p: p.replace(b"</sheetData>", b'<row r="900"><c r="A900" s="0"/></row>' * 90_000 + b"</sheetData>")
    ),
    "很深.docx": lambda s: changed(
        s["docx"], "word/document.xml", lambda p: p.replace(b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 5_000)
    ),
    "很深且完整.docx": lambda s: changed(
        s["docx"], "word/document.xml",
        lambda p: p.replace(b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 3_000).replace(
            b"</w:body>", b"</w:sdtContent></w:sdt>" * 3_000 + b"</w:body>"
        ),
    ),
    "宽格.docx": lambda s: changed(
        s["docx"], "word/document.xml", lambda p: p.replace(b'w:gridSpan w:val="2"', b'w:gridSpan w:val="99999999"')
    ),
    "没有页.pdf": lambda _: pdf(kids=b"[]"),
    "环.pdf": lambda _: pdf(kids=b"[2 0 R 2 0 R 3 0 R]"),
    "自指.pdf": lambda _: pdf(content=b"/X0 Do /X0 Do", more=b"/XObject<</X0 4 0 R>>"),
    "很多字.pdf": lambda _: pdf(content=b"BT /F1 12 Tf 1 0 0 1 50 700 Tm " + b"(a) Tj " * 60_000 + b"ET"),
    "很多线.pdf": lambda _: pdf(content=b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S " % (n, n, n, n) for n in range(0, 500, 4))),
    "只有图.pdf": lambda _: pdf(content=b""),
    "密码.pdf": lambda s: _locked(s["pdf"]),
    "宏.xlsm": lambda s: packed(_parts(s["xlsx"]) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(900)}),
    "宏.docm": lambda s: packed(_parts(s["docx"]) | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(900)}),
    "外部引用.xlsx": lambda s: changed(
        s["xlsx"], _SHEET,
        lambda p: p.replace(b"</sheetData>", b'<row r="99"><c r="A99"><f>WEBSERVICE("http://127.0.0.1:9/x")</f><v>1</v></c></row></sheetData>'),
    ),
    "外部引用.pdf": lambda _: pdf(more=b"/XObject<</X0<</Subtype/Image/F<</FS/URL/F(http://127.0.0.1:9/x)>>>>>>"),
    "公式没有值.xlsx": lambda _: _sheet(_formula),
    "隐藏.xlsx": lambda _: _sheet(_hidden),
    "整表公式.xlsx": lambda s: changed(s["xlsx"], _SHEET, _shared),
    "很多行.xlsx": lambda s: changed(s["xlsx"], _SHEET, lambda p: p.replace(b"</sheetData>", _rows(250_000) + b"</sheetData>")),
    "声称一吉.xlsx": lambda s: _declared(s["xlsx"], _SHEET),
    "十万段.docx": lambda s: changed(
        s["docx"], _BODY, lambda p: p.replace(b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 100_000)
    ),
    "百万段.docx": lambda s: changed(
        s["docx"], _BODY, lambda p: p.replace(b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 2_000_000)
    ),
    "套娃表.docx": lambda s: changed(
        s["docx"], _BODY, lambda p: p.replace(b"<w:body>", b"<w:body>" + _TABLE_OPEN * 200 + _TABLE_SHUT * 200)
    ),
    "深套娃表.docx": lambda s: changed(
        s["docx"], _BODY, lambda p: p.replace(b"<w:body>", b"<w:body>" + _TABLE_OPEN * 50_000 + _TABLE_SHUT * 50_000)
    ),
    "宽行.docx": lambda s: changed(
        s["docx"], _BODY, lambda p: p.replace(b"<w:body>", b"<w:body><w:tbl>" + (b"<w:tr>" + b'<w:tc><w:tcPr><w:gridSpan w:val="2000"/></w:tcPr><w:p/></w:tc>' * 300 + b"</w:tr>") * 100 + b"</w:tbl>")
    ),
    "链成环.xls": lambda _: _ole(2, b"Workbook"),
    "自链.xls": lambda _: _ole(3, b"Workbook"),
    "链成环.doc": lambda _: _ole(2, b"WordDocument"),
    **{name: _bomb(make) for name, make in PDFS.items()},
    "没有表.docx": lambda _: saved(document()),
    "别的表.xlsx": lambda _: _sheet(lambda b: b.active.delete_rows(1, 60)),
}  # fmt: skip
