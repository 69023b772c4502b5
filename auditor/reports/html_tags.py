"""HTML by construction: what is not made by :func:`el` is text, and text is escaped."""

import html
import re

from auditor.reports import view

VOID = frozenset({"br", "col", "meta"})


_NAMES = re.compile(r'(?<= )(id|href|data-k|data-for)="(#?)([^"]+)"')


class Html(str):
    """Markup that may go into a page as it is. Only this module and the template make it."""

    __slots__ = ()


Child = str | None


def text(words: str) -> Html:
    """Escape words, and take out the characters that steer a display."""
    return words if isinstance(words, Html) else Html(html.escape(view.clean(words), quote=True))


def join(*children: Child) -> Html:
    """Put markup and texts one after another; None is nothing."""
    return Html("".join(text(c) for c in children if c is not None))


def el(tag: str, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Make an element. ``class_`` is class, ``data_k`` is data-k; None and False are left out."""
    shown = "".join(
        f" {name.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{text(str(value))}"')
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    opened = f"<{tag}{shown}>"
    return Html(opened if tag in VOID else f"{opened}{join(*children)}</{tag}>")


def apart(markup: Html, mark: str) -> Html:
    """Markup whose names begin with a mark, so that several forms share a page; a quotation mark in a text is escaped."""
    return Html(_NAMES.sub(lambda m: f'{m[1]}="{m[2]}{" ".join(mark + name for name in m[3].split())}"', markup))
