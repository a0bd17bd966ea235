"""Which figures the numbers of an element stand for, as its user properties (ISO 32000-1, 14.7.5.4).

Each property is one figure: its name is the figure's key, its value the unrounded value in the base unit, its formatted
value the number as printed. A machine so reads the figures from the page itself, without any file beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pydyf
from weasyprint.formatting_structure import boxes

from reportgen.report.digits import PrintedDigits
from reportgen.report.pdf.documents import Facts, NumberFact
from reportgen.report.pdf.reading import labels
from reportgen.report.pdf.structure.elements import Content, Element, Tree

OWNER: Final = "/UserProperties"


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
