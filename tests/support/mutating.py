"""Random damage to texts, and the account of the characters of a text in the form read out of it."""

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

from auditor.model.form import Cell, Form
from support.randoms import Dice

_DIGITS = "0123456789０１２３４５６７８９"
_GAPS = "|\t\n "


def dice(*seed: object) -> random.Random:
    """Chance that repeats itself."""
    return Dice(f"{seed}")


def cells(form: Form) -> Iterator[Cell]:
    """Every cell of a form but the names of fund rows, which are labels too."""
    named = [form.title, form.project_name, form.year, form.department, form.unit]
    for fund in form.funds:
        named += [fund.initial_budget, fund.annual_budget, fund.executed, fund.points, fund.rate, fund.score]
        named += [fund.explanation]
    for goal in form.goals:
        named += [goal.expected, goal.actual]
    for row in form.indicators:
        named += [row.name, row.target, row.actual, row.explanation]
        named += [row.initial_target, row.coefficient, row.core, *row.others]
    for group in form.groups:
        named += [group.points, group.score]
    named += [form.total.points, form.total.score, form.total.grade]
    named += [note.text for note in form.notes]
    return (cell for cell in named if cell is not None)


def places(form: Form) -> list[tuple[int, int]]:
    """All intervals of the text that the form accounts for, sorted."""
    spans = [s for cell in cells(form) for s in cell.spans]
    spans += [s for words in (*form.labels, *form.unparsed) for s in words.spans]
    return sorted((s.start, s.end) for s in spans)


def lost(text: str, form: Form) -> str:
    """The characters, white space aside, that are in no cell, label or rest."""
    held = set[int]()
    for start, end in places(form):
        held.update(range(start, end))
    return "".join(c for i, c in enumerate(text) if i not in held and not c.isspace())


def doubled(text: str, form: Form) -> str:
    """The characters that stand in more than one cell, label or rest; a year in the title is both."""
    kept = [] if form.title is None else [(s.start, s.end) for s in form.title.spans]
    year = [(s.start, s.end) for s in form.year.spans]
    once = places(form)
    if any(one[0] <= two[0] and two[1] <= one[1] for one in kept for two in year):
        once = [p for p in once if p not in kept]
    return "".join(text[two[0] : min(one[1], two[1])] for one, two in pairwise(once) if two[0] < one[1])


def outside(text: str, form: Form) -> list[tuple[int, int]]:
    """Places that are none: empty, backwards, or beyond the text."""
    return [(start, end) for start, end in places(form) if not 0 <= start < end <= len(text)]


def _delete(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at + rng.choice((1, 1, 2, 5, 40)) :]


def _swap(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "".join(lines)


def _empty(text: str, rng: random.Random) -> str:
    """Blank the words between two gaps."""
    gaps = [i for i, c in enumerate(text) if c in _GAPS]
    if len(gaps) < 2:
        return ""
    at = rng.randrange(len(gaps) - 1)
    return text[: gaps[at] + 1] + text[gaps[at + 1] :]


def _renumber(text: str, rng: random.Random) -> str:
    at = [i for i, c in enumerate(text) if c in _DIGITS]
    if not at:
        return text
    place = rng.choice(at)
    return text[:place] + rng.choice(_DIGITS) + text[place + 1 :]


def _truncate(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return rng.choice((text[:at], text[at:]))


def _repeat(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    start = rng.randrange(len(lines))
    end = start + rng.randint(1, 6)
    return "".join((*lines[:end], *lines[start:]))


def _scatter(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(("\n", " ", "\n\n", "\t", "　", "|", "—", "�", "😀", "﻿", "\r\n")) + text[at:]


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "characters deleted": _delete,
    "lines swapped": _swap,
    "cells emptied": _empty,
    "digits changed": _renumber,
    "truncated": _truncate,
    "lines repeated": _repeat,
    "strange characters": _scatter,
}


def mutate(text: str, rng: random.Random, most: int = 6) -> str:
    """The text after one to ``most`` random mutations; never blank."""
    for _ in range(rng.randint(1, most)):
        text = rng.choice(tuple(KINDS.values()))(text, rng) or text
    return text if text.strip() else "表"
