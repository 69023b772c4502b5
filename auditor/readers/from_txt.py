"""Text in the encodings that Chinese offices use: UTF-8, GB18030, UTF-16."""

import codecs
import hashlib
import re

from auditor.errors import EmptyInputError, NotTextError, TooLargeError
from auditor.model.source import Source

_LIMIT_MB = 10
_TELLING = 3  # bytes at the beginning of a file that cannot be the beginning of a text
_MAGIC = (
    (b"\x89PNG", "PNG 图片"), (b"\xff\xd8\xff", "JPEG 图片"), (b"GIF8", "GIF 图片"), (b"BM", "BMP 图片"), (b"%PDF", "PDF 文件"),
    (b"PK\x03\x04", "Word、Excel 文件或压缩包"), (b"\xd0\xcf\x11\xe0", "旧版 Word 或 Excel 文件"), (b"\x1f\x8b", "压缩文件"), (b"Rar!", "压缩文件"),
    (b"7z\xbc\xaf", "压缩文件"), (b"\x7fELF", "程序文件"), (b"MZ", "程序文件"), (b"{\\rtf", "RTF 文件"), (b"II*\x00", "TIFF 图片"), (b"MM\x00*", "TIFF 图片"),
)  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_ODD = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def from_txt(data: bytes, name: str) -> Source:
    """Decode the bytes of a text. Offsets of the review are into the text that this gives.

    Raises:
        EmptyInputError: nothing but white space.
        NotTextError: no text in any of the encodings.
        TooLargeError: more than a form can be.
    """
    if len(data) > _LIMIT_MB * 1024 * 1024:
        raise TooLargeError(name, len(data) / 1024 / 1024, _LIMIT_MB)
    if not data.strip():
        raise EmptyInputError(name)
    for magic, what in _MAGIC:
        if data.startswith(magic) and (len(magic) >= _TELLING or _CONTROL.search(data[:512].decode("latin-1"))):
            raise NotTextError(name, what)
    text = _decode(data)
    if text is None:
        raise NotTextError(name, "二进制文件")
    if not text.strip():
        raise EmptyInputError(name)
    return Source(name=name, media_type="text/plain", sha256=hashlib.sha256(data).hexdigest(), text=text)


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _sound(data[len(mark) :], encoding)
    if b"\x00" in data:
        even, odd = data[::2].count(0), data[1::2].count(0)
        return _sound(data, "utf-16-le" if odd >= even else "utf-16-be")
    for encoding in ("utf-8", "gb18030"):
        text = _sound(data, encoding)
        if text is not None:
            return text
    # UTF-16 of Chinese alone has no zero byte; text in it still has line breaks or digits somewhere.
    return _sound(data, "utf-16-le") or _sound(data, "utf-16-be") if len(data) % 2 == 0 else None


def _sound(data: bytes, encoding: str) -> str | None:
    """The text, if the bytes decode and hardly hold control or private characters."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = len(_CONTROL.findall(text)) + len(_ODD.findall(text))
    return None if strange * 100 > len(text) else text
