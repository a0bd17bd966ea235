"""What a change of attributes reaches, and the styles of all elements that it cannot have reached.

They are compared in the cascade, so that no selector has to be understood: declarations that say the same, and weigh
the same, come out the same.

Selectors look at an element, at what holds it and at what stands before it beside either. So another attribute reaches
the element and all it holds, and where a selector joins neighbours and what it wants of the first names that attribute,
those after it and all they hold. What looks ahead (``:has``) reaches anything, if it names the attribute; the few
others that do (``:nth-child(… of …)``) are not taken part in.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
Key = tuple[Any, str | None]
"""An element, and which part of it."""
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
PRELUDE: Final = re.compile(r"([^{};]+)\{")
"""Selectors of a rule, or what stands after an at-keyword."""
AHEAD: Final = re.compile(r"\sof\s|::?first-letter|\\|:has\((?!(?:[^()]|\([^()]*\))*\))", re.IGNORECASE)
"""Of selectors: what looks ahead, a part whose style the engine alters, what is written in a way not read here."""
HAS: Final = re.compile(r":has(\((?:[^()]|\([^()]*\))*\))", re.IGNORECASE)
"""What looks ahead, and what for."""
BEYOND: Final = re.compile(r"@import|\[[^\]]*[;{}]|\bnote\(|\d[sld]?v(?:w|h|i|b|min|max)\b", re.IGNORECASE)
"""What is not taken apart here, styles that the engine alters, lengths that are known once the first page is there."""
COUNTING: Final = re.compile(r":nth-[a-z-]+\([^()]*\)", re.IGNORECASE)
NEIGHBOUR: Final = re.compile(r"([^\s,>+~]*)\s*[~+](?!=)")
"""What stands before a sign that joins neighbours."""
PLAIN: Final = re.compile(r"[\w.#:-]+")
WANTED_NAME: Final = re.compile(r"^[\w-]+")
CLASS: Final = re.compile(r"\.([\w-]+)")
ATTRIBUTE: Final = re.compile(r"\[\s*([\w-]+)")
LOOKS: Final = frozenset({"class", "id", "style"})
"""Attributes that no word after a colon asks for, as ``:link`` asks whether there is a target."""
FORMS: Final = frozenset({"select"})
"""Elements of which the engine's own sheet asks what they hold."""
TOPMOST: Final = frozenset({"html", "body"})
"""Elements whose styles the engine alters when it makes boxes of them."""
Attributes = tuple[Any, Mapping[str, str], Mapping[str, str]]
"""An element with its attributes as they were and as they are."""


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
    preludes = _preludes(root)
    changed = tuple(changed)
    sought = "".join(found for prelude in preludes or () for found in HAS.findall(prelude))
    if preludes is None or any(_names_a_change(sought, *attributes) for _, *attributes in changed):
        return {}
    joined = [(found, prelude) for prelude in preludes for found in NEIGHBOUR.findall(HAS.sub(":has", prelude))]
    anew = {element for element in root.iter() if element.tag in TOPMOST}
    parents = {child: parent for parent in root.iter() for child in parent}
    for element, *attributes in changed:
        anew.update(element.iter())
        if any(_may_begin(element.tag, attributes, *one) for one in joined):
            beside = list(parents[element]) if element in parents else []
            for later in beside[beside.index(element) :] if beside else ():
                anew.update(later.iter())
    styles = before.get_computed_styles().items()
    return {key: style for key, style in styles if hasattr(key[0], "attrib") and key[0] not in anew}


def _preludes(root: Any) -> list[str] | None:
    """Selectors of all rules, without what ``:nth-child`` counts; None where they look elsewhere."""
    if any(element.tag in FORMS or "stylesheet" in element.get("rel", "") for element in root.iter()):
        return None
    css = COMMENT.sub(" ", "\n".join("".join(element.itertext()) for element in root.iter("style")))
    preludes = PRELUDE.findall(css)
    if BEYOND.search(css) or any(map(AHEAD.search, preludes)):
        return None
    return [COUNTING.sub(":nth", prelude) for prelude in preludes]


def _may_begin(tag: str, attributes: Iterable[Mapping[str, str]], wanted: str, prelude: str) -> bool:
    """Whether an element may have become, or ceased to be, what a selector wants before a neighbour."""
    if not PLAIN.fullmatch(wanted):
        return _names_a_change(prelude, *attributes)
    name = WANTED_NAME.match(wanted)
    classes = {one for held in attributes for one in held.get("class", "").split()}
    may_be = (name is None or name[0] == tag) and classes.issuperset(CLASS.findall(wanted))
    return may_be and _names_a_change(wanted, *attributes)


def _names_a_change(selector: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether a selector, or a part of one, asks for anything in which an element differs from what it was."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    classes = set(before.get("class", "").split()) ^ set(after.get("class", "").split())
    return bool(
        classes & set(CLASS.findall(selector))
        or changed & {name.lower() for name in ATTRIBUTE.findall(selector)}
        or ("id" in changed and "#" in selector)
        or (changed - LOOKS and ":" in selector)
    )
