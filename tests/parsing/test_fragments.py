"""Torn texts of real forms, as they came out of web pages and recognition."""

from datetime import date

import pytest
from support.fragments import FAMILY, FRAGMENTS, index, invented, read_each

from auditor.pipeline import audit

pytestmark = pytest.mark.skipif(not FRAGMENTS.is_dir(), reason=f"needs {FRAGMENTS}")
ENTRIES = index() if FRAGMENTS.is_dir() else [{"id": "none", "file": "", "family_code": ""}]


@pytest.mark.parametrize("entry", ENTRIES, ids=[e["id"] for e in ENTRIES])
def test_a_fragment_is_named_rightly_and_nothing_is_invented(entry: dict[str, str]) -> None:
    for source in read_each(entry["file"]):
        done = audit(source, today=date(2026, 1, 1))
        assert done.form.template in (*FAMILY[entry["family_code"]], "unknown")
        assert invented(source.text, done.form) == []
