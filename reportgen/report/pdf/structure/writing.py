"""The tree written back, with the figures that numbers stand for; what nobody holds is no text.

``<div class="signature" id="NAME" title="DESCRIPTION">`` as an empty field to sign in, already tagged.

A file is signed by appending to it, so the field must be there, with its place in the structure, beforehand.

Each property is one figure: its name is the figure's key, its value the unrounded value in the base unit, its formatted
value the number as printed. A machine so reads the figures from the page itself, without any file beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import pydyf
from weasyprint.formatting_structure import boxes

from reportgen.report.digits import PrintedDigits
from reportgen.report.pdf.documents import Facts, NumberFact
from reportgen.report.pdf.reading import POINTS, labels, nominal
from reportgen.report.pdf.structure.elements import Annotated, Content, Element, Spot, Tree

NOBODY = "null"
MARK: Final = "signature"
PRINTED: Final = 4
OWNER: Final = "/UserProperties"
BLANK: Final = frozenset(" \u00a0\u00ad\u200b\u2060\u3000")
"""Characters whose exchange nobody sees: spaces, and marks of where a line may break."""


@dataclass(eq=False)
class Owners:
    """Who holds what, gathered while the tree is written."""

    content: dict[Content, Element] = field(default_factory=dict)
    annotations: dict[int, Element] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)


def write(tree: Tree, spots: Mapping[Content, Spot]) -> None:
    """Write the tree, the parent tree and the ids into the file's objects."""
    owners = Owners()
    _write_element(tree, tree.top, tree.root, spots, owners)
    _write_pages(tree, spots, owners)
    _write_annotations(tree, owners)
    _write_groups(tree, spots, owners)
    tree.root["ParentTreeNextKey"] = tree.next_key()
    _write_ids(tree)
    _clear_rest(tree, owners)


def _write_element(tree: Tree, element: Element, parent: Any, spots: Mapping[Content, Spot], owners: Owners) -> None:
    entry = element.entry
    owners.kept.add(entry.number)
    entry["P"] = parent.reference
    entry["K"] = pydyf.Array(_kid(element, kid, spots, owners) for kid in element.kids)
    if element.role == "Form":  # not an array: signing software knows the field again by this
        entry["K"] = entry["K"][0]
    for kid in element.elements():
        _write_element(tree, kid, entry, spots, owners)


def _kid(element: Element, kid: Element | Content | Annotated, spots: Mapping[Content, Spot], owners: Owners) -> Any:
    if isinstance(kid, Element):
        return kid.entry.reference
    if isinstance(kid, Annotated):
        owners.annotations[kid.annotation] = element
        return kid.entry.reference
    owners.content[kid] = element
    spot = spots[kid]
    if element.entry.get("Pg") == kid.page and not spot.in_group:
        return kid.number
    reference = pydyf.Dictionary({"Type": "/MCR", "Pg": kid.page, "MCID": kid.number})
    if spot.in_group:
        reference["Stm"] = spot.stream.reference
    return reference


def _write_pages(tree: Tree, spots: Mapping[Content, Spot], owners: Owners) -> None:
    for index, page in enumerate(tree.pages):
        entries = tree.parents[2 * index + 1]
        for number in range(len(entries)):
            content = Content(page.reference, number)
            owner, spot = owners.content.get(content), spots[content]
            if owner is None:
                spot.make_artefact("Layout" if content in tree.decoration else "Pagination")
            entries[number] = NOBODY if owner is None or spot.in_group else owner.entry.reference


def _write_annotations(tree: Tree, owners: Owners) -> None:
    """Owners of links and fields; a link in a running or repeated head goes, as its words are not read either."""
    nums = tree.parents
    pages = 2 * len(tree.pages)
    annotated = {entry["StructParent"]: entry for entry in tree.pdf.objects if _has_parent(entry)}
    kept = list(nums[:pages])
    for key in nums[pages::2]:
        annotation = annotated[key]
        if owner := owners.annotations.get(annotation.number):
            kept += [key, owner.entry.reference]
        else:
            _remove(tree, annotation)
    nums[:] = kept


def _has_parent(entry: Any) -> bool:
    return isinstance(entry, pydyf.Dictionary) and "StructParent" in entry


def _remove(tree: Tree, annotation: Any) -> None:
    for page in tree.pages:
        if annotation.reference in page.get("Annots", ()):
            page["Annots"].remove(annotation.reference)
    annotation.clear()


def _write_groups(tree: Tree, spots: Mapping[Content, Spot], owners: Owners) -> None:
    """Groups have parent trees of their own."""
    groups: dict[int, dict[int, Element]] = {}
    for content, owner in owners.content.items():
        if spots[content].in_group:
            groups.setdefault(spots[content].stream.number, {})[content.number] = owner
    for number, held in sorted(groups.items()):
        key = tree.next_key()
        tree.pdf.objects[number].extra["StructParents"] = key
        owned = [held[i].entry.reference if i in held else NOBODY for i in range(max(held) + 1)]
        tree.parents.extend([key, pydyf.Array(owned)])


def _write_ids(tree: Tree) -> None:
    holders = {
        element.entry["ID"].string: element.entry.reference
        for element in (tree.top, *tree.top.below())
        if "ID" in element.entry
    }
    if holders:
        names = pydyf.Array(part for key in sorted(holders) for part in (pydyf.String(key), holders[key]))
        tree.root["IDTree"] = pydyf.Dictionary({"Names": names})


def _clear_rest(tree: Tree, owners: Owners) -> None:
    """Empty the entries of elements that fell out."""
    for entry in tree.pdf.objects:
        if (
            isinstance(entry, pydyf.Dictionary)
            and entry.get("Type") == "/StructElem"
            and entry.number not in owners.kept
        ):
            entry.clear()


def add_signature_fields(tree: Tree, document: Any) -> None:
    """Add a field for each marked box, in page order."""
    holders = {id(element.box): element for element in tree.top.below() if _is_marked(element.box)}
    if not holders:
        return
    for page, laid_out in zip(tree.pages, document.pages, strict=True):
        for box in laid_out._page_box.descendants():  # noqa: SLF001 - no public way to the boxes
            if id(box) in holders:
                _add_field(tree, page, box, holders[id(box)])


def _is_marked(box: Any) -> bool:
    if box is None or box.element is None or box.element_tag != "div":
        return False
    return MARK in box.element.get("class", "").split()


def _add_field(tree: Tree, page: Any, box: Any, holder: Element) -> None:
    widget = _widget(tree, page, box)
    tree.pdf.add_object(widget)
    tree.parents.extend([widget["StructParent"], b""])
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    form = tree.pdf.catalog.setdefault("AcroForm", pydyf.Dictionary({"Fields": pydyf.Array()}))
    form["Fields"].append(widget.reference)
    reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference})
    tree.pdf.add_object(reference)
    holder.kids.append(tree.new("Form", holder, [Annotated(reference)]))


def _widget(tree: Tree, page: Any, box: Any) -> Any:
    left, top, width, height = (
        value * POINTS for value in (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
    )
    foot = page["MediaBox"][3] - top - height
    return pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "F": PRINTED,
            "P": page.reference,
            "T": pydyf.String(box.element.get("id")),
            "TU": pydyf.String(box.element.get("title")),
            "Rect": pydyf.Array([left, foot, left + width, foot + height]),
            "StructParent": tree.next_key(),
            "AP": pydyf.Dictionary({"N": _blank(tree, width, height)}),
        }
    )


def _blank(tree: Tree, width: float, height: float) -> bytes:
    stream = pydyf.Stream(
        [b""],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "Resources": pydyf.Dictionary(),
            "BBox": pydyf.Array([0, 0, width, height]),
        },
    )
    tree.pdf.add_object(stream)
    return bytes(stream.reference)


def bear_facts(tree: Tree, texts: Mapping[tuple[int, int], str], facts: Facts) -> None:
    """Give each element whose own words hold numbers of its section what they stand for.

    Args:
        tree: the structure as it will be read.
        texts: the text of a piece of marked content, by page index and number.
        facts: what numbers stand for, by the anchor with which their section begins.
    """
    if not facts:
        return
    held = list(_holding(tree, texts, facts))
    places = Counter((section, said) for _, section, said, _ in held)
    turns: Counter[tuple[str, str]] = Counter()
    for element, section, said, digits in held:
        found = {printed: facts[section][printed].any_of for printed in digits}
        in_turn = facts[section][said].in_turn if said in facts[section] else ()
        if len(in_turn) == places[section, said]:
            found = {said: (in_turn[turns[section, said]],)}
            turns[section, said] += 1
        _add(element, _properties(found))
    mark = tree.pdf.catalog.setdefault("MarkInfo", pydyf.Dictionary())
    mark["UserProperties"] = "true"


def _holding(
    tree: Tree, texts: Mapping[tuple[int, int], str], facts: Facts
) -> Iterator[tuple[Element, str, str, list[str]]]:
    """Elements whose own words hold numbers: with their section, their words, and the numbers."""
    finders = {section: PrintedDigits(known) for section, known in facts.items()}
    section = ""
    for element in tree.top.below():
        section = _begun(element, facts) or section
        if section:
            said = " ".join(_said(tree, element, texts)).strip()
            if digits := [printed for _, printed in finders[section].parts(said) if printed]:
                yield element, section, said, digits


def _begun(element: Element, facts: Facts) -> str:
    """The section that begins with an element: at its anchor, or with all that stands before the anchor."""
    if element.html is None or element.is_generated:
        return ""
    held = element.html.iter() if element.tag == "section" else (element.html,)
    return next((one.get("id") for one in held if one.get("id") in facts), "")


def _said(tree: Tree, element: Element, texts: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """An element's own words, of a drawing its labels."""
    if isinstance(element.box, boxes.ReplacedBox):
        yield from labels(element.box.replacement)
        return
    for kid in element.kids:
        if isinstance(kid, Content):
            yield texts.get((tree.order[kid.page], kid.number), "")


def _properties(found: Mapping[str, tuple[NumberFact, ...]]) -> Any:
    return pydyf.Dictionary(
        {
            "O": OWNER,
            "P": pydyf.Array(_property(printed, fact) for printed, alike in found.items() for fact in alike),
        }
    )


def _property(printed: str, fact: NumberFact) -> Any:
    value = "null" if fact.value is None else pydyf.String(repr(float(fact.value)))
    return pydyf.Dictionary({"N": pydyf.String(fact.key), "V": value, "F": pydyf.String(printed)})


def _add(element: Element, attribute: Any) -> None:
    """Beside what the element says of itself already."""
    before = element.entry.get("A")
    held = before if isinstance(before, list) else [] if before is None else [before]
    element.entry["A"] = pydyf.Array([*held, attribute]) if held else attribute


def keep_words(tree: Tree, document: Any, texts: Mapping[tuple[int, int], str], spots: Mapping[Content, Spot]) -> None:
    """Give each run that would copy wrongly its own words.

    Args:
        tree: the structure, for its pages.
        document: the laid-out pages with the fonts that were drawn.
        texts: the text of a piece of marked content, by page index and number.
        spots: where marked content stands.
    """
    doubtful = doubtful_characters(document.fonts.values(), chain.from_iterable(texts.values()))
    if not doubtful:
        return
    for (page, number), text in texts.items():
        if doubtful.intersection(text):
            spots[Content(tree.pages[page].reference, number)].properties["ActualText"] = pydyf.String(text)


def doubtful_characters(fonts: Iterable[Any], written: Iterable[str]) -> frozenset[str]:
    """Characters whose glyph stands for another one of a text."""
    characters = sorted(set(written) - BLANK)
    return frozenset(chain.from_iterable(_doubtful(font, characters) for font in fonts))


def _doubtful(font: Any, characters: list[str]) -> Iterator[str]:
    for character in characters:
        glyph = nominal(font.hb_font, character)
        if glyph is not None:
            meant = font.to_unicode.get(glyph, character)
            if meant != character:
                yield character
