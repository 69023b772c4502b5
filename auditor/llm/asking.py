"""A question and its checked answer: the ladder of request forms, one repair, one larger limit, the cache."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.prompts import ChatPromptTemplate, HumanMessagePromptTemplate
from pydantic import BaseModel

from auditor.errors import PromptError
from auditor.llm.cache import Stored, key_of
from auditor.llm.client import Model
from auditor.llm.masks import Masks
from auditor.llm.meter import Meter
from auditor.llm.prompts import Prompt, load
from auditor.llm.reply import understand
from auditor.llm.troubles import Kind, TroubleError

T = TypeVar("T", bound=BaseModel)
_REPAIR = "上面的答复不能用：\n{problems}\n请按要求改正，重新给出完整的 JSON，不要写别的。"
_REMEDIES = {
    Kind.TRUNCATED: "模型的答复被截断，已放宽长度重问",
    Kind.BLANK: "模型的答复是空的，已重问",
    Kind.INVALID: "模型的答复不合要求，已请模型改正一次",
}  # each used once
_SHOWN = 6  # problems that a repair names


class Desk(NamedTuple):
    """What one review needs to ask: the model, its counts, and the masks of its form."""

    model: Model
    meter: Meter
    masks: Masks


class _Turn(NamedTuple):
    """An answer and what is wrong with it."""

    text: str
    cost: tuple[int, int]
    answer: BaseModel
    problems: Sequence[str]


def ask(
    desk: Desk, name: str, inputs: Mapping[str, str], returns: type[T], problems: Callable[[T], Sequence[str]]
) -> T:
    """The answer to a prompt.

    Args:
        desk: whom to ask, and where to count it.
        name: the prompt's.
        inputs: what its text is filled with, unmasked.
        returns: the shape of the answer.
        problems: what is wrong with an answer of that shape, in words for the model; such an answer is
            used as far as it goes when one repair does not help, but it is never stored.

    Raises:
        TroubleError: there is no answer of that shape.
    """
    try:
        prompt = load(name)
    except PromptError as error:
        raise TroubleError(Kind.PROMPT, str(error)) from None
    messages = _messages(prompt, {k: desk.masks.hide(v) for k, v in inputs.items()})
    stored = desk.model.cache.answer(_key(desk.model, prompt, messages, returns))
    if stored is not None:
        desk.meter.called(*stored[1:], cached=True)
        return understand(desk.masks.show(stored.text), returns)
    turn = _converse(desk, messages, returns, problems)
    if not turn.problems:
        desk.model.remember()
        key = _key(desk.model, prompt, messages, returns)
        desk.model.cache.keep(key, desk.model.settings.model, Stored(turn.text, *turn.cost))
    return returns.model_validate(turn.answer)


def _converse(
    desk: Desk, messages: list[BaseMessage], returns: type[T], problems: Callable[[T], Sequence[str]]
) -> _Turn:
    """Ask until there is a faultless answer or the remedies are used up; the best answer there was."""
    longest = desk.model.settings.longest_answer
    used: set[Kind] = set()
    best: _Turn | None = None
    said = messages
    while True:
        rung = desk.model.rung
        try:
            turn = _attempt(desk, said, rung, longest, returns, problems)
        except TroubleError as error:
            trouble = error
        else:
            best = turn if best is None or len(turn.problems) < len(best.problems) else best
            if not turn.problems:
                return turn
            trouble = TroubleError(Kind.INVALID, "；".join(turn.problems[:_SHOWN]), text=turn.text)
        if trouble.kind is Kind.RUNG and desk.model.lower(rung):
            desk.meter.fell(f"接口不支持 {rung}，已改用 {desk.model.rung}")
        elif trouble.kind in _REMEDIES and trouble.kind not in used:
            desk.meter.fell(_REMEDIES[trouble.kind])
            longest *= 2 if trouble.kind is Kind.TRUNCATED else 1
            if trouble.kind is Kind.INVALID:
                wanted = _REPAIR.format(problems=desk.masks.hide(trouble.detail))
                said = [*messages, AIMessage(trouble.text), HumanMessage(wanted)]
        elif best is not None:
            return best
        else:
            raise trouble
        used.add(trouble.kind)


def _attempt(
    desk: Desk,
    said: Sequence[BaseMessage],
    rung: str,
    longest: int,
    returns: type[T],
    problems: Callable[[T], Sequence[str]],
) -> _Turn:
    reply, on_the_way = desk.model.reply(said, rung, returns, longest)
    for trouble in on_the_way:
        desk.meter.fell(f"{trouble}，已等待后重问")
    desk.meter.called(reply.prompt_tokens, reply.completion_tokens)
    answer = understand(desk.masks.show(reply.text), returns)
    return _Turn(reply.text, reply[1:], answer, problems(answer))


def _messages(prompt: Prompt, inputs: Mapping[str, str]) -> list[BaseMessage]:
    """The unchanging part first, so that servers can keep its beginning."""
    template = ChatPromptTemplate.from_messages(
        [SystemMessage(prompt.static), HumanMessagePromptTemplate.from_template(prompt.input)]
    )
    return template.format_messages(**inputs)


def _key(model: Model, prompt: Prompt, messages: Sequence[BaseMessage], returns: type[BaseModel]) -> str:
    return key_of(
        [
            prompt.digest,
            [[m.type, m.content] for m in messages],
            returns.model_json_schema(),
            model.endpoint,
            model.rung,
            model.settings.longest_answer,
        ]
    )
