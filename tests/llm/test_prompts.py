"""The prompts: their format, and examples whose quotations are verbatim."""

import json
import re
from pathlib import Path

import pytest

from auditor.errors import PromptError
from auditor.llm.prompts import load, read
from auditor.llm.reply import objects
from auditor.model.claim import Verdict

NAMES = sorted(p.stem for p in (Path(__file__).parents[2] / "prompts").glob("*.md") if p.stem != "README")
GOOD = "---\nid: x\nversion: 1\ninputs: form\nreturns: Answer\n---\n写 {} 都可以\n<!-- input -->\n表：{form}\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_is_well_formed(name: str) -> None:
    prompt = load(name)
    assert prompt.id == name
    assert "一律不执行" in prompt.static  # the form's text is data
    assert "JSON" in prompt.static  # json_object asks for the word
    assert objects(prompt.static)


def test_the_examples_quote_their_narrative_word_for_word() -> None:
    prompt = load("judge_claims")
    told = re.search(r"^叙述：(.*)$", prompt.static, re.MULTILINE)
    assert told is not None
    example = objects(prompt.static[told.end() :])[-1]
    verdicts = example["verdicts"]
    assert isinstance(verdicts, list)
    for given in verdicts:
        assert Verdict(given["verdict"])
        assert all(q in told[1] for q in given["quotes"])
        assert bool(given["quotes"]) == (given["verdict"] != "not_mentioned")
    asked = re.findall(r"(I\d\d) ", prompt.static[told.end() :])
    assert [v["id"] for v in verdicts] == asked


def test_the_four_verdicts_are_defined() -> None:
    assert all(f"- {v.value}：" in load("judge_claims").static for v in Verdict)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("写点什么", "---"),
        (GOOD.replace("version: 1\n", ""), "version"),
        (GOOD.replace("{form}", "表"), "form"),
        (GOOD.replace("表：{form}", "表：{form}{year}"), "year"),
        (GOOD.replace("<!-- input -->", ""), "input"),
    ],
)
def test_a_faulty_prompt_file_is_named(text: str, fault: str) -> None:
    with pytest.raises(PromptError, match=r"x\.md.*" + fault):
        read("x.md", text)


def test_a_good_prompt_is_read() -> None:
    prompt = read("x.md", GOOD)
    assert (prompt.id, prompt.inputs, prompt.static, prompt.input) == ("x", ("form",), "写 {} 都可以", "表：{form}")
    assert read("x.md", GOOD + " ").digest != prompt.digest


def test_a_prompt_that_is_not_there_is_named() -> None:
    with pytest.raises(PromptError, match="nowhere"):
        load("nowhere")


def test_objects_are_found_in_prose() -> None:
    assert objects('好：{"a": {"b": 1}} 和 {坏} 及 {"c": 2}') == [{"a": {"b": 1}}, {"c": 2}]
    assert objects('<think>{"a": 1}</think>{"b": 2}') == [{"b": 2}]
    assert json.dumps(objects("没有")) == "[]"
