"""One document laid out again and again while attributes of it change: pages that no change can have reached are kept.

A layout tells which sections have to stand closer or run on, and is made anew with them so. Most pages come out as they
were. A page is taken over from the layout before where all of this holds, and laid out anew otherwise:

- it begins at the same place of the content, on a page of the same style, after the same kind of break; a blank page,
  which begins where the next one does, is made anew;
- no box on it or on the page after it, whose content decides where it ends, belongs to an element that a change can
  have reached: one with another attribute or another style, anything inside such a one, or inside a table, float or
  row of columns that holds such a one;
- outside these the boxes that the engine makes of the content are the same, each with the same words, so that counters
  and quotes told nothing new;
- what it says of other pages, the numbers of those on which something stands, begins as it was; once all pages are
  there these numbers are told anew;
- nothing on it says how many pages there are, and nothing runs over its edges: footnotes, parts of what broke across
  pages out of the flow.

Page numbers, strings and what stands in the margins are worked out for every page by each layout. Were a page ever
taken over twice in one pass over the pages, which could go on without end, all would be laid out anew.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from weasyprint.css.counters import CounterStyle
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import page as page_layout
from weasyprint.layout.background import layout_backgrounds

from reportgen.report.pdf import reach
from reportgen.report.pdf.reach import Attributes, StyledDocument, styles_kept
from reportgen.report.pdf.references import (
    CONTENT,
    PageReference,
    let_go,
    part_from_notes,
    reference_of,
    tell_as_before,
)

Place = str
"""Where in the content a page begins, after which kind of break."""


@dataclass(frozen=True)
class Made:
    """A page as it was before anything was put into its margins, and what came of it.

    Attributes:
        began, ended: where in the content.
        following: what the content wants of the next page.
        children, content: of the page, and of the first of them.
        running: what it gives to the margins, by name.
        is_closed: whether nothing runs over its edges.
        is_blank: whether it is there for the sake of the side alone, and holds nothing.
    """

    page: Any
    began: Place
    ended: Any
    following: Mapping[str, Any]
    children: tuple[Any, ...]
    content: tuple[Any, ...]
    running: Mapping[str, Sequence[Any]]
    is_closed: bool
    is_blank: bool

    def boxes(self) -> Iterator[Any]:
        """All boxes of the content, and of what it gives to the margins."""
        for box in chain.from_iterable(self.running.values()):
            yield from box.descendants(placeholders=True)
        for child in self.children[1:]:
            yield from child.descendants(placeholders=True)
        yield self.children[0]
        for child in self.content:
            yield from child.descendants(placeholders=True)


@dataclass(frozen=True)
class Usable:
    """A page of the layout before that can be taken over, with the names of what stands on it."""

    made: Made
    anchors: tuple[str, ...]
    references: tuple[PageReference, ...]


class LayoutLoopError(Exception):
    """A page that was taken over leads to itself."""


@dataclass
class Layouts:
    """Layouts of one document, one after the other.

    Attributes:
        images, sheets: as the first layout read them; `counters`, `profiles`: what its style sheets define.
        made: pages of the layout that is being made, by number.
        usable: pages of the one before, by where they begin.
        changed: elements with other attributes than in the layout before; None where it is of no use.
        rewritten: the same with their attributes before and after.
        taken: where the pages begin that the pass being made took over, and the number of its last page.
        sources: boxes with references that pages taken over hold, of layouts before, and what each is in this one.
        margins, backgrounds: the engine's making of them, for when no other layout follows; `waiting` is what for.
        kept: how many pages the last layout took over.
    """

    images: dict[str, Any] = field(default_factory=dict)
    sheets: list[Any] = field(default_factory=list)
    counters: Any = field(default_factory=CounterStyle)
    profiles: dict[str, Any] = field(default_factory=dict)
    made: dict[int, Made] = field(default_factory=dict)
    usable: dict[Place, Usable] = field(default_factory=dict)
    changed: list[Any] | None = None
    rewritten: tuple[Attributes, ...] = ()
    context: Any = None
    root: Any = None
    sources: dict[Any, Any] = field(default_factory=dict)
    taken: tuple[set[Place], int] = field(default_factory=lambda: (set(), 0))
    margins: Callable[..., Iterator[Any]] = page_layout.make_margin_boxes
    backgrounds: Callable[..., None] = layout_backgrounds
    waiting: list[tuple[Any, Any, Any]] = field(default_factory=list)
    kept: int = 0

    def render(self, page: Any, **options: Any) -> Any:
        """The document, laid out.

        Args:
            page: its HTML.
            options: of the engine.
        """
        try:
            document = self._render(page, options)
        except LayoutLoopError:
            self._forget()
            document = self._render(page, options)
        self.made = {number: self.made[number] for number in range(1, len(document.pages) + 1)}
        self.usable = {}
        return document

    def finish(self, document: Any) -> None:
        """Lay out what stands in the margins, and what lies behind boxes, of a document that is not revised again.

        Neither moves anything on a page. Only what runs in the margins can bear names, which revisions ask for;
        where anything does, the margins were laid out with the pages.
        """
        for number, (context, page, state) in enumerate(self.waiting, start=1):
            context.current_page = number
            page.children = (*page.children, *self.margins(context, page, state))
            self.backgrounds(page, context.get_image_from_uri)
        if self.waiting:
            document.pages = [Page(page) for _, page, _ in self.waiting]
        self.waiting = []
        self._forget()  # while pages are painted, the boxes that they were made of would take as much again as theirs

    def margins_later(self, plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterable[Any]]:
        """The engine's making of margin boxes, put off until the document is finished."""
        self.margins = plain

        def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterable[Any]:
            if not self.waiting and _names_anything(context.running_elements):
                return plain(context, page, state)
            self.waiting.append((context, page, state))
            return ()

        return make_margin_boxes

    def backgrounds_later(self, plain: Callable[..., None]) -> Callable[..., None]:
        """The engine's layout of backgrounds, put off as long as the margins of a page are."""
        self.backgrounds = plain

        def layout_backgrounds(page: Any, get_image: Any) -> None:
            if not self.waiting:
                plain(page, get_image)

        return layout_backgrounds

    def _render(self, page: Any, options: Mapping[str, Any]) -> Any:
        self.kept, self.taken, self.waiting = 0, (set(), 0), []
        return page.render(counter_style=self.counters, color_profiles=self.profiles, cache=self.images, **options)

    def _forget(self) -> None:
        """Whatever layouts so far have left, so that the next one is made of nothing but the document."""
        self.sheets, self.made, self.usable, self.changed = [], {}, {}, None
        let_go(self.context)
        self.context, self.root, self.sources = None, None, {}
        self.images, self.counters, self.profiles = {}, CounterStyle(), {}

    def revised(self, page: Any, html: str, after: str, read: Callable[[str], Any]) -> Any:
        """The page for the next layout: as it was, with the attributes of a revised one where nothing else differs.

        Args:
            page: as it was laid out.
            html: its text.
            after: the revised text.
            read: makes a page of a text.
        """
        rewritten = reach.rewritten(page.etree_element, html, after)
        if rewritten is None:
            other = read(after)
            changes = reach.changes(page.etree_element, other.etree_element)
            if changes is None:
                self._forget()
                return other
            rewritten = [(old, dict(new.attrib)) for old, new in changes]
        self.rewritten = tuple((element, dict(element.attrib), attributes) for element, attributes in rewritten)
        for element, attributes in rewritten:
            element.attrib.clear()
            element.attrib.update(attributes)
        self.changed = [element for element, _ in rewritten]
        again = copy.copy(page)  # what matches selectors remembers classes, and is made anew
        again.wrapper_element = type(page.wrapper_element).from_html_root(page.etree_element, content_language=None)
        return again

    def sheets_read_once(self, plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterable[Any]]:
        """The engine's reading of style sheets, which no revision touches."""

        def find_stylesheets(*asked: Any) -> Iterable[Any]:
            if not self.sheets:
                self.sheets += plain(*asked)
            return self.sheets

        return find_stylesheets

    def styles_kept(self, plain: type[Any]) -> type[Any]:
        """The engine's styles of elements, or those of the layout before."""
        return styles_kept(plain, self._styled)

    def _styled(self) -> StyledDocument | None:
        is_of_use = self.changed is not None and self.context is not None
        return StyledDocument(self.context.style_for, self.rewritten) if is_of_use else None

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
                self._take(place, number)
                self.made[number] = _taken_over(found, context, kind, number, state)
                return found.made.page, found.made.ended, found.made.following
            is_closed = _is_closed(context)
            page, ended, following = plain(context, root, kind, began, number, state)
            part_from_notes(page)
            is_closed = is_closed and _is_closed(context) and not page.fixed_boxes
            content, running = tuple(page.children[0].children), _running(context, number)
            self.made[number] = Made(
                page, place, ended, following, tuple(page.children), content, running, is_closed, kind.blank
            )
            return page, ended, following

        return make_page

    def _take(self, place: Place, number: int) -> None:
        """Note that a page is taken over.

        Raises:
            LayoutLoopError: it was before, in the same pass.
        """
        places, last = self.taken
        if number <= last:  # another pass, since references say something else by now
            places = set()
        if place in places:
            raise LayoutLoopError
        self.taken = {*places, place}, number
        self.kept += 1

    def _begin(self, context: Any, root: Any) -> None:
        """A new layout: see what of the one before it may take over."""
        if self.changed is not None and self.context is not None:
            reached = reach.reached(self.changed, self.context.style_for, context.style_for)
            notes = _notes(self.root, root, reached, self.context.target_collector, context.target_collector)
            if notes is not None:
                known = notes | {old: notes[now] for old, now in self.sources.items() if now in notes}
                self.sources = {old: note.source for old, note in known.items()}
                self.usable = dict(_usable([*self.made.values()], reached, known))
                tell_as_before(self.context.target_collector, context.target_collector, notes.values())
                context.target_collector.sources = self.sources
        for image in self.images.values():  # drawings hold the layout that they were read in
            if hasattr(image, "_context"):
                image._context = context  # noqa: SLF001 - as the engine does where it reads one
        let_go(self.context)
        self.context, self.root, self.changed, self.made = context, root, None, {}

    def _found(self, context: Any, kind: Any, place: Place) -> Usable | None:
        """A page of the layout before that begins here and says of other pages what it said."""
        found = self.usable.get(place)
        if found is None or kind.blank or not _is_closed(context):
            return None
        if not all(one.still_holds() for one in found.references):
            return None
        return found if reach.equal(found.made.page.style.cascaded, context.style_for(kind).cascaded) else None


def _is_closed(context: Any) -> bool:
    """Whether nothing comes over from a page to the next one."""
    return not (context.broken_out_of_flow or context.reported_footnotes or context.footnotes or context.rendered_notes)


def _names_anything(running: Mapping[str, Mapping[int, Sequence[Any]]]) -> bool:
    """Whether what runs in the margins bears a name; asked when all pages have their content."""
    held = chain.from_iterable(boxes_of for pages in running.values() for boxes_of in pages.values())
    return any(box.style["anchor"] for one in held for box in one.descendants(placeholders=True))


def _running(context: Any, number: int) -> dict[str, list[Any]]:
    return {name: [*pages[number]] for name, pages in context.running_elements.items() if pages.get(number)}


def _taken_over(found: Usable, context: Any, kind: Any, number: int, state: Any) -> Made:
    """A page of the layout before in its new place, with all that making it would have told the engine."""
    made, page, state_of_page = found.made, found.made.page, context.page_maker[number - 1][-1]
    page.page_type = kind
    context.page_bottom = page.content_box_y() + page.height
    if number == 1:  # it tells the engine how large pages are
        sizes = {"box": page.style["size"], "area": (page.width, page.height)}
        context.style_for.initial_page_sizes.update(sizes)
    for pages in context.running_elements.values():
        pages.pop(number, None)
    for name, held in made.running.items():
        context.running_elements[name][number] = [*held]
    page.children, page.children[0].children = list(made.children), list(made.content)
    page_layout._standardize_page_based_counters(page.style, None)  # noqa: SLF001 - as the engine does
    build.update_counters(state, page.style)
    earlier = [entry[-1] for entry in context.page_maker[: number - 1]]
    known = {anchor for entry in earlier for anchor in entry["anchors"]}
    for anchor in (anchor for anchor in found.anchors if anchor not in known):
        state_of_page["anchors"].append(anchor)
        context.target_collector.cache_target_page_counters(anchor, state[1], number - 1, context.page_maker)
    noted = {note for entry in earlier for note in entry["content_lookups"]}
    for reference in found.references:
        reference.note.pending = False
        reference.note.cached_page_counter_values = copy.deepcopy(state[1])  # else it counts as a change of the page
        if id(reference.note) not in noted:
            state_of_page["content_lookups"].append(id(reference.note))
            reference.note.page_maker_index = number - 1
    return made


def _usable(made: list[Made], reached: set[Any], notes: Mapping[Any, PageReference]) -> Iterator[tuple[Place, Usable]]:
    """Pages that no change can have reached; from the end on."""
    is_next_clear = True
    for page in reversed(made):
        if page.is_blank:  # the content of the page after it decides where the one before it ends
            continue
        anchors: dict[str, None] = {}
        sources: dict[Any, None] = {}
        is_clear = True
        for box in page.boxes():
            is_clear = is_clear and box.element not in reached
            if box.missing_link is not None:
                sources[box.missing_link] = None
            if anchor := box.style["anchor"]:
                anchors[anchor] = None
        if is_clear and is_next_clear and page.is_closed and sources.keys() <= notes.keys():
            yield page.began, Usable(page, tuple(anchors), tuple(notes[source] for source in sources))
        is_next_clear = is_clear


def _notes(old: Any, new: Any, reached: set[Any], before: Any, after: Any) -> dict[Any, PageReference] | None:
    """References by the box that they were made for, where two trees of boxes are the same outside some elements.

    Only then a place in one tree is the same place in the other. References that say more than on which page
    something stands are left out.
    """
    found: dict[Any, PageReference] = {}
    apart = {box for box, token in before.counter_lookup_items if token != CONTENT}
    waiting = [(old, new)]
    while waiting:
        one, other = waiting.pop()
        if type(one) is not type(other) or one.element is not other.element:
            return None
        if one.element in reached:
            continue
        if one.missing_link is not None and other.missing_link is not None:  # its words differ once it was told
            source = one.missing_link  # what stands in the tree may be a copy of it
            told = None if source in apart else reference_of(source, other.missing_link, before, after)
            if told is not None:
                found[source] = told
            continue
        if _said(one) != _said(other) or len(one.children) != len(other.children):
            return None
        waiting += zip(one.children, other.children, strict=True)
    return found


def _said(box: Any) -> tuple[Any, ...]:
    text = box.text if isinstance(box, boxes.TextBox) else None
    return text, box.string_set, box.bookmark_label, box.element_tag
