"""Bytes in, text out: the encodings of Chinese offices, and a clear line for what is no text."""

import codecs
import hashlib
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.forms import clean
from support.truth import of_form, of_spec

from auditor.errors import (
    DamagedError,
    EmptyInputError,
    InputError,
    MissingFileError,
    NotTextError,
    TooLargeError,
    UnreadableFileError,
    UnsupportedFormatError,
)  # fmt: skip
from auditor.parsing import parse
from auditor.readers import STDIN, read
from auditor.readers.from_txt import from_txt

_TEXT = clean().text("pipes")
_ENCODED = {
    "utf-8": _TEXT.encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + _TEXT.encode(),
    "gb18030": _TEXT.encode("gb18030"),
    "utf-16 little": codecs.BOM_UTF16_LE + _TEXT.encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + _TEXT.encode("utf-16-be"),
    "utf-16 little without a mark": _TEXT.encode("utf-16-le"),
    "utf-16 big without a mark": _TEXT.encode("utf-16-be"),
}


@pytest.mark.parametrize("data", _ENCODED.values(), ids=_ENCODED)
def test_a_form_reads_the_same_in_every_encoding(data: bytes) -> None:
    source = from_txt(data, "表.txt")
    assert source.text == _TEXT
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert of_form(parse(source.text)) == of_spec(clean())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_offsets_are_into_the_text_as_read(encoding: str) -> None:
    text = _TEXT.replace("\n", "\r\n")
    source = from_txt(text.encode(encoding), "表.txt")
    assert source.text == text
    name = parse(source.text).project_name
    assert "".join(source.text[s.start : s.end] for s in name.spans) == name.text == clean().project


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1).filter(str.strip))
def test_any_text_in_utf_8_comes_back_unchanged(text: str) -> None:
    marked = text.startswith(("\ufeff", "BM", "MZ", "GIF8", "%PDF", "Rar!", "{\\rtf"))
    if not marked:
        assert from_txt(text.encode(), "表").text == text


@pytest.mark.parametrize("data", [b"", b"  \n\t", codecs.BOM_UTF8, codecs.BOM_UTF8 + b" \n", "　\n".encode()])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyInputError, match=r"表\.txt"):
        from_txt(data, "表.txt")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "JPEG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + bytes(40), "Word"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "Word"),
        (b"BM" + bytes(40), "BMP"),
        (bytes(range(256)) * 4, "二进制"),
        (bytes([0xFF, 0x81, 0x7F]) * 33, "二进制"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(NotTextError, match=what):
        from_txt(data, "图.txt")


def test_a_text_that_begins_like_a_picture_is_a_text() -> None:
    assert from_txt(b"BM 20230101", "表").text == "BM 20230101"


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TooLargeError):
        from_txt(b"a" * (10 * 1024 * 1024 + 1), "大.txt")


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "表.txt"
    file.write_bytes(_TEXT.encode("gb18030"))
    source = read(str(file))
    assert (source.name, source.text) == ("表.txt", _TEXT)


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(_TEXT.encode())))
    assert read(STDIN).text == _TEXT


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read(str(tmp_path / "没有.txt"))
    with pytest.raises(UnreadableFileError, match="文件夹"):
        read(str(tmp_path))


@pytest.mark.parametrize("suffix", [".ofd", ".RTF", ".zip"])
def test_a_format_that_is_not_read_yet_is_named(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"表{suffix}"
    file.write_bytes(b"x")
    with pytest.raises(UnsupportedFormatError, match=suffix.lower()):
        read(str(file))


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".XLSX", ".png"])
def test_words_with_the_suffix_of_a_document_are_no_document(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"表{suffix}"
    file.write_bytes(b"x")
    with pytest.raises(DamagedError):
        read(str(file))


@pytest.mark.parametrize("error", [PermissionError(13, "denied"), OSError(5, "坏扇区")])
def test_a_file_that_cannot_be_read_is_an_input_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: OSError
) -> None:
    def fail(_: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(UnreadableFileError):
        read(str(tmp_path / "表.txt"))


@pytest.mark.parametrize("error", [InputError])
def test_every_refusal_says_what_to_do_in_chinese(error: type[InputError], tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有.txt"):
        with pytest.raises(error) as caught:
            read(os.fspath(path))
        assert "。" in str(caught.value)
