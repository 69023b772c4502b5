"""Damaged files and traps: one clear line each, or a reading; nothing breaks and nothing takes long."""

import time
from pathlib import Path

import pytest
from support.commands import is_one_chinese_line
from support.damage import variants

from auditor.errors import InputError
from auditor.readers import read_all

_DAMAGED = list(variants(110))


@pytest.mark.parametrize(("name", "data"), _DAMAGED, ids=[n for n, _ in _DAMAGED])
def test_a_damaged_file_gives_one_clear_line_or_a_reading(tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    began = time.process_time()
    told = f"{name}。"
    try:
        read_all(str(file))
    except InputError as error:
        told = str(error)
    assert is_one_chinese_line(f"读了：{told}\n")
    assert name in told
    assert time.process_time() - began < 10
