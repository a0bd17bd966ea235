"""What a change of attributes reaches: elements whose boxes may come out in another way than before it.

They are compared in the cascade, so that no selector has to be understood: declarations that say the same, and weigh
the same, come out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final

from weasyprint.css.tokens import Pending

NAMING: Final = frozenset({"html", "base", "link", "meta", "style", "img"})
"""Elements whose attributes say more than how the document looks."""
FLOWING: Final = (("block", "flow"), ("block", "flow-root"), ("inline", "flow"), ("block", "flow", "list-item"))
"""Kinds of boxes whose width and place do not depend on all that they hold."""
REVISED: Final = frozenset({"section", "div"})
"""Elements that revisions rewrite; no words are taken from their attributes when a document is read."""
NAME: Final = re.compile(r"[a-z][a-z0-9]*", re.IGNORECASE)
TAG: Final = re.compile(r'[a-z][a-z0-9]*(?:\s+[a-z-]+="[^"<>]*")*\s*>')
"""A start tag without its first sign."""


def rewritten(root: Any, old: str, new: str) -> list[tuple[Any, dict[str, str]]] | None:
    """Elements of a document's tree with the attributes that a revised text gives them, without reading it again.

    None where the texts differ in more than that, or where the tree does not follow the text tag by tag, as it does
    not where a reader supplies what the text leaves out.
    """
    before, after = old.split("<"), new.split("<")
    starts = [piece for piece in before if NAME.match(piece)]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    if len(before) != len(after) or [NAME.match(piece)[0] for piece in starts] != [one.tag for one in elements]:  # type: ignore[index]
        return None
    found, count = [], -1
    for one, other in zip(before, after, strict=True):
        count += NAME.match(one) is not None
        if one != other:
            attributes = _revised(elements[count], one, other)
            if attributes is None:
                return None
            found.append((elements[count], attributes))
    return found


def _revised(element: Any, old: str, new: str) -> dict[str, str] | None:
    """The attributes of a revised tag; None if it is not of this element, or if anything behind it differs too."""
    one, other = TAG.match(old), TAG.match(new)
    if element.tag not in REVISED or not one or not other or old[one.end() :] != new[other.end() :]:
        return None
    return _attributes(other[0]) if _attributes(one[0]) == element.attrib else None


def _attributes(tag: str) -> dict[str, str]:
    reader = _StartTag()
    reader.feed(f"<{tag}")
    return reader.attributes


class _StartTag(HTMLParser):
    """Reads one start tag."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the tag says."""
        del tag
        self.attributes = {name: said or "" for name, said in attrs}


def changes(old: Any, new: Any) -> list[tuple[Any, Any]] | None:
    """Elements of two documents whose attributes differ; None where anything else does, or the head."""
    pairs = list(zip(old.iter(), new.iter(), strict=False))
    if len(pairs) != sum(1 for _ in old.iter()) or len(pairs) != sum(1 for _ in new.iter()):
        return None
    found = []
    for one, other in pairs:
        if (one.tag, one.text, one.tail, len(one)) != (other.tag, other.text, other.tail, len(other)):
            return None
        if one.attrib != other.attrib:
            found.append((one, other))
    return None if any(one.tag in NAMING for one, _ in found) else found


def reached(changed: list[Any], before: Any, after: Any) -> set[Any]:
    """Elements that a change of attributes can have reached, with all that they hold."""
    root = after.root
    parents = {child: parent for parent in root.iter() for child in parent}
    styled = _styled_anew(before.get_computed_styles(), after.get_computed_styles())
    reached: set[Any] = set()
    for element in {*changed, *styled}:
        top = above = element
        while (above := parents.get(above)) is not None:
            if not _is_flowing(before(above)) or not _is_flowing(after(above)):
                top = above
        reached.add(top)
    for element in root.iter():
        if parents.get(element) in reached:
            reached.add(element)
    return reached


def _is_flowing(style: Any) -> bool:
    is_in_flow = style["float"] == "none" and style["position"] in {"static", "relative"}
    columns = style["column_count"] == "auto" and style["column_width"] == "auto"
    return style["display"] in FLOWING and is_in_flow and columns


def _styled_anew(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[Any]:
    """Elements of which a style says another thing, or of whose parts one does."""
    known: dict[tuple[int, int], bool] = {}
    for key in before.keys() | after.keys():
        element, _ = key
        if not hasattr(element, "attrib"):
            continue  # a page
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield element
            continue
        pair = (id(old), id(new))
        if pair not in known:
            known[pair] = equal(old.cascaded, new.cascaded)
        if not known[pair]:
            yield element


def equal(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether declarations say the same, and weigh the same."""
    if old is new:
        return True
    return old.keys() == new.keys() and all(_same(old[name], new[name]) for name in old)


def _same(old: tuple[Any, Any], new: tuple[Any, Any]) -> bool:
    (one, weight), (other, its_weight) = old, new
    if weight != its_weight:
        return False
    if one is other or one == other:
        return True
    if not (isinstance(one, Pending) and type(one) is type(other) and one.name == other.name):
        return False
    return [token.serialize() for token in one.tokens] == [token.serialize() for token in other.tokens]
