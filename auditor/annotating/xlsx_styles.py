"""Cell styles of a workbook: a cell's own look with the colours of a draft."""

from copy import deepcopy

from lxml import etree

from auditor.annotating.package import Element

FILL, INK = "FFFFF2CC", "FFC00000"
_AFTER_COLOUR = ("name", "family", "charset", "scheme")


class Styles:
    """The styles part; new styles are added at the end, old ones stay."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._ns = etree.QName(root).namespace
        self._made: dict[int, int] = {}

    def _tag(self, name: str) -> str:
        return f"{{{self._ns}}}{name}"

    def _list(self, name: str) -> Element:
        return self.root.find(self._tag(name))

    def _add(self, name: str, item: Element) -> int:
        held = self._list(name)
        held.append(item)
        held.set("count", str(len(held)))
        return len(held) - 1

    def size(self, style: int) -> float:
        """The size of a style's letters, in points."""
        font = self._list("fonts")[int(self._list("cellXfs")[style].get("fontId", 0))]
        size = font.find(self._tag("sz"))
        return float(size.get("val")) if size is not None else 11.0

    def draft(self, style: int) -> int:
        """The style of a cell with a draft in it: as it was, on a coloured ground, wrapped, in red."""
        if style not in self._made:
            self._made[style] = self._draft(style)
        return self._made[style]

    def _draft(self, style: int) -> int:
        look = deepcopy(self._list("cellXfs")[style])
        look.set("fontId", str(self._add("fonts", self._red(int(look.get("fontId", 0))))))
        ground = etree.Element(self._tag("fill"))
        pattern = etree.SubElement(ground, self._tag("patternFill"), patternType="solid")
        etree.SubElement(pattern, self._tag("fgColor"), rgb=FILL)
        etree.SubElement(pattern, self._tag("bgColor"), indexed="64")
        look.set("fillId", str(self._add("fills", ground)))
        place = look.find(self._tag("alignment"))
        if place is None:
            place = etree.Element(self._tag("alignment"), vertical="center")
            look.insert(0, place)
        place.set("wrapText", "1")
        place.attrib.pop("shrinkToFit", None)
        for name in ("applyFont", "applyFill", "applyAlignment"):
            look.set(name, "1")
        return self._add("cellXfs", look)

    def _red(self, font: int) -> Element:
        made = deepcopy(self._list("fonts")[font])
        for old in made.findall(self._tag("color")):
            made.remove(old)
        later = [n for n, e in enumerate(made) if etree.QName(e).localname in _AFTER_COLOUR]
        made.insert(min(later, default=len(made)), etree.Element(self._tag("color"), rgb=INK))
        return made
