"""The outline of a report's HTML: elements and their classes, section by section, without what the data says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from reportgen.report.section import Report
from reportgen.report.web.tree import parsed

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption"})
LEFT_OUT = frozenset({"script", "style"})
DIGITS = re.compile(r"[−+]?\d[\d,.]*")
STATES = re.compile(r"(?<=-)(excellent|good|fair|low|poor|up|down)\b|\d+")
LANGUAGES = frozenset({"inline", "en", "zh", "phrase"})
"""Classes of elements that keep languages and phrases apart within a line."""


def outlined(report: Report, html: str) -> str:
    """Every section in its order under its id; one that is built like an earlier one names that one."""
    body = parsed(html)
    at = {element.get("id"): element for element in body.iter() if element.get("id")}
    holder = {child: parent for parent in body.iter() for child in parent}
    first: dict[str, str] = {}
    lines = []
    for section in report.sections:
        whole = section_of(at[section.id], holder) if section.id in at else None
        text = "\n".join(_lines(whole, 1)) if whole is not None else "  (nowhere)"
        same = first.setdefault(text, section.id)
        lines.append(f"{section.id} [{section.name}]" + ("" if same == section.id else f" = {same}"))
        if same == section.id:
            lines.append(text)
    return "\n".join(lines) + "\n"


def section_of(element: Element, holder: dict[Element, Element]) -> Element:
    """The section that an anchor stands in, or the element itself."""
    found = element
    while found.tag not in {"section", "article", "nav"} and found in holder and holder[found].tag != "body":
        found = holder[found]
    return found


def _lines(element: Element, depth: int) -> Iterator[str]:
    yield "  " * depth + _named(element)
    inside = [kid for kid in element if _counts(kid)] if element.tag != "svg" else []  # a drawing is told by its name
    kids = ("\n".join(_lines(kid, depth + 1)) for kid in inside)
    for text, run in groupby(kids):
        head, *rest = text.split("\n")
        yield head + (" …" if len(list(run)) > 1 else "")
        yield from rest


def _counts(element: Element) -> bool:
    classes = set((element.get("class") or "").split())
    return element.tag not in LEFT_OUT and not (element.tag == "span" and classes <= LANGUAGES and not len(element))


def _named(element: Element) -> str:
    classes = "".join(f".{STATES.sub('*', one)}" for one in sorted(set((element.get("class") or "").split())))
    said = DIGITS.sub("#", " ".join("".join(element.itertext()).split())) if element.tag in HEADINGS else ""
    return f"{element.tag}{classes}" + (f" “{said}”" if said else "")
