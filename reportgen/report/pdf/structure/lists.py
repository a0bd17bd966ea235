"""Lists as ISO 14289-1 wants them: L of LI of Lbl and LBody; TOC of TOCI of Reference."""

from __future__ import annotations

from reportgen.report.pdf.structure.elements import Content, Element, Kid, Tree

CONTENTS_ROLE = "doc-toc"


def arrange(tree: Tree) -> None:
    """Arrange all lists."""
    _arrange(tree, tree.top, contents=False)


def _arrange(tree: Tree, element: Element, *, contents: bool) -> None:
    if element.tag and element.html.get("role") == CONTENTS_ROLE:
        contents = True
        element.role = "Sect"
    if element.role == "L":
        _return_nested(tree, element)
        if element.tag == "dl":
            _pair_terms(tree, element)
        else:
            for item in element.elements():
                if item.role == "LI":
                    _label_and_body(tree, item, contents=contents)
        if contents:
            element.role = "TOC"
    for kid in element.elements():
        _arrange(tree, kid, contents=contents)


def _return_nested(tree: Tree, parent: Element) -> None:
    """Put a list that the engine lifted beside its item back into it, where it was."""
    kept: list[Kid] = []
    for kid in parent.kids:
        above = kept[-1] if kept else None
        if isinstance(kid, Element) and kid.role == "L" and isinstance(above, Element) and above.role == "LI":
            above.kids.insert(_position(tree, above, kid), kid)
        else:
            kept.append(kid)
    parent.kids = kept


def _position(tree: Tree, item: Element, nested: Element) -> int:
    begin = _beginning(tree, nested)
    text = ((index, kid) for index, kid in enumerate(item.kids) if not _has_role(kid, "Lbl"))  # labels are painted last
    after = (index for index, kid in text if _beginning(tree, kid) > begin)
    return next(after, len(item.kids))


def _beginning(tree: Tree, kid: Kid) -> tuple[int, int]:
    """Page and number of the first content; before everything where there is none."""
    ends = kid.ends() if isinstance(kid, Element) else iter([kid])
    found = (end for end in ends if isinstance(end, Content))
    return min(((tree.order[end.page], end.number) for end in found), default=(-1, -1))


def _label_and_body(tree: Tree, item: Element, *, contents: bool) -> None:
    """LI of labels and one body; in a table of contents nested tables stand beside the body."""
    labels = [kid for kid in item.kids if _has_role(kid, "Lbl")]
    nested = [kid for kid in item.kids if contents and _has_role(kid, "L")]
    rest = [kid for kid in item.kids if kid not in labels and kid not in nested]
    body = [tree.new("Reference" if contents else "LBody", item, rest)] if rest else []
    item.kids = [*labels, *body, *nested]
    if contents:
        item.role = "TOCI"


def _pair_terms(tree: Tree, terms: Element) -> None:
    """One LI for each dt with the dd that follow it."""
    items: list[Element] = []
    for entry in list(terms.elements()):
        is_term = entry.tag == "dt"
        if is_term or not items:
            items.append(tree.new("LI", entry, []))
        items[-1].kids.append(tree.new("Lbl" if is_term else "LBody", entry, entry.kids))
    for item in items:
        _one_body(tree, item)
    terms.kids = list(items)


def _one_body(tree: Tree, item: Element) -> None:
    bodies = [kid for kid in item.elements() if kid.role == "LBody"]
    if len(bodies) > 1:
        for body in bodies:
            body.role = "P"
        labels: list[Kid] = [kid for kid in item.kids if kid not in bodies]
        item.kids = [*labels, tree.new("LBody", item, list(bodies))]


def _has_role(kid: Kid, role: str) -> bool:
    return isinstance(kid, Element) and kid.role == role
