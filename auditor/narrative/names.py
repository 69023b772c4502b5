"""The names of all indicators, asked whether any of them is about a passage."""

from collections.abc import Iterator

from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.likeness import Likeness, pairs_of
from auditor.narrative.topics import Topic


class Names:
    """The indicators of a form with what each is about."""

    def __init__(self, ctx: Context) -> None:
        """The indicators of a context."""
        self._named = tuple((i, ctx.subject(i)) for i in ctx.narrative.form.indicators)
        words = tuple(tuple(word for word, _ in subject.marks) for _, subject in self._named)
        self._like = Likeness(map(" ".join, words), ({p for w in ws for p in pairs_of(w)} for ws in words))

    def near(self, text: str, subject: Topic) -> Iterator[tuple[Indicator, Topic]]:
        """The indicators whose names share something with a text or with the topic of it."""
        pairs = {pair: 1 << bit for bit, pair in enumerate(sorted(pairs_of(text)))}
        marks = (*pairs.items(), *((word[:2], 1 << len(pairs) + bit) for bit, (word, _) in enumerate(subject.marks)))
        for n in self._like.sharing(marks):
            yield self._named[n]
