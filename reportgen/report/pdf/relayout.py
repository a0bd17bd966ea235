"""One document laid out again and again while attributes of it change: pages that no change can have reached are kept.

A layout tells which sections have to stand closer or run on, and is made anew with them so. Most pages come out as they
were. A page is taken over from the layout before where all of this holds, and laid out anew otherwise:

- it begins at the same place of the content, on a page of the same style, after the same kind of break;
- no box on it or on the page after it, whose content decides where it ends, belongs to an element that a change can
  have reached: one with another attribute or another style, anything inside such a one, or inside a table, float or
  row of columns that holds such a one;
- outside these the boxes that the engine makes of the content are the same, each with the same words, so that counters
  and quotes told nothing new;
- nothing on it has to say where something else is, or how many pages there are, and nothing runs over its edges:
  running elements, footnotes, parts of what broke across pages out of the flow.

Page numbers, strings and what stands in the margins are worked out for every page by each layout.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from weasyprint.css.counters import CounterStyle
from weasyprint.css.tokens import Pending
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import page as page_layout

NAMING: Final = frozenset({"html", "base", "link", "meta", "style", "img"})
"""Elements whose attributes say more than how the document looks."""
FLOWING: Final = (("block", "flow"), ("block", "flow-root"), ("inline", "flow"), ("block", "flow", "list-item"))
"""Kinds of boxes whose width and place do not depend on all that they hold."""
Place = str
"""Where in the content a page begins, after which kind of break."""


@dataclass(frozen=True)
class Made:
    """A page as it was before anything was put into its margins, and what came of it.

    Attributes:
        began, ended: where in the content.
        following: what the content wants of the next page.
        children, content: of the page, and of the first of them.
        is_closed: whether nothing runs over its edges.
    """

    page: Any
    began: Place
    ended: Any
    following: Mapping[str, Any]
    children: tuple[Any, ...]
    content: tuple[Any, ...]
    is_closed: bool

    def boxes(self) -> Iterator[Any]:
        """All boxes of the content."""
        for child in self.children[1:]:
            yield from child.descendants(placeholders=True)
        yield self.children[0]
        for child in self.content:
            yield from child.descendants(placeholders=True)


@dataclass
class Layouts:
    """Layouts of one document, one after the other.

    Attributes:
        images, sheets: as the first layout read them; `counters`, `profiles`: what its style sheets define.
        made: pages of the layout that is being made, by number.
        usable: pages of the one before, by where they begin.
        changed: elements with other attributes than in the layout before; None where it is of no use.
        kept: how many pages the last layout took over.
    """

    images: dict[str, Any] = field(default_factory=dict)
    sheets: list[Any] | None = None
    counters: Any = field(default_factory=CounterStyle)
    profiles: dict[str, Any] = field(default_factory=dict)
    made: dict[int, Made] = field(default_factory=dict)
    usable: dict[Place, tuple[Made, tuple[str, ...]]] = field(default_factory=dict)
    changed: list[Any] | None = None
    context: Any = None
    root: Any = None
    kept: int = 0

    def render(self, page: Any, **options: Any) -> Any:
        """The document, laid out."""
        self.kept = 0
        document = page.render(counter_style=self.counters, color_profiles=self.profiles, cache=self.images, **options)
        self.made = {number: self.made[number] for number in range(1, len(document.pages) + 1)}
        self.usable = {}
        return document

    def revised(self, page: Any, after: Any) -> Any:
        """The page for the next layout: as it was, with the attributes of another one where nothing else differs."""
        self.changed = _changes(page.etree_element, after.etree_element)
        if self.changed is None:
            self.sheets, self.made, self.context, self.root = None, {}, None, None
            self.images, self.counters, self.profiles = {}, CounterStyle(), {}
            return after
        for old, new in self.changed:
            old.attrib.clear()
            old.attrib.update(new.attrib)
        self.changed = [old for old, _ in self.changed]
        again = copy.copy(page)  # what matches selectors remembers classes, and is made anew
        again.wrapper_element = type(page.wrapper_element).from_html_root(page.etree_element, content_language=None)
        return again

    def sheets_read_once(self, plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterable[Any]]:
        """The engine's reading of style sheets, which no revision touches."""

        def find_stylesheets(*asked: Any) -> Iterable[Any]:
            if self.sheets is None:
                self.sheets = list(plain(*asked))
            return self.sheets

        return find_stylesheets

    def pages_kept(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """The engine's making of a page, or one that was made in the layout before."""

        def make_page(  # noqa: PLR0913 - as the engine calls it
            context: Any, root: Any, kind: Any, began: Any, number: int, state: Any
        ) -> Any:
            if context is not self.context:
                self._begin(context, root)
            place = f"{bool(context.forced_break)} {began!r}"
            found = self._found(context, kind, place)
            if found is not None:
                self.kept += 1
                self.made[number] = _taken_over(found, context, kind, number, state)
                return found[0].page, found[0].ended, found[0].following
            is_closed = _is_closed(context)
            page, ended, following = plain(context, root, kind, began, number, state)
            is_closed = is_closed and _is_closed(context, number) and not page.fixed_boxes
            content = tuple(page.children[0].children)
            self.made[number] = Made(page, place, ended, following, tuple(page.children), content, is_closed)
            return page, ended, following

        return make_page

    def _begin(self, context: Any, root: Any) -> None:
        """A new layout: see what of the one before it may take over."""
        if self.changed is not None and self.context is not None:
            reached = _reached(self.changed, self.context.style_for, context.style_for)
            if _are_alike(self.root, root, reached):
                self.usable = dict(_usable([*self.made.values()], reached))
        self.context, self.root, self.changed, self.made = context, root, None, {}

    def _found(self, context: Any, kind: Any, place: Place) -> tuple[Made, tuple[str, ...]] | None:
        """A page of the layout before that begins here; the first page tells the engine how large pages are."""
        found = self.usable.get(place)
        if found is None or not context.style_for.initial_page_sizes["box"] or not _is_closed(context):
            return None
        new, old = context.style_for(kind), found[0].page.style
        return found if _equal(old.cascaded, new.cascaded) else None


def _is_closed(context: Any, number: int | None = None) -> bool:
    """Whether nothing comes over from a page to the next one, and nothing on a page runs on in the margins."""
    runs = number is not None and any(number in pages for pages in context.running_elements.values())
    return not (context.broken_out_of_flow or context.reported_footnotes or context.footnotes or runs)


def _taken_over(found: tuple[Made, tuple[str, ...]], context: Any, kind: Any, number: int, state: Any) -> Made:
    """A page of the layout before in its new place, with all that making it would have told the engine."""
    made, anchors = found
    page = made.page
    page.page_type = kind
    page.children, page.children[0].children = list(made.children), list(made.content)
    page_layout._standardize_page_based_counters(page.style, None)  # noqa: SLF001 - as the engine does
    build.update_counters(state, page.style)
    known = {anchor for entry in context.page_maker[: number - 1] for anchor in entry[-1]["anchors"]}
    for anchor in anchors:
        if anchor not in known:
            context.page_maker[number - 1][-1]["anchors"].append(anchor)
            context.target_collector.cache_target_page_counters(anchor, state[1], number - 1, context.page_maker)
    return replace(made)


def _usable(made: list[Made], reached: set[Any]) -> Iterator[tuple[Place, tuple[Made, tuple[str, ...]]]]:
    """Pages that no change can have reached, with the names of what stands on them; from the end on."""
    is_next_clear = True
    for page in reversed(made):
        anchors: dict[str, None] = {}
        is_clear, says_nothing = True, True
        for box in page.boxes():
            is_clear = is_clear and box.element not in reached
            says_nothing = says_nothing and box.missing_link is None
            if anchor := box.style["anchor"]:
                anchors[anchor] = None
        if is_clear and is_next_clear and says_nothing and page.is_closed:
            yield page.began, (page, tuple(anchors))
        is_next_clear = is_clear


def _changes(old: Any, new: Any) -> list[tuple[Any, Any]] | None:
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


def _reached(changed: list[Any], before: Any, after: Any) -> set[Any]:
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
            known[pair] = _equal(old.cascaded, new.cascaded)
        if not known[pair]:
            yield element


def _equal(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
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


def _are_alike(old: Any, new: Any, reached: set[Any]) -> bool:
    """Whether two trees of boxes are the same outside some elements, so that a place in one is that in the other.

    What has to say where something is differs once it was told; pages with it are not taken over.
    """
    waiting = [(old, new)]
    while waiting:
        one, other = waiting.pop()
        if type(one) is not type(other) or one.element is not other.element:
            return False
        if one.element in reached or one.missing_link is not None or other.missing_link is not None:
            continue
        said, said_now = (_said(box) for box in (one, other))
        if said != said_now or len(one.children) != len(other.children):
            return False
        waiting += zip(one.children, other.children, strict=True)
    return True


def _said(box: Any) -> tuple[Any, ...]:
    text = box.text if isinstance(box, boxes.TextBox) else None
    return text, box.string_set, box.bookmark_label, box.element_tag
