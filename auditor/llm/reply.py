"""The JSON object in a model's reply, whatever stands around it."""

import json
import re
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from auditor.llm.troubles import Kind, TroubleError

T = TypeVar("T", bound=BaseModel)

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_UNCLOSED = re.compile(r"^.*?</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_DECODER = json.JSONDecoder(strict=False)


def objects(text: str) -> list[dict[str, object]]:
    """All JSON objects of a reply, outermost, left to right; thinking, fences and prose are passed over."""
    text = _UNCLOSED.sub("", _THOUGHT.sub("", text))
    found: list[dict[str, object]] = []
    at = text.find("{")
    while at >= 0:
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            end = at + 1
        else:
            if isinstance(value, dict):
                found.append(value)
        at = text.find("{", end)
    return found


def understand(text: str, returns: type[T]) -> T:
    """The answer in a reply: the last of its objects that has the shape.

    Raises:
        TroubleError: blank, or no object of the shape; the detail says what is wrong with it.
    """
    if not text.strip():
        raise TroubleError(Kind.BLANK)
    problem = "没有 JSON 对象"
    for value in reversed(objects(text)):
        try:
            return returns.model_validate(value)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            problem = f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}"
    raise TroubleError(Kind.INVALID, problem, text=text)
