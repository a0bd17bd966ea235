"""What the engine took apart: one element per page and line becomes one element; repeats are read once."""

from __future__ import annotations

from reportgen.report.pdf.structure.elements import Content, Element, Kid, Tree

REPEATED = frozenset({"THead", "TFoot"})
MEANT_EMPTY = frozenset({"TD", "TH", "TR", "Figure"})


def join(tree: Tree) -> None:
    """Join the fragments of each element, from the top down."""
    _join(tree, tree.top)


def _join(tree: Tree, element: Element) -> None:
    element.kids = _merged(_flat(tree, element))
    for kid in element.elements():
        _join(tree, kid)
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or _counts(kid)]


def _counts(element: Element) -> bool:
    return bool(element.kids) or element.role in MEANT_EMPTY


def _flat(tree: Tree, element: Element) -> list[Kid]:
    """The kids, with what wrappers hold in the place of the wrappers, and without leaders."""
    kids: list[Kid] = []
    for kid in element.kids:
        if isinstance(kid, Element) and getattr(kid.box, "is_leader", False):
            tree.decoration.update(end for end in kid.ends() if isinstance(end, Content))
        elif isinstance(kid, Element) and _is_wrapper(kid, element):
            kids += _flat(tree, Element(element.entry, element.box, kid.kids))
        else:
            kids.append(kid)
    return kids


def _is_wrapper(kid: Element, parent: Element) -> bool:
    """A run of text, or an anonymous box made for the same thing as its parent."""
    if kid.box is None:
        return kid.role == "Span"
    same = kid.source is not None and kid.source == parent.source
    return same and (kid.role in {parent.role, "NonStruct"} or (parent.role, kid.role) == ("LI", "LBody"))


def _merged(kids: list[Kid]) -> list[Kid]:
    merged: list[Kid] = []
    first: dict[tuple[int, str, str], Element] = {}
    for kid in kids:
        if not isinstance(kid, Element) or kid.source is None:
            merged.append(kid)
            continue
        key = (*kid.source, kid.role)
        if key not in first:
            first[key] = kid
            merged.append(kid)
        elif kid.role not in REPEATED:
            first[key].kids += kid.kids
    return merged
