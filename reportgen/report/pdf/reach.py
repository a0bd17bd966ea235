"""What a change of attributes reaches: elements whose boxes may come out in another way than before it.

They are compared in the cascade, so that no selector has to be understood: declarations that say the same, and weigh
the same, come out the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from weasyprint.css.tokens import Pending

NAMING: Final = frozenset({"html", "base", "link", "meta", "style", "img"})
"""Elements whose attributes say more than how the document looks."""
FLOWING: Final = (("block", "flow"), ("block", "flow-root"), ("inline", "flow"), ("block", "flow", "list-item"))
"""Kinds of boxes whose width and place do not depend on all that they hold."""


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
