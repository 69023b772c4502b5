"""Damaged files and traps, each with its name: what a reader must refuse, or read, with one clear line."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

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
    "没有表.docx": lambda _: saved(document()),
    "别的表.xlsx": lambda _: _sheet(lambda b: b.active.delete_rows(1, 60)),
}  # fmt: skip
