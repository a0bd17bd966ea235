"""Styles of a document that was styled before: of all elements that no changed attribute can have reached.

Selectors look at an element, at what holds it and at what stands before it beside either, never at what comes after:
the few that do are not taken part in (``:has``, ``:nth-child(… of …)``). So another attribute reaches the element and
all it holds, and where a selector joins neighbours whose first the element may be, those after it and all they hold.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Key = tuple[Any, str | None]
"""An element, and which part of it."""
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
PRELUDE: Final = re.compile(r"([^{};]+)\{")
"""Selectors of a rule, or what stands after an at-keyword."""
AHEAD: Final = re.compile(r":has\(|\bof\b|::?first-letter", re.IGNORECASE)
"""Of selectors: what looks ahead, and a part whose style the engine alters."""
BEYOND: Final = re.compile(r"@import|\[[^\]]*[;{}]|\bnote\(|\d[sld]?v(?:w|h|i|b|min|max)\b", re.IGNORECASE)
"""What is not taken apart here, styles that the engine alters, lengths that are known once the first page is there."""
COUNTING: Final = re.compile(r":nth-[a-z-]+\([^()]*\)", re.IGNORECASE)
NEIGHBOUR: Final = re.compile(r"([^\s,>+~]*)\s*[~+](?!=)")
"""What stands before a sign that joins neighbours."""
PLAIN: Final = re.compile(r"[\w.#:-]+")
NAME: Final = re.compile(r"^[\w-]+")
CLASS: Final = re.compile(r"\.([\w-]+)")
FORMS: Final = frozenset({"select"})
"""Elements of which the engine's own sheet asks what they hold."""
TOPMOST: Final = frozenset({"html", "body"})
"""Elements whose styles the engine alters when it makes boxes of them."""
Attributes = tuple[Any, Mapping[str, str], Mapping[str, str]]
"""An element with its attributes as they were and as they are."""


@dataclass(frozen=True)
class StyledDocument:
    """A document as it was styled before: the engine's styles, and elements with other attributes since."""

    styles: Any
    changed: tuple[Attributes, ...]


def styles_kept(plain: type[Any], before: Callable[[], StyledDocument | None]) -> type[Any]:
    """The engine's styles of elements, for a revised document those of before where they still hold."""

    class StyleAgain(plain):  # type: ignore[misc]  # the engine is untyped
        def __init__(self, html: Any, sheets: Any, hints: Any, fonts: Any, targets: Any) -> None:
            styled = before()
            self.kept = {} if styled is None or hints else kept(styled.changed, styled.styles, html.etree_element)
            for style in {id(style): style for style in self.kept.values()}.values():
                vars(style).pop("anonymous_style", None)  # of boxes without elements, which the engine alters
                if targets and style["anchor"]:
                    targets.collect_anchor(style["anchor"])
            html = copy.copy(html)
            html.wrapper_element = _Others(html.wrapper_element, self.kept)
            super().__init__(html, sheets, hints, fonts, targets)

        @property
        def _computed_styles(self) -> dict[Key, Any]:
            return self.__dict__["computed"]  # type: ignore[no-any-return]

        @_computed_styles.setter
        def _computed_styles(self, found: dict[Key, Any]) -> None:
            found.update(self.kept)
            self.__dict__["computed"] = found

    return StyleAgain


@dataclass(frozen=True)
class _Others:
    """The tree of a document, as far as its elements have no styles yet."""

    tree: Any
    styled: Mapping[Key, Any]

    def iter_subtree(self) -> Iterator[Any]:
        """As the engine goes through it, parents first."""
        return (one for one in self.tree.iter_subtree() if (one.etree_element, None) not in self.styled)


def kept(changed: Iterable[Attributes], before: Any, root: Any) -> dict[Key, Any]:
    """Styles by element and part that still hold; none where that cannot be told.

    Args:
        changed: elements with other attributes.
        before: the engine's styles of the document as it was.
        root: of the document.
    """
    joined = _joined(root)
    if joined is None:
        return {}
    anew = {element for element in root.iter() if element.tag in TOPMOST}
    parents = {child: parent for parent in root.iter() for child in parent}
    for element, *attributes in changed:
        anew.update(element.iter())
        if any(_may_be(element.tag, attributes, wanted) for wanted in joined):
            beside = list(parents[element]) if element in parents else []
            for later in beside[beside.index(element) :] if beside else ():
                anew.update(later.iter())
    styles = before.get_computed_styles().items()
    return {key: style for key, style in styles if hasattr(key[0], "attrib") and key[0] not in anew}


def _joined(root: Any) -> list[str] | None:
    """What selectors want of an element so that those after it count; None where selectors look elsewhere."""
    if any(element.tag in FORMS or "stylesheet" in element.get("rel", "") for element in root.iter()):
        return None
    css = COMMENT.sub(" ", "\n".join("".join(element.itertext()) for element in root.iter("style")))
    preludes = PRELUDE.findall(css)
    if BEYOND.search(css) or any(map(AHEAD.search, preludes)):
        return None
    return [found for prelude in preludes for found in NEIGHBOUR.findall(COUNTING.sub(":nth", prelude))]


def _may_be(tag: str, attributes: Iterable[Mapping[str, str]], wanted: str) -> bool:
    """Whether an element may be what a selector wants before a neighbour."""
    if not PLAIN.fullmatch(wanted):
        return True
    name = NAME.match(wanted)
    classes = {one for held in attributes for one in held.get("class", "").split()}
    return (name is None or name[0] == tag) and set(CLASS.findall(wanted)) <= classes
