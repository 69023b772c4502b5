"""The words of the comments of one sheet."""

from lxml import etree

from auditor.annotating.locating import letters
from auditor.annotating.notes import AUTHOR
from auditor.annotating.package import Element
from auditor.annotating.xlsx_sheet import at


def empty(ns: str) -> Element:
    """A comments part without comments."""
    root = etree.Element(f"{{{ns}}}comments", nsmap={None: ns})
    etree.SubElement(root, f"{{{ns}}}authors")
    etree.SubElement(root, f"{{{ns}}}commentList")
    return root


class Comments:
    """A comments part."""

    def __init__(self, root: Element) -> None:
        self._ns = etree.QName(root).namespace
        self._authors = root.find(self._tag("authors"))
        self._list = root.find(self._tag("commentList"))

    @property
    def ours(self) -> bool:
        """Whether an earlier review has left its comments."""
        return any(e.text == AUTHOR for e in self._authors)

    def _tag(self, name: str) -> str:
        return f"{{{self._ns}}}{name}"

    def add(self, texts: dict[tuple[int, int], str]) -> list[tuple[int, int]]:
        """Add comments; a cell that has one keeps it and gets the words below. Gives the other cells."""
        etree.SubElement(self._authors, self._tag("author")).text = AUTHOR
        author = str(len(self._authors) - 1)
        held = {at(e.get("ref")): e for e in self._list}
        for anchor, text in texts.items():
            if anchor in held:
                self._words(held[anchor].find(self._tag("text")), f"\n\n{AUTHOR}：\n{text}")
            else:
                ref = f"{letters(anchor[1])}{anchor[0]}"
                made = etree.SubElement(self._list, self._tag("comment"), ref=ref, authorId=author)
                self._words(etree.SubElement(made, self._tag("text")), text)
        return [a for a in texts if a not in held]

    def _words(self, holder: Element, text: str) -> None:
        first, _, rest = text.partition("\n")
        for words, bold in ((first, True), (f"\n{rest}" if rest else "", False)):
            if not words:
                continue
            run = etree.SubElement(holder, self._tag("r"))
            look = etree.SubElement(run, self._tag("rPr"))
            if bold:
                etree.SubElement(look, self._tag("b"))
            etree.SubElement(look, self._tag("sz"), val="9")
            etree.SubElement(look, self._tag("rFont"), val="宋体")
            etree.SubElement(look, self._tag("charset"), val="134")
            made = etree.SubElement(run, self._tag("t"))
            made.text = words
            made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
