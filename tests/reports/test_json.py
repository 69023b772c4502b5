"""The JSON document."""

import json
import subprocess
import sys
from typing import Any

from auditor.model.review import Review
from auditor.reports import render

NUMBERS = frozenset(
    {"value", "points", "claimed", "low", "high", "difference", "rate", "share", "completion"}
    | {"sum_of_points", "sum_of_claimed", "effect"}
)


def _fields(node: Any) -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return [(k, v) for k, v in node.items()] + [f for v in node.values() for f in _fields(v)]
    return [f for v in node for f in _fields(v)] if isinstance(node, list) else []


def test_it_is_one_line_that_reads_back_as_the_same_review(hostile: Review) -> None:
    written = render(hostile, "json")
    assert len(written.splitlines()) == 1
    assert Review.model_validate_json(written) == hostile


def test_what_was_left_out_of_the_file_is_told(review: Review) -> None:
    read = review.document.model_copy(update={"remarks": ("隐藏的工作表没有审核：旧表。",)})
    told = review.model_copy(update={"document": read})
    assert json.loads(render(told, "json"))["document"]["remarks"] == ["隐藏的工作表没有审核：旧表。"]
    for kind in ("text", "markdown", "html"):
        assert "隐藏的工作表没有审核：旧表。" in render(told, kind)


def test_indenting_changes_the_layout_only(review: Review) -> None:
    assert json.loads(render(review, "json", indent=2)) == json.loads(render(review, "json"))
    assert "\n" in render(review, "json", indent=2)


def test_the_top_level_is_that_of_the_schema(review: Review) -> None:
    written = json.loads(render(review, "json"))
    schema = Review.model_json_schema(by_alias=True, mode="serialization")
    assert written["schema"] == "auditor.review/1"
    assert set(written) == set(schema["properties"])


def test_no_number_of_the_form_or_the_scores_is_a_binary_float(review: Review) -> None:
    fields = _fields(json.loads(render(review, "json")))
    assert not [k for k, v in fields if isinstance(v, float)]
    shown = [v for k, v in fields if k in NUMBERS and v is not None and not isinstance(v, dict)]
    assert shown
    assert all(isinstance(v, str) for v in shown)


def test_every_finding_is_in_it(review: Review) -> None:
    written = json.loads(render(review, "json"))["findings"]
    assert [(f["rule"], f["message"]) for f in written] == [(f.rule, f.message) for f in review.findings]


def test_it_is_written_without_loading_rich() -> None:
    asked = "import sys, auditor.reports, auditor.reports.to_json; print('rich' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
