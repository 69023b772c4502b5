"""Threaded comments: newer Excel shows only the thread of a cell that has one, so our words become a reply in it."""

from collections.abc import Mapping
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from auditor.annotating.notes import AUTHOR
from auditor.annotating.package import Element, Package, written
from auditor.annotating.xlsx_sheet import at

_ME = "{" + str(uuid5(NAMESPACE_OID, AUTHOR)).upper() + "}"


def reply(package: Package, book: str, sheet: str, texts: Mapping[tuple[int, int], str]) -> int:
    """Answer the threads at cells of a sheet that have one; gives how many were answered."""
    part = next((n for _, kind, n in package.related(sheet) if kind == "threadedComment"), None)
    persons = next((n for _, kind, n in package.related(book) if kind == "person"), None)
    if part is None or persons is None:
        return 0
    root = package.tree(part)
    threads = [e for e in root if e.get("ref") and not e.get("parentId") and at(e.get("ref")) in texts]
    for thread in threads:
        _answer(root, thread, texts[at(thread.get("ref"))])
    if threads:
        package.put(part, written(root))
        _enter(package, persons)
    return len(threads)


def _answer(root: Element, thread: Element, text: str) -> None:
    last = [thread, *(e for e in root if e.get("parentId") == thread.get("id"))][-1]
    made = etree.Element(thread.tag, ref=thread.get("ref"), personId=_ME)
    if last.get("dT"):  # replies are shown by their time
        made.set("dT", last.get("dT"))
    made.set("id", "{" + str(uuid5(NAMESPACE_OID, f"{thread.get('id')}{len(root)}{text}")).upper() + "}")
    made.set("parentId", thread.get("id"))
    etree.SubElement(made, thread.tag.replace("}threadedComment", "}text")).text = text
    last.addnext(made)


def _enter(package: Package, persons: str) -> None:
    """Name us among the persons who comment."""
    root = package.tree(persons)
    if all(e.get("id") != _ME for e in root):
        person = root.tag.replace("}personList", "}person")
        etree.SubElement(root, person, displayName=AUTHOR, id=_ME, userId=AUTHOR, providerId="None")
        package.put(persons, written(root))
