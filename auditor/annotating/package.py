"""An Office file as the parts of its zip: what is not touched goes out byte for byte as it came in."""

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree

from auditor.errors import InputError

_TYPES = "[Content_Types].xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MOST = 400 * 1024 * 1024
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)

Element = Any  # lxml tells no types


def parsed(data: bytes) -> Element:
    """An XML part as a tree; nothing is fetched and no entity is expanded."""
    return etree.fromstring(data, _PARSER)


def written(root: Element) -> bytes:
    """A tree as an XML part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class Package:
    """The parts of a file; changed and new parts are kept apart until it is saved."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._changed: dict[str, bytes] = {}
        self._names = self._zip.namelist()
        if sum(i.file_size for i in self._zip.infolist()) > _MOST:
            raise InputError("文件解压后过大，不会是一张自评表。请只保留表的内容。")

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._changed or name in self._names

    def names(self) -> list[str]:
        """The names of all parts."""
        return [*self._names, *(n for n in self._changed if n not in self._names)]

    def get(self, name: str) -> bytes:
        """The bytes of a part."""
        return self._changed[name] if name in self._changed else self._zip.read(name)

    def put(self, name: str, data: bytes) -> None:
        """Change a part, or add one."""
        self._changed[name] = data

    def tree(self, name: str) -> Element:
        """A part as a tree."""
        return parsed(self.get(name))

    def free(self, pattern: str) -> str:
        """The first name of a pattern with a number, such as ``xl/comments{}.xml``, that is not taken."""
        return next(name for n in range(1, 10_000) if (name := pattern.format(n)) not in self)

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """What a part refers to inside of the file: id, type (its last word) and name of the part."""
        name = _rels(part)
        if name not in self:
            return []
        return [
            (r.get("Id"), r.get("Type").rpartition("/")[2], _resolved(part, r.get("Target")))
            for r in self.tree(name).iter(_REL + "Relationship")
            if r.get("TargetMode") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Refer from a part to another; gives the id. ``kind`` is the whole name of the relation."""
        name = _rels(part)
        root = self.tree(name) if name in self else etree.Element(_REL + "Relationships", nsmap={None: _REL[1:-1]})
        taken = {r.get("Id") for r in root}
        new = next(i for n in range(1, 100_000) if (i := f"rId{n}") not in taken)
        there = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(root, _REL + "Relationship", Id=new, Type=kind, Target=there)
        self.put(name, written(root))
        return new

    def declare(self, part: str, kind: str) -> None:
        """Declare the type of a new part."""
        self._declare("Override", "PartName", f"/{part}", kind)

    def declare_suffix(self, suffix: str, kind: str) -> None:
        """Declare the type of all parts with a suffix, unless it is declared."""
        self._declare("Default", "Extension", suffix, kind)

    def _declare(self, tag: str, key: str, value: str, kind: str) -> None:
        root = self.tree(_TYPES)
        if any((e.get(key) or "").lower() == value.lower() for e in root.iter(_CT + tag)):
            return
        new = etree.Element(_CT + tag, {key: value, "ContentType": kind})
        if tag == "Default":
            root.insert(0, new)
        else:
            root.append(new)
        self.put(_TYPES, written(root))

    def save(self) -> bytes:
        """The file with its changes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._zip.infolist():
                target.writestr(info, self._changed.get(info.filename, b"") or self._zip.read(info))
            for name, data in self._changed.items():
                if name not in self._names:
                    target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _rels(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
